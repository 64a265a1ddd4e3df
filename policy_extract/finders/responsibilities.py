"""Who must do the work of a clause (职责分工): brackets, labels, lines of their own, and sentences that assign it.

Five rules, each named in its result: ``bracket`` (省科技厅牵头,省财政厅配合), ``label`` (责任单位:… outside a bracket), ``table``
(a row of a task table under 牵头单位 | 配合单位), ``line`` (a bare list on a line of its own) and ``sentence``
(由省科技厅牵头,会同省财政厅…). A list is first cut into groups by role,
then into parties by :mod:`policy_extract.finders.agencies`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Callable, Iterator
from functools import lru_cache
from operator import attrgetter
from typing import Literal, NamedTuple

from policy_extract.finders.agencies import (
    LAST_LETTERS,
    Mention,
    ends_as_agency,
    is_agency,
    is_collective,
    says_place,
    split_parties,
)
from policy_extract.finders.task_tables import role_cells
from policy_extract.frozen import frozen
from policy_extract.lexicon import Lexicon
from policy_extract.model import Responsibility, Role, Span
from policy_extract.registry import Agency
from policy_extract.text import Passage, brackets, fold

__all__ = ["Conventions", "Found", "find_conventions", "find_responsibilities"]

Lead = Literal["first", "before-comma"]
#: Which agency a name means, None where it is not known.
Who = Callable[[str], Agency | None]


@frozen
class Conventions:
    """What a notice declares about all its lists: ``lead`` is how the lead is marked (列第一位者为牵头单位, 逗号前为牵头单位)."""

    lead: Lead | None = None


@frozen
class Found:
    """The responsibilities of a passage, and the brackets, labels and lines that they stand in."""

    responsibilities: tuple[Responsibility, ...]
    spans: tuple[Span, ...]


_FIRST_LEADS = re.compile(
    r"(?:列|排|排列|排名|名列)(?:在|于)?(?:首位|第一(?:位|个)?|最前|第一名)[^,。;()]{0,12}?为?[^,。;()]{0,6}(?:牵头|主办|总负责|负总责|汇总)|"
    r"(?:首位|第一个?|第一位)(?:的)?(?:责任)?(?:单位|部门)为[^,。;()]{0,8}(?:牵头|主办)"
)
_COMMA_LEADS = re.compile(r"逗号(?:之)?前(?:面)?的?[^,。;()]{0,6}为(?:牵头|主办)")
_DECLARATION = re.compile(
    r"(?:^|[。,;:])\s*(?:其中)?[,]?(?:[^。,;:()]{0,10}(?:(?:列|排|排列|排名|名列)(?:在|于)?(?:首位|第一|最前)|首位|第一个单位)[^。;]{0,40}?(?:牵头|主办|负责|汇总)[^,。;]{0,12}(?:[,,]\s*下同)?"
    r"|逗号(?:之)?前[^。;]{0,16}(?:[,]\s*下同)?"
    r"|以黑体字[^。;]{0,24}(?:[,]\s*下同)?"
    r"|(?:以下|下面|上述)?(?:各项|任务|工作|措施)*(?:以下)?(?:各项|任务|工作|措施)?均?(?:需|由)[^。;]{0,60}(?:落实|负责|配合)[^。;]{0,6}?[,]?\s*(?:不再|下同)[^。;]{0,10}"
    r"|明确牵头部门的[^。;]{0,40}|不再(?:一一|逐一)?列出|下同)"
)


_DECLARES = re.compile(r"下同|不再|逗号|第一|首位|最前|黑体|明确牵头")


def find_conventions(text: str) -> Conventions:
    """What the folded text of a notice declares about its lists.

    >>> find_conventions("(税务总局、财政部负责,排在第一位的部门为牵头部门,下同)")
    Conventions(lead='first')
    """
    if "逗号" in text and _COMMA_LEADS.search(text):
        return Conventions("before-comma")
    if ("第一" in text or "首位" in text) and _FIRST_LEADS.search(text):
        return Conventions("first")
    return Conventions()


# --- roles ----------------------------------------------------------------------------------------------------------

_LABEL_WORD = (
    r"(?:牵头|总牵头|责任|主责|主体|负责|承办|主办|落实|实施|执行|组织|推进|完成|属地|配合|协办|协助|协同|协作|参与|参加|支持|联动|会同|"
    r"指导|督导|督办|督查|监督|监管|考核|主管|分工|部门|任务)"
)
# 牵头单位, 指导、督导部门, 部门分工; or the word of a role alone.
_LABEL = re.compile(
    rf"(?:\d+[.、])?(?:(?:各项?|主要|第一|共同|具体|直接|省级|市级|县级|行业)?{_LABEL_WORD}(?:{_LABEL_WORD}|及|和|与|、)*"
    r"(?:单位|部门|机构|主体|责任|地方|分工|分解|处室|科室|方)|牵头|主办|承办|协办|配合|责任|落实|参与|指导)$"
)
# What stands beside the parties and names none: persons, dates, telephones.
_OTHER_LABEL = re.compile(
    r"(?:(?:分管|牵头|责任|负责|协管|包保|联系)?(?:省|市|县|区)?(?:领导|责任人|负责人|联系人)|"
    r"(?:完成|推进|办结|落实|实施|整改)?(?:时限|时间|期限|节点|日期)+(?:要求)?|电话|备注)$"
)
_COLONLESS = re.compile(r"(?:单位|部门)(?=[省市县区各国])")
_LABEL_REACH = 16
#: How a label ends (责任单位, 牵头, 完成时限), and one that gives a role; before its colon there may be a blank.
_LABEL_ENDS = frozenset("位门构体任方工解室头办合实与导")
_ANY_LABEL_ENDS = _LABEL_ENDS | frozenset("导人间限期点日求话注")

# Bounded and without going back, or a long run of verbs would be tried from every place in every way.
_VERB = re.compile(
    r"(?:总牵头|牵头|主办|主抓|负责|落实|承办|实施|配合|参与|参加|协助|协同|协办|支持|指导|督导|监督|考核|监管|承担|推进|办理|执行)"
    r"(?:总牵头|牵头|主办|主抓|负责|落实|承办|实施|配合|参与|参加|协助|协同|协办|支持|指导|督导|监督|考核|监管|承担|推进|办理|执行){0,7}+"
    r"(?:(?:、|和|及|并)(?:组织|抓好)?(?:负责|落实|实施|配合|指导|监督|推进|考核|督导)){0,7}(?:工作|抓好落实|实施|执行|组织){0,4}+"
    r"(?=$|[,;。:、)\s]|会同)"
)
# How the verb is done: 按各自职责分工, 共同, 组织 …
_MANNER = re.compile(
    r"(?:按照?|依照?|依据|根据|结合)?(?:各自)?(?:的)?(?:职责|职能|分管领域|职权|管理权限|任务)?(?:分工)?(?:、任务)?"
    r"(?:[,]?(?:分别|共同|具体|各自|联合|统一|依法|抓好|做好|加快|积极))*(?:组织|抓好|推动|督促|统筹|协调)*"
    r"(?:(?:提供|给予|做好)?(?:技术|业务|政策))?$"
)
_MANNER_REACH = 30
_MANNER_ENDS = frozenset("按照依据合自的责能域权限务工,别同体一法好快极织动促筹调根结术策")
#: All that it is written with: where another stands, it cannot have begun before.
_MANNER_LETTERS = "按照依据根结合各自的职责能分管领域权限理任务工、,别共同具体联统一法抓好做加快积极组织推动督促筹协调提供给予技术业政策"
_WITH = re.compile(r"会同|会商|商(?=(?:省|市|自治区|国家|有关|各)[^,;]{2,})")


@lru_cache(maxsize=512)
def _role_of(cue: str) -> Role:
    """The role that a label or a verb gives."""
    if re.search(r"考核|督导|督办|督查|监督|指导|监管", cue) and not re.search(r"负责|责任|落实|配合|实施", cue):
        return "guide"
    if re.search(r"牵头|主办|主抓|主责", cue):
        return "lead"
    if re.search(r"配合|参与|参加|协助|协同|协办|协作|支持|联动|会同", cue):
        return "cooperate"
    if re.search(r"指导|督导", cue):
        return "guide"
    return "responsible"


class _Group(NamedTuple):
    """A stretch of a list whose parties share a role; ``told`` when a label or a verb says it."""

    start: int
    end: int
    role: Role
    told: bool


def _flat(text: str) -> str:
    """The text with the insides of its brackets blanked: no cue is looked for in there."""
    if "(" not in text and "〈" not in text:
        return text
    out, depth = [], 0
    for c in text:
        if c in "(〈":
            depth += 1
            out.append("\x00")
        elif c in ")〉" and depth:
            depth -= 1
            out.append("\x00")
        else:
            out.append("\x00" if depth else c)
    return "".join(out)


def _labels(flat: str) -> list[tuple[int, int, Role | None]]:
    """The labels of a list: where each stands with its colon, and the role that it gives (None for a date or a person)."""
    found: list[tuple[int, int, Role | None]] = []
    colon = flat.find(":")
    if colon < 0 and "单位" not in flat and "部门" not in flat:
        return found
    while colon >= 0:
        if flat[colon - 1] not in _ANY_LABEL_ENDS:
            colon = flat.find(":", colon + 1)
            continue
        begin = reach = max(0, colon - _LABEL_REACH)
        for mark in ",;。:\x00":
            begin = max(begin, flat.rfind(mark, begin, colon) + 1)
        other = _OTHER_LABEL.search(flat, begin, colon)
        if other:
            found.append((other.start(), colon + 1, None))
        else:
            label = _LABEL.search(flat, begin, colon)
            # Behind a name the mark may be missing: 市科技局 配合单位:…
            if label and (
                label.start() == begin
                or flat[label.start() - 1] == "、"
                or is_agency(flat[begin : label.start()].split("、")[-1])
            ):
                found.append((label.start(), colon + 1, _role_of(label.group())))
        colon = flat.find(":", colon + 1)
    starts = {start for start, _, _ in found}
    for tail in _COLONLESS.finditer(flat):
        reach = max(0, tail.end() - _LABEL_REACH)
        begin = max(reach, *(flat.rfind(mark, reach, tail.end()) + 1 for mark in ",;。:"))
        label = _LABEL.match(flat, begin, tail.end())
        if label and begin not in starts:
            found.append((begin, tail.end(), _role_of(label.group())))
    return sorted(found, key=lambda label: label[0])


@lru_cache(maxsize=1024)
def _groups(text: str) -> tuple[_Group, ...]:
    """The groups of a list, from its text without white space and without declarations."""
    flat = _flat(text)
    labels = _labels(flat)
    groups: list[_Group] = []
    first = labels[0][0] if labels else len(text)
    if first:
        groups += _by_verbs(flat, 0, first, "responsible", False)
    for i, (_, end, role) in enumerate(labels):
        stop = labels[i + 1][0] if i + 1 < len(labels) else len(text)
        if role is not None:
            groups += _by_verbs(flat, end, stop, role, True)
    return tuple(groups)


def _verbs(flat: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The verbs that close a group, each with how it is done: 按各自职责分工负责."""
    floor = start
    for verb in _VERB.finditer(flat, start, end):
        low = verb.start()
        if low and flat[low - 1] in _MANNER_ENDS:
            reach = max(floor, low - _MANNER_REACH)
            begin = reach + len(flat[reach:low].rstrip(_MANNER_LETTERS))
            manner = _MANNER.search(flat, begin, low)
            low = manner.start() if manner else low
        yield low, verb.end()
        floor = verb.end()


