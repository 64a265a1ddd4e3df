"""Collective names (集合名称) as agencies: 各设区市人民政府, 省有关部门, 各级财政部门."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from policy_extract.collectives import EVERY_LEVEL, GROUP_KINDS, Shape, read_collective
from policy_extract.registry.bodies import LEVEL_WORDS, Agency, Owner, key_of
from policy_extract.registry.departments import find_body, find_department

if TYPE_CHECKING:
    from policy_extract.registry.resolver import Registry

__all__ = ["find_collective"]

_MANY = re.compile("各|有关|相关|其他|其它|所有|成员|县区|区县|市县|乡镇|机构|部门|单位|企业|政府")
_EACH_LEVEL = re.compile("([^各有相其]{2,}?)(?:行政|行业)?(?:主管|管理|监管)?(部门|机关)")


def find_collective(registry: Registry, text: str, issuer: Owner, year: int | None) -> Agency | None:
    """The collective that a name stands for (各设区市人民政府, 省有关部门), with the levels and the type of body in its id."""
    owner = issuer
    shape = read_collective(text)
    if shape is None and _MANY.search(text):
        for place, size, short in registry.places.starts(text, issuer.place):
            if (not short or place.kind == "兵团") and size < len(text):
                shape = read_collective(text[size:])
                if shape is not None:
                    owner = Owner(place, place.level, True)
                break
    if shape is None:
        return _every_level(registry, text, owner, year) if text.startswith(EVERY_LEVEL) else None
    place = owner.place
    rest = text[len(place.name) :] if text.startswith(place.name) else text
    rest = rest[2:] if rest.startswith(("其他", "其它")) else rest
    own = next((w for w, _ in LEVEL_WORDS if rest.startswith(w)), "") if shape.level is None else ""
    if own:
        named = registry.owner(own, dict(LEVEL_WORDS)[own], issuer)
        if named is not None:
            owner, place = named, named.place
            if shape.label.startswith(own):
                shape = Shape(shape.label[len(own) :], None, shape.tail, shape.kind, shape.system)
            if named.known:
                rest = rest[len(own) :]
    code = owner.code
    region = place.name or None
    plain = rest
    official = f"{place.name if owner.known and place.level != 'national' else ''}{plain}"
    if (
        text.startswith(EVERY_LEVEL)
        and (match := _EACH_LEVEL.fullmatch(shape.label))
        and (found := _each_level(registry, match, owner, official, year))
    ):
        return found
    if not shape.tail:
        level = owner.level if shape.level is None else shape.level
        return Agency(f"{code}:{shape.label}", official, shape.system, level, region, shape.kind, True)
    if shape.kind in ("government", "zone"):
        line = "人民政府" if shape.kind == "government" else "开发区"
        return Agency(f"{code}:{shape.label}/{shape.tail}", official, line, shape.level, region, shape.kind, True)
    for pattern, kind, system in GROUP_KINDS:
        if pattern.search(shape.tail):
            key = f"{code}:{shape.label}/{shape.tail}"
            return Agency(key, official, system, shape.level, region, kind, True)
    sample = find_body(registry, shape.tail, Owner(place, shape.level, False), year)
    if sample is None:
        return None
    type_id = sample.id.partition("/")[2]
    return Agency(f"{code}:{shape.label}/{type_id}", official, sample.system, shape.level, region, sample.kind, True)


def _every_level(registry: Registry, text: str, owner: Owner, year: int | None) -> Agency | None:
    """各级政务服务中心: one type of body at every level."""
    rest = text[text.index("级") + 1 :].removeprefix("以上").removeprefix("地方")
    sample = find_department(registry, rest, Owner(owner.place, "city", False), year, False)
    if sample is None:
        return None
    code, official = (
        f"{owner.place.code}:各级/{sample.id.partition('/')[2]}",
        f"{owner.place.name if owner.known else ''}{text}",
    )
    return Agency(code, official, sample.system, None, owner.place.name or None, sample.kind, True)


def _each_level(
    registry: Registry, match: re.Match[str], owner: Owner, official: str, year: int | None
) -> Agency | None:
    """各级财政部门: the bodies of one line at every level."""
    for party in (False, True):
        owners = registry.stems.get((key_of(match.group(1)), party)) or registry.stems.get(
            (key_of(match.group()), party)
        )
        for type_, _, _ in owners or ():
            if year is None or type_.begin <= year <= type_.end:
                code, region = f"{owner.place.code}:各级/{type_.id}", owner.place.name or None
                return Agency(code, official, type_.system, None, region, type_.kind, True)
    return None
