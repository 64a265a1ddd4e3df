"""Lines to numbered units: which marks are markers (一、 (一) 1. 第一条), and how deep each stands.

The markers are one ordered table. A mark at the start of a line is a marker unless it is data (1.5%, 一、二类); a mark
inside a line is one only where the line runs on, that is where it continues a count that has begun (…。(二)…) or begins
one that goes on. A level is the actual depth of nesting: a style that is open is returned to, a new one opens a level.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from policy_extract.model import Kind, NoticeWarning
from policy_extract.numerals import read_numeral

__all__ = ["CN", "LONG_LINE", "MAX_LEAD", "WORD_BEFORE", "Line", "Mark", "find_marks", "restore_breaks", "split_lines"]

CN: Final = "〇零一二三四五六七八九十百壹贰貳叁肆伍陆陸柒捌玖拾"


@dataclass(frozen=True, slots=True)
class Style:
    """One way of numbering: ``rank`` is its usual place from 编 (0) down to ① (9)."""

    name: str
    rank: int
    kind: Kind
    pattern: re.Pattern[str]
    heads: str


def _style(name: str, rank: int, kind: Kind, heads: str, pattern: str) -> Style:
    return Style(name, rank, kind, re.compile(pattern), heads)


# In order of trial. The group is the number; what stands behind it says when the mark is data and not a marker.
_STYLES: Final = (
    _style("volume", 0, "section", "第", rf"第\s?([{CN}\d]+)\s?[编篇卷](?=[\s一-鿿])"),
    _style("chapter", 1, "section", "第", rf"第\s?([{CN}\d]+)\s?章(?![节程])"),
    _style("division", 2, "section", "第", rf"第\s?([{CN}\d]+)\s?节(?=[\s一-鿿])"),
    _style(
        "article",
        3,
        "article",
        "第",
        rf"第\s?([{CN}\d]+)\s?条(?:之[{CN}]+)?(?![第款的、和与至或所]|之|以及|及其|项(?!目)|规(?![划范模]))",
    ),
    _style("comma", 4, "section", CN, rf"([{CN}]+)\s{{0,3}}、(?!\s?[{CN}]+(?:[、类产级线等季期]|是))"),
    _style(
        "paren", 5, "clause", "(", rf"\(\s?([{CN}]+)\s?\)、?(?!\s?(?:项(?!目)|款(?![项物])|[、和或至及]?\([{CN}]+\)))"
    ),
    _style("enclosed", 5, "clause", "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩", r"([㈠-㈩])[、.]?"),
    _style("decimal3", 8, "item", "123456789", r"\d{1,2}\.\d{1,2}\.(\d{1,2})(?![\d%.])[.、]?(?=\s?[一-鿿(《“])"),
    _style("decimal2", 7, "item", "123456789", r"\d{1,2}\.(\d{1,2})(?![\d%.])(?=\s*[一-鿿(《“])"),
    _style("dot", 6, "item", "123456789", r"(\d{1,3})\s?\.(?!\d(?!\d{3}\s?年))"),
    _style("fullstop", 6, "item", "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛", r"([⒈-⒛])"),
    _style("pause", 6, "item", "123456789", r"(\d{1,3})\s?、(?!\d{1,2}[、日月号])"),
    _style("number", 7, "item", "(", r"\(\s?(\d{1,2})\s?\)[、.]?"),
    _style("parenthesised", 7, "item", "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇", r"([⑴-⒇])"),
    _style("half", 8, "item", "123456789", r"(\d{1,2})\)(?=\s?[一-鿿《“])"),
    _style("circle", 9, "item", "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳", r"([①-⑳])[、.]?"),
    _style("roman", 6, "item", "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ", r"([Ⅰ-Ⅻ])\s?[.、](?![级类])"),
    _style("letter", 8, "item", "ABCDEFGH", r"([A-H])\s?[.、](?=\s?[一-鿿])"),
    _style("padded", 6, "item", "01", r"(0[1-9]|1\d)\s?[.、]?\s*(?=[一-鿿“《])(?!\d*\s*[年月日时分])"),
    _style("bare", 6, "item", "123456789", r"(\d{1,2})\s+(?=[一-鿿])"),
)
_BY_HEAD: Final[dict[str, tuple[Style, ...]]] = {}
for _s in _STYLES:
    for _c in _s.heads:
        _BY_HEAD[_c] = (*_BY_HEAD.get(_c, ()), _s)
# Several styles in one pattern, the n-th group that of the n-th style.
_Trial = tuple[re.Pattern[str], tuple[Style, ...]]
_TRIALS: Final[dict[tuple[Style, ...], _Trial]] = {
    styles: (re.compile("|".join(s.pattern.pattern for s in styles)), styles) for styles in _BY_HEAD.values()
}
_TRIAL: Final = {head: _TRIALS[styles] for head, styles in _BY_HEAD.items()}
#: The numerals of most markers; the others are read.
_NUMBERS: Final = {
    ("" if n < 10 else "十" if n < 20 else "一二三四五六七八九"[n // 10 - 1] + "十")
    + " 一二三四五六七八九"[n % 10].strip(): n
    for n in range(1, 100)
} | {str(n): n for n in range(1, 100)}

_DOT: Final = next(s for s in _STYLES if s.name == "dot")
_DECIMALS: Final = {n: next(s for s in _STYLES if s.name == f"decimal{n + 1}") for n in (1, 2)}
_Matched = tuple[Style, int, int]  # the style of a marker, its number, where it ends

_BASES: Final = {"㈠": 0x3220, "⒈": 0x2488, "⑴": 0x2474, "①": 0x2460, "Ⅰ": 0x2160, "A": 0x41}
_SINGLE: Final = {name: base - 1 for name, base in zip(
    ("enclosed", "fullstop", "parenthesised", "circle", "roman", "letter"), _BASES.values(), strict=True)}  # fmt: skip

# Inside a line only these can be found: what stands before them ends a sentence, a heading or a bracket.
# Each begins with one class of characters, which is quick to look for; what it was is asked behind it.
_CIRCLED: Final = "①-⑳⑴-⒇㈠-㈩⒈-⒛"
# The heads, what stands behind them, and the last rank of a style that begins so (inside a line that has its breaks:
# decimals, 1) and 1 stand only at the start of one).
_FORMS: Final = (
    ("第", rf"(?<=第)\s?[{CN}\d]{{1,12}}\s?[章条]", 3),
    (CN, rf"(?<=[{CN}])[{CN}]{{0,11}}\s?、", 4),
    ("0-9", r"(?<=\d)(?:\d{0,2}\s?[.、](?!\d)|[。,](?=[一-鿿]))", 6),
    ("(", rf"(?<=\()\s?[{CN}\d]{{1,4}}\s?\)", 7),
    (_CIRCLED, rf"(?<=[{_CIRCLED}])", 9),
)


def _form(above: int) -> str:
    """The pattern of what may begin a style whose rank is below another one's."""
    forms = [form for form in _FORMS if form[2] > above]
    return f"[{''.join([heads for heads, _, _ in forms])}](?:{'|'.join([behind for _, behind, _ in forms])})"


