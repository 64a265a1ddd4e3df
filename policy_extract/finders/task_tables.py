"""Task tables (任务分工表): which columns hold those who answer for a task, and the cells of these columns.

A table's rows are lines whose cells are parted by tabs, as the loaders write them. Its head may stand in another clause
than its rows, because a row may begin with a marker (一、 1.), so tables are looked for in the whole text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from policy_extract.frozen import frozen
from policy_extract.text import Passage, fold

__all__ = ["Cell", "is_table_head", "role_cells"]

_ROLE_HEAD: Final = re.compile(
    r"(?:牵头|责任|主办|主责|承办|配合|协办|协助|协同|参与|参加|落实|实施|指导|督导)(?:责任|配合|落实|实施)?"
    r"(?:单位|部门|机构|主体|地区)?(?:\([^()]*\))?(?:及分工)?"
)
_SPACE: Final = re.compile(r"\s+")
# A line without a tab that ends so is prose: the table is over. Any other may be a cell over all columns.
_PROSE_ENDS: Final = "。；;：:"
_MAX_HEAD: Final = 24


@frozen
class Cell:
    """A cell that names who answers: its place in the passage, and the head of its column (牵头单位)."""

    start: int
    end: int
    head: str


@frozen
class _Table:
    """The rows under one head, ``[start, end)``, and the columns that name a role."""

    start: int
    end: int
    heads: tuple[tuple[int, str], ...]


def is_table_head(line: str) -> bool:
    """Whether a line is the head of a task table: cells parted by tabs, one of which names a role.

    >>> is_table_head("序号\\t任务\\t牵头单位"), is_table_head("发文机关：\\t某省人民政府")
    (True, False)
    """
    return "\t" in line and any(map(_head, line.split("\t")))


def role_cells(passage: Passage) -> Iterator[Cell]:
    """The cells of a passage under a head such as 牵头单位, 配合单位 or 责任部门, row by row.

    >>> passage = Passage.of("任务\\t牵头单位\\t配合单位\\n修路\\t省交通运输厅\\t省财政厅\\n造林\\t\\t省林业局")
    >>> [(passage.text[c.start:c.end], c.head) for c in role_cells(passage)]
    [('省交通运输厅', '牵头单位'), ('省财政厅', '配合单位'), ('省林业局', '配合单位')]
    """
    begin, stop, source = passage.start, passage.end, passage.source
    if source.find("\t", begin, stop) < 0:
        return
    tables = _tables(source)
    first = bisect_right([table.start for table in tables], begin)
    for table in tables[max(0, first - 1) :]:
        if table.start >= stop:
            return
        # A clause may begin inside a row; the columns are counted from the row's own beginning.
        position = max(table.start, source.rfind("\n", 0, begin) + 1)
        while position < min(table.end, stop):
            line = source.find("\n", position, table.end)
            line = table.end if line < 0 else line
            cells = _cells(source, position, line)
            for column, head in table.heads:
                if column < len(cells):
                    low, high = cells[column]
                    if begin <= low < high <= stop:
                        yield Cell(low - begin, high - begin, head)
            position = line + 1


def _cells(source: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where the cells of a line stand, without white space around; an empty one is of no length."""
    places, position = [], start
    for text in source[start:end].split("\t"):
        bare = text.strip()
        low = position + text.find(bare)
        places.append((low, low + len(bare)))
        position += len(text) + 1
    return places if len(places) > 1 else []


@lru_cache(maxsize=1)
def _tables(source: str) -> tuple[_Table, ...]:
    """Every table of a text whose head names a role; the last text is kept, for each of its clauses asks."""
    tables: list[_Table] = []
    heads: tuple[tuple[int, str], ...] = ()
    start = end = width = position = 0

    def close() -> None:
        nonlocal heads
        if heads and end > start:
            tables.append(_Table(start, end, heads))
        heads = ()

    for line in source.split("\n"):
        after = position + len(line) + 1
        if "\t" in line:
            found = tuple((i, head) for i, cell in enumerate(line.split("\t")) if (head := _head(cell)))
            count = line.count("\t") + 1
            if found:
                # The second row of a head may be shorter than the first, whose cells go over several rows or columns.
                width = max(width, count) if heads and start == position else count
                close()
                heads, start, end = found, after, after
            elif heads and count > width:
                close()
            elif heads:
                end = after - 1
        elif heads and line.rstrip().endswith(tuple(_PROSE_ENDS)):
            close()
        position = after
    close()
    return tuple(tables)


def _head(cell: str) -> str | None:
    """The head of a column that names a role, or None."""
    if len(cell) > _MAX_HEAD:
        return None
    words = _SPACE.sub("", fold(cell))
    return words if _ROLE_HEAD.fullmatch(words) else None
