"""The words before a number (指标名称) taken apart: the verb of reaching or moving, the base, the verb of making, the name.

Places are offsets in the passage; a name that is none is an empty spot. The words are data: ``lexicons/indicators.toml``
and ``lexicons/target_verbs.csv``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from policy_extract.lexicon import Lexicon

__all__ = [
    "BASIS",
    "LEADING",
    "NOWHERE",
    "REACH",
    "TRAIT",
    "Cues",
    "Numbered",
    "Spot",
    "behind",
    "ends_in",
    "is_measured",
    "is_name",
    "load_cues",
    "read_left",
    "segment_start",
    "stripped",
    "trimmed_end",
]


#: A stretch of the text, ``[start, end)``; empty where ``start >= end``.
Spot = tuple[int, int]
#: How far before a number its words are looked for.
REACH: Final = 56
NOWHERE: Final[Spot] = (-1, -1)
#: What a segment begins behind; two spaces are something taken out.
_STOPS: Final = (",", "。", ";", ":", "\n", "!", "?", "  ")
_LAST_WORDS: Final = frozenset("上下年底末度")
#: Where a new predicate begins inside a segment: what is measured stands behind it. Every branch begins with a character,
#: for speed.
_SPLIT: Final = re.compile(
    r"确保|力争|争取|力促|使得?(?![用命者])|并(?![购网轨联])|且|其中|同时|以及|或者|不断|进一步|切实|积极|加快|大力|有效|鼓励|引导|允许|推动"
    r"|带动|促进|要求|或(?<=[,、]或)|时(?<![及同]时)(?![间段限期长])|基础上(?=[^,]*[可将]|[^,]{4})|前提下(?=[^,]*[可将]|[^,]{4})"
    r"|调整为|统一为|给予|予以|应(?<![供适响效反对相]应)(?![急用届])|将(?![来军])|把(?!握)|“$|”$"
)
#: Numbers of items, prepositions and adverbs, which are no part of the name.
LEADING: Final = re.compile(
    r"(?:\([^()]{1,12}\)|\d{1,3}[.、]|[—-]{1,2}|[一二三四五六七八九十]是|[到至]?\d{4} ?年底?前?|年底前?|届时|目前|成为|原则上|但|或"
    r"|使(?![用命])|将(?!来)|把|对于|对(?![外口接])|向|由|从(?![业事轻])|在[^,。在]{2,24}?(?:基础上|前提下|情况下)"
    r"|在(?![岗校职线册建读编库营])|让(?!利)|以(?![上下内外往及])|就(?![业医读近])|被(?![征保])|已|能(?![源耗力效级])"
    r"|可(?![再支持比行])|指(?![标数导])|即(?!期)|凡|当(?![期前年地月日季天])|若|如(?!意)|应当|应(?![急用届])|须|要(?!素)"
    r"|再(?![生就贷])|预计|计划|预期|争取|努力|保持|实现|逐步|适当|合理|阶段性|统一|分别|持续|全年|每年|年均|累计|共计|年内"
    r"|和|与|及|、| )+"
)
_LEADING_HEADS: Final = frozenset(
    "(—-一二三四五六七八九十到至年届目成原但或使将把对向由从在让以就被已能可指即凡当若如应须要再预计争努保实逐适合阶统分持全每累共和与及、 "
)
#: The end of who acts: 全市, 省财政, 各企业; behind it the verb of making may stand.
_SUBJECT: Final = re.compile(r"市(?<!上市)|省|县|区|州|盟|旗|镇|乡|村|级|国|地|年|政府|财政|部门|企业|单位|办公室")
_NO_SUBJECT: Final = frozenset(",。;:、的")
#: 提高贷款额度至80万元: the verb stands first.
_RAISE: Final = re.compile(
    r"(?:提高|提升|增加|扩大|上调|调高|降低|下调|调低|减少|缩短|压减|压缩|压降|延长|放宽|调整|优化|统一|上浮|下浮|规定|明确|控制|执行"
    r"|实行|取得|具有|具备|拥有|享受)(?![率的后])"
)
_RAISE_HEADS: Final = frozenset("提增扩上调降下减缩压延放优统规明控执实取具拥享")
#: Who pays a share of it: 缴纳出让价款的50%, but not 支付进度, 缴纳比例.
_PAYS: Final = re.compile(r"先?(?:缴纳|缴交|支付|收取|存入)(?![比标期时基额金费人进宝方率的后至到])")
#: What says by which rule or since when, and names nothing.
BASIS: Final = re.compile(r"按照?|结合|依据|依照|根据|参照|经|自|凡|因|为(?!期)|不(?!良|动产|合格)|所|未")
_DATED: Final = re.compile(
    r"在[^,。在]{2,24}(?:基础上|前提下|情况下)$|[到至]?\d{4} ?年(?:底|末|第?[一二三四]季度|[上下]半年)?$"
)
_BAD_HEAD: Final = re.compile(
    r"[的了们者后起止该]|其(?!他)|前(?![沿置端])|内(?![部贸需外])|时(?![限长间段])|中(?![小学央国药医型高等])|月(?![租均供])|日(?![均产])"
    r"|外(?![市省地资贸商])|年[内底初末前]|第[一二三四五六\d]"
    r"|(?:下列|以下|上述|其中|以上|具[有备]|符合|特殊情况|有效期|情况特殊|同时|一般|最[高低长短多少]|每[人户家套个年月次单]?"
    r"|单[项套个户次笔]|总[额量]|个人|给予|可|按|额外|另|满|一次性|分别|累计|连续)$"
)
#: What the two patterns above can begin with, for speed.
_BAD_HEADS: Final = frozenset(
    "按结依根参经自凡因为不所未的了们者后起止该其前内时中月日外年第下以上具符特有情同一最每单总个给可额另满分累连"
)
_BAD_ENDS: Final = frozenset("的了着过得之后前起时将未与当须如凭按在对向自从“(且每0123456789")
_BAD_WORDS: Final = ("以下", "下列", "其中", "之日", "之内")
_BAD_WORD_ENDS: Final = frozenset(word[-1] for word in _BAD_WORDS)
_MARKS: Final = re.compile("[〈〉=≤≥×了()“”]")
_BAD_MARKS: Final = frozenset("〈〉=≤≥×了")
_TWO_SIDED: Final = {"为": "行作", "有": "国所共公", "应": "供", "可": "许", "由": "自"}  # 行为, 国有, 供应 are nouns
TRAIT: Final = ("级", "类", "型", "以上", "等")
_MEASURED: Final = frozenset("率额量值度数期积例准价费金龄长高宽厚重款资贴助励入模间寸比限速径深距幅润耗")
_ALSO_MEASURED: Final = ("资本", "资产", "成本", "税收", "产能", "贷款", "得分", "积分")
_NOT_MEASURED: Final = ("期间", "单间", "房间", "区间", "校长", "市长", "县长", "区长", "局长", "制度", "年度")
_HEAD: Final = re.compile(r"标准|比例|额度|速度|规模|时间|期限|质量|水平|数量|机构|单位|人员|程度|成本|周期|价格|率|的")
_COMPARED: Final = re.compile(
    r"(?:同比|环比|(?<![占同环])[比较](?![例重率值较对照亚赛高大多好低为强长快少小差])[^比较,]{2,16}?)"
    r"(?:有所|再|分别|进一步|年均|平均)?$"
)
_COMPARED_FIRST: Final = re.compile(
    r"与?[比较](?:\d{4} ?年(?:底|末|同期)?|[上去]年(?:同期|末|底)?|“?十[一二三四五]五”?(?:末|期末|时期)?|目前|现有|基期)(?:水平|相比)?"
)
_BEYOND: Final = re.compile(r"(?:高于|低于|快于|好于|优于|超过|超出)([^,]{2,16})$")
_SHARE: Final = re.compile(
    r"(?=[控限保稳维达占超突不未低高少为])(?:(?<=[例率准])为|(?:控制|限制|保持|稳定|维持)在|(?<![通发到表])达到?|占(?!比)|超过|突破"
    r"|[不未]?(?:低于|高于|超过?|少于))([^,;的]{2,24})(?<!比[例重])的?$"
)


#: Words by their last character, the longest first.
Tails = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Cues:
    reach: re.Pattern[str]
    change: re.Pattern[str]
    state: re.Pattern[str]
    granted: re.Pattern[str]
    generic: re.Pattern[str]
    adverbs: Tails
    verbs: Tails
    who: Tails
    makes: dict[str, frozenset[str]]
    make_heads: frozenset[str]  # the first characters of the verbs of making, for speed, and their last
    make_ends: frozenset[str]
    make_head: re.Pattern[str]  # any of those first characters
    reach_ends: frozenset[str]  # the characters that the patterns end with
    change_ends: frozenset[str]
    state_ends: frozenset[str]
    ends: frozenset[str]  # all of the last three
    trims: frozenset[str]  # what the words end in that `trimmed_end` may take off


@lru_cache(maxsize=8)
def load_cues(lexicon: Lexicon) -> Cues:
    rows = lexicon.cues("indicators")

    def words(name: str) -> Tails:
        tails: dict[str, list[str]] = {}
        for word in sorted(rows[name]["words"], key=len, reverse=True):
            tails.setdefault(word[-1], []).append(word)
        return {tail: tuple(some) for tail, some in tails.items()}

    def before(name: str) -> re.Pattern[str]:
        return re.compile(f"(?:{rows[name]['pattern']})$")

    reach_ends, change_ends, state_ends = (frozenset(rows[name]["ends"]) for name in ("reach", "change", "state"))
    adverbs = words("adverb")
    makes = {row["verb"]: frozenset(row["traits"].split()) for row in lexicon.table("target_verbs")}
    return Cues(
        reach=before("reach"),
        change=before("change"),
        state=before("state"),
        granted=re.compile(rows["granted"]["pattern"]),
        generic=re.compile(rows["generic"]["pattern"]),
        adverbs=adverbs,
        verbs=words("verb"),
        who=words("who"),
        makes=makes,
        make_heads=frozenset(verb[0] for verb in makes),
        make_head=re.compile(f"[{re.escape(''.join(sorted({verb[0] for verb in makes})))}]" if makes else "(?!)"),
        make_ends=frozenset(verb[-1] for verb in makes),
        reach_ends=reach_ends,
        change_ends=change_ends,
        state_ends=state_ends,
        ends=reach_ends | change_ends | state_ends,
        trims=_LAST_WORDS.union(" 、", adverbs),
    )


class Numbered:
    """A number in its segment: the words ``[low, high)`` before it, and what has been understood of them."""

    def __init__(
        self,
        text: str,
        cues: Cues,
        begin: int,
        end: int,
        limit: int,
        kind: str,
        bounded: bool,
        low: int,
        high: int,
        sure: bool,
        carried: str | None,
        apart: bool = False,
        base: str | None = None,
        cue: str | None = None,
        made: str | None = None,
        trimmed: int = -1,
        name: Spot = NOWHERE,
    ) -> None:
        self.text = text
        self.cues = cues
        self.begin = begin
        self.end = end
        self.limit = limit
        self.kind = kind
        self.bounded = bounded
        self.low = low
        self.high = high
        self.sure = sure  # a verb or a bound links the words to the number
        self.carried = carried
        self.apart = apart
        self.base = base
        self.cue = cue
        self.made = made
        self.trimmed = trimmed
        self.name = name

    @property
    def counted(self) -> bool:
        return self.kind in ("count", "people")

    @property
    def made_of(self) -> bool:
        """Whether so much of something can be brought about: 30家, 200公里, but not 30% or 3天."""
        return self.kind not in ("money", "ratio", "time")

    def trait(self, trait: str) -> bool:
        return self.made is not None and trait in self.cues.makes[self.made]


def segment_start(text: str, floor: int, begin: int) -> int:
    """Where the segment that leads up to a number begins: behind the last stop, and inside an open bracket."""
    low = begin - REACH
    if low < floor:
        low = floor
    for stop in _STOPS:
        if (place := text.rfind(stop, low, begin)) >= 0:
            low = place + len(stop)
    opened = text.rfind("(", low, begin)
    if opened >= 0:
        if text.find(")", low, begin) < 0:
            return opened + 1
        depth = 0
        for at in range(begin - 1, low - 1, -1):
            depth += (text[at] == ")") - (text[at] == "(")
            if depth < 0:
                return at + 1
    return low


def trimmed_end(text: str, low: int, high: int, cues: Cues) -> int:
    """The end of the words before a number without spaces, adverbs and a date."""
    while high > low:
        last = text[high - 1]
        if last in " 、":
            high -= 1
            continue
        if last in cues.adverbs:
            start, adverbs = max(low, high - 6), cues.adverbs[last]
            if text.endswith(adverbs, start, high):
                high -= next(len(word) for word in adverbs if text.endswith(word, start, high))
                continue
        dated = _DATED.search(text, max(low, high - 28), high) if last in _LAST_WORDS else None
        if dated is None:
            return high
        high = dated.start()
    return high


def ends_in(text: str, low: int, high: int, tails: Tails) -> bool:
    """Whether the words end in one of the list."""
    return low < high and text.endswith(tails.get(text[high - 1], ()), low, high)


def read_left(number: Numbered, apart: int) -> None:
    """Takes the words before the number apart: cue, base, verb of making, name."""
    text, cues, low, high = number.text, number.cues, number.low, number.high
    if apart >= low:
        high, number.apart, number.sure = apart, True, True
        if text[apart - 1] == "、":
            low = apart
    elif text[number.begin - 1] == "、":
        low = number.begin  # a new item of a list, which the bound opens
    if low < high and text[high - 1] in cues.trims:
        high = trimmed_end(text, low, high, cues)
    number.trimmed = high
    if low < high and text[high - 1] in cues.ends:
        cue, start = _cue(text, low, high, cues)
        if start >= 0:
            high = start
        if cue is not None:
            number.cue, number.sure = cue, True
    number.low, number.high = low, high
    if low < high and (text.find("比", low, high) >= 0 or text.find("较", low, high) >= 0):
        _read_comparison(number)
    kind = number.kind
    if number.cue is None and (kind == "ratio" or kind == "count"):
        _read_share(number)
    number.name = _read_name(number)
    if number.made is None:
        return
    if not number.made_of and not number.trait("money"):
        number.made = None  # 支持30%, 组织3天: nothing is brought about
    elif number.cue is None:
        tail = text[max(number.low, number.name[0] - 6) : number.name[0]]
        if "已" not in tail and "曾" not in tail and not tail.endswith("了"):
            number.cue = number.made


def _cue(text: str, low: int, high: int, cues: Cues) -> tuple[str | None, int]:
    """The verb of reaching or moving that ends the words, and where it begins; for one of being only where, -1 without."""
    last, tail, found = text[high - 1], high - 6 if high - 6 > low else low, None
    if last in cues.reach_ends:
        found = cues.reach.search(text, tail, high)
    if found is None and last in cues.change_ends:
        found = cues.change.search(text, tail, high)
    if found is not None:
        return found.group(), found.start()
    if last in cues.state_ends and (state := cues.state.search(text, tail, high)) is not None:
        return None, state.start()
    return None, -1


def _read_comparison(number: Numbered) -> None:
    """What the number is compared with: 比上年, 较2020年."""
    text, low, high = number.text, number.low, number.high
    first = _COMPARED_FIRST.match(text, low, high)
    if first is not None:
        number.low, number.base = first.end(), first.group().strip()
    elif (last := _COMPARED.search(text, low, high)) is not None:
        number.high, number.base = last.start(), last.group().strip()


def _read_share(number: Numbered) -> None:
    """What the number lies above or below, and in a share the verb that stands before the whole (控制在总面积的5%)."""
    text, low, high = number.text, number.low, number.high
    if text.find("于", low, high) >= 0 or text.find("超", low, high) >= 0:
        beyond = _BEYOND.search(text, low, high)
        if beyond is not None:
            number.high, number.base, number.sure = beyond.start(), beyond.group(1), True
            return
    if number.kind == "ratio" and (share := _SHARE.search(text, low, high)) is not None:
        number.high, number.sure = share.start(), True
        verb = text[share.start() : share.start(1)]
        number.cue = verb if verb[0] in "控限保稳维达超突" else None


def _read_name(number: Numbered) -> Spot:
    """The words that name what is measured; an empty spot at their end where they name nothing."""
    text, cues, low, high = number.text, number.cues, number.low, number.high
    if low >= high:
        return high, high
    while (split := _SPLIT.search(text, low, high)) is not None:
        low = split.end()
    if low < high and ((head := text[low]) in _LEADING_HEADS or head.isdecimal()):
        low = behind(LEADING, text, low, high)
    if high != number.trimmed:
        high = trimmed_end(text, low, high, cues)
    nothing = (high, high)
    last = None
    if number.cue is None and low < high and text[high - 1] in cues.make_ends:
        last = _verb_before(text, low, high, cues)
    if last is None and high - low < 2:
        return nothing
    if last is not None and "itself" not in cues.makes[last]:
        number.made = last
        return nothing
    if cues.make_head.search(text, low, high) is not None:
        low = _opened(number, low, high)
    if number.made is None:
        if last is not None:
            number.made = last
            return nothing
        if low < high and text[low] in _RAISE_HEADS:
            low = behind(_RAISE, text, low, high)
        if number.kind in ("money", "ratio") and low < high and text[low] in "先缴支收存":
            low = behind(_PAYS, text, low, high)
    low, high = stripped(text, low, high)
    if (cut := text.rfind("、", low, high)) >= 0:
        low = _last_of_list(text, low, cut, high)
    if is_name(text, low, high):
        number.made = number.made or number.carried
        return low, high
    number.made = None
    return nothing


def _opened(number: Numbered, low: int, high: int) -> int:
    """Where the name begins behind the verbs of making that open the words; sets ``made``."""
    text, cues = number.text, number.cues
    places = [low]
    subject = _SUBJECT.search(text, low, min(high, low + 9))
    if subject is not None and subject.start() <= low + 6 and _NO_SUBJECT.isdisjoint(text[low : subject.start()]):
        places.append(behind(LEADING, text, subject.end(), high))
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


def _verb_at(text: str, place: int, high: int, cues: Cues) -> str | None:
    if place >= high or text[place] not in cues.make_heads:
        return None
    for size in (3, 2, 1):
        if place + size <= high and (verb := text[place : place + size]) in cues.makes:
            return verb
    return None


def _verb_before(text: str, low: int, high: int, cues: Cues) -> str | None:
    for size in (3, 2, 1):
        if high - size >= low and (verb := text[high - size : high]) in cues.makes:
            return verb
    return None


def _is_noun(number: Numbered, verb: str, place: int, high: int) -> bool:
    """Whether the verb of making is the head of a name: 建设投资, 发展速度, 改造面积."""
    end, traits = place + len(verb), number.cues.makes[verb]
    if _HEAD.match(number.text, end, high) is not None or (end == high and number.made and "itself" in traits):
        return True  # 培训标准, 开展培训
    if "compound" in traits and not number.counted:
        return not number.made_of or is_measured(number.text, end, high)
    return 0 < high - end <= 3 and "money" not in traits and is_measured(number.text, end, high)


def behind(pattern: re.Pattern[str], text: str, low: int, high: int) -> int:
    """The end of what the pattern matches at ``low``, ``low`` where it does not."""
    match = pattern.match(text, low, high)
    return match.end() if match is not None else low


def is_name(text: str, low: int, high: int) -> bool:
    """Whether the words can name something: no particle at their ends, no basis, no half of a pair."""
    if high - low < 2:
        return False
    last = text[high - 1]
    if last in _BAD_ENDS or (last in _TWO_SIDED and text[high - 2] not in _TWO_SIDED[last]):
        return False
    if text[low] in _BAD_HEADS and (BASIS.match(text, low, high) or _BAD_HEAD.match(text, low, high)):
        return False
    if last in _BAD_WORD_ENDS and text.endswith(_BAD_WORDS, low, high):
        return False
    if _MARKS.search(text, low, high) is None:
        return True
    words = text[low:high]
    if not _BAD_MARKS.isdisjoint(words):
        return False
    return words.count("(") == words.count(")") and words.count("“") == words.count("”")


def stripped(text: str, low: int, high: int) -> Spot:
    """The span without the marks and the particles at its ends."""
    while low < high and text[low] in " 、的":
        low += 1
    while high > low and text[high - 1] in " 、的和与或" and not text.endswith("之和", low, high):
        high -= 1
    return low, high


def _last_of_list(text: str, low: int, cut: int, high: int) -> int:
    """The last name of 余款按约定缴纳、付款时间; a list of names (甲率、乙率) and 市、县 stay whole."""
    if cut - low < 6 or text[cut - 1] in _MEASURED or ")" in text[cut:high]:
        return low
    return cut + 1


def is_measured(text: str, low: int, high: int) -> bool:
    """Whether the words end as the name of a measure does: 覆盖率, 补贴标准, 建筑面积."""
    if low >= high:
        return False
    known = text[high - 1] in _MEASURED or text.endswith(_ALSO_MEASURED, low, high)
    return known and not text.endswith(_NOT_MEASURED, low, high)
