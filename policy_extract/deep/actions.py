"""Actions (举措) by predicate and argument, in comma pieces where no rule found one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from policy_extract.deep.reading import Reading, in_title, touches
from policy_extract.deep.said import Frame, Said
from policy_extract.deep.sentences import HAN, Chunk
from policy_extract.lexicon import Lexicon
from policy_extract.model import Action, Clause, Modality, Span
from policy_extract.text import compact, fold

__all__ = ["STOPS", "actions_of"]

STOPS: Final = frozenset(",;。:!?")
_JOINTS: Final = frozenset({"", "、", "和", "与", "及", "并"})
_NO_VERBS: Final = frozenset({"VA", "VC", "VE"})  # adjectives, 是 and 有, in the tags of the Chinese Treebank
_NEGATIONS: Final = frozenset("不未没无非")
_MODALITIES: Final[dict[str, Modality]] = {
    "obligation": "obligation",
    "permission": "permission",
    "prohibition": "prohibition",
}


@dataclass(frozen=True, slots=True)
class _Grammar:
    """What the lexicon says of verbs, for telling tasks from other predicates."""

    idle: frozenset[str]
    modals: dict[str, Modality]
    conditions: tuple[str, ...]
    point: re.Pattern[str]
    preamble: re.Pattern[str]


@lru_cache(maxsize=4)
def _grammar(lexicon: Lexicon) -> _Grammar:
    cues = lexicon.cues("actions")
    return _Grammar(
        frozenset(row["verb"] for row in lexicon.table("verbs") if row["pattern"] in ("state", "noun")),
        {row["adverb"]: _MODALITIES[row["kind"]] for row in lexicon.table("adverbs") if row["kind"] in _MODALITIES},
        tuple(cues["condition"]["words"]),
        re.compile(cues["point"]["pattern"]),
        re.compile(cues["preamble"]["pattern"]),
    )


def actions_of(
    reading: Reading, chunk: Chunk, clause: Clause, said: Said, taken: Sequence[Span], lexicon: Lexicon
) -> Iterator[Action]:
    """The actions that predicates and their arguments make in comma pieces where no rule found one."""
    if not said.frames:
        return
    grammar = _grammar(lexicon)
    text = fold(chunk.text)
    if grammar.preamble.search(text):
        return
    heading = _heading_end(reading, clause)
    found: list[tuple[Span, Span, Modality | None]] = []
    for frame in said.frames:
        piece = _piece(text, frame.verb)
        modality = _modality(said, piece, frame.verb, text, grammar)
        if not _commands(frame, said, piece, text, modality, grammar):
            continue
        thing = _object(frame, piece)
        if thing is None:
            continue
        verb, whole = chunk.span(frame.verb.start, frame.verb.end), chunk.span(piece.start, piece.end)
        if verb.start < heading or touches(taken, whole.start, whole.end):
            continue
        if touches(reading.claimed, verb.start, verb.end) or in_title(reading.folded, verb, chunk):
            continue
        if _is_measure(chunk.span(thing.start, thing.end), clause):
            continue
        found.append((frame.verb, thing, modality))
    for verb, thing, modality in _joined(found, text):
        v, o = chunk.span(verb.start, verb.end), chunk.span(thing.start, thing.end)
        low, high = min(v.start, o.start), max(v.end, o.end)
        source = reading.notice.text
        yield Action(
            low,
            high,
            source[low:high],
            v.of(source),
            v.start,
            v.end,
            o.of(source),
            o.start,
            o.end,
            modality,
            "hanlp:srl",
            clause.id,
        )


def _heading_end(reading: Reading, clause: Clause) -> int:
    """Where the clause's heading ends in the document; where its body starts if it has none."""
    place = clause.body_start + len(clause.marker or "")
    text = reading.notice.text
    for character in compact(clause.heading or ""):
        while place < clause.body_end and text[place].isspace():
            place += 1
        if place >= clause.body_end or text[place] != character:
            break
        place += 1
    return place


def _piece(text: str, verb: Span) -> Span:
    """The stretch between commas that a verb stands in."""
    low = max(text.rfind(mark, 0, verb.start) for mark in STOPS) + 1
    stops = [at for mark in STOPS if (at := text.find(mark, verb.end)) >= 0]
    return Span(low, min(stops, default=len(text)))


def _commands(frame: Frame, said: Said, piece: Span, text: str, modality: Modality | None, grammar: _Grammar) -> bool:
    """Whether a predicate is one that a notice asks for: a verb, not negated, not inside another's argument."""
    word = frame.verb.of(text)
    if word in grammar.idle or not HAN.search(word):
        return False
    if said.tags and (not said.tags[frame.token].upper().startswith("V") or said.tags[frame.token] in _NO_VERBS):
        return False
    words = piece.of(text)
    if words.endswith(grammar.conditions) or grammar.point.search(words, max(0, len(words) - 3)):
        return False
    negated = text[max(0, frame.verb.start - 1) : frame.verb.start] in _NEGATIONS
    if (negated or any(role == "ARGM-NEG" for role, _ in frame.arguments)) and modality != "prohibition":
        return False
    return not any(
        other is not frame and span.start <= frame.verb.start and frame.verb.end <= span.end
        for other in said.frames
        for _, span in other.arguments
    )


def _object(frame: Frame, piece: Span) -> Span | None:
    """What the predicate acts on, as far as its comma piece goes; None where it has nothing there."""
    for role in ("ARG1", "ARG2"):
        spans = [span for name, span in frame.arguments if name == role]
        for span in sorted(spans, key=lambda s: (s.start < frame.verb.end, abs(s.start - frame.verb.end))):
            start, end = max(span.start, piece.start), min(span.end, piece.end)
            if end - start > 1 and (start >= frame.verb.end or end <= frame.verb.start):
                return Span(start, end)
    return None


def _is_measure(thing: Span, clause: Clause) -> bool:
    """Whether an object is a number or a time: 达到500家 is a target, not a task."""
    spans = [(f.start, f.end) for f in clause.quantities] + [(f.start, f.end) for f in clause.deadlines]
    return any(start <= thing.start and thing.end <= end for start, end in spans)


def _modality(said: Said, piece: Span, verb: Span, text: str, grammar: _Grammar) -> Modality | None:
    """The last auxiliary before the verb in its piece: one word of the model's, or two (不, 得)."""
    modality: Modality | None = None
    before = [t for t in said.tokens if piece.start <= t.start and t.end <= verb.start]
    for i, token in enumerate(before):
        for start in (token.start, before[max(0, i - 1)].start):
            modality = grammar.modals.get(text[start : token.end], modality)
    return modality


def _joined(
    found: Sequence[tuple[Span, Span, Modality | None]], text: str
) -> Iterator[tuple[Span, Span, Modality | None]]:
    """Verbs that share their object are one action: 甄别和剔除异常线索."""
    current: tuple[Span, Span, Modality | None] | None = None
    for verb, thing, modality in sorted(found, key=lambda f: (f[0].start, f[0].end)):
        if current is not None:
            before, same, mode = current
            if verb.start < before.end:
                continue
            if same == thing and text[before.end : verb.start] in _JOINTS:
                current = (Span(before.start, verb.end), thing, mode or modality)
                continue
            yield current
        current = (verb, thing, modality)
    if current is not None:
        yield current
