"""When work is due (完成时限): 年内, 2015年底前, 到2025年, 完成时限:2024年10月, 自…至….

Every 年, 月, 季度 and 半年 is met; what stands around each is read as a point of time. Its neighbours, the cues of
``deadlines.toml``, then say whether it is a deadline: 前 and 底 are one by themselves; a bare period is one where it
opens its segment or follows 力争, 确保, 在. A start (5月1日起), a comparison (比2020年), history and the validity of
the document (有效期至) are none; 三年内 and 30日内 measure, and are quantities.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from policy_extract.frozen import replaced
from policy_extract.lexicon import Lexicon
from policy_extract.model import Deadline, Quantity
from policy_extract.numerals import read_numeral, read_year
from policy_extract.text import BY_START, Passage

__all__ = ["find_deadlines", "govern"]

_CN: Final = "一二三四五六七八九十"
_ZERO: Final = "〇○零OoＯ0"
_DASH: Final = r"(?:[—–―─~-]{1,2}|至|到)"
_MONTH: Final = rf"(?:1[0-2]|0?[1-9]|十[一二]?|[{_CN[:9]}]) ?月份?"
_DAY: Final = rf"(?:3[01]|[12]\d|0?[1-9]|三十一?|二?十[{_CN[:9]}]?|[{_CN[:9]}]) ?[日号]"
_QUARTER: Final = rf"第?[一二三四1-4](?: ?(?:[、和及]|{_DASH}) ?第?[一二三四1-4])?个?季度末?"
_QUARTERS: Final = re.compile(rf"(?:前[二三23]个?|第?[一二三四1-4](?: ?(?:[、和及]|{_DASH}) ?第?[一二三四1-4])?个?) ?$")
_COUNTED: Final = frozenset("一二三四五六七八九十两几数多半余上去前往历近个")  # 三年内, 上年末
#: What stands right before 年 and 月 in a point of time, or behind 年 in one that has no number (年底).
_BEFORE_YEAR: Final = frozenset(f"0123456789 今本明当次来翌全{_CN}{_ZERO}")
_BEHIND_YEAR: Final = frozenset("底末内")
_BEFORE_MONTH: Final = frozenset(f"0123456789 {_CN}")
_POINT: Final = re.compile(
    rf"(?:(?P<year>(?:19|20)\d\d|二[{_ZERO}][{_CN}{_ZERO}]{{2}}|[今本明当次来翌]) ?年)?"
    rf"(?: ?(?:\d{{1,2}} ?(?:{_DASH}|、) ?)?(?P<month>{_MONTH})"
    rf"(?: ?(?P<day>{_DAY})| ?(?P<third>底|末|初|上旬|中旬|下旬))?"
    rf"| ?(?P<period>前[二三23]个?季度|{_QUARTER}|[上下]半年|全年|年中|年?[底末内初](?![容部地外陆次步级中审])))?"
)
_JOINS: Final = frozenset("—–―─~-至到、和 ")
_LINK: Final = re.compile(rf" ?(?:\(不?含[^()]{{0,4}}\))?(?:起|始)?(?:持续|延续|延长)? ?(?P<to>{_DASH}|、|和|及|与) ?")
_LINK_HEADS: Final = frozenset(" (起始持延—–―─~-至到、和及与")  # all that it may begin with, as below
_TAIL: Final = re.compile(
    r" ?(?:\(不?含[^()]{0,4}\))?(?:之前|以前(?!年)|前(?! ?言|[期三后端沿述景往列置瞻])|止|之内|以内|内(?![容部地外陆])|期间|间(?!接))"
)
_TAIL_HEADS: Final = frozenset(" (之以前止内期间")
_FIRST_YEAR: Final = re.compile(rf"((?:19|20)\d\d) ?(?:{_DASH}|、|和) ?$")
_FIRST_MONTH: Final = re.compile(rf"(?<![\d:.])(\d{{1,2}}) ?(?:{_DASH}|、) ?$")
#: How many characters a deadline reaches over behind itself, and how near it must stand behind a number.
_FAR, _NEAR = 300, 12
#: What ends a sentence, a line's end too where a mark stands before it; what parts a number from a deadline behind it.
_ENDED: Final = re.compile(r"[。!?]|(?<=[。;:!?)])\n|\n ?\n")
_AWAY: Final = re.compile(r"[。;:!?\n]")
_PLAN_END: Final = re.compile(r"十([一二三四五])五[”\"]?(?:规划)?(?:时期|期)?末(?:期)?(?:之?前)?")
#: 自本措施印发之日起至2025年12月31日: the range whose first end is an event and no date.
_SINCE: Final = re.compile(
    r"(?:(?:自|从|由)[^,。;:\n自从由]{0,24}(?:(?:之日|当日|次日|当天|日)?(?:起|始)|之日)|即日起"
    r"|(?<![^,。;:\n(])[^,。;:\n自从由]{0,12}(?:印发|发布|公布|实施|施行|发文)之日起?)(?:执行|施行|实施)?$"
)
_TERM_TO: Final = ("限截至", "期截至", "间截至", "策截至", "行截至", "施截至")
_OPENING: Final = frozenset(",。;:\n!?).(")
_MARKED: Final = re.compile(rf"(?:^|\n)(?:[{_CN}]{{1,3}}|\d{{1,2}})、$")
_MONTHS: Final = re.compile(r"[\d一二三四五六七八九十年月初中上下旬底末份至到—–―─~、 -]+")
_PHASE: Final = re.compile(rf" *(?:  |\([{_CN}\d]{{1,3}}\)|[{_CN}\d]{{1,3}}[、.]|第[{_CN}]阶段[:,]?)[^。,;:()]{{2,16}}")
_RELATIVE: Final = {"今": 0, "本": 0, "明": 1}
_EVERY: Final = re.compile(r"每(?:一?个?(?:季度|月|学期)|一?(?:学年|年)(?:年)?) ?$")
_DONE: Final = re.compile(r"[^。;\n]{0,28}(?:已|曾)|[^,。;\n]{1,8}了(?!解)")
_STOCK: Final = ("余额", "存量", "人口", "结余")
_TITLE: Final = re.compile(r"[,。;:\d]")
_SPEECH: Final = re.compile(r"[。!?;\n]")


@dataclass(frozen=True, slots=True)
class _Cues:
    """The cues by name: literal words, or patterns (those before a point end at it, those after it begin there)."""

    until: tuple[str, ...]
    pledge: tuple[str, ...]
    condition: tuple[str, ...]
    phase: tuple[str, ...]
    label: re.Pattern[str]
    validity: re.Pattern[str]
    promised: re.Pattern[str]
    history: re.Pattern[str]
    settled: re.Pattern[str]
    noun: re.Pattern[str]
    qualifies: re.Pattern[str]
    ends: frozenset[str]  # the last characters of the words before a point, for speed


class _Point:
    """A point of time as written: ``year`` is None where the context gives it, ``relative`` is 今, 明, 次 …"""

    def __init__(
        self,
        start: int,
        end: int,
        year: int | None = None,
        relative: str = "",
        month: int | None = None,
        day: int | None = None,
        third: str = "",
        period: str = "",
    ) -> None:
        self.start = start
        self.end = end
        self.year = year
        self.relative = relative
        self.month = month
        self.day = day
        self.third = third
        self.period = period

    @property
    def firm(self) -> bool:
        """Whether 底 or 内 makes it a deadline without any cue."""
        return self.third in ("底", "末") or self.period in ("年底", "底", "年内", "内")

    def last(self, year: int) -> date:
        """The last day of the point in a year."""
        month = self.month
        if month is None and "季度" in self.period:
            month = 3 * _quarter(self.period)
        if month is not None:
            day = monthrange(year, month)[1]
            if self.day is not None:
                day = min(self.day, day)
            elif self.third == "上旬" or self.third == "中旬":
                day = 10 if self.third == "上旬" else 20
            return date(year, month, day)
        if self.period in ("上半年", "年中"):
            return date(year, 6, 30)
        return date(year, 12, 31)


def _quarter(period: str) -> int:
    """The last quarter that the words name: 二、三季度 is 3."""
    for c in reversed(period):
        if c in "1234":
            return int(c)
        if c in "一二三四":
            return "一二三四".index(c) + 1
    return 4


@lru_cache(maxsize=8)
def _cues(lexicon: Lexicon) -> _Cues:
    rows = lexicon.cues("deadlines")

    def words(name: str) -> tuple[str, ...]:
        return tuple(sorted(rows[name]["words"], key=len, reverse=True))

    def pattern(name: str) -> re.Pattern[str]:
        source = rows[name]["pattern"]
        return re.compile(f"(?:{source})$" if rows[name]["place"] == "before" else source)

    return _Cues(
        until=words("until"),
        pledge=words("pledge"),
        condition=words("condition"),
        phase=words("phase"),
        label=pattern("label"),
        validity=pattern("validity"),
        promised=pattern("promised"),
        history=pattern("history"),
        settled=pattern("settled"),
        noun=pattern("noun"),
        qualifies=pattern("qualifies"),
        ends=frozenset(word[-1] for name in ("until", "pledge", "condition") for word in rows[name]["words"]),
    )


def _pivots(text: str) -> list[int]:
    """Where 年, 月, 季度 and 半年 stand that may be those of a point of time, in order."""
    years = [
        place
        for place in _places(text, "年")
        if text[place - 1] in _BEFORE_YEAR or text[place + 1 : place + 2] in _BEHIND_YEAR
    ]
    others = [place for place in _places(text, "月") if text[place - 1] in _BEFORE_MONTH]
    others += _places(text, "季度")
    others += _places(text, "半年")
    return sorted(years + others) if others else years


def _places(text: str, word: str) -> list[int]:
    found: list[int] = []
    place = text.find(word)
    while place >= 0:
        found.append(place)
        place = text.find(word, place + 1)
    return found


def _start(text: str, at: int) -> int:
    """Where the point of time begins whose 年, 月, 季 or 半 stands at ``at``; -1 where that is none."""
    mark = text[at]
    place = at - 2 if text[at - 1 : at] == " " else at - 1
    before = text[place] if place >= 0 else ""
    digit = "0" <= before <= "9"
    if mark == "年":
        if digit:
            head = text[max(0, place - 4) : place + 1]
            calendar = head[-4:].isdigit() and head[-4:-2] in ("19", "20") and not head[:-4].isdigit()
            return place - 3 if len(head) >= 4 and calendar else -1
        if before and before in "今本明当次来翌全":
            return place
        if place >= 3 and text[place - 3] == "二" and text[place - 2] in _ZERO:
            return place - 3
        return at if text[at + 1 : at + 2] in ("底", "末", "内") and before not in _COUNTED else -1
    if mark == "月":
        if digit:
            return place - 1 if place and text[place - 1] in "0123456789" else place
        if before and before in _CN:
            return place - 1 if place and text[place - 1] == "十" else place
        return -1
    if mark == "半":
        return at - 1 if text[at - 1 : at] in ("上", "下") else -1
    head = text[max(0, at - 8) : at]
    found = _QUARTERS.search(head)
    if found is None or found.group().strip() in ("一个", "二个", "三个", "四个"):
        return -1
    start = at - len(head) + found.start()
    if text[start + 1 : start + 2] == "、" and (start == 0 or text[start - 1] == "\n"):
        start += 2  # 二、三季度 at the head of a line is section 二
    return start


def _read(text: str, start: int) -> _Point | None:
    """The point of time that begins at a place, None where there is none."""
    match = _POINT.match(text, start)
    if match is None or match.end() == start:
        return None
    point = _Point(start, match.end())
    year, month, day, third, period = match.groups()
    if year is not None:
        if len(year) == 1:
            point.relative = year
        else:
            point.year = read_year(year)
            if point.year is None:
                return None
    if month is not None:
        point.month = _small(month.rstrip("月份 "))
    if day is not None:
        point.day = _small(day[:-1].rstrip())
    if third is not None:
        point.third = third
    if period is not None:
        point.period = period
    if (point.third or point.period)[-1:] == "初" or (year is None and month is None and not point.period):
        return None
    return point if point.month is None or 1 <= point.month <= 12 else None


def _small(numeral: str) -> int:
    """A month or a day, in digits or spelled."""
    return int(numeral) if numeral.isascii() else read_numeral(numeral) or 0


class _Clock:
    """What a relative point is counted from: the notice's date, and the years named in the sentence so far."""

    def __init__(self, written: date | None, named: int | None = None, sentence: int = 0) -> None:
        self.written = written
        self.named = named
        self.sentence = sentence

    def year(self, point: _Point) -> int | None:
        """The calendar year of a point, None where it can't be known."""
        if point.year is not None:
            return point.year
        if point.relative:
            shift = _RELATIVE.get(point.relative)
            return None if shift is None or self.written is None else min(self.written.year + shift, 9999)
        if self.named is not None and (self.written is None or self.named >= self.written.year):
            return self.named
        if self.written is None:
            return None
        year = self.written.year
        # A notice of November that says 3月底前 means the coming spring; one dated 12-31 may only be known by its year.
        late = self.written.month >= 11 and (self.written.month, self.written.day) != (12, 31)
        if late and year < 9999 and point.last(year) < date(year, 7, 1):
            year += 1
        return year

    def stated(self, due: date | None) -> bool:
        """Whether 截至 a day reports how things stood: the day has passed, or may have."""
        return due is None or self.written is None or due <= self.written

    def past(self, point: _Point, due: date | None) -> bool:
        """Whether a point with a year of its own lies before the notice: history, or who qualifies."""
        if due is None or point.year is None or self.written is None:
            return False
        if (self.written.month, self.written.day) == (12, 31) or point.month is None:
            return due.year < self.written.year
        return due.toordinal() < self.written.toordinal() - 31


