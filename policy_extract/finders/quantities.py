"""Numbers with a unit (数量): 500家以上, 不超过100万元, 5%—8%, 三分之一, 翻一番.

One scan meets the digits and one the Chinese numerals that stand before the first character of a unit; what follows is
looked up in ``units.csv`` (the longest first) and ``bounds.csv``. Dates, ordinals, document numbers, slogans (1+3+8)
and determiners (一批, 两个) have no unit, the wrong neighbour, or a numeral that only counts beside a bound.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from policy_extract.lexicon import Lexicon
from policy_extract.model import Quantity
from policy_extract.numerals import NUMERAL, read_numeral
from policy_extract.text import Passage

__all__ = ["find_quantities"]

Number = int | float

_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8, "萬": 10**4, "億": 10**8}
_PLACES = frozenset("十百千万亿")
_DIGITS = frozenset("0123456789")
#: 716,075 is one number, and the half-width comma of a list (300,500家) never stands before exactly three digits.
_NUMBER = re.compile(r"[0-9]{1,3}(?:,[0-9]{3}){1,5}(?![0-9,])|[0-9]+(?:\.[0-9]+)?")
_RUN = re.compile(r"[0-9][0-9,.]*")
_SPELLED = re.compile(f"[{NUMERAL}]{{1,16}}")
_TO = re.compile(r" ?(?:[—–―─~-]{1,2}|至|到|一(?=\d)) ?")  # 一 is how OCR reads a dash
_INCLUSIVE = re.compile(r" ?\((?:不?含|包[含括]|不包括)[^()\n]{0,8}\)")
_LINKS = frozenset(" —–―─~-至到一")
_FRACTION = re.compile(rf"([{NUMERAL}]{{1,6}}|\d{{1,6}})分之([{NUMERAL}]{{1,8}}(?:点[{NUMERAL}]{{1,4}})?|\d{{1,6}}(?:\.\d{{1,4}})?)")
_HALF = re.compile(r"半(?:数|年(?![度级])|个(?:小时|月)|天|小时|日)|一半")
_DOUBLED = re.compile(r"翻(?:([一两二三四1-4]) ?)?番")
_MARKER = re.compile(r"\d{1,3}\.(?=\d)")
#: Before these a number is an ordinal, a slogan, a product or part of a name: 第3批, 1+3+8, 7×24小时.
_NO_BEFORE = frozenset("第×*#№/")
_TODAY = frozenset("每上下同这那新逐首头又当后")
_RANKED = frozenset("名位家强")
_LIST = re.compile(r" ?(?:、|和|及|与|或|以及|或者) ?(?:(?:不|未)?\w{0,2})?")
_SEGMENT = frozenset(",。;:、\n!?()“”")
_PLAN = re.compile(r"(?:行动|计划|规划|攻坚|滚动|会战|倍增|义务|一贯|制(?!定))")
_AROUND = ("以上", "以下", "以内", "的", "左右")
_REIGN = re.compile(r" ?\(\d{3,4}")  # 乾隆四十年(1775)
_OUGHT = re.compile(r"给予|按照|奖励|罚款|予以|部分")
_VERBAL = re.compile(r"可|按|给|予|奖|补|资助|支持|达|不|享受|减|免|返|扶持|提供|申[请领]|上[浮调]|下[浮调]|提高|增加")
_NOMINAL = re.compile(r"[额限率价期度量值线级层点]|比例|标准|水平|等级|工资|收入")
_BASE = re.compile(r"[同环]比|[比较][^比较]{1,16}?(?=增|提高|提升|下降|降|减|上升|上浮|翻|压|扩大|缩|多|高|低|少)")
_CUE = re.compile(
    r"(?:达到?|[增提扩降减缩延放压调上扩]\w{0,2}[至到为]|控制在|稳定在|保持在|维持在|突破|超过|为|是|实现|占比?)$|"
    r"(?:增长|下降|提高|降低|减少|增加|提升|上浮|下浮|上调|下调|缩短|延长|压减|压缩)率?$"
)
_CUE_ENDS = frozenset("达到至为在破过是现比占长降高少加升浮调短减缩率")
_STOPS = frozenset(",。;:\n!?")
_TRAILING = (
    *("分别", "总体", "平均", "均", "要", "应", "须", "需", "将", "统一", "累计", "力争", "争取", "确保", "原则上"),
    *("再", "可", "同比", "环比", " "),
)
_ACTS = re.compile(r"^(?:给予|发放|举办|组织|提供|培育|建设|建成|新增|新建|安排|开展|培训|打造|引进|筹集|完成|投入|[按在])|(?:给予|发放|有|设)$")
_LEADING = re.compile(
    r"^(?:\([一二三四五六七八九十\d]{1,3}\)|\d{1,3}\.|(?:到|至)?\d{4} ?年底?前?|年底前?|其中|力争|确保|争取|推动|使|将|把|对|实现|并|且|全年|要|预计|计划|、| )+"
)


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
    """The two tables, ready to look up: units and bounds by their first character, bounds before a number by their last."""

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
    value: Number
    top: Number
    unit: str
    kind: str
    rule: str
    spelled: bool = False
    strong: bool = True
    lead: int = -1
    bound: str = ""
    after: bool = False


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
        re.compile(f"[{NUMERAL}][{NUMERAL}]{{0,15}}+(?= ?[{re.escape(heads)}])"),
        frozenset(
            [head for head, some in units.items() if any(unit.kind != "per" for unit in some)]
            + [*_SCALES, *_LINKS, "余", "多", "/"]
        ),
    )


def _unit_at(text: str, at: int, rules: _Rules, *, below: bool = False) -> _Unit | None:
    """The longest unit that stands at a place and is not the beginning of another word; ``below`` a stroke also 月."""
    for unit in rules.units.get(text[at : at + 1], ()):
        if text.startswith(unit.text, at) and (below or unit.kind != "per"):
            end = at + len(unit.text)
            following = text[end : end + 1]
            if following and (following in unit.guard):
                continue
            if unit.text[-1].isascii() and unit.text[-1].isalpha() and following.isascii() and following.isalnum():
                continue
            return unit
    return None


def _value(digits: str, scale: int) -> Number | None:
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
        and (text.startswith("年", end) or text.startswith(" 年", end))
    )


def _space(text: str, at: int, start: int) -> int:
    """One space is no separation, nor is a line's end (5⏎万元), unless the number is alone on its line (a table)."""
    letter = text[at : at + 1]
    if letter == " ":
        return at + 1
    return at + 1 if letter == "\n" and text[max(0, start - 3) : start].strip(" ")[-1:] not in ("", "\n") else at


