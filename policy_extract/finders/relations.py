"""What a notice does with the documents it names (根据, 落实, 制定, 修订, 印发): by the words before and after them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any, Final, cast

from policy_extract.finders.titles import Mention
from policy_extract.lexicon import Lexicon
from policy_extract.model import Relation
from policy_extract.text import compact

__all__ = ["Cues", "cues_of", "groups", "judge"]

#: How far cues are looked for: before a title, after it, and in the sentence around it.
_BEFORE, _AFTER, _SENTENCE = 120, 200, 400
#: A reported title this near the top of a text is the document that the text is about (news that prints a notice).
_TOP: Final = 300
#: Newspapers and books have short names.
_SHORT_TITLE: Final = 28
_CLAUSE_START: Final = re.compile("(?s:.*)[,。;:!?》]")
_BRACKETED: Final = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*){0,8}\)")
_LINK: Final = re.compile(
    r"(?:第[^,。;:!?《》]{1,12}[条款项])?(?:等[^,。;:!?《》]{0,12}|的?(?:有关|相关)?(?:文件|规定|要求|精神))?"
    r"(?:(?:,?(?:以及|或者|并|和|及|与|或|暨)|、和?)[^,。;:!?《》]{0,50}|、?)$"
)
_ISSUED_BY: Final = re.compile(
    r"(?:局|厅|部|委|办|院|行|政府|委员会|总署|公司|集团|中心|办公室|小组|日|月|年)(?:等[^,、]{0,8})?(?:联合|共同|关于)?$"
)
#: What is still to be issued: 报请市政府印发《…》.
_ASKED: Final = re.compile("报请|提请|协调|推动|争取")
_ISSUING: Final = ("印发", "发布", "公布", "下发", "颁布", "出台")
#: News of an issue: 省政府办公厅印发《…》, 我市出台《…》.
_ISSUED: Final = re.compile(
    r"(?:[局厅部委办院行]|政府|公司|中心|办公室|部门|我[省市县区])(?:联合|共同)?(?:印发|出台|发布|公布|下发)了?$"
)
_TOLD: Final = re.compile(r",?(?:并)?(?:提出|明确|要求|指出|强调|规定|对[^,。]{1,20}作出)")
#: What begins a line of a list: 1.《…》, (二)《…》, ①《…》.
_MARKER: Final = re.compile(r"\s*(?:\(?[0-9一二三四五六七八九十]{1,3}[).、]|[①-⑳●•·*—-]|附件\s*\d*[:.]?)\s*")
#: The last characters of most titles of documents, which no film has.
_OFFICIAL: Final = frozenset("法例则知见案划告施要定准范录策点南单复程同约章)")
_QUOTES: Final = "“”\"'‘’ "
#: A line this short is a heading, and no cue in it reaches a title on the next line, unless it breaks off like these.
_HEADING_LINE: Final = 24
_UNFINISHED: Final = tuple("关于 印发 转发 发布 公布 修改 废止 根据 按照 依据 将 、 和 的".split())


class Cues:
    """The cues of ``relations.toml``, compiled: those before a title as one pattern, the others by name."""

    __slots__ = ("_behind", "_named", "_relation", "_says", "_titles", "before")

    def __init__(self, cues: Iterable[tuple[str, dict[str, Any]]]) -> None:
        self._relation: dict[str, str] = {}
        self._says: dict[str, Callable[[str], object]] = {}
        before: list[str] = []
        heads: list[str] = []
        titles: list[str] = []
        self._named: list[re.Pattern[str]] = []
        self._behind: list[re.Pattern[str]] = []
        for name, cue in cues:
            self._relation[name] = cue["relation"]
            if cue["relation"] == "ignore" and cue["place"] != "title":
                (self._named if cue["place"] == "leading" else self._behind).append(re.compile(cue["pattern"]))
            elif cue["place"] == "leading":
                before.append(f"(?:{cue['pattern']})(?P<{name}>)")  # named at its end: a fifth faster than around it
                heads.append(cue.get("heads", ""))
            elif cue["place"] == "title" and cue["relation"] == "ignore":
                titles.append(f"(?:{cue['pattern']})")
            else:
                pattern = re.compile(cue["pattern"])
                self._says[name] = pattern.match if cue["place"] == "after" else pattern.search
        self._titles = re.compile("|".join(titles) or "(?!)")
        # where no pattern may begin, one look says so
        gate = f"(?=[{re.escape(''.join(heads))}])" if all(heads) and heads else ""
        self.before = re.compile(f"{gate}(?:{'|'.join(before)})")

    def relation(self, name: str) -> Relation:
        """What the cue of that name says."""
        return cast(Relation, self._relation[name])

    def says(self, name: str, words: str) -> bool:
        """Whether the cue of that name is in the words."""
        return self._says[name](words) is not None

    def is_document(self, title: str) -> bool:
        """Whether a title ends in a kind of document (办法, 通知)."""
        return self.says("document", title)

    def ignored(self, text: str, start: int, end: int) -> bool:
        """Whether the title that stands there is one of a newspaper or a book, or said to be one of a film, a play …"""
        if end - start - 2 > _SHORT_TITLE:
            return False
        title = compact(text[start + 1 : end - 1])
        if self._titles.match(title) is not None:
            return True
        if title[-1:] in _OFFICIAL:
            return False
        behind, before = text[end : end + 8], text[max(0, start - 6) : start]
        said = any(p.match(behind) for p in self._behind) or any(p.search(before) for p in self._named)
        return said and not self.is_document(title)


@lru_cache(maxsize=8)
def cues_of(lexicon: Lexicon) -> Cues:
    """The cues of a lexicon, compiled once."""
    return Cues(lexicon.cues("relations").items())


def groups(text: str, mentions: list[Mention], rules: Cues) -> Iterator[list[Mention]]:
    """The mentions by lists: 《A》(…)、《B》和省政府《C》 is one; a short name in a title's bracket stands alone."""
    if len(mentions) == 1:
        yield mentions
        return
    group: list[Mention] = []
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