_INSIDE: Final = re.compile(_form(-1))
# Where a line has none of these behind a mark that ends something, only its first words can hold a marker: the title
# of the one that the line begins with, for which its rank says what may stand behind it.
_STOPPED: Final = re.compile(rf'[。;:!?)》”" ]{_form(-1)}')
_BEHIND_TITLE: Final = [re.compile(_form(min(rank, 8))) for rank in range(10)]
# In a line that has lost its breaks, decimals too, which a scanner may have spaced: …1. 2编制依据…
_DECIMAL: Final = r"(?<=\d)(?<![\d.]\d)\d?\s?\.\s?(\d{1,2})(?:\s?\.\s?(\d{1,2}))?(?![\d.%])(?=\s*[一-鿿(《“])"
_INSIDE_FLAT: Final = re.compile(
    rf"[{''.join([heads for heads, _, _ in _FORMS])}]"
    rf"(?:(?=[{CN}\d\s.、。,])(?:{_DECIMAL}|{'|'.join([behind for _, behind, _ in _FORMS[:-1]])})|{_FORMS[-1][1]})"
)
_MEASURED: Final = re.compile(
    r"\s*(?:[万亿元倍个米吨名家户亩平立千百余多件辆套间人次年月日天度级类版层座条项所例时分秒公毫]|以[上下内])"
)
_NUMERAL: Final = re.compile(rf"[{CN}]{{1,3}}")
_STOPS: Final = '。;:!?)》”" \n'
MAX_LEAD: Final = 36  # a first sentence longer than this is no title
LONG_LINE: Final = 400  # a paragraph longer than this, with markers in sequence inside it, has lost its line breaks
_ARABIC: Final = frozenset({"dot", "pause", "fullstop"})
_DOUBTFUL: Final = frozenset({"decimal2", "decimal3", "padded", "bare"})
WORD_BEFORE: Final = "不统单第之唯合同逐专其万条款"  # 标准不一、管理不严
_FIRST_CLAUSE: Final = re.compile(r"[^。;:,\n]{2,36}\(\s?一\s?\)")
_NO_TITLE: Final = re.compile(r"[。;:,!?]")
# What stands for a line break in a line that has lost its own: the indent of the next paragraph, or a wide gap.
_SPACES: Final = re.compile("  +")
_GAP: Final = re.compile("[ \u3000\xa0\u2002]{2,}")
_BEHIND_MARKER: Final = re.compile(rf"(?:第[{CN}\d]+[编章节条]|[{CN}]+、|\([{CN}\d]+\)|\d+[.、])$")


