"""Characters: folding, passages, sentences, brackets."""

from __future__ import annotations

import time

import pytest

from policy_extract.model import Span
from policy_extract.text import Passage, brackets, compact, fold, sentences

FOLDED: dict[str, list[str]] = {
    "(一)": ["(一)", "（一）", "〔一〕", "[一]", "［一］", "【一】", "﹝一﹞", "｛一｝"],
    "责任单位:省科技厅,省财政厅;": [
        "责任单位:省科技厅,省财政厅;",
        "责任单位：省科技厅，省财政厅；",
        "责任单位∶省科技厅，省财政厅﹔",
        "責任單位：省科技廳，省財政廳；",
    ],
    "2015年1.5%+3-5~8": ["2015年1.5%+3-5~8", "２０１５年１．５％＋３－５～８", "2015年1.5%+3-5〜8"],
    "ABC级": ["ABC级", "ＡＢＣ级"],
    "〈意见〉": ["〈意见〉", "<意见>", "＜意见＞", "﹤意见﹥"],
    "一 二": [
        "一 二",
        "一\t二",
        "一\xa0二",
        "一\u3000二",
        "一\u200b二",
        "一\ufeff二",
        "一\x00二",
        "一\x07二",
        "一\x7f二",
        "一\u202e二",
    ],
    "一\n二": ["一\n二", "一\r二", "一\x0b二", "一\x0c二", "一\x85二", "一\u2028二", "一\u2029二"],
    "一、二。": ["一、二。", "一､二｡"],
    # what stays as it is
    "《条例》“双随机”…—·": ["《条例》“双随机”…—·"],
    "①⑴⒈Ⅰ㈠": ["①⑴⒈Ⅰ㈠"],
    "𠀀😀": ["𠀀😀"],
    "": [""],
}


@pytest.mark.parametrize(
    "expected, text", [pytest.param(e, t, id=f"{e!a}<-{t!a}") for e, texts in FOLDED.items() for t in texts]
)
def test_fold(expected: str, text: str) -> None:
    assert fold(text) == expected
    assert len(fold(text)) == len(text)


def test_one_traditional_character_does_not_make_a_traditional_text() -> None:
    assert fold("乾隆年間") == "乾隆年間"
    assert fold("各單位負責人，責任到人") == "各单位负责人,责任到人"


@pytest.mark.parametrize("text", ["自然资源\n局", "自 然 资 源 局", "自然资源局", "\u3000自然资源\t局\r\n"])
def test_compact(text: str) -> None:
    assert compact(text) == "自然资源局"


SENTENCES: list[tuple[str, list[str]]] = [
    ("建立制度。开展培训;落实责任", ["建立制度。", "开展培训;", "落实责任"]),
    ("建立制度\n开展培训。\n", ["建立制度", "开展培训。"]),
    ("真的?当然!", ["真的?", "当然!"]),
    ("。。建立制度。。", ["建立制度。"]),
    ("1.5%,人均2.3吨", ["1.5%,人均2.3吨"]),
    ("\n\n", []),
    ("", []),
]


@pytest.mark.parametrize("text, expected", SENTENCES)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in sentences(text)] == expected


BRACKETS: list[tuple[str, list[tuple[str, bool]]]] = [
    ("开展检查(省科技厅)。", [("(省科技厅)", True)]),
    ("(各县(市、区)政府)与(省科技厅)", [("(各县(市、区)政府)", True), ("(省科技厅)", True)]),
    ("(自然资源\n局)", [("(自然资源\n局)", True)]),
    ("(省科技厅\n下一条", [("(省科技厅", False)]),
    ("(省科技厅", [("(省科技厅", False)]),
    ("((省科技厅)", [("((省科技厅)", False)]),
    (")省科技厅(", [("(", False)]),
    ("省科技厅)", []),
    ("", []),
]


@pytest.mark.parametrize("text, expected", BRACKETS)
def test_brackets(text: str, expected: list[tuple[str, bool]]) -> None:
    assert [(text[a:b], closed) for a, b, closed in brackets(text)] == expected


def test_a_bracket_longer_than_the_reach_is_unclosed() -> None:
    assert [closed for _, _, closed in brackets("(" + "厅" * 700 + ")")] == [False]
    assert [closed for _, _, closed in brackets("(" + "厅" * 700 + ")", reach=1000)] == [True]


@pytest.mark.parametrize("text", ["(" * 200_000, "()" * 100_000, "(" * 100_000 + ")" * 100_000, "\n(" * 100_000])
def test_brackets_are_linear(text: str) -> None:
    begin = time.perf_counter()
    for _ in brackets(text, reach=50):
        pass
    assert time.perf_counter() - begin < 5


def test_a_passage_knows_where_it_stands() -> None:
    text = "一、供水（市水利局、市财政局牵头）"
    passage = Passage(fold(text)[4:], text, 4)
    assert (passage.end, passage.raw(1, 5)) == (len(text), "市水利局")
    blanked = passage.without([Span(5, 9)])
    assert blanked.text == "(    、市财政局牵头)"
    assert blanked.raw(1, 5) == "市水利局"
    assert passage.text == "(市水利局、市财政局牵头)"


@pytest.mark.parametrize("span", [Span(0, 4), Span(17, 90), Span(6, 6), Span(9, 5)])
def test_what_lies_outside_a_passage_blanks_nothing(span: Span) -> None:
    text = "一、供水（市水利局、市财政局牵头）"
    assert Passage(fold(text)[4:], text, 4).without([span]).text == fold(text)[4:]


def test_a_span_over_the_edge_blanks_what_lies_inside() -> None:
    assert Passage("市水利局", "由市水利局牵头", 1).without([Span(0, 3)]).text == "  利局"
