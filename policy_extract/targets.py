"""Targets (目标值): the numbers of a notice with a bound or to be reached, with who must reach them and by when.

A target is a quantity with a bound (不低于50%, 300家以上, 3—5个), or an exact one that a verb makes a target: 达到,
提高到, 增长, 新增, 建成. What it is for is told apart, for notices bound much more than they aim at: a goal (目标), the
time in which an office or a citizen must act (时限), or the condition under which a rule holds (条件).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import Any, Literal

from policy_extract.lexicon import Lexicon, load_lexicon
from policy_extract.model import Clause, Notice, Quantity, Responsibility, Role

__all__ = ["Target", "Use", "find_targets", "is_target"]

Use = Literal["goal", "limit", "condition"]

_STOPS = "，,。；;：:\n！!？?"
_BEFORE = re.compile(rf"[^{_STOPS}]*$")
_AFTER = re.compile(rf"[^{_STOPS}]*")
#: What opens a segment that says who or what qualifies.
_WHOSE = re.compile(
    r"\s*(?:[（(][^（）()]{1,4}[)）]|\d{1,2}[.．、])?\s*(?:对于?(?![外口接])|凡|若|如(?!期)|当(?!年|期|地)|符合|具有|具备|已|曾)"
)
#: Bounds that say who qualifies: 年满18周岁, 未满5年.
_QUALIFYING = ("满", "年满", "未满", "不满", "不足", "未达", "未达到", "达不到")
#: 对企业给予不超过50万元补助: who qualifies stands before the verb, the amount behind it.
_GIVEN = re.compile(r"给予|予以|奖励|补贴|补助|奖补|享受|发放|提供|安排|资助")
_AT_LEAST = ("不少于", "不低于", "至少", "不得少于", "不得低于")
_OF = re.compile(r"\s*的")
_REACH = 60

# The fields of a target in their order, from where they come.
_PLACE = attrgetter("start", "end", "text")
_VALUES = attrgetter(
    "indicator", "indicator_start", "indicator_end", "low", "high", "unit", "base", "cue", "latest", "rule"
)
_WHO = attrgetter("name", "role", "agency", "agency_id", "system", "level", "region")


@dataclass(frozen=True, slots=True)
class Target:
    """One target of one agency; the fields of the agency are None where the notice assigns it to nobody.

    ``use`` is goal (目标), limit (时限) or condition (条件); ``name`` and what follows are those of the agency.
    """

    clause: str
    start: int
    end: int
    text: str
    use: Use
    indicator: str | None
    indicator_start: int | None
    indicator_end: int | None
    low: int | float | None
    high: int | float | None
    unit: str
    base: str | None
    cue: str | None
    latest: date | None
    rule: str
    clause_heading: str | None = None
    name: str | None = None
    role: Role | None = None
    agency: str | None = None
    agency_id: str | None = None
    system: str | None = None
    level: str | None = None
    region: str | None = None


def is_target(quantity: Quantity) -> bool:
    """Whether a quantity is a target (目标值): it has a bound, or a verb says that it is to be reached.

    >>> is_target(Quantity(0, 6, "500家以上", 500, None, "家", "digits"))
    True
    >>> is_target(Quantity(0, 4, "500家", 500, 500, "家", "digits"))
    False
    >>> is_target(Quantity(0, 4, "500家", 500, 500, "家", "digits", cue="建成"))
    True
    """
    return quantity.low != quantity.high or quantity.cue is not None


def find_targets(notice: Notice, lexicon: Lexicon | None = None) -> tuple[Target, ...]:
    """The targets of a notice (目标值), one for each agency that must reach it, in document order.

    A target is the agencies' whose assignment covers it; without one it stands once, with no agency.

    >>> from policy_extract import parse
    >>> notice = parse("一、培育企业\\n到2025年,培育示范企业300家以上。(省科技厅牵头,财政厅配合)")
    >>> for t in find_targets(notice):
    ...     print(t.name, t.role, t.indicator, t.low, t.unit, t.latest, t.use)
    省科技厅 lead 示范企业 300 家 2025-12-31 goal
    省财政厅 cooperate 示范企业 300 家 2025-12-31 goal
    """
    times = _times(lexicon or load_lexicon())
    clauses = {clause.id: clause for clause in notice.walk()}
    found = []
    for clause in clauses.values():
        for quantity in clause.quantities:
            if is_target(quantity):
                use = _use(notice.text, quantity, times)
                agencies = _agencies(quantity, clause, clauses)
                found += [_target(quantity, clause, use, agency) for agency in agencies or (None,)]
    return tuple(found)


@lru_cache(maxsize=8)
def _times(lexicon: Lexicon) -> frozenset[str]:
    """The units of time."""
    return frozenset(row["unit"] for row in lexicon.table("units") if row["kind"] == "time")


def _use(text: str, quantity: Quantity, times: frozenset[str]) -> Use:
    """What the target is for, by the words of its segment."""
    low = max(0, quantity.start - _REACH)
    before = _BEFORE.search(text[low : quantity.start])
    after = _AFTER.match(text[quantity.end : quantity.end + _REACH])
    head, tail = before.group() if before else "", after.group() if after else ""
    whose = _WHOSE.match(head) is not None and _GIVEN.search(head) is None
    qualifies = whose or quantity.unit in ("岁", "周岁") or quantity.text.startswith(_QUALIFYING)
    if qualifies or tail.rstrip(" )）").endswith("的"):
        return "condition"
    if quantity.unit in times and quantity.cue is None:
        if quantity.text.endswith("内"):
            return "condition" if _OF.match(tail) else "limit"
        if quantity.high is None:
            return "goal" if quantity.text.startswith(_AT_LEAST) else "condition"
        return "limit"
    return "goal"


def _agencies(quantity: Quantity, clause: Clause, clauses: dict[str, Clause]) -> Sequence[Responsibility]:
    """The agencies whose assignment covers the quantity: those of its clause, else those of the clause above it."""
    for holder in _upwards(clause, clauses):
        covering = [r for r in holder.responsibilities if r.scope_start <= quantity.start < r.scope_end]
        if covering:
            return list({(r.name, r.role): r for r in covering}.values())
    return ()


def _upwards(clause: Clause, clauses: dict[str, Clause]) -> Iterator[Clause]:
    yield clause
    while clause.parent is not None and clause.parent in clauses:
        clause = clauses[clause.parent]
        yield clause


def _target(quantity: Quantity, clause: Clause, use: Use, agency: Responsibility | None) -> Target:
    who: tuple[Any, ...] = () if agency is None else _WHO(agency)
    fields: tuple[Any, ...] = (clause.id, *_PLACE(quantity), use, *_VALUES(quantity), clause.heading, *who)
    return Target(*fields)
