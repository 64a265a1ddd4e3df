"""What a number measures (指标), against what (基期), and the word that makes it a target (达到, 新增).

Chinese says it on either side of the number: before it with a verb of reaching or moving (森林覆盖率达到35%), between a
verb of making and the number (新增示范企业300家), or behind it (培育300家示范企业). Only these plain shapes are read;
where the words do not show what is measured, nothing is said. The words are data: ``lexicons/indicators.toml`` and
``lexicons/target_verbs.csv``.
"""

from __future__ import annotations

import re
from typing import Final

from policy_extract.finders.names import (
    BASIS,
    LEADING,
    NOWHERE,
    REACH,
    TRAIT,
    Cues,
    Numbered,
    Spot,
    behind,
    ends_in,
    is_measured,
    is_name,
    load_cues,
    read_left,
    segment_start,
    stripped,
    trimmed_end,
)

__all__ = ["Cues", "Measured", "Spot", "describe", "granted_before", "load_cues", "moves", "moves_on"]

_LONGEST: Final = 30  # how long the name of what is measured may be


_RIGHT_STOP: Final = re.compile(r"[,。;:\n!?() ](?:(?<! )| )")  # two spaces: something taken out
_PERSON: Final = ("家庭", "职工", "人", "户", "者", "人员", "毕业生", "对象", "部门")
_MOVES_ON: Final = re.compile(
    r"(?:以上|左右)?[,、](?:并|且|将|力争|确保|年均|平均|每年|再)*(?:同比|环比|[比较][^,;。]{2,12}?)?(?:年均|平均|分别|再|实际|名义)*"
    r"(?:增长|提高|提升|下降|降低|减少|增加|上升)(?:率?[到至])?"
)
#: A new predicate.
_THEN: Final = re.compile(
    r"并(?![购网轨联])|且|开展(?!的)|进行|参与|参加|进入|纳入|入选|列入|达到|实现|完成(?!率)|在(?![线建职校园册])|用于|分别|给予|享受|由|联合"
    r"|和(?=一批|一系列|若干)|共(?<!公共)(?![同享建性和青产])|作为|以上|签订|申请(?!人)|办理|购买|通过"
)
#: The end of the name, where the number only says which: 90平方米以上住房在…
_CLAUSE: Final = re.compile(
    r"的|和(?![谐平解])|与(?!会)|及|或|时(?![间段限期])|后(?![备勤续])|前(?![沿置期])|内(?![容部陆])|为|是|将|以(?!上)|对(?![外口接象])"
    r"|可(?<!许可)(?![再持])|只|需|能(?![源耗力效])|选择|应(?![急用届])|须|按|未|不(?!动产)|均|都|已|至|到(?!岗)|提出|向|从"
    r"|自(?![然主动贸行治建来住])|经(?![济营费历验])"
)
#: What a name behind a number does not begin with.
_ACTS: Final = re.compile(r"用于|用作|作为|纳入|列入|给予|享受|获取|领取|属于|环比|同比")
_ACTS_HEADS: Final = frozenset("用作纳列给享获领属环同")
_GIVES: Final = ("给予", "予以")  # 给予合同总价1%的购房补助: the number is that of what is given
_PAID: Final = re.compile(r"(?:发放|拨付|兑付|兑现)(?=..)")
#: 最高贷款额度,由60万元提高到80万元: the name stands in the segment before.
_FROM: Final = re.compile(r"[由从](?:原来?的?|现行的?|目前的?)?")
_HAVING: Final = re.compile(r"(?:提供|具有|具备|从事|符合|拥有|获得|通过)[^,。]{1,20}的[^,。的]{2,8}$")
_HAVING_HEADS: Final = frozenset("提具从符拥获通")
_JOINT: Final = re.compile(
    r"应当已?|已(?=[在连])|组织(?=.)|招用(?=.)|吸纳(?=.)|及(?![时格])|或|并(?![购网])|且|和(?![谐平])|的|被(?!征)|、"
)
_ADDS: Final = ("增加", "延长", "减少")  # 难产增加15天生育津贴
_WITHIN: Final = re.compile(r"(?:均|可以?|应当?|须|必须|要|再|及时|全部|一次性|由|即)*")
_WHEN: Final = re.compile(r"时(?![间段限期长])|之日|可享受|的(?=给予|予以|[可应按由将])")
#: What may stand before an amount that leaves out what it is of: 每户每年最高, 累计.
_ALONE: Final = re.compile(
    r"(?:但|且|并|其中|每(?:人|户|家|套|个|年|月|次|单|年度|一?(?:企业|项目|单位|家庭))|同一[^,;:的]{0,6}|单[个家套项户笔次]"
    r"(?:企业|项目|单位)?|总[额计量]|年度|全年|累计|合计|最高|最低|最多|原则上|个人|户均|人均| |封顶|可|的|一般|分别){0,6}"
)
_AMOUNT: Final = re.compile(
    r"(?:补贴|补助|奖励|奖补|奖金|资助|贴息|补偿|津贴|罚款|贷款|支持|扶持|优惠|抚慰金|扶助|消费券|保险金)(?:政策|资金|金额)?$"
)
_GRANT: Final = re.compile(r".*(?:给予|予以|发放|提供|享受|按照?|的比例|的标准|的|\d[%元])")


