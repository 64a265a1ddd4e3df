"""The units and bounds of the tables (单位), ready to look up, and what stands behind a number up to its unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from policy_extract.lexicon import Lexicon
from policy_extract.numerals import NUMERAL

__all__ = ["LINKS", "SCALES", "Bound", "Rules", "Unit", "load_rules", "measure", "over_line"]


SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8, "萬": 10**4, "億": 10**8}
LINKS = frozenset(" —–―─~-至到一")
# What joins numbers.
_LATIN = re.compile("[A-Za-z]{1,5}")  # ml/min


@dataclass(frozen=True, slots=True)
class Unit:
    text: str
    kind: str
    spelled: bool
    guard: str


@dataclass(frozen=True, slots=True)
class Bound:
    word: str
    bound: str


@dataclass(frozen=True, slots=True)
class Rules:
    """The two tables, ready to look up: by first character, and bounds that stand before a number by their last."""

    units: dict[str, tuple[Unit, ...]]
    before: dict[str, tuple[Bound, ...]]
    after: dict[str, tuple[Bound, ...]]
    apart: re.Pattern[str]
    verbal: frozenset[str]
    bounds: dict[str, str]
    spelled: re.Pattern[str]
    follow: frozenset[str]


@lru_cache(maxsize=8)
def load_rules(lexicon: Lexicon) -> Rules:
    units: dict[str, list[Unit]] = {}
    for row in lexicon.table("units"):
        unit = Unit(row["unit"], row["kind"], row["numerals"] == "yes", row["not_before"])
        units.setdefault(unit.text[0], []).append(unit)
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
    return Rules(
        {head: tuple(sorted(some, key=lambda u: -len(u.text))) for head, some in units.items()},
        {tail: tuple(sorted(some, key=lambda b: -len(b.word))) for tail, some in before.items()},
        {head: tuple(sorted(some, key=lambda b: -len(b.word))) for head, some in after.items()},
        re.compile("|".join(map(re.escape, sorted(apart, key=len, reverse=True))) or "(?!)"),
        frozenset(verbal),
        {row["word"]: row["bound"] for row in lexicon.table("bounds")},
        re.compile(f"[{NUMERAL}][{NUMERAL}]{{0,15}}+(?= ?[{re.escape(heads)}至到—–~-])"),
        frozenset(
            [head for head, some in units.items() if any(unit.kind != "per" for unit in some)]
            + [*SCALES, *LINKS, "余", "多", "/"]
        ),
    )


def measure(text: str, start: int, at: int, rules: Rules) -> tuple[int, int, Unit | None, str, bool]:
    """The scale (万, 亿), the end, the unit and its name behind a number up to ``at``, and whether 余 or 多 follows."""
    scale, more, units = 1, False, rules.units
    while True:
        letter = text[at : at + 1]
        if letter in (" ", "\n"):
            after = _space(text, at, start)
            if after > at and letter == " ":
                after = max(after, _space(text, after, start)) if text[after : after + 1] == "\n" else after
            if after > at:
                at, letter = after, text[after : after + 1]
        if letter in units and (found := _unit_at(text, at, rules)) is not None:
            unit, end = found
            name = unit.text
            if text[end : end + 1] in ("/", "·"):
                stop = _per(text, end, rules)
                name, end = name + text[end:stop], stop
            if (
                unit.kind == "time"
                and text[end : end + 1] in ("多", "余")
                and text[end + 1 : end + 2] not in ("个", "次")
            ):
                more = True
            return scale, end, unit, name, more
        if letter in SCALES:
            scale *= SCALES[letter]
        elif letter in ("余", "多") and not more:
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


def _unit_at(text: str, at: int, rules: Rules, *, below: bool = False) -> tuple[Unit, int] | None:
    """The longest unit at a place that does not begin another word, and its end; ``below`` a stroke also 月."""
    wrapped = text.find("\n", at + 1, at + 5) > 0
    for unit in rules.units.get(text[at : at + 1], ()):
        end = at + len(unit.text)
        if not text.startswith(unit.text, at) and (not wrapped or (end := over_line(text, unit.text, at)) < 0):
            continue
        if unit.kind == "per" and not below:
            continue
        following = text[end : end + 1]
        if following and following in unit.guard:
            continue
        if unit.text[-1].isascii() and unit.text[-1].isalpha() and following.isascii() and following.isalnum():
            continue
        return unit, end
    return None


def over_line(text: str, word: str, at: int) -> int:
    """The end of a word that a line's end breaks (个⏎工作日, 以⏎上), -1 where it is not there."""
    end = at + len(word) + 1
    return end if text[at:end].replace("\n", "", 1) == word else -1


def _per(text: str, at: int, rules: Rules) -> int:
    """The end of what a compound unit is measured by: /平方米, /人·月."""
    while text[at : at + 1] in ("/", "·"):
        found = _unit_at(text, at + 1, rules, below=True)
        if found is not None:
            at = found[1]
        elif "一" <= text[at + 1 : at + 2] <= "鿿":
            at += 2
        elif (latin := _LATIN.match(text, at + 1)) is not None:
            at = latin.end()
        else:
            return at
    return at
