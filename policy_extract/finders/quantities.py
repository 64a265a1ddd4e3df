"""Numbers with a unit (数量): 500家以上, 不超过100万元, 5%—8%, 三分之一, 翻一番.

One scan meets the digits and one the Chinese numerals that stand before the first character of a unit; what follows is
looked up in ``units.csv`` (the longest first) and ``bounds.csv``. Dates, ordinals, document numbers, slogans (1+3+8)
and determiners (一批, 两个) have no unit, the wrong neighbour, or a numeral that only counts beside a bound.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from policy_extract.finders.indicators import Measured, describe, granted_before, moves, moves_on, target_verbs
from policy_extract.lexicon import Lexicon
from policy_extract.model import Quantity
from policy_extract.numerals import NUMERAL, read_numeral
from policy_extract.text import Passage

__all__ = ["find_quantities"]

_Number = int | float

_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8, "萬": 10**4, "億": 10**8}
_DIGITS = frozenset("0123456789")
_PLACES = frozenset("十百千万亿")

# Scans, each with one character class at its head and of bounded length.
_RUN = re.compile(r"[0-9][0-9,.]{0,31}")
_NUMBER = re.compile(r"[0-9]{1,3}(?:,[0-9]{3}){1,5}(?![0-9,])|[0-9]{1,32}(?:\.[0-9]{1,32})?")
_SPELLED = re.compile(f"[{NUMERAL}]{{1,16}}")
_FRACTION = re.compile(
    rf"([{NUMERAL}]{{1,6}}|\d{{1,6}})分之([{NUMERAL}]{{1,8}}(?:点[{NUMERAL}]{{1,4}})?|\d{{1,6}}(?:\.\d{{1,4}})?)"
)
_HALF = re.compile(r"半(?:数|年(?![度级])|个(?:小时|月)|天|小时|日)|一半")
_DOUBLED = re.compile(r"翻(?:([一两二三四1-4]) ?)?番")

# What joins numbers.
_LATIN = re.compile("[A-Za-z]{1,5}")  # ml/min
_TO = re.compile(r" ?(?:[—–―─~-]{1,2}|至|到|一(?=\d)) ?")  # 一 is how OCR reads a dash
_LINKS = frozenset(" —–―─~-至到一")
_LIST = re.compile(r" ?(?:、|和|及|与|或|以及|或者) ?")
_INCLUSIVE = re.compile(r" ?\((?:不?含|包[含括]|不包括)[^()\n]{0,8}\)")
_RANGE_END = re.compile(rf"(?:{_INCLUSIVE.pattern})?(?:以下|以内|左右)?")

# Neighbours that make a number something else than a measure.
_MARKER = re.compile(r"[1-9]\d?\.(?=\d)")
_NO_BEFORE = frozenset("第*#№/")  # 第3批
_NO_BEFORE_NUMERAL = frozenset("0123456789.第几数“初+")
_THE_ONE = frozenset("每上下同这那新逐首头又当后先")  # 上一年, 最后一公里
_LASTING = frozenset("期为满足续示限达长约近")  # 公示期5日
_RANKED = frozenset("名位家强")  # 前10名
_NAMED = re.compile(r"行动|计划|规划|攻坚|滚动|会战|倍增|义务|一贯|制(?!定)")  # 三年行动, 九年义务教育
_REIGN = re.compile(r" ?\(\d{3,4}")  # 乾隆四十年(1775)
_AFTER_TENTH = frozenset(["", *"以左的、,。;)到至 \n"])  # 三成以上, but not 一成不变
_CHANGED = re.compile(
    r"(?:上调|下调|上浮|下浮|提高|提升|调整|调增|调减|调高|调低|增加|增长|扩大|降低|下降|降|减少|压缩)?[至到为]"
)
_NUMBERED = frozenset("第件表图页期号栋幢")
_NUMBERING = frozenset("号页期表图栋幢/")
_AROUND = ("以上", "以下", "以内", "的", "左右")

#: Bounds before a number that are adverbs or nouns, and link nothing to it.
_NO_VERBS = ("最", "约", "近", "至", "满", "年满", "不满", "未满", "上限", "下限", "大约", "接近", "≤", "≥", "〈", "〉")

# What may stand between a bound word and its number.
_SEGMENT = frozenset(",。;:、\n!?()“”")
_OUGHT = re.compile(r"给予|按照|奖励|罚款|予以|部分")
_VERBAL = re.compile(r"可|按|给|予|奖|补|资助|支持|达|不|享受|减|免|返|扶持|提供|申[请领]|[上下][浮调]|提高|增加")
_NOMINAL = re.compile(r"[额限率价期度量值线级层点]|比例|标准|水平|等级|工资|收入")


@dataclass(frozen=True, slots=True)
class _Unit:
    text: str
    kind: str
    spelled: bool
    guard: str


@dataclass(frozen=True, slots=True)
class _Bound:
    word: str
    bound: str


@dataclass(frozen=True, slots=True)
class _Rules:
    """The two tables, ready to look up: by first character, and bounds that stand before a number by their last."""

    units: dict[str, tuple[_Unit, ...]]
    before: dict[str, tuple[_Bound, ...]]
    after: dict[str, tuple[_Bound, ...]]
    apart: re.Pattern[str]
    verbal: frozenset[str]
    bounds: dict[str, str]
    spelled: re.Pattern[str]
    follow: frozenset[str]


@dataclass(slots=True)
class _Hit:
    """A number being read: ``value`` up to ``top`` of ``unit``; ``lead`` is where a bound word before it begins."""

    start: int
    end: int
    value: _Number
    top: _Number
    unit: str
    kind: str
    rule: str
    spelled: bool = False
    strong: bool = True
    lead: int = -1
    bound: str = ""
    after: bool = False
    apart: int = -1


@lru_cache(maxsize=8)
def _rules(lexicon: Lexicon) -> _Rules:
    units: dict[str, list[_Unit]] = {}
    for row in lexicon.table("units"):
        unit = _Unit(row["unit"], row["kind"], row["numerals"] == "yes", row["not_before"])
        units.setdefault(unit.text[0], []).append(unit)
    before: dict[str, list[_Bound]] = {}
    after: dict[str, list[_Bound]] = {}
    apart: list[str] = []
    verbal: set[str] = set()
    for row in lexicon.table("bounds"):
        bound = _Bound(row["word"], row["bound"])
        if row["place"] == "before":
            before.setdefault(bound.word[-1], []).append(bound)
        else:
            after.setdefault(bound.word[0], []).append(bound)
        if row["apart"]:
            apart.append(bound.word)
        if row["apart"] == "verb":
            verbal.add(bound.word)
    heads = "".join(sorted(head for head in units if not head.isascii()))
    return _Rules(
        {head: tuple(sorted(some, key=lambda u: -len(u.text))) for head, some in units.items()},
        {tail: tuple(sorted(some, key=lambda b: -len(b.word))) for tail, some in before.items()},
        {head: tuple(sorted(some, key=lambda b: -len(b.word))) for head, some in after.items()},
        re.compile("|".join(map(re.escape, sorted(apart, key=len, reverse=True))) or "(?!)"),
        frozenset(verbal),
        {row["word"]: row["bound"] for row in lexicon.table("bounds")},
        re.compile(f"[{NUMERAL}][{NUMERAL}]{{0,15}}+(?= ?[{re.escape(heads)}至到—–~-])"),
        frozenset(
            [head for head, some in units.items() if any(unit.kind != "per" for unit in some)]
            + [*_SCALES, *_LINKS, "余", "多", "/"]
        ),
    )


def _unit_at(text: str, at: int, rules: _Rules, *, below: bool = False) -> tuple[_Unit, int] | None:
    """The longest unit at a place that does not begin another word, and its end; ``below`` a stroke also 月."""
    wrapped = text.find("\n", at + 1, at + 5) > 0
    for unit in rules.units.get(text[at : at + 1], ()):
        end = at + len(unit.text)
        if not text.startswith(unit.text, at) and (not wrapped or (end := _over_line(text, unit.text, at)) < 0):
            continue
        if unit.kind == "per" and not below:
            continue
        following = text[end : end + 1]
        if following and following in unit.guard:
            continue
        if unit.text[-1].isascii() and unit.text[-1].isalpha() and following.isascii() and following.isalnum():
            continue
        return unit, end
    return None


def _over_line(text: str, word: str, at: int) -> int:
    """The end of a word that a line's end breaks (个⏎工作日, 以⏎上), -1 where it is not there."""
    end = at + len(word) + 1
    return end if text[at:end].replace("\n", "", 1) == word else -1


