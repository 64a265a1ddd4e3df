"""Names of agencies in a list: where each begins and ends, and what the list leaves unsaid.

A list of parties (责任单位) is split at 、 , and at 和 与 及 以及 between names, never inside a bracket, and an elliptical
name is completed from its neighbours: 省发展改革委、卫生健康委 gives 省卫生健康委; 商务、文旅等部门 gives 商务部门, 文旅部门;
广州、深圳市政府 gives 广州市政府.

The same few hundred names fill most lists of a collection, so what is worked out about a name is remembered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from policy_extract.lexicon import Lexicon

__all__ = ["LAST_LETTERS", "Mention", "ends_as_agency", "is_agency", "is_collective", "says_place", "split_parties"]


class Mention:
    """One party of a list: ``[start, end)`` in the list's text, and its name completed."""

    def __init__(self, start: int, end: int, name: str) -> None:
        self.start = start
        self.end = end
        self.name = name


#: A piece longer than this is prose, not a name.
_LONGEST: Final = 80

# --- how names are made -----------------------------------------------------------------------------------------------

# How a name of a public body, a company or another party ends. Longer endings first where one ends in another.
_ENDS: Final = (
    "人民政府|政府|管委会|管理委员会|行署|委员会|办公厅|办公室|办事处|指挥部|领导小组|工作组|专班|厅|局|委|办|部|署|总署|院|检察院|法院|"
    "总队|支队|大队|队|室|中心|公司|集团|银行|分行|支行|总行|农合机构|海关|协会|商会|学会|联合会|基金会|工会|团委|妇联|科协|残联|侨联|文联|"
    "工商联|供销社|合作社|联社|社|红十字会|贸促会|学校|高校|院校|大学|学院|医院|园区|开发区|示范区|新区|企业|机构|部门|单位|主体|党委|"
    "党组|省委|市委|县委|区委|工委|纪委|监委|编办|网信办|金融办|站|所|组|会|处|库|关|台|馆|校|团|协|中烟|电力|电网|供电|铁塔|"
    "电信|移动|联通|盟|府|旗|航空港区"
)
_END: Final = re.compile(rf"(?:{_ENDS})(?:\([^()]*\)|〈[^〉]*〉)*$")
#: The letters that names of bodies end with.
LAST_LETTERS: Final = "".join(dict.fromkeys(word[-1] for word in _ENDS.split("|"))) + ")〉"
_PUBLIC_END: Final = re.compile(
    r"(?:厅|局|委|办|部|署|府|院|会|中心|公司|集团|行|队|组|社|联|协|站|所|处|关|机构|部门|单位|企业)[)〉]?$"
)
_ZONE_END: Final = re.compile(r"区$")
_LEVEL_WORD: Final = r"(?:省|自治区|设区市|省辖市|地级以上市|市|直辖市|计划单列市|自治州|州|地区|地|盟|自治县|县|区|旗|特区|乡|镇|街道|苏木|园区|开发区)"
_SEATS: Final = r"(?:人民政府|政府|管委会|管理委员会|行政公署|行署|党委|委员会)"
_LEVELS_END: Final = frozenset("省区市州地盟县旗乡镇道木)")  # what _LEVELS may end with
_PROVINCES: Final = ("自治区", "直辖市", "计划单列市")
#: 各市、 各州(市)、 县 …: levels that share the 人民政府 behind them.
_LEVELS: Final = re.compile(rf"(?:各|相关|有关|所在|属地|其他)?(?:{_LEVEL_WORD}(?:\([^()]*\))?)+$")
_TAIL: Final = re.compile(rf"{_SEATS}(?:\([^()]*\))?$")
# 县人民政府, and a department that is said to be the government's: 直辖市人民政府管理水利工作的部门.
_LEVEL_TAIL: Final = re.compile(
    rf"(?:各|相关|有关)?(?:{_LEVEL_WORD}(?:\([^()]*\))?)+(?:{_SEATS}|办事处)(?:\([^()]*\))?(?:[一-鿿]{{2,12}}(?:部门|机构))?$"
)
# 市、区政务服务局: the department of each level.
_LEVEL_SHARED: Final = re.compile(r"[省市县区州旗盟](?![级直属])[一-鿿]{2,12}(?:局|厅|部门|机关)$")
_SHARED_END: Final = re.compile(r"(?:部门|主管部门|机构|单位|局|厅|委)$")
_NAMED_LEVEL: Final = re.compile(r"(?:[省市县区旗盟]|..州)$")
_COLLECTIVE: Final = re.compile(
    r"^(?:各|有关|相关|其他|其它|所有|全体|属地|当地|地方|所在地)|成员单位|"
    r"(?:有关|相关|各|主管|职能)(?:部门|单位|机构|企业|市|县|地区|方面)|"
    r"^(?:省|市|县|区|州|旗|国务院|自治区)?(?:直|级|属)?(?:政府)?(?:各|有关|相关)|^县、|^市、"
)
# What a body of a level itself is called (市政府, 省直 …; not 市政府金融办), and so no department whose level others share.
_OWN: Final = r"(?:委|(?:人民)?政府(?!.+[局厅委办室]$)|直|级|属|各|有关|相关|管委会|、)"
# 省 市 县 …, a place with its level, or 省委: what later names of the same list may leave out.
_PREFIX: Final = re.compile(
    r"(?P<party>省委|市委|县委|区委|州委|旗委|盟委|自治区党委|党委)(?=.*[部委办局室会]$)|"
    r"(?:省|自治区|自治州|市(?!场)|县|区(?!域|块)|州|旗|盟|兵团|师(?!范)|镇|乡(?!村))"
    rf"(?=(?!{_OWN})(?:[^省市县区]|市场))|"
    r"(?:各|全)(?:[地省市州县区旗盟]|设区市|县区|区县)(?:\([^()]*\))?(?:、[市县区州](?:\([^()]*\))?)*"
    rf"(?=(?!{_OWN}).{{2,}}[局厅委办]$)|"
    r"(?![省市县区])[一-鿿]{1,6}?(?:省|市(?!场)|自治区|自治州|自治县|县|州|新区|示范区|高新区|经开区|开发区)"
    rf"(?=(?!{_OWN}).{{2,}}(?:[局厅委办]|中心)$)"
)
_PARTY_ORGAN: Final = re.compile(
    r"组织部|宣传部|统战部|政法委|网信办|编办|机构编制|农办|改革办|老干部局|巡视办|党校|办公厅|军民融合办|外事办|"
    r"财经办|金融办|社会工作部"
)
# How a name begins that already says its level or its place, or that stands under no level at all.
_NO_PREFIX: Final = re.compile(
    r"省|市(?!场)|县|区(?!块)|州|旗|盟|自治|各|有关|相关|其他|其它|属地|所在|当地|地方|全|国家|国务院|中央|中国|中共|中铁|中石|"
    r"人行|人民银行|央行|国网|南网|国开|农发|进出口|全国|最高|驻|团[省市县区州]|民航|武警|兵团|县级|市级|省级|重点|承办|项目|相应|"
    r"同级|上级|本级|首都|社会|金融机构|商业银行|银行业|企业|高校|海关总署|"
    r"(?:[一-鿿]{2,6})?(?:示范区|开发区|高新区|经开区|新区|园区|港区|保税区|综保区)|[一-鿿]{1,4}(?:省|市|县|州|自治区)(?!场)"
)
_DEPARTMENT: Final = re.compile(
    r"(?:厅|局|委|办|办公室|部|院|中心|工会|妇联|团委|科协|残联|侨联|文联|社|联社|工商联|贸促会|红十字会|组|集团|投|总队|支队|队|站|所|"
    r"处|库|馆|台|联合会|管理委员会|委员会|指挥部|部门)(?:\([^()]*\)|〈[^〉]*〉)*$"
)
# Bodies that answer to a ministry and say their place themselves, but for those named by their field alone.
_VERTICAL: Final = re.compile(
    r"(?:海关|支行|分行|监管分局|监管局|保监局|银监局|银保监局|证监局|分公司|铁路局|供电公司|供电局|专员办|检疫局|边检总站|管理部|"
    r"办事处|缉私局)$"
)
_FIELD_ALONE: Final = re.compile(
    r"(?:市场|金融|药品|食品)[一-鿿]{0,6}监管局$|(?:银保监|银监|保监|金融监管)(?:分局|支局)$"
)
# A group that is called by what it does, 城投集团, and not by a name of its own.
_FIELD_GROUP: Final = re.compile(
    r"[投发展建设资产担保融金交通运港航铁路机场水务城乡文旅体农林牧渔能源电热燃气粮环卫医药康养教盐矿煤钢化轻纺食酒科技数信才]"
    r"[一-鿿]?集团$"
)
_SHARES_EACH: Final = re.compile(r"(?:园区|产业园区|功能区)(?:管委会|管理委员会)$")

