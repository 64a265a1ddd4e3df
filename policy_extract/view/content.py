"""What the page knows of its notices beside their text: clauses, findings with their values, agencies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from policy_extract.model import Action, Clause, Deadline, Finding, Notice, Quantity, Reference, Responsibility
from policy_extract.tables import COLUMNS

__all__ = ["Content", "content_of", "findings_of", "layer_of", "printable"]

_LAYERS = {
    Responsibility: "responsibility",
    Action: "action",
    Quantity: "quantity",
    Deadline: "deadline",
    Reference: "reference",
}
# What the page says elsewhere, or shows as a place in the text.
_RELATED = ("scope", "verb", "object", "indicator")
_SAID = {
    *("start", "end", "text", "clause", "clause_start", "rule"),
    *(f"{name}_{side}" for name in _RELATED for side in ("start", "end")),
}
# Control characters, which HTML drops or refuses, and halves of surrogate pairs, which UTF-8 has no bytes for.
_REFUSED = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Content:
    """What the script of the page works with, ready for JSON."""

    data: dict[str, Any]


def printable(text: str) -> str:
    """The text with each character that HTML refuses replaced by U+FFFD, so that offsets hold.

    >>> printable("省\\x00厅")
    '省�厅'
    """
    return _REFUSED.sub("\ufffd", text)


def layer_of(finding: Finding) -> str:
    """The layer that a finding belongs to: responsibility, action, quantity, deadline or reference."""
    return next((name for kind, name in _LAYERS.items() if isinstance(finding, kind)), "other")


def findings_of(notice: Notice) -> tuple[Finding, ...]:
    """Every finding in the order of the text, the longer one first; their places here are their numbers in the page."""
    found: list[Finding] = list(notice.header_references)
    for clause in notice.walk():
        for layer in (
            clause.responsibilities,
            clause.actions,
            clause.quantities,
            clause.deadlines,
            clause.references,
        ):
            found += layer
    return tuple(sorted(found, key=lambda f: (f.start, -f.end)))


def content_of(notices: Sequence[Notice]) -> Content:
    """The notices as the page wants them; agencies are numbered over all the notices."""
    agencies: dict[str, dict[str, Any]] = {}
    shown = [_notice(notice, agencies) for notice in notices]
    columns = {
        column.name: column.chinese
        for table in ("responsibilities", "actions", "quantities", "deadlines", "references", "clauses")
        for column in COLUMNS[table]
    }
    return Content({"agencies": list(agencies.values()), "notices": shown, "columns": columns})


def _notice(notice: Notice, agencies: dict[str, dict[str, Any]]) -> dict[str, Any]:
    header = notice.header
    clauses = notice.clauses
    number = {clause.id: i for i, clause in enumerate(clauses)}
    return {
        "id": printable(notice.id),
        "title": printable(header.title or notice.id),
        "number": _text(header.document_number),
        "issuers": [printable(name) for name in header.issuers],
        "date": header.date.isoformat() if header.date else None,
        "region": _text(header.region),
        "genre": _text(header.genre),
        "recipients": _text(header.recipients),
        "source": _text(notice.source.path),
        "parts": [
            {"kind": part.kind, "title": _text(part.title), "clauses": [number[c.id] for c in part.clauses]}
            for part in notice.parts
        ],
        "clauses": [_clause(clause, notice, number) for clause in clauses],
        "findings": [_finding(f, notice, number, agencies) for f in findings_of(notice)],
        "warnings": [[w.start, printable(w.code), printable(w.message)] for w in notice.warnings],
        "unread": [[span.start, span.end] for span in notice.unread],
    }


def _clause(clause: Clause, notice: Notice, number: dict[str, int]) -> dict[str, Any]:
    begin = clause.body_start + len(clause.marker or "")
    words = clause.heading or "".join(notice.text[begin : min(clause.body_end, begin + 60)].split())[:28]
    return {
        "id": printable(clause.id),
        "kind": clause.kind,
        "level": clause.level,
        "marker": _text(clause.marker),
        "heading": printable(words),
        "start": clause.start,
        "body": [clause.body_start, clause.body_end],
        "below": [number[child.id] for child in clause.children],
    }


def _finding(
    finding: Finding, notice: Notice, number: dict[str, int], agencies: dict[str, dict[str, Any]]
) -> dict[str, Any]:
    related = {}
    for name in _RELATED:
        start, end = getattr(finding, f"{name}_start", None), getattr(finding, f"{name}_end", None)
        if start is not None and end is not None and start < end:
            related[name] = [start, end]
    values: dict[str, Any] = {}
    for field in fields(finding):
        name, value = field.name, getattr(finding, field.name)
        # What an action does is what stands there: the page cuts it from its text.
        cut = name in related and value == notice.text[related[name][0] : related[name][1]]
        if name not in _SAID and not cut and value is not None and value is not False:
            values[name] = _plain(value)
    row: dict[str, Any] = {
        "l": layer_of(finding),
        "c": number.get(finding.clause, -1),
        "s": finding.start,
        "e": finding.end,
        "r": printable(finding.rule),
        "v": values,
    }
    if related:
        row["p"] = related
    if isinstance(finding, Responsibility):
        row["a"] = _agency(finding, notice, agencies)
    return row


def _agency(r: Responsibility, notice: Notice, agencies: dict[str, dict[str, Any]]) -> int:
    """The number of the agency that is mentioned; the same key as in the graphs, so that one agency is one node."""
    region = r.region or (None if r.agency_id else notice.header.region)
    key = r.agency_id or (f"{region}/{r.name}" if region else r.name)
    if key not in agencies:
        known = {"agency": r.agency, "system": r.system, "level": r.level, "region": region}
        agencies[key] = {
            "n": len(agencies),
            "key": printable(key),
            "name": printable(r.name),
            **{name: printable(value) for name, value in known.items() if value},
            "collective": r.collective,
        }
    place: int = agencies[key]["n"]
    return place


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool | int):
        return value if abs(value) < 2**53 else str(value)
    if isinstance(value, float):
        return value if value == value and abs(value) != float("inf") else str(value)
    if isinstance(value, tuple | list):
        return "、".join(printable(str(item)) for item in value)
    return printable(str(value))


def _text(value: str | None) -> str | None:
    return None if value is None else printable(value)
