"""The units and bounds of the tables (单位), ready to look up, and what stands behind a number up to its unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from policy_extract.lexicon import Lexicon
from policy_extract.numerals import NUMERAL
from policy_extract.text import any_of

__all__ = ["LINKS", "SCALES", "Bound", "Measure", "Rules", "Unit", "load_rules", "measure", "over_line"]


SCALES: Final = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8, "萬": 10**4, "億": 10**8}
LINKS: Final = frozenset(" —–―─~-至到一")  # what joins numbers
_ON: Final = frozenset("/·多余")  # what goes on behind a unit
_NOT_BEFORE: Final = "0-9.第几数“初+"  # before a Chinese numeral that is none, in a class
_LATIN: Final = re.compile("[A-Za-z]{1,5}")  # ml/min


@dataclass(frozen=True, slots=True)
class Unit:
    text: str
    kind: str
    spelled: bool
    size: int
    guard: frozenset[str]  # what it may not stand before
    latin: bool  # it ends in a letter of the alphabet, behind which no other may stand
    plain: bool  # the guard alone says whether it is a unit


@dataclass(frozen=True, slots=True)
class Bound:
    word: str
    bound: str


#: Units with one first character: the one that is no longer, the longer by their second character, and all of them; the
#: longest first.
Shelf = tuple[Unit | None, dict[str, tuple[Unit, ...]], tuple[Unit, ...]]


@dataclass(frozen=True, slots=True)
class Rules:
    """The two tables, ready to look up: by first character, and bounds that stand before a number by their last."""

    units: dict[str, Shelf]  # by first character
    before: dict[
        str, tuple[tuple[str, ...], dict[str, Bound], tuple[int, ...]]
    ]  # all words; by word; the words' lengths
    after: dict[str, tuple[Bound, ...]]
    after_heads: frozenset[str]  # the characters behind a unit where a bound may follow
    apart: re.Pattern[str]
    verbal: frozenset[str]
    bounds: dict[str, str]
    scan: re.Pattern[str]  # digits, points and commas before what may follow a number; a Chinese numeral before a unit
    follow: frozenset[str]


@lru_cache(maxsize=8)
def load_rules(lexicon: Lexicon) -> Rules:
    units: dict[str, list[Unit]] = {}
    for row in lexicon.table("units"):
        name = row["unit"]
        kind, guard, latin = row["kind"], frozenset(row["not_before"]), name[-1].isascii() and name[-1].isalpha()
        plain = not latin and kind != "per"
        units.setdefault(name[0], []).append(Unit(name, kind, row["numerals"] == "yes", len(name), guard, latin, plain))
    before: dict[str, list[Bound]] = {}
    after: dict[str, list[Bound]] = {}
    apart: list[str] = []
    verbal: set[str] = set()
    for row in lexicon.table("bounds"):
        bound = Bound(row["word"], row["bound"])
        if row["place"] == "before":
            before.setdefault(bound.word[-1], []).append(bound)
        else:
            after.setdefault(bound.word[0], []).append(bound)
        if row["apart"]:
            apart.append(bound.word)
        if row["apart"] == "verb":
            verbal.add(bound.word)
    heads = "".join(sorted(head for head in units if not head.isascii()))
    spelled = f"(?<![{NUMERAL}{_NOT_BEFORE}][{NUMERAL}])[{NUMERAL}]{{0,15}}+(?= ?[{re.escape(heads)}至到—–~-])"
    follow = frozenset(
        [head for head, some in units.items() if any(unit.kind != "per" for unit in some)]
        + [*SCALES, *LINKS, "余", "多", "/"]
    )
    return Rules(
        {head: _shelf(some) for head, some in units.items()},
        {tail: _before_shelf(some) for tail, some in before.items()},
        {head: _longest_first(some) for head, some in after.items()},
        frozenset([*after, " ", "\n", "("]),
        any_of(apart),
        frozenset(verbal),
        {row["word"]: row["bound"] for row in lexicon.table("bounds")},
        re.compile(
            f"[0-9{NUMERAL}](?:(?<=[0-9])[0-9,.]{{0,31}}+(?=[ \n]{{0,3}}[{re.escape(''.join(sorted(follow - {' '})))}])"
            f"|(?<![0-9]){spelled})"
        ),
        follow,
    )


def _longest_first(bounds: list[Bound]) -> tuple[Bound, ...]:
    return tuple(sorted(bounds, key=lambda bound: -len(bound.word)))


def _before_shelf(bounds: list[Bound]) -> tuple[tuple[str, ...], dict[str, Bound], tuple[int, ...]]:
    named = {bound.word: bound for bound in _longest_first(bounds)}
    return tuple(named), named, tuple(dict.fromkeys(map(len, named)))


def _shelf(units: list[Unit]) -> Shelf:
    ordered = sorted({unit.text: unit for unit in units}.values(), key=lambda unit: -unit.size)
    longer: dict[str, list[Unit]] = {}
    for unit in ordered:
        if unit.size > 1:
            longer.setdefault(unit.text[1], []).append(unit)
    alone = ordered[-1] if ordered[-1].size == 1 else None
    return alone, {second: tuple(some) for second, some in longer.items()}, tuple(ordered)


#: The scale (万, 亿), the end, the unit and its name behind a number, and whether 余 or 多 follows.
Measure = tuple[int, int, Unit | None, str, bool]


def measure(text: str, start: int, at: int, rules: Rules) -> Measure:
    """The scale (万, 亿), the end, the unit and its name behind a number up to ``at``, and whether 余 or 多 follows."""
    scale, more, units = 1, False, rules.units
    while True:
        letter = text[at : at + 1]
        if letter == " " or letter == "\n":
            after = _space(text, at, start)
            if after > at and letter == " ":
                after = max(after, _space(text, after, start)) if text[after : after + 1] == "\n" else after
            if after > at:
                at, letter = after, text[after : after + 1]
        shelf = units.get(letter)
        if shelf is not None:
            unit, end = _unit_at(text, at, shelf, below=False)
            if unit is not None:
                name = unit.text
                following = text[end : end + 1]
                if following in _ON:
                    if following == "/" or following == "·":
                        stop = _per(text, end, rules)
                        name, end = name + text[end:stop], stop
                        following = text[end : end + 1]
                    if (
                        (following == "多" or following == "余")
                        and unit.kind == "time"
                        and text[end + 1 : end + 2] not in ("个", "次")
                    ):
                        more = True
                return scale, end, unit, name, more
        if letter in SCALES:
            scale *= SCALES[letter]
        elif (letter == "余" or letter == "多") and not more:
            more = True
        else:
            return scale, at, None, "", more
        at += 1
        if scale > 10**16:
            return scale, at, None, "", more


def _space(text: str, at: int, start: int) -> int:
    """One space is no separation, nor is a line's end (5⏎万元), unless the number is alone on its line (a table)."""
    letter = text[at : at + 1]
    if letter == " ":
        return at + 1
    return at + 1 if letter == "\n" and text[max(0, start - 3) : start].strip(" ")[-1:] not in ("", "\n") else at