class Line:
    """One line of the folded text without the white space around it; ``run_on`` where it has lost its breaks."""

    def __init__(self, start: int, end: int, words: str, run_on: bool = False) -> None:
        self.start = start
        self.end = end
        self.words = words
        self.run_on = run_on


class Mark:
    """A marker: ``[start, end)`` is the marker itself, ``level`` its depth in its part."""

    def __init__(self, start: int, end: int, style: str, kind: Kind, number: int, level: int, parent: int) -> None:
        self.start = start
        self.end = end
        self.style = style
        self.kind = kind
        self.number = number
        self.level = level
        self.parent = parent  # the place of the parent in the list of marks of its part, -1 at the top


class _Candidate:
    def __init__(
        self, start: int, end: int, style: Style, number: int, inside: bool, line: int, weak: bool = False
    ) -> None:
        self.start = start
        self.end = end
        self.style = style
        self.number = number
        self.inside = inside
        self.line = line
        self.weak = weak  # inside a line, and nothing ends before it


def split_lines(text: str) -> list[Line]:
    """The lines of a folded text that are not blank.

    >>> [text[line.start:line.end] for text in ["  一、目标 \\n\\n(一)任务"] for line in split_lines(text)]
    ['一、目标', '(一)任务']
    """
    lines = []
    position = 0
    for raw in text.split("\n"):
        size = len(raw)
        if size:
            words = raw.strip()
            if len(words) == size:
                lines.append(Line(position, position + size, words))
            elif words:
                start = position + raw.find(words)
                lines.append(Line(start, start + len(words), words))
        position += size + 1
    broken = any(line.words.startswith("、") for line in lines) and "\n、" in text
    return _whole_markers(text, lines) if broken else lines


def _whole_markers(text: str, lines: list[Line]) -> list[Line]:
    """The lines with those joined between which a marker was broken: 一⏎、总体目标."""
    joined: list[Line] = []
    for line in lines:
        last = joined[-1] if joined else None
        if last is not None and text[line.start] == "、" and _NUMERAL.fullmatch(text, last.start, last.end):
            joined[-1] = Line(last.start, line.end, text[last.start : line.end])
        else:
            joined.append(line)
    return joined


def _gaps(text: str, source: str, start: int, end: int) -> list[re.Match[str]]:
    """The gaps in a line of the text as written; in the folded text each is spaces, which are quicker to look for."""
    return [
        gap for wide in _SPACES.finditer(text, start, end) for gap in _GAP.finditer(source, wide.start(), wide.end())
    ]


def restore_breaks(text: str, source: str) -> str:
    """The folded text with a line end for each indent inside a long line: a copy has joined its paragraphs there.

    Not behind a marker (第一章　　总则) nor inside a word that is spaced out (总　　则). ``source`` is the text as written.

    >>> source = "一、目标　　建成平台。" + "各镇要落实专人。" * 60 + "　　二、措施　　加强督查。"
    >>> [line[:7] for line in restore_breaks(source.replace("　", " "), source).split("\\n")]
    ['一、目标 ', '建成平台。各镇', '二、措施 ', '加强督查。']
    """
    if len(text) <= LONG_LINE:
        return text
    pieces: list[str] = []
    position = copied = 0
    size = len(text)
    while position < size:
        end = text.rfind("\n", position, position + LONG_LINE + 1)  # the last of several lines that are not long
        if end < 0:
            end = text.find("\n", position)
            end = size if end < 0 else end
            for gap in _gaps(text, source, position, end) if end - position > LONG_LINE else ():
                white = gap.group()
                if gap.start() == position or gap.end() == end:
                    continue
                if len(white) < 4 and white.count("\u3000") + white.count("\xa0") < 2:
                    continue
                before, after = source[max(position, gap.start() - 2) : gap.start()], source[gap.end() : gap.end() + 2]
                spaced = before[:1].isspace() or after[1:].isspace()
                if not spaced and not _BEHIND_MARKER.search(text, max(position, gap.start() - 8), gap.start()):
                    pieces += [text[copied : gap.end() - 1], "\n"]
                    copied = gap.end()
        position = end + 1
    return "".join([*pieces, text[copied:]]) if pieces else text


