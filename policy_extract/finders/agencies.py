"""Names of agencies in a list: where each begins and ends, and what the list leaves unsaid.

A list of parties (责任单位) is split at 、 , and at 和 与 及 以及 between names, never inside a bracket, and an elliptical
name is completed from its neighbours: 省发展改革委、卫生健康委 gives 省卫生健康委; 商务、文旅等部门 gives 商务部门, 文旅部门;
广州、深圳市政府 gives 广州市政府.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from policy_extract.lexicon import Lexicon

__all__ = ["Mention", "is_agency", "is_collective", "split_parties"]


@dataclass(frozen=True, slots=True)
class Mention:
    """One party of a list: ``[start, end)`` in the list's text, and its name completed."""

    start: int
    end: int
    name: str


# How a name of a public body, a company or another party ends. Longer endings first where one ends in another.
_ENDS = (
    "人民政府|政府|管委会|管理委员会|行署|委员会|办公厅|办公室|办事处|指挥部|领导小组|工作组|专班|厅|局|委|办|部|署|总署|院|检察院|法院|"
    "总队|支队|大队|队|室|中心|公司|集团|银行|分行|支行|总行|农合机构|海关|协会|商会|学会|联合会|基金会|工会|团委|妇联|科协|残联|侨联|文联|"
    "工商联|供销社|合作社|联社|社|红十字会|贸促会|学校|高校|院校|大学|学院|医院|园区|开发区|示范区|新区|企业|机构|部门|单位|主体|党委|"
    "党组|省委|市委|县委|区委|工委|纪委|监委|编办|网信办|金融办|站|所|组|会|处|库|关|台|馆|校|团|协|中烟|电力|电网|供电|铁塔|"
    "电信|移动|联通|盟|府|旗|航空港区"
)
_END = re.compile(rf"(?:{_ENDS})(?:\([^()]*\)|〈[^〉]*〉)*$")
_PUBLIC_END = re.compile(r"(?:厅|局|委|办|部|署|府|院|会|中心|公司|集团|行|队|组|社|联|协|站|所|处|关|机构|部门|单位|企业)\)?$")
_LEVEL_WORD = r"(?:省|自治区|设区市|省辖市|地级以上市|市|自治州|州|地区|地|盟|自治县|县|区|旗|特区|乡|镇|街道|苏木|园区|开发区)"
#: 各市、 各州(市)、 县 …: levels that share the 人民政府 behind them.
_LEVELS = re.compile(rf"(?:各|相关|有关|所在|属地|其他)?(?:{_LEVEL_WORD}(?:\([^()]*\))?)+$")
_TAIL = re.compile(r"(?:人民政府|政府|管委会|管理委员会|行政公署|行署|党委|委员会)(?:\([^()]*\))?$")
_LEVEL_TAIL = re.compile(
    rf"(?:各|相关|有关)?(?:{_LEVEL_WORD}(?:\([^()]*\))?)+(?:人民政府|政府|管委会|管理委员会|行政公署|行署|党委|委员会|办事处)(?:\([^()]*\))?$"
)
_SHARED_END = re.compile(r"(?:部门|主管部门|机构|单位|局|厅|委)$")
_COLLECTIVE = re.compile(
    r"^(?:各|有关|相关|其他|其它|所有|全体|属地|当地|地方|所在地)|成员单位|(?:有关|相关|各|主管|职能)(?:部门|单位|机构|企业|市|县|地区|方面)|"
    r"^(?:省|市|县|区|州|旗|国务院|自治区)?(?:直|级|属)?(?:政府)?(?:各|有关|相关)|^县、|^市、"
)
# 省 市 县 …, a place with its level, or 省委: what later names of the same list may leave out.
_PREFIX = re.compile(
    r"(省委|市委|县委|区委|州委|旗委|盟委|自治区党委|党委)(?=.*[部委办局室会]$)|"
    r"(省|自治区|自治州|市(?!场)|县|区(?!域|块)|州|旗|盟|兵团|师(?!范)|镇|乡(?!村))(?=(?!委|政府|人民政府|直|级|属|各|有关|相关|管委会|、)(?:[^省市县区]|市场))|"
    r"((?:各|全)(?:[地省市州县区旗盟]|设区市|县区|区县)(?:\([^()]*\))?(?:、[市县区州](?:\([^()]*\))?)*)(?=[^政人级直有相各]{2,}[局厅委办]$)|"
    r"((?![省市县区])[一-鿿]{2,6}?(?:省|市(?!场)|自治区|自治州|自治县|县|州|新区|示范区|高新区|经开区|开发区))(?=[^政人委级]{2,}(?:[局厅委办]|中心)$)"
)
_PARTY_ORGAN = re.compile(r"^(?:组织部|宣传部|统战部|政法委|网信办|编办|机构编制|农办|改革办|老干部局|巡视办|党校|办公厅|军民融合办|外事办|财经办|金融办|社会工作部)")
_NO_PREFIX = re.compile(
    r"^(?:省|市(?!场)|县|区(?!块)|州|旗|盟|自治|各|有关|相关|其他|其它|属地|所在|当地|地方|全|国家|国务院|中央|中国|中共|中铁|中石|人行|人民银行|央行|国网|"
    r"南网|国开|农发|进出口|全国|最高|驻|团[省市县区州]|民航|武警|兵团|县级|市级|省级|重点|承办|项目|相应|同级|上级|本级|首都|社会|金融机构|商业银行|银行业|企业|高校|"
    r"海关总署|(?:[一-鿿]{2,6})?(?:示范区|开发区|高新区|经开区|新区|园区|港区|保税区|综保区)|[一-鿿]{1,4}(?:省|市|县|州|自治区)(?!场))"
)
_DEPARTMENT = re.compile(
    r"(?:厅|局|委|办|办公室|部|院|中心|工会|妇联|团委|科协|残联|侨联|文联|社|联社|工商联|贸促会|红十字会|组|集团|投|总队|支队|队|站|所|处|库|馆|台|联合会|管理委员会|"
    r"委员会|指挥部)(?:\([^()]*\)|〈[^〉]*〉)*$"
)
_VERTICAL = re.compile(r"(?:海关|支行|分行|监管分局|监管局|保监局|银监局|银保监局|证监局|分公司|铁路局|供电公司|供电局|专员办|检疫局|边检总站|管理部|办事处|缉私局)$")

