"""What a list of those who answer for work says (责任单位): its groups by role, and the parties of each group.

A list is cut at its labels (牵头单位:…;配合单位:…) and at the verbs that close a group (A牵头,B、C配合), and each group into
parties by :mod:`policy_extract.finders.agencies`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, Literal

from policy_extract.finders.agencies import is_agency, split_parties
from policy_extract.lexicon import Lexicon
from policy_extract.model import Role

__all__ = [
    "LABEL",
    "LABEL_ENDS",
    "LABEL_REACH",
    "Group",
    "Lead",
    "Party",
    "groups_of",
    "labels_of",
    "read_list",
    "role_of",
    "verbs_of",
    "without_declarations",
    "without_insides",
]

Lead = Literal["first", "before-comma"]
_DECLARATION: Final = re.compile(
    r"(?:^|[。,;:])\s*(?:其中)?[,]?(?:[^。,;:()]{0,10}(?:(?:列|排|排列|排名|名列)(?:在|于)?(?:首位|第一|最前)|首位|第一个单位)[^。;]{0,40}?(?:牵头|主办|负责|汇总)[^,。;]{0,12}(?:[,,]\s*下同)?"
    r"|逗号(?:之)?前[^。;]{0,16}(?:[,]\s*下同)?"
    r"|以黑体字[^。;]{0,24}(?:[,]\s*下同)?"
    r"|(?:以下|下面|上述)?(?:各项|任务|工作|措施)*(?:以下)?(?:各项|任务|工作|措施)?均?(?:需|由)[^。;]{0,60}(?:落实|负责|配合)[^。;]{0,6}?[,]?\s*(?:不再|下同)[^。;]{0,10}"
    r"|明确牵头部门的[^。;]{0,40}|不再(?:一一|逐一)?列出|下同)"
)
_DECLARES: Final = re.compile(r"下同|不再|逗号|第一|首位|最前|黑体|明确牵头")

# --- roles ----------------------------------------------------------------------------------------------------------

_LABEL_WORD: Final = (
    r"(?:牵头|总牵头|责任|贵任|主责|主体|负责|承办|主办|落实|实施|执行|组织|推进|完成|属地|配合|协办|协助|协同|协作|参与|参加|支持|联动|会同|"
    r"指导|督导|督办|督查|监督|监管|考核|主管|分工|部门|任务)"
)
# 牵头单位, 指导、督导部门, 部门分工; or the word of a role alone.
LABEL: Final = re.compile(
    rf"(?:\d+[.、])?(?:(?:各项?|主要|第一|共同|具体|直接|省级|市级|县级|行业)?{_LABEL_WORD}(?:{_LABEL_WORD}|及|和|与|、)*"
    r"(?:单位|部门|机构|主体|责任|地方|分工|分解|处室|科室|方)|牵头|主办|承办|协办|配合|责任|主责|负责|落实|参与|协同|协助|指导)$"
)
# What stands beside the parties and names none: persons, dates, telephones.
_OTHER_LABEL: Final = re.compile(
    r"(?:(?:分管|牵头|责任|负责|协管|包保|联系)?(?:省|市|县|区)?(?:领导|责任人|负责人|联系人)|"
    r"(?:完成|推进|办结|落实|实施|整改)?(?:时限|时间|期限|节点|日期)+(?:要求)?|电话|备注)$"
)
# 责任单位;市住建局: another mark for the colon.
_MISTYPED: Final = re.compile(r"((?:责任|牵头|配合|落实|参与)(?:单位|部门))[;、—-]{1,2}(?=[省市县区各国])")
_COLONLESS: Final = tuple(re.compile(rf"{unit}(?=[省市县区各国])") for unit in ("单位", "部门"))
LABEL_REACH: Final = 16
#: How a label ends (责任单位, 牵头, 完成时限), and one that gives a role; before its colon there may be a blank.
LABEL_ENDS: Final = frozenset("位门构体任方工解室头办合实与导责同助")
_OTHER_ENDS: Final = frozenset("导人间限期点日求话注")
_ANY_LABEL_ENDS: Final = LABEL_ENDS | _OTHER_ENDS
# Bounded and without going back, or a long run of verbs would be tried from every place in every way.
_VERB: Final = re.compile(
    r"(?:总牵头|牵头|主办|主抓|负责|落实|承办|实施|配合|参与|参加|协助|协同|协办|支持|指导|督导|监督|考核|监管|承担|推进|办理|执行)"
    r"(?:总牵头|牵头|主办|主抓|负责|落实|承办|实施|配合|参与|参加|协助|协同|协办|支持|指导|督导|监督|考核|监管|承担|推进|办理|执行){0,7}+"
    r"(?:(?:、|和|及|并)(?:组织|抓好)?(?:负责|落实|实施|配合|指导|监督|推进|考核|督导)){0,7}(?:工作|抓好落实|实施|执行|组织){0,4}+"
    r"(?=$|[,;。:、)\s]|会同)"
)
# How the verb is done: 按各自职责分工, 共同, 组织 …
_MANNER: Final = re.compile(
    r"(?:按照?|依照?|依据|根据|结合)?(?:各自)?(?:的)?(?:职责|职能|分管领域|职权|管理权限|任务)?(?:分工)?(?:、任务)?"
    r"(?:[,]?(?:分别|共同|具体|各自|联合|统一|依法|抓好|做好|加快|积极))*(?:组织|抓好|推动|督促|统筹|协调)*"
    r"(?:(?:提供|给予|做好)?(?:技术|业务|政策))?$"
)
_MANNER_REACH: Final = 30
_MANNER_ENDS: Final = frozenset("按照依据合自的责能域权限务工,别同体一法好快极织动促筹调根结术策")
#: All that it is written with: where another stands, it cannot have begun before.
_MANNER_LETTERS: Final = "按照依据根结合各自的职责能分管领域权限理任务工、,别共同具体联统一法抓好做加快积极组织推动督促筹协调提供给予技术业政策"
_WITH: Final = re.compile(r"会同|会商|商(?=(?:省|市|自治区|国家|有关|各)[^,;]{2,})")


@lru_cache(maxsize=512)
def role_of(cue: str) -> Role:
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


class Group:
    """A stretch of a list whose parties share a role; ``told`` when a label or a verb says it."""

    def __init__(self, start: int, end: int, role: Role, told: bool) -> None:
        self.start = start
        self.end = end
        self.role = role
        self.told = told


def without_insides(text: str) -> str:
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


# Where a label begins, where it ends with its colon, and the role that it gives.
_Label = tuple[int, int, Role | None]


def labels_of(flat: str) -> list[_Label]:
    """The labels of a list: where each stands with its colon, and the role that it gives (None for a date or a person)."""
    found: list[_Label] = []
    colon = flat.find(":")
    if colon < 0 and "单位" not in flat and "部门" not in flat:
        return found
    while colon >= 0:
        if flat[colon - 1] not in _ANY_LABEL_ENDS:
            colon = flat.find(":", colon + 1)
            continue
        begin = reach = max(0, colon - LABEL_REACH)
        for mark in ",;。:\x00":
            place = flat.rfind(mark, begin, colon)
            if place >= 0:
                begin = place + 1
        other = _OTHER_LABEL.search(flat, begin, colon) if flat[colon - 1] in _OTHER_ENDS else None
        if other:
            found.append((other.start(), colon + 1, None))
        else:
            label = LABEL.search(flat, begin, colon)
            # Behind a name the mark may be missing: 市科技局 配合单位:…
            if label and (
                label.start() == begin
                or flat[label.start() - 1] == "、"
                or is_agency(flat[begin : label.start()].split("、")[-1])
            ):
                found.append((label.start(), colon + 1, role_of(label.group())))
        colon = flat.find(":", colon + 1)
    if not found and (mistyped := _MISTYPED.match(flat)):
        found.append((0, mistyped.end(), role_of(mistyped.group(1))))
    tails = [tail.end() for unit in _COLONLESS if unit.search(flat) for tail in unit.finditer(flat)]
    if not tails:
        return found
    starts = {start for start, _, _ in found}
    for end in sorted(tails):
        reach = max(0, end - LABEL_REACH)
        begin = max(reach, *(flat.rfind(mark, reach, end) + 1 for mark in ",;。:"))
        label = LABEL.match(flat, begin, end)
        if label and begin not in starts:
            found.append((begin, end, role_of(label.group())))
    return sorted(found, key=lambda label: label[0])


def groups_of(
    flat: str, labels: Sequence[_Label] | None = None, verbs: Sequence[tuple[int, int]] | None = None
) -> list[Group]:
    """The groups of a list, from its flat text without white space and without declarations.

    Its ``labels``, and the ``verbs`` of one without labels, are handed over where they are known.
    """
    if labels is None:
        labels = labels_of(flat)
    if not labels:
        return _by_verbs(flat, 0, len(flat), "responsible", False, verbs)
    first = labels[0][0]
    groups = _by_verbs(flat, 0, first, "responsible", False) if first else []
    for i, (_, end, role) in enumerate(labels):
        stop = labels[i + 1][0] if i + 1 < len(labels) else len(flat)
        if role is not None:
            groups += _by_verbs(flat, end, stop, role, True)
    return groups


def verbs_of(flat: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The verbs that close a group, each with how it is done: 按各自职责分工负责."""
    floor = start
    while verb := _VERB.search(flat, floor, end):
        low, high = verb.span()
        if low and flat[low - 1] in _MANNER_ENDS:
            reach = max(floor, low - _MANNER_REACH)
            begin = reach + len(flat[reach:low].rstrip(_MANNER_LETTERS))
            manner = _MANNER.search(flat, begin, low)
            low = manner.start() if manner else low
        yield low, high
        floor = high


