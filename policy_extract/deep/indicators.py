"""The indicator (指标) of a quantity that the rules left without one: by dependency, else by the arguments of a predicate."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from policy_extract.deep.actions import STOPS
from policy_extract.deep.reading import Reading, Sentence, touches
from policy_extract.deep.said import Said
from policy_extract.model import Quantity, Span
from policy_extract.text import compact, fold

__all__ = ["indicators_of"]

_SUBJECTS: Final = ("nsubj", "top", "csubj")  # and nsubj:pass, nsubjpass
_LONGEST_INDICATOR: Final = 40


def indicators_of(reading: Reading, sentence: Sentence, said: Said) -> dict[int, Quantity]:
    """The bare quantities of a sentence with the indicator that the model's syntax gives them, by their start."""
    found = {}
    chunk = sentence.chunk
    for q in sentence.bare:
        inside = [
            i for i, t in enumerate(said.tokens) if chunk.places[t.start] < q.end and chunk.places[t.end - 1] >= q.start
        ]
        if not inside:
            continue
        span, rule = _by_dependency(said, inside), "hanlp:dep"
        if span is None:
            span, rule = _by_arguments(said, inside), "hanlp:srl"
        if span is None:
            continue
        text = fold(chunk.text)
        stop = max(text.rfind(mark, span.start, span.end) for mark in STOPS)
        place = chunk.span(max(span.start, stop + 1), span.end) if stop + 1 < span.end else None
        if place is None or len(place) > _LONGEST_INDICATOR or len(place) < 2:
            continue
        if (place.start < q.end and q.start < place.end) or touches(reading.claimed, place.start, place.end):
            continue
        found[q.start] = replace(
            q,
            indicator=compact(place.of(reading.notice.text)),
            indicator_start=place.start,
            indicator_end=place.end,
            rule=f"{q.rule}+{rule}",
        )
    return found


def _by_dependency(said: Said, inside: Sequence[int]) -> Span | None:
    """The subject of what the number hangs on: up from the number until a word has one on its left."""
    if not said.heads:
        return None
    within = set(inside)
    place = next((i for i in inside if said.heads[i][0] - 1 not in within), inside[-1])
    for _ in range(len(said.heads)):  # heads of a bad model may run in a circle
        place = said.heads[place][0] - 1
        if not 0 <= place < len(said.heads):
            return None
        for i in range(min(place, inside[0]) - 1, -1, -1):
            head, relation = said.heads[i]
            if head - 1 == place and relation.lower().startswith(_SUBJECTS):
                return _subtree(said, i, within)
    return None


def _subtree(said: Said, top: int, without: Collection[int]) -> Span | None:
    """The unbroken run of words around one that hang on it."""
    below = {top}
    grown = True
    while grown:
        more = {i for i, (head, _) in enumerate(said.heads) if head - 1 in below} - below - set(without)
        grown = bool(more)
        below |= more
    low = high = top
    while low - 1 in below:
        low -= 1
    while high + 1 in below:
        high += 1
    return Span(said.tokens[low].start, said.tokens[high].end)


def _by_arguments(said: Said, inside: Sequence[int]) -> Span | None:
    """The argument before a predicate whose other argument is the number: 产量 | 达到 | 500吨."""
    number = Span(said.tokens[inside[0]].start, said.tokens[inside[-1]].end)
    for frame in said.frames:
        if any(span.start < number.end and number.start < span.end for _, span in frame.arguments):
            for role, span in frame.arguments:
                if role in ("ARG0", "ARG1") and span.end <= min(frame.verb.start, number.start):
                    return span
    return None
