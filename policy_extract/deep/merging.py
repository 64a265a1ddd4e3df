"""What the model said laid under what the rules found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from policy_extract.deep.actions import actions_of
from policy_extract.deep.engine import HanLP, needed
from policy_extract.deep.indicators import indicators_of
from policy_extract.deep.organisations import Organisation, organisations_of
from policy_extract.deep.reading import Reading, merged, reading_of
from policy_extract.deep.said import Said, said_of
from policy_extract.finders.words import TASKS, EngineError, task_key
from policy_extract.home import find_home
from policy_extract.lexicon import Lexicon, load_lexicon
from policy_extract.model import Action, Clause, Notice, NoticeWarning, Part, Quantity, Span

__all__ = ["Deepened", "deepen", "find_organisations"]


@dataclass(frozen=True, slots=True)
class Deepened:
    """A notice with what a model added, and the organisations of its running text."""

    notice: Notice
    organisations: tuple[Organisation, ...] = ()


_FIRST: Final = ("tok", "pos", "ner", "srl")


def deepen(notices: Sequence[Notice], engine: str | HanLP = "hanlp", lexicon: Lexicon | None = None) -> list[Deepened]:
    """The notices with what HanLP adds to them (深度引擎), in their order; all their sentences go in one call.

    Raises MissingExtraError where HanLP is not installed, and :class:`EngineError` where its model cannot be had, is no
    multi-task model, or does not answer.
    """
    return deepened(notices, needed(engine), lexicon or load_lexicon(), _FIRST)


def find_organisations(
    notice: Notice, engine: str | HanLP = "hanlp", lexicon: Lexicon | None = None
) -> tuple[Organisation, ...]:
    """The organisations (机构名) that the running text of a notice names, in document order.

    Those of responsibility lists and of titles in 《》 are not among them: the rules have those. Raises
    MissingExtraError and :class:`EngineError` as :func:`deepen` does.
    """
    deep = needed(engine)
    return deepened([notice], deep, lexicon or load_lexicon(), ("tok", "ner"))[0].organisations


def deepened(notices: Sequence[Notice], deep: HanLP, lexicon: Lexicon, tasks: Sequence[str]) -> list[Deepened]:
    readings = [reading_of(notice) for notice in notices]
    sentences = [sentence for reading in readings for sentence in reading.sentences]
    said, keys = _asked(deep, [s.chunk.text for s in sentences], tasks)
    # building trees takes longest, so only the sentences of a bare number are asked for theirs
    bare = [i for i, s in enumerate(sentences) if s.bare and said[i] is not None]
    if bare and "srl" in tasks and "dep" not in keys:
        trees, _ = _asked(deep, [sentences[i].chunk.text for i in bare], ("tok", "dep"))
        for i, tree in zip(bare, trees, strict=True):
            plain = said[i]
            if tree is not None and plain is not None and tree.tokens == plain.tokens:
                said[i] = plain._replace(heads=tree.heads)
    found = []
    start = 0
    for reading in readings:
        end = start + len(reading.sentences)
        found.append(_merged(reading, said[start:end], keys.get("ner", ""), lexicon))
        start = end
    return found


def _asked(deep: HanLP, texts: Sequence[str], tasks: Sequence[str]) -> tuple[list[Said | None], dict[str, str]]:
    """What the model says of each sentence, and the keys of its tasks."""
    document = deep.annotate(texts, tasks)
    keys = {task: key for task in TASKS if (key := task_key(task, document.keys()))}
    if texts and "tok" not in keys:
        raise EngineError(str(deep.model), f"there are no words in its answer, only {', '.join(document)}")
    try:
        return [said_of(document, keys, i, text) for i, text in enumerate(texts)], keys
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise EngineError(str(deep.model), f"its answer is no document of HanLP ({error!r})") from error


def _merged(reading: Reading, said: Sequence[Said | None], label: str, lexicon: Lexicon) -> Deepened:
    """The notice with what the model said laid under what the rules found; ``label`` is the key of its entities."""
    notice = reading.notice
    home = find_home(notice.header, reading.folded, lexicon)
    actions: dict[str, list[Action]] = {}
    quantities: dict[str, dict[int, Quantity]] = {}
    organisations: list[Organisation] = []
    warnings: list[NoticeWarning] = []
    taken = {s.clause.id: merged(Span(a.start, a.end) for a in s.clause.actions) for s in reading.sentences}
    for sentence, found in zip(reading.sentences, said, strict=True):
        if found is None:
            message = "HanLP's words are not those of this sentence; nothing of it was taken"
            warnings.append(NoticeWarning("engine", message, sentence.chunk.places[0]))
            continue
        chunk, clause = sentence.chunk, sentence.clause
        organisations += organisations_of(reading, chunk, clause, found, label, home, lexicon)
        actions.setdefault(clause.id, []).extend(actions_of(reading, chunk, clause, found, taken[clause.id], lexicon))
        if sentence.bare:
            quantities.setdefault(clause.id, {}).update(indicators_of(reading, sentence, found))
    parts = tuple(replace(p, clauses=_rebuilt(p, actions, quantities)) for p in notice.parts)
    if warnings:
        warnings = sorted([*notice.warnings, *warnings], key=lambda w: w.start)
        return Deepened(replace(notice, parts=parts, warnings=tuple(warnings)), tuple(organisations))
    return Deepened(replace(notice, parts=parts), tuple(organisations))


def _rebuilt(
    part: Part, actions: Mapping[str, Sequence[Action]], quantities: Mapping[str, Mapping[int, Quantity]]
) -> tuple[Clause, ...]:
    """The clauses of a part with the additions to each."""

    def build(clause: Clause) -> Clause:
        added, measured = actions.get(clause.id, ()), quantities.get(clause.id, {})
        return replace(
            clause,
            children=tuple(map(build, clause.children)),
            actions=tuple(sorted([*clause.actions, *added], key=lambda a: a.start)) if added else clause.actions,
            quantities=tuple(measured.get(q.start, q) for q in clause.quantities),
        )

    return tuple(map(build, part.clauses))