def _by_verbs(
    flat: str, start: int, end: int, default: Role, told: bool, verbs: Sequence[tuple[int, int]] | None = None
) -> list[Group]:
    """A stretch cut at the verbs that close each group: A牵头,B、C配合;D负责."""
    groups: list[Group] = []
    position = start
    for low, high in verbs_of(flat, start, end) if verbs is None else verbs:
        if low > position:
            role = role_of(flat[low:high])
            groups += _by_with(flat, position, low, default if told and role == "responsible" else role)
        position = high
    if position < end and _TWO_WORDS.search(flat, position, end):
        groups += _by_with(flat, position, end, default, told)
    return groups


_TWO_WORDS: Final = re.compile(r"[一-鿿]{2}")


def _by_with(flat: str, start: int, end: int, role: Role, told: bool = True) -> list[Group]:
    """A会同B: B cooperates, and A leads."""
    joint = _WITH.search(flat, start, end)
    if not joint:
        return [Group(start, end, role, told)]
    groups = []
    if _TWO_WORDS.search(flat, start, joint.start()):
        groups.append(Group(start, joint.start(), "lead" if role in ("responsible", "lead") else role, True))
    groups.append(Group(joint.end(), end, "cooperate", True))
    return groups


# --- lists ----------------------------------------------------------------------------------------------------------


