"""Numbers with a unit as they are written: digits, Chinese numerals, ranges, fractions, halves and doublings.

What they are bounded by and what they measure is read elsewhere; what is a date, an ordinal, a slogan or part of a name
is left out here.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from policy_extract.finders.units import LINKS, SCALES, Measure, Rules, measure
from policy_extract.numerals import NUMERAL, read_numeral

__all__ = ["INCLUSIVE", "Hit", "find_numbers"]

Number = int | float


_DIGITS: Final = frozenset("0123456789")
_PLACES: Final = frozenset("十百千万亿")
# Scans, each with one character class at its head and of bounded length.
_NUMBER: Final = re.compile(r"[0-9]{1,3}(?:,[0-9]{3}){1,5}(?![0-9,])|[0-9]{1,32}(?:\.[0-9]{1,32})?")
_SPELLED: Final = re.compile(f"[{NUMERAL}]{{1,16}}")
_FRACTION: Final = re.compile(
    rf"([{NUMERAL}]{{1,6}}|\d{{1,6}})分之([{NUMERAL}]{{1,8}}(?:点[{NUMERAL}]{{1,4}})?|\d{{1,6}}(?:\.\d{{1,4}})?)"
)
# 一半 begins one character before its match, so that the pattern begins with a literal.
_HALF: Final = re.compile(r"半(?:(?<=一半)|数|年(?![度级])|个(?:小时|月)|天|小时|日)")
_DOUBLED: Final = re.compile(r"翻(?:([一两二三四1-4]) ?)?番")
_TO: Final = re.compile(r" ?(?:[—–―─~-]{1,2}|至|到|一(?=\d)) ?")  # 一 is how OCR reads a dash
INCLUSIVE: Final = re.compile(r" ?\((?:不?含|包[含括]|不包括)[^()\n]{0,8}\)")
# Neighbours that make a number something else than a measure.
_MARKER: Final = re.compile(r"[1-9]\d?\.(?=\d)")
_NO_BEFORE: Final = frozenset("第*#№/")  # 第3批
_DOUBTFUL: Final = _NO_BEFORE | frozenset("×“含")  # as is all of ASCII
_THE_ONE: Final = frozenset("每上下同这那新逐首头又当后先")  # 上一年, 最后一公里
_RANKED: Final = frozenset("名位家强")  # 前10名
_GOES_ON: Final = LINKS | frozenset("(以")  # what a range may go on with behind its first number
_BARE: Final = frozenset("百千万亿〇零○")  # numerals that are a number only beside a bound
_OTHERS: Final = _RANKED | frozenset("日年次分秒起")  # units of what may be something else
#: Units of what may still be a number where it has one character and no bound: how often, a tenth, the others.
_KEPT: Final = _OTHERS | frozenset("场期轮成")
_NAMED: Final = re.compile(r"行动|计划|规划|攻坚|滚动|会战|倍增|义务|一贯|制(?!定)")  # 三年行动, 九年义务教育
_NAMED_HEADS: Final = frozenset("行计规攻滚会倍义一制")
_REIGN: Final = re.compile(r" ?\(\d{3,4}")  # 乾隆四十年(1775)
_AFTER_TENTH: Final = frozenset(["", *"以左的、,。;)到至 \n"])  # 三成以上, but not 一成不变
_CHANGED: Final = re.compile(
    r"(?:上调|下调|上浮|下浮|提高|提升|调整|调增|调减|调高|调低|增加|增长|扩大|降低|下降|降|减少|压缩)?[至到为]"
)
_NUMBERED: Final = frozenset("第件表图页期号栋幢")
_NUMBERING: Final = frozenset("号页期表图栋幢/")
_AROUND: Final = ("以上", "以下", "以内", "的", "左右")


class Hit:
    """A number being read: ``value`` up to ``top`` of ``unit``; ``lead`` is where a bound word before it begins."""

    def __init__(
        self,
        start: int,
        end: int,
        value: Number,
        top: Number,
        unit: str,
        kind: str,
        rule: str,
        strong: bool = True,
        lead: int = -1,
        bound: str = "",
        after: bool = False,
        apart: int = -1,
    ) -> None:
        self.start = start
        self.end = end
        self.value = value
        self.top = top
        self.unit = unit
        self.kind = kind
        self.rule = rule
        self.strong = strong
        self.lead = lead
        self.bound = bound
        self.after = after
        self.apart = apart


def find_numbers(text: str, rules: Rules, run: re.Match[str] | None, shaped: bool) -> list[Hit]:
    """Every number with a unit, by place, the longer first; they may overlap.

    ``run`` is what the scan meets first; ``shaped`` says that words which are numbers themselves (一半, 翻番) may stand here.
    """
    found: list[Hit] = []
    search = rules.scan.search
    while run is not None:
        start, end = run.span()
        digits = text[start] in _DIGITS
        end = _digits(text, start, end, rules, found) if digits else _numeral(text, start, end, rules, found)
        run = search(text, end)
    if shaped:
        _shapes(text, found)
        found.sort(key=_by_place)
    return found


def _by_place(hit: Hit) -> tuple[int, int]:
    return hit.start, -hit.end


def _digits(text: str, start: int, stop: int, rules: Rules, found: list[Hit], marked: bool = False) -> int:
    """Takes the number that a run of digits, points and commas is, and says where to read on.

    ``marked`` says that the number of an item stands before it: 1.100家.
    """
    token, end = text[start:stop], stop
    following = text[end : end + 1]
    if not token.isdecimal():
        token, end = _number_at(text, start) or (token, end)
        following = text[end : end + 1]
        spaced = following == " " or "." in token
    else:
        spaced = following == " "
    if spaced and _opens(text, start) and not _whole_measure(text, start, token, end, rules):
        marker = _MARKER.match(text, start)  # 1.100家 at the head of a line is item 1, and so is 1 对
        return end if marker is None else _digits(text, marker.end(), stop, rules, found, True)
    if end != stop and following not in rules.follow and following != "\n":
        return end  # the run goes on behind what is a number of it: 1.2.3
    if following == "年" and _is_year(token, text, end):
        return end
    before = text[start - 1 : start]
    behind = text[start - 2 : start - 1] if before and before in " \n" else before
    doubtful = behind < "\x80" or behind in _DOUBTFUL
    if doubtful and not marked and not _free(text, start, before, behind):
        return end
    hit = _span(text, start, token, end, measure(text, start, end, rules), rules)
    if hit is None and following == "/":
        hit = _ratio(text, start, token, end)
    elif hit is None and following in "万亿" and behind in ("由", "从"):
        hit = _bare(text, start, token, end)
    if hit is None:
        return end
    if (
        (hit.unit in _OTHERS and _other(text, hit, behind))
        or (token[0] == "0" and token[1:2] in _DIGITS)
        or len(token) > 14
    ):
        return hit.end
    following = text[hit.end : hit.end + 1]
    if following == "+" or (following == "”" and before == "“"):
        return end
    found.append(hit)
    return hit.end


def _numeral(text: str, start: int, end: int, rules: Rules, found: list[Hit]) -> int:
    """Takes the number that a Chinese numeral before a unit is, and says where to read on."""
    token = text[start:end]
    at = end
    before = text[start - 1 : start]
    if token[-1] == "千" and len(token) > 1 and text[end : end + 1] in "瓦米克伏卡":
        token, end = token[:-1], end - 1
    measured = measure(text, start, end, rules)
    if len(token) == 1 and measured[2] is not None and _determines(text, start, token, measured, rules):
        return measured[1]
    hit = _span(text, start, token, end, measured, rules)
    if hit is None or (hit.unit in _OTHERS and _other(text, hit, before)):
        return at
    the_one = token == "一" and hit.kind in ("time", "length") and before and before in _THE_ONE
    if the_one and not (before == "后" and text.startswith("内", hit.end)):  # 签订后一个月内 is a measure
        return at
    if hit.kind == "time" and (before == "每" or (hit.unit == "年" and _REIGN.match(text, hit.end))):
        return at
    if hit.unit == "成" and text[hit.end : hit.end + 1] not in _AFTER_TENTH:
        return at
    found.append(hit)
    return hit.end


def _determines(text: str, start: int, token: str, measured: Measure, rules: Rules) -> bool:
    """Whether a numeral of one character only determines (一批, 两个): nothing near bounds it or says how often.

    What :func:`find_numbers` would give out and nobody keep is left out here.
    """
    _, stop, unit, name, more = measured
    if unit is None or more or (unit.spelled and token not in _BARE):
        return False
    if unit.kind in ("time", "length") or name in _KEPT:
        return False
    following, before = text[stop : stop + 1], text[start - 1 : start]
    if (
        following in LINKS
        or following in rules.after_heads
        or before in rules.before
        or before == " "
        or before == "\n"
    ):
        return False
    return rules.apart.search(text, max(0, start - 40), start) is None


def _shapes(text: str, found: list[Hit]) -> None:
    """Fractions, halves and doublings: words that are numbers without a unit of their own."""
    if "分之" in text:
        for match in _FRACTION.finditer(text):
            base = _whole(match.group(1))
            top = _whole(match.group(2))
            if not base or top is None or text[match.start() - 1 : match.start()] == "第":
                continue
            unit = {100: "%", 1000: "‰"}.get(int(base), "")
            value: Number = top if unit else top / base
            found.append(Hit(*match.span(), value, value, unit, "ratio", "fraction"))
    if "半" in text:
        for match in _HALF.finditer(text):
            start, end = match.span()
            unit = text[start + 1 : end]
            if not unit:
                start -= 1  # 一半
            elif unit == "数":
                unit = ""
            if start and text[start - 1] in "上下前后每大过多年个月":
                continue
            found.append(Hit(start, end, 0.5, 0.5, unit, "time" if unit else "ratio", "half"))
    if "番" in text:
        for match in _DOUBLED.finditer(text):
            times = _whole(match.group(1) or "1") or 1
            found.append(Hit(*match.span(), int(2**times), int(2**times), "倍", "ratio", "doubling"))


def _span(text: str, start: int, token: str, end: int, measured: Measure, rules: Rules) -> Hit | None:
    """The quantity that a number at ``start`` begins, with the other end of its range."""
    if len(token) > 3 and _is_year(token, text, end):
        return None
    scale, stop, unit, name, more = measured
    following = text[stop : stop + 1]
    if following in _GOES_ON and (hit := _range(text, start, token, measured, rules)) is not None:
        return hit
    if unit is None:
        return None
    value = int(token) * scale if len(token) < 15 and token.isdecimal() else _read(token, scale)
    if value is None:
        return None
    if scale == 1 and "." in token and unit.kind in ("count", "people"):
        return None  # 5.3处置评估: a section of a plan; things are counted whole
    hit = Hit(start, stop, value, value, name, unit.kind, "digits")
    if following == "半" and unit.kind == "time" and unit.text in ("年", "天", "小时"):
        hit.value = hit.top = value + 0.5
        hit.end += 1
    if more:
        hit.bound = "low"
        if following == "多" or following == "余":
            hit.end += 1
    if token[0] not in _DIGITS:
        hit.rule = "numeral"
        hit.strong = (unit.spelled or len(token) > 1) and token[0] not in _BARE
    return hit


def _range(text: str, start: int, token: str, measured: Measure, rules: Rules) -> Hit | None:
    """The range that a number begins, where another follows: 3—5万元, 1200元以上至2500元以下."""
    scale, beyond, unit, _, _ = measured
    if unit is not None:
        if text.startswith("(", beyond) and (reach := INCLUSIVE.match(text, beyond)) is not None:
            beyond = reach.end()
        if text.startswith("以上", beyond):
            beyond += 2
    if text[beyond : beyond + 1] not in LINKS or (link := _TO.match(text, beyond)) is None:
        return None
    second = _number_at(text, link.end())
    if second is None or _is_year(second[0], text, second[1]):
        return None
    scale2, stop, unit2, name, _ = measure(text, start, second[1], rules)
    if unit2 is None or (unit is not None and not unit2.text.startswith(unit.text)):
        return None
    low, top = _read(token, scale), _read(second[0], scale2)
    if low is None or top is None:
        return None
    if unit is None and scale == 1 and low * scale2 <= top:
        low *= scale2  # 3—5万元
    return Hit(start, stop, low, top, name, unit2.kind, "range") if low < top else None


def _number_at(text: str, at: int) -> tuple[str, int] | None:
    """The digits or the numeral that begins at a place, and its end."""
    match = _NUMBER.match(text, at) or _SPELLED.match(text, at)
    return (match.group(), match.end()) if match else None


def _read(token: str, scale: int) -> Number | None:
    if token[0] in _DIGITS:
        return _value(token, scale)
    if len(token) > 1 and not _PLACES.intersection(token):
        return None  # 三五年, 二〇一五年
    number = read_numeral("一" + token if token[0] in "万亿" else token)  # 亿元以上, 万场以上
    return None if number is None else number * scale


def _value(digits: str, scale: int) -> Number | None:
    """The exact value of digits, thousands commas and a decimal point; None where they are too many to be a number."""
    if len(digits) > 24:
        return None
    if digits.isdecimal():
        return int(digits) * scale
    digits = digits.replace(",", "")
    if "." not in digits:
        return int(digits) * scale
    exact = Decimal(digits) * scale
    return int(exact) if exact == exact.to_integral_value() else float(exact)


def _whole(token: str) -> Number | None:
    """A number that may be spelled, with 点 for its decimal point."""
    if token[0] in _DIGITS:
        return _value(token, 1)
    whole, point, part = token.partition("点")
    number = read_numeral(whole)
    if number is None or not point:
        return number
    digits = [read_numeral(c) for c in part]
    return float(f"{number}." + "".join(map(str, digits)))


def _is_year(digits: str, text: str, end: int) -> bool:
    """Whether 年 behind four digits makes them a year of the calendar, behind the number of an item too (1.2022年)."""
    if len(digits) > 4 and digits[-5] == ".":
        digits = digits[-4:]
    return (
        len(digits) == 4
        and digits[:2] in ("18", "19", "20", "21")
        and text[end : end + 3].lstrip(" \n").startswith("年")
    )


def _ratio(text: str, start: int, token: str, end: int) -> Hit | None:
    """1/3 as a measure: a small fraction in Chinese words; 附件1/2, 第1/6页 and dates are none."""
    match = _NUMBER.match(text, end + 1)
    if match is None or len(token) > 1 or len(match.group()) > 2 or "." in token + match.group():
        return None
    top, base = int(token), int(match.group())
    stop = match.end()
    before, following = text[start - 1 : start], text[stop : stop + 1]
    if not 0 < top < base <= 12 or before in _NUMBERED or following in _NUMBERING:
        return None
    if not ("一" <= before <= "鿿" or text.startswith(_AROUND, stop)) or (following.isascii() and following.isalnum()):
        return None
    return Hit(start, stop, top / base, top / base, "", "ratio", "fraction")


def _bare(text: str, start: int, token: str, end: int) -> Hit | None:
    """由20万调整为30万元: the first of two amounts, its unit left out."""
    if _CHANGED.match(text, end + 1) is None or (value := _value(token, SCALES[text[end]])) is None:
        return None
    return Hit(start, end + 1, value, value, "", "money", "digits")


def _other(text: str, hit: Hit, before: str) -> bool:
    """Whether a number with a unit is a date, a rank, a meeting's number or part of a name."""
    unit = hit.unit
    if unit == "日":
        return before == "月"
    if unit == "年":
        return text[hit.end : hit.end + 1] in _NAMED_HEADS and _NAMED.match(text, hit.end) is not None
    if unit == "次":
        return before in ("届", "跑")  # 十五届94次常务会议, 最多跑一次
    if unit in ("分", "秒"):  # 8时40分 is a time of day
        return before in ("时", "点", "分") and text[hit.start - 2 : hit.start - 1].isdigit()
    if unit == "起":
        return before in ("自", "从", "由")
    return before == "前" and unit in _RANKED


