"""The units of a part: preamble, numbered clauses with their headings and bodies, closing; they tile its lines.

Which marks are markers, and how deep each stands, is found in :mod:`policy_extract.marks`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final

from policy_extract.marks import CN, LONG_LINE, MAX_LEAD, WORD_BEFORE, Line, find_marks, restore_breaks, split_lines
from policy_extract.model import Kind, NoticeWarning
from policy_extract.text import any_of

__all__ = ["Line", "Unit", "find_units", "restore_breaks", "split_lines"]

_ANNEX_LIST: Final = re.compile(r"附(?:\s?[件表录]\s?\d{0,2}\s?[:.]|:)(\s?1\s?[.、])?")
_LIST_ITEM: Final = re.compile(r"(\d{1,2})\s?[.、]")
#: What a bracket of responsibilities says; where no other bracket stands in it, this is all that need be looked for.
_DUTY_WORDS: Final = any_of("负责 牵头 配合 落实 单位 部门 责任 完成".split())
_DUTY_BRACKET: Final = re.compile(
    rf"\([^()]*(?:\([^()]*\)[^()]*)*(?:{_DUTY_WORDS.pattern})[^()]*(?:\([^()]*\)[^()]*)*\)?[。;]?\s*$"
)
_DUTY_LINE: Final = re.compile(r"(?:[牵责配落主承协参指督属][一-鿿]{1,8}(?:单位|部门|机构|责任|分工)\s*:)")
_CLOSING: Final = re.compile(
    r"(?:本|上述|以上|前述|此)(?:[一-鿿]{0,6})?(?:措施|政策|办法|方案|意见|通知|规定|细则|计划|条款|文件|条例|行动|任务)[^。]{0,24}(?:自|由|从|施行|执行|有效|负责解释|解释|实施|参照|印发)|"
    r"各(?:级|地|市|县|区|部门|单位|有关|相关|省|设区|乡镇|街道)[^。]{0,40}(?:要|应|须|请|可)|请(?:各|认真|遵照|贯彻)|特此|专此|妥否|联系(?:人|电话)|自(?:发布|印发|公布|下发)之日|附\s?[件表]|执行(?:中|过程中)|如(?:有|遇)|国家、?省"
)
# An article holds all its paragraphs, also those that speak of the whole document.
_CLOSING_ARTICLES: Final = re.compile(r"附\s?[件表]|特此|联系(?:人|电话)")
_BOX: Final = re.compile(r"专栏\s?\d{0,2}(?![一-鿿]{0,4}[。,])")
_SECTION: Final = re.compile(rf"第[{CN}]+[章条节]|[{CN}]+、|\([{CN}]+\)")
_ENDS: Final = re.compile("[。;:]")
# A sentence that begins like this lays down a rule: 对困难家庭,每户每月减免两吨水费。
_RULE: Final = re.compile(r"(?:到|自|从|截至)?[0-9]{4}年|(?:对|凡|符合)[^,。]{2,30},")
_RULE_BEGINS: Final = "0123456789到自从截对凡符"
_COUNTS: Final = re.compile(r"[,\d]")
_QUOTES: Final = re.compile("[《》“”。]")
_GIST: Final = re.compile(r"\(([^()]{2,24})\)")
_COMMANDS: Final = re.compile(
    "[应不可必须](?:(?<=应)当|(?<=不)得|(?<=可)(?:以|自行)|(?<=必)须|(?<=须)(?<!内须)[由经在按])"
)
# A title run into the first of several points: 工作要求一要加强领导。…二要…
_FIRST_POINT: Final = re.compile(rf"([^。;:,、!?]{{1,11}}[^。;:,、!?{WORD_BEFORE}])一([是要])")
# The titles that plans share, run into their text by a copy that has lost its breaks: 总体要求深入贯彻…
_SHARED_TITLE: Final = re.compile(
    r"(?:总体(?:要求|思路|目标)|指导思想|(?:基本|工作)原则|(?:工作|主要|发展|总体|目标)(?:目标|任务)|(?:重点|具体)(?:工作|任务|措施)"
    r"|(?:工作|有关|相关|时间|几点)要求|(?:组织|实施|保障|工作|主要|推进)(?:保障|措施|步骤|领导|实施|职责|安排)|组成人员|编制(?:目的|依据)|适用范围"
    r"|(?:职责|责任|任务)分工|工作(?:机构|机制|内容|流程)|(?:其他|有关)事项|加强组织领导)"
    r"(?=[一-鿿])(?!(?:工作|内容|制度|机制|体系|方案|清单|部门|单位|小组|情况|落实|到位|明确)|[是为的和与及或、等以上下中内之在有由到已须应不将要如按])"
)
_MAX_HEADING: Final = 64


class Unit:
    """A numbered or unnumbered unit of a part with its own text, before it hangs in the tree."""

    def __init__(
        self,
        kind: Kind,
        level: int,
        marker: str | None,
        marker_end: int,
        start: int,
        body_end: int,
        parent: int,
        style: str = "",
        heading_start: int = -1,
        heading_end: int = -1,
    ) -> None:
        self.kind = kind
        self.level = level
        self.marker = marker
        self.marker_end = marker_end
        self.start = start
        self.body_end = body_end
        self.parent = parent
        self.style = style
        self.heading_start = heading_start
        self.heading_end = heading_end


class _Siblings:
    """The units of one style and parent that have a sentence: how many there are, and how many begin with a title."""

    __slots__ = ("any_title", "level", "number", "parent", "plain_title", "style", "titled")

    def __init__(self, style: str, parent: int, level: int) -> None:
        self.style = style
        self.parent = parent
        self.level = level
        self.number = 0
        self.titled = 0
        self.any_title = False  # whether their first sentences are titles,
        self.plain_title = False  # or those that are short and have no figures


_Lead = tuple[Unit, int, int, _Siblings]  # a unit with the place of its first sentence, which may be its title


def _outside_annex_lists(text: str, lines: Sequence[Line]) -> list[Line]:
    """The lines without the lists of attachments (附件:1. … 2. …) and boxes (专栏), whose numbers are no markers."""
    kept = []
    listing = 0
    boxed = False
    numbered = False  # whether the list of attachments begins with its first number
    items = 0  # how far the box has counted: its own items go on from it, those of the text do not
    for i, line in enumerate(lines):
        s = line.words
        if not (boxed or listing) and s[0] not in "专附":
            kept.append(line)
            continue
        if s[0] == "专" and _BOX.match(s):
            boxed, items = True, 0
            continue
        item = _LIST_ITEM.match(s) if boxed else None
        if item and int(item.group(1)) == items + 1:
            items += 1
            continue
        boxed = boxed and not item and s[-1] != "。" and not _SECTION.match(s)
        if boxed:
            continue
        attached = _ANNEX_LIST.match(s) if s[0] == "附" else None
        if attached:
            listing, numbered = 1, bool(attached.group(1))
            continue
        if listing and listing < 40 and _LIST_ITEM.match(s) and s[-1] not in "。;":
            listing += 1
            continue
        if listing and numbered and i + 1 < len(lines) and len(s) < 60 and s[-1] not in "。;":
            following = _LIST_ITEM.match(text, lines[i + 1].start, lines[i + 1].end)
            if following and int(following.group(1)) == listing + 1:
                continue  # the rest of a name
        listing = 0
        kept.append(line)
    return kept


def find_units(text: str, source: str, lines: Sequence[Line]) -> tuple[list[Unit], list[NoticeWarning]]:
    """The units of a part in document order: preamble, numbered units, closing; they tile its lines.

    >>> text = "为做好工作,现通知如下:\\n一、总体目标\\n到年底建成。\\n二、加强领导。各地要落实。"
    >>> units, _ = find_units(text, text, split_lines(text))
    >>> [(u.kind, u.marker, text[u.heading_start:u.heading_end]) for u in units]
    [('preamble', None, ''), ('section', '一、', '总体目标'), ('section', '二、', '加强领导')]
    """
    if not lines:
        return [], []
    marks, warnings = find_marks(text, _outside_annex_lists(text, lines))
    units: list[Unit] = []
    first = marks[0].start if marks else lines[-1].end
    begins = [line.start for line in lines]
    before = lines[: bisect_left(begins, first)]
    if before:
        end = min(before[-1].end, _trimmed(text, before[0].start, first))
        units.append(Unit("preamble", 1, None, before[0].start, before[0].start, end, -1))
    places: list[int] = []  # of each mark among the units
    last_mark = len(marks) - 1
    for i, mark in enumerate(marks):
        limit = end = marks[i + 1].start if i < last_mark else lines[-1].end
        line = bisect_left(begins, limit) - 1  # the last one that is in the unit
        if line >= 0 and lines[line].end < limit:
            end = lines[line].end
        end = _trimmed(text, mark.end, end)
        parent = places[mark.parent] if mark.parent >= 0 else -1
        places.append(len(units))
        marker = source[mark.start : mark.end].rstrip()
        units.append(Unit(mark.kind, mark.level, marker, mark.end, mark.start, end, parent, mark.style))
        if parent >= 0 and units[parent].kind == "article" and (i == last_mark or marks[i + 1].level < mark.level):
            tail = _tail_of_article(text, units)
            if tail is not None:
                units.append(tail)
    if marks and units[-1].marker is not None:
        begin = bisect_right(begins, units[-1].start)
        closing = _closing_line(text, lines[begin : bisect_left(begins, units[-1].body_end, begin)], units[-1])
        if closing is not None:
            last = units[-1]
            last_end = last.body_end
            last.body_end = _trimmed(text, last.marker_end, closing)
            units.append(Unit("closing", 1, None, closing, closing, last_end, -1))
    _find_headings(text, units, lines)
    return units, warnings


def _tail_of_article(text: str, units: Sequence[Unit]) -> Unit | None:
    """The paragraph behind the last of an article's items, 第五条 …:(一)…;(二)…。⏎前款…, as a unit of the article; cut off the last item.

    Only where each item is one paragraph: then nothing below it can be an item's own.
    """
    item = units[-1]
    stop = text.find("\n", item.marker_end, item.body_end)
    if stop < 0 or text[item.marker_end : stop].rstrip()[-1:] not in ("。", ";"):
        return None
    article = units[item.parent]
    if text[article.start : article.body_end][-1:] != ":":
        return None
    siblings = [u for u in units[item.parent + 1 : -1] if u.parent == item.parent]
    if not siblings or any("\n" in text[u.start : u.body_end] or text[u.body_end - 1] not in "。;" for u in siblings):
        return None
    start = stop + len(text[stop : item.body_end]) - len(text[stop : item.body_end].lstrip())
    tail = Unit("closing", item.level, None, start, start, item.body_end, item.parent)
    item.body_end = _trimmed(text, item.marker_end, stop)
    return tail


def _trimmed(text: str, start: int, end: int) -> int:
    """``end`` moved back over white space."""
    return start + len(text[start:end].rstrip()) if end > start and text[end - 1].isspace() else end


def _closing_line(text: str, own: Sequence[Line], last: Unit) -> int | None:
    """Where the unnumbered closing begins behind the last numbered unit, None where there is none; ``own`` are its lines.

    A responsibility ends its clause; and sentences that speak of the whole document (本措施自印发之日起施行) close it.
    """
    # Where a list of responsible agencies still follows, the unit goes on.
    listed = max((line.start for line in own if _is_duty(text[line.start : line.end])), default=-1)
    first_end = text.find("\n", last.start)
    first = text[last.start : first_end if first_end >= 0 else last.body_end]
    ended = _duty_at_end(first) >= 0
    unclosed = ended and first.count("(") > first.count(")")  # the list goes on in the next line
    stopped = "。" in first  # whether the unit has a sentence of its own by now
    previous = first.rstrip()
    cue = _CLOSING_ARTICLES if last.style == "article" else _CLOSING
    for i, line in enumerate(own):
        s = text[line.start : line.end]
        if unclosed and s.count(")") > s.count("("):
            unclosed = False
        elif unclosed and "。" not in s and _closes(text, own[i + 1 : i + 6]):
            pass
        elif (s[0] == "(" and _DUTY_BRACKET.match(s)) or _DUTY_LINE.match(s):
            ended = True
        else:
            following = line.start <= listed
            if not following and (ended or (cue.match(s) and (i or (stopped and previous[-1] in "。)")))):
                return line.start
            if _duty_at_end(s) >= 0:
                ended, unclosed = True, s.count("(") > s.count(")")
        stopped = stopped or "。" in s
        previous = s
    return None


def _closes(text: str, lines: Sequence[Line]) -> bool:
    """Whether one of the lines closes a bracket that it has not opened."""
    return any(text.count(")", line.start, line.end) > text.count("(", line.start, line.end) for line in lines)


_MOST_INSIDE: Final = 40  # so many brackets may stand inside one: 各县(市、区)政府


def _duty_at_end(s: str) -> int:
    """Where the bracket begins that ends a line and says who answers for it, -1 without one."""
    if "(" not in s:
        return -1
    if s.count("(") == s.count(")"):  # as most lines: only the last bracket can be it
        end = len(s.rstrip())
        if s[end - 1] in "。;":
            end -= 1
        if s[end - 1] != ")":
            return -1
        start = s.rfind("(", 0, end)
        for _ in range(_MOST_INSIDE):
            if start < 0 or s.count(")", start, end) <= s.count("(", start, end):
                break
            start = s.rfind("(", 0, start)
        if start < 0:
            return -1
        plain = s.find("(", start + 1, end) < 0
        return start if (_DUTY_WORDS.search(s, start, end) if plain else _DUTY_BRACKET.match(s, start)) else -1
    found = _DUTY_BRACKET.search(s)
    return found.start() if found else -1


def _is_duty(s: str) -> bool:
    """Whether a line holds a list of responsible agencies."""
    return _duty_at_end(s) >= 0 or bool(_DUTY_LINE.match(s))


def _find_headings(text: str, units: Sequence[Unit], lines: Sequence[Line]) -> None:
    """Sets the heading of each numbered unit: its title line, or a short first sentence where its siblings have one too."""
    leads: list[_Lead] = []
    alone: list[_Lead] = []  # a first sentence on a line of its own, the text on the next
    groups: dict[tuple[str, int], _Siblings] = {}
    sizes = [line.end - line.start for line in lines]
    width_of_title, width_of_article = _wrapped_at(text, lines, sizes)
    wrapped = width_of_title or width_of_article
    flat = max(sizes) > 4 * LONG_LINE or any(line.run_on for line in lines)
    # Sections that run on through chapters are articles by another name.
    chapters = {i for i, unit in enumerate(units) if unit.style == "chapter"}
    for unit in units:
        if unit.marker is None:
            continue
        style = unit.style
        is_article = style == "article"
        start = unit.marker_end
        stop = text.find("\n", start, unit.body_end)
        if stop < 0:
            stop = unit.body_end
        else:
            width = 0
            if wrapped:
                articles = is_article or (unit.parent >= 0 and units[unit.parent].style == "article")
                width = width_of_article if articles else width_of_title
            if text[stop - 1] in ",、" or (width and stop - unit.start >= width):
                stop = _paragraph_end(text, unit, stop, width)
        while start < stop and text[start] in " .、:":
            start += 1
        first = text[start:stop]
        if is_article:
            gist = _GIST.match(first)
            if gist:
                unit.heading_start, unit.heading_end = start + 1, start + gist.end() - 1
                continue
        duty = _duty_at_end(first)
        title = (first[:duty] if duty >= 0 else first).rstrip()
        point = _FIRST_POINT.match(title) if title.find("一", 2, 13) > 0 else None
        if point and text.find("二" + point.group(2), start, unit.body_end) > 0:
            unit.heading_start, unit.heading_end = start, start + point.end(1)
            continue
        if flat and len(title) > MAX_LEAD:
            glued = _SHARED_TITLE.match(title)
            if glued:
                unit.heading_start, unit.heading_end = start, start + glued.end()
                continue
        full = _full_stop(title)
        if full < 0:
            rule = is_article and "," in title  # its first line, broken off
            if title and len(title) <= _MAX_HEADING and title[-1] not in ";:,、" and ";" not in title and not rule:
                unit.heading_start, unit.heading_end = start, start + len(title)
            continue
        key = (style, unit.parent)
        siblings = groups.get(key)
        if siblings is None:
            siblings = groups[key] = _Siblings(style, unit.parent, unit.level)
        siblings.number += 1
        if not 2 <= full <= MAX_LEAD:
            continue
        rules = is_article or (style == "comma" and unit.parent in chapters)
        if full + 1 >= len(title):  # nothing stands behind it
            behind = text[unit.body_end : unit.body_end + 8].lstrip(" ")
            runs_on = behind != "" and behind[0] != "\n"
            if not runs_on:
                if duty < 0 and not rules and stop < unit.body_end and not text[stop : unit.body_end].isspace():
                    alone.append((unit, start, start + full, siblings))
                    siblings.number -= 1
                continue
            if rules:
                continue
        elif rules and (full > 22 or _COUNTS.search(title, 0, full)):
            continue  # articles begin with a rule more often than with a title
        if title[0] in _RULE_BEGINS and _RULE.match(title, 0, full):
            continue
        if title.count(",", 0, full) > 2 or _COMMANDS.search(title, 0, full):
            continue
        leads.append((unit, start, start + full, siblings))
        siblings.titled += 1
    if leads:  # a first sentence alone is a heading only beside those
        _set_leads(text, chapters, list(groups.values()), [*leads, *alone])


def _set_leads(text: str, chapters: set[int], groups: Sequence[_Siblings], leads: Sequence[_Lead]) -> None:
    """Makes headings of first sentences where many units have one: of those beside it, or of its style and level."""
    levels: dict[tuple[str, int], tuple[int, int]] = {}
    for group in groups:
        some, every = levels.get((group.style, group.level), (0, 0))
        levels[group.style, group.level] = some + group.titled, every + group.number
    for group in groups:
        some, every = levels[group.style, group.level]
        overall = some / max(1, every)
        among = overall if group.parent in chapters else group.titled / max(1, group.number)
        group.any_title = among >= 0.5 or overall >= 0.5
        group.plain_title = (
            (among >= 0.4 or overall >= 0.3) and group.style != "article" and group.parent not in chapters
        )
    for unit, start, end, group in leads:
        if group.any_title or (group.plain_title and end - start <= 20 and not _COUNTS.search(text, start, end)):
            unit.heading_start, unit.heading_end = start, end


def _wrapped_at(text: str, lines: Sequence[Line], sizes: Sequence[int]) -> tuple[int, int]:
    """The length from which a line has no end of its own, where a text is broken into lines of one width; else 0.

    Twice: for titles and points, and for articles, which have no title lines that could be taken for broken ones.
    ``sizes`` are the lengths of the lines.
    """
    longest = max(sizes)
    if not 20 <= longest <= 90:
        return 0, 0
    cut = sorted([size for line, size in zip(lines, sizes, strict=True) if text[line.end - 1] not in "。;:"])
    width = longest - 3 if longest <= 60 and sum([size >= longest - 3 for size in cut]) >= 3 else 0
    # Digits and spaces are half as wide as characters: the lines of one width differ by some of them.
    usual = cut[len(cut) // 2] if cut else 0
    alike = sum([usual - 3 <= size <= usual + 8 for size in cut])
    return width, usual - 2 if usual >= 20 and alike >= 12 and 4 * alike >= 3 * len(cut) else width


def _paragraph_end(text: str, unit: Unit, stop: int, width: int) -> int:
    """Where a paragraph ends whose first line ends at ``stop`` without an end of its own."""
    if not width:
        # A title that goes on after its comma is all that the unit has of its own.
        whole = text[stop : unit.body_end]
        return (
            unit.body_end if whole.count("\n") <= 2 and len(whole) <= _MAX_HEADING and not _ENDS.search(whole) else stop
        )
    start = unit.start
    while stop < unit.body_end and stop - start >= width and text[stop - 1] not in "。;:":
        start = stop + 1
        newline = text.find("\n", start, unit.body_end)
        stop = newline if newline >= 0 else unit.body_end
    return stop


def _full_stop(s: str) -> int:
    """The first 。 outside 《》 and quotes, -1 without one."""
    stop = s.find("。")
    if stop < 0 or (s.find("《", 0, stop) < 0 and s.find("“", 0, stop) < 0):
        return stop
    depth = 0
    for mark in _QUOTES.finditer(s):
        c = mark.group()
        if c in "《“":
            depth += 1
        elif c in "》”":
            depth = max(0, depth - 1)
        elif depth == 0:
            return mark.start()
    return -1