def find_deadlines(passage: Passage, lexicon: Lexicon, written: date | None = None) -> tuple[Deadline, ...]:
    """When the work of a passage is due (完成时限), in document order; ``latest`` is the last day allowed.

    ``written`` is the notice's date (成文日期), or December 31 of its year where only that is known. What is relative
    to it (年内, 6月底前) has ``latest`` None without it, and so has what recurs (每年3月底前). ``clause`` is left to
    the caller.

    >>> from policy_extract.lexicon import load_lexicon
    >>> p = Passage.of("到2025年建成30个基地,三季度前出台细则。力争年内开工,6月10日前报送方案(完成时限:2024年10月)")
    >>> for d in find_deadlines(p, load_lexicon(), date(2024, 2, 1)):
    ...     print(d.text, d.latest, d.rule)
    到2025年 2025-12-31 until
    三季度前 2025-09-30 before
    年内 2024-12-31 within
    6月10日前 2024-06-10 before
    2024年10月 2024-10-31 label
    """
    text = passage.text
    if not ("年" in text or "月" in text or "季" in text or "末" in text):
        return ()
    pivots = _pivots(text)
    if not pivots and "末" not in text:
        return ()
    cues = _cues(lexicon)
    clock = _Clock(written)
    out: list[Deadline] = []
    floor = 0
    for pivot in pivots:
        if pivot < floor:
            continue
        start = _start(text, pivot)
        if start < floor:
            continue
        first = _read(text, start)
        if first is None:
            continue
        if clock.named is not None and _SPEECH.search(text, clock.sentence, start):
            clock.named = None
        last, ranged = _second(text, first)
        begin = _earlier(text, first, floor)
        ranged = ranged or begin < first.start
        floor = last.end
        clock.sentence = last.end
        if last.year is None and not last.relative and first is not last:
            last.year, last.relative = first.year, first.relative
        if last.year is not None:
            clock.named = last.year
        verdict = _judge(text, begin, last, ranged, clock, cues)
        if verdict is None:
            continue
        begin, end, rule, latest = verdict
        floor = end
        out.append(
            Deadline(passage.start + begin, passage.start + end, passage.raw(begin, end), latest, rule, passage.clause)
        )
    if "末" in text:
        out = sorted([*out, *_plan_ends(passage, out)], key=BY_START)
    return tuple(out)


