"""The text of a notice as HTML: every character once and in order, the findings as marks around them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from policy_extract.model import Action, Clause, Finding, Notice, Responsibility
from policy_extract.view.content import findings_of, layer_of, printable

__all__ = ["marked_text"]


_DAY = re.compile(r"[〇零一二三四五六七八九十○O0-9]{2,4}年\S{1,3}月\S{1,3}日")


@dataclass(frozen=True, slots=True)
class _Block:
    """A stretch of the text that is a paragraph of the page: a clause's body, a piece of the header, something unread."""

    start: int
    end: int
    attributes: str
    marks: tuple[tuple[int, int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Mark:
    """A stretch with a class of the style sheet; ``number`` is that of its finding, -1 for a heading or a marker."""

    start: int
    end: int
    name: str
    number: int


def marked_text(notice: Notice, number: int = 0) -> str:
    """The text as HTML blocks whose characters, taken together, are the text itself (what HTML refuses is U+FFFD).

    >>> import lxml.html
    >>> from policy_extract import parse
    >>> notice = parse("一、监管\\n开展检查。(省科技厅负责)")
    >>> "".join(lxml.html.fromstring(f"<div>{marked_text(notice)}</div>").itertext()) == notice.text
    True
    """
    marks = _marks(notice)
    pieces: list[str] = []
    first = 0
    for block in _blocks(notice, number):
        while first < len(marks) and marks[first].end <= block.start:
            first += 1
        inside = [m for m in _from(marks, first, block.end) if m.end > block.start]
        inside += [_Mark(s, e, name, -1) for s, e, name in block.marks]
        pieces.append(f"<div {block.attributes}>{_runs(notice.text, block, inside)}</div>")
    return "".join(pieces)


def _from(marks: Sequence[_Mark], first: int, end: int) -> Iterator[_Mark]:
    for i in range(first, len(marks)):
        if marks[i].start >= end:
            return
        yield marks[i]


def _marks(notice: Notice) -> list[_Mark]:
    """The findings as stretches, in the order of the text; an action is its verb and its object."""
    marks = []
    for number, finding in enumerate(findings_of(notice)):
        marks += [_Mark(start, end, name, number) for start, end, name in _stretches(finding) if start < end]
    return sorted(marks, key=lambda m: m.start)


def _stretches(finding: Finding) -> Iterator[tuple[int, int, str]]:
    if isinstance(finding, Responsibility):
        yield finding.start, finding.end, f"agency {finding.role}"
    elif isinstance(finding, Action):
        yield finding.verb_start, finding.verb_end, "action verb"
        if finding.object_start is not None and finding.object_end is not None:
            yield finding.object_start, finding.object_end, "action object"
    else:
        yield finding.start, finding.end, layer_of(finding)


def _blocks(notice: Notice, number: int) -> list[_Block]:
    """The text cut into blocks, every character in one of them: white space goes to the block before it."""
    claimed: list[tuple[int, int, str, tuple[tuple[int, int, str], ...]]] = []
    titles = {_squeezed(title) for title in (notice.header.title, *(part.title for part in notice.parts)) if title}
    begun = min((clause.start for clause in notice.walk()), default=len(notice.text))
    for span in notice.header.spans:
        look = _look(_squeezed(span.of(notice.text)), titles, notice.header.issuers, span.start > begun)
        claimed.append((span.start, span.end, f'class="b header{look}"', ()))
    for place, clause in enumerate(notice.walk()):
        level = min(clause.level, 6) if clause.marker else 1
        kind = f"b clause {clause.kind}{' task' if clause.responsibilities else ''}"
        where = f'id="n{number}c{place}" data-c="{place}" data-id="{html.escape(printable(clause.id), quote=True)}"'
        claimed.append(
            (
                clause.body_start,
                clause.body_end,
                f'class="{kind} level{level}" {where}',
                tuple(_titling(clause, notice)),
            )
        )
    claimed += [(span.start, span.end, 'class="b unread"', ()) for span in notice.unread]
    blocks: list[_Block] = []
    cursor = 0
    for start, end, attributes, marks in sorted(claimed, key=lambda c: c[:2]):
        start = max(start, cursor)
        if start >= end:
            continue
        _fill(blocks, notice.text, cursor, start)
        blocks.append(_Block(start, end, attributes, marks))
        cursor = end
    _fill(blocks, notice.text, cursor, len(notice.text))
    return blocks


def _fill(blocks: list[_Block], text: str, start: int, end: int) -> None:
    """What no block claims: white space is hidden in a block of its own, anything else is shown as unread."""
    if start < end:
        name = "unread" if text[start:end].strip() else "space"
        blocks.append(_Block(start, end, f'class="b {name}"'))


def _titling(clause: Clause, notice: Notice) -> Iterator[tuple[int, int, str]]:
    """Where the marker and the heading of a clause stand in its body."""
    begin = clause.body_start
    if clause.marker:
        at = notice.text.find(clause.marker, begin, clause.body_end)
        if at >= 0:
            begin = at + len(clause.marker)
            yield at, begin, "marker"
    if clause.heading:
        at = notice.text.find(clause.heading, begin, clause.body_end)
        if at >= 0:
            yield at, at + len(clause.heading), "heading"


def _look(words: str, titles: set[str], issuers: Sequence[str], behind: bool) -> str:
    """How a line of the header is set: titles in the middle; issuer and date, where they close the letter, at the right."""
    rest = words
    for issuer in issuers:
        rest = rest.replace(issuer, "")
    if behind and (not rest or _DAY.fullmatch(rest)):
        return " signature"
    if words in titles or any(title in words or (len(words) >= 10 and words in title) for title in titles):
        return " title"
    return ""


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _runs(text: str, block: _Block, marks: Sequence[_Mark]) -> str:
    """The characters of a block, cut wherever a mark begins or ends; a run has the classes of all the marks on it."""
    bounds = sorted(
        {block.start, block.end, *(p for m in marks for p in (m.start, m.end) if block.start < p < block.end)}
    )
    opening: dict[int, list[_Mark]] = {}
    for mark in marks:
        opening.setdefault(max(mark.start, block.start), []).append(mark)
    active: list[_Mark] = []
    pieces = []
    for start, end in pairwise(bounds):
        active = [m for m in active if m.end > start] + opening.get(start, [])
        words = _escaped(text[start:end])
        if not active:
            pieces.append(words)
            continue
        names = dict.fromkeys(name for m in active for name in m.name.split())
        numbers = " ".join(dict.fromkeys(str(m.number) for m in active if m.number >= 0))
        if numbers:
            pieces.append(f'<span class="m {" ".join(names)}" data-f="{numbers}">{words}</span>')
        else:
            pieces.append(f'<span class="{" ".join(names)}">{words}</span>')
    return "".join(pieces)


def _escaped(text: str) -> str:
    # A reader of HTML turns a bare carriage return into a newline, and offsets would no longer hold.
    return html.escape(printable(text), quote=False).replace("\r", "&#13;")