def _value(digits: str, scale: int) -> _Number | None:
    """The exact value of digits, thousands commas and a decimal point; None where they are too many to be a number."""
    if len(digits) > 24:
        return None
    digits = digits.replace(",", "")
    if "." not in digits:
        return int(digits) * scale
    exact = Decimal(digits) * scale
    return int(exact) if exact == exact.to_integral_value() else float(exact)


def _is_year(digits: str, text: str, end: int) -> bool:
    """Whether 年 behind four digits makes them a year of the calendar."""
    return (
        len(digits) == 4
        and digits[:2] in ("18", "19", "20", "21")
        and text[end : end + 3].lstrip(" \n").startswith("年")
    )


def _space(text: str, at: int, start: int) -> int:
    """One space is no separation, nor is a line's end (5⏎万元), unless the number is alone on its line (a table)."""
    letter = text[at : at + 1]
    if letter == " ":
        return at + 1
    return at + 1 if letter == "\n" and text[max(0, start - 3) : start].strip(" ")[-1:] not in ("", "\n") else at


def _measure(text: str, start: int, at: int, rules: _Rules) -> tuple[int, int, _Unit | None, str, bool]:
    """The scale (万, 亿), the end, the unit and its name behind a number up to ``at``, and whether 余 or 多 follows."""
    scale, more, units = 1, False, rules.units
    while True:
        letter = text[at : at + 1]
        if letter in (" ", "\n"):
            after = _space(text, at, start)
            if after > at and letter == " ":
                after = max(after, _space(text, after, start)) if text[after : after + 1] == "\n" else after
            if after > at:
                at, letter = after, text[after : after + 1]
        if letter in units and (found := _unit_at(text, at, rules)) is not None:
            unit, end = found
            name = unit.text
            if text[end : end + 1] in ("/", "·"):
                stop = _per(text, end, rules)
                name, end = name + text[end:stop], stop
            if (
                unit.kind == "time"
                and text[end : end + 1] in ("多", "余")
                and text[end + 1 : end + 2] not in ("个", "次")
            ):
                more = True
            return scale, end, unit, name, more
        if letter in _SCALES:
            scale *= _SCALES[letter]
        elif letter in ("余", "多") and not more:
            more = True
        else:
            return scale, at, None, "", more
        at += 1
        if scale > 10**16:
            return scale, at, None, "", more