def _match(text: str, start: int, end: int, trial: _Trial) -> _Matched | None:
    """The marker at a place: its style, number and end; ``trial`` is that of its first character."""
    pattern, styles = trial
    found = pattern.match(text, start, min(end, start + 16))
    if found is None:
        return None
    group = found.lastindex
    if group is None:
        return None
    style = styles[group - 1]
    number = _number(style, found[group])
    if number is not None and 0 < number < 400:
        return style, number, found.end()
    for style in styles:  # a year, or a number of no list: perhaps another style reads less of it
        found = style.pattern.match(text, start, min(end, start + 16))
        number = _number(style, found[1]) if found else None
        if found and number is not None and 0 < number < 400:
            return style, number, found.end()
    return None


def _number(style: Style, digits: str) -> int | None:
    """The number that a marker's digits, numerals or single character mean."""
    number = _NUMBERS.get(digits)
    if number is not None:
        return number
    if digits.isascii() and digits.isdigit():
        return int(digits)
    if style.name in _SINGLE:
        return ord(digits) - _SINGLE[style.name]
    return read_numeral(digits)


def _candidates(text: str, lines: Sequence[Line]) -> list[_Candidate]:
    """Every mark that could be a marker, in order of place."""
    found = []
    for index, line in enumerate(lines):
        begin, limit = line.start, line.end
        after = begin
        trial = _TRIAL.get(line.words[0])
        here = None if trial is None else _match(text, begin, limit, trial)
        flat = line.run_on or limit - begin > LONG_LINE
        if here:
            style, number, end = here
            start = _behind_contents(text, line, end) if flat and number == 1 else begin
            after = start + end - begin
            found.append(_Candidate(start, after, style, number, False, index))
        if limit - after < 12:
            continue
        if (
            not flat
            and not _STOPPED.search(text, after - 1 if here else after, limit)
            and not (here and _BEHIND_TITLE[here[0].rank].search(text, after, min(limit, after + MAX_LEAD + 16)))
        ):
            continue
        for match in (_INSIDE_FLAT if flat else _INSIDE).finditer(text, after, limit):
            start = match.start()
            stopped = text[start - 1] in _STOPS
            outer = found[-1] if found and found[-1].line == index else None
            if not (stopped or flat or outer) or (not stopped and text[start - 1] in WORD_BEFORE):
                continue
            if flat and match.lastindex:
                inner: _Matched | None = _DECIMALS[match.lastindex], int(match.group(match.lastindex)), match.end()
            elif flat and match.group()[-1] in "。,":
                inner = _slip(text, match, line)
            else:
                trial = _TRIAL.get(text[start])
                inner = None if trial is None else _match(text, start, limit, trial)
            if inner is None:
                continue
            style, number, end = inner
            if style.name.startswith("decimal") and (not flat or not number or _MEASURED.match(text, end)):
                continue
            behind_title = outer and outer.style.rank < style.rank and _is_title(text, outer.end, start)
            # With nothing before it: a clause, or a section that continues a count or has a clause behind its title.
            section = style.rank == 4 and (number > 1 or _FIRST_CLAUSE.match(text, end))
            decimal = style.name.startswith("decimal") and not text[start - 1].isascii()
            if stopped or behind_title or (flat and (style.rank == 5 or section or decimal)):
                found.append(_Candidate(start, end, style, number, True, index, not stopped))
    return _without_data(text, found)


