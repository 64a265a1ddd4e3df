"""What a number measures (指标), against what (基期), and the word that makes it a target (达到, 新增).

Chinese says it on either side of the number: before it with a verb of reaching or moving (森林覆盖率达到35%), between a
verb of making and the number (新增示范企业300家), or behind it (培育300家示范企业). Only these plain shapes are read;
where the words do not show what is measured, nothing is said. The words are data: ``lexicons/indicators.toml`` and
``lexicons/target_verbs.csv``.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import lru_cache

from policy_extract.lexicon import Lexicon

__all__ = ["Measured", "Spot", "describe", "granted_before", "moves", "moves_on", "target_verbs"]

#: A stretch of the text, ``[start, end)``; empty where ``start >= end``.
Spot = tuple[int, int]

#: How far before a number its words are looked for, and how long the name of what is measured may be.
_REACH, _LONGEST = 56, 30
_NOWHERE: Spot = (-1, -1)

_STOP = re.compile(r"[,。;:\n!?]|  ")
_RIGHT_STOP = re.compile(r"[,。;:\n!?()]|  ")
_LAST_WORDS = frozenset("上下年底末度")

# ---- the words before a number: (where they begin) (what they open with) -------------------------------------------

#: Where a new predicate begins inside a segment: what is measured stands behind it. The first class is for speed.
_SPLIT = re.compile(
    r"(?=[确力争使并且其同以或不进切积加大有鼓引允推带促要时基前调统将把给予应“”])(?:确保|力争|争取|力促|使得?(?![用命者])|并(?![购网轨联])|且"
    r"|其中|同时|以及|或者|不断|进一步|切实|积极|加快|大力|有效|鼓励|引导|允许|推动|带动|促进|要求|(?<=[,、])或|(?<![及同])时(?![间段限期长])"
    r"|(?:基础上|前提下)(?=[^,]*[可将]|[^,]{4})|(?:调整|统一)为|给予|予以|(?<![供适响效反对相])应(?![急用届])|将(?![来军])|把(?!握)|[“”]$)"
)
#: Numbers of items, prepositions and adverbs, which are no part of the name.
_LEADING = re.compile(
    r"(?:\([^()]{1,12}\)|\d{1,3}[.、]|[—-]{1,2}|[一二三四五六七八九十]是|[到至]?\d{4} ?年底?前?|年底前?|届时|目前|成为|原则上|但|或"
    r"|使(?![用命])|将(?!来)|把|对于|对(?![外口接])|向|由|从(?![业事轻])|在[^,。在]{2,24}?(?:基础上|前提下|情况下)"
    r"|在(?![岗校职线册建读编库营])|让(?!利)|以(?![上下内外往及])|就(?![业医读近])|被(?![征保])|已|能(?![源耗力效级])"
    r"|可(?![再支持比行])|指(?![标数导])|即(?!期)|凡|当(?![期前年地月日季天])|若|如(?!意)|应当|应(?![急用届])|须|要(?!素)"
    r"|再(?![生就贷])|预计|计划|预期|争取|努力|保持|实现|逐步|适当|合理|阶段性|统一|分别|持续|全年|每年|年均|累计|共计|年内"
    r"|和|与|及|、| )+"
)
#: Who acts: 全市, 省财政, 各企业; behind it the verb of making may stand.
_SUBJECT = re.compile(
    r"(?:[^,。;:、的]{0,6}?(?:(?<!上)市|[省县区州盟旗镇乡村级国地年]|政府|财政|部门|企业|单位|办公室))?"
)
#: 提高贷款额度至80万元: the verb stands first.
_RAISE = re.compile(
    r"(?:提高|提升|增加|扩大|上调|调高|降低|下调|调低|减少|缩短|压减|压缩|压降|延长|放宽|调整|优化|统一|上浮|下浮|规定|明确|控制|执行"
    r"|实行|取得|具有|具备|拥有|享受)(?![率的后])"
)
#: What says by which rule or since when, and names nothing.
_BASIS = re.compile(r"按照?|结合|依据|依照|根据|参照|经|自|凡|因|为(?!期)|不(?!良|动产|合格)|所|未")
_DATED = re.compile(
    r"在[^,。在]{2,24}(?:基础上|前提下|情况下)$|[到至]?\d{4} ?年(?:底|末|第?[一二三四]季度|[上下]半年)?$"
)

# ---- what is no name -----------------------------------------------------------------------------------------------

_BAD_HEAD = re.compile(
    r"[的了们者后起止该]|其(?!他)|前(?![沿置端])|内(?![部贸需外])|时(?![限长间段])|中(?![小学央国药医型高等])|月(?![租均供])|日(?![均产])"
    r"|外(?![市省地资贸商])|年[内底初末前]|第[一二三四五六\d]"
    r"|(?:下列|以下|上述|其中|以上|具[有备]|符合|特殊情况|有效期|情况特殊|同时|一般|最[高低长短多少]|每[人户家套个年月次单]?"
    r"|单[项套个户次笔]|总[额量]|个人|给予|可|按|额外|另|满|一次性|分别|累计|连续)$"
)
_BAD_ENDS = frozenset("的了着过得之后前起时将未与当须如凭按在对向自从“(且每0123456789")
_BAD_WORDS = ("以下", "下列", "其中", "之日", "之内")
_BAD_MARKS = frozenset("〈〉=≤≥×了")
_TWO_SIDED = {"为": "行作", "有": "国所共公", "应": "供", "可": "许", "由": "自"}  # 行为, 国有, 供应 are nouns
_TRAIT = ("级", "类", "型", "以上", "等")
_PERSON = ("家庭", "职工", "人", "户", "者", "人员", "毕业生", "对象", "部门")

# ---- how the name of a measure ends --------------------------------------------------------------------------------

_MEASURED = frozenset("率额量值度数期积例准价费金龄长高宽厚重款资贴助励入模间寸比限速径深距幅润耗")
_ALSO_MEASURED = ("资本", "资产", "成本", "税收", "产能", "贷款", "得分", "积分")
_NOT_MEASURED = ("期间", "单间", "房间", "区间", "校长", "市长", "县长", "区长", "局长", "制度", "年度")
_HEAD = re.compile(r"标准|比例|额度|速度|规模|时间|期限|质量|水平|数量|机构|单位|人员|程度|成本|周期|价格|率|的")

# ---- against what --------------------------------------------------------------------------------------------------

_COMPARED = re.compile(
    r"(?:同比|环比|(?<![占同环])[比较](?![例重率值较对照亚赛高大多好低为强长快少小差])[^比较,]{2,16}?)"
    r"(?:有所|再|分别|进一步|年均|平均)?$"
)
_COMPARED_FIRST = re.compile(
    r"与?[比较](?:\d{4} ?年(?:底|末|同期)?|[上去]年(?:同期|末|底)?|“?十[一二三四五]五”?(?:末|期末|时期)?|目前|现有|基期)(?:水平|相比)?"
)
_BEYOND = re.compile(r"(?:高于|低于|快于|好于|优于|超过|超出)([^,]{2,16})$")
_SHARE = re.compile(
    r"(?=[控限保稳维达占超突不未低高少])(?:(?:控制|限制|保持|稳定|维持)在|(?<![通发到表])达到?|占(?!比)|超过|突破"
    r"|[不未]?(?:低于|高于|超过?|少于))([^,;的]{2,24})(?<!比[例重])的?$"
)
_MOVES_ON = re.compile(
    r"(?:以上|左右)?[,、](?:并|且|将|力争|确保|年均|平均|每年|再)*(?:同比|环比|[比较][^,;。]{2,12}?)?(?:年均|平均|分别|再|实际|名义)*"
    r"(?:增长|提高|提升|下降|降低|减少|增加|上升)(?:率?[到至])?"
)

# ---- the words behind a number -------------------------------------------------------------------------------------

#: A new predicate.
_THEN = re.compile(
    r"并(?![购网轨联])|且|开展(?!的)|进行|参与|参加|进入|纳入|入选|列入|达到|实现|完成(?!率)|在(?![线建职校园册])|用于|分别|给予|享受|由|联合"
    r"|(?<!公)共(?![同享建性和青产])|作为|以上|签订|申请(?!人)|办理|购买|通过"
)
#: The end of the name, where the number only says which: 90平方米以上住房在…
_CLAUSE = re.compile(
    r"的|和(?![谐平解])|与(?!会)|及|或|时(?![间段限期])|后(?![备勤续])|前(?![沿置期])|内(?![容部陆])|为|是|将|以(?!上)|对(?![外口接象])"
    r"|(?<!许)可(?![再持])|只|需|能(?![源耗力效])|选择|应(?![急用届])|须|按|未|不(?!动产)|均|都|已|至|到(?!岗)|提出|向|从"
    r"|自(?![然主动贸行治建来住])|经(?![济营费历验])"
)
_HAVING = re.compile(r"(?:提供|具有|具备|从事|符合|拥有|获得|通过)[^,。]{1,20}的[^,。的]{2,8}$")
_JOINT = re.compile(
    r"应当已?|已(?=[在连])|组织(?=.)|招用(?=.)|吸纳(?=.)|及(?![时格])|或|并(?![购网])|且|和(?![谐平])|的|被(?!征)|、"
)
_ADDS = ("增加", "延长", "减少")  # 难产增加15天生育津贴
_WITHIN = re.compile(r"(?:均|可以?|应当?|须|必须|要|再|及时|全部|一次性|由|即)*")
_WHEN = re.compile(r"时(?![间段限期长])|之日|可享受|的(?=给予|予以|[可应按由将])")

# ---- what the segment before grants --------------------------------------------------------------------------------

#: What may stand before an amount that leaves out what it is of: 每户每年最高, 累计.
_ALONE = re.compile(
    r"(?:但|且|并|其中|每(?:人|户|家|套|个|年|月|次|单|年度|一?(?:企业|项目|单位|家庭))|同一[^,;:的]{0,6}|单[个家套项户笔次]"
    r"(?:企业|项目|单位)?|总[额计量]|年度|全年|累计|合计|最高|最低|最多|原则上|个人|户均|人均| |封顶|可|的|一般|分别){0,6}"
)
_AMOUNT = re.compile(
    r"(?:补贴|补助|奖励|奖补|奖金|资助|贴息|补偿|津贴|罚款|贷款|支持|扶持|优惠|抚慰金|扶助|消费券|保险金)(?:政策|资金|金额)?$"
)
_GRANT = re.compile(r".*(?:给予|予以|发放|提供|享受|按照?|的比例|的标准|的|\d[%元])")


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
    granted: re.Pattern[str]
    generic: re.Pattern[str]
    adverbs: tuple[str, ...]
    verbs: tuple[str, ...]
    who: tuple[str, ...]
    makes: dict[str, frozenset[str]]
    ends: frozenset[str]


@lru_cache(maxsize=8)
def _cues(lexicon: Lexicon) -> _Cues:
    rows = lexicon.cues("indicators")

    def words(name: str) -> tuple[str, ...]:
        return tuple(sorted(rows[name]["words"], key=len, reverse=True))

    def before(name: str) -> re.Pattern[str]:
        return re.compile(f"(?:{rows[name]['pattern']})$")

    return _Cues(
        reach=before("reach"),
        change=before("change"),
        state=before("state"),
        granted=re.compile(rows["granted"]["pattern"]),
        generic=re.compile(rows["generic"]["pattern"]),
        adverbs=words("adverb"),
        verbs=words("verb"),
        who=words("who"),
        makes={row["verb"]: frozenset(row["traits"].split()) for row in lexicon.table("target_verbs")},
        ends=frozenset("".join(rows[name]["ends"] for name in ("reach", "change", "state"))),
    )


@dataclass(slots=True)
class _Number:
    """A number in its segment: the words ``[low, high)`` before it, and what has been understood of them."""

    text: str
    cues: _Cues
    begin: int
    end: int
    limit: int
    kind: str
    bounded: bool
    low: int
    high: int
    apart: bool = False
    sure: bool = False  # a verb or a bound links the words to the number
    base: str | None = None
    cue: str | None = None
    made: str | None = None
    carried: str | None = None
    trimmed: int = -1
    name: Spot = _NOWHERE

    @property
    def counted(self) -> bool:
        return self.kind in ("count", "people")

    @property
    def made_of(self) -> bool:
        """Whether so much of something can be brought about: 30家, 200公里, but not 30% or 3天."""
        return self.kind not in ("money", "ratio", "time")

    def trait(self, trait: str) -> bool:
        return self.made is not None and trait in self.cues.makes[self.made]


def describe(
    text: str,
    lexicon: Lexicon,
    floor: int,
    begin: int,
    end: int,
    limit: int,
    kind: str,
    bounded: bool,
    apart: int = -1,
    *,
    exceeds: bool = False,
    carried: str | None = None,
) -> Measured:
    """What the number at ``[begin, end)`` measures, read from its segment.

    ``floor`` and ``limit`` are where the number before it ends and the one behind it begins, ``kind`` the kind of its
    unit, ``apart`` where a bound word that stands apart begins, -1 without one; ``exceeds`` says that the bound before the
    number is a verb (超过, 不低于), ``carried`` is the verb of making of the number before it in a list (建成A20家、B10个).
    All offsets are places in ``text``.

    >>> from policy_extract.lexicon import load_lexicon
    >>> text = "力争单位产值能耗比上年下降13%"
    >>> found = describe(text, load_lexicon(), 0, 13, 16, 16, "ratio", False)
    >>> text[found.start : found.end], found.base, found.cue
    ('单位产值能耗', '比上年', '下降')
    """
    low = _segment(text, floor, begin)
    if low >= begin and (end >= limit or text[end] in ",。;:\n!?()、"):
        return Measured()
    number = _Number(
        text,
        _cues(lexicon),
        begin,
        end,
        limit,
        kind,
        bounded,
        low,
        begin,
        sure=exceeds and kind not in ("money", "ratio"),
        carried=carried,
    )
    if low < begin:
        _read_left(number, apart)
    spot = _spot(number)
    named = number.name[0] < number.name[1]
    if named and number.cue is not None and number.cue == number.made and not number.counted and spot != number.name:
        number.cue = None  # 引进当年给予60万元: what was brought about is not the amount
    return Measured(*(spot if 2 <= spot[1] - spot[0] <= _LONGEST else _NOWHERE), number.base, number.cue)


def target_verbs(lexicon: Lexicon) -> Collection[str]:
    """The verbs that bring something about: 建成, 新增, 培育."""
    return _cues(lexicon).makes


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
        return replace(measured, start=before.start, end=before.end)
    amount = _AMOUNT.search(text, max(floor, low - 1 - _REACH), low - 1)
    if amount is None:
        return measured
    grant = _GRANT.match(text, max(floor, amount.start() - 12), amount.start())
    start, end = _stripped(text, grant.end() if grant is not None else amount.start(), low - 1)
    return replace(measured, start=start, end=end)


# ---- the words before the number -----------------------------------------------------------------------------------


def _segment(text: str, floor: int, begin: int) -> int:
    """Where the segment that leads up to a number begins: behind the last stop, and inside an open bracket."""
    low = max(floor, begin - _REACH)
    words = _STOP.split(text[low:begin])[-1]
    low = begin - len(words)
    if "(" in words or ")" in words:
        depth = 0
        for place in range(begin - 1, low - 1, -1):
            depth += (text[place] == ")") - (text[place] == "(")
            if depth < 0:
                return place + 1
    return low


def _trimmed(text: str, low: int, high: int, cues: _Cues) -> int:
    """The end of the words before a number without spaces, adverbs and a date."""
    while high > low:
        last = text[high - 1]
        if last in " 、":
            high -= 1
            continue
        tail = text[max(low, high - 6) : high]
        if tail.endswith(cues.adverbs):
            high -= len(next(word for word in cues.adverbs if tail.endswith(word)))
            continue
        dated = _DATED.search(text, max(low, high - 28), high) if last in _LAST_WORDS else None
        if dated is None:
            return high
        high = dated.start()
    return high


def _read_left(number: _Number, apart: int) -> None:
    """Takes the words before the number apart: cue, base, verb of making, name."""
    text, cues = number.text, number.cues
    if apart >= number.low:
        number.high, number.apart, number.sure = apart, True, True
        number.low = apart if text[apart - 1] == "、" else number.low
    elif text[number.begin - 1] == "、":
        number.low = number.begin  # a new item of a list, which the bound opens
    number.high = number.trimmed = _trimmed(text, number.low, number.high, cues)
    _read_cue(number)
    _read_base(number)
    number.name = _read_name(number)
    if number.made is not None and not number.made_of and not number.trait("money"):
        number.made = None  # 支持30%, 组织3天: nothing is brought about
    if number.cue is None and number.made is not None:
        tail = text[max(number.low, number.name[0] - 6) : number.name[0]]
        if "已" not in tail and "曾" not in tail and not tail.endswith("了"):
            number.cue = number.made


def _read_cue(number: _Number) -> None:
    """The verb of reaching or moving, or of being, that ends the words."""
    text, cues, low, high = number.text, number.cues, number.low, number.high
    if high <= low or text[high - 1] not in cues.ends:
        return
    tail = max(low, high - 6)
    found = cues.reach.search(text, tail, high) or cues.change.search(text, tail, high)
    if found is not None:
        number.cue, number.sure = found.group(), True
    else:
        found = cues.state.search(text, tail, high)
    number.high = found.start() if found is not None else high


def _read_base(number: _Number) -> None:
    """What the number is compared with, and in a share the verb that stands before the whole (控制在总面积的5%)."""
    text, low, high = number.text, number.low, number.high
    words = text[low:high]
    if "比" in words or "较" in words:
        first = _COMPARED_FIRST.match(text, low, high)
        last = _COMPARED.search(text, low, high) if first is None else None
        if first is not None:
            number.low, number.base = first.end(), first.group().strip()
        elif last is not None:
            number.high, number.base = last.start(), last.group().strip()
    if number.cue is not None or number.kind not in ("ratio", "count"):
        return
    if "于" in words or "超" in words:
        beyond = _BEYOND.search(text, number.low, number.high)
        if beyond is not None:
            number.high, number.base, number.sure = beyond.start(), beyond.group(1), True
            return
    if number.kind == "ratio" and (share := _SHARE.search(text, number.low, number.high)) is not None:
        number.high, number.sure = share.start(), True
        verb = text[share.start() : share.start(1)]
        number.cue = verb if verb[0] in "控限保稳维达超突" else None


def _read_name(number: _Number) -> Spot:
    """The words that name what is measured; an empty spot at their end where they name nothing."""
    text, cues, low, high = number.text, number.cues, number.low, number.high
    for split in _SPLIT.finditer(text, low, high):
        low = split.end()
    low = _behind(_LEADING, text, low, high)
    if high != number.trimmed:
        high = _trimmed(text, low, high, cues)
    nothing = (high, high)
    last = None if number.cue is not None else _verb_before(text, low, high, cues)
    if last is not None and "itself" not in cues.makes[last]:
        number.made = last
        return nothing
    low = _opened(number, low, high)
    if number.made is None:
        if last is not None:
            number.made = last
            return nothing
        low = _behind(_RAISE, text, low, high)
    low, high = _stripped(text, low, high)
    low = _last_of_list(text, low, high)
    if _is_name(text, low, high):
        number.made = number.made or number.carried
        return low, high
    number.made = None
    return nothing


def _opened(number: _Number, low: int, high: int) -> int:
    """Where the name begins behind the verbs of making that open the words; sets ``made``."""
    text, cues = number.text, number.cues
    places = [low]
    subject = _behind(_SUBJECT, text, low, high)
    if subject > low:
        places.append(_behind(_LEADING, text, subject, high))
    for place in places:
        if number.cue is not None and "的" in text[place:high]:
            return low  # 聘用首席质量官的企业 is what is counted
        while (verb := _verb_at(text, place, high, cues)) is not None and not _is_noun(number, verb, place, high):
            number.made = verb
            if "kept" in cues.makes[verb] and high - place - len(verb) > 1:
                return place
            place += len(verb)
            low = place
            if text[place : place + 1] in ("和", "并", "、", "与"):
                place += 1
        if number.made is not None:
            return low
    return low


def _verb_at(text: str, place: int, high: int, cues: _Cues) -> str | None:
    for size in (3, 2, 1):
        if place + size <= high and (verb := text[place : place + size]) in cues.makes:
            return verb
    return None


def _verb_before(text: str, low: int, high: int, cues: _Cues) -> str | None:
    for size in (3, 2, 1):
        if high - size >= low and (verb := text[high - size : high]) in cues.makes:
            return verb
    return None


def _is_noun(number: _Number, verb: str, place: int, high: int) -> bool:
    """Whether the verb of making is the head of a name: 建设投资, 发展速度, 改造面积."""
    end, traits = place + len(verb), number.cues.makes[verb]
    if _HEAD.match(number.text, end, high) is not None or (end == high and number.made and "itself" in traits):
        return True  # 培训标准, 开展培训
    if "compound" in traits and not number.counted:
        return not number.made_of or _is_measured(number.text, end, high)
    return 0 < high - end <= 3 and "money" not in traits and _is_measured(number.text, end, high)


def _behind(pattern: re.Pattern[str], text: str, low: int, high: int) -> int:
    """The end of what the pattern matches at ``low``, ``low`` where it does not."""
    match = pattern.match(text, low, high)
    return match.end() if match is not None else low


def _is_name(text: str, low: int, high: int) -> bool:
    """Whether the words can name something: no particle at their ends, no basis, no half of a pair."""
    if high - low < 2:
        return False
    last = text[high - 1]
    if last in _BAD_ENDS or text[high - 2] not in _TWO_SIDED.get(last, text[high - 2]):
        return False
    if _BASIS.match(text, low, high) or _BAD_HEAD.match(text, low, high):
        return False
    words = text[low:high]
    if words.endswith(_BAD_WORDS) or not _BAD_MARKS.isdisjoint(words):
        return False
    return words.count("(") == words.count(")") and words.count("“") == words.count("”")


def _stripped(text: str, low: int, high: int) -> Spot:
    """The span without the marks and the particles at its ends."""
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


def _is_measured(text: str, low: int, high: int) -> bool:
    """Whether the words end as the name of a measure does: 覆盖率, 补贴标准, 建筑面积."""
    words = text[low:high]
    return (words[-1:] in _MEASURED or words.endswith(_ALSO_MEASURED)) and not words.endswith(_NOT_MEASURED)


# ---- which words it is ---------------------------------------------------------------------------------------------


def _spot(number: _Number) -> Spot:
    """Where the name of what is measured stands: before the number, or behind it."""
    if number.counted:
        return _counted(number)
    low, high = number.name
    if number.kind == "time":
        return _lasting(number)
    text, cues = number.text, number.cues
    linked = (number.sure or number.made is not None) and not _points(number)
    if low < high and (linked or _is_measured(text, low, high)):
        return low, high
    granted = cues.granted.match(text, number.end, number.limit)
    if granted is not None and cues.generic.match(text, number.end, number.limit) is None:
        return _stripped(text, granted.start(), granted.end())
    if number.kind in ("money", "ratio") and not text.startswith("的", number.end):
        return _NOWHERE
    right = _right(number, goal=False)
    if right is None or (number.kind == "ratio" and not _is_measured(text, *right)):
        return _NOWHERE
    return right


def _points(number: _Number) -> bool:
    """Whether the name says who or does what, and not what is measured: 三孩家庭, 一次性购买."""
    words = number.text[number.name[0] : number.name[1]]
    return words.endswith(number.cues.who) or words.endswith(number.cues.verbs)


def _counted(number: _Number) -> Spot:
    """What is counted: 300家示范企业, 示范企业300家."""
    text, (low, high) = number.text, number.name
    named = low < high
    direct = number.made is not None and not named
    if direct and number.trait("itself") and not number.bounded and text[number.end : number.end + 1] in "、,。;":
        return _stripped(text, _behind(_LEADING, text, number.low, low), low)  # 土壤质量监测300批次
    words = text[low:high]
    things = named and not words.endswith(_TRAIT) and not words.endswith(number.cues.verbs)
    listed = number.made is not None and 0 < high - low < 6 and text[low - 1 : low] == "、"
    if listed and (right := _right(number, goal=True)) is not None:
        return right  # 郑州、开封4个示范区
    pointed = number.apart or text[number.begin - 1 : number.begin] == "的"
    if pointed and (right := _right(number, goal=False)) is not None:
        return right  # 申请人最多填报3个志愿, 涉及的14个事项
    if things and (number.sure or number.made is not None):
        return low, high
    right = _right(number, goal=number.made is not None)
    if right is not None:
        return right
    return (low, high) if things and number.bounded else _NOWHERE


def _right(number: _Number, *, goal: bool) -> Spot | None:
    """The name behind a number: 示范企业 in 100家以上示范企业, 劳动合同 in 1年以上的劳动合同."""
    text, end, limit = number.text, number.end, number.limit
    if end >= limit or text[end] == "、" or number.cues.generic.match(text, end, limit) is not None:
        return None
    far = min(limit, end + _REACH)
    stop = _RIGHT_STOP.search(text, end, far)
    high = stop.start() if stop is not None else far
    low = end + 1 if text[end] in " 的" else end
    if not goal and text[low : low + 1] in ("在", "从", "向", "以", "按", "由"):
        return None
    then = _THEN.search(text, low + 1, high)
    high = then.start() if then is not None else high
    if not goal and _HAVING.match(text, low, high) is None and (clause := _CLAUSE.search(text, low, high)) is not None:
        high = clause.start()
    if high == limit < len(text) and text[limit - 1] not in "、和及与或":
        high = text.rfind("、", low, high)  # 50个社区网点、培育30家…
        if high < 0:
            return None  # 10个产值20亿元以上的园区: the name goes on behind the next number
    low, high = _stripped(text, low, high)
    if high - low < 2 or not (text[low] == "“" or "一" <= text[low] <= "鿿") or text[low:high].endswith(_TRAIT):
        return None
    return low, high


def _lasting(number: _Number) -> Spot:
    """What takes so long: 补贴期限, 劳动合同, 缴存满6个月, 7个工作日内办结."""
    text, end, (low, high) = number.text, number.end, number.name
    if low < high and _is_measured(text, low, high):
        return low, high
    if not number.sure and text[number.begin - 1 : number.begin] in ("在", "于", "应", "需", "可"):
        low = high  # 房屋在3年内: where, not what
    for joint in _JOINT.finditer(text, low, high):
        low = joint.end()
    named = _is_name(text, low, high)
    words = text[low:high]
    if text[end - 1] == "内":
        long = text[end - 2] in "年月" or (text[end - 2] in "之以" and text[end - 3] in "年月")
        if text.startswith("的", end) or (long and named and not words.endswith(_PERSON)):
            return (low, high) if named else _NOWHERE
        return _done_within(number)
    if named and number.sure and not (number.cue in _ADDS and _right(number, goal=False)):
        return low, high
    stays = named and number.bounded and not words.endswith(number.cues.verbs)
    right = _right(number, goal=number.made is not None and not named)
    if right is not None and not (
        stays and text.startswith("的", end) and text[right[0] : right[1]].endswith(number.cues.who)
    ):
        return right
    return (low, high) if stays else _NOWHERE


def _done_within(number: _Number) -> Spot:
    """What must be done in the time: 7个工作日内缴清契税."""
    text, end = number.text, number.end
    stop = _RIGHT_STOP.search(text, end, end + _REACH)
    high = stop.start() if stop is not None else min(len(text), end + _REACH)
    low = _behind(_WITHIN, text, end, high)
    if text[number.begin - 1 : number.begin] == "以":
        return _NOWHERE  # 以一个月内取得的收入为一次
    particle = text.find("的", low, high)
    if particle > low and text[low] not in "将把向由对":
        whose = text[particle:high].endswith(number.cues.who)
        high = particle if whose or high - particle > 7 else high
    if _BASIS.match(text, low, high) is not None:
        return _NOWHERE
    when = _WHEN.search(text, low, high)
    low, high = _stripped(text, low, when.start() if when is not None else high)
    return (low, high) if _is_name(text, low, high) else _NOWHERE
