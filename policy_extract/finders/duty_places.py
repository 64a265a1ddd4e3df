"""Where the lists of those who answer for work stand: in brackets, behind labels, in task tables, on lines of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from policy_extract.finders.agencies import Mention, is_agency, split_parties
from policy_extract.finders.duty_lists import (
    LABEL,
    LABEL_ENDS,
    LABEL_REACH,
    Group,
    Lead,
    Party,
    groups_of,
    labels_of,
    read_list,
    role_of,
    verbs_of,
    without_declarations,
    without_insides,
)
from policy_extract.finders.task_tables import role_cells
from policy_extract.lexicon import Lexicon
from policy_extract.model import Role
from policy_extract.text import Passage, brackets

__all__ = ["SCOPE", "find_lists", "read_lists"]

#: How far a sentence reaches that has no full stop.
SCOPE: Final = 600

# --- is it a list? --------------------------------------------------------------------------------------------------

_CUE: Final = re.compile(
    r"负责|牵头|配合|落实|单位|部门|责任|主办|协办|承办|主抓|指导|督导|参与|参加|实施|协助|协同|支持|监督|考核|监管|承担|推进|办理|执行|会同"
)
_NOT_LIST: Final = re.compile(
    r"负责(?:解释|人|同志|制)|以下(?:简称|统称)|简称|解释|此件|征求意见|"
    r"责任(?:制|人|险|事故|追究|保险|书)|名单|电话|传真|邮编|联系人|第.{1,4}条"
)
_NO_LIST_BEGINS: Final = ("含", "不含", "包括", "如", "例如", "原", "见", "详见", "附")


def _says_otherwise(flat: str) -> bool:
    """Whether a text is a remark or a definition, whoever it names."""
    return flat.startswith(_NO_LIST_BEGINS) or _NOT_LIST.search(flat) is not None


def _assigned_groups(content: str, closes: bool, lexicon: Lexicon) -> list[Group]:
    """The groups of what stands in a bracket that assigns work, none of any other; a bare list must close its sentence."""
    dense = "".join(content.split())
    if len(dense) < 3 or len(dense) > 600:
        return []
    flat = without_insides(dense)
    labels = labels_of(flat)
    body = without_declarations(dense)
    told = [label for label in labels if label[2] is not None]
    if told and (told[0][0] == 0 or not _says_otherwise(flat)):
        return groups_of(flat, labels) if body is dense else groups_of(without_insides(body.replace("\x01", " ")))
    plain = dense
    if body is not dense:
        plain = body.replace("\x01", "")
        flat = without_insides(plain)
    if _says_otherwise(flat):
        return []
    verbs = list(verbs_of(flat, 0, len(flat)))
    groups = groups_of(flat, None if labels else (), verbs)
    if any(low > 0 for low, _ in verbs):
        named = [is_agency(m.name) for g in groups for m in split_parties(plain[g.start : g.end], lexicon)]
        if 2 * sum(named) < len(named) or not named:
            return []
    else:  # a bare list: every piece a name, at the end of its sentence
        parties = split_parties(plain, lexicon) if closes else []
        if (
            not parties
            or not all(is_agency(p.name) or _EACH_LEVEL.match(p.name) for p in parties)
            or not _all_named(flat, parties)
        ):
            return []
    return groups if plain is dense else groups_of(without_insides(body.replace("\x01", " ")))


_STRICT_END: Final = re.compile(
    r"(?:人民政府|政府|管委会|委员会|厅|局|委|办|办公室|部|署|院|中心|集团|银行|分行|支行|海关|公司|机构|部门|单位|工会|妇联|科协|残联|团委|供销社|总队|支队|行署|法院|检察院|企业|联合会|会)(?:\([^()]*\)|〈[^〉]*〉)*$"
)
_LEVEL_FIRST: Final = re.compile(r"\s*(?:省|市|县|区|州|旗|盟|自治区|各)[一-鿿]{2,}")
_STRICT_BEGIN: Final = re.compile(
    r"^(?:省|市|县|区|州|旗|盟|自治区|各|有关|国家|中国|人行|人民银行|中央|国务院|[一-鿿]{2,8}(?:省|市|县|区|州|部|局|委|署|会|行|院|办|厅|关|司|府|集团|中心|海关))"
)


_EACH_LEVEL: Final = re.compile(r"各(?:[省市县区州旗]{1,3}|乡镇|镇街|园区)(?:\([^()]*\))?$")
_AND_OTHERS: Final = re.compile(
    r"等(?:\d{1,2}|[一二三四五六七八九十]{1,2})?个?(?:[省市县区]级)?(?:有关|相关)?(?:部门|单位)$"
)


def _all_named(flat: str, parties: list[Mention]) -> bool:
    """Whether the parties of a list are whole names, which cover most of it but for 等9部门."""
    covered = sum(p.end - p.start for p in parties)
    others = _AND_OTHERS.match(flat, parties[-1].end)
    return (
        all(_EACH_LEVEL.match(p.name) or (_STRICT_END.search(p.name) and _STRICT_BEGIN.match(p.name)) for p in parties)
        and 4 * covered >= 3 * (others.start() if others else len(flat))
        and (len(parties) > 1 or len(parties[0].name) >= 4)
    )


# --- the rules -------------------------------------------------------------------------------------------------


class Stretch:
    """A list in the passage: ``[start, end)`` with its bracket or label, ``[low, high)`` what is to be read."""

    def __init__(
        self,
        start: int,
        end: int,
        low: int,
        high: int,
        rule: str,
        role: Role | None = None,
        groups: Sequence[Group] = (),
    ) -> None:
        self.start = start
        self.end = end
        self.low = low
        self.high = high
        self.rule = rule
        self.role = role  # what the column of a table says
        self.groups = groups  # those of the list where they are known


# Where a cell breaks its line between two names: 省财政厅⏎省林业局.
_CELL_BREAK: Final = re.compile(r"(?<=[厅局委办院部会司署行社处室府团站队所校中心关]) (?= *[一-鿿])")


def _table_lists(passage: Passage) -> Iterator[Stretch]:
    """The cells of a task table (任务 | 牵头单位 | 配合单位 | 完成时限) whose columns name a role."""
    for cell in role_cells(passage):
        yield Stretch(cell.start, cell.end, cell.start, cell.end, "table", role_of(cell.head))


def _bracket_lists(text: str, lexicon: Lexicon) -> Iterator[Stretch]:
    for start, end, closed in brackets(text):
        if closed and end - start < 5:  # (市)
            continue
        low, high = start + 1, end - 1 if closed else end
        after, before = text[end : end + 1], text[start - 1 : start] if start else ""
        if after == " ":
            after = text[end : end + 3].lstrip(" ")[:1]
        if before.isspace():
            before = text[max(0, start - 3) : start].rstrip()[-1:]
        closes = before == "。" or before == ";"
        if not closes and (after == "" or after == "\n" or after == "。"):
            closes = text.find("、", low, high) >= 0 or _LEVEL_FIRST.match(text, low, high) is not None
        if not closes and not _CUE.search(text, low, high):
            continue
        content = text[low:high]
        if closed:
            groups = _assigned_groups(content, closes, lexicon)
            if groups:
                yield Stretch(start, end, low, high, "bracket", groups=groups)
        elif _opens_with_label(content) or (
            # A bare list without its closing bracket is one only where the sentence before it has ended.
            (_CLOSING_VERB.search(content) or (before == "。" and "、" in content))
            and _assigned_groups(content, True, lexicon)
        ):
            high = _to_name_end(text, low, end)
            yield Stretch(start, high, low, high, "bracket")


_CLOSING_VERB: Final = re.compile(r"(?:负责|配合|落实|牵头)[。,、;]?\s*$")


def _opens_with_label(content: str) -> bool:
    labels = labels_of("".join(content[:24].split()))
    return bool(labels) and labels[0][0] == 0 and labels[0][2] is not None


def _to_name_end(text: str, low: int, end: int) -> int:
    """The end of a list that its line cuts: behind the lines that a name runs over (县环⏎保局)."""
    for _ in range(4):
        last = _MARKS.split("".join(text[max(low, end - 80) : end].split()))[-1]
        line = _NEXT_LINE.match(text, end)
        if not line or is_agency(last.rstrip("。")) or len(line.group(1)) > 60:
            break
        end = line.end()
    return end


_MARKS: Final = re.compile("[、,;:]")
_NEXT_LINE: Final = re.compile(r"[ ]*\n\s*([^\n()]+)")
# Footers of web sites (主办单位) and lists of the inspected (督查单位) look like labels on their own lines.
_NOT_ON_LINES: Final = re.compile(r"主办|承办|督查|主管")
_LINE_COLONLESS: Final = re.compile(r"\n[ ]*((?:牵头|责任|配合|落实|参与)(?:单位|部门))[ ]+(?=[省市县区州各国])")


def _label_lists(text: str, lexicon: Lexicon, units: bool) -> Iterator[Stretch]:
    """Lists behind a label outside brackets: at the start of a line or of a sentence, up to its end.

    ``units`` says whether there may be 单位 or 部门 in the text.
    """
    done = 0
    if units and ")" in text and ("位)" in text or "门)" in text):
        yield from _behind_brackets(text, lexicon)
    labels = list(_line_labels(text))
    if units and ("单位 " in text or "部门 " in text):
        labels = sorted(labels + [label.span(1) for label in _LINE_COLONLESS.finditer(text)])
    for begin, low in labels:
        if begin < done:
            continue
        stop = text.find("\n", low)
        high = len(text) if stop < 0 else stop
        if not text[low:high].strip():  # the list stands on the next line
            line = _FIRST_LINE.match(text, high)
            if not line or len(line.group(1)) > 300:
                continue
            high = line.end()
        full = text.find("。", low, high)
        high = full + 1 if full >= 0 else _to_name_end(text, low, high)
        yield Stretch(begin, high, begin, high, "label")
        done = high


# 【责任单位】市商务局、市财政局
_BRACKETED: Final = re.compile(
    r"\(((?:牵头|责任|配合|主办|协办|参与|落实|实施)(?:责任)?(?:单位|部门))\)[ :]*(?=[一-鿿])"
)
_LIST_END: Final = re.compile(r"[。;\n]")


def _behind_brackets(text: str, lexicon: Lexicon) -> Iterator[Stretch]:
    """The lists behind a label in brackets that begins a line or a sentence."""
    for label in _BRACKETED.finditer(text):
        start, low = label.span()
        if text[max(0, start - 40) : start].rstrip(" ")[-1:] not in ("", "\n", "。", ";"):
            continue
        stop = _LIST_END.search(text, low, low + SCOPE)
        high = stop.start() if stop else min(len(text), low + SCOPE)
        dense = "".join(text[low:high].split())
        if is_agency(dense) or ("、" in dense and _all_named(dense, split_parties(dense, lexicon))):
            yield Stretch(start, high, low, high, "label", role_of(label.group(1)))


_FIRST_LINE: Final = re.compile(r"\s*([^\n]+)")


def _line_labels(text: str) -> Iterator[tuple[int, int]]:
    """The labels with a colon that begin a line or a sentence, also with blanks between their characters (责 任 单 位:)."""
    colon = text.find(":")
    while colon >= 0:
        last = text[colon - 1 : colon]
        if last not in LABEL_ENDS and not last.isspace():
            colon = text.find(":", colon + 1)
            continue
        begin = reach = max(0, colon - 2 * LABEL_REACH)
        for mark in "。;)\n":
            begin = max(begin, text.rfind(mark, begin, colon) + 1)
        raw = text[begin:colon]
        if begin == 0 or begin > reach or text[begin - 1] in "。;)\n":
            word = "".join(raw.split())
            if len(word) > 3 and LABEL.match(word) and not _NOT_ON_LINES.search(word):
                yield begin + len(raw) - len(raw.lstrip()), colon + 1
        colon = text.find(":", colon + 1)


_LINE_ENDS: Final = tuple("负责 落实 配合 牵头 厅 局 委 办 部 政府 管委会 单位 部门 机构 企业 行 公司 会 中心".split())
_LINE_LAST: Final = frozenset(end[-1] for end in _LINE_ENDS)
_BEHIND_LINE: Final = " 。)"


def _line_lists(text: str, lexicon: Lexicon) -> list[Stretch]:
    """Lines that are nothing but a list: 省质监局、科技厅负责落实。"""
    found: list[Stretch] = []
    position, size = 0, len(text)
    while position < size:
        line = text.find("\n", position)
        end = line if line >= 0 else size
        last = end - 1
        while last > position and text[last] in _BEHIND_LINE:
            last -= 1
        if last > position and text[last] in _LINE_LAST:  # few lines do, and only they are looked at further
            raw = text[position:end]
            s = raw.strip()
            bare = s.removesuffix("。").removesuffix(")")
            if 6 <= len(s) <= 300 and s[0] != "(" and bare.endswith(_LINE_ENDS) and "。" not in s[:-1]:
                dense = "".join(s.removesuffix("。").split())
                if _is_list(dense, lexicon, s[-1] in "。)" or _stands_alone(text, position, end)):
                    start = position + raw.index(s)
                    found.append(Stretch(start, start + len(s), start, start + len(s), "line"))
        position = end + 1
    return found


_NEXT_UNIT: Final = re.compile(
    r"[ ]*+(?:$|\n|[(一二三四五六七八九十第\d]|(?:牵头|责任|配合|落实|参与|完成|主办|协办)(?:单位|部门|时限))"
)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a line without a mark at its end is more than the middle of a paragraph that was broken into lines."""
    before = text[:start].rstrip()[-1:] if start < SCOPE else text[start - SCOPE : start].rstrip()[-1:]
    return before in ("。", ";", ")", ":", "") and _NEXT_UNIT.match(text, end + 1) is not None