def _measure(text: str, start: int, at: int, rules: _Rules) -> tuple[int, int, _Unit | None, bool]:
    """The scale (万, 亿), the end and the unit behind a number up to ``at``, and whether 余 or 多 follows it."""
    scale, more, units = 1, False, rules.units
    while True:
        letter = text[at : at + 1]
        if letter in (" ", "\n"):
            after = _space(text, at, start)
            if after > at:
                at, letter = after, text[after : after + 1]
        if letter in units and (unit := _unit_at(text, at, rules)) is not None:
            end = at + len(unit.text)
            if text[end : end + 1] in ("/", "·"):
                end = _per(text, end, rules)
            if unit.kind == "time" and text[end : end + 1] in ("多", "余") and not text.startswith("多个", end):
                more = True
            return scale, end, unit, more
        if letter in _SCALES:
            scale *= _SCALES[letter]
        elif letter in ("余", "多") and not more:
            more = True
        else:
            return scale, at, None, more
        at += 1
        if scale > 10**16:
            return scale, at, None, more


def _per(text: str, at: int, rules: _Rules) -> int:
    """The end of what a compound unit is measured by: /平方米, /人·月, /(户·年)."""
    while text[at : at + 1] in ("/", "·") and text[at : at + 1]:
        place = at + 1
        unit = _unit_at(text, place, rules, below=True)
        if unit is not None:
            at = place + len(unit.text)
        elif "一" <= text[place : place + 1] <= "鿿":
            at = place + 1
        else:
            return at
    return at


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


