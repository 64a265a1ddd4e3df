"""What of a notice a model is asked about: its sentences outside the responsibility lists, each with its clause."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from policy_extract.deep.sentences import Chunk, chunks
from policy_extract.furniture import without_prints
from policy_extract.head_lines import doubled_lines
from policy_extract.marks import split_lines
from policy_extract.model import Clause, Notice, Quantity, Span
from policy_extract.text import brackets, fold
from policy_extract.variants import SIMPLIFIED, is_traditional

__all__ = ["Reading", "Sentence", "in_title", "merged", "reading_of", "touches"]


class Sentence(NamedTuple):
    """A sentence to ask about, the clause that it stands in, and its quantities that have no indicator."""

    chunk: Chunk
    clause: Clause
    bare: tuple[Quantity, ...]


class Reading(NamedTuple):
    """A notice with its sentences, and what of it the rules have."""

    notice: Notice
    folded: str
    sentences: list[Sentence]
    claimed: list[Span]


def reading_of(notice: Notice) -> Reading:
    """The sentences of a notice's clauses without its responsibility lists and doubled lines."""
    folded, _ = without_prints(fold(notice.text))
    source = notice.text.translate(SIMPLIFIED) if is_traditional(notice.text) else notice.text
    lists = merged([*_lists(notice, folded), *doubled_lines(folded, split_lines(folded))])
    sentences: list[Sentence] = []
    for clause in notice.walk():
        begin = clause.body_start + len(clause.marker or "")
        bare = [q for q in clause.quantities if q.indicator is None]
        for low, high in gaps(begin, clause.body_end, lists):
            for chunk in chunks(folded, source, low, high):
                first, last = chunk.places[0], chunk.places[-1]
                sentences.append(Sentence(chunk, clause, tuple(q for q in bare if first <= q.start <= last)))
    claimed = merged(
        [
            *lists,
            *(Span(r.start, r.end) for r in notice.responsibilities),
            *(Span(r.start, r.end) for r in notice.references),
        ]
    )
    return Reading(notice, folded, sentences, claimed)


def _lists(notice: Notice, folded: str) -> Iterator[Span]:
    """The stretches that are nothing but a responsibility list: its bracket, or its line."""
    listed = [r for r in notice.responsibilities if r.rule != "sentence"]
    places = [r.start for r in listed]
    for clause in notice.walk():
        inside = listed[bisect_left(places, clause.body_start) : bisect_left(places, clause.body_end)]
        if not inside:
            continue
        body = folded[clause.body_start : clause.body_end]
        pairs = [Span(low + clause.body_start, high + clause.body_start) for low, high, _ in brackets(body)]
        for r in inside:
            at = bisect_left(pairs, r.start, key=lambda s: s.start) - 1
            if at >= 0 and r.end <= pairs[at].end:
                yield pairs[at]
                continue
            low = max(folded.rfind(mark, clause.body_start, r.start) for mark in "。;\n")
            stops = [at for mark in "。\n" if (at := folded.find(mark, r.end, clause.body_end)) >= 0]
            yield Span(max(low + 1, clause.body_start), min(stops, default=clause.body_end))


def merged(spans: Iterable[Span]) -> list[Span]:
    """The spans sorted, those that touch as one."""
    joined: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(span.end, joined[-1].end))
        else:
            joined.append(span)
    return joined


def gaps(start: int, end: int, spans: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """What of a stretch lies outside the sorted spans."""
    for span in spans:
        if span.end <= start:
            continue
        if span.start >= end:
            break
        if span.start > start:
            yield start, span.start
        start = span.end
    if start < end:
        yield start, end


def touches(spans: Sequence[Span], start: int, end: int) -> bool:
    """Whether a stretch shares a character with one of the sorted, separate spans."""
    at = bisect_left(spans, end, key=lambda s: s.start)
    return at > 0 and spans[at - 1].end > start


def in_title(folded: str, place: Span, chunk: Chunk) -> bool:
    """Whether a stretch stands inside a 《》 of its sentence."""
    before = folded[chunk.places[0] : place.start]
    return before.rfind("《") > before.rfind("》")