def _linked(text: str, tail: int, start: int, rules: Cues) -> bool:
    """Whether only 、 和 及 and an issuer's name stand between two mentions, and no verb of its own."""
    if start - tail > 90:
        return False
    gap = compact(text[tail:start])
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
    words = _last_clause(text[low:start])
    if ")" in words:
        words = _BRACKETED.sub("", text[low:start])
        words = _last_clause(words[words.rfind("(") + 1 :])
    elif "(" in words:
        words = words[words.rfind("(") + 1 :]
    return compact(words).rstrip(_QUOTES)


def _last_clause(words: str) -> str:
    """What stands behind the last mark."""
    mark = _CLAUSE_START.match(words)
    return words if mark is None else words[mark.end() :]


def _words_after(text: str, tail: int) -> str:
    """What follows a mention, without white space and brackets, up to 。, and behind it where it goes on with 现…."""
    words = compact(text[tail : tail + _AFTER])
    if "(" in words:
        words = _BRACKETED.sub("", words)
    words = words.lstrip(_QUOTES + ")")
    stop = words.find("。")
    return words if stop < 0 or (stop == 0 and words.startswith("。现")) else words[:stop]


class _Words:
    """The words around the mentions of a list: ``before`` its first, ``after`` its last, and the sentence."""

    __slots__ = ("_after", "_end", "_start", "_text", "before", "near_top", "numbered", "titled")

    def __init__(self, text: str, group: list[Mention], offset: int) -> None:
        first, last = group[0], group[-1]
        self._text = text
        self._start, self._end = first.head, max(last.tail, last.end)
        self._after: str | None = None
        self.before = _words_before(text, self._start)
        self.near_top = offset + self._start < _TOP
        self.numbered = last.number is not None
        self.titled = first.kind == "title"

    @property
    def after(self) -> str:
        """What follows, asked for only where the words before do not settle it."""
        if self._after is None:
            self._after = _words_after(self._text, self._end)
        return self._after

    def head(self) -> str:
        """The sentence up to the first mention."""
        low = max(0, self._start - _SENTENCE)
        stop = max(self._text.rfind(mark, low, self._start) for mark in "。!?")
        return compact(self._text[max(low, stop + 1) : self._start])

    def rest(self) -> str:
        """The sentence behind the last mention."""
        rest = self._text[self._end : self._end + _SENTENCE]
        stop = rest.find("。")
        return compact(rest[:stop] if stop >= 0 else rest)