# --- what stands around a name and is none of it ------------------------------------------------------------------------

_LEAD_IN: Final = re.compile(
    r"(?:其中|主要|分别|(?:以上|上述|该|此)(?:各?项)?(?:任务|工作|措施|事项)均?(?=由))?(?:由|以及|及|和|与|并|会同|商|各自)?(?:\d{1,2}[.、]|\(\d\))?\s*"
)
# 县级由县财政局, 技工院校内由人力资源社会保障部门: what the body answers for stands before it.
_SAID_BY: Final = re.compile(r"[^由]{1,12}(?<![自理])由(?=[一-鿿]{2})(?!贸|中)")
_NO_LEAD_IN: Final = ("及格", "和田", "和县", "商务", "商丘", "商洛", "商业", "与会")
_LEAD_OUT: Final = re.compile(
    r"(?:等(?:\d+|[一二三四五六七八九十]+)?(?:个)?(?:国家|中央|省|市|县|区|州)?(?:直|级|属)?(?:政府)?(?:各)?(?:有关|相关|职能|主管|行业|成员|责任){0,3}"
    r"(?:部门|单位|机构|地区|地方|企业|方面|市州|市)*(?:[、和及](?:有关|相关)?(?:部门|单位|机构|企业))*|等(?<=[局委厅部门关构会院]等)[一-鿿]{2,6}(?:部门|单位|机构))?"
    r"(?:按照?|依|根据|结合)?(?:各自)?(?:职责|职能|分管领域|管理权限|任务)?(?:分工)?(?:分别|共同|具体|各自)?$"
)
# 各区人民政府〈含开发区,下同〉: whom the name is taken to mean; 市商务局〈会展联盟秘书处〉: what it is besides.
_GLOSS: Final = re.compile(r"[(〈](?:(?:含|不含|包括|以下)(?:[^()〈〉]|\([^()]*\))*|[^()〈〉]*(?:下同|秘书处))[)〉]$")
_SHARED_WORD: Final = re.compile(r"等(?:政府)?(?:有关|相关|职能|行业|市级|省级)*((?:主管)?(?:部门|单位|机构))")
_REJECT: Final = re.compile(
    r"\d{4}年|\d月|完成|持续|长期|推进$|实施$|同上|^责任|下同|分管|协管|副省长|副市长|副县长|秘书长|省长$|市长$|县长$|区长$|州长$|领导$|"
    r"同志|书记$|主任$|局长$|厅长$|负责人$|^等|试行|征求意见|^详见|^见附|^含|^不含|^以[上下]|简称|即日|年底|年内|季度|全年|每年|时限|^\W*$|"
    r"^[a-zA-Z0-9.%]+$|%|^所(?![属在辖])|^(?:部门|单位|机构|地区|企业)$"
)
_ONE_WORD: Final = frozenset("省市县区州旗盟乡镇")
_INNER: Final = re.compile(r"\([^()]*\)|〈[^〉]*〉")
_JOINT: Final = re.compile(r"[和与及]|以及")
_CANNOT_BEGIN: Final = tuple("、,)〉") + tuple("信息化 规划 旅游 储备 草原 社会保障 城乡建设 单位 部门 个人".split())
_GROUP: Final = re.compile(r"(?!省|市(?!场)|[县区州旗各])[一-鿿]{3,9}(?:(?<!领导小)组|专班)")
# Where a name may end and the next begin without a mark: 市公安局|市司法局, 综合协调组|省水利厅.
_GLUE: Final = re.compile(
    r"[局厅委办部署院心组队班](?=(?P<level>[省市县区州旗])(?:(?![级直属内外辖域长区县场分])[一-鿿]|[级直]各?(?:有关|相关)))"
)
_DEPTH: Final = {"(": 1, "〈": 1, ")": -1, "〉": -1, "“": 1, "”": -1}
_OPENER: Final = re.compile(r"[(〈“]")
_MARK: Final = re.compile(r"[、,;。()〈〉“”]")