#: What was read around a number: the span of its name (-1 where there is none), the base and the cue.
Measured = tuple[int, int, str | None, str | None]
_UNNAMED: Final[Measured] = (-1, -1, None, None)


def describe(
    text: str,
    cues: Cues,
    floor: int,
    begin: int,
    end: int,
    limit: int,
    kind: str,
    bounded: bool,
    apart: int = -1,
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
    >>> start, end, base, cue = describe(text, load_cues(load_lexicon()), 0, 13, 16, 16, "ratio", False)
    >>> text[start:end], base, cue
    ('单位产值能耗', '比上年', '下降')
    """
    low = segment_start(text, floor, begin)
    if low >= begin and (end >= limit or text[end] in ",。;:\n!?()、"):
        return _UNNAMED
    high = begin
    from_before = (
        floor < low < begin
        and (text[low] == "由" or text[low] == "从")
        and text[low - 1] == ","
        and _FROM.fullmatch(text, low, begin) is not None
    )
    if from_before:
        high = low - 1
        low = segment_start(text, floor, high)
    number = Numbered(
        text,
        cues,
        begin,
        end,
        limit,
        kind,
        bounded,
        low,
        high,
        exceeds and kind != "money" and kind != "ratio",
        carried,
    )
    if low < begin:
        read_left(number, apart)
    if from_before and not is_measured(text, *number.name):
        return _UNNAMED
    spot = _spot(number)
    named = number.name[0] < number.name[1]
    if named and number.cue is not None and number.cue == number.made and not number.counted and spot != number.name:
        number.cue = None  # 引进当年给予60万元: what was brought about is not the amount
    start, stop = spot if 2 <= spot[1] - spot[0] <= _LONGEST else NOWHERE
    return start, stop, number.base, number.cue


def moves(gap: str, cues: Cues) -> bool:
    """Whether the words between two numbers say that the one becomes the other: 20%提高到30%."""
    words = gap.strip(" ,")
    found = cues.reach.search(words) if words[-1:] in cues.reach_ends else None
    return found is not None and trimmed_end(words, 0, found.start(), cues) <= 2


def moves_on(text: str, floor: int, begin: int) -> bool:
    """Whether a segment only says how the thing before it moves: 产值500亿元,同比增长6%."""
    return _MOVES_ON.fullmatch(text, floor, begin) is not None


def granted_before(text: str, floor: int, begin: int, measured: Measured, before: Measured) -> Measured:
    """给予30%的购房补贴,最高不超过6万元: the amount is that of what the segment before grants."""
    if text.find(",", floor, begin) < 0 and text.find(";", floor, begin) < 0:
        return measured
    low = segment_start(text, floor, begin)
    if low == 0 or text[low - 1] not in ",;" or not _ALONE.fullmatch(text, low, begin):
        return measured
    if low - 1 == floor:  # the segment before ends with its number
        return before[0], before[1], measured[2], measured[3]
    amount = _AMOUNT.search(text, max(floor, low - 1 - REACH), low - 1)
    if amount is None:
        return measured
    grant = _GRANT.match(text, max(floor, amount.start() - 12), amount.start())
    start, end = stripped(text, grant.end() if grant is not None else amount.start(), low - 1)
    return start, end, measured[2], measured[3]


def _spot(number: Numbered) -> Spot:
    """Where the name of what is measured stands: before the number, or behind it."""
    if number.counted:
        return _counted(number)
    low, high = number.name
    if number.kind == "time":
        return _lasting(number)
    text, cues = number.text, number.cues
    gives = False
    if low < high:
        gives = number.kind == "ratio" and text.endswith(_GIVES, 0, low)
        if (number.sure or number.made is not None) and not _points(number):
            return low, high
        measured = is_measured(text, low, high)
        if measured and not gives:
            return low, high
        gives = gives and measured
    granted = cues.granted.match(text, number.end, number.limit)
    if granted is not None and cues.generic.match(text, number.end, number.limit) is not None:
        granted = None
    if gives and granted is None:
        return low, high
    if granted is not None:
        return stripped(text, behind(_PAID, text, granted.start(), granted.end()), granted.end())
    if number.kind in ("money", "ratio") and not text.startswith("的", number.end):
        return NOWHERE
    right = _right(number, goal=False)
    if right is None or (number.kind == "ratio" and not is_measured(text, *right)):
        return NOWHERE
    return right


def _points(number: Numbered) -> bool:
    """Whether the name says who or does what, and not what is measured: 三孩家庭, 一次性购买."""
    cues = number.cues
    return ends_in(number.text, *number.name, cues.who) or ends_in(number.text, *number.name, cues.verbs)


def _counted(number: Numbered) -> Spot:
    """What is counted: 300家示范企业, 示范企业300家."""
    text, (low, high) = number.text, number.name
    named = low < high
    direct = number.made is not None and not named
    if direct and number.trait("itself") and not number.bounded and text[number.end : number.end + 1] in "、,。;":
        return stripped(text, behind(LEADING, text, number.low, low), low)  # 土壤质量监测300批次
    things = named and not text.endswith(TRAIT, low, high) and not ends_in(text, low, high, number.cues.verbs)
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
    return (low, high) if things and number.bounded else NOWHERE


def _right(number: Numbered, *, goal: bool) -> Spot | None:
    """The name behind a number: 示范企业 in 100家以上示范企业, 劳动合同 in 1年以上的劳动合同."""
    text, end, limit = number.text, number.end, number.limit
    if end >= limit or text[end] == "、" or number.cues.generic.match(text, end, limit) is not None:
        return None
    far = min(limit, end + REACH)
    stop = _RIGHT_STOP.search(text, end, far)
    high = stop.start() if stop is not None else far
    low = end + 1 if text[end] in " 的" else end
    if high - low < 2 or not ("一" <= text[low] <= "鿿" or text[low] in "“ 、"):
        return None
    if not goal and text[low : low + 1] in ("在", "从", "向", "以", "按", "由"):
        return None
    if not goal and text[low] in _ACTS_HEADS and _ACTS.match(text, low, high) is not None:
        return None  # 60平方米以下的用于公租房
    then = _THEN.search(text, low + 1, high)
    high = then.start() if then is not None else high
    if not goal and (text[low] not in _HAVING_HEADS or _HAVING.match(text, low, high) is None):
        clause = _CLAUSE.search(text, low, high)
        high = clause.start() if clause is not None else high
    if high == limit < len(text) and text[limit - 1] not in "、和及与或":
        high = text.rfind("、", low, high)  # 50个社区网点、培育30家…
        if high < 0:
            return None  # 10个产值20亿元以上的园区: the name goes on behind the next number
    low, high = stripped(text, low, high)
    if text.find("了", low, high) >= 0:
        return None  # 为10个村创造了条件
    if high - low < 2 or not (text[low] == "“" or "一" <= text[low] <= "鿿") or text.endswith(TRAIT, low, high):
        return None
    return low, high


def _lasting(number: Numbered) -> Spot:
    """What takes so long: 补贴期限, 劳动合同, 缴存满6个月, 7个工作日内办结."""
    text, end, (low, high) = number.text, number.end, number.name
    if low < high and is_measured(text, low, high):
        return low, high
    if not number.sure and text[number.begin - 1 : number.begin] in ("在", "于", "应", "需", "可"):
        low = high  # 房屋在3年内: where, not what
    if low < high:
        for joint in _JOINT.finditer(text, low, high):
            low = joint.end()
    named = high - low > 1 and is_name(text, low, high)
    if text[end - 1] == "内":
        long = text[end - 2] in "年月" or (text[end - 2] in "之以" and text[end - 3] in "年月")
        if text.startswith("的", end) or (long and named and not text.endswith(_PERSON, low, high)):
            return (low, high) if named else NOWHERE
        return _done_within(number)
    if named and number.sure and not (number.cue in _ADDS and _right(number, goal=False)):
        return low, high
    stays = named and number.bounded and not ends_in(text, low, high, number.cues.verbs)
    right = _right(number, goal=number.made is not None and not named)
    if right is not None:
        whose = stays and text.startswith("的", end) and ends_in(text, *right, number.cues.who)
        if not whose or text.find("岁", number.begin, end) > 0:  # 由监护人代16周岁以下的申请人办理
            return right
    return (low, high) if stays else NOWHERE


def _done_within(number: Numbered) -> Spot:
    """What must be done in the time: 7个工作日内缴清契税."""
    text, end = number.text, number.end
    stop = _RIGHT_STOP.search(text, end, end + REACH)
    high = stop.start() if stop is not None else min(len(text), end + REACH)
    low = behind(_WITHIN, text, end, high)
    if text[number.begin - 1 : number.begin] == "以":
        return NOWHERE  # 以一个月内取得的收入为一次
    particle = text.find("的", low, high)
    if particle > low and text[low] not in "将把向由对":
        whose = ends_in(text, particle, high, number.cues.who)
        high = particle if whose or high - particle > 7 else high
    if BASIS.match(text, low, high) is not None:
        return NOWHERE
    when = _WHEN.search(text, low, high)
    low, high = stripped(text, low, when.start() if when is not None else high)
    return (low, high) if is_name(text, low, high) else NOWHERE