def _per(text: str, at: int, rules: _Rules) -> int:
    """The end of what a compound unit is measured by: /平方米, /人·月."""
    while text[at : at + 1] in ("/", "·"):
        found = _unit_at(text, at + 1, rules, below=True)
        if found is not None:
            at = found[1]
        elif "一" <= text[at + 1 : at + 2] <= "鿿":
            at += 2
        elif (latin := _LATIN.match(text, at + 1)) is not None:
            at = latin.end()
        else:
            return at
    return at


def _number_at(text: str, at: int) -> tuple[str, int] | None:
    """The digits or the numeral that begins at a place, and its end."""
    match = _NUMBER.match(text, at) or _SPELLED.match(text, at)
    return (match.group(), match.end()) if match else None


def _read(token: str, scale: int) -> _Number | None:
    if token[0] in _DIGITS:
        return _value(token, scale)
    if len(token) > 1 and not _PLACES.intersection(token):
        return None  # 三五年, 二〇一五年
    number = read_numeral("一" + token if token[0] in "万亿" else token)  # 亿元以上, 万场以上
    return None if number is None else number * scale


def _span(text: str, start: int, token: str, end: int, rules: _Rules) -> _Hit | None:
    """The quantity that a number at ``start`` begins, with the other end of its range."""
    if _is_year(token, text, end):
        return None
    scale, stop, unit, name, more = _measure(text, start, end, rules)
    spelled = token[0] not in _DIGITS
    beyond = stop
    if unit is not None:
        if text.startswith("(", stop) and (reach := _INCLUSIVE.match(text, stop)) is not None:
            beyond = reach.end()
        if text.startswith("以上", beyond):
            beyond += 2  # 1200元以上至2500元以下
    if text[beyond : beyond + 1] in _LINKS and (link := _TO.match(text, beyond)) is not None:
        second = _number_at(text, link.end())
        if second is not None and not _is_year(second[0], text, second[1]):
            scale2, stop2, unit2, name2, _ = _measure(text, start, second[1], rules)
            if unit2 is not None and (unit is None or unit2.text.startswith(unit.text)):
                low, top = _read(token, scale), _read(second[0], scale2)
                if low is not None and top is not None:
                    if unit is None and scale == 1 and low * scale2 <= top:
                        low *= scale2  # 3—5万元
                    if low < top:
                        return _Hit(start, stop2, low, top, name2, unit2.kind, "range", spelled)
    if unit is None or (value := _read(token, scale)) is None:
        return None
    if "." in token and scale == 1 and unit.kind in ("count", "people"):
        return None  # 5.3处置评估: a section of a plan; things are counted whole
    hit = _Hit(start, stop, value, value, name, unit.kind, "digits", spelled)
    if unit.kind == "time" and text.startswith("半", stop) and unit.text in ("年", "天", "小时"):
        hit.value = hit.top = value + 0.5
        hit.end += 1
    if more:
        hit.bound = "low"
        if text[stop : stop + 1] in ("多", "余"):
            hit.end += 1
    if spelled:
        hit.rule = "numeral"
        bare = token[0] in "百千万亿〇零○"
        hit.strong = (unit.spelled or len(token) > 1) and not bare
    return hit