def is_agency(name: str) -> bool:
    """Whether a piece of a list ends as the name of a public body, a company or another party does.

    >>> [is_agency(n) for n in ("省科技厅", "各县(市、区)人民政府", "2019年6月底前", "质量强市")]
    [True, True, False, False]
    """
    return 2 <= len(name) <= _LONGEST and _is_body(name)


def ends_as_agency(text: str, end: int) -> bool:
    """Whether what ends here may be a name: whether its last letter is that of any name of a public body.

    >>> [ends_as_agency("省科技厅负责推进", end) for end in (4, 6, 8)]
    [True, False, False]
    """
    return end > 0 and text[end - 1] in LAST_LETTERS


def is_collective(name: str) -> bool:
    """Whether a name stands for several bodies: 各设区市人民政府, 省有关部门, 领导小组成员单位.

    >>> [is_collective(n) for n in ("各设区市人民政府", "省有关部门", "省科技厅")]
    [True, True, False]
    """
    return len(name) <= _LONGEST and _several(name)


def says_place(name: str, lexicon: Lexicon) -> bool:
    """Whether a name begins with the name of a province or a city: 石家庄海关.

    >>> from policy_extract.lexicon import load_lexicon
    >>> [says_place(n, load_lexicon()) for n in ("石家庄海关", "广西玉林农业学校", "建设单位")]
    [True, True, False]
    """
    places = _places(lexicon)
    return name[:2] in places or name[:3] in places


