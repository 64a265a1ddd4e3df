"""Who must do the work of a clause (职责分工): brackets, labels, lines of their own, and sentences that assign it.

Five rules, each named in its result: ``bracket`` (省科技厅牵头,省财政厅配合), ``label`` (责任单位:… outside a bracket), ``table``
(a row of a task table under 牵头单位 | 配合单位), ``line`` (a bare list on a line of its own) and ``sentence``
(由省科技厅牵头,会同省财政厅…). Where lists stand is told by :mod:`policy_extract.finders.duty_places`, what they say by
:mod:`policy_extract.finders.duty_lists`, and what sentences say by :mod:`policy_extract.finders.duty_sentences`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Final

from policy_extract.finders.agencies import is_collective
from policy_extract.finders.duty_lists import Lead, Party
from policy_extract.finders.duty_places import SCOPE, find_lists, read_lists
from policy_extract.finders.duty_sentences import assigned_parties
from policy_extract.lexicon import Lexicon
from policy_extract.model import Responsibility, Span
from policy_extract.registry import Agency
from policy_extract.text import BY_START, Passage, fold

__all__ = ["Conventions", "Found", "find_conventions", "find_responsibilities"]

#: Which agency a name means, None where it is not known.
Who = Callable[[str], Agency | None]


@dataclass(frozen=True, slots=True)
class Conventions:
    """What a notice declares about all its lists: ``lead`` is how the lead is marked (列第一位者为牵头单位, 逗号前为牵头单位)."""

    lead: Lead | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The responsibilities of a passage, and the brackets, labels and lines that they stand in."""

    responsibilities: tuple[Responsibility, ...]
    spans: tuple[Span, ...]


_FIRST_LEADS: Final = re.compile(
    r"(?:列|排|排列|排名|名列)(?:在|于)?(?:首位|第一(?:位|个)?|最前|第一名)[^,。;()]{0,12}?为?[^,。;()]{0,6}(?:牵头|主办|总负责|负总责|汇总)|"
    r"(?:首位|第一个?|第一位)(?:的)?(?:责任)?(?:单位|部门)为[^,。;()]{0,8}(?:牵头|主办)"
)
# What the pattern cannot do without, how far before it the pattern may begin and how far behind it end.
_FIRST: Final = ("首位", "第一", "最前")
_FIRST_BEFORE: Final = 4
_FIRST_REACH: Final = 40
# What stands before it, or else behind it: 列第一位的, 第一个责任单位为.
_RANKS: Final = "列排名在于"
_RANKED: Final = "位个的责单部"
_COMMA_LEADS: Final = re.compile(r"逗号(?:之)?前(?:面)?的?[^,。;()]{0,6}为(?:牵头|主办)")


def find_conventions(text: str) -> Conventions:
    """What the folded text of a notice declares about its lists.

    >>> find_conventions("(税务总局、财政部负责,排在第一位的部门为牵头部门,下同)")
    Conventions(lead='first')
    """
    if "逗" in text and _COMMA_LEADS.search(text):
        return Conventions("before-comma")
    for word in _FIRST:
        char = word[0]  # a single character is found in a third of the time
        at = text.find(char)
        while at >= 0:
            if (
                text.startswith(word, at)
                and (text[at - 1 : at] in _RANKS or text[at + 2 : at + 3] in _RANKED)
                and _FIRST_LEADS.search(text, max(0, at - _FIRST_BEFORE), at + _FIRST_REACH)
            ):
                return Conventions("first")
            at = text.find(char, at + 1)
    return Conventions()


def find_responsibilities(
    passage: Passage,
    lexicon: Lexicon,
    conventions: Conventions | None = None,
    *,
    clause_start: int = -1,
    heading_end: int = -1,
    clause_end: int = -1,
    lists_before: int = 0,
    who: Who | None = None,
) -> Found:
    """The agencies that a clause's body charges with its work (责任单位), with their roles.

    ``clause_start`` is where the governing clause begins, ``clause_end`` where the last clause under it ends, and
    ``heading_end`` where its heading does: a list on the heading covers all of the clause. ``lists_before`` counts the
    lists of the notice so far; ``who`` tells of a name which agency it is.

    >>> from policy_extract.lexicon import load_lexicon
    >>> found = find_responsibilities(Passage.of("建立共享机制。(省科技厅牵头,财政厅、各市、县人民政府配合)"), load_lexicon())
    >>> [(r.name, r.role) for r in found.responsibilities]
    [('省科技厅', 'lead'), ('省财政厅', 'cooperate'), ('各市、县人民政府', 'cooperate')]
    """
    text, begin = passage.text, passage.start
    stretches = find_lists(passage, lexicon)
    assigned = [] if stretches else assigned_parties(text, lexicon)
    if not stretches and not assigned:  # four clauses in five
        return _NOTHING
    taken = _Taken()
    results: list[Responsibility] = []
    spans: list[Span] = []
    if stretches:
        if len(stretches) > 1:
            stretches = [stretch for stretch in stretches if taken.takes(stretch.start, stretch.end)]
            stretches.sort(key=BY_START)
        else:
            taken.takes(stretches[0].start, stretches[0].end)
        lead = conventions.lead if conventions else None
        for stretch, parties, scope_from in read_lists(text, stretches, lexicon, lead):
            spans.append(Span(begin + stretch.start, begin + stretch.end))
            scope = begin + scope_from, begin + stretch.end
            if heading_end >= begin and not text[heading_end - begin : stretch.start].strip(" 。\n"):
                scope = begin + scope_from, max(scope[1], clause_end)
            group = lists_before + len(spans)
            results += _recorded(passage, parties, stretch.low, scope, group, stretch.rule, clause_start, who)
        # What a bracket has told is not read again as a sentence.
        told = [span for span in spans if text[span.start - begin] == "("]
        if told:
            passage = passage.without(told)
        assigned = assigned_parties(passage.text, lexicon)
    if assigned:
        results += _sentences(passage, assigned, taken, lists_before + len(spans), clause_start, who)
    if not results:
        return _NOTHING
    if len(results) > 1:
        results.sort(key=_PLACE)
    return Found(tuple(results), tuple(spans))


