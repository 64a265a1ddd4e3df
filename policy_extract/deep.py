"""The deep engine (深度引擎): what HanLP's models add to a notice that the rules have read.

The rules stay the authority. A model is asked about the sentences outside the responsibility lists, and adds

- organisations (机构名) in running text, which carry no work: :func:`find_organisations`, and the table
  ``organisations`` of ``policy-extract run --engine hanlp``;
- actions (举措) by predicate and argument, only in comma pieces where no rule found one: ``rule`` is ``hanlp:srl``;
- the indicator (指标) of a quantity that has none: its ``rule`` gets ``+hanlp:dep`` or ``+hanlp:srl``.

Nothing that a rule found is changed otherwise, and every finding's text is still ``notice.text[start:end]``. HanLP's
published Chinese models are for research and teaching only (仅供研究与教学使用); none comes with this package, and none
is downloaded unasked. A model is about a hundred times slower than the rules.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

from policy_extract.errors import NoticeError
from policy_extract.finders.words import (
    DEFAULT_MODEL,
    ENGINES,
    TASKS,
    Annotator,
    EngineError,
    check_engine,
    hanlp_annotator,
    task_key,
)
from policy_extract.furniture import without_prints
from policy_extract.head_lines import doubled_lines
from policy_extract.home import find_home
from policy_extract.lexicon import Lexicon, load_lexicon
from policy_extract.model import Action, Clause, Modality, Notice, NoticeWarning, Part, Quantity, Span
from policy_extract.outline import split_lines
from policy_extract.registry import resolve
from policy_extract.text import brackets, compact, fold
from policy_extract.variants import SIMPLIFIED, is_traditional

__all__ = [
    "Deepened",
    "EngineError",
    "HanLP",
    "Organisation",
    "chunks",
    "deepen",
    "deepen_each",
    "engine_of",
    "find_organisations",
    "organisation_columns",
]

_Key = TypeVar("_Key")


@dataclass(frozen=True, slots=True)
class HanLP:
    """HanLP as the engine to read with: ``read(path, engine=HanLP("models/mtl"))``; ``"hanlp"`` is ``HanLP()``.

    ``model`` is the folder of a multi-task model, the name of a published one (``CLOSE_TOK_POS_NER_SRL_DEP_SDP_CON_…``),
    the address of its archive (``https://….zip``), or that of a server that speaks HanLP's REST protocol; the key for a
    server is read from the environment variable ``HANLP_AUTH``. Published models are for research and teaching only
    (仅供研究与教学使用). HanLP's cache, the folder ``HANLP_HOME``, is looked into first; ``download`` allows what is not
    there to be fetched. ``device`` is -1 for the processor, else the number of a graphics card; ``timeout`` is how many
    seconds a connection may stay silent. Nothing is loaded before the first notice is read.

    >>> HanLP("models/mtl")
    HanLP(model='models/mtl', download=False, device=-1, timeout=60.0)
    """

    model: str | Path = DEFAULT_MODEL
    download: bool = False
    device: int = -1
    timeout: float = 60.0

    def __post_init__(self) -> None:
        if not self.timeout > 0:
            raise ValueError(f"timeout {self.timeout!r} is not a number of seconds above 0")
        object.__setattr__(self, "model", str(self.model))

    def load(self) -> Annotator:
        """The model, loaded the first time; :class:`EngineError` where it cannot be. A server is not asked yet."""
        return hanlp_annotator(str(self.model), self.download, self.device, self.timeout)

    def annotate(self, sentences: Sequence[str], tasks: Collection[str]) -> Mapping[str, Any]:
        """HanLP's document of some sentences, one entry a sentence in each task's list."""
        annotator = self.load()
        return annotator(sentences, tasks) if sentences else {}


def engine_of(engine: str | HanLP) -> HanLP | None:
    """The engine that a name or an engine stands for, None for the rules alone; MissingExtraError without its package.

    >>> engine_of("rules") is None
    True
    """
    if isinstance(engine, HanLP):
        check_engine("hanlp", str(engine.model))
        return engine
    if engine not in ENGINES:
        raise ValueError(f"engine {engine!r} is unknown; choose {' or '.join(map(repr, ENGINES))}")
    return engine_of(HanLP()) if engine == "hanlp" else None


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation named in running text (机构名): it carries no work there, as a responsibility does.

    ``label`` is the model's; ``agency`` is the full official name at the notice's date and ``agency_id`` its key in the
    registry, None where it is not known.
    """

    start: int
    end: int
    text: str
    label: str
    clause: str
    rule: str
    agency: str | None = None
    agency_id: str | None = None


@dataclass(frozen=True, slots=True)
class Deepened:
    """A notice with what a model added, and the organisations of its running text."""

    notice: Notice
    organisations: tuple[Organisation, ...] = ()


def find_organisations(
    notice: Notice, engine: str | HanLP = "hanlp", lexicon: Lexicon | None = None
) -> tuple[Organisation, ...]:
    """The organisations (机构名) that the running text of a notice names, in document order.

    Those of responsibility lists and of titles in 《》 are not among them: the rules have those. Raises
    MissingExtraError and :class:`EngineError` as :func:`deepen` does.
    """
    deep = _needed(engine)
    return _deepened([notice], deep, lexicon or load_lexicon(), ("tok", "ner"))[0].organisations


def organisation_columns(found: Iterable[tuple[str, Organisation]]) -> dict[str, list[Any]]:
    """Organisations with the ids of their notices as the columns of the table ``organisations`` (机构名表).

    >>> print(*organisation_columns([]))
    notice clause start end text label agency agency_id rule
    """
    from policy_extract.tables import COLUMNS

    values: dict[str, list[Any]] = {column.name: [] for column in COLUMNS["organisations"]}
    for notice, organisation in found:
        for name, column in values.items():
            column.append(notice if name == "notice" else getattr(organisation, name))
    return values


def deepen(notices: Sequence[Notice], engine: str | HanLP = "hanlp", lexicon: Lexicon | None = None) -> list[Deepened]:
    """The notices with what HanLP adds to them (深度引擎), in their order; all their sentences go in one call.

    Raises MissingExtraError where HanLP is not installed, and :class:`EngineError` where its model cannot be had, is no
    multi-task model, or does not answer.
    """
    return _deepened(notices, _needed(engine), lexicon or load_lexicon(), _FIRST)


_BATCH = 60_000  # characters of notices in one call: a few hundred sentences, which HanLP sorts by length
_HELD = 256
_GIVE_UP = 2


def deepen_each(
    results: Iterable[tuple[_Key, Notice | NoticeError]],
    engine: str | HanLP = "hanlp",
    lexicon: Lexicon | None = None,
) -> Iterator[tuple[_Key, Notice | NoticeError, tuple[Organisation, ...]]]:
    """Notices of a batch with what HanLP adds, several of them a call, in their order; errors pass through.

    An engine that cannot be used at all raises at the first notices. A notice on which the engine fails later gives a
    NoticeError, so that the others go on; after two calls in a row that failed for every notice, the rest is given up
    without asking.
    """
    batch = _Batch(_needed(engine), lexicon or load_lexicon())
    batch.engine.load()
    held: list[tuple[_Key, Notice | NoticeError]] = []
    size = 0
    for key, result in results:
        held.append((key, result))
        size += len(result.text) if isinstance(result, Notice) else 0
        if size >= _BATCH or len(held) >= _HELD:
            yield from batch.released(held)
            held, size = [], 0
    yield from batch.released(held)


@dataclass(slots=True)
class _Batch:
    """The engine over a batch of notices, and how it has done so far."""

    engine: HanLP
    lexicon: Lexicon
    answered: bool = False
    failures: int = 0

    def released(
        self, held: Sequence[tuple[_Key, Notice | NoticeError]]
    ) -> Iterator[tuple[_Key, Notice | NoticeError, tuple[Organisation, ...]]]:
        """The held results, each notice with what the engine adds."""
        answers = iter(self.asked([result for _, result in held if isinstance(result, Notice)]))
        for key, result in held:
            if not isinstance(result, Notice):
                yield key, result, ()
                continue
            answer = next(answers)
            if isinstance(answer, EngineError):
                yield key, NoticeError(result.source.path or result.id, str(answer), "read it again"), ()
            else:
                yield key, answer.notice, answer.organisations

    def asked(self, notices: Sequence[Notice]) -> Sequence[Deepened | EngineError]:
        """What the engine gives for each notice."""
        if not notices:
            return ()
        if self.failures >= _GIVE_UP:
            return [EngineError(str(self.engine.model), "it failed twice in a row and was not asked again")] * len(
                notices
            )
        found = self.together(notices)
        errors = [one for one in found if isinstance(one, EngineError)]
        if len(errors) < len(found):
            self.answered, self.failures = True, 0
        elif not self.answered and isinstance(errors[0].__cause__, OSError):
            raise errors[0]  # a server that never answered: the address is wrong, not the notices
        else:
            self.failures += 1
        return found

    def together(self, notices: Sequence[Notice]) -> Sequence[Deepened | EngineError]:
        """All notices in one call; where that fails for one of them, each on its own."""
        try:
            return deepen(notices, self.engine, self.lexicon)
        except EngineError as error:
            if len(notices) == 1 or isinstance(error.__cause__, OSError):  # a server that is down is down for all
                return [error] * len(notices)
        return [one for notice in notices for one in self.together([notice])]


def _needed(engine: str | HanLP) -> HanLP:
    deep = engine_of(engine)
    if deep is None:
        raise ValueError("engine 'rules' adds nothing; choose 'hanlp' or a HanLP(...)")
    return deep


# --- sentences --------------------------------------------------------------------------------------------------------

#: A sentence that is longer is cut: the models were trained on shorter ones, and time grows with the square.
_LONGEST: Final = 128
_TITLE = 300  # characters that a title in 《》 may have before it is taken for one that never closes
_MARK = re.compile(r"[。;!?\n《]")
_OPENERS = frozenset("“‘「『（(《〈")
_CLOSERS = frozenset('”’」』）)》〉"')
_HAN = re.compile(r"[㐀-鿿]")
_WRAPPED = 20  # a line shorter than this was ended on purpose
_LIST_LINE = re.compile(r" {0,8}(?:\(?[一二三四五六七八九十\d]{1,3}[)、.]|第[一二三四五六七八九十百]{1,4}[条章节])")


class Chunk(NamedTuple):
    """A sentence as a model gets it, and where each of its characters stands in the document."""

    text: str
    places: Sequence[int]

    def span(self, begin: int, end: int) -> Span:
        """The stretch of the document that a stretch of the sentence is."""
        return Span(self.places[begin], self.places[end - 1] + 1)


def chunks(folded: str, source: str, start: int = 0, end: int | None = None) -> Iterator[Chunk]:
    """The sentences (分句) of a stretch of a document, each of at most about 128 characters, with their own offsets.

    They end at 。 ; ! ? and at lines that end a paragraph; a line that was wrapped is joined to the next. A longer one is
    cut at its last comma, colon or 、 in reach. No title in 《》 is cut. White space inside Chinese text is left out.

    >>> text = "按照《意见。试行》建立制度;开展\\n培训。"
    >>> [(c.text, c.places[0]) for c in chunks(fold(text), text)]
    [('按照《意见。试行》建立制度;', 0), ('开展', 14), ('培训。', 17)]
    """
    end = len(folded) if end is None else end
    titles: list[Span] = []
    for close, following in _sentence_ends(folded, start, end, titles):
        begin, start = start, following
        while close - begin > _LONGEST and (cut := _cut(folded, begin, close, titles)) < close:
            yield from _chunk(folded, source, begin, cut)
            begin = cut
        yield from _chunk(folded, source, begin, close)
        titles.clear()


def _sentence_ends(folded: str, start: int, end: int, titles: list[Span]) -> Iterator[tuple[int, int]]:
    """Where each sentence ends and the next begins; the titles met on the way are noted."""
    position = line = start
    while position < end:
        found = _MARK.search(folded, position, end)
        if found is None:
            break
        at, position = found.start(), found.end()
        mark = found.group()
        if mark == "《":
            close = folded.find("》", position, min(end, position + _TITLE))
            if close > 0:
                titles.append(Span(at, close + 1))
                position = close + 1
        elif mark == "\n":
            if not _wraps(folded, line, at, end):
                yield at, position
            line = position
        else:
            while position < end and folded[position] in _CLOSERS:
                position += 1
            yield position, position
    yield end, end


def _wraps(folded: str, line: int, at: int, end: int) -> bool:
    """Whether the line that ends here goes on in the next: a full one without a closing mark, before no numbered one."""
    written = folded[line:at].strip()
    if len(written) <= _WRAPPED or written[-1] in "。;:!?":
        return False
    return at + 1 < end and folded[at + 1] not in "\n" and not _LIST_LINE.match(folded, at + 1)


def _cut(folded: str, begin: int, end: int, titles: Sequence[Span]) -> int:
    """Where to cut a long sentence: behind the last comma in reach, else at the limit; behind a title, never in it."""
    limit = begin + _LONGEST
    best = -1
    for marks in (",:", "、"):
        for mark in marks:
            at = folded.rfind(mark, begin + 1, limit)
            while at >= 0 and _in(titles, at):
                at = folded.rfind(mark, begin + 1, at)
            best = max(best, at)
        if best > begin + _LONGEST // 3:
            break
    if best > begin:
        return best + 1
    over = bisect_left(titles, limit, key=lambda s: s.start) - 1  # the last title that starts before the limit
    return titles[over].end if over >= 0 and titles[over].end > limit else min(limit, end)


def _in(spans: Sequence[Span], place: int) -> bool:
    """Whether a place lies inside one of the sorted, separate spans."""
    at = bisect_left(spans, place + 1, key=lambda s: s.start)
    return at > 0 and place < spans[at - 1].end


def _chunk(folded: str, source: str, begin: int, end: int) -> Iterator[Chunk]:
    """The characters from here to there as one chunk; nothing where no Chinese is among them."""
    text = folded[begin:end]
    if not _HAN.search(text):
        return
    if " " not in text and "\n" not in text:
        yield Chunk(source[begin:end], range(begin, end))
        return
    places = [begin + i for i, c in enumerate(text) if c not in " \n" or _parts_latin(text, i)]
    yield Chunk("".join(" " if folded[i] in " \n" else source[i] for i in places), places)


def _parts_latin(text: str, i: int) -> bool:
    """Whether a blank stands between Latin words, as in ISO 9001."""
    around = text[i - 1 : i] + text[i + 1 : i + 2]
    return len(around) == 2 and around.isascii() and around.isalnum()


# --- what a model says of a sentence ----------------------------------------------------------------------------------


class _Frame(NamedTuple):
    """A predicate with its arguments, in characters of the sentence."""

    verb: Span
    token: int
    arguments: tuple[tuple[str, Span], ...]


class _Said(NamedTuple):
    """What a model says of one sentence, in characters of the sentence."""

    tokens: list[Span]
    tags: Sequence[str]
    entities: list[tuple[Span, str]]
    frames: list[_Frame]
    heads: list[tuple[int, str]]  # of each token: the head's number from 1 (0 the root), and the relation


def _said(document: Mapping[str, Any], keys: Mapping[str, str], at: int, text: str) -> _Said | None:
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
            frames.append(_Frame(span(*predicates[0]), predicates[0][0], arguments))
    heads = [(int(head), str(relation)) for head, relation in rows("dep")]
    tags = [str(tag) for tag in rows("pos")]
    if (heads and len(heads) != len(tokens)) or (tags and len(tags) != len(tokens)):
        raise ValueError(f"{len(heads)} heads and {len(tags)} tags for {len(tokens)} words")
    return _Said(tokens, tags, entities, frames, heads)


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


# --- merging ----------------------------------------------------------------------------------------------------------


class _Sentence(NamedTuple):
    """A sentence to ask about, the clause that it stands in, and its quantities that have no indicator."""

    chunk: Chunk
    clause: Clause
    bare: tuple[Quantity, ...]


class _Reading(NamedTuple):
    """A notice with its sentences, and what of it the rules have."""

    notice: Notice
    folded: str
    sentences: list[_Sentence]
    claimed: list[Span]


_FIRST: Final = ("tok", "pos", "ner", "srl")


def _deepened(notices: Sequence[Notice], deep: HanLP, lexicon: Lexicon, tasks: Sequence[str]) -> list[Deepened]:
    readings = [_reading(notice) for notice in notices]
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


def _asked(deep: HanLP, texts: Sequence[str], tasks: Sequence[str]) -> tuple[list[_Said | None], dict[str, str]]:
    """What the model says of each sentence, and the keys of its tasks."""
    document = deep.annotate(texts, tasks)
    keys = {task: key for task in TASKS if (key := task_key(task, document.keys()))}
    if texts and "tok" not in keys:
        raise EngineError(str(deep.model), f"there are no words in its answer, only {', '.join(document)}")
    try:
        return [_said(document, keys, i, text) for i, text in enumerate(texts)], keys
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise EngineError(str(deep.model), f"its answer is no document of HanLP ({error!r})") from error


def _reading(notice: Notice) -> _Reading:
    """The sentences of a notice's clauses without its responsibility lists and doubled lines."""
    folded, _ = without_prints(fold(notice.text))
    source = notice.text.translate(SIMPLIFIED) if is_traditional(notice.text) else notice.text
    lists = _merged_spans([*_lists(notice, folded), *doubled_lines(folded, split_lines(folded))])
    sentences: list[_Sentence] = []
    for clause in notice.walk():
        begin = clause.body_start + len(clause.marker or "")
        bare = [q for q in clause.quantities if q.indicator is None]
        for low, high in _gaps(begin, clause.body_end, lists):
            for chunk in chunks(folded, source, low, high):
                first, last = chunk.places[0], chunk.places[-1]
                sentences.append(_Sentence(chunk, clause, tuple(q for q in bare if first <= q.start <= last)))
    claimed = _merged_spans(
        [
            *lists,
            *(Span(r.start, r.end) for r in notice.responsibilities),
            *(Span(r.start, r.end) for r in notice.references),
        ]
    )
    return _Reading(notice, folded, sentences, claimed)


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


def _merged_spans(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(span.end, merged[-1].end))
        else:
            merged.append(span)
    return merged


def _gaps(start: int, end: int, spans: Sequence[Span]) -> Iterator[tuple[int, int]]:
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


def _touches(spans: Sequence[Span], start: int, end: int) -> bool:
    """Whether a stretch shares a character with one of the sorted, separate spans."""
    at = bisect_left(spans, end, key=lambda s: s.start)
    return at > 0 and spans[at - 1].end > start


def _merged(reading: _Reading, said: Sequence[_Said | None], label: str, lexicon: Lexicon) -> Deepened:
    """The notice with what the model said laid under what the rules found; ``label`` is the key of its entities."""
    notice = reading.notice
    home = find_home(notice.header, reading.folded, lexicon)
    actions: dict[str, list[Action]] = {}
    quantities: dict[str, dict[int, Quantity]] = {}
    organisations: list[Organisation] = []
    warnings: list[NoticeWarning] = []
    taken = {s.clause.id: _merged_spans(Span(a.start, a.end) for a in s.clause.actions) for s in reading.sentences}
    for sentence, found in zip(reading.sentences, said, strict=True):
        if found is None:
            message = "HanLP's words are not those of this sentence; nothing of it was taken"
            warnings.append(NoticeWarning("engine", message, sentence.chunk.places[0]))
            continue
        chunk, clause = sentence.chunk, sentence.clause
        organisations += _organisations(reading, chunk, clause, found, label, home, lexicon)
        actions.setdefault(clause.id, []).extend(_actions(reading, chunk, clause, found, taken[clause.id], lexicon))
        if sentence.bare:
            quantities.setdefault(clause.id, {}).update(_measured(reading, sentence, found))
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


# --- organisations ----------------------------------------------------------------------------------------------------

#: What the label sets call an organisation: msra, ontonotes, pku and others.
_ORGANISATION: Final = frozenset({"organization", "org", "nt", "ni"})


def _organisations(
    reading: _Reading,
    chunk: Chunk,
    clause: Clause,
    said: _Said,
    key: str,
    home: tuple[str | None, str | None],
    lexicon: Lexicon,
) -> Iterator[Organisation]:
    """The organisations of a sentence that no rule has claimed as a responsibility or inside a title."""
    notice = reading.notice
    for span, label in said.entities:
        begin, end = span.start, span.end
        while begin < end and not chunk.text[begin].isalnum() and chunk.text[begin] not in _OPENERS:
            begin += 1  # a comma that the model has glued to the name
        while begin < end and not chunk.text[end - 1].isalnum() and chunk.text[end - 1] not in _CLOSERS:
            end -= 1
        if label.lower() not in _ORGANISATION or end - begin < 2:
            continue
        place = chunk.span(begin, end)
        if _touches(reading.claimed, place.start, place.end) or _in_title(reading.folded, place, chunk):
            continue
        name = compact(place.of(reading.folded))
        agency = resolve(name, region=home[0], level=home[1], date=notice.header.date, lexicon=lexicon)
        yield Organisation(
            place.start,
            place.end,
            place.of(notice.text),
            label,
            clause.id,
            f"hanlp:{key}",
            agency.official_name if agency else None,
            agency.id if agency else None,
        )


def _in_title(folded: str, place: Span, chunk: Chunk) -> bool:
    """Whether a stretch stands inside a 《》 of its sentence."""
    before = folded[chunk.places[0] : place.start]
    return before.rfind("《") > before.rfind("》")


# --- actions ----------------------------------------------------------------------------------------------------------

_STOPS: Final = frozenset(",;。:!?")
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


def _actions(
    reading: _Reading, chunk: Chunk, clause: Clause, said: _Said, taken: Sequence[Span], lexicon: Lexicon
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
        if verb.start < heading or _touches(taken, whole.start, whole.end):
            continue
        if _touches(reading.claimed, verb.start, verb.end) or _in_title(reading.folded, verb, chunk):
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


def _heading_end(reading: _Reading, clause: Clause) -> int:
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
    low = max(text.rfind(mark, 0, verb.start) for mark in _STOPS) + 1
    stops = [at for mark in _STOPS if (at := text.find(mark, verb.end)) >= 0]
    return Span(low, min(stops, default=len(text)))


def _commands(frame: _Frame, said: _Said, piece: Span, text: str, modality: Modality | None, grammar: _Grammar) -> bool:
    """Whether a predicate is one that a notice asks for: a verb, not negated, not inside another's argument."""
    word = frame.verb.of(text)
    if word in grammar.idle or not _HAN.search(word):
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


def _object(frame: _Frame, piece: Span) -> Span | None:
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


def _modality(said: _Said, piece: Span, verb: Span, text: str, grammar: _Grammar) -> Modality | None:
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


# --- indicators -------------------------------------------------------------------------------------------------------

_SUBJECTS: Final = ("nsubj", "top", "csubj")  # and nsubj:pass, nsubjpass
_LONGEST_INDICATOR: Final = 40


def _measured(reading: _Reading, sentence: _Sentence, said: _Said) -> dict[int, Quantity]:
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
        stop = max(text.rfind(mark, span.start, span.end) for mark in _STOPS)
        place = chunk.span(max(span.start, stop + 1), span.end) if stop + 1 < span.end else None
        if place is None or len(place) > _LONGEST_INDICATOR or len(place) < 2:
            continue
        if (place.start < q.end and q.start < place.end) or _touches(reading.claimed, place.start, place.end):
            continue
        found[q.start] = replace(
            q,
            indicator=compact(place.of(reading.notice.text)),
            indicator_start=place.start,
            indicator_end=place.end,
            rule=f"{q.rule}+{rule}",
        )
    return found


def _by_dependency(said: _Said, inside: Sequence[int]) -> Span | None:
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


def _subtree(said: _Said, top: int, without: Collection[int]) -> Span | None:
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


def _by_arguments(said: _Said, inside: Sequence[int]) -> Span | None:
    """The argument before a predicate whose other argument is the number: 产量 | 达到 | 500吨."""
    number = Span(said.tokens[inside[0]].start, said.tokens[inside[-1]].end)
    for frame in said.frames:
        if any(span.start < number.end and number.start < span.end for _, span in frame.arguments):
            for role, span in frame.arguments:
                if role in ("ARG0", "ARG1") and span.end <= min(frame.verb.start, number.start):
                    return span
    return None