def split_parties(text: str, lexicon: Lexicon | None = None, *, before: str = "") -> list[Mention]:
    """The parties of a list, from its folded text without white space.

    ``before`` is the first name of the list that this one continues (省科技厅牵头,财政厅配合), which may say its level.

    >>> [(m.name, text[m.start:m.end]) for text in ["省住房城乡建设厅、事管局和各县(市、区)人民政府"]
    ...  for m in split_parties(text)]
    [('省住房城乡建设厅', '省住房城乡建设厅'), ('省事管局', '事管局'), ('各县(市、区)人民政府', '各县(市、区)人民政府')]
    """
    known = _names_of(lexicon)
    return _split(text, known, before) if before else list(known.of_list(text))


def _split(text: str, known: _Names, before: str = "") -> list[Mention]:
    places: list[tuple[int, int]] = []
    names: list[_Name] = []
    merges = single = False
    for low, piece in _pieces(text):
        for start, end, name in known.of_piece(piece):
            merges = merges or (bool(names) and names[-1].merges)
            single = single or end - start < 2
            places.append((low + start, low + end))
            names.append(name)
    if merges:
        places = _merge_levels(text, places)
        names = [known.of(text[low:high]) for low, high in places]
    if single:  # a level that has not been merged
        places = [(low, high) for low, high in places if high - low > 1]
        names = [name for name in names if len(name.text) > 1]
    if len(names) > 1 or (names and not names[0].ended):
        _complete_tails(text, places, names, known)
    return _complete_prefixes(places, names, known, before)


# --- cutting --------------------------------------------------------------------------------------------------------


def _pieces(text: str) -> list[tuple[int, str]]:
    """The pieces between 、 , ; at the outermost level, each with its place."""
    pieces: list[tuple[int, str]] = []
    start = 0
    if "(" not in text and "〈" not in text and "“" not in text:
        for piece in text.replace(",", "、").replace(";", "、").replace("。", "、").split("、"):
            pieces.append((start, piece))
            start += len(piece) + 1
        return pieces
    depth = 0
    for mark in _MARK.finditer(text):
        step = _DEPTH.get(mark.group())
        if step:
            depth = max(0, depth + step)
        elif depth == 0:
            pieces.append((start, text[start : mark.start()]))
            start = mark.end()
    pieces.append((start, text[start:]))
    return pieces