def _unit_at(text: str, at: int, shelf: Shelf, *, below: bool) -> tuple[Unit | None, int]:
    """The longest unit of a shelf at a place that does not begin another word, and its end; ``below`` a stroke also 月."""
    alone, longer, every = shelf
    if longer:
        if text.find("\n", at + 1, at + 5) > 0:
            return _unit_over_line(text, at, every, below)
        for unit in longer.get(text[at + 1 : at + 2], ()):
            if text.startswith(unit.text, at):
                end = at + unit.size
                if (text[end : end + 1] not in unit.guard) if unit.plain else _stands(text, end, unit, below):
                    return unit, end
    if alone is not None:
        end = at + 1
        if (text[end : end + 1] not in alone.guard) if alone.plain else _stands(text, end, alone, below):
            return alone, end
    return None, at


def _unit_over_line(text: str, at: int, units: tuple[Unit, ...], below: bool) -> tuple[Unit | None, int]:
    """The unit at a place where a line's end may break it."""
    for unit in units:
        word = unit.text
        end = at + unit.size if text.startswith(word, at) else over_line(text, word, at)
        if end > 0 and _stands(text, end, unit, below):
            return unit, end
    return None, at


def _stands(text: str, end: int, unit: Unit, below: bool) -> bool:
    """Whether a unit that ends at ``end`` is one there and does not begin another word."""
    if unit.kind == "per" and not below:
        return False
    following = text[end : end + 1]
    if unit.latin and following.isascii() and following.isalnum():
        return False
    return following not in unit.guard


def over_line(text: str, word: str, at: int) -> int:
    """The end of a word that a line's end breaks (个⏎工作日, 以⏎上), -1 where it is not there."""
    end = at + len(word) + 1
    return end if text[at:end].replace("\n", "", 1) == word else -1


def _per(text: str, at: int, rules: Rules) -> int:
    """The end of what a compound unit is measured by: /平方米, /人·月."""
    while text[at : at + 1] in ("/", "·"):
        shelf = rules.units.get(text[at + 1 : at + 2])
        found, end = (None, at) if shelf is None else _unit_at(text, at + 1, shelf, below=True)
        if found is not None:
            at = end
        elif "一" <= text[at + 1 : at + 2] <= "鿿":
            at += 2
        elif (latin := _LATIN.match(text, at + 1)) is not None:
            at = latin.end()
        else:
            return at
    return at
