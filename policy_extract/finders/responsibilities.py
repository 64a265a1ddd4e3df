"""Who must do the work of a clause (职责分工): brackets, labels, lines of their own, and sentences that assign it.

Five rules, each named in its result: ``bracket`` (省科技厅牵头,省财政厅配合), ``label`` (责任单位:… outside a bracket), ``table``
(a row of a task table under 牵头单位 | 配合单位), ``line`` (a bare list on a line of its own) and ``sentence``
(由省科技厅牵头,会同省财政厅…). A list is first cut into groups by role,
then into parties by :mod:`policy_extract.finders.agencies`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from policy_extract.finders.agencies import Mention, is_agency, is_collective, split_parties
from policy_extract.lexicon import Lexicon
from policy_extract.model import Responsibility, Role, Span
from policy_extract.text import Passage, brackets

__all__ = ["Conventions", "Found", "find_conventions", "find_responsibilities"]

Lead = Literal["first", "before-comma"]


@dataclass(frozen=True, slots=True)
class Conventions:
    """What a notice declares about all its lists: ``lead`` is how the lead is marked (列第一位者为牵头单位, 逗号前为牵头单位)."""

    lead: Lead | None = None


@dataclass(frozen=True, slots=True)
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

_LABEL = re.compile(
    r"(?:(?<=^)|(?<=[,;。:、\s)]))(?:[0-9]+[.、])?((?:各项?|主要|第一|共同|具体|直接|省级|市级|县级|行业)?"
    r"(?:牵头|总牵头|责任|主责|主体|负责|承办|主办|落实|实施|执行|组织|推进|完成|属地|配合|协办|协助|协同|协作|参与|参加|支持|联动|会同|指导|督导|督办|督查|监督|监管|考核|主管|分工)"
    r"(?:责任|考核|落实|实施|配合|协同|参与|督导|指导|及|和|与|、)*(?:单位|部门|机构|主体|责任|地方|分工|处室|科室|方))\s*(?::|(?=[省市县区各]))"
)
_OTHER_LABEL = re.compile(r"(?:分管|牵头|责任|负责|协管|包保|联系)?(?:省|市|县|区)?(?:领导|责任人|负责人|联系人)\s*:|(?:完成|推进|办结|落实|实施|整改)?(?:时限|时间|期限|节点|日期)(?:要求)?\s*:|电话\s*:|备注\s*:")
_LABEL_START = re.compile(
    r"(?:牵头|总牵头|责任|主责|负责|承办|主办|落实|实施|配合|协办|协助|协同|参与|参加|指导|督导|监督|监管|考核|属地|部门|任务)[一-鿿]{0,8}(?:单位|部门|机构|主体|责任|分工)\s*:?"
)

_VERB = re.compile(
    r"(?:按照?|依照?|依据|根据|结合)?(?:各自)?(?:的)?(?:职责|职能|分管领域|职权|管理权限|任务)?(?:分工)?(?:、任务)?(?:[,]?(?:分别|共同|具体|各自|联合|统一|依法|抓好|做好|加快|积极))*"
    r"(?:(?:组织|抓好|推动|督促|统筹|协调)*(?:总牵头|牵头|主办|主抓|负责|落实|承办|实施|配合|参与|参加|协助|协同|协办|支持|指导|督导|监督|考核|监管|承担|推进|办理|执行)+"
    r"(?:(?:、|和|及|并)(?:组织|抓好)?(?:负责|落实|实施|配合|指导|监督|推进|考核|督导))*(?:工作|抓好落实|实施|执行|组织)*)"
    r"(?=$|[,;。:、)\s]|会同)"
)
_WITH = re.compile(r"会同|会商|商(?=(?:省|市|自治区|国家|有关|各)[^,;]{2,})")


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


@dataclass(frozen=True, slots=True)
class _Group:
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


def _groups(text: str) -> list[_Group]:
    """The groups of a list, from its text without white space and without declarations."""
    flat = _flat(text)
    cuts: list[tuple[int, int, Role | None]] = []  # where a label stands, and the role that it gives
    for label in _LABEL.finditer(flat):
        cuts.append((label.start(), label.end(), _role_of(label.group(1))))
    for other in _OTHER_LABEL.finditer(flat):
        cuts = [c for c in cuts if not (c[0] <= other.start() < c[1])]
        cuts.append((other.start(), other.end(), None))
    cuts.sort()
    groups: list[_Group] = []
    first = cuts[0][0] if cuts else len(text)
    if first:
        groups += _by_verbs(flat, 0, first, "responsible", False)
    for i, (_, end, role) in enumerate(cuts):
        stop = cuts[i + 1][0] if i + 1 < len(cuts) else len(text)
        if role is not None:
            groups += _by_verbs(flat, end, stop, role, True)
    return groups


def _by_verbs(flat: str, start: int, end: int, default: Role, told: bool) -> list[_Group]:
    """A stretch cut at the verbs that close each group: A牵头,B、C配合;D负责."""
    groups: list[_Group] = []
    position = start
    for verb in _VERB.finditer(flat, start, end):
        if verb.start() <= position and verb.end() > verb.start() and verb.start() == position:
            position = verb.end()
            continue
        role = _role_of(verb.group())
        if told and role == "responsible":
            role = default
        groups += _by_with(flat, position, verb.start(), role)
        position = verb.end()
    if position < end and re.search(r"[一-鿿]{2}", flat[position:end]):
        groups += _by_with(flat, position, end, default, told)
    return groups


def _by_with(flat: str, start: int, end: int, role: Role, told: bool = True) -> list[_Group]:
    """A会同B: B cooperates, and A leads."""
    joint = _WITH.search(flat, start, end)
    if not joint:
        return [_Group(start, end, role, told)]
    groups = []
    if re.search(r"[一-鿿]{2}", flat[start : joint.start()]):
        groups.append(_Group(start, joint.start(), "lead" if role in ("responsible", "lead") else role, True))
    groups.append(_Group(joint.end(), end, "cooperate", True))
    return groups


# --- lists ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Party:
    start: int  # in the list's text as it stands
    end: int
    name: str
    role: Role
    open_ended: bool


def _read_list(text: str, lexicon: Lexicon, conventions: Conventions, told: Role | None = None) -> list[_Party]:
    """The parties of a list with their roles, all of them ``told`` where a column says it; places are in ``text``."""
    kept = [i for i, c in enumerate(text) if not c.isspace()]
    dense = "".join(text[i] for i in kept)
    body = _without_declarations(dense)
    parties: list[_Party] = []
    mentions_before: list[Mention] = []
    groups = _groups(body.replace("\x01", " ")) if told is None else [_Group(0, len(body), told, True)]
    marked = conventions.lead if not any(group.role == "lead" for group in groups) else None
    for group in groups:
        stretch = body[group.start : group.end].split("\x01")[0]
        mentions = split_parties(stretch, lexicon)
        if not mentions:
            continue
        mentions = _carry(mentions_before, mentions, lexicon)
        mentions_before = mentions
        comma = _comma(stretch) if marked == "before-comma" and group.role == "responsible" else -1
        open_ended = "等" in stretch[mentions[-1].end :]
        for n, m in enumerate(mentions):
            role = group.role
            if (
                marked == "first" and n == 0 and role == "responsible" and not any(p.role == "lead" for p in parties)
            ) or m.end <= comma:
                role = "lead"
            a, b = group.start + m.start, group.start + m.end
            parties.append(_Party(kept[a], kept[b - 1] + 1, m.name, role, open_ended))
    return parties


def _without_declarations(dense: str) -> str:
    """The list with what it declares about all lists (列第一位者为牵头单位,下同) marked as no part of it."""
    for found in _DECLARATION.finditer(_flat(dense)):
        dense = dense[: found.start()] + "\x01" * (found.end() - found.start()) + dense[found.end() :]
    return dense


def _carry(before: list[Mention], mentions: list[Mention], lexicon: Lexicon) -> list[Mention]:
    """Completes a group's names with what the group before it says: 省科技厅牵头,财政厅配合."""
    if not before:
        return mentions
    first = before[0]
    text = first.name + "、" + "、".join(m.name for m in mentions)
    renamed = split_parties(text, lexicon)
    if len(renamed) != len(mentions) + 1:
        return mentions
    return [Mention(m.start, m.end, r.name) for m, r in zip(mentions, renamed[1:], strict=True)]


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