def _free(text: str, start: int, before: str, behind: str) -> bool:
    """Whether the mark before a number leaves it a quantity; a letter, an ordinal, a slogan or a product does not."""
    if not behind:
        return True
    if behind == "含" or behind in _NO_BEFORE:
        return False  # (含60%) repeats the bound
    if behind.isalnum():
        return before != behind  # PM2.5 is a name
    earlier = text[start - 2 : start - 1]
    if behind == "×":
        return not earlier.isdigit()  # 150cm×240cm, but not 7×24小时
    if behind == "+":
        return earlier.isascii() and earlier.isalpha()  # LPR+50BP
    if behind == "-":
        return not earlier.isalnum()
    if behind == ":":
        return earlier not in _DIGITS
    return before not in ("“", '"', ".")


def _opens(text: str, at: int) -> bool:
    """Whether a place is the first of a line that begins a new sentence."""
    head = text[max(0, at - 3) : at].rstrip(" ")
    if not head:
        return True
    if head[-1] != "\n":
        return False
    head = text[max(0, at - 8) : at].rstrip()
    return not head or head[-1] in "。;:!?)"


def _whole_measure(text: str, start: int, token: str, end: int, rules: Rules) -> bool:
    """Whether digits that open a line are a number all the same: 0.8倍以上, 3 个工作日内, but not 1.100家 or 1 对…"""
    scale, _, unit, _, _ = measure(text, start, end, rules)
    if unit is None:
        return False
    if "." in token:
        return token[0] == "0" or scale > 1 or unit.kind not in ("count", "people", "time")
    return len(unit.text) > 1 or scale > 1 or unit.kind not in ("count", "people")