def _digits(text: str, rules: _Rules) -> Iterator[_Hit]:
    """What the scan for digits finds."""
    at = marked = 0
    follow = rules.follow
    while (run := _RUN.search(text, at)) is not None:
        start, at = run.span()
        token, end = run.group(), at
        if not token.isdecimal():
            token, end = _number_at(text, start) or (token, at)
            at = end
        following = text[end : end + 1]
        if (
            (following == " " or "." in token)
            and _opens(text, start)
            and not _whole_measure(text, start, token, end, rules)
        ):
            marker = _MARKER.match(text, start)  # 1.100家 at the head of a line is item 1, and so is 1 对
            at = marked = marker.end() if marker else end
            continue
        if following not in follow and following != "\n":
            continue
        if following == "年" and _is_year(token, text, end):
            continue
        before = text[start - 1 : start]
        behind = text[start - 2 : start - 1] if before and before in " \n" else before
        if (
            (behind.isascii() or behind in _NO_BEFORE or behind in "×“含")
            and start != marked
            and not _free(text, start, before, behind)
        ):
            continue
        hit = _span(text, start, token, end, rules)
        if hit is None and following == "/":
            hit = _ratio(text, start, token, end)
        elif hit is None and following in "万亿" and behind in ("由", "从"):
            hit = _bare(text, start, token, end)
        if hit is None:
            continue
        if _other(text, hit, behind) or (token[0] == "0" and token[1:2] in _DIGITS) or len(token) > 14:
            at = hit.end
            continue
        following = text[hit.end : hit.end + 1]
        if following == "+" or (following == "”" and before == "“"):
            continue
        at = hit.end
        yield hit


def _other(text: str, hit: _Hit, before: str) -> bool:
    """Whether a number with a unit is a date, a rank, a meeting's number or part of a name."""
    unit = hit.unit
    if unit == "日":
        return before == "月"
    if unit == "年":
        return _NAMED.match(text, hit.end) is not None
    if unit == "次":
        return before in ("届", "跑")  # 十五届94次常务会议, 最多跑一次
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


def _whole_measure(text: str, start: int, token: str, end: int, rules: _Rules) -> bool:
    """Whether digits that open a line are a number all the same: 0.8倍以上, 3 个工作日内, but not 1.100家 or 1 对…"""
    scale, _, unit, _, _ = _measure(text, start, end, rules)
    if unit is None:
        return False
    if "." in token:
        return token[0] == "0" or scale > 1 or unit.kind not in ("count", "people", "time")
    return len(unit.text) > 1 or scale > 1 or unit.kind not in ("count", "people")


