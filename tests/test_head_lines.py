"""Quick looks at the ends of a line say no only where the pattern behind them does; pieces of lines without breaks."""

from __future__ import annotations

import pytest

from policy_extract.head_lines import _NUMBER_LINE, MARKER, doubled_lines, is_marked, number_line
from policy_extract.marks import _NUMBERS, restore_breaks, split_lines
from policy_extract.numerals import read_numeral
from policy_extract.run_on import joined_lines, unfold
from policy_extract.text import fold

MARKED = [
    "第三章 供水",
    "一、总则",
    "十二 、管网",
    "(一)水源",
    "( 二 )水表",
    "1.检修",
    "12、抽查",
    "01 用水",
    "1.1总述",
    "1 总则",
]
NOT_MARKED = ["2021年通报", "一批水表", "(试行)", "第三方检测", "各镇:", "●水源", "1.5万户", ")", "年"]
NUMBERS = [
    "某政办〔2021〕3号", "(某政办字[2019]12号)", "第12号令", "某省公告2020年第3号", "某州市水利局文件 某水〔2021〕7号",
    "某政发〔2021〕15", "(某水〔2018〕4号 )",
]  # fmt: skip
NO_NUMBERS = ["某水令第5号", "某州市水利局", "(2021年3月2日)", "各镇人民政府:", ")", "号", "3", "水表12", "第5号公布"]


@pytest.mark.parametrize("line", [*MARKED, *NOT_MARKED])
def test_a_marker_begins_with_one_of_its_characters(line: str) -> None:
    assert is_marked(line) == (line in MARKED) == (MARKER.match(line) is not None)


@pytest.mark.parametrize("line", [fold(s) for s in (*NUMBERS, *NO_NUMBERS)])
def test_a_document_number_ends_with_one_of_its_characters(line: str) -> None:
    found, wanted = number_line(line), _NUMBER_LINE.match(line)
    assert (wanted is not None) == (line in map(fold, NUMBERS))
    assert (found and found.span(1)) == (wanted and wanted.span(1))


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        ("某州市水利局 2021年3月2日", ["某州市水利局", "2021年3月2日"]),
        (
            "某州市水利局 2021年3月2日 某州市财政局 二〇二一年三月三日",
            ["某州市水利局", "2021年3月2日", "某州市财政局", "二〇二一年三月三日"],
        ),
        ("管网于2021年3月2日前建成。某州市水利局2021年4月5日", ["某州市水利局", "2021年4月5日"]),
        ("水表由某州市水利局2021年3月2日印发的目录规定。", []),
        ("工程在2020年1月1日、2020年2月1日和2020年3月1日验收。", []),
    ],
)
def test_signatures_in_a_line_without_breaks(tail: str, expected: list[str]) -> None:
    text = "各镇要逐户检修水表。" * 60 + tail
    (line,) = split_lines(text)
    pieces = [piece.words for piece in unfold(text, line, -1000, False)]
    assert [p for p in pieces if p in expected] == expected
    assert "".join(pieces).replace(" ", "") == text.replace(" ", "")
    assert len(pieces) == 1 + len(expected)


def test_joined_lines_are_those_beside_a_gap() -> None:
    source = "一、目标\n建成管网。　　各镇检修。\n\n二、措施"
    text = "一、目标\n建成管网。 \n各镇检修。\n\n二、措施"
    lines = split_lines(text)
    assert [line.words for line in lines if line.start in joined_lines(text, source, lines)] == [
        "建成管网。",
        "各镇检修。",
    ]


def test_a_gap_in_a_short_last_line_is_no_break() -> None:
    source = "各镇要落实专人检修。" * 50 + "\n一、目标　　建成管网。各镇　　检修。"
    assert restore_breaks(fold(source), source) == fold(source)


def test_two_lines_printed_twice_are_no_fake_bold() -> None:
    twice = "总体目标要求\n总体目标要求\n"
    apart = "总体目标要求\n \n总体目标要求\n\n" * 4
    ends = "(一)水源\n" + "供水管网检修(二期)\n(二期)\n" * 3
    found = [[span.start for span in doubled_lines(text, split_lines(text))] for text in (twice * 2, apart, ends)]
    assert found == [[], [], [17, 33, 49]]


def test_the_numerals_at_hand_are_those_that_are_read() -> None:
    assert len(_NUMBERS) == 198
    assert all(n == (int(digits) if digits.isdigit() else read_numeral(digits)) for digits, n in _NUMBERS.items())