def _span(text: str, start: int, token: str, end: int, rules: _Rules) -> _Hit | None:
    """The quantity that a number at ``start`` begins, with the other end of its range."""
    if _is_year(token, text, end):
        return None
    scale, stop, unit, more = _measure(text, start, end, rules)
    beyond = stop
    if unit is not None:
        if text.startswith("(", stop) and (reach := _INCLUSIVE.match(text, stop)) is not None:
            beyond = reach.end()
        if text.startswith("以上", beyond):
            beyond += 2  # 1200元以上至2500元以下
    if text[beyond : beyond + 1] in _LINKS and (link := _TO.match(text, beyond)) is not None:
        second = _number_at(text, link.end())
        if second is not None and not _is_year(second[0], text, second[1]):
            scale2, stop2, unit2, _ = _measure(text, start, second[1], rules)
            if unit2 is not None and (unit is None or unit2.text.startswith(unit.text)):
                low, top = _read(token, scale), _read(second[0], scale2)
                if low is not None and top is not None:
                    if unit is None and scale == 1 and low * scale2 <= top:
                        low *= scale2
                    if low < top:
                        name = _name(text, stop2, unit2, second[1])
                        return _Hit(start, stop2, low, top, name, unit2.kind, "range", token[0] not in _DIGITS)
    if unit is None:
        return None
    value = _read(token, scale)
    if value is None:
        return None
    name = _name(text, stop, unit, end)
    hit = _Hit(start, stop, value, value, name, unit.kind, "digits")
    if unit.kind == "time" and text.startswith("半", stop) and unit.text in ("年", "天", "小时"):
        hit.value = hit.top = value + 0.5
        hit.end += 1
    if more:
        hit.bound = "low"
        if text[stop : stop + 1] in ("多", "余"):
            hit.end += 1
    if token[0] not in _DIGITS:
        hit.rule, hit.spelled = "numeral", True
        long = len(token) > 1 and token[0] not in "百千万亿"
        hit.strong = (unit.spelled or long) and token[0] not in "百千万亿〇零○"
    return hit


def _name(text: str, stop: int, unit: _Unit, after: int) -> str:
    """The unit as written, with what a compound unit is measured by."""
    if text.endswith(unit.text, after, stop):
        return unit.text
    at = text.rfind(unit.text, after, stop)
    slash = text.find("/", after, stop)
    if slash >= 0:
        at = text.rfind(unit.text, after, slash)
    return text[at:stop] if at >= 0 else unit.text


def _digits(text: str, rules: _Rules) -> Iterator[_Hit]:
    """What the scan for digits finds."""
    at = 0
    follow = rules.follow
    while (run := _RUN.search(text, at)) is not None:
        start, at = run.span()
        token, end = run.group(), at
        if not token.isdecimal():
            token, end = _number_at(text, start) or (token, at)
            at = end
        following = text[end : end + 1]
        if following not in follow and not (following == "\n" or _opens(text, start)):
            continue
        if ("." in token or text[end : end + 1] == " ") and _opens(text, start):
            marker = _MARKER.match(text, start)  # 1.100家 at the head of a line is item 1, and so is 1 对
            at = marker.end() if marker else end
            continue
        if following == "年" and _is_year(token, text, end):
            continue
        before = behind = text[start - 1 : start]
        if behind in " \n" and behind:
            before = text[start - 2 : start - 1]
        if before.isascii() or before in _NO_BEFORE or before == "“" == behind or before == "含":
            if not _free(text, start, before, behind):
                continue
        hit = _span(text, start, token, end, rules)
        if hit is None:
            if text.startswith("/", end):
                hit = _ratio(text, start, token, end)
            if hit is None:
                continue
        if hit.unit == "起" and before in tuple("自从由") or token[0] == "0" and token[1:2].isdigit():
            continue
        if before == "月" and hit.unit == "日" or before == "前" and hit.unit in _RANKED:
            at = hit.end
            continue
        if hit.unit == "年" and _PLAN.match(text, hit.end):
            continue
        following = text[hit.end : hit.end + 1]
        if following == "+" or (following == "”" and text.startswith("“", start - 1)):
            continue
        at = hit.end
        yield hit


def _free(text: str, start: int, before: str, behind: str) -> bool:
    """Whether the mark before a number leaves it a quantity; a letter, an ordinal, a slogan or a product does not."""
    earlier = text[start - 2 : start - 1]
    if not before:
        return True
    if before == "×":
        return not earlier.isdigit()  # 150cm×240cm, but not 7×24小时
    if before in _NO_BEFORE or before.isalpha() or before == "含":
        return False  # (含60%) repeats the bound
    if before == "+":
        return earlier.isalpha()  # LPR+50BP
    if before == "-":
        return not earlier.isalnum()
    if before == ":":
        return earlier not in _DIGITS
    return behind not in ("“", '"', ".")