def _by_verbs(flat: str, start: int, end: int, default: Role, told: bool) -> list[_Group]:
    """A stretch cut at the verbs that close each group: A牵头,B、C配合;D负责."""
    groups: list[_Group] = []
    position = start
    for low, high in _verbs(flat, start, end):
        if low > position:
            role = _role_of(flat[low:high])
            groups += _by_with(flat, position, low, default if told and role == "responsible" else role)
        position = high
    if position < end and _TWO_WORDS.search(flat, position, end):
        groups += _by_with(flat, position, end, default, told)
    return groups


_TWO_WORDS = re.compile(r"[一-鿿]{2}")


def _by_with(flat: str, start: int, end: int, role: Role, told: bool = True) -> list[_Group]:
    """A会同B: B cooperates, and A leads."""
    joint = _WITH.search(flat, start, end)
    if not joint:
        return [_Group(start, end, role, told)]
    groups = []
    if _TWO_WORDS.search(flat, start, joint.start()):
        groups.append(_Group(start, joint.start(), "lead" if role in ("responsible", "lead") else role, True))
    groups.append(_Group(joint.end(), end, "cooperate", True))
    return groups


# --- lists ----------------------------------------------------------------------------------------------------------


class _Party(NamedTuple):
    """A party of a list, completed, with its role and whether 等 leaves the list open."""

    start: int  # in the list's text as it stands
    end: int
    name: str
    role: Role
    open_ended: bool


def _read_list(text: str, lexicon: Lexicon, lead: Lead | None, told: Role | None = None) -> list[_Party]:
    """The parties of a list with their roles, all of them ``told`` where a column says it; places are in ``text``."""
    dense = "".join(text.split())
    kept = range(len(text)) if len(dense) == len(text) else [i for i, c in enumerate(text) if not c.isspace()]
    body = _without_declarations(dense)
    declares = body is not dense
    parties: list[_Party] = []
    before = ""
    if told is not None:
        groups: tuple[_Group, ...] = (_Group(0, len(body), told, True),)
    else:
        groups = _groups(body.replace("\x01", " ") if declares else body)
    marked = None if lead is None or any(group.role == "lead" for group in groups) else lead
    for begin, end, given, _ in groups:
        stretch = body[begin:end]
        if declares:
            stretch = stretch.split("\x01")[0]
        mentions = split_parties(stretch, lexicon, before=before)
        if not mentions:
            continue
        before = mentions[0].name
        comma = _comma(stretch) if marked == "before-comma" and given == "responsible" else -1
        open_ended = "等" in stretch[mentions[-1].end :]
        for n, m in enumerate(mentions):
            role = given
            if (
                marked == "first" and n == 0 and role == "responsible" and not any(p.role == "lead" for p in parties)
            ) or m.end <= comma:
                role = "lead"
            a, b = begin + m.start, begin + m.end
            parties.append(_Party(kept[a], kept[b - 1] + 1, m.name, role, open_ended))
    return parties


def _without_declarations(dense: str) -> str:
    """The list with what it declares about all lists (列第一位者为牵头单位,下同) marked as no part of it."""
    if not _DECLARES.search(dense):
        return dense
    for found in _DECLARATION.finditer(_flat(dense)):
        dense = dense[: found.start()] + "\x01" * (found.end() - found.start()) + dense[found.end() :]
    return dense


