"""Verbs and modality: what the lexicon says of the words that a piece of a sentence opens with."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from policy_extract.lexicon import Lexicon
from policy_extract.model import Modality

__all__ = [
    "ADVERB", "AUXILIARY", "BODY", "BY", "COMMANDED", "IDLE", "LEADING", "MODAL", "NONE", "PATTERNS", "PHRASE", "SIMPLE",
    "STRONG", "VERB", "WAYS", "WHO", "Grammar", "Word", "grammar_of",
]  # fmt: skip

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

VERB: Final = 0
ADVERB: Final = 1
MODAL: Final = 2
PHRASE: Final = 3
NONE: Final = 4

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

#: Two characters, as codes, make a number: the first times the one, plus the second, and so many bits of it.
PAIRING: Final = 31
PAIRED: Final = 0x7FFF

IDLE: Final = frozenset({"state", "noun"})
SIMPLE: Final = frozenset({"", "degree", "clause", "give"})
STRONG: Final = frozenset({"", "degree", "lead", "pace", "clause", "give", "placing", "ban"})
#: No ending of a title is longer.
_LONGEST_TITLE_END: Final = 12
#: Who does it, not what is done: the verb follows (牵头|制定, 负责|落实).
LEADING: Final = frozenset({"牵头", "负责"})
WAYS: Final = ("方式", "形式", "办法", "途径", "手段", "方法", "模式", "渠道")


#: What shows who acts and that something is done: an auxiliary, 由, a body followed at once by what it does, what shows
#: that a sentence about a thing commands something of it (预售资金|实行…); of whom else must something be said to be done.
AUXILIARY: Final = 0
BY: Final = 1
BODY: Final = 2
COMMANDED: Final = 3
WHOEVER: Final = 4
_WHO: Final = {
    AUXILIARY: "必须 务必 不得 严禁 禁止 要 应 须 可",
    BY: "由",
    BODY: (
        "部门 单位 机构 企业 政府 银行 公司 中心 协会 商会 学校 院校 医院 委员会 管委会 乡镇 街道 厅 局 委 办 会 院 财政"
    ),
    COMMANDED: "严格 全面 一律 逐步 原则上 优先 实行",
    WHOEVER: "者 人",
}
WHO: Final = {word: kind for kind, words in _WHO.items() for word in words.split()}
#: Those that may be part of another word, with the characters before and after that make them so.
_ALONE: Final = {
    "要": "要(?<![主需重必简纪摘首只就紧概扼次]要)(?![素求件点闻道旨领目塞害么是约])",
    "应": "应(?:(?=当)|(?<![供响相效反适对顺呼感理报因]应)(?![用急对届邀聘有该付收变答允]))",
    "可": "可(?:(?=以)|(?<![许认尚不]可)(?![能靠行持再视见用控燃追比操及惜]))",
    "由": "由(?<![自理事缘经案]由)(?![于此来衷头表])",
    "须": "须(?<!必须)",
    "实行": "实行(?!的)",
    "者": "者(?=[应要须必不])",
    "人": "人(?=[应要须必不])",
}


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    size: int
    kind: int
    pattern: str  # of a verb, the kind of an adverb, or of the phrase that a preposition opens
    modality: Modality | None = None
    action_class: str = ""
    longer: tuple[Word, ...] = ()  # the known words of which it is the first two characters, longest first
    thirds: str = ""  # the third characters of these


@dataclass(frozen=True, slots=True)
class Grammar:
    """What the lexicon says, compiled: words by their first two characters, those of one, and the cues around them."""

    heads: dict[str, Word]  # the word of these two characters, or one that is NONE and only has longer ones
    singles: dict[str, Word]
    pairs: bytes  # not 0 at the number of each of these heads: nine in ten pairs are told to be none without a look-up
    who: re.Pattern[str]  # shows who acts
    cues: dict[str, re.Pattern[str]]
    conditions: tuple[str, ...]
    ends: frozenset[str]  # the last characters of conditions
    no_object: frozenset[str]

    def word(self, piece: str, place: int) -> Word | None:
        """The longest known word that starts at this place of the piece."""
        word = self.heads.get(piece[place : place + 2])
        if word is None:
            return self.singles.get(piece[place : place + 1])
        return self.longest(word, piece, place) if word.thirds else word

    def longest(self, word: Word, piece: str, place: int) -> Word | None:
        """The longest known word at this place, where this one stands for its first two characters."""
        if piece[place + 2 : place + 3] in word.thirds:
            for longer in word.longer:
                if piece.startswith(longer.text, place):
                    return longer
        return word if word.kind != NONE else self.singles.get(piece[place])

    def is_title(self, piece: str) -> bool:
        """Whether a line's last piece ends like a title (…的通知, …实施方案)."""
        return self.cues["document_title"].search(piece, max(0, len(piece) - _LONGEST_TITLE_END)) is not None

    def is_condition(self, piece: str) -> bool:
        """Whether a piece says when or for whom (…的, …后, …期间), not what to do."""
        return piece[-1:] in self.ends and (
            piece.endswith(self.conditions) or self.cues["point"].search(piece, max(0, len(piece) - 3)) is not None
        )