_CUE = re.compile(r"负责|牵头|配合|落实|单位|部门|责任|主办|协办|承办|指导|参与|实施")
_NOT_LIST = re.compile(
    r"负责(?:解释|人|同志|制)|以下(?:简称|统称)|简称|解释|此件|征求意见|"
    r"责任(?:制|人|险|事故|追究|保险|书)|^(?:含|不含|包括|如|例如|原|见|详见|附)|名单|电话|传真|邮编|联系人|第.{1,4}条"
)


def _is_assignment(content: str, closes: bool, conventions: Conventions) -> bool:
    """Whether the inside of a bracket assigns work."""
    dense = "".join(content.split())
    if len(dense) < 3 or len(dense) > 600:
        return False
    if _LABEL_START.match(dense):
        return bool(re.search(r"[一-鿿]{2,}", dense))
    flat = _flat(dense)
    if _LABEL.search(flat) and ":" in flat and not _NOT_LIST.search(flat):
        return True
    plain = _without_declarations(dense).replace("\x01", "")
    flat = _flat(plain)
    if _NOT_LIST.search(flat):
        return False
    verb = None
    for verb in _VERB.finditer(flat):  # noqa: B007 the last one counts
        pass
    if verb and verb.start() > 0:
        named = [is_agency(m.name) for g in _groups(plain) for m in split_parties(plain[g.start : g.end])]
        return 2 * sum(named) >= len(named) > 0
    # A bare list: every piece a name, at the end of its sentence.
    parties = split_parties(plain)
    return closes and bool(parties) and all(is_agency(p.name) for p in parties) and _all_named(flat, parties)