def _comma(stretch: str) -> int:
    """Where the first comma outside brackets stands, -1 without one."""
    depth = 0
    for i, c in enumerate(stretch):
        if c in "(〈":
            depth += 1
        elif c in ")〉":
            depth -= 1
        elif c == "," and depth == 0:
            return i
    return -1


# --- is it a list? --------------------------------------------------------------------------------------------------

_CUE = re.compile(
    r"负责|牵头|配合|落实|单位|部门|责任|主办|协办|承办|主抓|指导|督导|参与|参加|实施|协助|协同|支持|监督|考核|监管|承担|推进|办理|执行|会同"
)
_NOT_LIST = re.compile(
    r"负责(?:解释|人|同志|制)|以下(?:简称|统称)|简称|解释|此件|征求意见|"
    r"责任(?:制|人|险|事故|追究|保险|书)|名单|电话|传真|邮编|联系人|第.{1,4}条"
)
_NO_LIST_BEGINS = ("含", "不含", "包括", "如", "例如", "原", "见", "详见", "附")


def _says_otherwise(flat: str) -> bool:
    """Whether a text is a remark or a definition, whoever it names."""
    return flat.startswith(_NO_LIST_BEGINS) or _NOT_LIST.search(flat) is not None


def _is_assignment(content: str, closes: bool, lexicon: Lexicon) -> bool:
    """Whether the inside of a bracket assigns work."""
    dense = "".join(content.split())
    if len(dense) < 3 or len(dense) > 600:
        return False
    flat = _flat(dense)
    labels = [label for label in _labels(flat) if label[2] is not None]
    if labels and (labels[0][0] == 0 or not _says_otherwise(flat)):
        return True
    plain = _without_declarations(dense).replace("\x01", "")
    if plain != dense:
        flat = _flat(plain)
    if _says_otherwise(flat):
        return False
    if any(low > 0 for low, _ in _verbs(flat, 0, len(flat))):
        named = [is_agency(m.name) for g in _groups(plain) for m in split_parties(plain[g.start : g.end], lexicon)]
        return 2 * sum(named) >= len(named) > 0
    # A bare list: every piece a name, at the end of its sentence.
    if not closes:
        return False
    parties = split_parties(plain, lexicon)
    return bool(parties) and all(is_agency(p.name) for p in parties) and _all_named(flat, parties)


_STRICT_END = re.compile(
    r"(?:人民政府|政府|管委会|委员会|厅|局|委|办|办公室|部|署|院|中心|集团|银行|分行|支行|海关|公司|机构|部门|单位|工会|妇联|科协|残联|团委|供销社|总队|支队|行署|法院|检察院|企业|联合会|会)(?:\([^()]*\)|〈[^〉]*〉)*$"
)
_LEVEL_FIRST = re.compile(r"\s*(?:省|市|县|区|州|旗|盟|自治区|各)[一-鿿]{2,}")
_STRICT_BEGIN = re.compile(
    r"^(?:省|市|县|区|州|旗|盟|自治区|各|有关|国家|中国|人行|人民银行|中央|国务院|[一-鿿]{2,8}(?:省|市|县|区|州|部|局|委|署|会|行|院|办|厅|关|司|府|集团|中心|海关))"
)


def _all_named(flat: str, parties: list[Mention]) -> bool:
    covered = sum(p.end - p.start for p in parties)
    return (
        all(_STRICT_END.search(p.name) and _STRICT_BEGIN.match(p.name) for p in parties)
        and 4 * covered >= 3 * len(flat)
        and (len(parties) > 1 or len(parties[0].name) >= 4)
    )


# --- the rules -------------------------------------------------------------------------------------------------


class _Stretch(NamedTuple):
    """A list in the passage: ``[start, end)`` with its bracket or label, ``[low, high)`` what is to be read."""

    start: int
    end: int
    low: int
    high: int
    rule: str
    role: Role | None = None  # what the column of a table says


# Where a cell breaks its line between two names: 省财政厅⏎省林业局.
_CELL_BREAK = re.compile(r"(?<=[厅局委办院部会司署行社处室府团站队所校中心关]) (?= *[一-鿿])")


def _table_lists(passage: Passage) -> Iterator[_Stretch]:
    """The cells of a task table (任务 | 牵头单位 | 配合单位 | 完成时限) whose columns name a role."""
    for cell in role_cells(passage):
        yield _Stretch(cell.start, cell.end, cell.start, cell.end, "table", _role_of(cell.head))


def _bracket_lists(text: str, lexicon: Lexicon) -> Iterator[_Stretch]:
    for start, end, closed in brackets(text):
        if closed and end - start < 5:  # (市)
            continue
        low, high = start + 1, end - 1 if closed else end
        content = text[low:high]
        after = text[end : end + 3].lstrip(" ")[:1]
        before = text[max(0, start - 3) : start].rstrip()[-1:]
        closes = before in ("。", ";") or (
            after in ("", "\n", "。") and ("、" in content or _LEVEL_FIRST.match(content) is not None)
        )
        if not closes and not _CUE.search(content):
            continue
        if closed:
            if _is_assignment(content, closes, lexicon):
                yield _Stretch(start, end, low, high, "bracket")
        elif _opens_with_label(content) or (_CLOSING_VERB.search(content) and _is_assignment(content, True, lexicon)):
            high = _to_name_end(text, low, end)
            yield _Stretch(start, high, low, high, "bracket")


_CLOSING_VERB = re.compile(r"(?:负责|配合|落实|牵头)。?\s*$")


def _opens_with_label(content: str) -> bool:
    labels = _labels("".join(content[:24].split()))
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


_MARKS = re.compile("[、,;:]")
_NEXT_LINE = re.compile(r"[ ]*\n\s*([^\n()]+)")
# Footers of web sites (主办单位) and lists of the inspected (督查单位) look like labels on their own lines.
_NOT_ON_LINES = re.compile(r"主办|承办|督查|主管")
_LINE_COLONLESS = re.compile(r"\n[ ]*((?:牵头|责任|配合|落实|参与)(?:单位|部门))[ ]+(?=[省市县区州各国])")


def _label_lists(text: str) -> Iterator[_Stretch]:
    """Lists behind a label outside brackets: at the start of a line or of a sentence, up to its end."""
    done = 0
    labels = list(_line_labels(text))
    if "单位 " in text or "部门 " in text:
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
        yield _Stretch(begin, high, begin, high, "label")
        done = high


_FIRST_LINE = re.compile(r"\s*([^\n]+)")


def _line_labels(text: str) -> Iterator[tuple[int, int]]:
    """The labels with a colon that begin a line or a sentence, also with blanks between their characters (责 任 单 位:)."""
    colon = text.find(":")
    while colon >= 0:
        last = text[colon - 1 : colon]
        if last not in _LABEL_ENDS and not last.isspace():
            colon = text.find(":", colon + 1)
            continue
        begin = reach = max(0, colon - 2 * _LABEL_REACH)
        for mark in "。;)\n":
            begin = max(begin, text.rfind(mark, begin, colon) + 1)
        raw = text[begin:colon]
        if begin == 0 or begin > reach or text[begin - 1] in "。;)\n":
            word = "".join(raw.split())
            label = _LABEL.match(word)
            if label and len(word) > 3 and not _NOT_ON_LINES.search(word):
                yield begin + len(raw) - len(raw.lstrip()), colon + 1
        colon = text.find(":", colon + 1)


