"""References (引用文件): titles in 《》, document numbers (文号) and standards, and what the notice does with them.

A title is the outermost pair of 《》; the document number in the bracket after it belongs to it. A number or a standard
that stands alone is a reference of its own. What the notice does with a document (根据, 落实, 制定, 修订, 印发) is
read from the words before and after it, which the members of a list 《A》、《B》和《C》 share. The words are data:
``lexicons/relations.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal, cast

from policy_extract.lexicon import Lexicon
from policy_extract.model import Reference, Relation, Span
from policy_extract.text import Passage, fold

__all__ = [
    "ShortNames",
    "declared_names",
    "find_header_references",
    "find_references",
    "issuer_of_number",
    "names_itself",
]

#: How long a title, and how long the bracket after it, may be: what is longer was never closed.
_TITLE_REACH, _BRACKET_REACH = 400, 200
#: How far cues are looked for: before a title, after it, and in the sentence around it.
_BEFORE, _AFTER, _SENTENCE = 120, 200, 400
#: A reported title this near the top of a text is the document that the text is about (news that prints a notice).
_TOP = 300
#: Newspapers and books have short names.
_SHORT_TITLE = 28

_YEAR = r"\(\s*(?:19|20)\d\d\s*\)"
_SERIAL = r"[0-9〇○零一二三四五六七八九十百千]{1,8}(?:\s*[-—]\s*\d{1,3})?"
#: Ends of a document number, read backwards from 号: 国办发(2015)19号, 令第427号, 公告2026年第20号, 函2026年第322号.
_TAIL = re.compile(
    rf"{_YEAR}\s*第?\s*{_SERIAL}\s*号|(?:令|公告|通告)\s*(?:\d{{4}}\s*年\s*)?第?\s*{_SERIAL}\s*号"
    rf"|[函发字办规]\s*\d{{4}}\s*年\s*第\s*{_SERIAL}\s*号"
)
#: The same inside the bracket after a title, where 2022年第21号 and 用字第420000号 are enough.
_IN_BRACKET = re.compile(
    rf"(?:{_YEAR}|[令告字发函电办第年])\s*第?\s*[0-9〇○零一二三四五六七八九十百千]{{1,20}}(?:-\d{{1,3}})?\s*号"
)
_LABEL = re.compile(r"^(?:[^:]{0,8}:|详见|参见|见|即|原文号|原|文号)\s*")
_HAN_BEFORE = re.compile(r"[\u4e00-\u9fff]*$")
#: Words that may stand before a number without being part of its code (机关代字): the code starts behind the last.
_NOT_CODE = re.compile(
    r"按照|根据|依据|依照|遵照|参照|落实好|落实|执行|贯彻|通知|意见|文件|关于|以及|符合|印发|下发|转发|"
    r"[按和及与以由将对的了据从见在号为等或,]|^[年月日]"
)
#: What may stand between a title and the number of the notice that issued it: 印发《…》的通知(国发(2015)5号).
_OF_NOTICE = re.compile(r"(?:的(?:通知|公告|通告|意见|决定|批复|函)|文件|通知)\s*\($")
#: 和 inside the name of a ministry does not end it: 住房和城乡建设部令第11号.
_JOINED_NAME = re.compile(
    r"中华人民共和国|住房和(?:城乡)?建设|工业和信息|人力资源和社会|发展和改革|文化和旅游|卫生和计划|规划和自然|林业和草原"
)
_STANDARD = re.compile(
    r"(?:GB[JZ]?|DB\d{2}|JGJ|JG|CJJ|CJ|HJ|JTG|JT|SL|NY|YY|WS|GA|DL|AQ|LY|TB|QB|HG|SH|SY|MZ|WB|SB|JB|YD|TD|CH|DZ|XF|RB|"
    r"NB|MH|QX|YC|FZ|BB|LB|LD|TY|WW|CECS|T/[A-Z]{2,8})"
    r"\s?(?:/\s?[TZ]?\s?|T(?=\s?\d))?\s?[0-9]{1,6}(?:\.[0-9]{1,3})?(?:\s?[-—~]\s?(?:19|20)?[0-9]{2})?(?![0-9A-Za-z])"
)
_STANDARD_YEAR = re.compile(r"[-—~]\s?(?:19|20)?\d\d$")
_CLAUSE_START = re.compile(r"[,。;:!?》]")
_CLAUSE_END = re.compile(r"[,。;:!?]")
_BRACKETED = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*){0,8}\)")
_LINK = re.compile(
    r"(?:第[^,。;:!?《》]{1,12}[条款项])?(?:等[^,。;:!?《》]{0,12}|的?(?:有关|相关)?(?:文件|规定|要求|精神))?"
    r"(?:(?:,?(?:以及|或者|并|和|及|与|或|暨)|、和?)[^,。;:!?《》]{0,50}|、?)$"
)
_ISSUED_BY = re.compile(
    r"(?:局|厅|部|委|办|院|行|政府|委员会|总署|公司|集团|中心|办公室|小组|日|月|年)(?:等[^,、]{0,8})?(?:联合|共同|关于)?$"
)
#: News of an issue: 省政府办公厅印发《…》, 我市出台《…》.
_ISSUED = re.compile(
    r"(?:[局厅部委办院行]|政府|公司|中心|办公室|部门|我[省市县区])(?:联合|共同)?(?:印发|出台|发布|公布|下发)了?$"
)
_TOLD = re.compile(r",?(?:并)?(?:提出|明确|要求|指出|强调|规定|对[^,。]{1,20}作出)")
#: What begins a line of a list: 1.《…》, (二)《…》, ①《…》.
_MARKER = re.compile(r"\s*(?:\(?[0-9一二三四五六七八九十]{1,3}[).、]|[①-⑳●•·*—-]|附件\s*\d*[:.]?)\s*")
#: The articles cited behind a title: 第十二条第二款, 第三条至第五条, 第6、7条.
_ORDINAL = r"第? ?[0-9〇零一二三四五六七八九十百]{1,6} ?"
_ARTICLE = re.compile(
    rf"第 ?[0-9〇零一二三四五六七八九十百]{{1,6}} ?(?:[条章节款项]|(?=[、至和到]))"
    rf"(?:[ \n]?(?:、|和|及|与|至|到|以及)?{_ORDINAL}(?:[条章节款项目]|(?=[、至和到]))|第?\([〇零一二三四五六七八九十0-9]{{1,3}}\)[项款]?){{0,12}}"
)
_QUOTES = "“”\"'‘’ "
#: A line this short is a heading, and no cue in it reaches a title on the next line, unless it breaks off like these.
_HEADING_LINE = 24
_UNFINISHED = ("关于", "印发", "转发", "发布", "公布", "修改", "废止", "根据", "按照", "依据", "将", "、", "和", "的")


def find_references(passage: Passage, lexicon: Lexicon, *, in_header: bool = False) -> tuple[Reference, ...]:
    """The documents that a passage names (引用文件) and what the notice does with each; offsets are the document's.

    ``in_header`` is for the title lines of a notice, where 《…》 is what it issues. ``clause`` is left empty.

    >>> from policy_extract.lexicon import load_lexicon
    >>> p = Passage.of("根据《国务院关于加强质量工作的意见》（国发〔2015〕9号），制定本办法。研究制定《质量奖办法》。")
    >>> [(r.title, r.number, r.relation) for r in find_references(p, load_lexicon())]
    [('国务院关于加强质量工作的意见', '国发〔2015〕9号', 'basis'), ('质量奖办法', None, 'draft')]
    """
    text = passage.text
    rules = _rules(lexicon)
    named = _titles(text, rules)
    mentions = _with_numbers(text, named, _numbers(text, named, lexicon))
    mentions = _with_standards(text, mentions)
    found = []
    for group in _groups(text, mentions, rules):
        relation, rule = _judge(_Words(text, group, passage.start), rules, in_header)
        for mention in group:
            if mention.kind == "title" and rules.ignored(text[mention.start + 1 : mention.end - 1]):
                continue
            found.append(_reference(passage, mention, relation, rule))
    found.sort(key=lambda reference: reference.start)
    return tuple(found)


def declared_names(references: Iterable[Reference]) -> dict[str, str]:
    """The short names that references declare, with the title each stands for: （以下简称《意见》）.

    >>> from policy_extract.lexicon import load_lexicon
    >>> p = Passage.of("按照《全省质量提升行动方案》(以下简称《方案》)要求")
    >>> declared_names(find_references(p, load_lexicon()))
    {'方案': '全省质量提升行动方案'}
    """
    names: dict[str, str] = {}
    full: str | None = None
    for reference in references:
        if reference.rule == "short_name":
            if full is not None and reference.title is not None:
                names[reference.title] = full
        elif reference.title is not None:
            full = reference.title
    return names


class ShortNames:
    """The short names of a notice (简称), as far as it has been read: who reads on asks with every passage.

    A name holds from where it is declared (以下简称《意见》) to the end, or until it is declared anew.

    >>> from policy_extract.lexicon import load_lexicon
    >>> names = ShortNames()
    >>> for text in ("落实《全省质量提升行动方案》(以下简称《方案》)要求。", "各市要按《方案》开展工作。"):
    ...     found = names.join(find_references(Passage.of(text), load_lexicon()))
    ...     print([(r.title, r.full_title) for r in found])
    [('全省质量提升行动方案', None), ('方案', '全省质量提升行动方案')]
    [('方案', '全省质量提升行动方案')]
    """

    __slots__ = ("_full", "_names")

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._full: str | None = None

    def join(self, references: Sequence[Reference]) -> tuple[Reference, ...]:
        """The references of the next passage, each short name with the full title it was declared for."""
        joined = []
        for reference in references:
            title = reference.title
            if title is not None:
                if reference.rule == "short_name":
                    if self._full is not None and self._full != title:
                        self._names[title] = self._full
                elif title not in self._names:
                    self._full = title
                full = self._names.get(title)
                reference = reference if full is None else replace(reference, full_title=full)
            joined.append(reference)
        return tuple(joined)


def names_itself(reference: Reference, title: str | None, number: str | None) -> bool:
    """Whether a reference is the notice itself, whose title or number a web page repeats: no citation.

    What the notice issues (现将《工作方案》印发给你们) is one, though it may be all the title that the notice has.

    >>> r = Reference(0, 6, "《工作方案》", "工作方案", None, None, "mention", "no_cue")
    >>> names_itself(r, "工作方案", None), names_itself(r, "关于印发工作方案的通知", None)
    (True, False)
    """
    if reference.title is None:
        return number is not None and reference.number is not None and _same(reference.number, number)
    return title is not None and reference.relation != "issue" and _same(reference.title, title)


def _same(one: str, other: str) -> bool:
    """Whether two titles or numbers are the same, whatever the width of their characters and the shape of brackets."""
    return _compact(fold(one)) == _compact(fold(other))


def find_header_references(
    folded: str, source: str, spans: Sequence[Span], lexicon: Lexicon, number: str | None = None
) -> tuple[Reference, ...]:
    """The documents that the lines of a header name; a title broken over lines is read as one. ``number`` is its own.

    >>> from policy_extract.lexicon import load_lexicon
    >>> text = "关于印发《质量提升\\n行动计划》的通知"
    >>> found = find_header_references(fold(text), text, [Span(0, 9), Span(10, 18)], load_lexicon())
    >>> [(r.title, r.relation) for r in found]
    [('质量提升行动计划', 'issue')]
    """
    found: list[Reference] = []
    for low, high in _header_lines(folded, spans):
        if "《" in folded[low:high]:
            passage = Passage(folded[low:high], source, low)
            found += [r for r in find_references(passage, lexicon, in_header=True) if not names_itself(r, None, number)]
    return tuple(found)


def _header_lines(folded: str, spans: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """The lines of a header, those joined over which a title runs on."""
    low = high = -1
    for span in spans:
        if low >= 0:
            line = folded[low:high]
            if line.count("《") > line.count("》") and not folded[high : span.start].strip():
                high = span.end
                continue
            yield low, high
        low, high = span.start, span.end
    if low >= 0:
        yield low, high


def issuer_of_number(number: str, lexicon: Lexicon) -> str | None:
    """Who issued the document with this number (文号), by its code (机关代字); None where the lexicon has no such code.

    >>> from policy_extract.lexicon import load_lexicon
    >>> issuer_of_number("国办发〔2015〕19号", load_lexicon())
    '国务院办公厅'
    """
    code = re.match(r"[^\d(（〔\[【]*", _compact(number))
    return _codes(lexicon).get(code.group()) if code else None


# ---- the cues -------------------------------------------------------------------------------------------------------


def _compact(text: str) -> str:
    """As :func:`policy_extract.text.compact`, at a fifth of its cost."""
    return "".join(text.split())


class _Rules:
    """The cues of ``relations.toml``, compiled: those before a title as one pattern, the others by name."""

    __slots__ = ("_after", "_relation", "before", "titles")

    def __init__(self, cues: Iterable[tuple[str, dict[str, Any]]]) -> None:
        self._relation: dict[str, str] = {}
        self._after: dict[str, re.Pattern[str]] = {}
        before, self.titles = [], []
        for name, cue in cues:
            self._relation[name] = cue["relation"]
            if cue["place"] == "leading":
                before.append(f"(?P<{name}>{cue['pattern']})")
            elif cue["place"] == "title" and cue["relation"] == "ignore":
                self.titles.append(re.compile(cue["pattern"]))
            else:
                self._after[name] = re.compile(cue["pattern"])
        self.before = re.compile("|".join(before))

    def relation(self, name: str) -> Relation:
        return cast(Relation, self._relation[name])

    def says(self, name: str, words: str) -> bool:
        return self._after[name].search(words) is not None

    def ignored(self, title: str) -> bool:
        """Whether the title is one of a newspaper or a book."""
        return len(title) <= _SHORT_TITLE and any(pattern.search(_compact(title)) for pattern in self.titles)


@lru_cache(maxsize=8)
def _rules(lexicon: Lexicon) -> _Rules:
    return _Rules(lexicon.cues("relations").items())


@lru_cache(maxsize=8)
def _codes(lexicon: Lexicon) -> dict[str, str]:
    return {row["prefix"]: row["issuer"] for row in lexicon.table("document_numbers")}


# ---- what is named --------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Mention:
    """A title, a number or a standard in the passage; ``tail`` is where the words after it begin."""

    start: int
    end: int
    tail: int
    kind: Literal["title", "number", "standard"]
    number: tuple[int, int] | None = None
    standard: tuple[int, int] | None = None

    @property
    def head(self) -> int:
        """Where the words before it end: a number or a standard may stand in front of the title."""
        return min([self.start, *(span[0] for span in (self.number, self.standard) if span)])


def _titles(text: str, rules: _Rules) -> list[_Mention]:
    """The outermost titles with the numbers and standards of the brackets after them.

    One pass with a stack: a 《 that never closes keeps nothing inside it from being read, and a pair longer than the
    reach, or with 。 in it, is no pair.
    """
    pairs: list[tuple[int, int]] = []
    opened: list[int] = []
    lost: list[int] = []
    start, end = text.find("《"), text.find("》")
    while start >= 0:
        if end < 0:
            while start >= 0:
                opened.append(start)
                start = text.find("《", start + 1)
            break
        if start < end:
            opened.append(start)
            start = text.find("《", start + 1)
            continue
        _close(text, opened, pairs, lost, end)
        end = text.find("》", end + 1)
    while end >= 0 and opened:
        _close(text, opened, pairs, lost, end)
        end = text.find("》", end + 1)
    if opened or lost:
        pairs = _mended(text, pairs, sorted({*opened, *lost}), rules)
    if "〈" in text:
        pairs = sorted({*pairs, *_angled(text, pairs, rules)})
    found = []
    for low, high in pairs:
        mention = _Mention(low, high, high, "title")
        if text[high - 2] == ")" and text.find("号", low, high) >= 0:
            opening = text.rfind("(", low, text.rfind("(", low, high))
            mention.number = _number_in(text, (opening if opening >= 0 else low) + 1, high - 2)
        _read_brackets(text, mention)
        found.append(mention)
    return found


def _close(text: str, opened: list[int], pairs: list[tuple[int, int]], lost: list[int], end: int) -> None:
    """Pair the 》 at ``end`` with the innermost open 《; pairs inside the new one are part of its title."""
    if not opened:
        return
    start = opened.pop()
    if end - start > _TITLE_REACH or text.find("。", start, end) >= 0:
        lost.append(start)
        lost.extend(opened)
        opened.clear()
        return
    if not text[start + 1 : end].strip(" \n…."):
        return
    while pairs and pairs[-1][0] > start:
        pairs.pop()
    pairs.append((start, end + 1))


def _mended(text: str, pairs: list[tuple[int, int]], opened: list[int], rules: _Rules) -> list[tuple[int, int]]:
    """The pairs and the 《 that lost a partner: 《关于印发《方案的通知》 is one title, 《就业办法, ends at a comma."""
    starts = dict(pairs)
    for low in opened:
        stop = _CLAUSE_END.search(text, low + 1, low + 90)
        inner = text.find("《", low + 1, low + 90)
        if 0 <= inner < (stop.start() if stop else low + 90):
            if inner in starts and "关于" in text[low:inner]:
                starts[low] = starts.pop(inner)
            continue
        line = text.find("\n", low, low + 90)
        bracket = text.find("(", low, low + 90)
        ends = [place for place in (stop.start() if stop else -1, line, bracket) if place > low]
        if ends and rules.says("document", text[low + 1 : min(ends)]):
            starts[low] = min(ends)
    covered = -1
    kept = []
    for low, high in sorted(starts.items()):
        if low >= covered:
            kept.append((low, high))
            covered = high
    return kept


def _angled(text: str, pairs: list[tuple[int, int]], rules: _Rules) -> Iterator[tuple[int, int]]:
    """Titles in 〈〉 alone, where <…> is written for 《…》: only what is named like a document, never 〈市人防办〉."""
    turn = 0
    start = text.find("〈")
    while start >= 0:
        while turn < len(pairs) and pairs[turn][1] <= start:
            turn += 1
        inside = turn < len(pairs) and pairs[turn][0] < start
        end = text.find("〉", start, start + _TITLE_REACH)
        if not inside and end > start + 4 and not _CLAUSE_END.search(text, start, end):
            title = text[start + 1 : end]
            if "〈" not in title and "《" not in title and rules.says("document", _compact(title)):
                yield start, end + 1
        start = text.find("〈", start + 1)


def _read_brackets(text: str, mention: _Mention) -> None:
    """The brackets after a title: its number, its standard, a version, a short name; ``tail`` moves behind them."""
    place = mention.end
    for _ in range(4):
        at = _skip(text, place)
        if not text.startswith("(", at):
            return
        stop = _bracket_end(text, at)
        if stop < 0:
            return
        if mention.number is None and text.find("号", at, stop) >= 0:
            mention.number = _number_in(text, at + 1, stop - 1)
        if mention.standard is None and text[at + 1 : at + 3].isascii():
            standard = _STANDARD.match(text, _skip(text, at + 1), stop)
            mention.standard = standard.span() if standard else None
        place = mention.tail = stop


def _skip(text: str, place: int) -> int:
    """Behind at most one line's end and a few spaces."""
    limit = min(len(text), place + 8)
    while place < limit and text[place] in " \n":
        place += 1
    return place