_STRICT_END = re.compile(
    r"(?:人民政府|政府|管委会|委员会|厅|局|委|办|办公室|部|署|院|中心|集团|银行|分行|支行|海关|公司|机构|部门|单位|工会|妇联|科协|残联|团委|供销社|总队|支队|行署|法院|检察院|企业|联合会|会)(?:\([^()]*\)|〈[^〉]*〉)*$"
)
_LEVEL_FIRST = re.compile(r"(?:省|市|县|区|州|旗|盟|自治区|各)[一-鿿]{2,}")
_STRICT_BEGIN = re.compile(r"^(?:省|市|县|区|州|旗|盟|自治区|各|有关|国家|中国|人行|人民银行|中央|国务院|[一-鿿]{2,8}(?:省|市|县|区|州|部|局|委|署|会|行|院|办|厅|关|司|府|集团|中心|海关))")


def _all_named(flat: str, parties: list[Mention]) -> bool:
    covered = sum(p.end - p.start for p in parties)
    return (
        all(_STRICT_END.search(p.name) and _STRICT_BEGIN.match(p.name) for p in parties)
        and 4 * covered >= 3 * len(flat)
        and (len(parties) > 1 or len(parties[0].name) >= 4)
    )


# --- the rules -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A list in the passage: ``[start, end)`` with its bracket or label, ``[low, high)`` what is to be read."""

    start: int
    end: int
    low: int
    high: int
    rule: str
    role: Role | None = None  # what the column of a table says


_CELL = re.compile(r"[^\t]+")
_ROLE_CELL = re.compile(
    r"\s*(?:牵头|责任|主办|主责|承办|配合|协办|协助|协同|参与|参加|落实|实施|指导|督导)(?:责任|配合|落实)?(?:单位|部门|机构|主体|地区)?(?:\([^()]*\))?\s*$"
)


