"""Branches (分局, 分行, 分公司) of central bodies and of the bureaus of a city: the body, the region, the kind of branch."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from policy_extract.registry.bodies import COLUMN, FIXED, LEVEL_WORDS, ONE_LEVEL, Agency, Owner, Type, endings, key_of
from policy_extract.registry.departments import find_department, pick_type
from policy_extract.registry.official import made

if TYPE_CHECKING:
    from policy_extract.registry.resolver import Registry

__all__ = ["find_branch", "find_fund", "find_nested", "find_seated", "pick_roots"]

_BRANCH = re.compile(
    r"(?:局|分局|支局|行|分行|支行|中心支行|管理部|营业部|营管部|公司|分公司|分署|队|总队|组|办|海关|集团|总部|社|院)$"
)
_NESTED = re.compile("(.{2,9}?局)(.{4,})")
_SEATED = re.compile(
    r"(.{2,}?(?:分局|局|中心|总队|支队))(.{2,8}?)(分局|管理部|分中心|支队|大队|办事处|营业部|监管组|监管支局)"
)
_FUND = re.compile(
    r"(?P<home>\w{0,9}?)(?:住房)?公积金(?:管理)?(?:中心)?(?P<seat>\w{2,8}?)??(?P<what>分中心|管理部|办事处|营业部|中心|)"
)
_TWO_BRANCHES = re.compile("[支分]行.{2,}[行局组]$|局.{2,}[局组]$")  # a list without its 、: no one body's name
_CAPITAL_BRANCH = re.compile("营业|营管|总部|办")
_PLAIN_BRANCH = re.compile(
    r"(?:总队|支队|大队)|(?:市|省)?(?:监管|监察|管理)?(?:局|分局|支局|监管组)|电力(?:有限)?公司|供电(?:分)?公司"
)


def pick_roots(roots: list[tuple[Type, bool]], year: int | None) -> list[tuple[Type, bool]]:
    """The central bodies that a name meant in that year, the likeliest first."""
    fit = [root for root in roots if year is None or root[0].begin <= year] or roots
    return sorted(fit, key=lambda root: (year is not None and year > root[0].end, -root[0].begin))


def find_branch(registry: Registry, text: str, issuer: Owner, year: int | None) -> Agency | None:
    """A branch of a central body: 中国人民银行, the region, 分行."""
    for size in range(min(len(text) - 2, registry.widest), 1, -1):
        roots = registry.roots.get(text[:size])
        if roots is None:
            continue
        rest = text[size:]
        if not _BRANCH.search(rest):
            return None
        if "公司" in rest[2:-2] and next(registry.places.starts(rest, issuer.place), None) is None:
            rest = rest[rest.index("公司", 2) + 2 :]  # 国网冀北电力有限公司秦皇岛供电公司
        for owner, tail, head in _branch_places(registry, rest, issuer):
            found = _branch_of(registry, pick_roots(roots, year), owner, head, tail, year)
            if found is not None:
                return found
        return None
    return None


def _branch_places(registry: Registry, rest: str, issuer: Owner) -> Iterator[tuple[Owner, str, str]]:
    """Where a branch may be: the owner, the rest of the name, and the region as written."""
    for place, size, _short in registry.places.starts(rest, issuer.place):
        yield Owner(place, place.level, True), rest[size:], rest[:size]
    for word, level in LEVEL_WORDS[-10:]:
        if rest.startswith(word):
            owner = registry.owner(word, level, issuer)
            if owner is not None:
                yield owner, rest[len(word) :], owner.place.name if owner.known else word


def _branch_of(
    registry: Registry, roots: list[tuple[Type, bool]], owner: Owner, head: str, tail: str, year: int | None
) -> Agency | None:
    if not tail:
        return None
    for stem, suffix, written in endings(tail):
        owners = registry.stems.get((key_of(stem), False), [])
        inner = [item for item in owners if item[0].kind == "vertical"]
        picked = pick_type(
            registry, inner, stem, suffix, Owner(owner.place, owner.level, owner.known, named=True), year
        )
        if picked is not None:
            return made(registry, picked, stem, suffix, written, owner, year)
    place = owner.place
    for type_, _ in roots:
        if type_.kind not in FIXED:
            continue
        level = owner.level or "province"
        plain = _PLAIN_BRANCH.fullmatch(tail) is not None
        if _TWO_BRANCHES.search(tail):
            return None
        cell = type_.local[COLUMN.get(level, 0)]
        branch = made(registry, (type_, type_.national[0], 0), "", "", "", owner, year)
        if branch is None:
            continue
        if plain and cell:
            return branch
        if type_.id == "人民银行" and owner.known and not _CAPITAL_BRANCH.search(tail) and place.kind != "区":
            tail = tail.removeprefix("区") if place.level == "province" else tail  # 广西区分行
            seat = type_.seat and registry.places.seat_of(place) is not None
            head = head if seat else place.name  # 人行淮北中心支行 is 中国人民银行淮北市中心支行
        official = f"{type_.national[0]}{head}{tail}"
        return Agency(branch.id, official, branch.system, branch.level, branch.region, branch.kind)
    return None


def find_seated(registry: Registry, text: str, issuer: Owner, year: int | None) -> Agency | None:
    """A city's bureau in a district: 市生态环境局福清分局."""
    match = _SEATED.fullmatch(text)
    above = match and registry.single(match.group(1), issuer, year)
    if match is None or above is None:
        return None
    for place, size, _short in registry.places.starts(match.group(2), issuer.place):
        if size == len(match.group(2)) and place.level == "county":
            type_id, whole = above.id.partition("/")[2], above.official_name
            parent = registry.places.above(place)
            if above.region == place.name and parent is not None:  # 宁国管理部: of the city around, not of 宁国
                whole = whole.replace(place.name, parent.name, 1)
            official = whole + match.group(2) + match.group(3)
            return Agency(f"{place.code}/{type_id}", official, above.system, "county", place.name, above.kind)
    return None