_NOTHING: Final = Found((), ())
_PLACE: Final = attrgetter("start", "end")


def _recorded(
    passage: Passage,
    parties: list[Party],
    low: int,
    scope: tuple[int, int],
    group: int,
    rule: str,
    clause_start: int,
    who: Who | None,
    first: int = 1,
) -> list[Responsibility]:
    """The parties of one list as findings in document offsets, with who each is where that is known; they are counted from ``low``."""
    text, source, begin, clause = passage.text, passage.source, passage.start, passage.clause
    scope_start, scope_end = scope
    records: list[Responsibility] = []
    order = first - 1
    for party in parties:
        order += 1
        start, end = party.start + low, party.end + low
        name, role, open_ended = party.name, party.role, party.open_ended
        folded = text[start:end]
        if rule != "sentence" and (" " in folded or "\n" in folded):
            start = _whole_from(passage, start, end)
        start += begin
        end += begin
        raw = source[start:end]
        if raw != folded:
            name = _as_written(raw, name, folded)
        agency = who(name) if who else None
        if agency is None:
            records.append(
                Responsibility(
                    start, end, raw, name, role, clause, clause_start, scope_start, scope_end, group, order, rule,
                    is_collective(name), open_ended,
                )
            )  # fmt: skip
        else:
            records.append(
                Responsibility(
                    start, end, raw, name, role, clause, clause_start, scope_start, scope_end, group, order, rule,
                    agency.collective or is_collective(name), open_ended,
                    agency.official_name, agency.id, agency.system, agency.level, agency.region,
                )
            )  # fmt: skip
    return records


class _Taken:
    """Stretches that do not overlap, kept in order so that asking for a place does not read them all."""

    def __init__(self) -> None:
        self._spans: list[tuple[int, int]] = []

    def free(self, start: int, end: int) -> bool:
        """Whether no stretch overlaps this one."""
        spans = self._spans
        if not spans:
            return True
        at = bisect_left(spans, (start, start))
        return not (at < len(spans) and spans[at][0] < end) and not (at and spans[at - 1][1] > start)

    def add(self, start: int, end: int) -> None:
        insort(self._spans, (start, end))

    def takes(self, start: int, end: int) -> bool:
        """Whether a stretch is free; it is no more."""
        if self.free(start, end):
            insort(self._spans, (start, end))
            return True
        return False


def _whole_from(passage: Passage, a: int, b: int) -> int:
    """Where a name begins; where every line is printed twice and one cuts the name, in the second copy of that line."""
    raw = passage.raw(a, b)
    if raw.count("\n") < 2:
        return a
    head, last = raw[: raw.index("\n")].rstrip(), raw.rindex("\n")
    again = raw.rfind(head, len(head), last)
    return a + again if again > 0 and not raw[again + len(head) : last].strip() else a


def _as_written(raw: str, name: str, folded: str) -> str:
    """The completed name with the brackets and widths of the text."""
    # What folds to a space is none of the name: line ends, and marks of direction too.
    raw = "".join(c for c, f in zip(raw, fold(raw), strict=True) if not f.isspace())
    dense = "".join(folded.split())
    return raw if name == dense else name.replace(dense, raw, 1)


def _sentences(
    passage: Passage, sentences: list[list[Party]], taken: _Taken, group: int, clause_start: int, who: Who | None
) -> list[Responsibility]:
    """The agencies of sentences that assign work."""
    text, begin = passage.text, passage.start
    results: list[Responsibility] = []
    for assigned in sentences:
        parties = [party for party in assigned if taken.free(party.start, party.end)]
        if not parties:
            continue
        group += 1
        for order, party in enumerate(parties, 1):
            a, b = party.start, party.end
            taken.add(a, b)
            stop = text.find("。", b, b + SCOPE)
            low = max(0, a - SCOPE, text.rfind("。", max(0, a - SCOPE), a) + 1)
            high = min(len(text), b + SCOPE) if stop < 0 else stop + 1
            scope = begin + low, begin + high
            results += _recorded(passage, [party], 0, scope, group, "sentence", clause_start, who, order)
    return results