def _table_lists(text: str) -> Iterator[_Stretch]:
    """The cells of a task table (任务 | 牵头单位 | 配合单位 | 完成时限) whose columns name a role."""
    columns: dict[int, Role] = {}
    width = position = 0
    for line in text.split("\n"):
        cells = list(_CELL.finditer(line))
        if len(cells) > 1:
            roles = {i: _role_of(c.group()) for i, c in enumerate(cells) if _ROLE_CELL.match(c.group())}
            if roles:
                columns, width = roles, len(cells)
            elif columns and len(cells) == width:
                for i, role in columns.items():
                    low, high = cells[i].span()
                    yield _Stretch(position + low, position + high, position + low, position + high, "table", role)
        position += len(line) + 1


def _bracket_lists(text: str, conventions: Conventions) -> Iterator[_Stretch]:
    for start, end, closed in brackets(text):
        low, high = start + 1, end - 1 if closed else end
        content = text[low:high]
        if not _CUE.search(content) and len(content) < 4:
            continue
        after = text[end : end + 3].lstrip(" ")[:1]
        before = text[max(0, start - 3) : start].rstrip()[-1:]
        closes = (before in "。;" and before != "") or (
            after in ("", "\n", "。") and ("、" in content or _LEVEL_FIRST.match(content) is not None)
        )
        if closed:
            if _is_assignment(content, closes, conventions):
                yield _Stretch(start, end, low, high, "bracket")
        elif _LABEL_START.match("".join(content[:24].split())) or (
            re.search(r"(?:负责|配合|落实|牵头)[。]?\s*$", content) and _is_assignment(content, True, conventions)
        ):
            high = _to_name_end(text, low, end)
            yield _Stretch(start, high, low, high, "bracket")


def _to_name_end(text: str, low: int, end: int) -> int:
    """The end of an unclosed list: behind the lines that a name runs over (县环⏎保局)."""
    for _ in range(4):
        last = re.split("[、,;:]", "".join(text[low:end].split()))[-1]
        line = _NEXT_LINE.match(text, end)
        if not line or is_agency(last.rstrip("。")) or len(line.group(1)) > 60:
            break
        end = line.end()
    return end


_NEXT_LINE = re.compile(r"\s*\n\s*([^\n()]+)")
_LINE_LABEL = re.compile(
    r"(?:^|\n|(?<=[。;)]))[ 　]*((?:[一二三四五六七八九十\d]+[.、])?(?:主要|共同|具体)?(?:牵头|总牵头|责任|主责|负责|落实|实施|配合|协办|协助|协同|参与|参加|指导|督导|督办|监督|监管|考核|属地|部门|任务)"
    r"[一-鿿、]{0,6}?(?:单位|部门|机构|主体|责任|分工|分解))\s*:"
)


def _label_lists(text: str) -> Iterator[_Stretch]:
    for label in _LINE_LABEL.finditer(text):
        low = label.end()
        stop = text.find("\n", low)
        high = len(text) if stop < 0 else stop
        if not text[low:high].strip():  # the list stands on the next line
            line = re.compile(r"\s*([^\n]+)").match(text, high)
            if not line or len(line.group(1)) > 300:
                continue
            high = line.end()
        full = text.find("。", low, high)
        if full >= 0:
            high = full + 1
        yield _Stretch(label.start(1), high, label.start(1), high, "label")


_LINE_END = re.compile(r"(?:负责|落实|配合|牵头|厅|局|委|办|部|政府|管委会|单位|部门|机构|企业|行|公司|会|中心)\)?。?$")


def _line_lists(text: str) -> Iterator[_Stretch]:
    """Lines that are nothing but a list: 省质监局、科技厅负责落实。"""
    position = 0
    for raw in text.split("\n"):
        s = raw.strip()
        if 6 <= len(s) <= 300 and s[0] != "(" and _LINE_END.search(s):
            dense = "".join(s.rstrip("。").split())
            start = position + raw.index(s)
            parties = split_parties(dense)
            verbs = [v for v in _VERB.finditer(_flat(dense)) if v.start() > 0]
            if (
                parties
                and parties[0].start == 0
                and not any(_SPEAKS.search(p.name) for p in parties)
                and "。" not in s.rstrip("。")
                and all(_STRICT_END.search(p.name) and _STRICT_BEGIN.match(p.name) for p in parties)
                and (verbs and verbs[-1].end() == len(dense) or (len(parties) > 1 and _covers(dense, parties)))
                and not _NOT_LIST.search(_flat(dense))
                and not s.endswith(":")
            ):
                yield _Stretch(start, start + len(s), start, start + len(s), "line")
        position += len(raw) + 1