def _names_in(piece: str) -> Iterator[tuple[int, int]]:
    """Where the names of a piece stand, without the words around them."""
    joints = _at_joints(piece, 0, len(piece)) if _JOINT.search(piece) else ((0, len(piece)),)
    for low, high in joints:
        name = _core(piece[low:high]) if high - low <= _LONGEST + 40 else None
        if name is not None:
            yield from _unglued(piece, low + name[0], low + name[1])


def _at_joints(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A piece cut at 和 与 及 以及 where a name has ended before it: 财政厅和审计厅, not 自然资源和规划局."""
    closes = _END.search(text, max(start, end - _LONGEST), end) is not None
    last_open = text.rfind("等", start, end)  # what follows a joint may be left open instead of ending as a name
    depth, read = 0, start
    bracketed = _OPENER.search(text, start, end) is not None
    for joint in _JOINT.finditer(text, start, end):
        at, after = joint.span()
        if bracketed:
            for c in text[read:at]:
                depth = max(0, depth + _DEPTH.get(c, 0))
            read = at
        if depth or at <= start or after >= end:
            continue
        wide = after - at == 2
        left = text[max(start, at - 12) : at].removesuffix("等")
        if wide or (
            _PUBLIC_END.search(left)
            and not text.startswith(_CANNOT_BEGIN, after)
            and (closes or last_open >= after or text[after] == "各")
        ):
            yield start, at
            start = after
    yield start, end


def _unglued(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A name cut where two whole names of a level stand side by side; the group that an agency belongs to is left out."""
    for glue in _GLUE.finditer(text, start, end):
        at = glue.end()
        if (
            at - start < 4
            or end - at < 3
            or not _ended(text[at:end])
            or not (glue.group() == "班" or _DEPARTMENT.search(text, start, at))
        ):
            continue
        if text[start] == glue["level"] and not text.startswith("市场", start):
            yield start, at
        elif glue.group() not in "组班" or not _GROUP.fullmatch(text, start, at):
            continue
        start = at
    yield start, end


def _core(piece: str) -> tuple[int, int] | None:
    """Where in a piece the name stands without the words around it; None where there is no name."""
    start, end = 0, len(piece)
    said = _SAID_BY.match(piece) if "由" in piece else None
    lead = _LEAD_IN.match(piece)
    if said:
        start = said.end()
    elif lead and lead.end() < end and not piece.startswith(_NO_LEAD_IN):
        start = lead.end()
    out = _LEAD_OUT.search(piece, start)
    if out:
        end = out.start()
    while start < end and piece[start] in ' :"“':
        start += 1
    while start < end and piece[end - 1] in ' :."':
        end -= 1
    if end > start and piece[end - 1] == ")" and piece.count(")", start, end) > piece.count("(", start, end):
        end -= 1  # of a bracket that opened before the list
    gloss = _GLOSS.search(piece, start, end) if piece[:end].endswith((")", "〉")) else None
    if gloss:
        end = gloss.start()
    name = piece[start:end]
    if (len(name) < 2 and name not in _ONE_WORD) or len(name) > _LONGEST or _rejected(name):
        return None
    return start, end


def _merge_levels(text: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """各市、县人民政府 is one party: levels before a level that has the 人民政府 belong to it."""
    merged: list[tuple[int, int]] = []
    i, last = 0, len(pieces) - 1
    while i <= last:
        j = i
        while j < last and _is_levels(text[slice(*pieces[j])]):
            j += 1
        provinces = i
        if text[pieces[i][1] - 1] == "省" and _is_levels(text[slice(*pieces[i])]):
            while provinces < last and text.startswith(_PROVINCES, pieces[provinces + 1][0]):
                provinces += 1
        if provinces > i:  # 各省、自治区、直辖市, with or without the body of each
            merged.append((pieces[i][0], pieces[provinces][1]))
            i = provinces + 1
            continue
        if j == i and j < last and text[pieces[i][0]] == "各" and _is_level_tail(text[slice(*pieces[i])]):
            following = text[slice(*pieces[i + 1])]
            if following[0] in "省市州县区旗盟" and _is_level_tail(following):
                j = i + 1  # 各盟行政公署、市人民政府: one 各 for both
        if j > i and (_is_level_tail(text[slice(*pieces[j])]) or _shares_level(text, pieces[i:j], pieces[j])):
            merged.append((pieces[i][0], pieces[j][1]))
            i = j + 1
        else:
            merged += pieces[i : max(i + 1, j)]
            i = max(i + 1, j)
    return merged


def _shares_level(text: str, levels: list[tuple[int, int]], last: tuple[int, int]) -> bool:
    """市、区政务服务局: bare levels right before the department that each of them has."""
    return (
        all(b - a == 1 and text[b] == "、" for a, b in levels) and _LEVEL_SHARED.match(text[slice(*last)]) is not None
    )


# --- completing -----------------------------------------------------------------------------------------------------


def _complete_tails(text: str, places: list[tuple[int, int]], names: list[_Name], known: _Names) -> None:
    """广州、深圳市政府; 济源示范区、航空港区管委会; 商务、文旅等部门: the end that the list says once."""
    for i in range(len(names) - 2, -1, -1):
        name = names[i]
        if name.whole or text[places[i][1] : places[i + 1][0]] not in ("、", "和", "及", "与"):
            continue
        after = names[i + 1].text
        tail = _TAIL.search(after)
        if tail:
            if _NAMED_LEVEL.search(name.text):
                names[i] = known.of(name.text + tail.group())
            elif not name.ended:
                level = after[tail.start() - 1 : tail.start()]
                names[i] = known.of(name.text + (level if level in "省市县区州旗盟" else "") + tail.group())
            continue
        shared = _SHARED_END.search(after)
        if shared and not name.ended and len(name.text) <= 12:
            names[i] = known.of(name.text + shared.group())
    # 港航、铁路等部门: the word behind 等 ends every name before it.
    if not names[-1].ended:
        behind = _SHARED_WORD.match(text, places[-1][1])
        if behind:
            for i in range(len(names) - 1, -1, -1):
                if names[i].ended:
                    break
                names[i] = known.of(names[i].text + behind.group(1))


def _complete_prefixes(places: list[tuple[int, int]], names: list[_Name], known: _Names, before: str) -> list[Mention]:
    """省发展改革委、卫生健康委: the 省 that the list says once."""
    level = party = ""
    if before:
        first = known.of(before)
        level, party = first.level, first.party
    alone = _says_all_but_one(names)
    completed: list[Mention] = []
    by_field = False  # whether the name with the level is itself one of 市发展改革、财政等部门
    last = ""
    for i, (start, end) in enumerate(places):
        name = names[i]
        words = name.text
        if name.level:
            level, party = name.level, name.party
            by_field = end - start < len(words) and words.endswith("部门")
        elif i != alone and (name.bare or (by_field and _left_open(words, end - start))):
            if party and _PARTY_ORGAN.match(words):
                words = party + words
            elif level and (by_field or not (end - start < len(words) and words.endswith("部门"))):
                words = level + words
        elif last and last[0] == "各" and _SHARES_EACH.match(words):
            words = "各" + words  # 各县市区人民政府、园区管委会
        last = words
        completed.append(Mention(start, end, words))
    return completed


def _left_open(name: str, size: int) -> bool:
    """Whether a name has its 主管部门 from the end of its list: 公安 in 市网信、公安等主管部门."""
    return size < len(name) and name.endswith("主管部门") and not _NO_PREFIX.match(name)


def _says_all_but_one(names: list[_Name]) -> int:
    """Which centre stands alone without a level where every department beside it says its own: it has none to share."""
    centre, said = -1, 0
    for i, name in enumerate(names):
        if name.bare:
            if centre >= 0 or not name.text.endswith("中心"):
                return -1
            centre = i
        elif name.level:
            said += 1
    return centre if said > 1 else -1


# --- what is known about a name -------------------------------------------------------------------------------------


class _Name:
    """What is known about a name, wherever it stands."""

    __slots__ = ("bare", "ended", "level", "merges", "party", "text", "whole")

    def __init__(self, text: str, places: frozenset[str]) -> None:
        self.text = text
        self.ended = _ended(text)
        #: Whether it takes no end from the names behind it.
        self.whole = (self.ended and not _ZONE_END.search(text)) or is_collective(text)
        self.merges = text[-1:] in _LEVELS_END or text[:1] == "各"
        self.level, self.party = _prefix(text)
        self.bare = _bare(text, places)


#: A name of a piece of a list: where it stands there.
_Part = tuple[int, int, _Name]
_KEPT: Final = 8192
_KEPT_LISTS: Final = 1024


class _Names:
    """The names of a lexicon's lists that have been read: what is known about each, and which names a piece holds."""

    __slots__ = ("_lists", "_names", "_pieces", "_places")

    def __init__(self, places: frozenset[str]) -> None:
        self._places = places
        self._lists: dict[str, list[Mention]] = {}
        self._names: dict[str, _Name] = {}
        self._pieces: dict[str, tuple[_Part, ...]] = {}

    def of(self, text: str) -> _Name:
        """What is known about a name."""
        name = self._names.get(text)
        if name is None:
            name = _Name(text, self._places)
            if len(text) <= 2 * _LONGEST:
                if len(self._names) >= _KEPT:
                    self._names.clear()
                self._names[text] = name
        return name

    def of_list(self, text: str) -> list[Mention]:
        """The parties of a list, which is asked for when it is looked for and again when it is read."""
        parties = self._lists.get(text)
        if parties is None:
            parties = _split(text, self)
            if len(text) <= 2000:  # a longer one is no list of one clause
                if len(self._lists) >= _KEPT_LISTS:
                    self._lists.clear()
                self._lists[text] = parties
        return parties

    def of_piece(self, piece: str) -> tuple[_Part, ...]:
        """The names in a piece of a list, none where it is prose."""
        parts = self._pieces.get(piece)
        if parts is None:
            parts = tuple((start, end, self.of(piece[start:end])) for start, end in _names_in(piece))
            if len(piece) <= _LONGEST:
                if len(self._pieces) >= _KEPT:
                    self._pieces.clear()
                self._pieces[piece] = parts
        return parts


@lru_cache(maxsize=8)
def _names_of(lexicon: Lexicon | None) -> _Names:
    return _Names(_places(lexicon))


def _ended(name: str) -> bool:
    return _END.search(name) is not None


@lru_cache(maxsize=8192)
def _is_body(name: str) -> bool:
    return _END.search(name) is not None and not _rejected(name)


@lru_cache(maxsize=8192)
def _rejected(name: str) -> bool:
    """Whether a piece is a date, a person or a remark; what stands in its brackets does not count."""
    return _REJECT.search(_INNER.sub("", name) if "(" in name or "〈" in name else name) is not None


@lru_cache(maxsize=8192)
def _several(name: str) -> bool:
    return _COLLECTIVE.search(name) is not None


@lru_cache(maxsize=8192)
def _is_levels(name: str) -> bool:
    return _LEVELS.match(name) is not None


@lru_cache(maxsize=8192)
def _is_level_tail(name: str) -> bool:
    return _LEVEL_TAIL.match(name) is not None


def _prefix(name: str) -> tuple[str, str]:
    """The level or place that a name begins with, and the party committee (省委) where it begins with one."""
    found = _PREFIX.match(name)
    if not found:
        return "", ""
    party = found["party"] or ""
    return found.group().removesuffix("委").removesuffix("党") if party else found.group(), party


def _bare(name: str, places: frozenset[str]) -> bool:
    """Whether a name is a department's that says neither its level nor its place."""
    if _NO_PREFIX.match(name) or not _DEPARTMENT.search(name):
        return False
    if name.endswith("集团") and not _FIELD_GROUP.search(name):
        return False
    if is_collective(name) or name[:2] in places or name[:3] in places:
        return False
    return not _VERTICAL.search(name) or _FIELD_ALONE.match(name) is not None


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