def _ratio(text: str, start: int, token: str, end: int) -> _Hit | None:
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
    return _Hit(start, stop, top / base, top / base, "", "ratio", "fraction")


def _bare(text: str, start: int, token: str, end: int) -> _Hit | None:
    """由20万调整为30万元: the first of two amounts, its unit left out."""
    if _CHANGED.match(text, end + 1) is None or (value := _value(token, _SCALES[text[end]])) is None:
        return None
    return _Hit(start, end + 1, value, value, "", "money", "digits")


def _numerals(text: str, rules: _Rules) -> Iterator[_Hit]:
    """What the scan for Chinese numerals before a unit finds."""
    at = 0
    while (match := rules.spelled.search(text, at)) is not None:
        start, end = match.span()
        token = match.group()
        at = end
        before = text[start - 1 : start]
        if before and before in _NO_BEFORE_NUMERAL:
            continue
        if token[-1] == "千" and len(token) > 1 and text[end : end + 1] in "瓦米克伏卡":
            token, end = token[:-1], end - 1
        hit = _span(text, start, token, end, rules)
        if hit is None or _other(text, hit, before):
            continue
        the_one = token == "一" and hit.kind in ("time", "length") and before and before in _THE_ONE
        if the_one and not (before == "后" and text.startswith("内", hit.end)):  # 签订后一个月内 is a measure
            continue
        if hit.kind == "time" and (before == "每" or (hit.unit == "年" and _REIGN.match(text, hit.end))):
            continue
        if hit.unit == "成" and text[hit.end : hit.end + 1] not in _AFTER_TENTH:
            continue
        at = hit.end
        yield hit


def _shapes(text: str) -> Iterator[_Hit]:
    """Fractions, halves and doublings: words that are numbers without a unit of their own."""
    if "分之" in text:
        for match in _FRACTION.finditer(text):
            base = _whole(match.group(1))
            top = _whole(match.group(2))
            if not base or top is None or text[match.start() - 1 : match.start()] == "第":
                continue
            unit = {100: "%", 1000: "‰"}.get(int(base), "")
            value: _Number = top if unit else top / base
            yield _Hit(*match.span(), value, value, unit, "ratio", "fraction")
    if "半" in text:
        for match in _HALF.finditer(text):
            start, end = match.span()
            if text[start - 1 : start] in tuple("上下前后每大过多年个月") and start:
                continue
            unit = "" if match.group() in ("一半", "半数") else match.group()[1:]
            yield _Hit(start, end, 0.5, 0.5, unit, "time" if unit else "ratio", "half")
    if "番" in text:
        for match in _DOUBLED.finditer(text):
            times = _whole(match.group(1) or "1") or 1
            yield _Hit(*match.span(), int(2**times), int(2**times), "倍", "ratio", "doubling")


def _whole(token: str) -> _Number | None:
    """A number that may be spelled, with 点 for its decimal point."""
    if token[0] in _DIGITS:
        return _value(token, 1)
    whole, point, part = token.partition("点")
    number = read_numeral(whole)
    if number is None or not point:
        return number
    digits = [read_numeral(c) for c in part]
    return float(f"{number}." + "".join(map(str, digits)))


def _bound_after(text: str, hit: _Hit, rules: _Rules) -> None:
    """Takes 以上, (含)以下, 内 behind the unit."""
    end = hit.end
    while text[end : end + 1] in (" ", "\n") and end < hit.end + 1:
        end += 1
    inclusive = _INCLUSIVE.match(text, end) if text.startswith("(", end) else None
    if inclusive is not None:
        end = inclusive.end()
    for bound in rules.after.get(text[end : end + 1], ()):
        stop = end + len(bound.word)
        if not text.startswith(bound.word, end) and (stop := _over_line(text, bound.word, end)) < 0:
            continue
        if bound.word == "内" and (
            hit.kind not in ("time", "length") or text[stop : stop + 1] in tuple("容部外地陆涵蒙生需")
        ):
            return
        hit.bound, hit.end, hit.after = bound.bound, stop, True
        closing = _INCLUSIVE.match(text, stop)
        if closing is not None:
            hit.end = closing.end()
        return


