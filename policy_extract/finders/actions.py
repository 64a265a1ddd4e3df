"""Actions (举措): who is told to do what, one for each comma piece whose main verb is a task.

A sentence of a notice is a row of pieces between commas. A piece opens with adverbs, auxiliaries and phrases of place,
ground or target (在…, 按照…, 对…, 将…), then comes its verb, then the object up to the comma. So each piece is read
from the left, word by word, against ``verbs.csv`` and ``adverbs.csv``; what is no task (a condition in …的, a purpose
in 为…, a means, a result, a target, a description) ends the reading without a finding. A head that no lexicon knows
goes to jieba's tagger, where the grammar shows that a verb must stand there.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from policy_extract.finders.words import tag
from policy_extract.lexicon import Lexicon
from policy_extract.model import ACTION_CLASSES, Action, Modality
from policy_extract.text import Passage

__all__ = ["PATTERNS", "VERB_CLASSES", "find_actions"]

#: The values of the column ``action_class`` of ``verbs.csv``: the kind of measure that a verb announces, or none.
VERB_CLASSES: Final = (*ACTION_CLASSES, "其他", "非举措")
#: Verbs that carry out whatever their object says: 开展培训 is of the class of 培训.
_CLASSES: Final = frozenset(ACTION_CLASSES)
_OPEN_CLASSES: Final = frozenset({"推进实施", "组织协调", "其他"})

#: The values of the column ``pattern`` of ``verbs.csv``: how a verb stands in a sentence.
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

#: Prepositions, fixed by grammar: what the phrase that they open is to the verb.
_PREPOSITIONS: Final = {
    "target": "对 对于",
    "disposal": "将 把",
    "agent": "由",
    "benefit": "为 为了 给",
    "means": "以 通过 用 经过 利用 依托 借助 运用 凭借",
    "place": "在 于",
    "ground": (
        "按 按照 根据 依据 依照 参照 比照 对照 遵照 结合 针对 围绕 紧紧围绕 聚焦 立足 瞄准 紧扣 紧盯 "
        "适应 顺应 锚定 突出 坚持 面向 着眼 着眼于 基于 鉴于 统筹考虑 从 自 向 与 同 到 至 经 随着 "
        "每 凡 因 就 除 视 会同 联合 配合 比较 沿 分"
    ),
}
_MODALITIES: Final[dict[str, Modality]] = {
    "obligation": "obligation", "permission": "permission", "prohibition": "prohibition",
}  # fmt: skip
_OWN_MODALITY: Final[dict[str, Modality]] = {
    **dict.fromkeys(("鼓励", "支持", "引导", "倡导", "提倡", "号召"), "encouragement"),
    **dict.fromkeys(("允许", "准许", "许可", "同意"), "permission"),
}  # fmt: skip

_IDLE: Final = frozenset({"state", "noun"})
_SIMPLE: Final = frozenset({"", "degree", "clause", "give"})
_STRONG: Final = frozenset({"", "degree", "lead", "pace", "clause", "give", "placing", "ban"})
_JOINS: Final = frozenset({"", "lead", "nominal", "result"})
_JOINED: Final = frozenset({"", "degree", "result", "lead", "placing"})
#: Adverbs of pace go before any verb, a nominal one too (加快建设); so do the strict ones (严格控制).
_PACE: Final = frozenset({"加快", "加速", "加紧", "抓紧", "抢抓"})
_STRICT: Final = frozenset({"严格", "严肃", "集中", "统一", "联合", "公开"})
#: Adverbs that make a commanded step of what would be a result.
_EFFORT: Final = frozenset({"着力", "大力", "全力", "重点"})
#: Measures whose carrying out is described by 落实…情况: a list of things to look at, not a task.
_CARRIED_OUT: Final = frozenset({"推进实施", "机制建设", "规划标准"})
_WAYS: Final = ("方式", "形式", "办法", "途径", "手段", "方法", "模式", "渠道")
_NOT_VERB_BEFORE: Final = frozenset("的、和与及或所未已被新拟")
_NEGATED: Final = ("不再", "暂不", "均不", "也不", "一不", "并不", "就不", "再不", "可不", "得不", "能不")
_ORGANISED: Final = (
    "党", "社会", "基层", "其他", "合作", "经济", "行业", "法人", "志愿", "公益", "金融", "群众", "国际", "自治",
    "的", "者", "或",
)  # fmt: skip
_CLOSING: Final = {"“": "”", "(": ")", "《": "》", '"': '"'}

# Bounds keep the time linear on hostile text; a quote or bracket that does not close opens nothing.
_PIECE = re.compile(
    r"(?:[^,;。:!?\n(“《\"]++|\([^()\n]{0,200}+(?:\([^()\n]{0,60}+\)[^()\n]{0,200}+){0,4}+\)|“[^“”\n]{0,200}+”|《[^《》\n]{0,300}+》"
    r"|\"[^\"\n]{0,100}+\"|(?<=\d),(?=\d{3}(?!\d))|[(“《\"]){1,400}+"
)
_LONGEST_PIECE = 600
_BLANKS = re.compile(r" {2,}")
_WRAP = re.compile(r"\n\n?(?=[^\n ])(?!\(?[一二三四五六七八九十\d]{1,3}[)、.]|第[一二三四五六七八九十百]{1,4}[条章节])")
_WRAPPED_LINE = 20
_NUMBER = re.compile(r"[(（〔\[［【].{0,24}\d{4}.{0,16}号")
_OPENERS = "(（〔[［【﹝"
_MARKED = frozenset(" 一二三四五六七八九十第(1234567890①②③④⑤⑥⑦⑧⑨⑩—-·●★•▪◆○■□*")
_MARK = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}是要?|第[一二三四五六七八九十][是,、]?|\((?:\d{1,2}|[一二三四五六七八九十]{1,3})\)|\d{1,2}[).、](?!\d)"
    r"|[一二三四五六七八九十]{1,3}、|[①-⑳]|[—\-·●★•▪◆○■□*]{1,4})\s{0,4}"
)
_TIME = re.compile(
    r"(?:(?:截至|力争到?|到|至|自|从|于)?\d{1,4}(?:[-—~至]\d{1,4})?(?:年度?(?:\d{1,2}月)?(?:\d{1,2}日)?|月份?(?:\d{1,2}日)?|日)"
    r"[上下]?半?年?(?:底|末|初)?(?:之?前|以前|以后|起|内|间|期间)?){1,4}"
)
_AUXILIARY = re.compile(r"应当|必须|务必|不得|严禁|禁止|要|应|须|可以|可|由")
#: Characters before and after an auxiliary that make it part of another word.
_NOT_AUXILIARY: Final = {
    "要": ("主需重必简纪摘首只就紧概扼次", "素求件点闻道旨领目塞害么是约"),
    "应": ("供响相效反适对顺呼感理报因", "用急对届邀聘有该付收变答允"),
    "可": ("许认尚不", "能靠行持再视见用控燃追比操及惜"),
    "由": ("自理事缘经案", "于此来衷头表"),
    "须": ("必", ""),
}
# Each branch begins with a letter, not a class: only then does a search skip to where one can begin.
_BODY = re.compile(
    r"(?:部门|单位|机构|企业|政府|银行|公司|中心|协会|商会|学校|院校|医院|委员会|管委会|乡镇|街道|厅|局|委|办|会|院|财政)\)?"
)
_BODY_PHRASES: Final = frozenset({"按照", "按", "根据", "对", "结合", "将", "依据"})
_BODY_MUST = re.compile(r"(?:部门|单位|机构|企业|政府|局|厅|委|办|者|人)(?:应当?|要(?!求)|须|必须|不得)")
#: After a nominal verb these make it the subject of a rule: 规划…应当符合….
_CLAUSAL = re.compile(r"应当|必须|不得|为准|可以|不超过|不低于")
_MUST = re.compile(r"应当?|要|须|务必")
_HAN = re.compile(r"[\u4e00-\u9fff]{4}")
_SUBJECT_REACH = 40
_HEAD_REACH = 6
#: One character in so many may go to the tagger.
_TAGGED_SHARE = 33
#: Verbs tried in one piece before it is given up: real pieces need a handful.
_FUEL = 48


class _Word(NamedTuple):
    text: str
    kind: int
    pattern: str  # of a verb, the kind of an adverb, or of the phrase that a preposition opens
    modality: Modality | None
    action_class: str


class _Found(NamedTuple):
    """Places in the piece; ``rest`` is where a second predicate (…并…) starts, -1 without one."""

    verb: int
    verb_end: int
    object: int
    object_end: int
    modality: Modality | None
    rule: str
    rest: int


@dataclass(frozen=True, slots=True)
class _Grammar:
    """What the lexicon says, compiled: words by their first two characters, longest first, and the cues around them."""

    heads: dict[str, tuple[_Word, ...]]
    cues: dict[str, re.Pattern[str]]
    conditions: tuple[str, ...]
    ends: frozenset[str]  # the last characters of conditions
    no_object: frozenset[str]
    classes: dict[str, str]  # of verbs
    of_objects: dict[str, str]  # by the last two characters of an object

    def word(self, piece: str, place: int) -> _Word | None:
        """The longest known word that starts at this place of the piece."""
        words = self.heads.get(piece[place : place + 2])
        if words is not None:
            for word in words:
                if piece.startswith(word[0], place):
                    return word
        single = self.heads.get(piece[place : place + 1])
        return single[0] if single is not None else None

    def class_of(self, verb: str, thing: str) -> str | None:
        """The kind of measure (举措类别): the verb's, but the object's where the verb only carries it out."""
        known = self.classes.get(verb)
        if known is None:  # joined verbs: 研究制定, 支持和引导
            word = self.word(verb, 0)
            known = word.action_class if word else ""
        if known in _OPEN_CLASSES:
            known = self.of_objects.get(thing[-2:], known)
        return known if known in _CLASSES else None

    def is_condition(self, piece: str) -> bool:
        """Whether a piece says when or for whom (…的, …后, …期间), not what to do."""
        return piece[-1:] in self.ends and (
            piece.endswith(self.conditions) or self.cues["point"].search(piece, max(0, len(piece) - 3)) is not None
        )


@lru_cache(maxsize=4)
def _grammar(lexicon: Lexicon) -> _Grammar:
    found: dict[str, _Word] = {}
    for row in lexicon.table("adverbs"):
        adverb, kind = row["adverb"], row["kind"]
        modality = _MODALITIES.get(kind)
        found[adverb] = _Word(adverb, _MODAL if modality else _ADVERB, kind, modality, "")
    for row in lexicon.table("verbs"):
        verb = row["verb"]
        found[verb] = _Word(verb, _VERB, row["pattern"], _OWN_MODALITY.get(verb), row["action_class"])
    for pattern, words in _PREPOSITIONS.items():
        for text in words.split():
            if text not in found or found[text].pattern in ("state", "noun", "nominal"):
                found[text] = _Word(text, _PHRASE, pattern, None, "")
    heads: dict[str, list[_Word]] = {}
    for text in sorted(found, key=lambda t: (-len(t), t)):
        heads.setdefault(text[:2], []).append(found[text])
    entries = lexicon.cues("actions")
    cues = {name: re.compile(entry["pattern"]) for name, entry in entries.items() if "pattern" in entry}
    conditions = tuple(entries["condition"]["words"])
    return _Grammar(
        {head: tuple(words) for head, words in heads.items()},
        cues,
        conditions,
        frozenset(condition[-1] for condition in (*conditions, *entries["point"]["words"])),
        frozenset(entries["no_object"]["words"]),
        {verb: word.action_class for verb, word in found.items() if word.action_class},
        {row["object_end"]: row["action_class"] for row in lexicon.table("action_objects")},
    )


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
    grammar = _grammar(lexicon)
    text = _restored(passage) if "  " in passage.text else passage.text
    text, removed = _unwrapped(text, passage) if "\n" in text else (text, [])
    skipped = _preambles(text, grammar.cues["preamble"])
    reader = _Reader(grammar)
    purse = _HEAD_REACH + len(text) // _TAGGED_SHARE
    found: list[Action] = []
    for match in _PIECE.finditer(text):
        start, end = match.span()
        if end - start < 3:
            continue
        if skipped:
            while skipped and skipped[-1][1] <= start:
                skipped.pop()
            if skipped and skipped[-1][0] <= start:
                continue
        piece = match.group()
        first = start == 0 or text[start - 1] in "。;!?\n:"
        place = 0
        if piece[0] in _MARKED:
            piece = piece.rstrip(" ")
            place = len(piece) - len(piece.lstrip(" "))
            mark = _MARK.match(piece, place)
            if mark:
                place, first = mark.end(), True
        after = text[end : end + 1]
        if first and after == ":":
            continue  # a label: 加强领导:…
        reader.take(piece)
        while place >= 0:
            action = reader.read(place, first)
            if action is None and purse >= _HEAD_REACH and (head := reader.unknown(place)):
                purse -= _HEAD_REACH
                action = reader.tagged(head, first)
            if action is None or (after in ("", "\n") and grammar.cues["document_title"].search(piece)):
                break
            found.append(_action(passage, action, start, removed, grammar))
            place, first = action.rest, True
    return tuple(found)


def _action(passage: Passage, found: _Found, base: int, removed: list[int], grammar: _Grammar) -> Action:
    """The finding in document offsets."""
    verb, verb_end, start, end, modality, rule, _ = found
    if removed:
        verb += bisect_right(removed, base + verb)
        verb_end += bisect_right(removed, base + verb_end - 1)
        start += bisect_right(removed, base + start)
        end += bisect_right(removed, base + end - 1)
    base += passage.start
    verb, verb_end, start, end = verb + base, verb_end + base, start + base, end + base
    source = passage.source
    low = verb if verb < start else start
    high = end if end > verb_end else verb_end
    name, thing = source[verb:verb_end], source[start:end]
    return Action(
        low, high, source[low:high], name, verb, verb_end, thing, start, end, modality, rule, passage.clause,
        grammar.class_of(name, thing),
    )  # fmt: skip


# -- the text that is read ---------------------------------------------------------------------------------------------


def _restored(passage: Passage) -> str:
    """The passage with blanked titles as 《〓〓》 and blanked brackets as breaks, one character for one."""
    start, source = passage.start, passage.source

    def fill(match: re.Match[str]) -> str:
        raw = source[start + match.start() : start + match.end()]
        if raw[0] == "《":
            close = raw.rfind("》") + 1
            if close > 1:
                return f"《{'〓' * (close - 2)}》{fill_rest(raw[close:])}"
        if raw.isspace() and match.string[match.end() : match.end() + 1] == "\n":
            return " " * len(raw)
        return fill_rest(raw) if match.start() else "\n" * len(raw)

    def fill_rest(raw: str) -> str:
        if raw and raw[0] in _OPENERS:
            return ("〓" if _NUMBER.match(raw) else "\n") * len(raw)
        return ("\n" if raw.isspace() else " ") * len(raw)

    return _BLANKS.sub(fill, passage.text).replace("&nbsp;", " " * 6)


def _unwrapped(text: str, passage: Passage) -> tuple[str, list[int]]:
    """The text with hard-wrapped lines joined, and for each character left out its place in the joined text."""
    removed: list[int] = []
    parts: list[str] = []
    last = 0
    for match in _WRAP.finditer(text):
        at, end = match.span()
        if end - at == 2 and passage.source[passage.start + at] != "\r":
            continue  # an empty line; CR LF folds to two line ends as well
        while at > last and text[at - 1] == " ":  # PDF text layers end their lines in a space
            at -= 1
        if at == last or text[at - 1] in "\n。;:!?,":
            continue
        # a line is as long as it was printed, its blanked heading included
        if at - passage.text.rfind("\n", 0, at) > _WRAPPED_LINE:
            removed.extend([at - len(removed)] * (end - at))
            parts.append(text[last:at])
            last = end
    if not removed:
        return text, removed
    parts.append(text[last:])
    return "".join(parts), removed


def _preambles(text: str, cue: re.Pattern[str]) -> list[tuple[int, int]]:
    """The sentences that only say why or that the document is issued, the last first."""
    spans: list[tuple[int, int]] = []
    for match in cue.finditer(text):
        start, end = match.span()
        if spans and start < spans[-1][1]:
            continue
        low = max(text.rfind("。", max(0, start - 2000), start), text.rfind("\n", max(0, start - 2000), start))
        stops = [stop for stop in (text.find("。", end, end + 2000), text.find("\n", end, end + 2000)) if stop >= 0]
        spans.append((low + 1, min(stops, default=min(len(text), end + 2000))))
    spans.reverse()
    return spans


# -- one piece ---------------------------------------------------------------------------------------------------------


class _Reader:
    """Reads one piece after the other; places are those of the piece."""

    __slots__ = ("cues", "fuel", "grammar", "piece", "size", "word")

    def __init__(self, grammar: _Grammar) -> None:
        self.grammar = grammar
        self.cues = grammar.cues
        self.word = grammar.word
        self.take("")

    def take(self, piece: str) -> None:
        """Turns to the next piece."""
        if len(piece) > _LONGEST_PIECE:
            piece = piece[:_LONGEST_PIECE]
        if piece[-1:] == " ":
            piece = piece.rstrip(" ")
        self.piece = piece
        self.size = len(piece)
        self.fuel = _FUEL

    def read(self, place: int, first: bool, modality: Modality | None = None) -> _Found | None:
        """The action from here on: past adverbs, auxiliaries and phrases to the verb."""
        piece, size, plain = self.piece, self.size, True
        while place < size:
            word = self.word(piece, place)
            if word is None:
                mark = piece[place]
                if mark == " " or (mark in "地、" and place and not plain):
                    place += 1
                    continue
                time = _TIME.match(piece, place)
                if time is None:
                    return self.subject(place) if plain or modality is None else None
                place = time.end()
                continue
            kind = word[1]
            if kind == _VERB:
                return self.verb(place, word, first, modality, plain)
            if kind == _PHRASE:
                time = _TIME.match(piece, place)
                if time is None:
                    return self.phrase(place, word, first, modality, plain)
                place = time.end()
                continue
            modality = word[3] or modality
            plain = plain and kind == _ADVERB and len(word[0]) == 1
            place += len(word[0])
        return None

    def verb(
        self, place: int, word: _Word, first: bool, modality: Modality | None, plain: bool, rule: str = "verb"
    ) -> _Found | None:
        """The action whose verb is this word: what is joined to it, and its object."""
        self.fuel -= 1
        if self.fuel < 0:
            return None
        piece, size = self.piece, self.size
        text, _, pattern, own, _ = word
        end = place + len(text)
        if end >= size:
            return None
        joint = piece[end]
        if joint in "的后前中时者之由按结" and pattern not in _IDLE:
            if joint == "由" or piece.startswith("结果", end):  # 奖励由…承担, 检查结果…: a noun
                return self.subject(end) if rule == "verb" else None
            if piece.startswith(("的", "后的", "前的", "中的", "时的", "者", "之", "按"), end):
                return None
        if pattern not in _SIMPLE:
            turned, instead = self.special(place, end, word, first, modality, plain, rule)
            if turned:
                return instead
        last = word
        if joint in "、和与及并或" or pattern in _JOINS or pattern == "clause":
            last, end = self.joined(end, word, plain)
            if end < 0 or (last is word and pattern == "nominal" and joint in "和与及或"):
                return None
            joint = piece[end]
        if joint == "好" and last[0][-1] != "好" and not piece.startswith("好房", end):
            end += 1
        start = end
        while start < size and piece[start] in " 了、":
            start += 1
        stop, rest = size, -1
        if pattern != "clause" and pattern != "ban":
            if ("时" in piece or "后" in piece) and (then := self.then(start)):
                return self.read(then, first, modality)
            if piece[start : start + 1] in "将把":
                pass  # 推动将X纳入Y: a clause
            elif "并" in piece or "予以" in piece or "入" in piece or "以" in piece or "用于" in piece:
                stop, rest = self.broken(start)
        thing = piece[start:stop].rstrip(" 、")
        if not thing or not self.is_object(thing, start, word, rest):
            return None
        if pattern == "means":
            if thing.endswith(_WAYS):
                return None
            if (way := self.last(self.cues["way"], start)) and (found := self.closed(way, first, modality)):
                return found
        return _Found(
            place, end, start, start + len(thing), "prohibition" if pattern == "ban" else modality or own, rule, rest
        )

    def special(
        self, place: int, end: int, word: _Word, first: bool, modality: Modality | None, plain: bool, rule: str
    ) -> tuple[bool, _Found | None]:
        """Whether a verb of some special pattern is no main verb here, and what is found in its stead."""
        piece, pattern = self.piece, word.pattern
        if pattern in _IDLE:
            return True, self.subject(end) if rule == "verb" and modality is None else None
        if pattern == "light" or pattern == "placing":
            return True, None
        if pattern == "result":
            commanded = first if modality is None else modality == "obligation"
            return not commanded and piece[place - 2 : place] not in _EFFORT, None
        if rule == "verb" and pattern == "lead" and plain and _BODY_MUST.search(piece, end):
            return True, self.subject(end)
        if rule == "verb" and pattern == "nominal" and not self.coordinated(end):
            noun = self.cues["noun"].match(piece, end)
            found = self.subject(end, bodies=noun is not None) if plain or noun else None
            topic = plain and _CLAUSAL.search(piece, end) is not None
            return found is not None or topic or (noun is not None and plain), found
        if pattern == "pace" and (follows := self.next(end)):
            after, second = follows
            last = after + len(second.text)
            if (
                second.kind == _VERB
                and last < self.size
                and (second.pattern in _STRONG or self.paced(word.text, second, last))
                and (not self.cues["postposition"].match(piece, last) or self.coordinated(last))
            ):
                return True, self.verb(after, second, first, modality, False, rule)
        return False, None

    def paced(self, adverb: str, second: _Word, last: int) -> bool:
        """Whether 加快 or 严格 is an adverb of a nominal verb: 加快建设|基地, but 加快|建设进度."""
        if second.pattern != "nominal" or self.cues["noun"].match(self.piece, last):
            return False
        return adverb in _STRICT or (adverb in _PACE and not self.cues["pace_noun"].search(self.piece))

    def joined(self, end: int, word: _Word, plain: bool) -> tuple[_Word, int]:
        """The last verb of 减少和下放, 研究制定, 支持、引导 and where it ends; -1 where the row turns out a noun."""
        piece, size, pattern, last = self.piece, self.size, word.pattern, word
        while end < size:
            joint = piece[end] in "、和与及并或"
            start = end + 1 if joint else end
            second = self.word(piece, start)
            if second is None or second.kind != _VERB:
                break
            kind, after = second.pattern, start + len(second.text)
            if after >= size:
                break
            row = piece[after] in "、和与及或"
            if not row and self.cues["postposition"].match(piece, after):
                break
            if joint:
                if kind in ("state", "noun", "light", "placing") or (row and kind == "nominal"):
                    break
            else:
                clauses = pattern == kind == "clause"
                led = last.pattern == "lead" and kind in ("nominal", "clause", "pace") and size - after > 3
                if row or not (clauses or last.pattern in _JOINS) or not (clauses or led or kind in _JOINED):
                    break
                if kind == "nominal" and self.cues["noun"].match(piece, after):
                    break
            last, end = second, after
        if last is not word and plain and last.pattern == "nominal" and self.cues["noun"].match(piece, end):
            return last, -1
        return last, end

    def is_object(self, thing: str, start: int, word: _Word, rest: int) -> bool:
        """Whether what follows is what the verb acts on, not a condition, a list's label or a mere word for doing."""
        grammar, cues, pattern = self.grammar, self.cues, word[2]
        if len(thing) == 1 and not thing.isalnum():
            return False  # the mark that closes a bracket
        if thing in grammar.no_object or grammar.is_condition(thing if rest >= 0 else self.piece):
            return False
        if thing[0] in "成为至是" and cues["became"].match(thing):
            return False
        last = thing[-1]
        if last == "况" and word[4] in _CARRIED_OUT and thing.endswith("情况"):
            return False
        if "下" in thing and cues["listing"].search(thing):
            return False
        if (pattern == "lead" or pattern == "pace") and len(thing) < 10 and self.only_verbs(thing):
            return False
        relative = thing.find("的", 1, 5)  # 支持发展的产业: a noun, not a task
        if relative > 0 and pattern != "degree":
            inner = self.word(thing, 0)
            return not (inner and inner.kind == _VERB and inner.pattern != "pace" and len(inner.text) == relative)
        return True

    def broken(self, start: int) -> tuple[int, int]:
        """Where the object ends inside the piece, and where a second predicate behind 并 begins (-1 without one)."""
        for cut in self.cues["break"].finditer(self.piece, start + 2):
            if cut.group() != "并":
                return cut.start(), -1
            follows = self.next(cut.end())
            if follows and follows[1].kind == _VERB:
                return cut.start(), cut.end()
        return self.size, -1

    def then(self, start: int) -> int | None:
        """Where the main verb stands when the first one only says when: 签订协议时|支付定金."""
        for match in self.cues["then"].finditer(self.piece, start):
            follows = self.next(match.end())
            if follows is None or follows[1].pattern in _IDLE:
                continue
            place, word = follows
            if word.pattern != "nominal" or not self.cues["noun"].match(self.piece, place + len(word.text)):
                return match.end()
        return None

    def only_verbs(self, thing: str) -> bool:
        """Whether nothing but verbs follows 统筹, 统一, 集中: then the object is left out (统筹协调, 集中攻坚)."""
        place = 0
        while place < len(thing):
            word = self.word(thing, place)
            if word is not None and word.kind == _VERB and word.pattern not in _IDLE:
                place += len(word.text)
            elif thing[place] in "、和与":
                place += 1
            else:
                return False
        return True

    def coordinated(self, place: int) -> bool:
        """Whether another verb with an object is joined on here: 保护、|传承老字号."""
        if self.piece[place : place + 1] not in ("、", "和", "与", "及", "并"):
            return False
        word = self.word(self.piece, place + 1)
        return word is not None and word.kind == _VERB and place + 1 + len(word.text) < self.size

    def next(self, place: int) -> tuple[int, _Word] | None:
        """The first word from here on that is no adverb."""
        while (word := self.word(self.piece, place)) is not None and word.kind == _ADVERB:
            place += len(word.text)
        return (place, word) if word else None

    # -- phrases before the verb ---------------------------------------------------------------------------------------

    def phrase(self, place: int, word: _Word, first: bool, modality: Modality | None, plain: bool) -> _Found | None:
        """The action of a piece that opens with a preposition: its verb stands where the phrase ends."""
        start, kind = place + len(word.text), word.pattern
        if kind == "target":
            return self.target(start, first, modality)
        if kind == "disposal":
            return self.disposal(place, start, first, modality)
        if kind == "agent":
            return self.agent(place, start, modality)
        if kind == "benefit":
            follows = self.word(self.piece, start)
            purpose = follows is not None and follows.kind in (_VERB, _ADVERB)
            if plain and (purpose or (modality is None and not first)):
                return None
            return self.after(start, True, modality)
        if kind == "means":
            if self.piece.endswith(_WAYS):
                return None
            for way in self.cues["way"].finditer(self.piece, start):
                found = self.closed(way.end(), first, modality)
                if found or self.fuel < 0 or way.end() > self.size - 4:
                    return found
            return self.after(start, first, modality)
        if kind == "ground":
            opening = self.word(self.piece, start) if word.text == "每" else None
            if opening and opening.kind == _VERB:
                return None  # 每完成…: a rate, not a task
            for close in self.cues["ground"].finditer(self.piece, start + 1):
                found = self.closed(close.end(), first, modality)
                if found or self.fuel < 0:
                    return found
                start = max(start, close.end() - 2)
        elif within := self.cues["within"].search(self.piece, start):
            found = self.closed(within.end(), first, modality)
            if found:
                return found
        return self.after(start, first, modality)

    def last(self, cue: re.Pattern[str], start: int) -> int:
        """Where the last match of a cue ends; 0 without one."""
        end = 0
        for match in cue.finditer(self.piece, start):
            end = match.end()
        return end

    def closed(self, place: int, first: bool, modality: Modality | None) -> _Found | None:
        """The action of what is left of the piece when its opening phrase is closed."""
        self.fuel -= 1
        if self.fuel < 0:
            return None
        while place < self.size and self.piece[place] in " 上下中内":
            place += 1
        follows = self.word(self.piece, place)
        if follows is None or (follows.kind == _PHRASE and follows.pattern != "target"):
            return self.after(place - 2, first, modality)
        return self.read(place, first, modality)

    def after(self, start: int, first: bool, modality: Modality | None) -> _Found | None:
        """The first verb of the piece that stands clear of the phrase opened before ``start``."""
        for place, word in self.candidates(start):
            if place < start + 2 or word.pattern == "result":
                continue
            found = self.verb(place, word, first, modality, False, "phrase")
            if found or self.fuel < 0:
                return found
        return None

    def candidates(self, place: int, bare: bool = False, loose: bool = False) -> Iterator[tuple[int, _Word]]:
        """The places from here on where a verb may be the main one.

        ``bare`` allows one at the end of the piece, ``loose`` one that is as often a noun.
        """
        piece, size, heads, state = self.piece, self.size, self.grammar.heads, -1
        while place < size - 1:
            close = _CLOSING.get(piece[place])
            if close:
                place = max(piece.find(close, place + 1), place) + 1
                continue
            for word in heads.get(piece[place : place + 2], ()):
                if piece.startswith(word[0], place):
                    break
            else:
                place += 1
                continue
            end = place + len(word.text)
            if word.kind == _VERB and word.pattern != "noun" and piece[place - 1] not in _NOT_VERB_BEFORE:
                if word.pattern == "state":
                    state = end
                elif self.may_be_main(place, end, word, bare, loose) and (state < 0 or "的" in piece[state:place]):
                    yield place, word
            place = end

    def may_be_main(self, place: int, end: int, word: _Word, bare: bool, loose: bool) -> bool:
        """Whether a verb inside the piece may be its main one: not negated, not part of a noun, not one of a row."""
        piece = self.piece
        if end >= self.size:
            if not bare:
                return False
        elif word.pattern == "nominal":
            if not (piece[end].isdigit() or piece[end] == "每" or (loose and not self.cues["noun"].match(piece, end))):
                return False
        elif self.cues["postposition"].match(piece, end):
            return False
        if word.text == "组织" and piece.endswith(_ORGANISED, 0, place):
            return False
        return not (piece[place - 1] in "不再" and piece[place - 2 : place] in _NEGATED)

    def trimmed(self, start: int, end: int) -> int:
        """Where a thing ends that adverbs follow: 将名单及时|公布 is 名单."""
        while end - start > 2:
            for size in (4, 3, 2, 1):
                word = self.word(self.piece, end - size) if end - size > start else None
                if word is None or len(word.text) != size:
                    continue
                if word.kind == _MODAL or (size > 1 and (word.kind == _ADVERB or word.pattern == "pace")):
                    end -= size
                    break
            else:
                break
        return end

    def target(self, start: int, first: bool, modality: Modality | None) -> _Found | None:
        """对X进行V gives V and X; 对X实施Y gives 实施 and Y; 对X依法查处 gives 查处 and X."""
        piece, size = self.piece, self.size
        if piece.endswith("的"):
            return None
        for place, word in self.candidates(start, bare=True):
            end = place + len(word.text)
            if word.pattern == "light":
                return self.light(start, place, end, modality)
            if place < start + 2 or word.pattern == "result":
                continue
            if end >= size:
                return _Found(place, end, start, self.trimmed(start, place), modality or word.modality, "target", -1)
            if "的" in piece[end:] and "的" not in piece[start:place] and self.trimmed(start, place) == place:
                continue  # 对新建厂房的企业: whom, not what
            found = self.verb(place, word, first, modality, False, "target")
            if found or self.fuel < 0:
                return found
        return None

    def light(self, start: int, place: int, end: int, modality: Modality | None) -> _Found | None:
        """The verb behind 进行 or 予以, and what stands between 对 and it."""
        while (adverb := self.word(self.piece, end)) and adverb.kind == _ADVERB:
            end += len(adverb.text)
        tail = self.piece[end:].removesuffix("后")
        if not 1 < len(tail) < 16 or self.grammar.is_condition(tail):
            return None
        if len(tail) > 4 or "的" in tail:
            noun = self.word(tail, len(tail) - 2)
            if noun is None or noun.kind != _VERB:
                return None
            end, tail = end + len(tail) - 2, tail[-2:]
        return _Found(end, end + len(tail), start, self.trimmed(start, place), modality, "target", -1)

    def disposal(self, place: int, start: int, first: bool, modality: Modality | None) -> _Found | None:
        """将X列入Y and 把X分解到Y give the verb and X; 将加大Y is the future and gives 加大 and Y."""
        fallback: tuple[int, int] | None = None
        for verb, word in self.candidates(start, bare=True, loose=True):
            if verb < start + 2:
                continue
            end = verb + len(word.text)
            if word.pattern == "placing":
                return _Found(verb, end, start, self.trimmed(start, verb), modality, "disposal", -1)
            fallback = fallback or (verb, end)
        opening = self.word(self.piece, start)
        if opening and self.piece[place] == "将":
            follows_verb = opening.kind == _VERB and opening.pattern in _STRONG
            if follows_verb or opening.kind == _ADVERB:
                return self.read(start, first, modality)
        if fallback is None or self.grammar.is_condition(self.piece):
            return None
        return _Found(*fallback, start, self.trimmed(start, fallback[0]), modality, "disposal", -1)

    def agent(self, place: int, start: int, modality: Modality | None) -> _Found | None:
        """由A制定Y gives 制定 and Y; X由A制定 gives 制定 and X."""
        piece = self.piece
        aim = piece.find("对", start + 2, start + _SUBJECT_REACH)
        if aim > 0 and (found := self.target(aim + 1, True, modality)):
            return found
        for verb, word in self.candidates(start, bare=True):
            if verb < start + 2 or word.pattern in ("light", "result"):
                continue
            end = verb + len(word.text)
            if end < self.size:
                return self.verb(verb, word, True, modality, False, "agent")
            before = piece[:place].strip(" ")
            if not before or before[-1] in "后时前的中" or (word.pattern == "nominal" and "的" in piece[start:verb]):
                return None
            begin = piece.index(before)
            stop = self.trimmed(begin, begin + len(before))
            return _Found(verb, end, begin, stop, modality or word.modality, "agent", -1)
        return None

    # -- subjects ------------------------------------------------------------------------------------------------------

    def subject(self, place: int, bodies: bool = True) -> _Found | None:
        """The action of a piece that opens with who acts: A要V, A应当V, or a body followed at once by what it does."""
        self.fuel -= 8
        piece = self.piece
        if self.fuel < 0 or piece.endswith(("的", "情形")) or "不再" in piece or "无需" in piece:
            return None
        reach = place + _SUBJECT_REACH
        for match in _AUXILIARY.finditer(piece, place, reach):
            at, end, text = match.start(), match.end(), match.group()
            before, after = _NOT_AUXILIARY.get(text, ("", ""))
            if (at and piece[at - 1] in before) or piece[end : end + 1] in (after or "\0"):
                continue
            if text == "由":
                found = self.agent(at, end, None)
                if found:
                    return found
            elif (word := self.word(piece, at)) and self.word(piece, at + len(word.text)):
                found = self.read(at, True)
                if found:
                    return found._replace(rule="subject")
        for match in _BODY.finditer(piece, place, reach) if bodies else ():
            end = match.end()
            follows = self.word(piece, end)
            if follows is None or not self.may_act(end, follows):
                continue
            found = self.read(end, True)
            if found:
                return found._replace(rule="subject")
        return None

    def may_act(self, place: int, word: _Word) -> bool:
        """Whether a body is followed at once by what it does: 金融机构|开发…, not 机构|改革."""
        if word.kind == _PHRASE:
            return word.text in _BODY_PHRASES
        if word.kind != _VERB:
            return True
        end = place + len(word.text)
        if self.cues["postposition"].match(self.piece, end):
            return False
        if word.pattern == "nominal":
            return not self.cues["noun"].match(self.piece, end)
        return word.pattern in _STRONG

    # -- heads that no lexicon knows -----------------------------------------------------------------------------------

    def unknown(self, place: int) -> int:
        """Where a verb must stand that no lexicon knows: after 要, 应, 须 or an urging adverb; 0 where none does."""
        piece, urged = self.piece, False
        while (word := self.word(piece, place)) is not None:
            if word.kind == _MODAL:
                urged = word.modality == "obligation"
            elif word.kind == _ADVERB:
                urged = word.pattern == "urging" or (urged and len(word.text) > 1)
            else:
                return 0
            place += len(word.text)
        if not urged:
            match = _BODY_MUST.search(piece, place)
            if match is None or match.group().endswith("不得") or self.word(piece, match.end()):
                return 0
            place = match.end()
        return place if self.size - place > 4 and _HAN.match(piece, place) else 0

    def tagged(self, place: int, first: bool) -> _Found | None:
        """The action whose verb only the tagger knows."""
        tags = tag(self.piece[place : place + _HEAD_REACH])
        if not tags or tags[0][1] != "v" or len(tags[0][0]) != 2:
            return None
        modality: Modality | None = "obligation" if _MUST.search(self.piece, 0, place) else None
        return self.verb(place, _Word(tags[0][0], _VERB, "degree", None, ""), first, modality, False, "tagged")
