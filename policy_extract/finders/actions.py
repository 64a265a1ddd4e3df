"""Actions (举措): who is told to do what, one for each comma piece whose main verb is a task.

A sentence of a notice is a row of pieces between commas. A piece opens with adverbs, auxiliaries and phrases of place,
ground or target (在…, 按照…, 对…, 将…), then comes its verb, then the object up to the comma. So each piece is read from
the left, word by word, against ``lexicons/verbs.csv`` and ``lexicons/adverbs.csv``; what is no task (a condition in …的,
a purpose in 为…, a means, a result, a target, a description) ends the reading without a finding.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from policy_extract.finders.words import tag
from policy_extract.lexicon import Lexicon
from policy_extract.model import Action, Modality
from policy_extract.text import Passage

__all__ = ["ACTION_CLASSES", "PATTERNS", "find_actions"]

#: The values of the column ``action_class`` of ``verbs.csv``: the kind of measure that a verb announces.
ACTION_CLASSES: Final = (
    "机制建设", "规划标准", "推进实施", "组织协调", "监管执法", "资金支持", "宣传培训", "信息公开", "基础建设", "研究开发", "试点探索",
    "审批服务", "考核督查", "主体培育", "产业发展", "鼓励引导", "服务保障", "风险防控", "质效提升", "限制禁止", "其他", "非举措",
)  # fmt: skip

#: The values of the column ``pattern``: how a verb stands in a sentence.
PATTERNS: Final = {
    "": "a verb and its object",
    "nominal": "as often a noun (培训, 管理): a verb only where one must stand",
    "degree": "takes a noun made of a verb as object (加强管理), so the next word is never joined to it",
    "lead": "leads another verb (探索建立, 组织开展)",
    "pace": "an adverb before another verb (加快推进), a verb before a noun (加快转型)",
    "clause": "takes whom and what they do (鼓励企业开展改造)",
    "give": "gives somebody something (对企业给予支持)",
    "placing": "puts one thing into another (将X列入Y)",
    "light": "the task is the next word (对X进行检查)",
    "means": "a task, except where a way of doing is its object (采取…方式)",
    "result": "an effect where it follows a task, a task where it opens a sentence (提升…水平)",
    "ban": "forbids what follows (严禁)",
    "noun": "no verb at all, but opens like one (宣传部)",
    "state": "never a task (具有, 申请, 确保)",
}

_VERB, _ADVERB, _MODAL, _PHRASE = range(4)


class _Word(NamedTuple):
    text: str
    kind: int
    pattern: str  # of a verb, or the kind of phrase that a preposition opens
    modality: Modality | None
    action_class: str = ""


class _Found(NamedTuple):
    """Places in the piece; ``rest`` is where a second predicate (…并…) starts, -1 without one."""

    verb: int
    verb_end: int
    object: int
    object_end: int
    modality: Modality | None
    rule: str
    rest: int


_Words = dict[str, tuple[_Word, ...]]

#: Prepositions, fixed by grammar: what the phrase they open is to the verb.
_PREPOSITIONS: Final = {
    "target": ("对", "对于"),
    "disposal": ("将", "把"),
    "agent": ("由",),
    "benefit": ("为", "为了", "给"),
    "means": ("以", "通过", "用", "经过", "利用", "依托", "借助", "运用", "凭借"),
    "place": ("在", "于"),
    "ground": (
        "按", "按照", "根据", "依据", "依照", "参照", "比照", "对照", "遵照", "结合", "针对", "围绕", "聚焦", "立足", "瞄准", "紧扣", "紧盯",
        "适应", "顺应", "配合", "从", "自", "向", "与", "同", "到", "至", "经", "随着", "每", "凡", "因", "就", "除", "视", "会同", "联合",
        "面向", "着眼", "着眼于", "坚持", "基于", "鉴于", "突出", "锚定", "统筹考虑", "紧紧围绕", "比较", "沿", "分",
    ),
}  # fmt: skip
_MODALITIES: Final[dict[str, Modality]] = {
    "obligation": "obligation", "permission": "permission", "prohibition": "prohibition",
}  # fmt: skip
_OWN_MODALITY: Final[dict[str, Modality]] = {
    **dict.fromkeys(("鼓励", "支持", "引导", "倡导", "提倡", "号召"), "encouragement"),
    **dict.fromkeys(("允许", "准许", "许可", "同意"), "permission"),
}  # fmt: skip

_IDLE: Final = frozenset({"state", "noun"})
_STRONG: Final = frozenset({"", "degree", "lead", "pace", "clause", "give", "placing", "ban"})
_JOINS: Final = frozenset({"", "lead", "nominal", "result"})
_JOINED: Final = frozenset({"", "degree", "result", "lead", "placing"})
#: Adverbs of pace go before any verb, a nominal one too (加快建设); the others only before a plain one.
_STRICT: Final = frozenset({"严格", "严肃", "集中", "统一", "联合", "公开"})
_PACE: Final = frozenset({"加快", "加速", "加紧", "抓紧", "抢抓"})

_PIECE = re.compile(
    r"(?:[^,;。:!?\n(“《\"]+|\([^()\n]{0,200}(?:\([^()\n]{0,60}\)[^()\n]{0,200}){0,4}\)|“[^”\n]{0,200}”|《[^》\n]{0,300}》"
    r"|\"[^\"\n]{0,100}\"|(?<=\d),(?=\d{3}(?!\d))|[(“《\"])+"
)
_BLANKS = re.compile(r" {2,}")
_WRAP = re.compile(r"(?<=[^\n。;:!?,])\n(?=[^\n \d(一二三四五六七八九十第])")
_WRAPPED_LINE = 20
_BRACKETS = "(（〔[［【﹝"
_NUMBER = re.compile(r"[(（〔\[［【].{0,24}\d{4}.{0,16}号")
_PREAMBLE = re.compile(
    r"(?:[制拟修]定|研究制定|提出|形成)了?(?:本(?:方案|措施|办法|意见|规定|细则|计划|政策|通知|实施|条例|规则|行动|若干|工作|制度|规范|标准)"
    r"|以下|如下|下列)|特制定|[印转]发给|现(?:就|将|予|制定|提出|印发|批转|转发)|(?:通知|公告|通告|函告|批复|意见)如下|特此"
)
_MARK = re.compile(
    r"(?:[一二三四五六七八九十]+是要?|第[一二三四五六七八九十]+[是,、]?|\((?:\d{1,2}|[一二三四五六七八九十]{1,3})\)|\d{1,2}[).、](?!\d)|[一二三四五六七八九十]{1,3}、|[①-⑳]|[—\-·●★•▪◆○■□*]+)\s*"
)
_TIME = re.compile(
    r"(?:(?:截至|力争到?|到|至|自|从|于)?\d{1,4}(?:[-—~至]\d{1,4})?(?:年度?(?:\d{1,2}月)?(?:\d{1,2}日)?|月份?(?:\d{1,2}日)?|日)"
    r"[上下]?半?年?(?:底|末|初)?(?:之?前|以前|以后|起|内|间|期间)?)+"
)
_WITHIN = re.compile(r"(?:过程中|情况下|前提下|基础上|条件下|框架下|形势下|期间|范围内|同时|方面|环节|之间|领域|区域内|行业)")
_WAY = re.compile(r"(?:方式|形式|途径|手段|渠道|模式|办法|方法|措施|机制|平台|契机|为[^为]{0,6}?(?:重点|主线|抓手|目标|导向|核心|基础|契机|载体|牵引|依托|原则|龙头|引领|主体|主|先|例|突破口|切入点|支撑|标准|单位|中心))")
_GROUND = re.compile(r"(?:原则|要求|规定|程序|标准|部署|职责分工|精神|方针|思路|目标|方向|定位|实际|情况|特点|需要|需求)(?![^\"“”]{0,30}”)")
_AUXILIARY = re.compile(r"应当|必须|务必|不得|严禁|禁止|要|应|须|可以|可|由")
_BODY = re.compile(r"(?:部门|单位|机构|企业|政府|银行|公司|中心|协会|商会|学校|院校|医院|委员会|管委会|乡镇|街道|[厅局委办会院]|财政)\)?")
_BODY_MUST = re.compile(r"(?:部门|单位|机构|企业|政府|[局厅委办者人])(?:应当?|要(?!求)|须|必须|不得)")
_MUST = re.compile(r"应当?|要|须|务必")
_HAN = re.compile(r"[\u4e00-\u9fff]{4}")
_NOT_AUXILIARY = {
    "要": ("主需重必简纪摘首只就紧概扼次", "素求件点闻道旨领目塞害么是约"),
    "应": ("供响相效反适对顺呼感理报因", "用急对届邀聘有该付收变答允"),
    "可": ("许认尚不", "能靠行持再视见用控燃追比操及惜"),
    "由": ("自理事缘经案", "于此来衷头表"),
    "须": ("必", ""),
    "应当": ("", ""), "必须": ("", ""), "务必": ("", ""), "不得": ("", ""), "严禁": ("", ""), "禁止": ("", ""), "可以": ("", ""),
}  # fmt: skip
_SUBJECT_REACH = 40
#: What follows a nominal verb when the two make a noun: 服务质量, 管理机构, 培训体系.
_NOUNS = re.compile(
    r"(?:质量|体系|机构|中心|能力|水平|单位|工作|内容|对象|资金|费|标准|项目|期|方式|机制|平台|企业|人员|主体|部门|系统|制度|办法|方案|计划|规模"
    r"|成本|结果|成果|情况|数据|信息|程序|流程|环节|事项|条件|范围|时间|时限|材料|模式|力度|效率|效能|队伍|人才|设施|设备|场所|网点|网络|窗口"
    r"|收入|支出|活动|专班|小组|机关|目标|任务|思路|理念|意识|过程|周期|阶段|用地|用房|面积|指标|额度|比例|价格|速度|进度|步伐|进程|节奏|者|员|商"
    r"|业|率|量|度|权|类|型|性|组|部|局|厅|区|院|价|证|表|书|库|图|线|网|站|点|员会|委员会|文件|稿纸|地区|秩序|行为|机关|期限|名单|日期|意见|措施|政策|活动|方向|格局|态势|环境|要求|需求|规划|规律|的|等|与|和|、|、)"
)
_SPEED = re.compile(r"(?:速度|进度|步伐|进程|节奏|力度)$")
_NO_OBJECT = frozenset(
    {"落实", "实施", "执行", "贯彻", "到位", "落地", "组织实施", "贯彻落实", "贯彻执行", "落实到位", "抓好落实", "工作", "好", "落地落实", "落地见效",
     "完善", "推进", "见效", "处理", "办理", "开展", "进行", "落细", "负责", "落实落地", "落实落细", "有效落实", "整改", "有关工作", "相关工作"}
)  # fmt: skip
_CONDITION = (
    "的", "之日起", "之日", "期间", "以后", "之后", "之前", "以前", "的情况下", "的前提下", "的基础上", "的条件下", "过程中", "的同时", "同时", "为止", "而言", "来说", "为例",
    "的话", "的除外", "除外", "为准", "有关的", "的要求", "的原则", "的方针", "的思路", "的目标", "的理念",
)  # fmt: skip
_POINT = {"时": "小及同临适准届限按定实课工学", "后": "售前产今落背最术先善", "前": "目产提学底当跟事术空售贷超月日年", "起": "发一早", "外": "境海国此内室对校中户另野"}
_NOUN_TAILS = ("的", "后的", "前的", "中的", "时的", "者", "之", "由", "按")
_THEN = re.compile(r"(?<![小及同临适准届限按定实课平])时(?![间代限期效段速尚装事政机空长])|(?<![售前产今落背最术先善])后(?![续期勤备台端者代置来方果疫世])")
_LISTS = ("如下", "以下", "下列", "如下工作", "下列职责", "以下工作", "以下原则", "以下职责", "以下条件", "下列条件", "下列原则", "以下规定")
_CARRIED_OUT = frozenset({"推进实施", "机制建设", "规划标准"})
_ORGANISED = ("党", "社会", "基层", "其他", "合作", "经济", "行业", "法人", "志愿", "公益", "金融", "群众", "国际", "自治", "的", "者", "或")
_NEGATED = ("不再", "暂不", "均不", "也不", "一不", "并不", "就不", "再不", "可不", "得不", "能不")
_TITLES = ("的规定", "的通知", "的意见", "的办法", "若干措施", "政策措施", "实施方案", "的方案", "行动计划", "的决定", "的若干规定", "实施意见", "实施细则", "暂行办法", "管理办法", "的通告", "的公告", "的函", "的批复")
_INTO = re.compile(r"成为|为(?![民企农老基群主重期侨军])|至|是(?!否)")
_EFFORT = ("着力", "大力", "全力", "重点")
_WAYS = ("方式", "形式", "办法", "途径", "手段", "方法", "模式")
_BREAKS_OBJECT = re.compile(r"(?:予以|列入|纳入|加以|以便|从而|用于(?=弥补|支持|补充)|(?<![合归兼吞一])并)")
_NOT_BEFORE = frozenset("的、和与及或所未已被新拟")
_NOT_AFTER = re.compile(
    r"[的、和与及或者]|等(?![级效同候])|中(?![介小国央医心药期长高低等型部西华试标级间短])|后(?![续期勤备台端者代置方果疫世])|前(?![期端沿置台后瞻])"
    r"|时(?![间代限效段速尚装政空长])"
)
_HEAD_REACH = 6
#: Adverbs that only a commanded verb follows.
_URGE: Final = frozenset(
    {"进一步", "全面", "深入", "积极", "大力", "着力", "切实", "认真", "依法", "及时", "主动", "持续", "不断", "扎实", "稳步", "科学", "严格", "严厉", "坚决"}
)  # fmt: skip
_TAGGED_SHARE = 33  # one character in 33 may go to the tagger


@lru_cache(maxsize=4)
def _words(lexicon: Lexicon) -> _Words:
    """Every word that a piece may open with, by its first two characters (or the only one), longest first."""
    found: dict[str, _Word] = {}
    for row in lexicon.table("adverbs"):
        kind = row["kind"]
        modality = _MODALITIES.get(kind)
        found[row["adverb"]] = _Word(row["adverb"], _MODAL if modality else _ADVERB, "", modality)
    for row in lexicon.table("verbs"):
        verb = row["verb"]
        found[verb] = _Word(verb, _VERB, row["pattern"], _OWN_MODALITY.get(verb), row["action_class"])
    for pattern, words in _PREPOSITIONS.items():
        for text in words:
            if text not in found or found[text].pattern in ("state", "noun", "nominal"):
                found[text] = _Word(text, _PHRASE, pattern, None)
    heads: dict[str, list[_Word]] = {}
    for text in sorted(found, key=lambda t: (-len(t), t)):
        heads.setdefault(text[:2], []).append(found[text])
    return {head: tuple(words) for head, words in heads.items()}


def _word(words: _Words, piece: str, place: int) -> _Word | None:
    """The longest known word that starts at this place of the piece."""
    for word in words.get(piece[place : place + 2], ()):
        if piece.startswith(word.text, place):
            return word
    single = words.get(piece[place : place + 1])
    return single[0] if single else None


def _read(words: _Words, piece: str, place: int, first: bool, modality: Modality | None = None) -> _Found | None:
    """The action of one piece: past adverbs, auxiliaries and phrases to the verb."""
    size, plain = len(piece), True
    while place < size:
        word = _word(words, piece, place)
        if word is None:
            if piece[place] == " " or (piece[place] in "地、" and place and not plain):
                place += 1
                continue
            time = _TIME.match(piece, place)
            if time:
                place = time.end()
                continue
            return _subject(words, piece, place) if plain or modality is None else None
        if word.kind == _VERB:
            return _verb(words, piece, place, word, first, modality, plain)
        if word.kind == _PHRASE:
            time = _TIME.match(piece, place)
            if time:
                place = time.end()
                continue
            return _phrase(words, piece, place, word, first, modality, plain)
        modality = word.modality or modality
        plain = plain and word.kind == _ADVERB and len(word.text) == 1
        place += len(word.text)
    return None


def _verb(
    words: _Words, piece: str, place: int, word: _Word, first: bool, modality: Modality | None, plain: bool,
    rule: str = "verb",
) -> _Found | None:  # fmt: skip
    """The action whose verb is this word: what is joined to it, and its object."""
    pattern, end, size = word.pattern, place + len(word.text), len(piece)
    if pattern == "state" or pattern == "noun":
        return _subject(words, piece, end) if rule == "verb" and modality is None else None
    if pattern == "light":
        return None
    if pattern == "result" and not (first if modality is None else modality == "obligation") and piece[place - 2 : place] not in _EFFORT:
        return None
    if piece.startswith(_NOUN_TAILS, end):
        return None
    if piece.startswith("结果", end):
        return _subject(words, piece, end) if rule == "verb" else None
    if pattern == "placing":
        return None
    if pattern == "lead" and rule == "verb" and plain and _BODY_MUST.search(piece, end):
        return _subject(words, piece, end)
    if pattern == "nominal" and rule == "verb" and not _coordinated(words, piece, end):
        noun = _NOUNS.match(piece, end)
        other = _subject(words, piece, end) if plain or noun else None
        if other or (noun and plain):
            return other
    if pattern == "pace":
        follows = _next(words, piece, end)
        if follows:
            after, second = follows
            last = after + len(second.text)
            if second.kind == _VERB and (
                second.pattern in _STRONG
                or (
                    second.pattern == "nominal"
                    and ((word.text in _PACE and not _SPEED.search(piece)) or word.text in _STRICT)
                    and not _NOUNS.match(piece, last)
                )
            ) and last < size and (not _NOT_AFTER.match(piece, last) or _coordinated(words, piece, last)):  # fmt: skip
                return _verb(words, piece, after, second, first, modality, False, rule)
    last_word = word
    while end < size:
        joint = piece[end]
        start = end + (1 if joint in "、和与及并或" else 0)
        second_word = _word(words, piece, start)
        if second_word is None or second_word.kind != _VERB:
            break
        after = start + len(second_word.text)
        if after >= size or _NOT_AFTER.match(piece, after) and piece[after] not in "、和与及或":
            break
        kind = second_word.pattern
        if start > end:
            if kind in ("state", "noun", "light", "placing"):
                break
            if kind == "nominal" and piece[after] in "、和与及或":
                break
        elif (
            not (last_word.pattern in _JOINS or (pattern == kind == "clause"))
            or piece[after] in "、和与及或"
            or not (kind in _JOINED or (last_word.pattern == "lead" and kind in ("nominal", "clause", "pace") and size - after > 3) or pattern == kind == "clause")
            or (kind == "nominal" and _NOUNS.match(piece, after))
        ):
            break
        last_word, end = second_word, after
    if last_word is not word and last_word.pattern == "nominal" and plain and _NOUNS.match(piece, end):
        return None
    if piece.startswith("好", end) and not piece.startswith("好房", end) and last_word.text[-1] != "好":
        end += 1
    start = end + 1 if piece.startswith("了", end) else end
    while start < size and piece[start] == " ":
        start += 1
    stop, rest = size, -1
    if pattern != "clause" and (then := _then(words, piece, start)):
        return _read(words, piece, then, first, modality)
    if pattern != "clause" and pattern != "ban":
        for cut in _BREAKS_OBJECT.finditer(piece, start + 2):
            if cut.group() != "并":
                stop = cut.start()
                break
            follows = _next(words, piece, cut.end())
            if follows and follows[1].kind == _VERB:
                stop, rest = cut.start(), cut.end()
                break
    while piece.startswith("、", start):
        start += 1
    thing = piece[start:stop].rstrip(" 、")
    relative = thing.find("的", 1, 5)
    if relative > 0 and pattern != "degree" and (inner := _word(words, thing, 0)) and inner.kind == _VERB and len(inner.text) == relative:
        return None
    if not thing or thing in _NO_OBJECT or _is_condition(piece, thing, rest):
        return None
    if pattern == "means":
        if thing.endswith(_WAYS):
            return None
        way = None
        for way in _WAY.finditer(piece, start):
            pass
        if way and (found := _read_verb(words, piece, way.end(), first, modality)):
            return found
    if _INTO.match(thing) or thing.endswith(_LISTS) or _only_verbs(words, thing, pattern):
        return None
    if thing.endswith("情况") and word.action_class in _CARRIED_OUT:
        return None
    if pattern == "ban":
        modality = "prohibition"
    return _Found(place, end, start, start + len(thing), modality or word.modality, rule, rest)


def _coordinated(words: _Words, piece: str, place: int) -> bool:
    """Whether another verb with an object is joined on here: 保护、|传承老字号."""
    if piece[place : place + 1] not in ("、", "和", "与", "及", "并"):
        return False
    word = _word(words, piece, place + 1)
    return word is not None and word.kind == _VERB and place + 1 + len(word.text) < len(piece)


def _then(words: _Words, piece: str, place: int) -> int | None:
    """Where the main verb stands when the first one only says when: 签订协议时|支付定金."""
    for match in _THEN.finditer(piece, place):
        follows = _next(words, piece, match.end())
        if follows and follows[1].pattern not in _IDLE and not (
            follows[1].pattern == "nominal" and _NOUNS.match(piece, follows[0] + len(follows[1].text))
        ):
            return match.end()
    return None


def _only_verbs(words: _Words, thing: str, pattern: str) -> bool:
    """Whether nothing but verbs follows 统筹, 统一, 集中: then the object is left out (统筹协调, 集中攻坚)."""
    if pattern not in ("lead", "pace") or len(thing) > 9:
        return False
    place = 0
    while place < len(thing):
        word = _word(words, thing, place)
        if word is None or word.kind != _VERB or word.pattern in _IDLE:
            if thing[place] not in "、和与":
                return False
            place += 1
        else:
            place += len(word.text)
    return True


def _next(words: _Words, piece: str, place: int) -> tuple[int, _Word] | None:
    """The first word from here on that is no adverb."""
    while True:
        word = _word(words, piece, place)
        if word is None or word.kind != _ADVERB:
            return (place, word) if word else None
        place += len(word.text)


def _is_condition(piece: str, thing: str, rest: int) -> bool:
    """Whether the piece says when or for whom (…的, …后, …期间), not what to do."""
    text = thing if rest >= 0 else piece.rstrip()
    if text.endswith(_CONDITION):
        return True
    allowed = _POINT.get(text[-1])
    return allowed is not None and text[-2:-1] not in allowed


def _candidates(words: _Words, piece: str, place: int, bare: bool = False) -> Iterator[tuple[int, _Word]]:
    """The places from here on where a verb may be the main one; ``bare`` allows a verb at the end of the piece."""
    size, state = len(piece), -1
    while place < size - 1:
        mark = piece[place]
        if mark in "“(《\"":
            close = piece.find({"“": "”", "(": ")", "《": "》", '"': '"'}[mark], place + 1)
            place = close + 1 if close > 0 else place + 1
            continue
        for word in words.get(piece[place : place + 2], ()):
            if piece.startswith(word.text, place):
                break
        else:
            place += 1
            continue
        end = place + len(word.text)
        if word.kind == _VERB and piece[place - 1] not in _NOT_BEFORE:
            after = piece[end : end + 1]
            if word.pattern == "nominal":
                fits = after.isdigit() or after == "每" or (bare and not after)
            else:
                fits = word.pattern not in _IDLE and (bool(after) or bare) and not _NOT_AFTER.match(piece, end)
            if word.pattern == "state":
                state = end
            elif fits and state >= 0:
                fits = "的" in piece[state:place]
            if fits and word.text == "组织" and piece[:place].endswith(_ORGANISED):
                fits = False
            if fits and piece[place - 1] in "不再" and piece[place - 2 : place] in _NEGATED:
                fits = False
            if fits:
                yield place, word
        place = end


def _phrase(
    words: _Words, piece: str, place: int, word: _Word, first: bool, modality: Modality | None, plain: bool
) -> _Found | None:
    """The action of a piece that opens with a preposition: its verb stands where the phrase ends."""
    start = place + len(word.text)
    kind = word.pattern
    if kind == "target":
        return _target(words, piece, start, first, modality)
    if kind == "disposal":
        return _disposal(words, piece, place, start, first, modality)
    if kind == "agent":
        return _agent(words, piece, place, start, modality)
    if kind == "benefit":
        follows = _word(words, piece, start)
        if plain and (modality is None and not first or (follows and follows.kind in (_VERB, _ADVERB))):
            return None
        return _after(words, piece, start, True, modality)
    if kind == "means":
        way = None
        for way in _WAY.finditer(piece, start):  # the last one closes the phrase
            pass
        if way:
            found = _read_verb(words, piece, way.end(), first, modality)
            if found or way.end() > len(piece) - 4:
                return found
        return _after(words, piece, start, first, modality)
    if kind == "ground":
        if word.text == "每" and (opening := _word(words, piece, start)) and opening.kind == _VERB:
            return None
        for closed in _GROUND.finditer(piece, start + 1):
            found = _read_verb(words, piece, closed.end(), first, modality)
            if found:
                return found
            start = max(start, closed.end() - 2)
    if kind == "place":
        within = _WITHIN.search(piece, start)
        if within:
            found = _read_verb(words, piece, within.end(), first, modality)
            if found:
                return found
    return _after(words, piece, start, first, modality)


def _read_verb(words: _Words, piece: str, place: int, first: bool, modality: Modality | None) -> _Found | None:
    """The action of what is left of a piece when its opening phrase is closed."""
    while place < len(piece) and piece[place] in " 上下中内,":
        place += 1
    follows = _word(words, piece, place)
    if follows is None or follows.kind == _PHRASE and follows.pattern != "target":
        return _after(words, piece, place - 2, first, modality)
    return _read(words, piece, place, first, modality)


def _after(words: _Words, piece: str, start: int, first: bool, modality: Modality | None) -> _Found | None:
    """The first verb of the piece that stands clear of the phrase opened before ``start``."""
    for place, word in _candidates(words, piece, start):
        if place < start + 2:
            continue
        found = _verb(words, piece, place, word, first, modality, False, "phrase")
        if found:
            return found
    return None


def _trim(words: _Words, piece: str, start: int, end: int) -> int:
    """Where a thing ends that adverbs follow: 将名单及时|公布 is 名单."""
    while end - start > 2:
        for size in (4, 3, 2):
            word = _word(words, piece, end - size)
            if end - size > start and word and word.kind in (_ADVERB, _MODAL) and len(word.text) == size:
                end -= size
                break
        else:
            break
    return end


def _target(words: _Words, piece: str, start: int, first: bool, modality: Modality | None) -> _Found | None:
    """对X进行V gives V and X; 对X实施Y gives 实施 and Y; 对X依法查处 gives 查处 and X."""
    if piece.endswith("的"):
        return None
    for place, word in _candidates(words, piece, start, bare=True):
        end = place + len(word.text)
        if word.pattern == "light":
            begin = end
            while (adverb := _word(words, piece, begin)) and adverb.kind == _ADVERB:
                begin += len(adverb.text)
            tail = piece[begin:].rstrip()
            if not 1 < len(tail) < 16 or tail.endswith(_CONDITION):
                return None
            if len(tail) > 4 or "的" in tail:
                noun = _word(words, tail, len(tail) - 2)
                if noun is None or noun.kind != _VERB:
                    return None
                begin += len(tail) - 2
            stop = _trim(words, piece, start, place)
            return _Found(begin, begin + len(piece[begin:].rstrip()), start, stop, modality, "target", -1)
        if place < start + 2:
            continue
        if end >= len(piece.rstrip()):
            stop = _trim(words, piece, start, place)
            return _Found(place, end, start, stop, modality or word.modality, "target", -1)
        if word.pattern == "result" or (
            "的" in piece[end:] and "的" not in piece[start:place] and _trim(words, piece, start, place) == place
        ):
            continue
        found = _verb(words, piece, place, word, first, modality, False, "target")
        if found:
            return found
    return None


def _disposal(
    words: _Words, piece: str, place: int, start: int, first: bool, modality: Modality | None
) -> _Found | None:
    """将X列入Y and 把X分解到Y give the verb and X; 将加大Y is the future and gives 加大 and Y."""
    fallback: tuple[int, int] | None = None
    for verb, word in _candidates(words, piece, start, bare=True):
        if verb < start + 2:
            continue
        end = verb + len(word.text)
        if word.pattern == "placing":
            return _Found(verb, end, start, _trim(words, piece, start, verb), modality, "disposal", -1)
        if fallback is None and verb >= start + 2:
            fallback = (verb, end)
    opening = _word(words, piece, start)
    if opening and piece[place] == "将" and (opening.kind == _ADVERB or (opening.kind == _VERB and opening.pattern in _STRONG)):
        return _read(words, piece, start, first, modality)
    if fallback is None:
        return None
    verb, end = fallback
    return _Found(verb, end, start, _trim(words, piece, start, verb), modality, "disposal", -1)


def _agent(words: _Words, piece: str, place: int, start: int, modality: Modality | None) -> _Found | None:
    """由A制定Y gives 制定 and Y; X由A制定 gives 制定 and X."""
    aim = piece.find("对", start + 2, start + _SUBJECT_REACH)
    if aim > 0 and (found := _target(words, piece, aim + 1, True, modality)):
        return found
    before = piece[:place].strip(" ")
    for verb, word in _candidates(words, piece, start, bare=True):
        if verb < start + 2 or word.pattern in ("light", "result"):
            continue
        end = verb + len(word.text)
        if end >= len(piece.rstrip()):
            if not before or before[-1] in "后时前的中" or (word.pattern == "nominal" and "的" in piece[start:verb]):
                return None
            begin = piece.index(before)
            stop = _trim(words, piece, begin, begin + len(before))
            return _Found(verb, end, begin, stop, modality or word.modality, "agent", -1)
        return _verb(words, piece, verb, word, True, modality, False, "agent")
    return None


def _subject(words: _Words, piece: str, place: int) -> _Found | None:
    """The action of a piece that opens with who acts: A要V, A应当V, or a body followed at once by what it does."""
    reach = place + _SUBJECT_REACH
    if piece.endswith(("的", "情况", "情形", "行为")) or "不再" in piece or "无需" in piece:
        return None
    for match in _AUXILIARY.finditer(piece, place):
        at, text = match.start(), match.group()
        if at > reach:
            break
        before, after = _NOT_AUXILIARY[text]
        if (at and piece[at - 1] in before) or piece[match.end() : match.end() + 1] in (after or "\0"):
            continue
        if text == "由":
            found = _agent(words, piece, at, match.end(), None)
        else:
            follows = _word(words, piece, at)
            if follows is None:
                continue
            follows = _next_after(words, piece, at)
            if follows is None:
                continue
            found = _read(words, piece, at, True)
        if found:
            return found._replace(rule="subject" if text != "由" else "agent")
    for match in _BODY.finditer(piece, place):
        end = match.end()
        if end > reach:
            break
        follows = _word(words, piece, end)
        if follows is None:
            continue
        if follows.kind == _VERB and (
            (follows.pattern not in _STRONG and (follows.pattern != "nominal" or _NOUNS.match(piece, end + 2)))
            or _NOT_AFTER.match(piece, end + len(follows.text))
        ):
            continue
        if follows.kind == _PHRASE and follows.text not in ("按照", "按", "根据", "对", "结合", "将", "依据"):
            continue
        found = _read(words, piece, end, True)
        if found:
            return found._replace(rule="subject")
    return None


def _unknown_head(words: _Words, piece: str, place: int) -> int:
    """Where a verb must stand that no lexicon knows: after 要, 应, 须 or an urging adverb; 0 where none does."""
    urged = False
    while True:
        word = _word(words, piece, place)
        if word is None:
            break
        if word.kind == _MODAL:
            urged = word.modality == "obligation"
        elif word.kind == _ADVERB:
            urged = word.text in _URGE or (urged and len(word.text) > 1)
        else:
            return 0
        place += len(word.text)
    if not urged:
        match = _BODY_MUST.search(piece, place)
        if match is None or _word(words, piece, match.end()):
            return 0
        place = match.end()
    return place if len(piece) - place > 4 and _HAN.match(piece, place) else 0


def _tagged(words: _Words, piece: str, place: int, first: bool) -> _Found | None:
    """The action whose verb only the tagger knows."""
    tags = tag(piece[place : place + _HEAD_REACH])
    if not tags or tags[0][1] != "v" or len(tags[0][0]) != 2 or tags[0][0] in words:
        return None
    must = _MUST.search(piece, 0, place)
    modality: Modality | None = "obligation" if must else None
    return _verb(words, piece, place, _Word(tags[0][0], _VERB, "degree", None), first, modality, False, "tagged")


def _next_after(words: _Words, piece: str, place: int) -> _Word | None:
    """The known word after an auxiliary."""
    word = _word(words, piece, place)
    return _word(words, piece, place + len(word.text)) if word else None


def _plain_text(passage: Passage) -> str:
    """The passage with blanked titles as 《〓〓》 and blanked brackets as breaks, one character for one."""

    def fill(match: re.Match[str]) -> str:
        start, end = match.span()
        raw = passage.raw(start, end)
        if raw[0] == "《":
            close = raw.rfind("》") + 1
            if close > 1:
                return "《" + "〓" * (close - 2) + "》" + fill_rest(raw[close:])
        return fill_rest(raw) if start else "\n" * (end - start)

    def fill_rest(raw: str) -> str:
        if raw[:1] in _BRACKETS and raw:
            return "〓" * len(raw) if _NUMBER.match(raw) else "\n" * len(raw)
        return "\n" * len(raw) if raw.isspace() else " " * len(raw)

    return _BLANKS.sub(fill, passage.text)


def find_actions(passage: Passage, lexicon: Lexicon) -> tuple[Action, ...]:
    """The actions (举措) of a clause's body, in document order: one for each comma piece whose main verb is a task.

    The passage should have its heading, titles and responsibility brackets blanked. Offsets are those of the document;
    ``modality`` is None where the notice just commands.

    >>> from policy_extract.lexicon import load_lexicon
    >>> text = "各地要进一步完善救助制度,对困难群众进行走访,将空置房源纳入保障范围,提升服务水平。"
    >>> for action in find_actions(Passage.of(text), load_lexicon()):
    ...     print(action.verb, action.object, action.modality)
    完善 救助制度 obligation
    走访 困难群众 None
    纳入 空置房源 None
    """
    text = _plain_text(passage) if "  " in passage.text else passage.text
    removed: list[int] = []
    if "\n" in text:
        for match in _WRAP.finditer(text):
            at = match.start()
            if at - text.rfind("\n", 0, at) > _WRAPPED_LINE:
                removed.append(at - len(removed))
        if removed:
            parts, last = [], 0
            for count, place in enumerate(removed):
                parts.append(text[last : place + count])
                last = place + count + 1
            parts.append(text[last:])
            text = "".join(parts)
    words = _words(lexicon)
    skipped = [_sentence(text, m.start(), m.end()) for m in _PREAMBLE.finditer(text)]
    found: list[Action] = []
    purse = _HEAD_REACH + len(text) // _TAGGED_SHARE
    for match in _PIECE.finditer(text):
        start, end = match.span()
        piece = match.group()
        if end - start < 3 or any(low <= start < high for low, high in skipped):
            continue
        first = start == 0 or text[start - 1] in "。;!?\n:"
        place = 0
        if piece[0] in " 一二三四五六七八九十第(1234567890①②③④⑤⑥⑦⑧⑨—-·●★•▪◆○■□*":
            place = len(piece) - len(piece.lstrip(" "))
            mark = _MARK.match(piece, place)
            if mark:
                place, first = mark.end(), True
        colon = text[end : end + 1] == ":"
        if colon and first:
            continue
        piece = piece.rstrip(" ")
        while 0 <= place < len(piece):
            action = _read(words, piece, place, first)
            if action is None and purse >= _HEAD_REACH and (head := _unknown_head(words, piece, place)):
                purse -= _HEAD_REACH
                action = _tagged(words, piece, head, first)
            if action is None:
                break
            if (text[end : end + 1] or "\n") == "\n" and piece.endswith(_TITLES):
                break
            found.append(_action(passage, action, start, removed))
            place, first = action.rest, True
    return tuple(found)


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The bounds of the sentence around a place."""
    low = max(text.rfind("。", 0, start), text.rfind("\n", 0, start))
    stops = [stop for stop in (text.find("。", end), text.find("\n", end)) if stop >= 0]
    return low + 1, min(stops, default=len(text))


def _action(passage: Passage, found: _Found, base: int, removed: list[int]) -> Action:
    verb, verb_end, start, end = (base + place for place in found[:4])
    if removed:
        verb, start = verb + bisect_right(removed, verb), start + bisect_right(removed, start)
        verb_end = verb_end + bisect_right(removed, verb_end - 1)
        end = end + bisect_right(removed, end - 1)
    offset, source = passage.start, passage.source
    verb, verb_end, start, end = verb + offset, verb_end + offset, start + offset, end + offset
    low, high = min(verb, start), max(verb_end, end)
    return Action(
        low, high, source[low:high], source[verb:verb_end], verb, verb_end, source[start:end], start, end,
        found.modality, found.rule,
    )  # fmt: skip
