"""The two laws of every read notice, as one function."""

from __future__ import annotations

from policy_extract import Notice
from policy_extract.text import fold


def broken_laws(notice: Notice) -> list[str]:
    """What is wrong: a span whose text is another one, an overlap, or characters that nothing covers."""
    text, wrong = notice.text, []
    findings = (
        *notice.responsibilities,
        *notice.actions,
        *notice.quantities,
        *notice.deadlines,
        *notice.references,
    )
    for f in findings:
        if text[f.start : f.end] != f.text:
            wrong.append(f"{type(f).__name__} {f.text!r} is not at {f.start}: {text[f.start : f.end]!r}")
    for a in notice.actions:
        if text[a.verb_start : a.verb_end] != a.verb:
            wrong.append(f"verb {a.verb!r} is not at {a.verb_start}")
        if a.object is not None and text[a.object_start : a.object_end] != a.object:
            wrong.append(f"object {a.object!r} is not at {a.object_start}")
    for clause in notice.walk():
        if clause.marker and not text.startswith(clause.marker, clause.start):
            wrong.append(f"marker {clause.marker!r} is not at {clause.start}")
        if not clause.start <= clause.body_start <= clause.body_end <= clause.end:
            wrong.append(f"the body of {clause.id} is not inside it")
    ids = [clause.id for clause in notice.walk()]
    if len(ids) != len(set(ids)):
        wrong.append("clause ids repeat")
    covered = sorted(
        [
            *((s.start, s.end, "header") for s in notice.header.spans),
            *((c.body_start, c.body_end, c.id) for c in notice.walk()),
            *((s.start, s.end, "unread") for s in notice.unread),
        ]
    )
    position = 0
    for start, end, name in [*covered, (len(text), len(text), "the end")]:
        if start < position:
            wrong.append(f"{name} overlaps what ends at {position}")
        elif fold(text[position:start]).strip():
            wrong.append(f"nothing covers {text[position:start]!r} before {name}")
        position = max(position, end)
    return wrong
