"""Chinese numerals: 三十六 -> 36, 二〇一五 -> 2015, 1.2万 -> 12000.

Values are exact: they go through :class:`decimal.Decimal` and come out as ``int`` where they are whole.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Final

__all__ = ["DIGITS", "MULTIPLIERS", "NUMERAL", "read_number", "read_numeral", "read_year"]

DIGITS: Final = {
    "〇": 0, "零": 0, "○": 0, "Ｏ": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5,
    "六": 6, "七": 7, "八": 8, "九": 9,
    "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
    "兩": 2, "貳": 2, "參": 3, "陸": 6,
}  # fmt: skip
_PLACES: Final = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000, "廿": 20, "卅": 30}
MULTIPLIERS: Final = {"万": 10**4, "亿": 10**8, "萬": 10**4, "億": 10**8}

#: A character class (without its brackets) of everything a Chinese numeral is made of.
NUMERAL: Final = "〇零○一二两三四五六七八九十百千万亿"


def read_numeral(text: str) -> int | None:
    """The value of a Chinese numeral, or None where it is none.

    >>> [read_numeral(n) for n in ("三十六", "十", "一百零五", "两千", "三万二千", "二〇一五", "廿三")]
    [36, 10, 105, 2000, 32000, 2015, 23]
    >>> read_numeral("万"), read_numeral("一万亿")
    (10000, 1000000000000)
    >>> read_numeral("一万零十"), read_numeral("一万万")
    (10010, 100000000)
    >>> read_numeral("质量") is None
    True
    """
    if not text:
        return None
    if len(text) == 1 and text in DIGITS:
        return DIGITS[text]
    if len(text) > 1 and all(c in DIGITS for c in text):
        return int("".join(str(DIGITS[c]) for c in text))
    total = section = 0
    digit: int | None = None
    for c in text:
        if c in DIGITS:
            digit = DIGITS[c] or None  # 零 only keeps a place: 一万零十
        elif c in _PLACES:
            place = _PLACES[c]
            if place in (20, 30):
                section += place
            else:
                section += (1 if digit is None else digit) * place
            digit = None
        elif c in MULTIPLIERS:
            section += digit or 0
            if not section:
                if total:  # 一万万
                    total, digit = total * MULTIPLIERS[c], None
                    continue
                section = 1  # 万 alone, as in 万亿
            total = (total + section) * MULTIPLIERS[c] if c in "亿億" else total + section * MULTIPLIERS[c]
            section, digit = 0, None
        else:
            return None
    return total + section + (digit or 0)


def read_number(text: str) -> int | float | None:
    """The value of a number as notices write it: digits, thousands, a decimal point, 万 and 亿, or Chinese numerals.

    >>> [read_number(n) for n in ("500", "1.65万亿", "716,075", "3 743", "两百", "0.5", "三点五")]
    [500, 1650000000000, 716075, 3743, 200, 0.5, 3.5]
    >>> read_number("若干") is None
    True
    """
    text = text.replace(",", "").replace("，", "").replace(" ", "")
    scale = 1
    while text and text[-1] in MULTIPLIERS and (text[0].isascii() or "点" in text):
        scale *= MULTIPLIERS[text[-1]]
        text = text[:-1]
    while text and text[0].isascii() and text[-1:] in ("百", "千", "十"):
        scale *= _PLACES[text[-1]]
        text = text[:-1]
    if not text:
        return None
    if not text[0].isascii():
        whole, point, part = text.partition("点")
        value = read_numeral(whole)
        if value is None:
            return None
        if not point:
            return value * scale
        digits = [DIGITS.get(c) for c in part]
        if not digits or None in digits:
            return None
        text = f"{value}." + "".join(map(str, digits))
    try:
        exact = Decimal(text) * scale
    except InvalidOperation:
        return None
    if not exact.is_finite():
        return None
    return int(exact) if exact == exact.to_integral_value() else float(exact)


def read_year(text: str) -> int | None:
    """A year in digits or in Chinese digits, two digits read as 19xx or 20xx never: those are None.

    >>> read_year("2015"), read_year("二〇一五"), read_year("二○OO九"), read_year("十五")
    (2015, 2015, None, None)
    """
    if len(text) != 4:
        return None
    if text.isascii():
        return int(text) if text.isdigit() else None
    digits = [0 if c in "OoO0" else DIGITS.get(c) for c in text]
    if None in digits:
        return None
    return int("".join(map(str, digits)))
