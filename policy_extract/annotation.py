"""Findings as annotations for the tools that show, correct and learn from them: brat, CoNLL, Label Studio, spaCy.

Offsets are code points of the text, as everywhere; the text is written as it is, except that a character that XML or
UTF-8 refuses is replaced, one for one, by U+FFFD. Labels are the same in every format: the roles ``lead``,
``responsible``, ``cooperate`` and ``guide``, then ``verb``, ``object``, ``quantity``, ``indicator``, ``deadline`` and
``reference``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from policy_extract.errors import MissingExtraError
from policy_extract.export import cleaned, replacing
from policy_extract.model import FORMAT, Notice

__all__ = ["LABELS", "label_studio_config", "write_brat", "write_conll", "write_label_studio", "write_spacy"]

#: Every label, with the layer (a column of CoNLL, a span group of spaCy) that it belongs to.
LABELS = {
    "lead": "responsibilities",
    "responsible": "responsibilities",
    "cooperate": "responsibilities",
    "guide": "responsibilities",
    "verb": "actions",
    "object": "actions",
    "quantity": "quantities",
    "indicator": "indicators",
    "deadline": "deadlines",
    "reference": "references",
}
_LAYERS = tuple(dict.fromkeys(LABELS.values()))
_COLOURS = {
    "lead": "#d55e00",
    "responsible": "#0072b2",
    "cooperate": "#56b4e9",
    "guide": "#009e73",
    "verb": "#33475b",
    "object": "#a9b4bf",
    "quantity": "#f0e442",
    "indicator": "#e69f00",
    "deadline": "#cc79a7",
    "reference": "#66a61e",
}


@dataclass(frozen=True, slots=True)
class _Mark:
    """A labelled stretch of a text: ``values`` says what is known of it, ``of`` is the mark that it belongs to."""

    start: int
    end: int
    label: str
    values: tuple[tuple[str, Any], ...] = ()
    of: int | None = None


def write_brat(notices: Notice | Iterable[Notice], folder: str | Path) -> Path:
    """Writes brat standoff: for each notice ``<id>.txt`` and ``<id>.ann``, and one ``annotation.conf``; returns the folder.

    Values (agency, bounds, latest day …) are notes; a verb is bound to its object, a quantity to its indicator, by a
    relation. A stretch over several lines or cells is written as several pieces, as brat wants it.
    """
    folder = Path(folder)
    taken: set[str] = set()
    for notice in _all(notices):
        name = _file_name(notice.id, taken)
        text = cleaned(notice.text)
        with replacing(folder / f"{name}.txt") as path:
            path.write_bytes(text.encode())
        with replacing(folder / f"{name}.ann") as path:
            path.write_text(
                "".join(f"{line}\n" for line in _brat(text, _marks(notice))), encoding="utf-8", newline="\n"
            )
    with replacing(folder / "annotation.conf") as path:
        path.write_text(_BRAT_CONF, encoding="utf-8", newline="\n")
    return folder


def write_conll(notices: Notice | Iterable[Notice], path: str | Path) -> Path:
    """Writes CoNLL-U Plus, a character a line with its offset and a BIO tag for each layer; returns the path.

    A sentence ends with a line or with 。！？; white space is left out. Where two marks of one layer overlap, the first
    is kept.
    """
    with replacing(Path(path)) as target, target.open("w", encoding="utf-8", newline="\n") as file:
        columns = " ".join(("ID", "FORM", "START", *(layer.upper() for layer in _LAYERS)))
        file.write(f"# global.columns = {columns}\n")
        for notice in _all(notices):
            text = cleaned(notice.text)
            tags = _tags(len(text), _marks(notice))
            file.write(f"# newdoc id = {' '.join(cleaned(notice.id).split())}\n")
            for number, (start, end) in enumerate(_sentences(text), 1):
                file.write(f"# sent_id = {number}\n")
                rows = ((i, text[i]) for i in range(start, end) if not text[i].isspace())
                for count, (i, character) in enumerate(rows, 1):
                    file.write(f"{count}\t{character}\t{i}\t" + "\t".join(tags[layer][i] for layer in _LAYERS) + "\n")
                file.write("\n")
    return Path(path)


def write_label_studio(notices: Notice | Iterable[Notice], path: str | Path) -> Path:
    """Writes tasks for Label Studio with the findings as predictions; returns the path.

    The labelling interface that fits them is :func:`label_studio_config`.
    """
    tasks = []
    for notice in _all(notices):
        text, marks = cleaned(notice.text), _marks(notice)
        result: list[dict[str, Any]] = []
        for number, mark in enumerate(marks):
            value = {"start": mark.start, "end": mark.end, "text": text[mark.start : mark.end], "labels": [mark.label]}
            region: dict[str, Any] = {"id": f"m{number}", "from_name": "label", "to_name": "text", "type": "labels"}
            region["value"] = value
            if mark.values:
                region["meta"] = {"text": [f"{name}: {cleaned(str(value))}" for name, value in mark.values]}
            result.append(region)
        for number, mark in enumerate(marks):
            if mark.of is not None:
                ends = {"from_id": f"m{mark.of}", "to_id": f"m{number}"}
                result.append({"type": "relation", **ends, "direction": "right", "labels": [mark.label]})
        data = {"text": text, "notice": cleaned(notice.id), "title": cleaned(notice.header.title or "")}
        tasks.append({"data": data, "predictions": [{"model_version": FORMAT, "result": result}]})
    with replacing(Path(path)) as target:
        target.write_text(json.dumps(tasks, ensure_ascii=False, indent=1), encoding="utf-8", newline="\n")
    return Path(path)


def label_studio_config() -> str:
    """The labelling interface (标注界面) for the tasks of :func:`write_label_studio`, as Label Studio's XML.

    >>> print(label_studio_config().splitlines()[2].strip())
    <Label value="lead" background="#d55e00"/>
    """
    labels = "\n".join(f'    <Label value="{label}" background="{_COLOURS[label]}"/>' for label in LABELS)
    relations = "\n".join(f'    <Relation value="{label}"/>' for label in ("object", "indicator"))
    return (
        f'<View>\n  <Labels name="label" toName="text">\n{labels}\n  </Labels>\n'
        f"  <Relations>\n{relations}\n  </Relations>\n"
        '  <Header value="$title"/>\n  <Text name="text" value="$text" granularity="symbol"/>\n</View>\n'
    )


def write_spacy(notices: Notice | Iterable[Notice], path: str | Path) -> Path:
    """Writes a spaCy ``DocBin`` (needs the extra ``spacy``): a character a token, a span group a layer; returns the path.

    ``doc.ents`` holds the longest marks that do not overlap, without verbs and objects; ``doc.user_data["notice"]`` is the
    id. Raises MissingExtraError without spaCy.
    """
    try:
        from spacy.tokens import Doc, DocBin, Span
        from spacy.util import filter_spans
        from spacy.vocab import Vocab
    except ImportError as error:
        raise MissingExtraError("spacy", "write_spacy") from error
    vocabulary = Vocab()
    box = DocBin(store_user_data=True)
    for notice in _all(notices):
        text = cleaned(notice.text)
        document = Doc(vocabulary, words=list(text), spaces=[False] * len(text))
        document.user_data["notice"] = cleaned(notice.id)
        groups: dict[str, list[Any]] = {layer: [] for layer in _LAYERS}
        for mark in _marks(notice):
            groups[LABELS[mark.label]].append(Span(document, mark.start, mark.end, label=mark.label))
        for layer, spans in groups.items():
            document.spans[layer] = spans
        entities = [span for layer, spans in groups.items() if layer not in ("actions", "indicators") for span in spans]
        document.set_ents(filter_spans(entities))
        box.add(document)
    with replacing(Path(path)) as target:
        target.write_bytes(box.to_bytes())
    return Path(path)


# --- what is marked -------------------------------------------------------------------------------------------------


def _all(notices: Notice | Iterable[Notice]) -> Iterable[Notice]:
    return (notices,) if isinstance(notices, Notice) else notices


def _marks(notice: Notice) -> list[_Mark]:
    """Every finding as marks, in the order of the text; an object follows its verb, an indicator its quantity."""
    found: list[tuple[_Mark, _Mark | None]] = []
    for r in notice.responsibilities:
        values = _values(r, ("name", "agency", "agency_id", "system", "level", "region"))
        found.append((_Mark(r.start, r.end, r.role, values), None))
    for a in notice.actions:
        thing = None
        if a.object_start is not None and a.object_end is not None and a.object_start < a.object_end:
            thing = _Mark(a.object_start, a.object_end, "object")
        found.append((_Mark(a.verb_start, a.verb_end, "verb", _values(a, ("modality",))), thing))
    for q in notice.quantities:
        measured = None
        if q.indicator_start is not None and q.indicator_end is not None and q.indicator_start < q.indicator_end:
            measured = _Mark(q.indicator_start, q.indicator_end, "indicator")
        found.append(
            (_Mark(q.start, q.end, "quantity", _values(q, ("low", "high", "unit", "base", "latest"))), measured)
        )
    for d in notice.deadlines:
        found.append((_Mark(d.start, d.end, "deadline", _values(d, ("latest",))), None))
    for f in notice.references:
        values = _values(f, ("title", "number", "standard", "relation"))
        found.append((_Mark(f.start, f.end, "reference", values), None))
    marks: list[_Mark] = []
    for mark, second in sorted(found, key=lambda pair: (pair[0].start, pair[0].end)):
        if mark.start >= mark.end:
            continue
        marks.append(mark)
        if second is not None:
            marks.append(_Mark(second.start, second.end, second.label, of=len(marks) - 1))
    return marks


def _values(finding: object, names: Sequence[str]) -> tuple[tuple[str, Any], ...]:
    pairs = ((name, getattr(finding, name)) for name in names)
    return tuple((name, value) for name, value in pairs if value is not None and value != "")


# --- brat -----------------------------------------------------------------------------------------------------------

_BRAT_CONF = (
    "[entities]\n"
    + "".join(f"{label.capitalize()}\n" for label in LABELS)
    + "\n[relations]\nObject_of\tArg1:Verb, Arg2:Object\nIndicator_of\tArg1:Quantity, Arg2:Indicator\n"
    + "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n\n[events]\n\n[attributes]\n"
)


def _brat(text: str, marks: Sequence[_Mark]) -> Iterator[str]:
    relations = notes = 0
    for number, mark in enumerate(marks, 1):
        pieces = _pieces(text, mark.start, mark.end)
        where = ";".join(f"{start} {end}" for start, end in pieces)
        yield f"T{number}\t{mark.label.capitalize()} {where}\t{' '.join(text[start:end] for start, end in pieces)}"
        if mark.values:
            notes += 1
            known = "; ".join(f"{name}={' '.join(cleaned(str(value)).split())}" for name, value in mark.values)
            yield f"#{notes}\tAnnotatorNotes T{number}\t{known}"
        if mark.of is not None:
            relations += 1
            yield f"R{relations}\t{mark.label.capitalize()}_of Arg1:T{mark.of + 1} Arg2:T{number}"


_BREAK = re.compile(r"[\t\r\n\x85\u2028\u2029]+")


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The stretch without the line ends and tabs in it, which part the lines and columns of brat."""
    pieces, at = [], start
    for found in _BREAK.finditer(text, start, end):
        if at < found.start():
            pieces.append((at, found.start()))
        at = found.end()
    if at < end:
        pieces.append((at, end))
    return pieces or [(start, end)]


def _file_name(id: str, taken: set[str]) -> str:
    """The id as the name of a file that no other notice has, on any system."""
    name = re.sub(r'[\x00-\x1f<>:"/\\|?*\ud800-\udfff]', "_", id).strip(" .")[:80] or "notice"
    stem, number = name, 1
    while name.lower() in taken:
        number += 1
        name = f"{stem}~{number}"
    taken.add(name.lower())
    return name


# --- CoNLL ----------------------------------------------------------------------------------------------------------

_SENTENCE = re.compile(r"[^\r\n。！？!?]*[。！？!?]?[”’」』)）]?")


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    for found in _SENTENCE.finditer(text):
        if found.group().strip():
            yield found.span()


def _tags(length: int, marks: Sequence[_Mark]) -> dict[str, list[str]]:
    tags = {layer: ["O"] * length for layer in _LAYERS}
    for mark in marks:
        own = tags[LABELS[mark.label]]
        if any(tag != "O" for tag in own[mark.start : mark.end]):
            continue
        own[mark.start : mark.end] = [f"I-{mark.label}"] * (mark.end - mark.start)
        own[mark.start] = f"B-{mark.label}"
    return tags
