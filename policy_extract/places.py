"""Regions (行政区划) by name: the place that a text begins with, and what lies in what.

Provinces and prefectures are those of ``lexicons/regions.csv``, counties those of ``counties.csv``, which is read only
when a name needs it. A short form (河北, 长安) is a name too; where two places share it, the one near the issuer is meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from policy_extract.collectives import clean
from policy_extract.lexicon import Lexicon, Row

__all__ = ["MUNICIPALITY", "NOWHERE", "Place", "Places", "find_place", "places_of", "related"]

MUNICIPALITY: Final = "直辖市"
_CORPS: Final = "兵团"
_LONGEST: Final = 12
_Named = tuple["Place", bool]  # whether the name is a short form


@dataclass(frozen=True, slots=True)
class Place:
    """A region (行政区划) with its code in GB/T 2260, its level and kind (省, 直辖市, 地级市, 自治州, 区, 县 …)."""

    code: str
    name: str
    level: str
    kind: str
    parent: str
    short: str
    begin: int = 0
    end: int = 9999

    def holds(self, code: str) -> bool:
        """Whether the region with that code lies in this one, or is it."""
        if self.level == "national":
            return True
        size = {"province": 2, "city": 4}.get(self.level, 6) if self.kind != _CORPS else 4
        return code[:size] == self.code[:size]


NOWHERE: Final = Place("?", "", "national", "", "", "")


class Places:
    """The regions of one lexicon as dictionaries."""

    __slots__ = (
        "_by_code", "_counties", "_county_sizes", "_ends", "_formers", "_heirs", "_lexicon", "_named", "_seats", "_sizes"
    )  # fmt: skip

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._by_code: dict[str, Place] = {}
        self._named: dict[str, list[_Named]] = {}
        self._counties: dict[str, list[_Named]] | None = None
        self._ends: frozenset[str] | None = None  # the last two characters of every name
        self._seats: dict[str, str] = {}  # capital -> its province
        self._heirs: dict[str, str] = {}
        self._formers: dict[str, tuple[str, int]] = {}
        for row in lexicon.table("regions"):
            self._add(row)
        #: How long the names are that begin with two characters, the longest first.
        self._sizes = _sizes(self._named)
        self._county_sizes: dict[str, tuple[int, ...]] = {}

    def _add(self, row: Row) -> None:
        code, kind = row["code"], row["kind"]
        level = "national" if kind == "国家" else "province" if code.endswith("0000") or kind == _CORPS else "city"
        shorts = [word for word in row["short"].split("|") if word]
        years = int(row["from"] or 0), int(row["to"] or 9999)
        place = Place(code, row["name"], level, kind, row["parent"], shorts[0] if shorts else row["name"], *years)
        self._by_code[code] = place
        self._named.setdefault(place.name, []).append((place, False))
        for word in shorts:
            self._named.setdefault(word, []).append((place, not word.endswith("州") or len(word) < 3))
        former, _, year = row["former"].partition("=")
        if former:
            self._named.setdefault(former, []).append((place, False))
            self._formers[code] = (former, int(year))
        if row["capital"]:
            self._seats[row["capital"]] = code
        if row["successors"] and "|" not in row["successors"]:
            self._heirs[code] = row["successors"]

    def _load_counties(self) -> dict[str, list[_Named]]:
        """Counties by name, read when a name needs them: most notices do not."""
        if self._counties is None:
            self._counties = {}
            for row in self._lexicon.table("counties"):
                name, kind = row["name"], row["kind"]
                short = name[: -len(kind)] if kind in ("市", "县", "区") and len(name) > 2 else name
                place = Place(row["code"], name, "county", kind, row["parent"], short)
                self._by_code.setdefault(place.code, place)
                self._counties.setdefault(name, []).append((place, False))
                if short != name and len(short) > 1:
                    self._counties.setdefault(short, []).append((place, True))
            self._county_sizes = _sizes(self._counties)
        return self._counties

    @property
    def nation(self) -> Place:
        """The whole country (全国)."""
        return self._by_code["000000"]

    def by_code(self, code: str) -> Place | None:
        """The region with that code, None where no table has it."""
        if code not in self._by_code and not code.endswith("00"):
            self._load_counties()
        return self._by_code.get(code)

    def province(self, place: Place) -> Place:
        """The province of a place, the place itself where it has none."""
        return self._by_code.get(place.code[:2] + "0000", place)

    def above(self, place: Place) -> Place | None:
        """The region that a place lies in."""
        return self._by_code.get(place.parent)

    def seat_of(self, place: Place) -> Place | None:
        """The province that has its capital (省会) there."""
        return self._by_code.get(self._seats.get(place.code, ""))

    def capital_of(self, place: Place) -> Place:
        """The capital (省会) of a province, the place itself where it has none."""
        return next((self._by_code[seat] for seat, code in self._seats.items() if code == place.code), place)

    def former(self, code: str, year: int) -> tuple[str, str] | None:
        """What a region is called today and was called in that year, where the two differ."""
        if code not in self._formers or year >= self._formers[code][1]:
            return None
        return self._by_code[code].name, self._formers[code][0]

    def heir(self, code: str) -> str:
        """The code that a region has today: 铜仁地区 became 铜仁市; its own where nothing changed, or several share it."""
        return self._heirs.get(code, code)

    def inside(self, place: Place, level: str, year: int | None) -> list[Place]:
        """The provinces, cities or counties of a place in that year, in the order of their codes."""
        if level == "county":
            self._load_counties()
        if level == "province":
            found = [p for p in self._by_code.values() if p.level == level and p.code < "700000" and p.kind != _CORPS]
        else:
            found = [p for p in self._by_code.values() if p.level == level and place.holds(p.code)]
        when = 9999 if year is None else year
        return sorted((p for p in found if p.begin <= when <= p.end), key=lambda p: p.code)

    def called(self, text: str) -> list[Place]:
        """Every region whose name or short form the text begins with, the longest names first."""
        counties = self._load_counties()
        found: dict[str, Place] = {}
        for size in range(min(len(text), _LONGEST), 1, -1):
            for place, _ in (*self._named.get(text[:size], ()), *counties.get(text[:size], ())):
                found[place.code] = place
        return list(found.values())

    def starts(self, text: str, near: Place | None) -> Iterator[tuple[Place, int, bool]]:
        """The regions that a text begins with, the likeliest first: region, length, whether it is a short form."""
        longest = len(text)
        for size in self._sizes.get(text[:2], ()):
            if size <= longest and (named := self._named.get(text[:size])) is not None:
                yield from _ranked(named, size, near)
        counties = self._load_counties()
        for size in self._county_sizes.get(text[:2], ()):
            if size <= longest and (named := counties.get(text[:size])) is not None:
                found = [
                    (place, short)
                    for place, short in named
                    if near is not None and near.level != "national" and related(near, place)
                ]
                if not found and len(named) == 1:
                    found = named
                if len(found) == 1:
                    yield found[0][0], size, found[0][1]

    def knows(self, text: str) -> bool:
        """Whether a text is the name of a region or its short form, and nothing else."""
        return text in self._named or text in self._load_counties()

    def ends(self) -> frozenset[str]:
        """What the names and short forms of all regions end with, two characters of each: a quick look before `knows`."""
        if self._ends is None:
            self._ends = frozenset([name[-2:] for names in (self._named, self._load_counties()) for name in names])
        return self._ends

    def place(self, text: str) -> Place | None:
        """The smallest region that a text begins with."""
        found, rest = None, text
        while rest:
            for place, size, _short in self.starts(rest, found):
                if found is None or (place.code != found.code and found.holds(place.code)):
                    found, rest = place, rest[size:]
                    break
            else:
                break
        return found


def _sizes(names: Iterable[str]) -> dict[str, tuple[int, ...]]:
    found: dict[str, set[int]] = {}
    for name in names:
        if 1 < len(name) <= _LONGEST:
            found.setdefault(name[:2], set()).add(len(name))
    return {begin: tuple(sorted(sizes, reverse=True)) for begin, sizes in found.items()}


def _ranked(found: list[_Named], size: int, near: Place | None) -> Iterator[tuple[Place, int, bool]]:
    def rank(item: _Named) -> tuple[bool, bool, str]:
        place = item[0]
        return (near is None or not related(near, place), place.level != "province", place.code)

    for place, short in sorted(found, key=rank) if len(found) > 1 else found:
        yield place, size, short


def related(near: Place, place: Place) -> bool:
    """Whether one of two regions lies in the other, or both in one city, or one is the other's province."""
    return (
        near.holds(place.code) or place.holds(near.code) or (near.level == "county" and near.code[:4] == place.code[:4])
    )


def find_place(name: str, *, lexicon: Lexicon) -> Place | None:
    """The region (行政区划) that a name begins with, the smallest one written: 云南省昭通市人民政府办公室 gives 昭通市.

    >>> from policy_extract.lexicon import load_lexicon
    >>> place = find_place("云南省昭通市人民政府办公室", lexicon=load_lexicon())
    >>> place.code, place.name, place.level
    ('530600', '昭通市', 'city')
    """
    return places_of(lexicon).place(clean(name))


@lru_cache(maxsize=8)
def places_of(lexicon: Lexicon) -> Places:
    """The regions of a lexicon, read once."""
    return Places(lexicon)