def _bound_before(text: str, hit: _Hit, floor: int, rules: _Rules) -> None:
    """Takes 不低于, 至少, 超 right before the number, or apart from it in the same segment (不低于合同金额的20%)."""
    end = hit.start
    if text[end - 1 : end] in (" ", "\n") and end > floor:
        end -= 1
    for bound in rules.before.get(text[end - 1 : end] if end else "", ()):
        start = end - len(bound.word)
        if start >= floor and text.startswith(bound.word, start):
            # 低于平均水平1个百分点左右: the distance is about 1; otherwise what stands behind is stronger
            if not hit.after or (hit.bound == "exact" and bound.word not in ("低于", "高于")):
                hit.bound = bound.bound
            hit.lead = start
            return
    if hit.after or hit.bound:
        return
    low = max(floor, hit.start - 40)
    segment = text[low : hit.start]
    for found in reversed(list(rules.apart.finditer(segment))):
        if _governs(found.group(), segment[found.end() :].rstrip(), hit.unit, rules):
            hit.bound = rules.bounds[found.group()]
            hit.apart = low + found.start()
            return


def _governs(word: str, between: str, unit: str, rules: _Rules) -> bool:
    """Whether a bound word reaches over what stands between it and the number."""
    if not _SEGMENT.isdisjoint(between):
        return False
    if word in ("至少", "最少"):
        return True
    if word in rules.verbal:
        if _VERBAL.match(between):
            return len(between) <= 16
        return len(between) <= 8 and not _NOMINAL.search(between)
    if _OUGHT.search(between):
        return False
    if word[0] in "不未":
        return "的" not in between or between.endswith("的")
    # 低于全国平均水平1个百分点: the distance is exact
    return "的" not in between[:-1] and unit not in ("个百分点", "百分点", "个基点", "基点", "BP")


def _share(text: str, hits: list[_Hit]) -> None:
    """A bound around a list bounds every item: 不低于10%、20%; 100家、50家以上."""
    pairs = [
        (one, other)
        for one, other in pairwise(hits)
        if one.unit == other.unit and _LIST.fullmatch(text, one.end, other.start if other.lead < 0 else other.lead)
    ]
    for one, other in reversed(pairs):
        if other.after and not one.bound:
            one.bound, one.after = other.bound, True
    for one, other in pairs:
        if one.bound and not one.after and not other.bound:
            other.bound = one.bound


def _merge(hits: list[_Hit]) -> list[_Hit]:
    """100人以上300人以下 is one range."""
    out: list[_Hit] = []
    for hit in hits:
        last = out[-1] if out else None
        if (
            last is not None
            and last.end == hit.start
            and (last.bound, hit.bound) == ("low", "high")
            and last.unit == hit.unit
            and last.after
            and last.value < hit.value
        ):
            last.top, last.end, last.bound, last.rule = hit.value, hit.end, "", "range"
        else:
            out.append(hit)
    return out