# What stands around a name and is none of it.
_LEAD_IN = re.compile(r"^(?:其中|主要|分别)?(?:由|以及|及|和|与|并|会同|商|各自)?(?:\d{1,2}[.、]|\(\d\))?\s*")
_LEAD_OUT = re.compile(
    r"(?:等(?:\d+|[一二三四五六七八九十]+)?(?:个)?(?:国家|中央|省|市|县|区|州)?(?:直|级|属)?(?:各)?(?:有关|相关|职能|成员|责任)?"
    r"(?:部门|单位|机构|地区|地方|企业|方面|市州|市)*(?:[、和及](?:有关|相关)?(?:部门|单位|机构|企业))*)?"
    r"(?:按照?|依|根据|结合)?(?:各自)?(?:职责|职能|分管领域|管理权限|任务)?(?:分工)?(?:分别|共同|具体|各自)?$"
)
_REJECT = re.compile(
    r"\d{4}年|\d月|完成|持续|长期|推进$|实施$|同上|^责任|下同|分管|协管|副省长|副市长|副县长|秘书长|省长$|市长$|县长$|区长$|州长$|领导$|"
    r"同志|书记$|主任$|局长$|厅长$|负责人$|^等|试行|征求意见|^详见|^见附|^含|^不含|^以[上下]|简称|即日|年底|年内|季度|全年|每年|时限|^\W*$|^[a-zA-Z0-9.%]+$|^(?:部门|单位|机构|地区|企业)$"
)
_ONE_WORD = frozenset("省市县区州旗盟乡镇")
_INNER = re.compile(r"\([^()]*\)|〈[^〉]*〉")
_JOINT = re.compile(r"以及|和各|[和与及]")
_DEPTH = {"(": 1, "〈": 1, ")": -1, "〉": -1, "“": 1, "”": -1}


def is_agency(name: str) -> bool:
    """Whether a piece of a list ends as the name of a public body, a company or another party does.

    >>> [is_agency(n) for n in ("省科技厅", "各县(市、区)人民政府", "2019年6月底前", "质量强市")]
    [True, True, False, False]
    """
    return len(name) >= 2 and _END.search(name) is not None and not _rejected(name)