def govern(quantities: Sequence[Quantity], deadlines: Sequence[Deadline], body: Passage) -> tuple[Quantity, ...]:
    """The quantities of a passage, each with the last day of the deadline that governs it (完成时限).

    That is the deadline before it in its sentence (到2025年,…;…), else one right behind it (300个,2025年底前建成), else
    the one that the passage is labelled with (完成时限:2025年12月).

    >>> from policy_extract.finders.quantities import find_quantities
    >>> from policy_extract.lexicon import load_lexicon
    >>> p = Passage.of("到2025年,产值达到500亿元;新增企业30家以上。开展培训20场。(完成时限:2024年10月)")
    >>> due = find_deadlines(p, load_lexicon())
    >>> [str(q.latest) for q in govern(find_quantities(p, load_lexicon()), due, p)]
    ['2025-12-31', '2025-12-31', '2024-10-31']
    """
    if not deadlines or not quantities:
        return tuple(quantities)
    dated = [d for d in deadlines if d.latest is not None]
    if not dated:
        return tuple(quantities)
    text, begin = body.text, body.start
    labels = {d.latest for d in dated if d.rule == "label"}
    label = labels.pop() if len(labels) == 1 else None
    out = []
    turn, last = 0, -1
    for quantity in quantities:
        while turn < len(dated) and dated[turn].start < quantity.start:
            last, turn = turn, turn + 1
        latest = label
        if turn < len(dated) and _follows(text, quantity.end - begin, dated[turn].start - begin, dated[turn].rule):
            latest = dated[turn].latest
        if last >= 0 and _reaches(text, dated[last].end - begin, quantity.start - begin, dated[last].rule):
            latest = dated[last].latest
        out.append(quantity if latest is None else replaced(quantity, latest=latest))
    return tuple(out)