_SPEAKS = re.compile(r"是|负责|根据|按照|应当|组织实施|办理")


def _covers(dense: str, parties: list[Mention]) -> bool:
    return sum(p.end - p.start for p in parties) + len(parties) >= len(dense)


_NAME_RUN = r"[一-鿿()〈〉“”、]{2,120}?"
# Each rule with the word that its sentences must hold, so that only those are read.
_SENTENCE_RULES = (
    # 由X牵头,会同Y; 建立由X牵头的机制
    (
        "牵头",
        re.compile(
            rf"由(?P<lead>{_NAME_RUN})(?:总?牵头|主办)"
            r"(?:[,]\s*(?P<coop>[^,;。]{2,200}?)(?:等(?:有关|相关)?(?:部门|单位))?(?:按照?[^,;。]{2,8})?(?:予以|积极|共同)?(?:配合|参与|参加|协助|协同)"
            r"|[一-鿿]{0,6}?[,、]?\s*(?:会同|与)(?P<with>[^,;。]{2,160}?(?:等(?:有关|相关)?(?:部门|单位|机构)(?:、单位)?)?)"
            r"(?=[,;。]|制定|研究|负责|抓好|做好|共同|开展|推进|组织|提出|建立|$))?"
        ),
    ),
    ("牵头", re.compile(rf"(?:^|[。;,\n])(?P<lead>{_NAME_RUN})(?:要|应|应当|须)牵头")),
    # X要会同Y建立; 会同Y开展
    (
        "会同",
        re.compile(
            r"(?P<lead>[一-鿿()、]{3,40}?)?(?:要|应当|应|须)?会同"
            r"(?P<with>[^,;。]{2,120}?(?:等(?:有关|相关)?(?:部门|单位|机构)(?:、单位)?)?)"
            r"(?=建立|制定|研究|负责|抓好|做好|共同|开展|推进|组织|提出|加强|编制|完善|及时|尽快|抓紧|按|依|根据|结合|对|另行|[,;。]|$)"
        ),
    ),
    # 由X制定实施
    (
        "由",
        re.compile(
            rf"由(?P<resp>{_NAME_RUN})(?:根据[一-鿿]{{2,8}}|结合[一-鿿]{{2,8}}|自行|具体|统一|分别|共同|另行)*(?:负责)?"
            r"(?:制定实施|组织实施|制定|负责落实|负责组织|负责实施|负责推进|负责统筹|承担主体责任|抓好落实)"
        ),
    ),
    ("指导", re.compile(rf"由(?P<guide>{_NAME_RUN})(?:根据[^,。;]{{2,24}},)?\s*指导")),
    # X对…负主体责任
    (
        "主体责任",
        re.compile(
            r"(?:^|[。;,\n])(?P<resp>[一-鿿()、]{3,40}?)(?:要)?(?:对[^,。;]{2,40})?"
            r"(?:扛实|压实|落实|负|承担|履行|切实担负)(?:起)?(?:属地)?[^,。;]{0,14}主体责任"
        ),
    ),
    ("负总责", re.compile(r"(?:^|[。;,\n])\s*(?P<resp>[一-鿿()、]{3,40}?)(?:要)?(?:对[^,。;]{2,60})?负总责")),
    # X负责组织实施
    (
        "负责",
        re.compile(rf"(?:^|[。;,\n])\s*(?P<resp>{_NAME_RUN})(?:具体|统一|分别)?负责(?:组织实施|具体实施|统筹协调|统筹推进|牵头推进|抓好落实)"),
    ),
    # X是本市…主管部门,负责…
    (
        "负责",
        re.compile(
            rf"(?:^|[。;\n])\s*(?P<resp>{_NAME_RUN})(?:是|为)[^,。;]{{2,40}}(?:主管部门|管理部门|管理机构|牵头部门|责任部门)[,]负责"
        ),
    ),
    # X按照职责,协同实施
    (
        "职责",
        re.compile(
            rf"(?:^|[。;\n])\s*(?P<coop>{_NAME_RUN})(?:按照?|依|根据)?(?:各自)?(?:职责|职能)(?:分工)?[,]?(?:协同|协助|配合)(?:做好|实施|开展|落实)"
        ),
    ),
)
_ROLES: dict[str, Role] = {"lead": "lead", "with": "cooperate", "resp": "responsible", "guide": "guide", "coop": "cooperate"}
_SENTENCE_END = re.compile(r"[。;\n]")