def _is_list(dense: str, lexicon: Lexicon, alone: bool) -> bool:
    """Whether a line is a list of names, with or without a closing verb; ``alone`` when no sentence runs over its ends."""
    flat = without_insides(dense)
    if not _STRICT_BEGIN.match(dense) or _says_otherwise(flat):
        return False
    verbs = [verb for verb in verbs_of(flat, 0, len(flat)) if verb[0] > 0]
    closed = bool(verbs) and verbs[-1][1] == len(dense)
    parties = split_parties(dense[: verbs[-1][0]] if closed else dense, lexicon)
    return (
        bool(parties)
        and parties[0].start == 0
        and all(_STRICT_END.search(p.name) and _STRICT_BEGIN.match(p.name) for p in parties)
        and not any(_SPEAKS.search(p.name) for p in parties)
        and (closed or (alone and len(parties) > 1 and _covers(dense, parties)))
    )


_SPEAKS: Final = re.compile(r"[是的为]|由(?!贸)|包括|建立|负责|根据|按照|应当|组织实施|办理|及其|违反|^其")


def _covers(dense: str, parties: list[Mention]) -> bool:
    return sum(p.end - p.start for p in parties) + len(parties) >= len(dense)


def find_lists(passage: Passage, lexicon: Lexicon) -> list[Stretch]:
    """The lists of a passage, rule by rule; two rules may find the same.

    >>> from policy_extract.lexicon import load_lexicon
    >>> passage = Passage.of("加强检查。(省科技厅负责)\\n责任单位:省财政厅")
    >>> [(found.rule, passage.text[found.low : found.high]) for found in find_lists(passage, load_lexicon())]
    [('bracket', '省科技厅负责'), ('label', '责任单位:省财政厅')]
    """
    text, begin = passage.text, passage.start
    stretches = list(_bracket_lists(text, lexicon)) if "(" in text else []
    units = "位" in text or "门" in text  # what most texts lack is looked for by a single character
    if ":" in text or (units and ("单位 " in text or "部门 " in text or "单位)" in text or "部门)" in text)):
        stretches += _label_lists(text, lexicon, units)
    if passage.source.find("\t", begin, begin + len(text)) >= 0:
        stretches += _table_lists(passage)
    if "\n" in text or text.rstrip(_BEHIND_LINE)[-1:] in _LINE_LAST:
        stretches += _line_lists(text, lexicon)
    return stretches


def read_lists(
    text: str, stretches: list[Stretch], lexicon: Lexicon, lead: Lead | None
) -> Iterator[tuple[Stretch, list[Party], int]]:
    """The lists that name parties, in their order, each with where the text begins that it speaks of."""
    scope_from = before_from = 0
    for stretch in stretches:
        listed = text[stretch.low : stretch.high]
        if stretch.rule == "table":
            listed = _CELL_BREAK.sub("、", listed)
        parties = read_list(listed, lexicon, lead, stretch.role, stretch.groups)
        if not parties:
            continue
        if not text[scope_from : stretch.start].strip(" \t\n。;,"):  # 责任单位:…⏎配合单位:…: both speak of the same
            scope_from = before_from
        if stretch.rule in ("bracket", "table"):
            shown = stretch.start
            while shown > scope_from and text[shown - 1].isspace():
                shown -= 1
            scope_from = max(scope_from, text.rfind("\n", scope_from, shown) + 1)
        yield stretch, parties, scope_from
        before_from, scope_from = scope_from, stretch.end
