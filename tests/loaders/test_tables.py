"""Task tables (任务分工表) of web pages and Word files: who is in which column says who leads, whatever cells are merged."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest

from policy_extract import parse
from policy_extract.loaders import load_bytes

MakeDocx = Callable[..., bytes]


@dataclass(frozen=True)
class Cell:
    """A cell over several columns or rows; a line break in its text is one in the cell."""

    text: str
    across: int = 1
    down: int = 1


Rows = Sequence[Sequence[str | Cell]]


def _cells(rows: Rows) -> list[list[Cell]]:
    return [[cell if isinstance(cell, Cell) else Cell(cell) for cell in row] for row in rows]


def as_html(rows: Rows) -> bytes:
    def cell(c: Cell) -> str:
        text = "".join(f"<p>{html.escape(line)}</p>" for line in c.text.split("\n"))
        return f"<td colspan={c.across} rowspan={c.down}>{text}</td>"

    lines = "".join(f"<tr>{''.join(map(cell, row))}</tr>" for row in _cells(rows))
    return f"<html><body><p>一、任务分工</p><p>各单位按下表抓好落实。</p><table>{lines}</table></body></html>".encode()


def as_docx(rows: Rows, make_docx: MakeDocx) -> bytes:
    """The same table in Word's way: a cell that goes on from above is there again, empty and marked."""
    pending: dict[int, tuple[int, int]] = {}  # the first column of a cell from above: rows to come, width
    body = []

    def tc(properties: str, text: str = "") -> str:
        paragraphs = "".join(f"<w:p><w:r><w:t>{html.escape(line)}</w:t></w:r></w:p>" for line in text.split("\n"))
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraphs}</w:tc>"

    for row in _cells(rows):
        made, column, waiting = [], 0, list(row)
        while waiting or column in pending:
            if column in pending:
                left, width = pending.pop(column)
                made.append(tc(f'<w:gridSpan w:val="{width}"/><w:vMerge/>'))
                if left > 1:
                    pending[column] = left - 1, width
                column += width
                continue
            cell = waiting.pop(0)
            merge = '<w:vMerge w:val="restart"/>' if cell.down > 1 else ""
            made.append(tc(f'<w:gridSpan w:val="{cell.across}"/>{merge}', cell.text))
            if cell.down > 1:
                pending[column] = cell.down - 1, cell.across
            column += cell.across
        body.append(f"<w:tr>{''.join(made)}</w:tr>")
    title = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in ("一、任务分工", "各单位按下表抓好落实。"))
    return make_docx(f"{title}<w:tbl>{''.join(body)}</w:tbl>")


HEAD = ["序号", "任务", "牵头单位", "配合单位", "完成时限"]
LEAD, WITH = "lead", "cooperate"
ROADS = [("省交通运输厅", LEAD), ("省财政厅", WITH), ("省林业局", WITH)]

TABLES: dict[str, tuple[list[tuple[str, str]], Rows]] = {
    "a row a task": (
        [*ROADS, ("省林业局", LEAD), ("省水利厅", WITH)],
        [HEAD, ["1", "修路", "省交通运输厅", "省财政厅、省林业局", "2025年底"], ["2", "造林", "省林业局", "省水利厅", "长期"]],
    ),
    "an empty cell moves no other": (
        [("省林业局", LEAD), ("省水利厅", WITH)],
        [HEAD, ["1", "造林", "省林业局", "", "长期"], ["2", "修渠", "", "省水利厅", ""]],
    ),
    "line breaks in cells": (
        ROADS,
        [["序\n号", "任务", "牵头\n单位", "配合单位", "完成\n时限"], ["1", "修路\n架桥", "省交通运输厅", "省财政厅\n省林业局", "2025年底"]],
    ),
    "cells over several rows": (
        [("省交通运输厅", LEAD), ("省财政厅", WITH), ("省林业局", WITH)],
        [
            ["领域", *HEAD[1:]],
            [Cell("交通", down=2), "修路", Cell("省交通运输厅", down=2), "省财政厅", "2025年底"],
            ["架桥", "省林业局", "长期"],
        ],
    ),
    "a cell over several columns": (
        ROADS,
        [
            [Cell("任务", across=2), "牵头单位", "配合单位"],
            [Cell("一、交通", across=4)],
            ["1", "修路", "省交通运输厅", "省财政厅、省林业局"],
        ],
    ),
    "a head of two rows": (
        ROADS,
        [
            [Cell("序号", down=2), Cell("任务", down=2), Cell("责任单位", across=2), Cell("完成时限", down=2)],
            ["牵头单位", "配合单位"],
            ["1", "修路", "省交通运输厅", "省财政厅、省林业局", "2025年底"],
        ],
    ),
    "the head again on the next page": (
        [*ROADS, ("省林业局", LEAD), ("省水利厅", WITH)],
        [
            HEAD,
            ["1", "修路", "省交通运输厅", "省财政厅、省林业局", "2025年底"],
            HEAD,
            ["2", "造林", "省林业局", "省水利厅", "长期"],
        ],
    ),
    "one column of those who answer": (
        [("省交通运输厅", "responsible"), ("省财政厅", "responsible")],
        [["任务", "责任单位"], ["修路", "省交通运输厅、省财政厅"]],
    ),
    "no column names a role": ([], [["序号", "单位", "经费（万元）"], ["1", "省财政厅", "30"]]),
}  # fmt: skip


@pytest.mark.parametrize("kind", ["html", "docx"])
@pytest.mark.parametrize("name", TABLES)
def test_a_table_says_who_does_what(name: str, kind: str, make_docx: MakeDocx) -> None:
    expected, rows = TABLES[name]
    data = as_html(rows) if kind == "html" else as_docx(rows, make_docx)
    notice = parse(load_bytes(data, f"a.{kind}").text)
    assert [(r.name, r.role) for r in notice.responsibilities] == expected
    assert {r.rule for r in notice.responsibilities} <= {"table"}


@pytest.mark.parametrize("title", ["某省2025年重点任务分工表", "附件2\n重点任务分工方案", ""])
def test_a_document_that_is_nothing_but_a_table(title: str) -> None:
    expected, rows = TABLES["a row a task"]
    text = load_bytes(as_html(rows), "a.html").text.split("\n", 2)[2]
    notice = parse(f"{title}\n{text}".lstrip())
    assert [(r.name, r.role) for r in notice.responsibilities] == expected


def test_a_row_that_begins_a_clause_keeps_its_columns() -> None:
    expected, rows = TABLES["a row a task"]
    numbered = [rows[0], *([f"{n}.", *row[1:]] for n, row in enumerate(_texts(rows[1:]), 1))]
    notice = parse(load_bytes(as_html(numbered), "a.html").text)
    assert [(r.name, r.role) for r in notice.responsibilities] == expected
    assert [c.marker for c in notice.walk()] == ["一、", "1.", "2."]
    assert [c.id for c in notice.tasks()] == ["1.1", "1.2"]


def _texts(rows: Rows) -> list[list[str]]:
    return [[cell.text for cell in row] for row in _cells(rows)]


def test_a_table_ends_where_prose_begins() -> None:
    text = "一、任务\n任务\t牵头单位\n修路\t省交通运输厅\n以上任务要抓好落实。\n地点\t省财政厅\n"
    assert [r.name for r in parse(text).responsibilities] == ["省交通运输厅"]


@pytest.mark.parametrize("name", TABLES)
def test_word_and_the_web_give_the_same_rows(name: str, make_docx: MakeDocx) -> None:
    rows = TABLES[name][1]
    assert load_bytes(as_docx(rows, make_docx), "a.docx").text == load_bytes(as_html(rows), "a.html").text
