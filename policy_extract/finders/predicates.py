"""Predicates: the main verb of a piece, the verbs joined to it, and where its object begins and ends."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from typing import Final, TypeAlias

from policy_extract.finders.verbs import ADVERB, IDLE, LEADING, SIMPLE, STRONG, VERB, WAYS, Grammar, Word
from policy_extract.model import Modality

__all__ = ["BODY_MUST", "Found", "Predicates"]

_JOINS: Final = frozenset({"", "lead", "nominal", "result", "clause"})
_JOINING: Final = _JOINS - {"clause"}
_JOINED: Final = frozenset({"", "degree", "result", "lead", "placing"})
#: Verbs that are never joined to the one before them, and that no 、 or 和 joins to it.
_NOT_JOINED: Final = frozenset({"state", "noun", "light", "give", "means", "ban"})
_NOT_LISTED: Final = frozenset({"state", "noun", "light", "placing"})
#: They stand before other verbs, so that what follows may be verbs only.
_BEFORE_VERBS: Final = frozenset({"lead", "pace"})
#: Their object is a clause, in which a later verb is not the main one.
_LEADING_CLAUSES: Final = frozenset({"clause", "ban"})
#: Adverbs of pace go before any verb, a nominal one too (加快建设); so do the strict ones (严格控制).
_PACE: Final = frozenset({"加快", "加速", "加紧", "抓紧", "抢抓"})
_STRICT: Final = frozenset({"严格", "严肃", "集中", "统一", "联合", "公开"})
#: Adverbs that make a commanded step of what would be a result.
_EFFORT: Final = frozenset({"着力", "大力", "全力", "重点", "优先"})
#: Measures whose carrying out is described by 落实…情况: a list of things to look at, not a task.
_CARRIED_OUT: Final = frozenset({"推进实施", "机制建设", "规划标准", "其他"})
#: Classes of verbs that make what their object names.
_MAKING: Final = frozenset({"规划标准", "机制建设"})
#: What they make, named by what it is for (制定|奖励办法).
_MADE: Final = frozenset({"措施", "政策", "机制", "办法", "制度", "标准", "方案", "体系"})
#: Of what is forbidden, an effect is meant as a deed: 不得|提高收费标准.
_FORBIDDEN: Final = ("不得", "不得擅自", "不得随意", "不得变相", "禁止", "严禁")
#: What a notice can set itself, so that raising it is a task and no effect.
_SETTINGS: Final = ("额度", "限额", "标准", "比例", "上限", "补贴", "补助", "待遇")
_LONGEST_PIECE: Final = 600
BODY_MUST: Final = re.compile(r"(?:部门|单位|机构|企业|政府|局|厅|委|办|者|人)(?:应当?|要(?!求)|须|必须|不得)")
#: After a nominal verb these make it the subject of a rule: 规划…应当符合….
_CLAUSAL: Final = re.compile(r"应当|必须|不得|为准|可以|不超过|不低于")
#: Verbs tried in one piece before it is given up: real pieces need a handful.
_FUEL: Final = 48


#: Places in the piece: verb, its end, object, its end; then modality, rule, the class of the verb, and where a second
#: predicate (…并…) begins, -1 without one. A plain tuple, because a notice has hundreds.
Found: TypeAlias = tuple[int, int, int, int, Modality | None, str, str, int]


class Predicates(ABC):
    """Reads one piece after the other; places are those of the piece."""

    __slots__ = ("cues", "fuel", "grammar", "heads", "piece", "singles", "size")

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar
        self.cues = grammar.cues
        self.heads = grammar.heads
        self.singles = grammar.singles
        self.piece = ""
        self.size = self.fuel = 0

    def take(self, piece: str) -> None:
        """Turns to the next piece."""
        if len(piece) > _LONGEST_PIECE:
            piece = piece[:_LONGEST_PIECE]
        if piece.endswith(" "):
            piece = piece.rstrip(" ")
        self.piece = piece
        self.size = len(piece)
        self.fuel = _FUEL

    @abstractmethod
    def read(self, place: int, first: bool, modality: Modality | None = None) -> Found | None:
        """The action from here on: past adverbs, auxiliaries and phrases to the verb."""

    @abstractmethod
    def opened(self, place: int, word: Word | None, first: bool, modality: Modality | None = None) -> Found | None:
        """The action from here on, where this word stands."""

    @abstractmethod
    def subject(self, place: int, bodies: bool = True, cue: re.Match[str] | None = None) -> Found | None:
        """The action of a piece that opens with who acts."""

    @abstractmethod
    def closed(self, place: int, first: bool, modality: Modality | None) -> Found | None:
        """The action of what is left of the piece when its opening phrase is closed."""

    def verb(
        self, place: int, word: Word, first: bool, modality: Modality | None, plain: bool, rule: str = "verb"
    ) -> Found | None:
        """The action whose verb is this word: what is joined to it, and its object."""
        fuel = self.fuel = self.fuel - 1
        if fuel < 0:
            return None
        piece, size, pattern = self.piece, self.size, word.pattern
        end = place + word.size
        if end >= size:
            return None
        joint = piece[end]
        if joint in "的后前中时者之由按结" and pattern not in IDLE:
            if joint == "由" or piece.startswith("结果", end):  # 奖励由…承担, 检查结果…: a noun
                return self.subject(end) if rule == "verb" else None
            if piece.startswith(("的", "后的", "前的", "中的", "时的", "者", "之"), end):
                return None
            if joint == "按":  # 严格|按规定拨付, 管理|按…执行, but 允许|按程序改造
                if pattern == "pace":
                    return self.read(end, first, modality)
                if pattern == "nominal":
                    return None
        if pattern not in SIMPLE:
            turned, instead = self.special(place, end, word, first, modality, plain, rule)
            if turned:
                return instead
        last, row = word, joint in "、和与及并或"
        if row or pattern in _JOINS:
            if row or piece[end : end + 2] in self.heads or joint in self.singles:
                last, end = self.joined(end, word, plain)
                if end < 0:
                    return None
                joint = piece[end]
            if pattern == "nominal" and last is word and joint in "和与及或":
                return None
        if joint in "好 了、":
            if joint == "好" and last.text[-1] != "好" and not piece.startswith("好房", end):
                end += 1
            start = end
            while start < size and piece[start] in " 了、":
                start += 1
            if start == size:
                return None
            joint = piece[start]
        else:
            start = end
        stop, rest = size, -1
        if pattern not in _LEADING_CLAUSES:
            if ("时" in piece or "后" in piece) and (then := self.then(start)):
                return self.read(then, first, modality)
            # 推动将X纳入Y is a clause
            if ("并" in piece or "入" in piece or "以" in piece or "用于" in piece) and joint not in "将把":
                stop, rest = self.broken(start)
        thing = piece[start:stop]
        if thing[-1] in " 、":
            thing = thing.rstrip(" 、")
            if not thing:
                return None
        if not self.is_object(thing, start, word, rest):
            return None
        if pattern == "means":
            if thing.endswith(WAYS):
                return None
            if (way := self.last(self.cues["way"], start)) and (found := self.closed(way, first, modality)):
                return found
        if pattern == "ban":
            modality = "prohibition"
        kind = word.action_class
        # 研究|制定 is a making of rules; 支持、引导 is what its first verb is, and so is 探索|建立
        if last is not word and kind != "试点探索" and piece[place + word.size] not in "、和与及并或":
            kind = last.action_class
        return place, end, start, start + len(thing), modality or word.modality, rule, kind, rest

    def special(
        self, place: int, end: int, word: Word, first: bool, modality: Modality | None, plain: bool, rule: str
    ) -> tuple[bool, Found | None]:
        """Whether a verb of some special pattern is no main verb here, and what is found in its stead."""
        piece, pattern = self.piece, word.pattern
        if pattern in IDLE:
            if word.text in LEADING and (follows := self.next(end)):
                acts = follows[1].pattern in STRONG or follows[1].pattern == "result"
                if acts and follows[1].kind == VERB:
                    return True, self.verb(*follows, first, modality, False, rule)
            return True, self.subject(end) if rule == "verb" and modality is None else None
        if pattern == "light" or pattern == "placing":
            return True, None
        if pattern == "result":
            commanded = first if modality is None else modality == "obligation" or piece[:place].endswith(_FORBIDDEN)
            if not commanded and word.text == "提高" and piece.endswith(_SETTINGS):
                return False, None  # what a notice sets is no effect: 提高…额度
            return not commanded and piece[place - 2 : place] not in _EFFORT, None
        if pattern == "lead":
            if rule == "verb" and plain and BODY_MUST.search(piece, end):
                return True, self.subject(end)
        elif pattern == "nominal":
            if rule != "verb" or self.coordinated(end):
                return False, None
            noun = self.cues["noun"].match(piece, end)
            found = self.subject(end, bodies=noun is not None) if plain or noun else None
            topic = plain and _CLAUSAL.search(piece, end) is not None
            return found is not None or topic or (noun is not None and plain), found
        elif pattern == "pace" and (follows := self.next(end)):
            after, second = follows
            last = after + second.size
            if (
                second.kind == VERB
                and last < self.size
                and (second.pattern in STRONG or self.paced(word.text, second, last))
                and (not self.cues["postposition"].match(piece, last) or self.coordinated(last))
            ):
                return True, self.verb(after, second, first, modality, False, rule)
        return False, None

    def paced(self, adverb: str, second: Word, last: int) -> bool:
        """Whether 加快 or 严格 is an adverb of a nominal verb: 加快建设|基地, but 加快|建设进度."""
        if second.pattern != "nominal" or self.cues["noun"].match(self.piece, last):
            return False
        return adverb in _STRICT or (adverb in _PACE and not self.cues["pace_noun"].search(self.piece))

    def joined(self, end: int, word: Word, plain: bool) -> tuple[Word, int]:
        """The last verb of 减少和下放, 研究制定, 支持、引导 and where it ends; -1 where the row turns out a noun."""
        piece, size, pattern, last = self.piece, self.size, word.pattern, word
        while end < size:
            joint = piece[end] in "、和与及并或"
            if piece[end] == "并" and piece[end : end + 2] in self.heads:  # 推行|并联审批
                break
            start = end + 1 if joint else end
            second = self.grammar.word(piece, start)
            if second is None or second.kind != VERB:
                break
            kind, after = second.pattern, start + second.size
            if after >= size or kind in (_NOT_LISTED if joint else _NOT_JOINED):
                break
            row = piece[after] in "、和与及或"
            if not row and self.cues["postposition"].match(piece, after):
                break
            if joint:
                if row and kind == "nominal":
                    break
            else:
                clauses = pattern == kind == "clause"
                led = last.pattern == "lead" and kind in ("nominal", "clause", "pace") and size - after > 3
                if row or not (clauses or last.pattern in _JOINING) or not (clauses or led or kind in _JOINED):
                    break
                if kind == "nominal" and self.cues["noun"].match(piece, after):
                    break
                if last.action_class in _MAKING and second.action_class not in _MAKING and piece[after:] in _MADE:
                    break  # 细化|保障措施, 制定|奖励办法
            last, end = second, after
        if last is not word and plain and last.pattern == "nominal" and self.cues["noun"].match(piece, end):
            return last, -1
        return last, end

    def is_object(self, thing: str, start: int, word: Word, rest: int) -> bool:
        """Whether what follows is what the verb acts on, not a condition, a list's label or a mere word for doing."""
        grammar, pattern = self.grammar, word.pattern
        if thing in grammar.no_object:
            return False
        said = thing if rest >= 0 else self.piece
        if said[-1] in grammar.ends and grammar.is_condition(said):
            return False
        if thing[0] in "成为至是" and self.cues["became"].match(thing):
            return False
        if thing[-1] == "况" and pattern != "clause" and word.action_class in _CARRIED_OUT and thing.endswith("情况"):
            return False
        if "下" in thing and self.cues["listing"].search(thing):
            return False
        if pattern in _BEFORE_VERBS and len(thing) < 10 and self.only_verbs(thing):
            return False
        relative = thing.find("的", 1, 5)  # 支持发展的产业: a noun, not a task
        if relative > 0 and pattern != "degree":
            inner = self.grammar.word(thing, 0)
            return not (inner and inner.kind == VERB and inner.pattern != "pace" and inner.size == relative)
        return True

    def broken(self, start: int) -> tuple[int, int]:
        """Where the object ends inside the piece, and where a second predicate behind 并 begins (-1 without one)."""
        for cut in self.cues["break"].finditer(self.piece, start + 2):
            if cut.group() != "并":
                return cut.start(), -1
            follows = self.next(cut.end())
            if follows and follows[1].kind == VERB:
                return cut.start(), cut.end()
        return self.size, -1

    def then(self, start: int) -> int | None:
        """Where the main verb stands when the first one only says when: 签订协议时|支付定金."""
        for match in self.cues["then"].finditer(self.piece, start):
            follows = self.next(match.end())
            if follows is None or follows[1].pattern in IDLE:
                continue
            place, word = follows
            if word.pattern != "nominal" or not self.cues["noun"].match(self.piece, place + word.size):
                return match.end()
        return None

    def only_verbs(self, thing: str) -> bool:
        """Whether nothing but verbs follows 统筹, 统一, 集中: then the object is left out (统筹协调, 集中攻坚)."""
        place = 0
        while place < len(thing):
            word = self.grammar.word(thing, place)
            if word is not None and word.kind == VERB and word.pattern not in IDLE:
                place += word.size
            elif thing[place] in "、和与":
                place += 1
            else:
                return False
        return True

    def coordinated(self, place: int) -> bool:
        """Whether another verb with an object is joined on here: 保护、|传承老字号."""
        if self.piece[place : place + 1] not in ("、", "和", "与", "及", "并"):
            return False
        word = self.grammar.word(self.piece, place + 1)
        return word is not None and word.kind == VERB and place + 1 + word.size < self.size

    def next(self, place: int) -> tuple[int, Word] | None:
        """The first word from here on that is no adverb."""
        while (word := self.grammar.word(self.piece, place)) is not None and word.kind == ADVERB:
            place += word.size
        return (place, word) if word else None

    def last(self, cue: re.Pattern[str], start: int) -> int:
        """Where the last match of a cue ends; 0 without one."""
        end = 0
        for match in cue.finditer(self.piece, start):
            end = match.end()
        return end