def _bracket_end(text: str, start: int) -> int:
    """Behind the partner of the bracket at ``start``; -1 where there is none near."""
    place, depth = start, 0
    limit = start + _BRACKET_REACH
    while True:
        close = text.find(")", place, limit)
        if close < 0:
            return -1
        depth += text.count("(", place, close) - 1
        place = close + 1
        if depth == 0:
            return place


def _number_in(text: str, low: int, high: int) -> tuple[int, int] | None:
    """Where the document number stands in a bracket: the part between commas that ends in one."""
    at = low
    for part in re.split(r"[,;]", text[low:high]):
        end = part.rfind("号") + 1
        if end and _IN_BRACKET.search(part[:end]) and "《" not in part[:end]:
            label = _LABEL.match(part)
            begin = label.end() if label else 0
            begin += len(part[begin:end]) - len(part[begin:end].lstrip())
            return at + begin, at + end
        at += len(part) + 1
    return None


def _numbers(text: str, named: list[_Mention], lexicon: Lexicon) -> list[_Mention]:
    """The document numbers outside titles and outside the brackets that titles own."""
    found: list[_Mention] = []
    turn, last = 0, 0
    place = text.find("号")
    while place >= 0:
        while turn < len(named) and named[turn].tail <= place:
            turn += 1
        owner = named[turn] if turn < len(named) and named[turn].start <= place else None
        claimed = owner is not None and (
            place < owner.end or (owner.number is not None and owner.number[0] <= place < owner.number[1])
        )
        if not claimed and (text[place - 1 : place] or "x") in "0123456789 \n〇○零一二三四五六七八九十百千":
            span = _number_at(text, max(last, place - 60), place + 1, lexicon)
            if span:
                found.append(_Mention(*span, span[1], "number", span))
        last = place + 1
        place = text.find("号", last)
    return found


