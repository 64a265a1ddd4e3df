"""References (引用文件): titles in 《》, document numbers (文号) and standards, and what the notice does with them.

A title is the outermost pair of 《》; the document number in the bracket after it belongs to it. A number or a standard
that stands alone is a reference of its own. What the notice does with a document (根据, 落实, 制定, 修订, 印发) is
read from the words before and after it, which the members of a list 《A》、《B》和《C》 share. The words are data:
``lexicons/relations.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from policy_extract.finders.document_numbers import issuer_of_number
from policy_extract.finders.relations import cues_of, groups, judge
from policy_extract.finders.short_names import ShortNames, declared_names
from policy_extract.finders.titles import Mention, find_mentions, skip
from policy_extract.lexicon import Lexicon
from policy_extract.model import Reference, Relation, Span
from policy_extract.text import BY_START, Passage, compact, fold

__all__ = [
    "ShortNames",
    "declared_names",
    "find_header_references",
    "find_references",
    "issuer_of_number",
    "names_itself",
]

#: The articles cited behind a title: 第十二条第二款, 第三条至第五条, 第6、7条.
_ORDINAL: Final = r"第? ?[0-9〇零一二三四五六七八九十百]{1,6} ?"
_ARTICLE: Final = re.compile(
    rf"第 ?[0-9〇零一二三四五六七八九十百]{{1,6}} ?(?:[条章节款项]|(?=[、至和到]))"
    rf"(?:[ \n]?(?:、|和|及|与|至|到|以及)?{_ORDINAL}(?:[条章节款项目]|(?=[、至和到]))|第?\([〇零一二三四五六七八九十0-9]{{1,3}}\)[项款]?){{0,12}}"
)


def find_references(passage: Passage, lexicon: Lexicon, *, in_header: bool = False) -> tuple[Reference, ...]:
    """The documents that a passage names (引用文件) and what the notice does with each; offsets are the document's.

    ``in_header`` is for the title lines of a notice, where 《…》 is what it issues. ``clause`` is left empty.

    >>> from policy_extract.lexicon import load_lexicon
    >>> p = Passage.of("根据《国务院关于加强质量工作的意见》（国发〔2015〕9号），制定本办法。研究制定《质量奖办法》。")
    >>> [(r.title, r.number, r.relation) for r in find_references(p, load_lexicon())]
    [('国务院关于加强质量工作的意见', '国发〔2015〕9号', 'basis'), ('质量奖办法', None, 'draft')]
    """
    text = passage.text
    # what titles, numbers and standards cannot do without
    if not ("《" in text or "号" in text or "/" in text or "〈" in text or "B" in text or "J" in text):
        return ()
    rules = cues_of(lexicon)
    mentions = find_mentions(text, lexicon, rules.is_document)
    if not mentions:
        return ()
    found = []
    for group in groups(text, mentions, rules):
        relation, rule = judge(text, group, passage.start, rules, in_header)
        for mention in group:
            if mention.kind == "title" and rules.ignored(text, mention.start, mention.end):
                continue
            found.append(_reference(passage, mention, relation, rule))
    if len(found) > 1:
        found.sort(key=BY_START)
    return tuple(found)


#: What a notice does only with another document, or with the one it is about to issue.
_OTHER: Final = ("issue", "repeal", "amend")


def names_itself(reference: Reference, title: str | None, number: str | None) -> bool:
    """Whether a reference is the notice itself, whose title or number a web page repeats: no citation.

    What the notice issues (现将《工作方案》印发给你们) is one, though it may be all the title that the notice has; so is an
    earlier notice of the same title, which has a number of its own or is repealed or amended.

    >>> r = Reference(0, 6, "《工作方案》", "工作方案", None, None, "mention", "no_cue")
    >>> names_itself(r, "工作方案", None), names_itself(r, "关于印发工作方案的通知", None)
    (True, False)
    """
    ours = number is not None and reference.number is not None and _same(reference.number, number)
    if reference.title is None:
        return ours
    if title is None or reference.relation in _OTHER or not _same(reference.title, title):
        return False
    return reference.number is None or ours


def _same(one: str, other: str) -> bool:
    """Whether two titles or numbers are the same, whatever the width of their characters and the shape of brackets."""
    return compact(fold(one)) == compact(fold(other))


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


def _reference(passage: Passage, mention: Mention, relation: Relation, rule: str) -> Reference:
    at = passage.start
    raw = passage.source[at + mention.start : at + mention.end]
    number = compact(passage.raw(*mention.number)) if mention.number else None
    standard = compact(passage.raw(*mention.standard)) if mention.standard else None
    title = article = None
    start = mention.start
    if mention.kind == "title":
        title = _title(passage, mention, raw)
        if "《" in raw[1:] and compact(raw[raw.rfind("《") + 1 : -1]) == title:
            start += raw.rfind("《")  # a line printed twice: the copy that runs on is the title
            raw = passage.raw(start, mention.end)
        place = skip(passage.text, mention.tail)
        if passage.text.startswith("第", place) and (cited := _ARTICLE.match(passage.text, place)) is not None:
            article = compact(passage.raw(*cited.span()))
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


def _title(passage: Passage, mention: Mention, raw: str) -> str:
    """What stands inside the 《》 as written, without the line ends in it and what was blanked there (page furniture)."""
    inner = raw[1:-1] if raw[-1] in "》>＞〉﹥" else raw[1:]
    if "\n" not in inner:
        return compact(inner)
    folded = passage.text[mention.start + 1 : mention.start + 1 + len(inner)]
    return "".join(c for c, f in zip(inner, folded, strict=True) if f not in " \n")