def _who(known: Iterable[str]) -> re.Pattern[str]:
    """One scan for all that shows who acts; no word of one kind overlaps one of another.

    A body counts only where the next character may open a known word.
    """
    opens = rf"(?=[){re.escape(''.join(sorted({head[0] for head in known})))}])"
    patterns = []
    for word, kind in WHO.items():
        pattern = _ALONE.get(word, word)
        if kind == BODY and not any(WHO.get(part) == BODY for part in (word[:-1], word[:-2], word[1:-1])):
            pattern += opens  # else another body would be found within
        patterns.append(pattern)
    return re.compile("|".join(patterns))


@lru_cache(maxsize=4)
def grammar_of(lexicon: Lexicon) -> Grammar:
    found: dict[str, Word] = {}
    for row in lexicon.table("adverbs"):
        adverb, kind = row["adverb"], row["kind"]
        modality = _MODALITIES.get(kind)
        found[adverb] = Word(adverb, len(adverb), MODAL if modality else ADVERB, kind, modality)
    for row in lexicon.table("verbs"):
        verb = row["verb"]
        found[verb] = Word(verb, len(verb), VERB, row["pattern"], _OWN_MODALITY.get(verb), row["action_class"])
    for pattern, words in _PREPOSITIONS.items():
        for text in words.split():
            if text not in found or found[text].pattern in ("state", "noun", "nominal"):
                found[text] = Word(text, len(text), PHRASE, pattern)
    longer: dict[str, list[Word]] = {}
    for text in sorted(found, key=lambda t: (-len(t), t)):
        if len(text) > 1:
            group = longer.setdefault(text[:2], [])
            if len(text) > 2:
                group.append(found[text])
    heads = {
        head: replace(
            found.get(head, Word(head, 2, NONE, "")),
            longer=tuple(group),
            thirds="".join(sorted({word.text[2] for word in group})),
        )
        for head, group in longer.items()
    }
    pairs = bytearray(PAIRED + 1)
    for head in heads:
        pairs[(ord(head[0]) * PAIRING + ord(head[1])) & PAIRED] = 1
    singles = {text: word for text, word in found.items() if len(text) == 1}
    entries = lexicon.cues("actions")
    cues = {name: re.compile(entry["pattern"]) for name, entry in entries.items() if "pattern" in entry}
    conditions = tuple(entries["condition"]["words"])
    return Grammar(
        heads,
        singles,
        bytes(pairs),
        _who(found),
        cues,
        conditions,
        frozenset(condition[-1] for condition in (*conditions, *entries["point"]["words"])),
        frozenset(entries["no_object"]["words"]),
    )
