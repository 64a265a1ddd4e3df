"""Where the lines of a PDF page begin and end: the margins of the page, or of the column that a line stands in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from policy_extract.loaders.pdfium import Line

__all__ = ["Frame", "em", "frames"]

#: A column has at least so many lines; a cell of a table seldom has.
_COLUMN = 4
_NEARLY_ALL = 0.8
#: A page with more stretches than this is no page of columns.
_MAX_RUNS = 20


@dataclass(frozen=True, slots=True)
class Frame:
    """The margins between which a line stands; ``column`` numbers the columns of its page from 1, 0 for none."""

    left: float
    right: float
    column: int = 0


def em(line: Line) -> float:
    """The width of a character: the height of the type is nearer to it than any other measure."""
    return line.size * 0.8


def frames(pages: Sequence[list[Line]]) -> list[list[Frame]]:
    """For each line of each page the margins of its column, or those of its page (分栏)."""
    everything = [line for page in pages for line in page]
    whole = _margins(everything, None)
    if whole is None:
        return [[] for _ in pages]
    found = [_of_lines(page, _of_page(page, whole)) for page in pages]
    counts = Counter(frame for page in found for frame in page if frame.column)
    if not counts:
        return found
    width = sorted(em(line) for line in everything)[len(everything) // 2]
    margins = {frame: _wider(frame, counts, width) for frame in counts}
    found = [[margins.get(frame, frame) for frame in page] for page in found]
    known = sorted(set(margins.values()), key=lambda frame: (frame.column, -counts[frame], frame.left))
    return [_as_elsewhere(page, frames, known) for page, frames in zip(pages, found, strict=True)]


def _wider(frame: Frame, counts: Counter[Frame], width: float) -> Frame:
    """The margins of the same column where it has most lines: on one page all may be short, or begin a paragraph."""
    same = [
        other
        for other in counts
        if other.column == frame.column
        and other.right > frame.right - width
        and (abs(frame.left - other.left) < 0.5 * width or 1.6 < (frame.left - other.left) / width < 2.8)
    ]
    return max(same, key=lambda other: (counts[other], -other.left, other.right))


def _as_elsewhere(lines: list[Line], found: list[Frame], known: Sequence[Frame]) -> list[Frame]:
    """The margins of a page whose columns are too short to be seen: those of the columns of other pages."""
    if any(frame.column for frame in found):
        return found
    fitting = [next((frame for frame in known if _fits(line, frame)), None) for line in lines]
    if sum(frame is not None for frame in fitting) < _NEARLY_ALL * len(lines):
        return found
    return [frame or page for frame, page in zip(fitting, found, strict=True)]


def _fits(line: Line, frame: Frame) -> bool:
    width = em(line)
    return line.left > frame.left - 0.5 * width and line.right < frame.right + 1.1 * width


def _margins(lines: Iterable[Line], default: Frame | None) -> Frame | None:
    """Where text begins and ends: the outermost edges that at least two lines share."""
    lines = list(lines)
    lines = [line for line in lines if len(line.text) > 1] or lines
    if len(lines) < 4 and default is not None:
        return default
    if not lines:
        return default
    lefts, rights = sorted(line.left for line in lines), sorted((line.right for line in lines), reverse=True)
    width = sorted(line.size for line in lines)[len(lines) // 2]
    left = next((a for a, b in pairwise(lefts) if b - a < 0.5 * width), lefts[0])
    right = next((a for a, b in pairwise(rights) if a - b < 1.1 * width), rights[0])
    return Frame(left, right)


def _of_page(lines: list[Line], whole: Frame) -> Frame:
    """The margins of one page; where all its lines begin a paragraph, their indent is not taken for the margin."""
    found = _margins(lines, whole) or whole
    widths = sorted(em(line) for line in lines)
    indent = (found.left - whole.left) / widths[len(widths) // 2] if widths else 0.0
    return replace(found, left=whole.left) if 1.6 < indent < 2.8 else found


def _of_lines(lines: list[Line], page: Frame) -> list[Frame]:
    """The margins of each line: those of a column for lines written down the page beside others."""
    found = [page] * len(lines)
    runs = _runs(lines)
    if not 1 < len(runs) <= _MAX_RUNS:
        return found
    column = 0
    for before, after in pairwise(runs):
        right = lines[after.start : after.stop]
        left_edge = _left_edge(right)
        high = max(line.middle for line in right)
        beside = [i for i in before if lines[i].middle < high + lines[i].size]
        inside = [i for i in beside if lines[i].right <= left_edge]
        if len(right) < _COLUMN or len(inside) < _COLUMN or len(inside) < _NEARLY_ALL * len(beside):
            continue
        if all(found[i] is page for i in inside):
            column += 1
            _put(found, inside, lines, column)
        column += 1
        _put(found, [i for i in after if lines[i].left > left_edge - em(lines[i])], lines, column)
    return found


def _runs(lines: list[Line]) -> list[range]:
    """The stretches of lines that go down the page."""
    starts = [0, *(i for i, (a, b) in enumerate(pairwise(lines), 1) if b.middle > a.middle + a.size)]
    return [range(a, b) for a, b in pairwise([*starts, len(lines)])]


def _left_edge(lines: list[Line]) -> float:
    """Where the lines of a column begin: a line of the whole page below it begins further left, an indent does not."""
    lefts = sorted(line.left for line in lines)
    shared = next((a for a, b in pairwise(lefts) if b - a < 0.5 * lines[0].size), lefts[0])
    return min(left for left in lefts if left > shared - 3 * em(lines[0]))


def _put(found: list[Frame], places: list[int], lines: list[Line], column: int) -> None:
    margins = _margins((lines[i] for i in places), None)
    if margins is not None:
        left = _left_edge([lines[i] for i in places])
        for i in places:
            found[i] = replace(margins, left=left, column=column)