def _sentence_lists(text: str) -> Iterator[tuple[int, int, list[tuple[int, int, Role]]]]:
    """Sentences that assign: where each stands, and its lists with their roles."""
    for cue, rule in _SENTENCE_RULES:
        position = text.find(cue)
        while position >= 0:
            # The mark before the sentence is read with it: rules begin behind a stop.
            begin = max(text.rfind(stop, 0, position) for stop in "。;\n")
            end = _SENTENCE_END.search(text, position)
            stop_at = len(text) if end is None else end.start()
            for found in rule.finditer(text, max(0, begin), stop_at):
                if "解释" in text[found.end() : found.end() + 8]:
                    continue
                lists = [
                    (found.start(name), found.end(name), role)
                    for name, role in _ROLES.items()
                    if name in rule.groupindex and found.group(name)
                ]
                if lists:
                    yield found.start(), found.end(), lists
            position = text.find(cue, stop_at)


_VAGUE = re.compile(r"^(?:牵头|责任|承办|主办|主管|起草|相关|本|该|其|其他|政策制定|认定|受理|审批|执法)(?:部门|单位|机构)$|^(?:县|市|区)?(?:党|政)?主要|当地|申请|建设单位|业主|开发企业|经营者|承租|^企业$|^单位$|事故|项目")
_PROSE_NAME = re.compile(r"^(?:省|市|县|区|州|旗|盟|自治区|各|国家|中国|中央|国务院|人民银行|人行|有关|地\(市\))|(?:部|委|局|厅|总局|部门|政府|管委会|办公室|委员会|机构|集团)$")


def _lead_start(text: str, start: int, end: int) -> int:
    """Where the list in front of a verb begins: behind the last mark or word that cannot belong to it."""
    stretch = text[start:end]
    for cut in ("由", "。", ";", ",", "\n"):
        at = stretch.rfind(cut)
        if at >= 0 and not (cut == "由" and stretch[at : at + 2] == "由于"):
            start += at + len(cut)
            stretch = text[start:end]
    return start