def is_collective(name: str) -> bool:
    """Whether a name stands for several bodies: 各设区市人民政府, 省有关部门, 领导小组成员单位.

    >>> [is_collective(n) for n in ("各设区市人民政府", "省有关部门", "省科技厅")]
    [True, True, False]
    """
    return _COLLECTIVE.search(name) is not None


def _rejected(name: str) -> bool:
    """Whether a piece is a date, a person or a remark; what stands in its brackets does not count."""
    return _REJECT.search(_INNER.sub("", name) if "(" in name or "〈" in name else name) is not None


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """The pieces between 、 , ; at the outermost level."""
    depth = start = 0
    for i, c in enumerate(text):
        step = _DEPTH.get(c)
        if step:
            depth = max(0, depth + step)
        elif c in "、,;。" and depth == 0:
            yield start, i
            start = i + 1
    yield start, len(text)


def _at_joints(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A piece cut at 和 与 及 以及 where a name has ended before it: 财政厅和审计厅, not 自然资源和规划局."""
    depth = 0
    position = start
    while position < end:
        c = text[position]
        depth = max(0, depth + _DEPTH.get(c, 0))
        if c in "和与及以" and depth == 0 and position > start:
            joint = _JOINT.match(text, position, end)
            if joint:
                wide = joint.group() == "以及"
                left = text[start:position].removesuffix("等")
                right = text[position + (2 if wide else 1) : end]
                if right and (wide or (_PUBLIC_END.search(left) and _can_begin(right) and _right_ends(right))):
                    yield start, position
                    start = position + (2 if wide else 1)
                    position = start
                    continue
        position += 1
    yield start, end


def _can_begin(right: str) -> bool:
    return right[0] not in "、,)〉" and not right.startswith(("信息化", "规划", "旅游", "储备", "草原", "社会保障", "城乡建设", "单位", "部门", "个人"))


def _right_ends(right: str) -> bool:
    return bool(_END.search(right)) or "等" in right or right.startswith("各")


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """A piece without the words around the name."""
    piece = text[start:end]
    lead = _LEAD_IN.match(piece)
    if lead and lead.end() < len(piece) and not piece.startswith(("及格", "和田", "和县", "商务", "商丘", "商洛", "商业", "与会")):
        start += lead.end()
        piece = text[start:end]
    out = _LEAD_OUT.search(piece)
    if out:
        end = start + out.start()
    while start < end and text[start] in " :\"“":
        start += 1
    while start < end and text[end - 1] in " :.\"":
        end -= 1
    return start, end


def split_parties(text: str, lexicon: Lexicon | None = None, *, strict: bool = False) -> list[Mention]:
    """The parties of a list, from its folded text without white space.

    ``strict`` keeps only pieces that end as a name does, as in running text.

    >>> [(m.name, text[m.start:m.end]) for text in ["省住房城乡建设厅、事管局和各县(市、区)人民政府"]
    ...  for m in split_parties(text)]
    [('省住房城乡建设厅', '省住房城乡建设厅'), ('省事管局', '事管局'), ('各县(市、区)人民政府', '各县(市、区)人民政府')]
    """
    found: list[tuple[int, int, bool]] = []
    for low, high in _pieces(text):
        for a, b in _at_joints(text, low, high):
            start, end = _trim(text, a, b)
            if (end - start >= 2 or text[start:end] in _ONE_WORD) and not _rejected(text[start:end]):
                found.append((start, end, text[end:b].startswith("等")))
    merged = [piece for piece in _merge_levels(text, found) if piece[1] - piece[0] > 1]
    mentions = [Mention(a, b, text[a:b]) for a, b, _ in merged]
    mentions = _complete_tails(text, mentions)
    mentions = _complete_prefixes(mentions, _places(lexicon))
    if strict:
        mentions = [m for m in mentions if is_agency(m.name)]
    return mentions


def _merge_levels(text: str, pieces: list[tuple[int, int, bool]]) -> list[tuple[int, int, bool]]:
    """各市、县人民政府 is one party: levels before a level that has the 人民政府 belong to it."""
    merged: list[tuple[int, int, bool]] = []
    i = 0
    while i < len(pieces):
        j = i
        while j < len(pieces) - 1 and _LEVELS.match(text[pieces[j][0] : pieces[j][1]]):
            j += 1
        if j == i and j < len(pieces) - 1 and text[pieces[i][0]] == "各" and _LEVEL_TAIL.match(text[pieces[i][0] : pieces[i][1]]):
            following = text[pieces[i + 1][0] : pieces[i + 1][1]]
            if following[0] in "省市州县区旗盟" and _LEVEL_TAIL.match(following):
                j = i + 1  # 各盟行政公署、市人民政府: one 各 for both
        if j > i and _LEVEL_TAIL.match(text[pieces[j][0] : pieces[j][1]]):
            merged.append((pieces[i][0], pieces[j][1], pieces[j][2]))
            i = j + 1
        else:
            merged.append(pieces[i])
            i += 1
    return merged


def _complete_tails(text: str, mentions: list[Mention]) -> list[Mention]:
    """广州、深圳市政府; 济源示范区、航空港区管委会; 商务、文旅等部门: the end that the list says once."""
    completed = list(mentions)
    for i in range(len(mentions) - 2, -1, -1):
        m, after = mentions[i], completed[i + 1]
        if text[m.end : mentions[i + 1].start] not in ("、", "和", "及", "与") or is_collective(m.name):
            continue
        if _END.search(m.name) and not re.search(r"(?:示范区|开发区|新区|园区|经开区|高新区|港区|航空港区|区)$", m.name):
            continue
        tail = _TAIL.search(after.name)
        if tail:
            if re.search(r"(?:[省市县区旗盟]|..州)$", m.name):
                completed[i] = replace(m, name=m.name + tail.group())
            elif not _END.search(m.name):
                level = after.name[tail.start() - 1 : tail.start()]
                completed[i] = replace(m, name=m.name + (level if level in "省市县区州旗盟" else "") + tail.group())
            continue
        shared = _SHARED_END.search(after.name)
        if shared and not _END.search(m.name) and len(m.name) <= 12:
            completed[i] = replace(m, name=m.name + shared.group())
    # 港航、铁路等部门: the word behind 等 ends every name before it.
    if completed:
        behind = re.match(r"等(?:有关|相关|职能|主管|行业|市级|省级)*(部门|单位|机构)", text[mentions[-1].end :])
        if behind:
            for i in range(len(completed) - 1, -1, -1):
                if _END.search(completed[i].name):
                    break
                completed[i] = replace(completed[i], name=completed[i].name + behind.group(1))
    return completed


def _complete_prefixes(mentions: list[Mention], places: frozenset[str]) -> list[Mention]:
    """省发展改革委、卫生健康委: the 省 that the list says once."""
    prefix = party = ""
    completed = []
    for m in mentions:
        found = _PREFIX.match(m.name)
        if found:
            whole = found.group()
            if found.group(1):
                party, prefix = whole, whole.removesuffix("委").removesuffix("党")
            else:
                prefix, party = whole, ""
        elif _bare(m.name, places):
            if party and _PARTY_ORGAN.match(m.name):
                m = replace(m, name=party + m.name)
            elif prefix and not (m.name.endswith("部门") and m.end - m.start < len(m.name)):
                m = replace(m, name=prefix + m.name)
        completed.append(m)
    return completed


def _bare(name: str, places: frozenset[str]) -> bool:
    """Whether a name is a department's that says neither its level nor its place."""
    if _NO_PREFIX.match(name) or not (_DEPARTMENT.search(name) or name.endswith("部门")):
        return False
    if is_collective(name) or name[:2] in places or name[:3] in places:
        return False
    return not _VERTICAL.search(name) or bool(re.match(r"(?:市场|金融|药品|食品)[一-鿿]{0,6}监管局$", name))


@lru_cache(maxsize=8)
def _places(lexicon: Lexicon | None) -> frozenset[str]:
    """Short names of provinces and cities (河北, 石家庄): a name that begins with one says its place."""
    if lexicon is None:
        return frozenset()
    names = set()
    for row in lexicon.table("regions"):
        name = row["name"]
        short = re.sub(r"(?:省|市|自治区|地区|盟|(?:[一-鿿]族)*自治州)$", "", name)
        names |= {name, short, *(s for s in row.get("short", "").split("|") if len(s) > 1)}
    return frozenset(n for n in names if len(n) > 1)
