"""Numbers as notices write them."""

from __future__ import annotations

import pytest

from policy_extract.numerals import read_number, read_numeral, read_year

NUMERALS: dict[int | None, list[str]] = {
    0: ["零", "〇", "○"],
    1: ["一", "壹"],
    2: ["二", "两", "贰", "兩", "貳"],
    10: ["十", "一十", "壹拾"],
    12: ["十二", "一十二"],
    20: ["二十", "廿"],
    23: ["二十三", "廿三"],
    36: ["三十六", "卅六", "叁拾陆"],
    100: ["一百", "百", "壹佰"],
    105: ["一百零五", "一百〇五"],
    110: ["一百一十", "一百十"],
    120: ["一百二十"],
    1000: ["一千", "千"],
    2000: ["两千", "二千", "贰仟"],
    2006: ["二千零六"],
    10_000: ["一万", "万", "壹万", "一萬"],
    32_000: ["三万二千", "三萬二千"],
    120_000: ["十二万"],
    10_000_000: ["一千万"],
    100_000_000: ["一亿", "亿", "一億"],
    1_200_000_000: ["十二亿"],
    120_005_000: ["一亿二千万零五千"],
    1_000_000_000_000: ["一万亿"],
    2015: ["二〇一五", "二○一五", "二零一五"],
    None: ["", "质量", "十a", "12", "第三", "三分之一", "百分之三", "若干", "一、二", "三 十"],
}


@pytest.mark.parametrize("value, text", [(v, t) for v, texts in NUMERALS.items() for t in texts])
def test_read_numeral(value: int | None, text: str) -> None:
    assert read_numeral(text) == value


NUMBERS: dict[int | float | None, list[str]] = {
    500: ["500", "五百", "5百", "500.0", "5 00"],
    2: ["2", "两", "2.0"],
    0.5: ["0.5", ".5", "零点五"],
    3.5: ["3.5", "三点五"],
    12_000: ["1.2万", "12000", "12,000", "12，000", "一万二千", "1.2萬"],
    1_650_000_000_000: ["1.65万亿", "16500亿", "1.65万億"],
    35_000: ["三点五万", "3.5万"],
    716_075: ["716,075"],
    3_743: ["3 743", "3743"],
    None: [
        "",
        "若干",
        "数十",
        "几百",
        "万a",
        "1.2.3",
        "-",
        ".",
        "nan",
        "inf",
        "Infinity",
        "三点",
        "点五",
        "三点五六分",
    ],
}


@pytest.mark.parametrize("value, text", [(v, t) for v, texts in NUMBERS.items() for t in texts])
def test_read_number(value: int | float | None, text: str) -> None:
    assert read_number(text) == value


def test_whole_values_are_integers_and_exact() -> None:
    assert [type(read_number(t)) for t in ("1.2万", "500", "两百", "0.5")] == [int, int, int, float]
    assert read_number("0.29万") == 2900
    assert read_number("1.15亿") == 115_000_000
    assert read_number("4.35") == 4.35


YEARS: dict[int | None, list[str]] = {
    2015: ["2015", "二〇一五", "二○一五", "二零一五", "二O一五", "二o一五", "二0一五"],
    1998: ["1998", "一九九八"],
    2000: ["2000", "二〇〇〇", "二OO〇"],
    None: ["", "十五", "15", "二〇一", "20151", "2O15", "十二五年", "20a5", "²⁰¹⁵", "二千零六"],
}


@pytest.mark.parametrize("value, text", [(v, t) for v, texts in YEARS.items() for t in texts])
def test_read_year(value: int | None, text: str) -> None:
    assert read_year(text) == value
