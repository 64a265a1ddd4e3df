"""What a model says of a sentence, in the sentence's own characters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from policy_extract.model import Span
from policy_extract.text import fold

__all__ = ["Frame", "Said", "said_of"]


class Frame(NamedTuple):
    """A predicate with its arguments, in characters of the sentence."""

    verb: Span
    token: int
    arguments: tuple[tuple[str, Span], ...]


class Said(NamedTuple):
    """What a model says of one sentence, in characters of the sentence."""

    tokens: list[Span]
    tags: Sequence[str]
    entities: list[tuple[Span, str]]
    frames: list[Frame]
    heads: list[tuple[int, str]]  # of each token: the head's number from 1 (0 the root), and the relation


def said_of(document: Mapping[str, Any], keys: Mapping[str, str], at: int, text: str) -> Said | None:
    """One sentence of HanLP's document; None where its words are not those of the text.

    Native models give tuples, servers lists; tokens are strings, or triples with their offsets where the model was told
    so. KeyError, TypeError, ValueError or IndexError where it is no such document.
    """
    words = [word if isinstance(word, str) else word[0] for word in document[keys["tok"]][at]]
    tokens = _aligned(words, text)
    if tokens is None:
        return None

    def span(begin: int, end: int) -> Span:
        if not 0 <= begin < end <= len(tokens):
            raise ValueError(f"no words {begin} to {end} in a sentence of {len(tokens)}")
        return Span(tokens[begin].start, tokens[end - 1].end)

    def rows(task: str) -> Sequence[Any]:
        return document[keys[task]][at] if task in keys else ()

    entities = [(span(begin, end), str(label)) for _, label, begin, end in rows("ner")]
    frames = []
    for frame in rows("srl"):
        predicates = [(begin, end) for _, role, begin, end in frame if role == "PRED"]
        if len(predicates) == 1:
            arguments = tuple((str(role), span(begin, end)) for _, role, begin, end in frame if role != "PRED")
            frames.append(Frame(span(*predicates[0]), predicates[0][0], arguments))
    heads = [(int(head), str(relation)) for head, relation in rows("dep")]
    tags = [str(tag) for tag in rows("pos")]
    if (heads and len(heads) != len(tokens)) or (tags and len(tags) != len(tokens)):
        raise ValueError(f"{len(heads)} heads and {len(tags)} tags for {len(tokens)} words")
    return Said(tokens, tags, entities, frames, heads)


def _aligned(words: Sequence[str], text: str) -> list[Span] | None:
    """Where the words stand in the text: in order, with nothing but white space between; None where they do not.

    A model may have put other forms of characters in (half-width ones), but as many of them.
    """
    spans = []
    position = 0
    for word in words:
        while position < len(text) and text[position] == " ":
            position += 1
        end = position + len(word)
        if not word or (text[position:end] != word and fold(text[position:end]).lower() != fold(word).lower()):
            return None
        spans.append(Span(position, end))
        position = end
    return spans if not text[position:].strip() else None