def _reaches(text: str, low: int, high: int, rule: str) -> bool:
    """Whether a deadline still holds at ``high``: to the end of its sentence, or of its part before ;."""
    if rule == "label" or high - low > _FAR or _ENDED.search(text, low, high) is not None:
        return False
    return rule == "until" or text.find(";", low, high) < 0


def _follows(text: str, low: int, high: int, rule: str) -> bool:
    """Whether a deadline right behind a number is that number's: 建设站点300个(2025年底前完成)."""
    return rule in ("before", "within") and high - low <= _NEAR and _AWAY.search(text, low, high) is None


def _second(text: str, first: _Point) -> tuple[_Point, bool]:
    """The other end of 1月1日至6月30日, or the last of 2024年和2025年."""
    end = first.end
    link = _LINK.match(text, end) if text[end : end + 1] in _LINK_HEADS else None
    if link is None:
        return first, False
    second = _read(text, link.end())
    if second is None:
        return first, False
    if link["to"] in "、和及与":
        alike = (first.month, first.period, second.month, second.period) == (None, "", None, "")
        due = first.day is not None and second.day is not None and text.startswith("前", second.end)
        if not (alike and second.year is not None) and not due:
            return first, False
    return second, True


def _earlier(text: str, point: _Point, floor: int) -> int:
    """Where 2025—2027年 or 6—8月 begins, whose first number has no 年 or 月."""
    if text[point.start - 1 : point.start] not in _JOINS:
        return point.start
    head = max(floor, point.start - 9)
    found = None
    if point.year is not None:
        found = _FIRST_YEAR.search(text[head : point.start])
    elif point.month is not None:
        found = _FIRST_MONTH.search(text[head : point.start])
    return point.start if found is None else head + found.start()


