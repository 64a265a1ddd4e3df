"""What a number measures (指标), against what (基期), and the word that makes it a target (达到, 新增).

Chinese says it on either side of the number: before it with a verb of reaching or moving (森林覆盖率达到35%), between a
verb of making and the number (新增示范企业300家), or behind it (培育300家示范企业). Only these plain shapes are read;
where the words do not show what is measured, nothing is said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from policy_extract.lexicon import Lexicon

__all__ = ["Measured", "describe", "granted_before", "moves", "moves_on"]

#: How far before a number its words are looked for, and how long the name of what is measured may be.
_REACH, _LONGEST = 56, 30

_STOP = re.compile(r"[,。;:\n!?]|  ")
_RIGHT_STOP = re.compile(r"[,。;:\n!?()]|  ")
#: Where a new predicate begins inside a segment: what is measured stands behind it.
_SPLIT = re.compile(
    r"确保|力争|争取|力促|使得?(?![用命者])|并(?![购网轨联])|且|其中|同时|以及|或者|不断|进一步|切实|积极|加快|大力|有效|鼓励|引导|允许|"
    r"推动|带动|促进|要求|(?<=[,、])或|^或|时(?![间段限期长])|(?:基础上|前提下)(?=[^,]*[可将]|[^,]{4})|(?:调整|统一)为|将(?![来军])|把(?!握)|[“”](?=$)"
)
#: What may open the words before a number and is no part of the name: numbers of items, prepositions, adverbs.
_LEADING = re.compile(
    r"(?:\([^()]{1,12}\)|\d{1,3}[.、]|[—-]{1,2}|[一二三四五六七八九十]是|[到至]?\d{4} ?年底?前?|年底前?|届时|目前|原则上|但|"
    r"使(?![用命])|将(?!来)|把|对于|对(?![外口接])|向|由|从(?![业事轻])|在[^,。在]{2,24}?(?:基础上|前提下|情况下)|在(?![岗校职线册建读编库营])|让(?!利)|以(?![上下内外往及])|就(?![业医读近])|"
    r"被(?!征|保)|已|能(?![源耗力效级])|可(?![再支持比行])|指(?![标数导])|即(?!期)|凡|当(?![期前年地月日季天])|若|如(?!意)|应当|应(?![急用届])|须|"
    r"要(?!素)|再(?![生就贷])|预计|计划|预期|争取|努力|保持|实现|逐步|适当|合理|阶段性|统一|分别|持续|全年|每年|年均|累计|共计|年内|和|与|及|或|、| )+"
)
_RAISE = re.compile(
    r"(?:提高|提升|增加|扩大|上调|调高|降低|下调|调低|减少|缩短|压减|压缩|压降|延长|放宽|调整|优化|统一|上浮|下浮|规定|明确|控制|执行|实行|取得|具有|具备|拥有|享受)(?!率|的|后)"
)
_SUBJECT = re.compile(
    r"(?:[^,。;:、的]{0,6}?(?:(?<!上)市|[省县区州盟旗镇乡村级国地年]|政府|财政|部门|企业|单位|办公室))?"
)
_MOVES_ON = re.compile(
    r"(?:以上|左右)?[,、](?:并|且|将|力争|确保|年均|平均|每年|再)*(?:同比|环比|[比较][^,;。]{2,12}?)?(?:年均|平均|分别|再|实际|名义)*"
    r"(?:增长|提高|提升|下降|降低|减少|增加|上升)(?:率?[到至])?"
)
#: What may stand before an amount that leaves out what it is of: 每户每年最高, 累计.
_ALONE = re.compile(
    r"(?:但|且|并|其中|每(?:人|户|家|套|个|年|月|次|单|年度|一?(?:企业|项目|单位|家庭))|同一[^,;:的]{0,6}|单[个家套项户笔次]"
    r"(?:企业|项目|单位)?|总[额计量]|年度|全年|累计|合计|最高|最低|最多|原则上|个人|户均|人均| |单个|封顶|可|的|一般|分别){0,6}"
)
_AMOUNT = re.compile(
    r"(?:补贴|补助|奖励|奖补|奖金|资助|贴息|补偿|津贴|罚款|贷款|支持|扶持|优惠|抚慰金|扶助|消费券|保险金)(?:政策|资金|金额)?$"
)
_GRANT = re.compile(r".*(?:给予|予以|发放|提供|享受|按照?|的比例|的标准|的|\d[%元])")
_BASIS = re.compile(r"按照?|结合|依据|依照|根据|参照|经|自|凡|因|为(?!期)|不(?!良|动产|合格)|所|未")
#: What looks like a name and is none: it ends with a particle or breaks off, or only points elsewhere.
_NO_NAME = re.compile(
    r"[的了着过得之后前起时将未与当须如凭按在对向自从“(且]$|(?<!行)为$|(?<![国所共公])有$|(?<!供)应$|(?<!许)可$|(?<!自)由$|每$|之[日内]$|^[的了们者后前内外时中起止]|\d$|^年[内底初末前]|^[月日]|^第[一二三四五六\d]|(?:以下|下列|其中)$|[〈〉=≤≥×了]"
    r"|^(?:下列|以下|上述|其中|以上|具[有备]|符合|特殊情况|有效期|情况特殊|同时|一般|最[高低长短多少]|每[人户家套个年月次单]?|单[项套个户次笔]|总[额量]|个人|给予|可|按|额外|另|满|一次性|分别|累计|连续)$"
)
_BARE_VERB = re.compile(
    r"(?:购买|团购|认购|购置|参加|参与|招用|聘用|录用|吸纳|缴纳|提供|填报|享受|填写|拥有|给予|奖励|补贴|设|有|加|减|计|选择|签订|办理|造成|发生|达到|取得)$"
)
_SHARE = re.compile(
    r"(?:(?:控制|限制|保持|稳定|维持)在|(?<![通发到表])达到?|占(?!比)|超过|突破|[不未]?(?:低于|高于|超过?|少于))([^,;的]{2,24})的?$"
)
_MEASURED = frozenset("率额量值度数期积例准价费金龄长高宽厚重款资贴助励入模间寸比限速径深距幅润耗")
_ALSO_MEASURED = ("资本", "成本", "税收", "产能", "贷款", "得分", "积分", "增速")
_NOT_MEASURED = ("期间", "单间", "房间", "区间", "校长", "市长", "县长", "区长", "局长", "制度", "年度")
#: Who, in the place of what: 三孩家庭最高提高至130万元 leaves out the amount.
_WHO = re.compile(r"(?:家庭|职工|人|户|企业|单位|者|人才|人员|学生|毕业生|项目|住房|城市|地区|机构|对象)$")
_PERSON = re.compile(r"(?:家庭|职工|人|户|者|人员|毕业生|对象|部门)$")
_MAKES_MONEY = frozenset(
    "完成 实现 新增 安排 投入 筹集 筹措 争取 引进 吸引 带动 形成 盘活 化解 投放 压减 落实 减少 淘汰 消化".split()
)
_NOMINAL = frozenset("建设 发展 改造 培训 开发 治理 检测 监测 检查 抽查 组织 投资 支持 整治 评选 推广 配置 配备 覆盖 救助 资助 收购 建".split())
_ITSELF = frozenset("监测 检测 检查 抽查 抽检 培训 轮训 改造 治理 整治 救助 资助 绿化 造林 征集 开工 竣工 投产".split())
_KEEP = ("新增", "新建", "新开工", "压减", "减少", "淘汰", "化解")  # what they bring about is not the thing itself
_TRAIT = ("级", "类", "型", "各类", "以上", "等")
_BEFORE_THEN = re.compile(
    r"(?:同比|环比|(?<![占同环])[比较](?![例重率值较对照亚赛高大多好低为强长快少小差])[^比较,]{2,16}?)(?:有所|再|分别|进一步|年均|平均)?$"
)
_THEN_FIRST = re.compile(
    r"(?:与)?[比较](?:\d{4} ?年(?:底|末|同期)?|上年(?:同期|末|底)?|去年(?:同期|末|底)?|“?十[一二三四五]五”?(?:末|期末|时期)?|目前|现有|基期)(?:水平|相比)?"
)
_AGAINST = re.compile(r"(?:高于|低于|快于|好于|优于|超过|超出)([^,]{2,16})$")
_DATED = re.compile(
    r"在[^,。在]{2,24}(?:基础上|前提下|情况下)$|[到至]?\d{4} ?年(?:底|末|第?[一二三四]季度|[上下]半年)?$"
)
_ENDS = frozenset("到至为达成在破过长加高升浮调降低少减缩长大约了增")
_STATES = frozenset("为是占比共有计")
# where the words behind a number stop naming the thing
_THEN = re.compile(
    r"并(?![购网轨联])|且|开展(?!的)|进行|参与|参加|进入|纳入|入选|列入|达到|实现|完成(?!率)|在(?![线建职校园册])|用于|分别|给予|享受|由|联合|(?<![公])共(?!同|享|建|性|和|青|产)|作为|以上|签订|申请(?!人)|办理|购买|通过"
)
_CLAUSE = re.compile(
    r"的|和(?![谐平解])|与(?!会)|及|或|时(?![间段限期])|后(?![备勤续])|前(?![沿置期])|内(?![容部陆])|为|是|将|以(?!上)|对(?![外口接象])|可(?![再持])|只|需|能(?![源耗力效])|选择|应(?![急用届])|须|按|未|不(?!动产)|均|都|已|至|到(?!岗)|提出|向|从|自(?!然|主|动|贸|行|治|建|来|住)|经(?![济营费历验])"
)
_PAST = re.compile(r"[已曾][^,]{0,4}$|了$")
_WHEN = re.compile(r"时(?![间段限期长])|之日|可享受|的,")
_JOINT = re.compile(r"招用(?=.)|吸纳(?=.)|及(?!时|格)|或|并(?![购网])|且|和(?![谐平])|的|被(?!征)|、")
_HAVING = re.compile(r"(?:提供|具有|具备|从事|符合|拥有|获得|通过)[^,。]{1,20}的[^,。的]{2,8}$")
_WITHIN = re.compile(r"(?:均|可以?|应当?|须|必须|要|再|及时|全部|一次性|由|即)*")


@dataclass(frozen=True, slots=True)
class Measured:
    """What was read around a number: the span of its name (-1 where there is none), the base and the cue."""

    start: int = -1
    end: int = -1
    base: str | None = None
    cue: str | None = None


@dataclass(frozen=True, slots=True)
class _Cues:
    reach: re.Pattern[str]
    change: re.Pattern[str]
    state: re.Pattern[str]
    make: re.Pattern[str]
    opens: re.Pattern[str]
    granted: re.Pattern[str]
    generic: re.Pattern[str]
    adverbs: tuple[str, ...]


@lru_cache(maxsize=8)
def _cues(lexicon: Lexicon) -> _Cues:
    rows = lexicon.cues("indicators")

    def before(name: str) -> re.Pattern[str]:
        return re.compile(f"(?:{rows[name]['pattern']})$")

    return _Cues(
        reach=before("reach"),
        change=before("change"),
        state=before("state"),
        make=before("make"),
        opens=re.compile(f"(?:{rows['make']['pattern']})"),
        granted=re.compile(rows["granted"]["pattern"]),
        generic=re.compile(rows["generic"]["pattern"]),
        adverbs=tuple(sorted(rows["adverb"]["words"], key=len, reverse=True)),
    )


def describe(
    text: str, lexicon: Lexicon, floor: int, begin: int, end: int, limit: int, kind: str, bound: str, apart: int
) -> Measured:
    """What the number at ``[begin, end)`` measures, read from its segment.

    ``floor`` and ``limit`` are where the number before it ends and the one behind it begins, ``kind`` the kind of its
    unit, ``bound`` its bound, ``apart`` where a bound word that stands apart begins, -1 without one. All offsets are
    places in ``text``.

    >>> from policy_extract.lexicon import load_lexicon
    >>> text = "力争单位产值能耗比上年下降13%"
    >>> found = describe(text, load_lexicon(), 0, 12, 15, 15, "ratio", "", -1)
    >>> text[found.start : found.end], found.base, found.cue
    ('单位产值能耗', '比上年', '下降')
    """
    cues = _cues(lexicon)
    low = _segment(text, floor, begin)
    high, base, cue, weak = begin, None, None, True
    if apart >= low:
        high, weak = apart, False
        low = apart if text[apart - 1] == "、" else low
    elif text[begin - 1 : begin] == "、":
        low = begin  # a new item of a list, which the bound opens
    high = _trimmed(text, low, high, cues)
    if high > low and text[high - 1] in _ENDS:
        tail = max(low, high - 6)
        found = cues.reach.search(text, tail, high) or cues.change.search(text, tail, high)
        if found is not None:
            cue, weak = found.group(), False
        else:
            found = cues.state.search(text, tail, high)
        high = found.start() if found is not None else high
    if high > low and ("比" in text[low:high] or "较" in text[low:high] or "于" in text[low:high]):
        low, high, base = _against(text, low, high)
    if cue is None and kind in ("ratio", "count") and (against := _AGAINST.search(text, low, high)) is not None:
        high, base, weak = against.start(), against.group(1), False
    if cue is None and kind == "ratio" and (share := _SHARE.search(text, low, high)) is not None:
        high, weak = share.start(), False
        cue = text[share.start() : share.start(1)]
        cue = cue if cue[0] in "控限保稳维达超突" else None
    made, name = _name(text, low, high, cues, cued=cue is not None, counted=kind in ("count", "people"))
    if made is not None and kind not in ("count", "people") and made not in _MAKES_MONEY:
        made = None  # 支持30%, 组织3天: no thing to be brought about
    if cue is None and made is not None:
        cue = None if _PAST.search(text, low, name[0]) is not None else made
    direct = made is not None and name[0] >= name[1]
    spot = (-1, -1)
    right = None
    if kind in ("count", "people"):
        if direct and made in _ITSELF and not bound and text[end : end + 1] in "、,。;":
            spot = _stripped(text, _after_lead(text, low, name[0]), name[0])
        elif made is not None and _is_list(text, *name) and (right := _right(text, end, limit, cues, goal=True)):
            spot = right  # 郑州、开封4个示范区
        elif (apart >= 0 or text[begin - 1 : begin] == "的") and (
            right := _right(text, end, limit, cues, goal=False)
        ) is not None:
            spot = right  # 申请人最多填报3个志愿, 涉及的14个事项
        elif name[0] < name[1] and (not weak or made is not None) and _counts(text, *name):
            spot = name
        elif (right := _right(text, end, limit, cues, goal=direct or made is not None)) is not None:
            spot = right
        elif name[0] < name[1] and bound and not direct and _counts(text, *name):
            spot = name
    elif kind == "time":
        inside = text[begin - 1 : begin] in ("在", "于", "应", "需", "可")
        spot = _lasting(
            text,
            (high, high) if inside and weak and not _named(text, name) else name,
            end,
            limit,
            cues,
            bound,
            weak,
            direct,
        )
    else:
        named = name[0] < name[1]
        if named and (
            _is_measured(text, *name) or not (weak or _WHO.search(text, *name) or _BARE_VERB.search(text, *name))
        ):
            spot = name
        elif (granted := cues.granted.match(text, end, limit)) is not None and not cues.generic.match(text, end):
            spot = _stripped(text, granted.start(), granted.end())
        elif (kind not in ("money", "ratio") or text.startswith("的", end)) and (
            right := _right(text, end, limit, cues, goal=False)
        ) is not None:
            spot = right
    if spot[1] - spot[0] > _LONGEST or spot[1] - spot[0] < 2:
        spot = (-1, -1)
    return Measured(*spot, base, cue)


def moves(gap: str, lexicon: Lexicon) -> bool:
    """Whether the words between two numbers say that the one becomes the other: 20%提高到30%."""
    cues = _cues(lexicon)
    words = gap.strip(" ,")
    found = cues.reach.search(words)
    return found is not None and _trimmed(words, 0, found.start(), cues) <= 2


def moves_on(text: str, floor: int, begin: int) -> bool:
    """Whether a segment only says how the thing before it moves: 产值500亿元,同比增长6%."""
    return _MOVES_ON.fullmatch(text, floor, begin) is not None


def granted_before(text: str, floor: int, begin: int, measured: Measured, before: Measured) -> Measured:
    """给予30%的购房补贴,最高不超过6万元: the amount is that of what the segment before grants."""
    low = _segment(text, floor, begin)
    if low == 0 or text[low - 1] not in ",;" or not _ALONE.fullmatch(text, low, begin):
        return measured
    if low - 1 == floor:  # the segment before ends with its number
        spot = (before.start, before.end)
    else:
        amount = _AMOUNT.search(text, max(floor, low - 1 - _REACH), low - 1)
        if amount is None:
            return measured
        head = max(floor, amount.start() - 12)
        grant = _GRANT.match(text, head, amount.start())
        spot = _stripped(text, grant.end() if grant is not None else amount.start(), low - 1)
    return Measured(*spot, measured.base, measured.cue)


def _segment(text: str, floor: int, begin: int) -> int:
    """Where the segment that leads up to a number begins: behind the last stop, and inside an open bracket."""
    low = max(floor, begin - _REACH)
    words = text[low:begin]
    low = begin - len(_STOP.split(words)[-1])
    depth = 0
    if "(" in text[low:begin] or ")" in text[low:begin]:
        for place in range(begin - 1, low - 1, -1):
            if text[place] == ")":
                depth += 1
            elif text[place] == "(":
                depth -= 1
                if depth < 0:
                    return place + 1
    return low


def _trimmed(text: str, low: int, high: int, cues: _Cues) -> int:
    """The end of the words before a number without spaces and adverbs."""
    while high > low:
        if text[high - 1] in " 、":
            high -= 1
            continue
        tail = text[max(low, high - 6) : high]
        if not tail.endswith(cues.adverbs):
            dated = _DATED.search(text, max(low, high - 28), high)
            if dated is None:
                return high
            high = dated.start()
            continue
        high -= len(next(word for word in cues.adverbs if tail.endswith(word)))
    return high


def _against(text: str, low: int, high: int) -> tuple[int, int, str | None]:
    """The words without what the number is compared with: 能耗比2020年, 比2020年能耗."""
    first = _THEN_FIRST.match(text, low, high)
    if first is not None:
        return first.end(), high, first.group().strip()
    last = _BEFORE_THEN.search(text, low, high)
    if last is not None:
        return low, last.start(), last.group().strip()
    return low, high, None


def _name(
    text: str, low: int, high: int, cues: _Cues, *, cued: bool, counted: bool
) -> tuple[str | None, tuple[int, int]]:
    """The verb of making that opens the words before a number, and the words that name what is measured."""
    for split in _SPLIT.finditer(text, low, high):
        low = split.end()
    lead = _LEADING.match(text, low, high)
    if lead is not None:
        low = lead.end()
    made = None
    high = _trimmed(text, low, high, cues)
    verb = cues.make.search(text, max(low, high - 5), high) if not cued else None
    if verb is not None and verb.group() not in _ITSELF:
        return verb.group(), (high, high)
    places = [low]
    subject = _SUBJECT.match(text, low, high)
    if subject is not None and subject.end() > low:
        lead = _LEADING.match(text, subject.end(), high)
        places.append(lead.end() if lead is not None else subject.end())
    for place in places:
        if cued and "的" in text[place:high]:
            break  # 聘用首席质量官的企业 is what is counted
        while (verb := cues.opens.match(text, place, high)) is not None and not _is_noun(text, verb, high):
            if not counted and verb.group() in _NOMINAL:
                break
            made = verb.group()
            place = low = verb.end()
            if text[place : place + 1] in ("和", "并", "、", "与"):
                place += 1
            if made in _KEEP and high - place > 1:
                low = verb.start()
                break
        if made is not None:
            break
    if made is None:
        if verb is not None:
            return verb.group(), (high, high)
        raised = _RAISE.match(text, low, high)
        low = raised.end() if raised is not None else low
    low, high = _stripped(text, low, high)
    low = _last_of_list(text, low, high)
    if (
        high - low < 2
        or _BASIS.match(text, low, high)
        or _NO_NAME.search(text[low:high])
        or not _balanced(text[low:high])
    ):
        return None, (high, high)
    return made, (low, high)


_HEAD = re.compile(r"(?:标准|比例|额度|速度|规模|时间|期限|质量|水平|数量|机构|单位|人员|程度|成本|周期|价格|率)")


def _balanced(words: str) -> bool:
    return words.count("(") == words.count(")") and words.count("“") == words.count("”")


def _is_noun(text: str, verb: re.Match[str], high: int) -> bool:
    """Whether the verb of making is the head of a name: 建设投资, 发展速度, 改造面积."""
    if text[verb.end() : verb.end() + 1] == "的" or _HEAD.match(text, verb.end(), high) is not None:
        return True
    short = 0 < high - verb.end() <= 3
    return short and _is_measured(text, verb.end(), high) and verb.group() not in _MAKES_MONEY


def _named(text: str, name: tuple[int, int]) -> bool:
    return name[0] < name[1] and _is_measured(text, *name)


def _counts(text: str, low: int, high: int) -> bool:
    """Whether the words name things that can be counted, and are no trait of them (省级) nor a verb (购买)."""
    return not text[low:high].endswith(_TRAIT) and _BARE_VERB.search(text, low, high) is None


def _after_lead(text: str, low: int, high: int) -> int:
    lead = _LEADING.match(text, low, high)
    return lead.end() if lead is not None else low


def _stripped(text: str, low: int, high: int) -> tuple[int, int]:
    """The span without the marks and the particle at its ends."""
    while low < high and text[low] in " 、的":
        low += 1
    while high > low and text[high - 1] in " 、的和与或":
        high -= 1
    return low, high


def _last_of_list(text: str, low: int, high: int) -> int:
    """The last name of 余款按约定缴纳、付款时间; a list of names (甲率、乙率) and 市、县 stay whole."""
    cut = text.rfind("、", low, high)
    if cut < 0 or cut - low < 6 or text[cut - 1] in _MEASURED or ")" in text[cut:high]:
        return low
    return cut + 1


def _is_list(text: str, low: int, high: int) -> bool:
    """Whether the name is the last of a list: 郑州、开封4个示范区."""
    return 0 < high - low < 6 and text[low - 1 : low] == "、"


def _is_measured(text: str, low: int, high: int) -> bool:
    words = text[low:high]
    return (words[-1] in _MEASURED or words.endswith(_ALSO_MEASURED)) and not words.endswith(_NOT_MEASURED)


def _right(text: str, end: int, limit: int, cues: _Cues, *, goal: bool) -> tuple[int, int] | None:
    """The name behind a number: 示范企业 in 100家以上示范企业, 劳动合同 in 1年以上的劳动合同."""
    if end >= limit or text[end] == "、" or cues.generic.match(text, end, limit) is not None:
        return None
    stop = _RIGHT_STOP.search(text, end, limit)
    high = stop.start() if stop is not None else limit
    low = end + 1 if text[end] in " 的" else end
    then = _THEN.search(text, low + 1, high)
    high = then.start() if then is not None else high
    if not goal and _HAVING.match(text, low, high) is None and (clause := _CLAUSE.search(text, low, high)) is not None:
        high = clause.start()
    if high == limit < len(text) and text[limit - 1] not in "、和及与或":
        high = text.rfind("、", low, high)  # 50个社区网点、培育30家…
        if high < 0:
            return None  # 10个产值20亿元以上的园区: the name goes on behind the next number
    low, high = _stripped(text, low, high)
    if high - low < 2 or not (text[low] == "“" or "一" <= text[low] <= "鿿"):
        return None
    return low, high


def _lasting(
    text: str, name: tuple[int, int], end: int, limit: int, cues: _Cues, bound: str, weak: bool, direct: bool
) -> tuple[int, int]:
    """What takes so long: 补贴期限, 劳动合同, 缴存满6个月, 7个工作日内办结."""
    low, high = name
    if low < high and _is_measured(text, low, high):
        return name
    for joint in _JOINT.finditer(text, low, high):
        low = joint.end()
    name = (low, high) if high - low > 1 else (-1, -1)
    if text[end - 1] == "内":
        long = text[end - 2] in "年月" or (text[end - 2] in "之以" and text[end - 3] in "年月")
        if text.startswith("的", end) or (long and name[0] >= 0 and _PERSON.search(text, *name) is None):
            return name
        return _done_within(text, end, limit)
    if name[0] >= 0 and not weak:
        return name
    right = _right(text, end, limit, cues, goal=direct)
    stays = bound and name[0] >= 0 and _BARE_VERB.search(text, *name) is None
    if right is not None and not (stays and text.startswith("的", end) and _WHO.search(text, *right)):
        return right
    return name if stays else (-1, -1)


def _done_within(text: str, end: int, limit: int) -> tuple[int, int]:
    """What must be done in the time: 7个工作日内缴清契税."""
    stop = _RIGHT_STOP.search(text, end, limit)
    high = stop.start() if stop is not None else limit
    skip = _WITHIN.match(text, end, high)
    low = skip.end() if skip is not None else end
    particle = text.find("的", low, high)
    if particle > low and text[low] not in "将把向由对" and (high - particle > 7 or _WHO.search(text, particle, high)):
        high = particle
    if _BASIS.match(text, low, high) is not None:
        return -1, -1
    when = _WHEN.search(text, low, high)
    low, high = _stripped(text, low, when.start() if when is not None else high)
    return (low, high) if high - low > 1 and text[low] not in "上下前后" else (-1, -1)
