"""A notice as a plain record: the format ``policy-extract/1`` that leaves the library."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from policy_extract.model import FORMAT, Notice

__all__ = ["to_record"]

_RESPONSIBILITY = (
    "clause", "clause_start", "start", "end", "text", "name", "role", "agency", "agency_id", "system", "level", "region",
    "collective", "open_ended", "scope_start", "scope_end", "rule",
)  # fmt: skip
_ACTION = (
    "clause", "start", "end", "text", "verb", "verb_start", "verb_end", "object", "object_start", "object_end",
    "modality", "rule", "action_class",
)  # fmt: skip
_QUANTITY = (
    "clause",
    "start",
    "end",
    "text",
    "low",
    "high",
    "unit",
    "indicator",
    "base",
    "latest",
    "rule",
    "indicator_start",
    "indicator_end",
    "cue",
)
_DEADLINE = ("clause", "start", "end", "text", "latest", "rule")
_REFERENCE = (
    "clause",
    "start",
    "end",
    "text",
    "title",
    "number",
    "standard",
    "relation",
    "rule",
    "full_title",
    "article",
)
_CLAUSE = ("id", "kind", "level", "marker", "heading", "start", "end", "body_start", "body_end", "parent")
_PART = ("kind", "title", "start", "end")


def _rows(things: Any, fields: tuple[str, ...]) -> list[dict[str, Any]]:
    get = attrgetter(*fields)
    rows = [dict(zip(fields, get(thing), strict=True)) for thing in things]
    if "latest" not in fields:
        return rows
    for row in rows:
        if row.get("latest") is not None:
            row["latest"] = row["latest"].isoformat()
    return rows


def to_record(notice: Notice) -> dict[str, Any]:
    """The notice as nested dicts and lists of str, int, float, bool and None; nulls are written out."""
    header, source = notice.header, notice.source
    return {
        "format": FORMAT,
        "id": notice.id,
        "source": {
            "path": source.path,
            "sha256": source.sha256,
            "media_type": source.media_type,
            "encoding": source.encoding,
        },
        "text_sha256": notice.text_sha256,
        "header": {
            "title": header.title,
            "document_number": header.document_number,
            "issuers": list(header.issuers) or None,
            "date": header.date.isoformat() if header.date else None,
            "recipients": header.recipients,
            "region": header.region,
            "genre": header.genre,
            "spans": [[span.start, span.end] for span in header.spans],
        },
        "parts": _rows(notice.parts, _PART),
        "clauses": _rows(notice.walk(), _CLAUSE),
        "responsibilities": _rows(notice.responsibilities, _RESPONSIBILITY),
        "actions": _rows(notice.actions, _ACTION),
        "quantities": _rows(notice.quantities, _QUANTITY),
        "deadlines": _rows(notice.deadlines, _DEADLINE),
        "references": _rows(notice.references, _REFERENCE),
        "unread": [{"start": span.start, "end": span.end} for span in notice.unread],
        "warnings": [{"code": w.code, "message": w.message, "start": w.start} for w in notice.warnings],
    }