_LINE_ENDS = tuple("负责 落实 配合 牵头 厅 局 委 办 部 政府 管委会 单位 部门 机构 企业 行 公司 会 中心".split())


_LINE_LAST = frozenset(end[-1] for end in _LINE_ENDS)


def _line_lists(text: str, lexicon: Lexicon) -> Iterator[_Stretch]:
    """Lines that are nothing but a list: 省质监局、科技厅负责落实。"""
    position = 0
    for raw in text.split("\n"):
        s = raw.strip()
        bare = s.removesuffix("。").removesuffix(")")
        if (
            bare[-1:] in _LINE_LAST
            and 6 <= len(s) <= 300
            and s[0] != "("
            and bare.endswith(_LINE_ENDS)
            and "。" not in s[:-1]
        ):
            dense = "".join(s.removesuffix("。").split())
            if _is_list(dense, lexicon, s[-1] in "。)" or _stands_alone(text, position, position + len(raw))):
                start = position + raw.index(s)
                yield _Stretch(start, start + len(s), start, start + len(s), "line")
        position += len(raw) + 1


_NEXT_UNIT = re.compile(
    r"[ ]*+(?:$|\n|[(一二三四五六七八九十第\d]|(?:牵头|责任|配合|落实|参与|完成|主办|协办)(?:单位|部门|时限))"
)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a line without a mark at its end is more than the middle of a paragraph that was broken into lines."""
    before = text[:start].rstrip()[-1:] if start < _SCOPE else text[start - _SCOPE : start].rstrip()[-1:]
    return before in ("。", ";", ")", ":", "") and _NEXT_UNIT.match(text, end + 1) is not None


def _is_list(dense: str, lexicon: Lexicon, alone: bool) -> bool:
    """Whether a line is a list of names, with or without a closing verb; ``alone`` when no sentence runs over its ends."""
    flat = _flat(dense)
    if not _STRICT_BEGIN.match(dense) or _says_otherwise(flat):
        return False
    verbs = [verb for verb in _verbs(flat, 0, len(flat)) if verb[0] > 0]
    closed = bool(verbs) and verbs[-1][1] == len(dense)
    parties = split_parties(dense[: verbs[-1][0]] if closed else dense, lexicon)
    return (
        bool(parties)
        and parties[0].start == 0
        and all(_STRICT_END.search(p.name) and _STRICT_BEGIN.match(p.name) for p in parties)
        and not any(_SPEAKS.search(p.name) for p in parties)
        and (closed or (alone and len(parties) > 1 and _covers(dense, parties)))
    )


_SPEAKS = re.compile(r"[是的为]|由(?!贸)|包括|建立|负责|根据|按照|应当|组织实施|办理|及其|违反|^其")


def _covers(dense: str, parties: list[Mention]) -> bool:
    return sum(p.end - p.start for p in parties) + len(parties) >= len(dense)


# --- sentences that assign --------------------------------------------------------------------------------------------

_Lists = list[tuple[int, int, Role]]
#: Which bodies of a list count: any, those with a name of their own, or those and no 有关部门 either.
_Bodies = Literal["any", "named", "single"]

#: How far from its verb a list of parties may begin or end.
_REACH = 160
_STOPS = ("。", ";", ",", ":", "\n", "—")
_BODY_END = r"[局厅委办部院署府会行门)]"
# Every branch begins with its own characters, so that the scan passes over all others.
_CUES = re.compile(
    r"由|会同(?![意志学类等时样期步])|牵头(?:单位|部门)?|责任(?:单位|部门|主体)|配合(?:单位|部门)|主办(?:单位|部门)|承办(?:单位|部门)|参与(?:单位|部门)|"
    rf"主体责任|负总责|负责|职责|商(?<={_BODY_END}商)(?=国务院|省|市(?!场)|自治区|国家|中央|财政)|"
    rf"联合(?<={_BODY_END[:-2]}]联合)(?=[一-鿿]{{2,20}}[局厅委部办行门])"
)
# What a body behind 由 does; a body that 负责受理 counts only where it is named, for any office may handle a request.
_OTHERWISE = r"另行(?:制[定订]|规定|明确|确定|公布|发布)"
_BY = re.compile(
    r"(?=[总牵主商指会制另修组承抓统与研负具联直分共起拟编建完推落督开明对,;。:])(?:"
    rf"(?P<lead>总?牵头|主办(?!的)|商(?=(?:相关|有关)[一-鿿]{{0,4}}(?:部门|单位))|(?<={_BODY_END})商(?=国务院|省|市(?!场)|自治区|国家|中央|财政))|"
    r"(?P<guide>指导(?!中心|站|委员会|小组))|(?P<with>会同)|"
    rf"(?P<any>制[定订](?!的)|{_OTHERWISE}|修订完善|组织实施|承担主体责任|抓好落实|统筹(?:安排|安置|推进|协调|实施)|(?:与[一-鿿]{{1,8}})?(?:商议|研究)后?确定|"
    r"负责(?:落实|组织|实施|推进|统筹))|"
    r"(?P<named>(?:统筹)?负责(?=(?:具体|日常)?(?:受理|审核|审查|发放|拨付|核发|办理|管理|监管|协调|制定|起草|编制|建设|运营|考核|公开|公布|认定|核实|核查|提供|做好|直接)|[,;。]|\s*$))|"
    # the tasks themselves; what an office does for an applicant (出具, 颁发, 办理, 组织专家评审) is none
    r"(?P<single>(?:具体|统一|联合|直接|分别|共同)(?:实施|组织|办理|承担|推进|落实)(?!的)|(?:统筹|具体)(?:协调推进|维护)|组织(?:开展|编制|推进|协调|有关部门|相关部门|各)(?!的)|"
    r"(?:起草|拟[定订]|编制(?![办委部等、管])|修订|建立|完善|推进(?![办委会组领]|工作)|推动|落实|督促|开展|明确)(?!的|[一-鿿]{0,2}的)|"
    r"对(?=[^,。;:]{2,60}予以公[示布]))|"
    r"(?P<stop>[,;。:]))"
)
# How it does it: 根据实际自行制定, 在公告中明确.
_HOW = re.compile(
    r"(?:根据[一-鿿]{2,8}|结合[一-鿿]{2,8}|按照?[一-鿿]{2,8}|在[一-鿿]{2,16}[中内]|自行|具体|统一|分别|共同|另行|联合|进行|负责|直接|依法|同步|进一步|,)+$"
)
_BESIDE = re.compile(r"[一-鿿]{0,6}?[,、]?\s*与(?=[^,;。]{2,80}?(?:共同|联合))")
_HELPS = re.compile(r"(?:按照?[^,;。]{2,10})?(?:予以|积极|共同|密切)?(?:配合|参与|参加|协助|协同)|(?P<stop>[,;。])")
_MODAL = re.compile(
    r"(?:要|应当|应|须|必须|可以|需|负责|具体|统一|分别|共同|统筹|主要|直接|全面|依法|并|也|还|及时|积极|主动)+$"
)
_MODAL_LETTERS = "要应当须必可以需负责具体统一分别共同筹主直接全面依法并也还及时积极动\n"
# Where a list behind 会同 ends: a mark, the next paragraph, or what the bodies do together.
_DONE_TOGETHER = re.compile(
    r"[,;。:]|\n\s*[\n(一二三四五六七八九十第\d]|建立|制定|制订|拟定|拟订|起草|印发|研究(?!中心|院|室|所)|负责|抓好|做好|共同|开展|推进|组织(?!部)|提出|加强|"
    r"编制(?!办|委)|完善|及时|尽快|抓紧|按|依(?!法治)|根据|结合|对(?!外|口)|另行|统筹|推动|落实|会同|实施(?!部门|单位|主体|机构)|定期|联合|每[年季月半]|"
    r"加快|加大|指导(?!中心|站|委|小组)|督促|督导|核[查实]|审核|进行|出台|明确|确定|细化|健全|提供|探索|强化|严格|统一(?!战线)|组建|成立|评估|[公发]布|予以|(?<!所)在(?![京校线])|"
    r"全面(?!深化|依法)|解释|协调(?!局|小组|办|机制)|办理"
)
_CLOSES_LIST = re.compile(
    r"等(?:\d{1,2}|[一二三四五六七八九十]{1,2})?个?(?:有关|相关|职能|主管|行业|成员|市级|省级)*(?:部门|单位|机构)(?![、和及与以])"
)
# What an office does for those who apply: 会同有关部门进行初审.
_EXAMINES = re.compile(r"(?:共同|联合|实地|现场|进行){0,3}(?:初审|复审|审核|审查|复核|踏勘|评审)")
# X联合印发, X联合举办了: what has been done gives no task.
_DONE_BEFORE = re.compile(r"[^,。;]{0,4}(?:印发|下发|举办|主办|召开|[了过])")
_MAIN_CHARGE = re.compile(
    r"\s*(?P<who>[一-鿿()、\x00]{2,40}?)要?(?:对[^,。;]{2,40})?(?:扛实|压实|落实|负|承担|履行|切实担负)起?(?:属地)?[^,。;]{0,14}$"
)
_WHOLE_CHARGE = re.compile(r"\s*(?P<who>[一-鿿()、\x00]{2,40}?)要?(?:对[^,。;]{2,60})?$")
_BEARER = re.compile(r"\s*(?P<who>(?!各)[一-鿿()、\x00]{2,40}?)(?:是|为|作为)[^,。;:]{0,40}$")
_BEARS = re.compile(r"\s*(?P<who>(?!各)[一-鿿()、\x00]{2,40}?)(?:承担|履行)[^,。;:]{2,30}$")
# 省林业局为责任单位, 省林业局为全省改造的总牵头单位.
_IS_UNIT = re.compile(r"\s*(?P<who>[一-鿿()、\x00]{2,80}?)(?:是|作?为)(?:[^、,。;:]{0,30}的)?总?$")
# 各部门要强化配合,切实担负主体责任: the subject stands at the start of the sentence.
_LEFT_TO_SUBJECT = re.compile(r"\s*(?:切实|认真)?(?:担负|承担|扛起|扛牢|履行)")
_SUBJECT = re.compile(r"\s*(?P<who>[一-鿿()、\x00]{2,40}?)要")
# 省卫生健康委应当建立…机制,会同省民政厅编制…
_DOER = re.compile(
    r"(?:[^,。;:]{1,30}[前内起年月中下后],)?\s*(?P<who>[一-鿿()、〈〉\x00]{3,60}?)(?:\([^()]*\))?(?:应当|应(?!急)|要|可以|必须|须|负责|牵头|加强|建立|制[定订]|完善|开展|做好|"
    r"组织(?!部)|统筹(?!办)|加快|推进(?!办)|推动|结合|根据|按照|定期|及时|依法(?!治)|对(?!外|口)|在)"
)
_REQUEST = re.compile(r"申请|异议|工作日|之日起")
_IN_CHARGE_OF = re.compile(
    r"\s*(?P<who>[一-鿿()、\x00]{2,60}?)(?:是|为)[^,。;]{2,40}(?:主管部门|管理部门|管理机构|牵头部门|责任部门|责任主体),$"
)
# 发展改革、财政、水利等部门按照各自职责做好…
_ON_DUTY = re.compile(
    r"(?:职责|职能)(?:权限)?(?:和?任务)?(?:分工)?,?(?:依法)?(?:予以)?(?P<act>(?:协同|协助|配合)(?=做好|实施|开展|落实)|负责|做好|抓好|落实|开展|加强|推进|实施|组织实施|承担)"
)
_BY_DUTY = re.compile(r"(?:要|应当|应|须|分别)?(?:按照?|根据|依据|依照|在)(?:各自)?(?:的)?(?:法定|工作|部门)?$")
_NOT_IN_CHARGE = re.compile(r"解释|人(?!才|事|力|口|员)|同志|制(?![定订作])|的|任|通知|报名")
# What an office does in a procedure, whichever office it is.
_PROCEDURE = re.compile(r"受理|审[核查]|核[实查]|发放|出具|办理|取消|追回|登记|拨付")
# 公共数据主管部门 at the head of a sentence: a department that is named by its field.
_BY_FIELD = re.compile(
    r"(?!各|有关|相关|其他|上述|牵头|责任|承办|主办|主管|行业主管|审批|受理|职能|政府|本|该|业务|执法部|监管部|认定|地方)[一-鿿]{2,12}部门$"
)
_EXPLAINS = re.compile(r"(?:牵头)?(?:负责)?(?:具体)?(?:进行)?解释")
# X会同Y等部门拟定的《方案》: who wrote a document has no task in this one.
_DRAFTED = re.compile(r"[^,;。]{0,12}?(?:拟定|拟订|制定|制订|起草|编制|提出|印发)的")
_OVERALL = ("组织实施", "具体实施", "统筹协调", "统筹推进", "牵头推进", "抓好落实")
# An item of a division of work headed by an agency: 省公安厅:负责…, 1.市财政局。负责…
_DUTY_ITEM = re.compile(
    rf"[。:\n](?<=[\s。:{LAST_LETTERS}][。:\n])[ \n]{{0,8}}(?:主要)?(?P<act>负责(?!人|同志|制|解释)|承担|配合|协助|参与|牵头(?!单位|部门)|开展|做好|指导|组织(?!部)|研究制[定订])"
)
_MARKER = re.compile(
    r"\s*(?:第[一二三四五六七八九十百零〇\d]{1,6}[条章款节项]\s*|[一二三四五六七八九十]{1,3}、\s*|\([一二三四五六七八九十\d]{1,3}\)\s*|"
    r"\d{1,3}[.、)](?!\d)\s*|[①-⑳]\s*|[一二三四五六七八九]是要?)+"
)
_INSIDE = re.compile(r"\(((?:[^()\n]|\([^()\n]{0,40}\)){1,120})\)")


def _shut(text: str) -> str:
    """The text with the insides of its brackets blanked, so that a comma in there ends nothing."""
    if "(" not in text:
        return text
    return _INSIDE.sub(lambda inside: f"({chr(0) * len(inside.group(1))})", text)


def _sentence_lists(text: str) -> Iterator[tuple[_Lists, _Bodies]]:
    """The lists of each sentence that assigns, with their roles, and which of their bodies count."""
    yield from _duty_items(text)
    cues = list(_CUES.finditer(text))
    shut = _shut(text) if cues else ""
    for cue in cues:
        at, end = cue.span()
        body: _Bodies = "any"
        lists: _Lists = []
        marks = text if shut[at] == "\x00" else shut
        match cue.group():
            case "由":
                lists, body = _by(marks, at)
            case "会同":
                lists = _together(marks, at, end)
            case "商" | "联合":
                lists, body = _together(marks, at, end), "single"
                if _DONE_BEFORE.match(text, end) or (lists and _DONE_BEFORE.match(text, lists[-1][1])):
                    continue
            case "牵头" if "由" not in text[_begin(marks, at) : at]:
                begin = _begin(marks, at)
                stop = _before_modal(text, begin, at)
                if text[begin:stop].strip():
                    lists = [(begin, stop, "lead"), *_beside(marks, end)]
                    body = "named" if stop == at else "any"
                else:
                    lists, body = _doer(marks, at), "single"
            case "负责":
                lists, body = _in_charge(marks, at)
            case "职责":
                lists, body = _on_duty(marks, at)
            case "主体责任" | "负总责":
                rule = _MAIN_CHARGE if cue.group() == "主体责任" else _WHOLE_CHARGE
                charge = rule.match(marks, _begin(marks, at), at)
                if _LEFT_TO_SUBJECT.match(text, _begin(marks, at), at):
                    charge = _SUBJECT.match(marks, _begin(marks, at, ("。", ";", "\n")), at)
                lists = [(*charge.span("who"), "responsible")] if charge else []
            case "责任主体":
                charge = _BEARER.match(marks, _begin(marks, at), at)
                lists, body = [(*charge.span("who"), "responsible")] if charge else [], "single"
            case unit if unit.endswith(("单位", "部门")):
                lists, body = _is_unit(marks, at, unit), "single"
        if lists:
            yield lists, body


def _begin(text: str, at: int, stops: tuple[str, ...] = _STOPS) -> int:
    """Where the piece of a sentence begins that runs up to ``at``, behind the marker of its unit."""
    begin = reach = max(0, at - _REACH)
    for stop in stops:
        begin = max(begin, text.rfind(stop, begin, at) + 1)
    if begin > reach and text[begin - 1] == "\n" and _runs_over(text, begin):
        begin, before = reach, begin - 1
        for stop in stops:
            begin = max(begin, text.rfind(stop, begin, before) + 1)
    marker = _MARKER.match(text, begin, at)
    begin = marker.end() if marker else begin
    while begin < at and text[begin] == " ":
        begin += 1
    return begin


_OPENS_NAME = re.compile(r"[省市县区州旗盟各有相]|国[家务]|中[央国共]|自治区")


def _runs_over(text: str, line: int) -> bool:
    """Whether a line goes on in the middle of the sentence before it: 国务院水行⏎政部门负责."""
    if not "一" <= text[line : line + 1] <= "鿿" or _OPENS_NAME.match(text, line) or _MARKER.match(text, line):
        return False
    reach = max(0, line - 1 - _REACH)
    begin = max(reach, text.rfind("\n", reach, line - 1) + 1)
    before = text[begin : line - 1].strip()
    if len(before) < 18 or not ("一" <= before[-1] <= "鿿" or before[-1] == "、"):
        return False
    heading = begin == 0 or _MARKER.match(before) is not None
    return not heading or any(mark in before for mark in ",;。")


def _before_modal(text: str, begin: int, at: int) -> int:
    modal = _MODAL.search(text, begin + len(text[begin:at].rstrip(_MODAL_LETTERS)), at)
    return modal.start() if modal else at


def _by(text: str, at: int) -> tuple[_Lists, _Bodies]:
    """由X牵头, 由X制定实施, 由X指导, 由X统筹安置, 由X负责受理, 由X具体实施."""
    act = _BY.search(text, at + 3, at + _REACH)
    if act and act.group() == "," and "根据" in text[at : act.start()]:
        act = _BY.match(text, act.end())  # 由X根据每个项目实际,指导Y
    if not act or act.lastgroup in ("stop", "with"):
        return [], "any"
    if _EXPLAINS.match(text, act.end()) or "解释" in text[_begin(text, at) : at]:
        return [], "any"
    how = _HOW.search(text, at + 1, act.start())
    low, high = at + 1, how.start() if how else act.start()
    if act.lastgroup == "lead":
        beside = _consulted(text, act) or _beside(text, act.end())
        explains = beside and _EXPLAINS.match(text, beside[-1][1])
        return [] if explains else [(low, high, "lead"), *beside], "any"
    if act.lastgroup == "guide":
        return [(low, high, "guide")], "any"
    helped = _beside(text, act.end()) if act.lastgroup == "named" else []
    return [(low, high, "responsible"), *helped], (
        "named" if act.lastgroup == "named" else "single" if act.lastgroup == "single" else "any"
    )


def _consulted(text: str, act: re.Match[str]) -> _Lists:
    """由X商省财政厅另行制定."""
    if act.group() != "商" or text.startswith(("相关", "有关"), act.end()):
        return []
    return [(act.end(), _done(text, act.end()), "cooperate")]


def _done(text: str, start: int) -> int:
    """Where the list ends of those with whom it is done."""
    done = _DONE_TOGETHER.search(text, start, start + _REACH)
    stop = done.start() if done else min(len(text), start + _REACH)
    closing = _CLOSES_LIST.search(text, start, min(len(text), stop + 12))
    return closing.end() if closing and closing.start() < stop else stop


def _together(text: str, at: int, end: int) -> _Lists:
    """X会同Y、Z建立…; X应当建立…,会同Y编制…"""
    begin, stop = _begin(text, at, (*_STOPS, "由")), _done(text, end)
    if _EXPLAINS.match(text, stop) or _DRAFTED.match(text, stop) or _EXAMINES.match(text, stop):
        return []
    high = _before_modal(text, begin, at)
    if text[begin:high].strip():
        return [(begin, high, "lead"), (end, stop, "cooperate")]
    if _REQUEST.search(text, _begin(text, at, ("。", ";", "\n")), at):
        return []
    doer = [] if _SOME.match(text, end) else _doer(text, at)
    return [*doer, (end, stop, "cooperate")]


def _doer(text: str, at: int) -> _Lists:
    """The subject of a sentence, a comma or more before its second verb."""
    begin = _begin(text, at, ("。", ";", "\n"))
    doer = _DOER.match(text, begin, at)
    return [(*doer.span("who"), "lead")] if doer else []


def _beside(text: str, end: int) -> _Lists:
    """Who helps the body that leads: 由X牵头,Y、Z配合; 由X牵头与Y共同建立."""
    joined = _BESIDE.match(text, end)
    if joined:
        done = _DONE_TOGETHER.search(text, joined.end(), joined.end() + _REACH)
        return [(joined.end(), done.start(), "cooperate")] if done else []
    if text[end : end + 1] != ",":
        return []
    helps = _HELPS.search(text, end + 1, end + 1 + 2 * _REACH)
    return [(end + 1, helps.start(), "cooperate")] if helps and not helps["stop"] else []


def _in_charge(text: str, at: int) -> tuple[_Lists, _Bodies]:
    """X负责组织实施; X负责,Y配合; X是…主管部门,负责…."""
    if _NOT_IN_CHARGE.match(text, at + 2):
        return [], "any"
    begin = _begin(text, at)
    if "由" in text[begin:at]:
        return [], "any"
    if begin == at and text[at - 1 : at] == ",":
        charge = _IN_CHARGE_OF.match(text, _begin(text, at - 1), at)
        return [(*charge.span("who"), "responsible")] if charge else [], "any"
    body: _Bodies = "any" if text.startswith(_OVERALL, at + 2) else "named"
    if _BY_FIELD.match(text, begin, _before_modal(text, begin, at)) and not _PROCEDURE.match(text, at + 2):
        body = "any" if _opens_sentence(text, begin) else body
    return [(begin, _before_modal(text, begin, at), "responsible"), *_beside(text, at + 2)], body


def _opens_sentence(text: str, at: int) -> bool:
    """Whether a sentence begins here, or its unit."""
    return text[max(0, at - 8) : at].rstrip(" ")[-1:] in ("", "。", ";", "\n", ")", "、", ".", "条")


def _on_duty(text: str, at: int) -> tuple[_Lists, _Bodies]:
    """X、Y等部门按照各自职责做好…; X按职责分工配合; X承担…职责."""
    bearer = _BEARS.match(text, _begin(text, at), at)
    if bearer and _PROSE_END.search(bearer["who"]):
        return [(*bearer.span("who"), "responsible")], "single"
    duty = _ON_DUTY.match(text, at)
    if not duty or _EXPLAINS.match(text, duty.start("act")):
        return [], "any"
    begin = _begin(text, at)
    if duty["act"] in ("协同", "协助", "配合"):
        return [(begin, at, "cooperate")], "any"
    how = _BY_DUTY.search(text, begin, at)
    if not how or (begin == how.start()) or _SOME.search(text, begin, how.start()):
        return [], "any"
    if not _PROSE_END.search(text, begin, how.start()) or text.startswith(("各部门", "各单位"), begin):
        return [], "any"
    return [(begin, how.start(), "responsible")], "any"


def _is_unit(text: str, at: int, unit: str) -> _Lists:
    """X为牵头单位、Y为责任单位; X为全省改造的总牵头单位."""
    begin = _begin(text, at)
    begin = max(begin, text.rfind("单位、", begin, at) + 3) if "单位、" in text[begin:at] else begin
    told = _IS_UNIT.match(text, begin, at)
    return [(*told.span("who"), _role_of(unit))] if told else []


def _duty_items(text: str) -> Iterator[tuple[_Lists, _Bodies]]:
    """The agencies that head the items of a division of work: 省公安厅:负责…; (一)市财政局。筹集…"""
    if "责" not in text and "。" not in text:
        return
    headed = [(*place, item["act"]) for item in _DUTY_ITEM.finditer(text) if (place := _headed(text, item.start()))]
    if headed:  # within brackets no item begins
        shut = _shut(text)
        headed = [item for item in headed if shut[item[1] - 1] != "\x00"]
    first = None
    stop = -1 if headed else text.find("。")
    if stop > 0 and (ends_as_agency(text, stop) or text[stop - 1].isspace() or "(" in text[:stop]):  # as a heading may
        first = _UNIT_START.match(text)
    if first and (stop := text.find("。", first.end(), first.end() + 40)) > 0:
        if "(" in text[first.end() : stop]:
            stop = _shut(text).find("。", first.end(), first.end() + 40)
        place = _headed(text, stop) if stop > 0 else None
        if place and not text[first.end() : place[0]].strip() and _GOES_ON.match(text, stop):
            headed = [(*place, "")]
    if len(headed) > 1:  # what the other agencies of the list do may begin with any word
        known = {begin for begin, _, _ in headed}
        others = [place for colon in _COLON.finditer(_shut(text)) if (place := _headed(text, colon.start()))]
        headed += [(*place, "") for place in others if place[0] not in known]
    for begin, end, act in sorted(headed):
        yield [(begin, end, "lead" if act == "牵头" else "responsible")], "single"


_UNIT_START = re.compile(rf"[ ]+|{_MARKER.pattern}")  # the marker of the unit itself has been blanked
_GOES_ON = re.compile(r"。\s*(?!电话|地址|联系|邮编|传真)[一-鿿]{2}[^\n]{6}")
_COLON = re.compile(r":\s*(?=[一-鿿]{2})")


def _headed(text: str, mark: int) -> tuple[int, int] | None:
    """The agency that is all there is before 。 or : or the line end in front of its duties."""
    end = mark
    if end and text[end - 1].isspace():
        end = max(0, mark - 8) + len(text[max(0, mark - 8) : mark].rstrip())
    if end and text[mark] == "\n" and text[end - 1] in "。:":
        end -= 1
    if not ends_as_agency(text, end):
        return None
    reach = max(0, end - 60)
    begin = reach
    for stop in "。;:,\n":
        begin = max(begin, text.rfind(stop, begin, end) + 1)
    if begin == reach and reach:
        return None
    marker = _MARKER.match(text, begin, end)
    begin = marker.end() if marker else begin
    name = "".join(text[begin:end].split())
    return (begin, end) if _NAMED.match(name) and all(map(is_agency, name.split("、"))) else None


# No body in particular, or none that the document gives a task: who applies, who is in trouble.
_VAGUE = re.compile(
    r"^(?:我|本|该|其)|^各?(?:牵头|责任|承办|主办|主管|起草|其|其他|政策制定|认定|受理|审批|执法)(?:部门|单位|机构)$|^(?:县|市|区)?(?:党|政)?主要|"
    r"当地|申请|建设单位|业主(?!管)|开发企业|经营者|承租|^企业$|^单位$|事故|项目|"
    # words of a sentence that no name holds
    r"^(?:报|经(?![开信发济])|将|到|按|送|请|并|为)|[向把或]|应当|的(?!部门$)|第一|首位"
)
_NAMED = re.compile(
    r"(?:省|市(?!场)|县|区(?!域)|州|旗|盟|自治区|各|国家|中国|中央|国务院|人民银行|人行|地\(市\)|乡|镇|[一-鿿]{1,6}(?:省|市(?!场)|县|州))"
)
_SOME = re.compile(r"(?:有关|相关)")
_PROSE_END = re.compile(r"(?:部|委|局|厅|总局|部门|政府|管委会|办公室|委员会|办事处|机构|集团)(?:\([^()]*\))?$")


def find_responsibilities(
    passage: Passage,
    lexicon: Lexicon,
    conventions: Conventions | None = None,
    *,
    clause_start: int = -1,
    lists_before: int = 0,
    who: Who | None = None,
) -> Found:
    """The agencies that a clause's body charges with its work (责任单位), with their roles.

    ``clause_start`` is where the governing clause begins; ``lists_before`` counts the lists of the notice so far; ``who``
    tells of a name which agency it is.

    >>> from policy_extract.lexicon import load_lexicon
    >>> found = find_responsibilities(Passage.of("建立共享机制。(省科技厅牵头,财政厅、各市、县人民政府配合)"), load_lexicon())
    >>> [(r.name, r.role) for r in found.responsibilities]
    [('省科技厅', 'lead'), ('省财政厅', 'cooperate'), ('各市、县人民政府', 'cooperate')]
    """
    text, begin = passage.text, passage.start
    stretches = list(_bracket_lists(text, lexicon)) if "(" in text else []
    if ":" in text or "单位 " in text or "部门 " in text:
        stretches += _label_lists(text)
    if passage.source.find("\t", begin, begin + len(text)) >= 0:
        stretches += _table_lists(passage)
    stretches += _line_lists(text, lexicon)
    taken = _Taken()
    results: list[Responsibility] = []
    spans: list[Span] = []
    if stretches:
        if len(stretches) > 1:
            stretches = [stretch for stretch in stretches if taken.takes(stretch.start, stretch.end)]
            stretches.sort(key=_START)
        else:
            taken.takes(stretches[0].start, stretches[0].end)
        lead = conventions.lead if conventions else None
        for stretch, parties, scope_from in _read_lists(text, stretches, lexicon, lead):
            spans.append(Span(begin + stretch.start, begin + stretch.end))
            scope = begin + scope_from, begin + stretch.end
            group = lists_before + len(spans)
            results += _recorded(passage, parties, stretch.low, scope, group, stretch.rule, clause_start, who)
        # What a bracket has told is not read again as a sentence.
        told = [span for span in spans if text[span.start - begin] == "("]
        if told:
            passage = passage.without(told)
    results += _sentences(passage, lexicon, taken, lists_before + len(spans), clause_start, who)
    if not results:
        return _NOTHING
    if len(results) > 1:
        results.sort(key=_PLACE)
    return Found(tuple(results), tuple(spans))


def _read_lists(
    text: str, stretches: list[_Stretch], lexicon: Lexicon, lead: Lead | None
) -> Iterator[tuple[_Stretch, list[_Party], int]]:
    """The lists that name parties, in their order, each with where the text begins that it speaks of."""
    scope_from = 0
    for stretch in stretches:
        listed = text[stretch.low : stretch.high]
        if stretch.rule == "table":
            listed = _CELL_BREAK.sub("、", listed)
        parties = _read_list(listed, lexicon, lead, stretch.role)
        if not parties:
            continue
        if stretch.rule in ("bracket", "table"):
            shown = stretch.start
            while shown > scope_from and text[shown - 1].isspace():
                shown -= 1
            scope_from = max(scope_from, text.rfind("\n", scope_from, shown) + 1)
        yield stretch, parties, scope_from
        scope_from = stretch.end


_NOTHING = Found((), ())
_START = attrgetter("start")
_PLACE = attrgetter("start", "end")


def _recorded(
    passage: Passage,
    parties: list[_Party],
    low: int,
    scope: tuple[int, int],
    group: int,
    rule: str,
    clause_start: int,
    who: Who | None,
    first: int = 1,
) -> list[Responsibility]:
    """The parties of one list as findings in document offsets, with who each is where that is known; they are counted from ``low``."""
    text, source, begin, clause = passage.text, passage.source, passage.start, passage.clause
    scope_start, scope_end = scope
    records: list[Responsibility] = []
    order = first - 1
    for start, end, name, role, open_ended in parties:
        order += 1
        start += low
        end += low
        folded = text[start:end]
        if rule != "sentence" and (" " in folded or "\n" in folded):
            start = _whole_from(passage, start, end)
        start += begin
        end += begin
        raw = source[start:end]
        if raw != folded:
            name = _as_written(raw, name, folded)
        agency = who(name) if who else None
        if agency is None:
            records.append(
                Responsibility(
                    start, end, raw, name, role, clause, clause_start, scope_start, scope_end, group, order, rule,
                    is_collective(name), open_ended,
                )
            )  # fmt: skip
        else:
            records.append(
                Responsibility(
                    start, end, raw, name, role, clause, clause_start, scope_start, scope_end, group, order, rule,
                    agency.collective or is_collective(name), open_ended,
                    agency.official_name, agency.id, agency.system, agency.level, agency.region,
                )
            )  # fmt: skip
    return records


class _Taken:
    """Stretches that do not overlap, kept in order so that asking for a place does not read them all."""

    def __init__(self) -> None:
        self._spans: list[tuple[int, int]] = []

    def free(self, start: int, end: int) -> bool:
        """Whether no stretch overlaps this one."""
        spans = self._spans
        if not spans:
            return True
        at = bisect_left(spans, (start, start))
        return not (at < len(spans) and spans[at][0] < end) and not (at and spans[at - 1][1] > start)

    def add(self, start: int, end: int) -> None:
        insort(self._spans, (start, end))

    def takes(self, start: int, end: int) -> bool:
        """Whether a stretch is free; it is no more."""
        if self.free(start, end):
            insort(self._spans, (start, end))
            return True
        return False


def _whole_from(passage: Passage, a: int, b: int) -> int:
    """Where a name begins; where every line is printed twice and one cuts the name, in the second copy of that line."""
    raw = passage.raw(a, b)
    if raw.count("\n") < 2:
        return a
    head, last = raw[: raw.index("\n")].rstrip(), raw.rindex("\n")
    again = raw.rfind(head, len(head), last)
    return a + again if again > 0 and not raw[again + len(head) : last].strip() else a


def _as_written(raw: str, name: str, folded: str) -> str:
    """The completed name with the brackets and widths of the text."""
    # What folds to a space is none of the name: line ends, and marks of direction too.
    raw = "".join(c for c, f in zip(raw, fold(raw), strict=True) if not f.isspace())
    dense = "".join(folded.split())
    return raw if name == dense else name.replace(dense, raw, 1)


def _sentences(
    passage: Passage, lexicon: Lexicon, taken: _Taken, group: int, clause_start: int, who: Who | None
) -> list[Responsibility]:
    """The agencies of sentences that assign work."""
    text, begin = passage.text, passage.start
    results: list[Responsibility] = []
    assigned = _sentence_lists(text)
    for lists, body in assigned:
        parties = [party for low, high, role in lists for party in _named_in(text, low, high, role, lexicon, body)]
        parties = [party for party in parties if taken.free(party.start, party.end)]
        if not parties:
            continue
        group += 1
        for order, party in enumerate(parties, 1):
            a, b = party.start, party.end
            taken.add(a, b)
            stop = text.find("。", b, b + _SCOPE)
            low = max(0, a - _SCOPE, text.rfind("。", max(0, a - _SCOPE), a) + 1)
            high = min(len(text), b + _SCOPE) if stop < 0 else stop + 1
            scope = begin + low, begin + high
            results += _recorded(passage, [party], 0, scope, group, "sentence", clause_start, who, order)
    return results


#: How far a sentence reaches that has no full stop.
_SCOPE = 600


def _named_in(text: str, low: int, high: int, role: Role, lexicon: Lexicon, body: _Bodies) -> Iterator[_Party]:
    """The bodies of a list in running text; a name that a line end cuts is read as one."""
    if role != "cooperate":  # behind the last word or mark that cannot belong to the list
        shut = _shut(text[low:high])
        low += max(0, shut.rfind("由") + 1, shut.rfind(",") + 1)
    kept = [i for i in range(low, high) if not text[i].isspace()]
    for order, m in enumerate(split_parties("".join(text[i] for i in kept), lexicon)):
        some = _SOME.match(m.name) is not None
        named = _NAMED.match(m.name) is not None or says_place(m.name, lexicon)
        fits = named or some or _PROSE_END.search(m.name)
        if body != "any" and not order and not named:
            return
        if body == "single" and role != "cooperate" and _SOME.search(m.name):
            continue
        if len(m.name) > 24 or _VAGUE.search(m.name) or not fits or (some and role != "cooperate"):
            continue
        if is_agency(m.name) or _LEVELS_ONLY.match(m.name):
            yield _Party(kept[m.start], kept[m.end - 1] + 1, m.name, role, False)


_LEVELS_ONLY = re.compile(
    r"(?:各)?(?:省|市|县|区|州|地|旗|县区|地\(市\)|县\(市、区\)|区县)+$|各(?:乡镇|镇|乡|街道|村|社区)(?:\([^()]*\))?$"
)