def _behind_contents(text: str, line: Line, end: int) -> int:
    """Where the text of a line begins that holds its table of contents first: the first marker once more, with the
    same title, before any sentence has ended; the line's own start where there is none. ``end`` is that of its marker."""
    following = _INSIDE_FLAT.search(text, end, min(line.end, end + 24))
    if following is None or following.start() - end < 2:
        return line.start
    again = text.find(text[line.start : following.start()], following.end() + 20, line.end)
    return line.start if again < 0 or text.find("。", end, again) >= 0 else again


def _slip(text: str, match: re.Match[str], line: Line) -> _Matched | None:
    """A number whose point was misread, …报到。2。各市…: it stands at the end of a sentence or of a title."""
    if text[match.start() - 1].isdigit() or text[match.start() - 1] == ".":
        return None
    return _DOT, int(match.group()[0]), match.end()


def _is_title(text: str, start: int, end: int) -> bool:
    """Whether a heading may stand between two markers: 一、供水(一)新建水厂."""
    return 2 <= end - start <= MAX_LEAD and text[end - 1] not in "第条款" and not _NO_TITLE.search(text, start, end)


def _without_data(text: str, candidates: list[_Candidate]) -> list[_Candidate]:
    """The candidates whose number has neighbours, of those styles whose marks are more often data: 1.65万亿元, 1 公厕."""
    if all(c.style.name not in _DOUBTFUL for c in candidates):
        return candidates
    heads: dict[_Candidate, tuple[str, ...]] = {}
    for c in candidates:
        if c.style.name in _DOUBTFUL or c.style.name == "dot":
            heads[c] = tuple(re.findall(r"\d+", text[c.start : c.end]))
    known = set(heads.values())
    padded = {c.number for c in candidates if c.style.name == "padded"}
    kept = []
    for c in candidates:
        if c.style.name == "padded":
            # 10, 11 … alone are the rows of a table whose single digits are bare; they continue 01 … 09.
            if min(padded) > 9 or not padded & {c.number - 1, c.number + 1}:
                continue
        elif c.style.name in _DOUBTFUL:
            *above, last = heads[c]
            here, n = tuple(above), int(last)
            beside = (*here, str(n - 1)) in known or (*here, str(n + 1)) in known or (n == 1 and here in known)
            below = (*here, last, "1") in known
            if not (below if c.style.name == "bare" else beside):
                continue
        kept.append(c)
    return kept


class _Places:
    """Where each style has each number, to look ahead from a candidate."""

    def __init__(self, candidates: Sequence[_Candidate]) -> None:
        self._candidates = candidates
        self._by: dict[tuple[str, int], list[int]] = {}  # made where it is first asked for: most parts do without

    def next(self, style: str, number: int, after: int) -> int | None:
        """The first place after ``after`` where the style has the number."""
        if not self._by:
            for c in self._candidates:
                self._by.setdefault((c.style.name, c.number), []).append(c.start)
        places = self._by.get((style, number), [])
        i = bisect_right(places, after)
        return places[i] if i < len(places) else None


class _Open:
    """One open level: its style, last number, and where its last marker stands in the list of marks."""

    def __init__(self, style: Style, number: int, mark: int) -> None:
        self.style = style
        self.number = number
        self.mark = mark


def find_marks(text: str, lines: Sequence[Line]) -> tuple[list[Mark], list[NoticeWarning]]:
    """The markers of one part, with their levels, and what is odd about their numbers.

    ``lines`` are the part's lines that may begin with a marker. Numbers that jump or repeat give a warning each.

    >>> text = "一、目标\\n(一)任务\\n(二)任务\\n二、措施"
    >>> marks, warnings = find_marks(text, split_lines(text))
    >>> [(text[m.start:m.end], m.level) for m in marks], warnings
    ([('一、', 1), ('(一)', 2), ('(二)', 2), ('二、', 1)], [])
    """
    candidates = _candidates(text, lines)
    places = _Places(candidates)
    marks: list[Mark] = []
    warnings: list[NoticeWarning] = []
    stack: list[_Open] = []
    running: set[int] = set()  # the lines that have a section or clause marker inside: they have lost their breaks
    for c in candidates:
        if stack and not c.inside and stack[-1].style is c.style and c.number == stack[-1].number + 1:
            # As most markers: the next one of the innermost list.
            stack[-1].number = c.number
            stack[-1].mark = len(marks)
            parent = stack[-2].mark if len(stack) > 1 else -1
            marks.append(Mark(c.start, c.end, c.style.name, c.style.kind, c.number, len(stack), parent))
            continue
        depth = _depth(c, stack, places)
        if depth is None:
            continue
        if c.inside and not _goes_on(c, stack, depth, places, marks, running, lines[c.line].run_on):
            continue
        if depth < len(stack) and _one_list(stack[depth].style, c.style):
            previous = stack[depth].number
            if c.number != previous + 1 and not (c.number == 1 and c.number < previous and c.style.rank > 4):
                warnings.append(_gap(text, c, previous))
            del stack[depth + 1 :]
            stack[depth].number = c.number
            stack[depth].style = c.style
            stack[depth].mark = len(marks)
        else:
            if c.number != 1 and not (c.style.name.startswith("decimal") or _runs_on(c, marks)):
                warnings.append(_gap(text, c, 0))
            del stack[depth:]  # a style that usually stands above takes the place of the levels it closes
            stack.append(_Open(c.style, c.number, len(marks)))
        if c.inside and c.style.rank <= 5:
            running.add(c.line)
        parent = stack[depth - 1].mark if depth else -1
        marks.append(Mark(c.start, c.end, c.style.name, c.style.kind, c.number, depth + 1, parent))
    return marks, warnings