def find_quantities(passage: Passage, lexicon: Lexicon, written: date | None = None) -> tuple[Quantity, ...]:
    """The numbers of a passage that measure something (数量), in document order, as bounds in base units.

    ``low`` and ``high`` are None where the bound is open; 万 and 亿 are taken into the value; a percentage has the unit
    ``%``, a fraction none. ``indicator`` is what is measured, where the words show it plainly, ``base`` what it is compared
    with, ``cue`` the word that makes it a target. ``written`` is not needed; ``latest`` is left to the caller.

    >>> from policy_extract.lexicon import load_lexicon
    >>> p = Passage.of("年内聘用首席质量官的企业达到500家以上,补助最高不超过100万元,能耗比2020年下降13.5%")
    >>> for q in find_quantities(p, load_lexicon()):
    ...     print(q.text, q.low, q.high, q.unit, q.indicator, q.base)
    500家以上 500 None 家 聘用首席质量官的企业 None
    最高不超过100万元 None 1000000 元 补助 None
    13.5% 13.5 13.5 % 能耗 比2020年
    """
    text = passage.text
    rules = _rules(lexicon)
    found = sorted([*_digits(text, rules), *_numerals(text, rules), *_shapes(text)], key=lambda h: (h.start, -h.end))
    hits: list[_Hit] = []
    floor = 0
    for hit in found:
        if hit.start < floor:
            continue
        if hit.rule != "range":
            _bound_after(text, hit, rules)
            _bound_before(text, hit, floor, rules)
        elif (end := _RANGE_END.match(text, hit.end)) is not None:
            hit.end = end.end()
        if hit.unit == "日" and not hit.bound and text[hit.start - 1 : hit.start] not in _LASTING:
            continue  # 4月16日至18日: a day of the month
        if not hit.strong and not hit.bound and not _repeated(text, hit, floor):
            continue
        hits.append(hit)
        floor = hit.end
    _share(text, hits)
    hits = _merge(hits)
    start = passage.start
    out = []
    for hit, measured in zip(hits, _measured(text, hits, lexicon), strict=True):
        begin = hit.start if hit.lead < 0 else hit.lead
        named = measured.start >= 0
        out.append(
            Quantity(
                start + begin,
                start + hit.end,
                passage.raw(begin, hit.end),
                None if hit.bound == "high" else hit.value,
                None if hit.bound == "low" else hit.top,
                hit.unit,
                hit.rule,
                passage.raw(measured.start, measured.end) if named else None,
                measured.base,
                clause=passage.clause,
                indicator_start=start + measured.start if named else None,
                indicator_end=start + measured.end if named else None,
                cue=measured.cue,
            )
        )
    return tuple(out)


def _measured(text: str, hits: list[_Hit], lexicon: Lexicon) -> list[Measured]:
    """What each number measures; in 由20%提高到30% and 3万元、5万元补贴 the numbers share it."""
    found: list[Measured] = []
    begins = [hit.start if hit.lead < 0 else hit.lead for hit in hits]
    makes = target_verbs(lexicon)
    floor = 0
    for i, hit in enumerate(hits):
        limit = begins[i + 1] if i + 1 < len(hits) else len(text)
        bounded = hit.lead >= 0 or bool(hit.bound) or hit.value != hit.top
        exceeds = hit.lead >= 0 and not text.startswith(_NO_VERBS, hit.lead)
        carried = found[-1].cue if i and text[floor : floor + 1] == "、" and found[-1].cue in makes else None
        measured = describe(
            text,
            lexicon,
            floor,
            begins[i],
            hit.end,
            limit,
            hit.kind,
            bounded,
            hit.apart,
            exceeds=exceeds,
            carried=carried,
        )
        if i and measured.start < 0:
            measured = _as_before(text, floor, begins[i], hits[i - 1], hit, found[-1], measured, lexicon)
        found.append(measured)
        floor = hit.end
    for i in range(len(hits) - 1, 0, -1):
        one, other = found[i - 1], found[i]
        shared = one.start < 0 <= other.start and hits[i - 1].kind == hits[i].kind
        if shared and _LIST.fullmatch(text, hits[i - 1].end, begins[i]):
            found[i - 1] = replace(one, start=other.start, end=other.end)
    return found


def _as_before(
    text: str, floor: int, begin: int, last: _Hit, hit: _Hit, before: Measured, measured: Measured, lexicon: Lexicon
) -> Measured:
    """The number with the name of the one before it, where the words between the two say that they share it."""
    gap = text[floor:begin]
    if len(gap) < 12 and last.kind == hit.kind and (_LIST.fullmatch(gap) or moves(gap, lexicon)):
        return replace(before, cue=measured.cue or before.cue)
    if hit.kind == "ratio" and moves_on(text, floor, begin):
        return replace(measured, start=before.start, end=before.end)
    return granted_before(text, floor, begin, measured, before) if hit.kind == "money" else measured


def _repeated(text: str, hit: _Hit, floor: int) -> bool:
    """每季度召开一次: a numeral that says how often is a measure."""
    if hit.unit not in ("次", "场", "期", "轮") or text[hit.end : hit.end + 1] == "性":
        return False
    head = text[max(floor, hit.start - 16) : hit.start]
    return "每" in head and _SEGMENT.isdisjoint(head[head.rfind("每") :])