def _opens(text: str, at: int) -> bool:
    """Whether a place is the first of a line that begins a new sentence."""
    head = text[max(0, at - 3) : at].rstrip(" ")
    if not head:
        return True
    if head[-1] != "\n":
        return False
    head = text[max(0, at - 8) : at].rstrip()
    return not head or head[-1] in "。;:!?)"


def _ratio(text: str, start: int, token: str, end: int) -> _Hit | None:
    """1/3 as a measure, which only a particle or a bound behind it shows."""
    match = _NUMBER.match(text, end + 1)
    if match is None or len(token) > 2 or len(match.group()) > 2 or "." in token + match.group():
        return None
    top, base = int(token), int(match.group())
    stop = match.end()
    if not 0 < top < base or text[start - 1 : start] != "的" and not text.startswith(_AROUND, stop):
        return None
    return _Hit(start, stop, top / base, top / base, "", "ratio", "fraction")


def _numerals(text: str, rules: _Rules) -> Iterator[_Hit]:
    """What the scan for Chinese numerals before a unit finds."""
    at = 0
    while (match := rules.spelled.search(text, at)) is not None:
        start, end = match.span()
        token = match.group()
        at = end
        before = text[start - 1 : start]
        if before in _DIGITS and before or before in (".", "第", "几", "数", "“", "初", "+") and before:
            continue
        if token[-1] == "千" and len(token) > 1 and text[end : end + 1] in "瓦米克伏卡":
            token, end = token[:-1], end - 1
        hit = _span(text, start, token, end, rules)
        if hit is None:
            continue
        if before == "前" and hit.unit in _RANKED or before == "月" and hit.unit == "日":
            continue
        if token == "一" and hit.kind in ("time", "length") and before in _TODAY and before:
            continue
        if hit.kind == "time" and (before == "每" or _PLAN.match(text, hit.end)):
            continue
        if hit.unit == "次" and before == "跑":
            continue  # 最多跑一次 is a slogan
        if hit.unit == "年" and _REIGN.match(text, hit.end):
            continue
        if hit.unit == "成" and text[hit.end : hit.end + 1] not in ("", *"以左的、,。;)到至 \n"):
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
            value: Number = top if unit else top / base
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


def _bound_after(text: str, hit: _Hit, rules: _Rules) -> None:
    """Takes 以上, (含)以下, 内 behind the unit."""
    end = hit.end
    while text[end : end + 1] in (" ", "\n") and end < hit.end + 1:
        end += 1
    inclusive = _INCLUSIVE.match(text, end) if text.startswith("(", end) else None
    if inclusive is not None:
        end = inclusive.end()
    for bound in rules.after.get(text[end : end + 1], ()):
        if not text.startswith(bound.word, end):
            continue
        stop = end + len(bound.word)
        if bound.word == "内" and (
            hit.kind not in ("time", "length") or text[stop : stop + 1] in tuple("容部外地陆涵蒙生需")
        ):
            return
        hit.bound, hit.end, hit.after = bound.bound, stop, True
        closing = _INCLUSIVE.match(text, stop)
        if closing is not None:
            hit.end = closing.end()
        return
    if inclusive is not None and hit.value != hit.top:
        hit.end = inclusive.end()


def _bound_before(text: str, hit: _Hit, floor: int, rules: _Rules) -> None:
    """Takes 不低于, 至少, 超 right before the number, or apart from it in the same segment (不低于合同金额的20%)."""
    end = hit.start
    if text[end - 1 : end] in (" ", "\n") and end > floor:
        end -= 1
    for bound in rules.before.get(text[end - 1 : end] if end else "", ()):
        start = end - len(bound.word)
        if start >= floor and text.startswith(bound.word, start):
            if not hit.after or hit.bound == bound.bound or hit.bound == "exact" != bound.bound:
                if not (hit.after and hit.bound == "exact" and bound.word in ("低于", "高于")):
                    hit.bound = bound.bound
            hit.lead = start
            return
    if hit.after or hit.bound:
        return
    segment = text[max(floor, hit.start - 40) : hit.start]
    for found in reversed(list(rules.apart.finditer(segment))):
        if _governs(found.group(), segment[found.end() :].rstrip(), hit.unit, rules):
            hit.bound = rules.bounds[found.group()]
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
    return "的" not in between[:-1] and unit not in ("个百分点", "百分点", "BP")