def _number_at(text: str, low: int, end: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """The document number that ends at ``end``: its tail, and the code (机关代字) or the issuer's name before it."""
    for tail in _TAIL.finditer(text, low, end):
        if tail.end() == end:
            break
    else:
        return None
    order = text[tail.start()] in "令公通"
    run = _HAN_BEFORE.search(text, low, tail.start())
    code = run.group() if run else ""
    known = _codes(lexicon)
    for size in range(len(code), 1, -1):
        if code[-size:] in known:
            code = code[-size:]
            break
    else:
        masked = _JOINED_NAME.sub(lambda name: "〓" * len(name.group()), code) if order else code
        behind = 0
        for word in _NOT_CODE.finditer(masked):
            behind = word.end()
        code = code[behind:]
    if not code and not order:
        return None
    if order and len(code) < 2 and text[tail.start()] != "公":
        return None
    return tail.start() - len(code), end


def _with_numbers(text: str, named: list[_Mention], numbers: list[_Mention]) -> list[_Mention]:
    """Titles and numbers in order; a number that touches a title without one is the title's.

    So it is in 《…》国发(2015)5号, 国发(2015)5号《…》 and 印发《…》的通知(国发(2015)5号).
    """
    if not numbers:
        return named
    kept = []
    ends = {mention.end: mention for mention in named if mention.number is None}
    starts = {mention.start: mention for mention in named if mention.number is None}
    for number in numbers:
        before, after = number.start, number.end
        while before > 0 and text[before - 1] in " \n" and number.start - before < 4:
            before -= 1
        of_notice = _OF_NOTICE.search(text, max(0, before - 12), before)
        before = of_notice.start() if of_notice else before
        after = _skip(text, after)
        owner = ends.get(before) or starts.get(after)
        if owner is None or owner.number is not None:
            kept.append(number)
            continue
        owner.number = number.number
        owner.tail = max(owner.tail, number.end)
    return sorted([*named, *kept], key=lambda mention: mention.start)


def _with_standards(text: str, mentions: list[_Mention]) -> list[_Mention]:
    """The mentions with the standards that stand alone; GB/T 36000-2015《社会责任指南》 is one mention."""
    places = sorted({place for letter in "BJ/" for place in _letters_at(text, letter)})
    if not places:
        return mentions
    alone: list[_Mention] = []
    starts = {mention.start: mention for mention in mentions}
    turn, last = 0, 0
    for low in places:
        match = _STANDARD.match(text, low) if low >= last else None
        if match is None or (low and text[low - 1].isascii() and text[low - 1].isalnum()):
            continue
        last = match.end()
        while turn < len(mentions) and mentions[turn].tail <= low:
            turn += 1
        if turn < len(mentions) and mentions[turn].start <= low:
            mentions[turn].standard = mentions[turn].standard or (low, last)
            continue
        owner = starts.get(_skip(text, last))
        if owner is not None and owner.kind == "title" and owner.standard is None:
            owner.standard = (low, last)
        elif match.group().startswith(("GB", "DB")) or _STANDARD_YEAR.search(match.group()):
            alone.append(_Mention(low, last, last, "standard", None, (low, last)))
    return sorted([*mentions, *alone], key=lambda mention: mention.start) if alone else mentions


def _letters_at(text: str, letter: str) -> Iterator[int]:
    """Where the capitals around a letter begin: GB, JGJ, NY/T, T/CAS all hold B, J or /."""
    place = text.find(letter)
    while place >= 0:
        low = place
        while low and place - low < 4 and "A" <= text[low - 1] <= "Z":
            low -= 1
        if low < place or letter == "J":
            yield low
        place = text.find(letter, place + 1)


def _reference(passage: Passage, mention: _Mention, relation: Relation, rule: str) -> Reference:
    raw = passage.raw(mention.start, mention.end)
    number = _compact(passage.raw(*mention.number)) if mention.number else None
    standard = _compact(passage.raw(*mention.standard)) if mention.standard else None
    title = article = None
    start = mention.start
    if mention.kind == "title":
        title = _title(passage, mention, raw)
        if "《" in raw[1:] and _compact(raw[raw.rfind("《") + 1 : -1]) == title:
            start += raw.rfind("《")  # a line printed twice: the copy that runs on is the title
            raw = passage.raw(start, mention.end)
        place = _skip(passage.text, mention.tail)
        if passage.text.startswith("第", place) and (cited := _ARTICLE.match(passage.text, place)) is not None:
            article = _compact(passage.raw(*cited.span()))
    at = passage.start
    return Reference(
        at + start,
        at + mention.end,
        raw,
        title,
        number,
        standard,
        relation,
        rule,
        passage.clause,
        article=article,
    )


def _title(passage: Passage, mention: _Mention, raw: str) -> str:
    """What stands inside the 《》 as written, without the line ends in it and what was blanked there (page furniture)."""
    inner = raw[1:-1] if raw[-1] in "》>＞〉﹥" else raw[1:]
    if "\n" not in inner:
        return _compact(inner)
    folded = passage.text[mention.start + 1 : mention.start + 1 + len(inner)]
    return "".join(c for c, f in zip(inner, folded, strict=True) if f not in " \n")


# ---- what the notice does with it -----------------------------------------------------------------------------------


def _groups(text: str, mentions: list[_Mention], rules: _Rules) -> Iterator[list[_Mention]]:
    """The mentions by lists: 《A》(…)、《B》和省政府《C》 is one; a short name in a title's bracket stands alone."""
    group: list[_Mention] = []
    tail = -1
    for mention in mentions:
        if group and mention.start < tail:
            yield [mention]  # inside the bracket of the title before it: (以下简称《意见》)
            continue
        if group and not _linked(text, tail, mention.head, rules):
            yield group
            group = []
        group.append(mention)
        tail = max(mention.tail, mention.end)
    if group:
        yield group


def _linked(text: str, tail: int, start: int, rules: _Rules) -> bool:
    """Whether only 、 和 及 and an issuer's name stand between two mentions, and no verb of its own."""
    if start - tail > 90:
        return False
    gap = _compact(text[tail:start])
    if "(" in gap:
        gap = _BRACKETED.sub("", gap)
    if not gap:
        return True
    if not _LINK.match(gap):
        return False
    return all(_modifies(gap, *match.span()) or match.lastgroup == "made" for match in rules.before.finditer(gap))


def _modifies(words: str, start: int, end: int) -> bool:
    """Whether the verb that stands here describes the document: 修订后的《…》, 印发的《…》, 新修订《…》."""
    return words.startswith(("的", "后的", "之"), end) or words.startswith("新", start - 1 if start else 0)


def _words_before(text: str, start: int) -> str:
    """The clause that leads up to a mention, without white space and brackets; a short line above it is a heading."""
    low = max(0, start - _BEFORE)
    line = text.rfind("\n", low, start)
    if line >= 0 and _MARKER.fullmatch(text, line + 1, start):
        return ""
    while line >= 0:
        above = text.rfind("\n", max(0, line - 120), line)
        content = text[above + 1 : line].strip()
        if content and len(content) <= _HEADING_LINE and not content.endswith(_UNFINISHED):
            low = line + 1
            break
        line = text.rfind("\n", low, line)
    if text.startswith(":", start - 1):
        start -= 1
    words = _CLAUSE_START.split(text[low:start])[-1]
    if ")" in words:
        words = _BRACKETED.sub("", text[low:start])
        words = _CLAUSE_START.split(words[words.rfind("(") + 1 :])[-1]
    elif "(" in words:
        words = words[words.rfind("(") + 1 :]
    return _compact(words).rstrip(_QUOTES)


def _words_after(text: str, tail: int) -> str:
    """What follows a mention, without white space and brackets, up to 。, and behind it where it goes on with 现…."""
    words = _compact(text[tail : tail + _AFTER])
    if "(" in words:
        words = _BRACKETED.sub("", words)
    words = words.lstrip(_QUOTES + ")")
    stop = words.find("。")
    return words if stop < 0 or (stop == 0 and words.startswith("。现")) else words[:stop]


class _Words:
    """The words around the mentions of a list: ``before`` its first, ``after`` its last, and the sentence."""

    __slots__ = ("_end", "_start", "_text", "after", "before", "near_top", "numbered", "titled")

    def __init__(self, text: str, group: list[_Mention], offset: int) -> None:
        first, last = group[0], group[-1]
        self._text = text
        self._start, self._end = first.head, max(last.tail, last.end)
        self.before = _words_before(text, self._start)
        self.after = _words_after(text, self._end)
        self.near_top = offset + self._start < _TOP
        self.numbered = last.number is not None
        self.titled = first.kind == "title"

    def head(self) -> str:
        """The sentence up to the first mention."""
        low = max(0, self._start - _SENTENCE)
        stop = max(self._text.rfind(mark, low, self._start) for mark in "。!?")
        return _compact(self._text[max(low, stop + 1) : self._start])

    def rest(self) -> str:
        """The sentence behind the last mention."""
        rest = self._text[self._end : self._end + _SENTENCE]
        stop = rest.find("。")
        return _compact(rest[:stop] if stop >= 0 else rest)


def _judge(words: _Words, rules: _Rules, in_header: bool) -> tuple[Relation, str]:
    """What the notice does with the documents of a list, and the name of the cue that says so."""
    relation, rule = _by_words(words, rules)
    if not in_header or not words.titled:
        return relation, rule
    if relation == "draft":
        return "issue", rule
    alone = not words.before or words.before.endswith("关于") or rules.says("then_of_notice", words.after)
    if rule == "no_cue" and alone and not rules.says("then_explained", words.after):
        return "issue", "title_of_notice"
    return relation, rule


#: Cues before a title that no cue behind it overrules: 根据《…》,现印发; 按照《…》停止执行.
_FIRM = ("based", "done", "compared", "handled")


def _by_words(words: _Words, rules: _Rules) -> tuple[Relation, str]:
    before, after = words.before, words.after
    verb = _governing(before, rules)
    cue = verb.lastgroup if verb else None
    told = before.endswith("了") or (verb is not None and before.startswith("了", verb.end()))
    passed = before.endswith(("对", "将", "把"))
    if cue in ("short_name", "itself"):
        return rules.relation(cue), cue
    if cue not in _FIRM and rules.says("then_issued", after):
        return "issue", "then_issued"
    if passed and rules.says("then_amended", after):
        return "amend", "then_amended"
    if verb is not None and cue == "circulated" and not verb.group().endswith(("将", "把")):
        return "issue", cue
    if (cue == "circulated" or (passed and cue is None)) and rules.says("then_circulated", after):
        return "issue", "then_circulated"
    if cue == "circulated":
        return "mention", "no_cue"
    if cue not in _FIRM and rules.says("then_repealed", after):
        return ("amend", "then_in_part") if rules.says("then_in_part", after) else ("repeal", "then_repealed")
    if cue == "repealed":
        return ("amend", "then_in_part") if rules.says("then_in_part", after) else ("repeal", cue)
    if cue == "made":
        return _made(words, rules, told)
    if cue == "amended":
        if before.endswith(("印发", "发布", "公布")) and rules.says("then_of_notice", after):
            return "issue", "then_of_notice"
        return ("mention", "narrated") if told else ("amend", cue)
    if cue == "done":
        return ("mention", "then_the_year") if rules.says("then_the_year", after) else _carried_out(words, rules, cue)
    if cue is not None and cue != "pushed":
        return rules.relation(cue), cue
    if rules.says("then_amended", after) and not told:
        return "amend", "then_amended"
    if rules.says("then_made", after) and not told and not before.endswith(("对", "在", "按")):
        return "draft", "then_made"
    if cue == "pushed" and rules.says("then_done", after):
        return _carried_out(words, rules, "then_done")
    if rules.says("then_the_rule", after):
        return "basis", "then_the_rule"
    return "mention", "no_cue"


def _made(words: _Words, rules: _Rules, told: bool) -> tuple[Relation, str]:
    """A document to be made (制定《…》), unless the words tell of the past or the document has its number already."""
    if rules.says("then_of_notice", words.after):
        return "issue", "then_of_notice"
    if _TOLD.match(words.after):
        return "mention", "narrated"
    reported = rules.says("reported", words.head())
    if words.near_top and not words.numbered and (reported or _ISSUED.search(words.before)):
        return "issue", "reported"
    if told or words.numbered:
        return "mention", "narrated"
    return ("mention", "reported") if reported else ("draft", "made")


def _carried_out(words: _Words, rules: _Rules, cue: str) -> tuple[Relation, str]:
    """Carrying a document out is the task, unless it is a reason for issuing: 为贯彻落实《…》, …, 制定本办法."""
    if rules.says("purpose", words.before):
        return "basis", "purpose"
    rest = words.rest()
    if rules.says("formula", rest):
        return "basis", "formula"
    if rules.says("loose_formula", rest) and rules.says("purpose", words.head()):
        return "basis", "purpose"
    return "implement", cue


def _governing(before: str, rules: _Rules) -> re.Match[str] | None:
    """The last cue of the clause before a title, which governs it.

    A verb of issuing behind an issuer's name only describes the document: 根据市政府印发《…》 is 根据.
    """
    cues = [match for match in rules.before.finditer(before) if not _modifies(before, *match.span())]
    if not cues:
        return None
    last = cues[-1]
    if len(cues) > 1 and last.lastgroup in ("made", "circulated", "narrated"):
        earlier = cues[-2]
        if earlier.lastgroup in _FIRM and _ISSUED_BY.search(before, earlier.end(), last.start()):
            return earlier
    return last