class Party:
    """A party of a list, completed, with its role and whether 等 leaves the list open."""

    def __init__(self, start: int, end: int, name: str, role: Role, open_ended: bool) -> None:
        self.start = start  # in the list's text as it stands
        self.end = end
        self.name = name
        self.role = role
        self.open_ended = open_ended


def read_list(
    text: str, lexicon: Lexicon, lead: Lead | None, told: Role | None = None, groups: Sequence[Group] = ()
) -> list[Party]:
    """The parties of a list with their roles, all of them ``told`` where a column says it; places are in ``text``.

    ``groups`` are those of the list where they are known.
    """
    dense = "".join(text.split())
    kept = None if len(dense) == len(text) else [i for i, c in enumerate(text) if not c.isspace()]
    body = without_declarations(dense)
    declares = body is not dense
    parties: list[Party] = []
    before = ""
    if told is not None:
        groups = [Group(0, len(body), told, True)]
    elif not groups:
        groups = groups_of(without_insides(body.replace("\x01", " ") if declares else body))
    marked = None if lead is None or any(group.role == "lead" for group in groups) else lead
    for group in groups:
        begin, given = group.start, group.role
        stretch = body[begin : group.end]
        if declares:
            stretch = stretch.split("\x01")[0]
        mentions = split_parties(stretch, lexicon, before=before)
        if not mentions:
            continue
        before = mentions[0].name
        comma = _comma(stretch) if marked == "before-comma" and given == "responsible" else -1
        open_ended = stretch.find("等", mentions[-1].end) >= 0
        first = marked == "first" and given == "responsible" and not any(p.role == "lead" for p in parties)
        for m in mentions:
            stop = m.end
            role: Role = "lead" if first or stop <= comma else given
            low, high = begin + m.start, begin + stop
            if kept is not None:
                low, high = kept[low], kept[high - 1] + 1
            parties.append(Party(low, high, m.name, role, open_ended))
            first = False
    return parties


def without_declarations(dense: str) -> str:
    """The list with what it declares about all lists (列第一位者为牵头单位,下同) marked as no part of it."""
    if not _DECLARES.search(dense):
        return dense
    for found in _DECLARATION.finditer(without_insides(dense)):
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
