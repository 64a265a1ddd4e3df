"""Names to agencies: the tables of a lexicon, and the order in which the readings of a name are tried."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Final

from policy_extract.collectives import clean
from policy_extract.errors import LexiconError
from policy_extract.lexicon import Lexicon, Row
from policy_extract.places import MUNICIPALITY, NOWHERE, places_of, related
from policy_extract.registry.bodies import (
    COLUMN,
    FIXED,
    LEVEL_OF,
    LEVEL_WORDS,
    LEVELS,
    SUFFIXES,
    USUAL,
    Agency,
    Alias,
    Owner,
    Type,
    key_of,
    years_of,
)
from policy_extract.registry.branches import find_branch, find_fund, find_nested, find_seated, pick_roots
from policy_extract.registry.departments import find_body
from policy_extract.registry.groups import find_collective
from policy_extract.registry.official import made, national
from policy_extract.registry.own_names import TRADE, find_own_name, find_township

__all__ = ["Registry", "registry_of"]

_CENTRAL: Final = re.compile(r"^(?:国家|国务院|中国|中央|中共中央|中华|全国|最高)|(?:总局|总署|[^法]署|监会)$|.部$")
# Zones (开发区, 新区 …) stand between a county and a township and have agencies of their own.
_ZONE: Final = re.compile(
    r"^((?:[^省市县州]{0,8}?(?:市|县|区))?[^省市县州区]{0,8}?"
    r"(?:高新区|经开区|开发区|新区|示范区|园区|保税区|度假区|功能区|工业区|试验区|合作区|港区|管理区|集聚区|经济区|景区|特区|名胜区|新城))"
    r"(.+)$"
)
_WHERE: Final = re.compile(
    "(?:项目)?(?:所在地?|事发地|当地|属地)(?=[省市县区州])"
)  # 事发地市政府: the city's, which one is not said
_AND_OTHERS: Final = re.compile(
    "(?<=.{2})等(?=(?:行政|行业)?(?:主管|管理)?部门$)"
)  # 通信管理等主管部门, cut from a list
_LEAGUE: Final = re.compile(r"(?:共青团|团)(省|市|县|区|州|旗|自治区)(?:委|委员会)?")


class Registry:
    """The tables of one lexicon as dictionaries, and what was resolved with them."""

    __slots__ = ("_aliases", "_cache", "_issuers", "own_names", "places", "roots", "stems", "types", "widest")

    def __init__(self, lexicon: Lexicon) -> None:
        self._issuers: dict[tuple[str | None, str | None], Owner] = {}
        self._cache: dict[tuple[str, str | None, str | None, int | None], Agency | None] = {}
        self.places = places_of(lexicon)
        self.stems: dict[tuple[str, bool], list[tuple[Type, str, int]]] = {}
        self.roots: dict[str, list[tuple[Type, bool]]] = {}
        self.types: dict[str, Type] = {}
        for row in lexicon.table("agencies"):
            self._add_type(row)
        self.widest = max(map(len, self.roots))
        self._aliases: dict[str, list[Alias]] = {}
        for row in lexicon.table("aliases"):
            self._add_alias(row)
        self.own_names: dict[str, list[tuple[int, int, str]]] = {}
        for row in lexicon.table("local_names"):
            years = years_of(row, "local_names.csv")
            self.own_names.setdefault(row["id"], []).append((*years, row["name"]))

    def _add_type(self, row: Row) -> None:
        kind, given = row["kind"], row["suffix"]
        usual = USUAL.get(kind, frozenset([""]))
        suffixes = frozenset([""]) if given in ("-", "党") else frozenset(given.split()) or usual
        begin, end = years_of(row, "agencies.csv")
        national = tuple(word for word in row["national"].split("=") if word)
        local = (row["province"], row["city"], row["county"])
        names = [group.split("=") for group in row["names"].split("|")]
        seat, first = bool(row["capital"]), names[0][0]
        type_ = Type(row["id"], row["system"], kind, suffixes, national, first, local, seat, begin, end)
        self.types[type_.id] = type_
        party = kind == "party"
        for index, (full, *others) in enumerate(names):
            if not full:
                continue
            for word in (full, *others):
                for side in (True, False) if party and given != "党" else (party,):
                    owners = self.stems.setdefault((key_of(word), side), [])
                    if all(owner[0] is not type_ for owner in owners):
                        owners.append((type_, full, index))
                if kind in FIXED and "" in suffixes:
                    self.roots.setdefault(word, []).append((type_, False))
        for word in national:
            self.roots.setdefault(word, []).append((type_, True))

    def _add_alias(self, row: Row) -> None:
        """A row that says nothing of the body (no official name, no type, no system) is one not filled in yet."""
        if not (row["official_name"] or row["type"] or row["system"]):
            return
        where, slash, name = row["alias"].partition("/")
        if not slash:
            where, name = "", where
        place = self.places.place(clean(where)) if where else None
        type_ = self.types.get(row["type"])
        if row["type"] and type_ is None:
            raise LexiconError("aliases.csv", None, f"{row['alias']}: {row['type']} is no type of agencies.csv")
        if where and place is None:
            raise LexiconError(
                "aliases.csv", None, f"{row['alias']}: {where} is no region of regions.csv or counties.csv"
            )
        if row["level"] and row["level"] not in LEVELS:
            raise LexiconError("aliases.csv", None, f"{row['alias']}: a level is one of {', '.join(LEVELS)}")
        kind = row["kind"] or (type_.kind if type_ else "department")
        system = row["system"] or (type_.system if type_ else None)
        years = years_of(row, "aliases.csv")
        alias = Alias(
            place.code if place else None, row["official_name"], row["type"], kind, system, row["level"] or None, *years
        )
        self._aliases.setdefault(clean(name), []).append(alias)

    def resolve(self, name: str, region: str | None, level: str | None, year: int | None) -> Agency | None:
        """The agency that a name stands for in a notice of that issuer and year; what was asked before is remembered."""
        if len(name) > 200:
            return None
        key = (name, region, level, year)
        if key in self._cache:
            return self._cache[key]
        text = _AND_OTHERS.sub("", clean(name))
        found = None
        if 1 < len(text) <= 80:
            issuer = self._issuers.get((region, level))
            if issuer is None:
                issuer = self._issuers[region, level] = self._issuer(region, level)
            found = self._alias(text, issuer, year)
            found = found or find_collective(self, text, issuer, year) or self.single(text, issuer, year)
            if found is not None and year is not None:
                found = self._then(found, year)
        if len(self._cache) >= 65536:
            self._cache.clear()
            self._issuers.clear()
        self._cache[key] = found
        return found

    def _then(self, agency: Agency, year: int) -> Agency:
        """An agency of a region that had another name in that year: 襄樊市 before 2010."""
        renamed = self.places.former(agency.id[:4] + "00", year)
        if renamed is None:
            return agency
        now, then = renamed
        region = agency.region.replace(now, then) if agency.region else None
        return replace(agency, official_name=agency.official_name.replace(now, then), region=region)

    def agency(self, id: str, year: int | None) -> Agency | None:
        """The agency of an id as it was called in that year; None for ids that no table holds."""
        found = self._named(id, year)
        return found if found is None or year is None else self._then(found, year)

    def _named(self, id: str, year: int | None) -> Agency | None:
        where, _, type_id = id.partition("/")
        code, _, word = where.partition(":")
        type_ = self.types.get(type_id)
        place = NOWHERE if code == "?" else self.places.by_code(code)
        if type_ is None or place is None or word.startswith("各"):
            return None
        level = LEVEL_OF.get(word, "zone") if word else place.level
        owner = Owner(place, level if place.code != "?" or word else None, not word and place.code != "?", word)
        if level == "national":
            return national(self, type_, year) if type_.national else None
        if owner.level is None or level not in COLUMN or not type_.local[COLUMN[level]]:
            return None
        return made(self, (type_, type_.full, 0), "", "", "", owner, year)

    def expand(self, id: str, year: int | None) -> Iterator[Agency]:
        """The members of a collective, where the regions say who they are."""
        where, _, tail = id.partition("/")
        code, _, label = where.partition(":")
        place = self.places.nation if code == "000000" else self.places.by_code(code)
        if place is None or not tail:
            return
        type_id = {"管委会": "", "党委": "党委"}.get(tail, tail)
        for word in label.split("+"):
            inner = LEVEL_OF.get(word.removeprefix("各"), "") if word.startswith("各") else ""
            if inner not in ("province", "city", "county") or type_id not in self.types:
                continue
            for member in self.places.inside(place, inner, year):
                found = self.agency(f"{member.code}/{type_id}", year)
                if found is not None:
                    yield found

    def explain(self, name: str, region: str | None, level: str | None, year: int | None) -> str | None:
        """Why a name is not resolved: what would have to be otherwise for it to be."""
        if self.resolve(name, region, level, year) is not None:
            return None
        text = clean(name)
        if len(text) < 2 or len(text) > 80:
            return "too short or too long for a name"
        later = self.resolve(name, region, level, None) if year is not None else None
        if later is not None:
            type_id = later.id.partition("/")[2]
            begin = self.types[type_id].begin if type_id in self.types else None
            return (
                f"not yet in {year}: {type_id} begins in {begin}" if begin else f"not in {year}: {later.official_name}"
            )
        called = [place for place in self.places.called(text) if place.level == "county"]
        longest = max((len(place.name) for place in called if text.startswith(place.name)), default=0)
        called = [place for place in called if text.startswith(place.name) and len(place.name) == longest]
        if len(called) > 1 and find_body(self, text[longest:], Owner(called[0], "county", True), year) is not None:
            above = [self.places.above(place) for place in called]
            names = (f"{a.name if a else ''}{place.name}" for a, place in zip(above, called, strict=True))
            return f"several places are called so: {', '.join(names)}"
        for other in ("county", "city", "province", "national"):
            found = self.resolve(name, region if other != "national" else "国家", other, year)
            if found is not None:
                return f"whose it is is not said: as of a {other} it is {found.official_name}"
        for ending, _, _ in SUFFIXES:
            if text.endswith(ending) and len(text) > len(ending):
                for usual in ("局", "厅", "委", "部"):
                    found = self.resolve(text[: -len(ending)] + usual, region, level, year)
                    if found is not None:
                        return f"no government of that level has a {ending} of this kind: it is {found.official_name}"
        if TRADE.fullmatch(text):
            return "a kind of body, not one of its own"
        return "no type of agency has this name"

    def _alias(self, text: str, issuer: Owner, year: int | None) -> Agency | None:
        """What a table says that a name means, with or without the level or region before it."""
        rest = text[1:] if text not in self._aliases and text[0] in "省市县区州" else text
        rows = self._aliases.get(rest)
        if rows is None:
            return None
        place = issuer.place
        for row in sorted(rows, key=lambda row: row.code is None):
            if year is not None and not row.begin <= year <= row.end:
                continue
            if row.code is not None:
                home = self.places.by_code(row.code)
                if home is None or not (home.holds(place.code) or place.holds(home.code)) or place is NOWHERE:
                    continue
                place = home
            level = row.level or (place.level if place is not NOWHERE else issuer.level)
            if level == "national":
                place = self.places.nation
            official = row.official
            if not official and row.type:
                made = self.agency(f"{place.code}/{row.type}", year)
                official = made.official_name if made else ""
            official = official or f"{place.name}{rest}"
            label = row.type or official.removeprefix(place.name) or official
            return Agency(f"{place.code}/{label}", official, row.system, level, place.name or None, row.kind)
        return None

    def _issuer(self, region: str | None, level: str | None) -> Owner:
        nation = self.places.nation
        place = self.places.place(clean(region)) if region else None
        if place is None:
            known = level == "national" or (region is not None and clean(region) in ("中央", "国家", "国务院"))
            if known:
                return Owner(nation, "national", True)
            return Owner(NOWHERE, level if level in LEVELS else None, False)
        if level not in LEVELS or LEVELS.index(level) <= LEVELS.index(place.level):
            return Owner(place, place.level, True)
        return Owner(place, level, False)

    def owner(self, word: str, level: str, issuer: Owner) -> Owner | None:
        """Whose a level word is in a notice of that issuer: 市 in a city's notice is the city itself."""
        place = issuer.place
        if level == "national":
            return Owner(self.places.nation, "national", True, word)
        if place.level == "national":
            return Owner(place, level, False, word)
        province = self.places.province(place)
        if level == "province":
            fits = province.kind == "自治区" if word == "自治区" else province.kind != MUNICIPALITY
            return Owner(province, "province", True, word) if fits else None
        if word in ("区", "区级") and place.level == "province" and place.kind == "自治区" and issuer.known:
            return Owner(place, "province", True, word)
        if word in ("市", "市级"):
            if province.kind == MUNICIPALITY:
                return Owner(province, "province", True)
            if (place.level == "county" and place.kind == "市") or (issuer.level == "county" and not issuer.known):
                return Owner(place, "county", place.level == "county", word)
            if place.level == "city" and place.kind in ("自治州", "盟", "地区"):
                return Owner(place, "county", False, word)
        if level == "city":
            if place.level == "city":
                return Owner(place, "city", True)
            if place.level == "county":
                above = self.places.above(place) or province
                return Owner(above, "city", above.level == "city", word)
            return Owner(place, "city", False, word)
        if level == "county" and place.level == "county":
            return Owner(place, "county", True)
        return Owner(place, level, False, word)

    def single(self, text: str, issuer: Owner, year: int | None) -> Agency | None:
        """One body by its name: of the centre, of a government, a branch, a zone or township, or with a name of its own."""
        if len(text) < 2:
            return None
        central = _CENTRAL.search(text) is not None
        if text in self.roots and (central or issuer.level == "national"):
            for type_, is_national in pick_roots(self.roots[text], year):
                if is_national:
                    return national(self, type_, year)
        if text.startswith("中共") and len(text) > 4:
            text = text[2:]
        if match := _WHERE.match(text):
            text = text[match.end() :]
        found = find_body(self, text, issuer, year)
        if found is not None:
            return found
        for word, level in LEVEL_WORDS:
            if text.startswith(word) and len(text) > len(word):
                owner = self.owner(word, level, issuer)
                found = None if owner is None else find_body(self, text[len(word) :], owner, year)
                if found is not None:
                    return found
        if text[0] in "团共" and (match := _LEAGUE.fullmatch(text)):
            level = dict(LEVEL_WORDS).get(match.group(1) or "", "")
            owner = self.owner(match.group(1), level, issuer) if level else issuer
            if owner is not None:
                return find_body(self, "团委", owner, year)
        found = find_branch(self, text, issuer, year) or find_seated(self, text, issuer, year)
        if found is not None:
            return found
        near = issuer.place
        if text[0] in "省市县区州" and text[1:3] in ("国家", "中国"):
            return self.single(text[1:], issuer, year)
        if text[0] == "本" and text[1] in "省市州县区盟旗":
            return self.single(text[1:], issuer, year)
        if text[0] in "省市县区州" and (found := self._placed(text[1:], issuer, year)):
            return found  # 市瑞金住房公积金分中心: a level before a region says nothing more
        if "公积金" in text and (found := find_fund(self, text, issuer, year)):
            return found
        if (
            text.count("·") == 1 and text[:2].isalpha() and text[-2:].isalpha()
        ):  # 荆门高新区·掇刀区: two plates, the district is the government
            ours, _, plate = text.partition("·")
            return self.single(plate, issuer, year) or self.single(ours, issuer, year)
        for place, size, short in self.places.starts(text, near):
            rest = text[size:]
            if not rest:
                if short or place.level == "national":
                    continue
                return find_body(self, "人民政府", Owner(place, place.level, True), year)
            if place.level != "county":
                inner = next(
                    (x for x in self.places.starts(rest, place) if place.holds(x[0].code) and x[0] != place), None
                )
                if inner is not None and inner[1] < len(rest):
                    found = find_body(
                        self, rest[inner[1] :], Owner(inner[0], inner[0].level, True, named=inner[2]), year
                    )
                    if found is not None:
                        return found
            found = find_body(self, rest, Owner(place, place.level, True, named=short), year)
            if found is not None:
                return found
        if (match := _ZONE.match(text)) and (issuer.level != "national"):
            word, rest = match.group(1), match.group(2)
            if not rest.endswith(("管委会", "管理委员会")):
                found = find_body(self, rest, Owner(near, "zone", False, word=word), year)
                if found is not None:
                    return found
        return (
            find_nested(self, text, issuer, year)
            or find_township(self, text, issuer)
            or find_own_name(self, text, issuer, year)
        )

    def _placed(self, text: str, issuer: Owner, year: int | None) -> Agency | None:
        """The body of a region near the issuer, by a name that begins with the region."""
        for place, size, short in self.places.starts(text, issuer.place):
            if size < len(text) and place.level != "national" and related(issuer.place, place):
                found = find_body(self, text[size:], Owner(place, place.level, True, named=short), year)
                if found is not None:
                    return found
        return None


@lru_cache(maxsize=8)
def registry_of(lexicon: Lexicon) -> Registry:
    """The registry of a lexicon, made once."""
    return Registry(lexicon)