def _runs_on(c: _Candidate, marks: Sequence[Mark]) -> bool:
    """Whether the style counts on across the section above, (三) first under 二、."""
    last = next((m for m in reversed(marks) if m.style == c.style.name), None)
    return last is not None and last.number == c.number - 1


def _gap(text: str, c: _Candidate, previous: int) -> NoticeWarning:
    marker = text[c.start : c.end].strip()
    if c.number == previous:
        return NoticeWarning("repeated-number", f"marker {marker} repeats the number before it", c.start)
    if previous == 0:
        return NoticeWarning("late-start", f"the numbering begins at {marker}", c.start)
    if c.number < previous:
        return NoticeWarning("restarted-number", f"marker {marker} follows number {previous}", c.start)
    missing = f"number {previous + 1}" if c.number == previous + 2 else f"numbers {previous + 1} to {c.number - 1}"
    return NoticeWarning("missing-number", f"{missing} before marker {marker} missing", c.start)


def _depth(c: _Candidate, stack: list[_Open], places: _Places) -> int | None:
    """How many levels stay open above this marker, or None where the mark is no marker at all."""
    style = c.style.name
    for i in range(len(stack) - 1, -1, -1):
        if stack[i].style.name == style:
            return i if c.number <= stack[i].number + 30 else None  # a small step, a restart, or a slip
    # 1、 2、 3. is one list with a slip in its third mark.
    if style in _ARABIC:
        for i in range(len(stack) - 1, -1, -1):
            if stack[i].style.name in _ARABIC and c.number == stack[i].number + 1:
                return i
    if (
        not c.inside
        and c.number != 1
        and not stack
        and all(places.next(style, c.number + n, c.start) is None for n in (1, 2))
    ):
        return None
    depth = len(stack)
    # A style that usually stands above the open ones closes them, unless they count on past it.
    while depth and stack[depth - 1].style.rank > c.style.rank:
        outer = stack[depth - 1]
        following = places.next(outer.style.name, outer.number + 1, c.start)
        second = places.next(style, c.number + 1, c.start)
        if following is not None and (second is None or following > second) and outer.style.rank < 6:
            break
        depth -= 1
    return depth


def _one_list(a: Style, b: Style) -> bool:
    return a is b or (a.name in _ARABIC and b.name in _ARABIC)


def _goes_on(
    c: _Candidate,
    stack: list[_Open],
    depth: int,
    places: _Places,
    marks: Sequence[Mark],
    running: set[int],
    run_on: bool,
) -> bool:
    """Whether a mark inside a line continues a count, or begins one that goes on."""
    if depth < len(stack) and _one_list(stack[depth].style, c.style):
        return c.number == stack[depth].number + 1
    if c.number != 1 and not _runs_on(c, marks):
        return False
    if c.weak and c.number == 1:
        again, second = (places.next(c.style.name, n, c.start) for n in (1, 2))
        if again is not None and second is not None and again < second:
            return False  # the count begins later: 标准统一、…。一、工作目标
    if c.style.rank > 5 and c.line not in running and not c.weak:
        return False  # 1. and 2. inside the sentence of a paragraph
    if c.number != 1 and (c.line in running or (run_on and c.style.rank <= 5)):
        return True
    return places.next(c.style.name, c.number + 1, c.start) is not None