def find_nested(registry: Registry, text: str, issuer: Owner, year: int | None) -> Agency | None:
    """A branch that says its parent first: 河北省通信管理局秦皇岛市通信发展管理办公室."""
    match = _NESTED.fullmatch(text)
    above = registry.single(match.group(1), issuer, year) if match and text[-1] in "局办室心部队" else None
    if match is None or above is None:
        return None
    found = registry.single(match.group(2), issuer, year)
    if found is None or found.id.partition("/")[2] != above.id.partition("/")[2] or found.id == above.id:
        return None
    return Agency(found.id, text, found.system, found.level, found.region, found.kind)


def find_fund(registry: Registry, text: str, issuer: Owner, year: int | None) -> Agency | None:
    """A housing fund centre (住房公积金管理中心) or its branch, whose region stands before or behind the name."""
    match = _FUND.fullmatch(text)
    if match is None:
        return None
    home, seat, what = match.group("home", "seat", "what")
    place = next(registry.places.starts(seat, issuer.place), None) if seat else None
    if seat and (place is None or place[1] != len(seat)):
        return None
    owner: Owner | None
    if place is not None:
        owner = Owner(place[0], place[0].level, True)
    elif home in ONE_LEVEL:
        owner = registry.owner(home, dict(LEVEL_WORDS)[home], issuer)
    else:
        near = home[1:] if home[:1] in ONE_LEVEL else home
        named = next(registry.places.starts(near, issuer.place), None)
        if named is not None and named[1] == len(near):
            owner = Owner(named[0], named[0].level, True)
        else:  # 哈公积金中心 in a notice of 哈尔滨
            owner = issuer if issuer.known and len(home) < 2 and issuer.place.short.startswith(home) else None
    return None if owner is None else find_department(registry, f"住房公积金{what or '中心'}", owner, year, False)