def _share(text: str, hits: list[_Hit]) -> None:
    """A bound around a list bounds every item: 不低于10%、20%, 100家、50家以上."""
    joined = [
        bool(a.end <= b.start and b.start - a.end <= 4 and _LIST.fullmatch(text, a.end, b.start if b.lead < 0 else b.lead))
        for a, b in zip(hits, hits[1:], strict=False)
    ]
    for i in range(len(joined) - 1, -1, -1):
        one, other = hits[i], hits[i + 1]
        if joined[i] and other.after and other.bound and not one.bound and one.unit == other.unit:
            one.bound, one.after = other.bound, True
    for i, linked in enumerate(joined):
        one, other = hits[i], hits[i + 1]
        if linked and one.bound and not one.after and not other.bound and one.unit == other.unit:
            other.bound = one.bound


def _merge(text: str, hits: list[_Hit]) -> list[_Hit]:
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


def _context(text: str, hit: _Hit, floor: int) -> tuple[str | None, str | None]:
    """What is measured, and against what: the words of the segment before the number."""
    end = hit.start if hit.lead < 0 else hit.lead
    at, head = end, max(floor, end - 40)
    while at > head and text[at - 1] not in _STOPS:
        at -= 1
    segment = text[at:end]
    base = None
    if "比" in segment or "较" in segment:
        found = _BASE.search(segment)
        if found is not None:
            base = found.group().strip()
            segment = segment[: found.start()] + segment[found.end() :]
    segment = _without_tail(segment)
    cue = _CUE.search(segment, max(0, len(segment) - 6)) if segment[-1:] in _CUE_ENDS else None
    if cue is None:
        if hit.lead < 0 or _ACTS.search(segment):
            return None, base
    else:
        segment = segment[: cue.start()]
    lead = _LEADING.match(segment)
    noun = _without_tail(segment[lead.end() :] if lead else segment).strip("、 ")
    if len(noun) < 2 or noun[0] == "的" or "  " in noun or noun.count("(") != noun.count(")"):
        return None, base
    return noun, base


def _without_tail(segment: str) -> str:
    """The segment without the adverbs that end it: 分别, 力争, 要."""
    while segment.endswith(_TRAILING):
        segment = segment.removesuffix(next(word for word in _TRAILING if segment.endswith(word)))
    return segment


def find_quantities(passage: Passage, lexicon: Lexicon, written: date | None = None) -> tuple[Quantity, ...]:
    """The numbers of a passage that measure something (数量), in document order, as bounds in base units.

    ``low`` and ``high`` are None where the bound is open; 万 and 亿 are taken into the value; a percentage has the unit
    ``%``, a fraction none. ``written`` is not needed; ``clause`` and ``latest`` are left to the caller.

    >>> from policy_extract.lexicon import load_lexicon
    >>> p = Passage.of("年内聘用首席质量官的企业达到500家以上,补助最高不超过100万元,能耗比2020年下降13.5%")
    >>> for q in find_quantities(p, load_lexicon()):
    ...     print(q.text, q.low, q.high, q.unit, q.indicator, q.base)
    500家以上 500 None 家 年内聘用首席质量官的企业 None
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
        elif text.startswith("以下", hit.end):
            hit.end += 2
        if not hit.strong and not hit.bound and not _repeated(text, hit, floor):
            continue
        hits.append(hit)
        floor = hit.end
    _share(text, hits)
    hits = _merge(text, hits)
    out = []
    floor, start = 0, passage.start
    for hit in hits:
        begin = hit.start if hit.lead < 0 else hit.lead
        indicator, base = _context(text, hit, floor)
        low = None if hit.bound == "high" else hit.value
        high = None if hit.bound == "low" else hit.top
        out.append(
            Quantity(
                start + begin, start + hit.end, passage.raw(begin, hit.end), low, high, hit.unit, hit.rule, indicator, base
            )
        )
        floor = hit.end
    return tuple(out)


def _repeated(text: str, hit: _Hit, floor: int) -> bool:
    """每季度召开一次: a numeral that says how often is a measure."""
    if hit.unit not in ("次", "场", "期", "轮") or text[hit.end : hit.end + 1] == "性":
        return False
    head = text[max(floor, hit.start - 16) : hit.start]
    return "每" in head and _SEGMENT.isdisjoint(head[head.rfind("每") :])