def find_responsibilities(
    passage: Passage,
    lexicon: Lexicon,
    conventions: Conventions | None = None,
    *,
    clause: str = "",
    clause_start: int = -1,
    lists_before: int = 0,
) -> Found:
    """The agencies that a clause's body charges with its work (责任单位), with their roles.

    ``clause`` and ``clause_start`` are the governing clause's; ``lists_before`` counts the lists of the notice so far.

    >>> from policy_extract.lexicon import load_lexicon
    >>> found = find_responsibilities(Passage.of("建立共享机制。(省科技厅牵头,财政厅、各市、县人民政府配合)"), load_lexicon())
    >>> [(r.name, r.role) for r in found.responsibilities]
    [('省科技厅', 'lead'), ('省财政厅', 'cooperate'), ('各市、县人民政府', 'cooperate')]
    """
    conventions = conventions or Conventions()
    text, begin = passage.text, passage.start
    tables = list(_table_lists(passage.raw(0, len(text)))) if "\t" in passage.raw(0, len(text)) else []
    labels = list(_label_lists(text)) if ":" in text else []
    stretches = [s for s in _bracket_lists(text, conventions) if not _within(s, labels)] if "(" in text else []
    stretches += [s for s in labels if not _inside(s, stretches)]
    stretches += [s for s in tables if not _inside(s, stretches)]
    stretches += [s for s in _line_lists(text) if not _inside(s, stretches)]
    stretches.sort(key=lambda s: s.start)
    results: list[Responsibility] = []
    spans: list[Span] = []
    scope_from = 0
    for stretch in stretches:
        parties = _read_list(text[stretch.low : stretch.high], lexicon, conventions, stretch.role)
        if not parties:
            continue
        if stretch.rule in ("bracket", "table"):
            scope_from = max(scope_from, text.rfind("\n", 0, max(0, len(text[: stretch.start].rstrip()))) + 1)
        group = lists_before + len(spans) + 1
        for order, party in enumerate(parties, 1):
            a, b = stretch.low + party.start, stretch.low + party.end
            results.append(
                Responsibility(
                    start=begin + a,
                    end=begin + b,
                    text=passage.raw(a, b),
                    name=_as_written(passage, a, b, party.name, text[a:b]),
                    role=party.role,
                    clause=clause,
                    clause_start=clause_start,
                    scope_start=begin + scope_from,
                    scope_end=begin + stretch.end,
                    group=group,
                    order=order,
                    rule=stretch.rule,
                    collective=is_collective(party.name),
                    open_ended=party.open_ended,
                )
            )
        spans.append(Span(begin + stretch.start, begin + stretch.end))
        scope_from = stretch.end
    taken = [(s.start - begin, s.end - begin) for s in spans]
    results += _sentences(passage, lexicon, taken, lists_before + len(spans), clause, clause_start)
    results.sort(key=lambda r: (r.start, r.end))
    return Found(tuple(results), tuple(spans))


def _within(stretch: _Stretch, others: list[_Stretch]) -> bool:
    return any(o.start < stretch.start and stretch.end <= o.end for o in others)


def _inside(stretch: _Stretch, others: list[_Stretch]) -> bool:
    return any(o.start <= stretch.start < o.end or stretch.start <= o.start < stretch.end for o in others)


def _as_written(passage: Passage, a: int, b: int, name: str, folded: str) -> str:
    """The completed name with the brackets and widths of the text."""
    raw = "".join(passage.raw(a, b).split())
    dense = "".join(folded.split())
    return raw if name == dense else name.replace(dense, raw, 1)


def _sentences(
    passage: Passage, lexicon: Lexicon, taken: list[tuple[int, int]], group: int, clause: str, clause_start: int
) -> list[Responsibility]:
    """The agencies of sentences that assign work."""
    text, begin = passage.text, passage.start
    results: list[Responsibility] = []
    seen: set[tuple[int, int]] = set()
    for start, end, lists in _sentence_lists(text):
        if any(a <= start < b or a < end <= b for a, b in taken):
            continue
        rows: list[tuple[int, int, str, Role]] = []
        for low, high, role in lists:
            low = _lead_start(text, low, high) if role != "cooperate" else low
            for m in split_parties(text[low:high], lexicon):
                if " " in m.name or "\n" in m.name:
                    continue
                if _VAGUE.search(m.name) or not (is_agency(m.name) or _LEVELS_ONLY.match(m.name)) or not _PROSE_NAME.search(m.name):
                    continue
                if len(m.name) > 24:
                    continue
                rows.append((low + m.start, low + m.end, m.name, role))
        if not rows:
            continue
        group += 1
        for order, (a, b, name, role) in enumerate(rows, 1):
            if any(a < y and x < b for x, y in seen):
                continue
            seen.add((a, b))
            stop = text.find("。", b)
            results.append(
                Responsibility(
                    start=begin + a,
                    end=begin + b,
                    text=passage.raw(a, b),
                    name=_as_written(passage, a, b, name, text[a:b]),
                    role=role,
                    clause=clause,
                    clause_start=clause_start,
                    scope_start=begin + text.rfind("。", 0, a) + 1,
                    scope_end=begin + (len(text) if stop < 0 else stop + 1),
                    group=group,
                    order=order,
                    rule="sentence",
                    collective=is_collective(name),
                )
            )
    return results


_LEVELS_ONLY = re.compile(r"(?:各)?(?:省|市|县|区|州|地|旗|县区|地\(市\)|县\(市、区\)|区县)+$")