def _judge(
    text: str, begin: int, point: _Point, ranged: bool, clock: _Clock, cues: _Cues
) -> tuple[int, int, str, date | None] | None:
    """The span, the rule and the last day of a deadline; None where the point of time is something else."""
    end = point.end
    tail = _TAIL.match(text, end) if text[end : end + 1] in _TAIL_HEADS else None
    ending = ""
    if tail is not None:
        end, ending = tail.end(), tail.group().rpartition(")")[2].strip()
    low = begin - 28 if begin > 28 else 0
    before = text[low:begin].rstrip(" \n")
    gap = begin - low - len(before)
    due_before = ending in ("前", "之前", "以前", "止")
    if "每" in before[-6:] and (every := _EVERY.search(before)) is not None:
        # What recurs has no last day: 每年3月底前.
        return (begin - gap - len(every.group()), end, "recurring", None) if due_before or point.firm else None
    worded = before[-1:] in cues.ends
    if worded and before.endswith(cues.condition):
        return None
    year = clock.year(point)
    latest = None if year is None else point.last(year)
    label = cues.label.search(before) if before.endswith((":", "为", "是")) else None
    if label is not None and (point.day is None or ranged or due_before or label.group()[0] in "完截办整落"):
        return begin, end, "label", latest
    if clock.past(point, latest) or (point.relative and point.relative not in _RELATIVE and not due_before):
        return None
    until = ""
    if worded and before.endswith(cues.until):
        until = next(word for word in cues.until if before.endswith(word))
    from_word = before[-1:] in ("自", "从", "由")
    since = _SINCE.search(before, 0, len(before) - len(until)) if until else None
    said = before if since is None else before[: since.start()]
    if (until or ranged or from_word) and (cues.validity.search(said) or text.startswith("有效", end)):
        return None
    if since is not None and not cues.history.match(text, end):
        return begin - gap - len(before) + since.start(), end, "range", latest
    if due_before:
        return None if cues.settled.match(text, end) else (begin, end, "before", latest)
    if not ending and cues.history.match(text, end):
        return None
    if until and (point.year is not None or point.relative or point.month is not None or point.firm):
        if until.startswith("截至") and not before.endswith(_TERM_TO) and clock.stated(latest):
            return None
        return begin - gap - len(until), end, "until", latest
    if point.month is not None and point.day is None and _is_phase(text, begin, end):
        return begin, end, "range" if ranged else "period", latest
    opening = not before or before[-1] in _OPENING or text[begin - 1] == "\n"
    opening = opening or (before[-1] == "、" and _MARKED.search(before) is not None)
    if ranged:
        if text[begin - 1 : begin] == "(" and text[end : end + 1] == ")" and not before[:-1].endswith(cues.phase):
            return None
        if not (from_word or opening or ending or (worded and before.endswith(cues.pledge))):
            return None
        if not ending and (text.startswith("的", end) or cues.noun.match(text, end)):
            return None
        return (begin - gap - 1 if from_word else begin), end, "range", latest
    if from_word:
        return None
    if point.firm:
        # 2022年6月末,贷款余额…: a statistic where the day has passed
        named = point.year is not None and "末" in point.third + point.period
        stated = named and latest is not None and clock.written is not None and latest <= clock.written
        return None if stated or text.startswith(_STOCK, end) else (begin, end, "within", latest)
    if point.day is None and _bare(text, begin, end, before, opening, point, ending, cues):
        return begin, end, "period", latest
    return None