def judge(text: str, group: list[Mention], offset: int, rules: Cues, in_header: bool) -> tuple[Relation, str]:
    """What the notice does with the documents of a list, and the name of the cue that says so.

    ``offset`` is where the text begins in the document.
    """
    words = _Words(text, group, offset)
    relation, rule = _by_words(words, rules)
    if not in_header or not words.titled:
        return relation, rule
    if relation == "draft":
        return "issue", rule
    if rule == "no_cue" and _is_issued(words, rules):
        return "issue", "title_of_notice"
    return relation, rule


def _is_issued(words: _Words, rules: Cues) -> bool:
    """Whether a title line without any cue names what the notice issues: 《方案》, 关于《方案》的公告, but not 关于申报《目录》的通知."""
    of_notice = rules.says("then_of_notice", words.after)
    _, about, verb = words.before.rpartition("关于")
    if not about:
        return of_notice or (not words.before and not rules.says("then_explained", words.after))
    return of_notice and verb.endswith(_ISSUING) if verb else of_notice or not words.after


#: Cues before a title that no cue behind it overrules: 根据《…》,现印发; 按照《…》停止执行.
_FIRM: Final = ("based", "done", "compared", "handled")


def _by_words(words: _Words, rules: Cues) -> tuple[Relation, str]:
    before = words.before
    verb = _governing(before, rules)
    cue = verb.lastgroup if verb else None
    told = before.endswith("了") or (verb is not None and before.startswith("了", verb.end()))
    passed = before.endswith(("对", "将", "把"))
    if cue in ("short_name", "itself"):
        return rules.relation(cue), cue
    if cue in _FIRM and cue != "done" and not passed:
        return rules.relation(cue), cue
    after = words.after
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
        if rules.says("then_its_rules", after):
            return "mention", "then_its_rules"
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


def _made(words: _Words, rules: Cues, told: bool) -> tuple[Relation, str]:
    """A document to be made (制定《…》), unless the words tell of the past or the document has its number already."""
    if rules.says("then_of_notice", words.after):
        return "issue", "then_of_notice"
    if not told and rules.says("then_its_rules", words.after):
        return rules.relation("then_its_rules"), "then_its_rules"
    if _TOLD.match(words.after):
        return "mention", "narrated"
    reported = rules.says("reported", words.head())
    issued = _ISSUED.search(words.before) and not _ASKED.search(words.before)
    if words.near_top and not words.numbered and (reported or issued):
        return "issue", "reported"
    if told or words.numbered:
        return "mention", "narrated"
    return ("mention", "reported") if reported else ("draft", "made")


def _carried_out(words: _Words, rules: Cues, cue: str) -> tuple[Relation, str]:
    """Carrying a document out is the task, unless it is a reason for issuing: 为贯彻落实《…》, …, 制定本办法."""
    if rules.says("purpose", words.before):
        return "basis", "purpose"
    rest = words.rest()
    if rules.says("formula", rest):
        return "basis", "formula"
    if rules.says("loose_formula", rest) and rules.says("purpose", words.head()):
        return "basis", "purpose"
    return "implement", cue


def _governing(before: str, rules: Cues) -> re.Match[str] | None:
    """The last cue of the clause before a title, which governs it.

    A verb of issuing behind an issuer's name only describes the document: 根据市政府印发《…》 is 根据.
    """
    if not before:
        return None
    cues = [match for match in rules.before.finditer(before) if not _modifies(before, match.start(), match.end())]
    if not cues:
        return None
    last = cues[-1]
    if len(cues) > 1 and last.lastgroup in ("made", "circulated", "narrated"):
        earlier = cues[-2]
        if earlier.lastgroup in _FIRM and _ISSUED_BY.search(before, earlier.end(), last.start()):
            return earlier
    return last
