"""A number as a list writes it: 三, 十二, 贰, 丙, iv, ⑤."""

from __future__ import annotations

__all__ = ["render"]

_DIGITS = "〇一二三四五六七八九"
_SIMPLIFIED_FORMAL = ("零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟"))
_TRADITIONAL_FORMAL = ("零壹貳參肆伍陸柒捌玖", ("", "拾", "佰", "仟"))
_EVERYDAY = ("零一二三四五六七八九", ("", "十", "百", "千"))
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_COUNTING = frozenset(
    {"chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "taiwaneseCountingThousand",
     "japaneseCounting", "koreanCounting"}
)  # fmt: skip
_POSITIONAL = frozenset({"ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand", "koreanDigital2"})
_CIRCLED = frozenset({"decimalEnclosedCircle", "decimalEnclosedCircleChinese"})


def render(number: int, style: str) -> str:
    """A number in one of the formats of a Word list (编号格式, ``w:numFmt``); decimal in a format that we do not know.

    >>> [render(12, s) for s in ("chineseCounting", "decimalEnclosedCircle", "lowerRoman", "upperLetter")]
    ['十二', '⑫', 'xii', 'L']
    >>> [render(105, s) for s in ("chineseCountingThousand", "ideographDigital", "chineseLegalSimplified")]
    ['一百零五', '一〇五', '壹佰零伍']
    """
    if number < 1 or number > 9999:
        return "" if style in ("none", "bullet") else str(number)
    if style in _COUNTING:
        return _counting(number, *_EVERYDAY)
    if style in _CIRCLED:
        return _circled(number)
    if style in _POSITIONAL:
        return "".join(_DIGITS[int(d)] for d in str(number))
    if style in ("upperLetter", "lowerLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * (1 + (number - 1) // 26)
        return letter.upper() if style == "upperLetter" else letter
    if style in ("upperRoman", "lowerRoman"):
        roman = _roman(number)
        return roman.upper() if style == "upperRoman" else roman
    if style in ("ideographTraditional", "ideographZodiac"):
        cycle = _STEMS if style == "ideographTraditional" else _BRANCHES
        return cycle[number - 1] if number <= len(cycle) else str(number)
    if style == "chineseLegalSimplified":
        return _counting(number, *_SIMPLIFIED_FORMAL, short_ten=False)
    if style in ("ideographLegalTraditional", "japaneseLegal"):
        return _counting(number, *_TRADITIONAL_FORMAL, short_ten=False)
    if style in ("decimalFullWidth", "decimalFullWidth2"):
        return "".join(chr(ord("０") + int(d)) for d in str(number))
    if style == "decimalEnclosedParen" and number <= 20:
        return chr(ord("⑴") + number - 1)
    if style == "decimalEnclosedFullstop" and number <= 20:
        return chr(ord("⒈") + number - 1)
    if style == "ideographEnclosedCircle" and number <= 10:
        return chr(ord("㊀") + number - 1)
    if style == "ideographParenthesis" or style == "ideographEnclosedParen":
        return f"（{_counting(number, *_EVERYDAY)}）"
    if style == "numberInDash":
        return f"- {number} -"
    if style == "decimalZero":
        return f"{number:02}"
    return "" if style in ("none", "bullet") else str(number)


def _counting(number: int, digits: str, places: tuple[str, ...], *, short_ten: bool = True) -> str:
    text = ""
    figures = str(number)
    for index, figure in enumerate(figures):
        place = places[len(figures) - 1 - index]
        if figure != "0":
            text += digits[int(figure)] + place
        elif text and not text.endswith(digits[0]):
            text += digits[0]
    text = text.rstrip(digits[0])
    # 十二, not 一十二; but 一百一十二.
    return text[1:] if short_ten and 10 <= number < 20 else text


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        while number >= value:
            text += letters
            number -= value
    return text


def _circled(number: int) -> str:
    for first, last, start in ((1, 20, "①"), (21, 35, "㉑"), (36, 50, "㊱")):
        if first <= number <= last:
            return chr(ord(start) + number - first)
    return str(number)