def _is_phase(text: str, begin: int, end: int) -> bool:
    """Whether the months stand alone in the bracket behind the heading of a phase: (二)集中整治(4月—5月、10月)。"""
    opening = text.rfind("(", max(0, begin - 16), begin)
    closing = text.find(")", end, end + 16)
    if opening < 1 or closing < 0 or _MONTHS.fullmatch(text, opening + 1, closing) is None:
        return False
    line = text.rfind("\n", max(0, opening - 40), opening)
    heading = text[line + 1 : opening] if line >= 0 or opening <= 40 else ""
    return _PHASE.fullmatch(heading) is not None and text[closing + 1 : closing + 2] in ("", "。", ":", "\n")


def _bare(text: str, begin: int, end: int, before: str, opening: bool, point: _Point, ending: str, cues: _Cues) -> bool:
    """Whether a period without 前, 底 or 内 is when something is due: 2025年提供…, 三季度, 全年组织30场."""
    if cues.noun.match(text, end):
        return False
    following = text[end : end + 1]
    if text[begin - 1 : begin] == "(" and following == ")":
        return before[:-1].endswith(cues.phase)
    if _DONE.match(text, end) or (not point.period and point.month is None and cues.qualifies.match(text, end)):
        return False
    if opening:
        if not begin or text[begin - 1] == "\n" or before.endswith(("附件:", "附:")):
            stop = text.find("\n", end, end + 60)
            line = text[end : end + 60 if stop < 0 else stop]
            if len(line) < 60 and _TITLE.search(line) is None:
                return False  # a line of its own without mark or number is a title
        if _DONE.match(text, end, end + 30):
            return False
        return following not in ("", "\n", "的", ")", "”")
    if ending in ("内", "之内", "以内"):
        return True
    if before.endswith(cues.pledge):
        return not (before[-1] in "在于" and point.period == "" and point.month is None)
    return point.period != "全年" and cues.promised.match(text, end) is not None


def _plan_ends(passage: Passage, found: list[Deadline]) -> list[Deadline]:
    """到“十四五”末: the first five-year plan ended in 1957, of late they end in 2015, 2020, 2025."""
    out = []
    taken = [(deadline.start - passage.start, deadline.end - passage.start) for deadline in found]
    place = 0
    text = passage.text
    for match in _PLAN_END.finditer(text):
        start, end = match.span()
        if start and text[start - 1] in '“"':
            start -= 1
        if start and text[start - 1] in "到至":
            start -= 1
        while place < len(taken) and taken[place][1] <= start:
            place += 1
        if place < len(taken) and taken[place][0] < end:
            continue
        latest = date(2010 + 5 * _CN.index(match[1]), 12, 31)
        out.append(
            Deadline(
                passage.start + start, passage.start + end, passage.raw(start, end), latest, "plan", passage.clause
            )
        )
    return out
