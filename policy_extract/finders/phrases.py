"""Phrases before the verb: 对…, 将…, 由…, 为…, 通过…, 按照…, 在…, and the verb that stands where they end."""

from __future__ import annotations

from typing import Final

from policy_extract.finders.predicates import Found, Predicates
from policy_extract.finders.verbs import ADVERB, LEADING, MODAL, NONE, PAIRED, PAIRING, PHRASE, STRONG, VERB, WAYS, Word
from policy_extract.model import Modality

__all__ = ["SUBJECT_REACH", "Phrases"]

_NOT_VERB_BEFORE: Final = frozenset("的、和与及或所未已被新拟")
_NEGATED: Final = ("不再", "暂不", "均不", "也不", "一不", "并不", "就不", "再不", "可不", "得不", "能不")
_ORGANISED: Final = (
    "党", "社会", "基层", "其他", "合作", "经济", "行业", "法人", "志愿", "公益", "金融", "群众", "国际", "自治",
    "的", "者", "或",
)  # fmt: skip
_CLOSING: Final = {"“": "”", "(": ")", "《": "》", '"': '"'}
#: What is done for somebody when 为… says an effect, not a task (为发展提供支撑).
_EFFECTS: Final = (
    "保障", "支撑", "支持", "基础", "条件", "动力", "环境", "氛围", "空间", "贡献", "力量", "活力", "示范", "经验", "依据", "参考",
    "篇章", "局面", "机遇", "契机", "舞台", "榜样", "样板", "引擎", "便利", "力", "通道", "途径", "铺垫", "指引",
)  # fmt: skip
#: How far into a piece the one who acts may reach.
SUBJECT_REACH: Final = 40


class Phrases(Predicates):
    """A piece that opens with a preposition."""

    __slots__ = ()

    def phrase(self, place: int, word: Word, first: bool, modality: Modality | None, plain: bool) -> Found | None:
        """The action of a piece that opens with a preposition: its verb stands where the phrase ends."""
        start, kind = place + word.size, word.pattern
        if kind == "ground":
            opening = self.grammar.word(self.piece, start) if word.text == "每" else None
            if opening and opening.kind == VERB:
                return None  # 每完成…: a rate, not a task
            for close in self.cues["ground"].finditer(self.piece, start + 1):
                found = self.closed(close.end(), first, modality)
                if found or self.fuel < 0:
                    return found
                start = max(start, close.end() - 2)
            return self.after(start, first, modality)
        if kind == "target":
            return self.target(start, first, modality)
        if kind == "disposal":
            return self.disposal(place, start, first, modality)
        if kind == "agent":
            return self.agent(place, start, modality)
        if kind == "benefit":
            follows = self.grammar.word(self.piece, start)
            purpose = follows is not None and follows.kind in (VERB, ADVERB)
            if plain and (purpose or (modality is None and not first and self.piece.endswith(_EFFECTS))):
                return None
            given = self.piece.find("提供", start + 2)  # 为企业开展出口|提供服务
            return self.after(given - 2 if given > 0 else start, True, modality)
        if kind == "means":
            if self.piece.endswith(WAYS):
                return None
            for way in self.cues["way"].finditer(self.piece, start):
                found = self.closed(way.end(), first, modality)
                if found or self.fuel < 0 or way.end() > self.size - 4:
                    return found
        elif self.piece.endswith("阶段"):
            return None  # 在方案审查阶段: when
        elif within := self.cues["within"].search(self.piece, start):
            found = self.closed(within.end(), first, modality)
            if found:
                return found
        return self.after(start, first, modality)

    def closed(self, place: int, first: bool, modality: Modality | None) -> Found | None:
        """The action of what is left of the piece when its opening phrase is closed."""
        self.fuel -= 1
        if self.fuel < 0:
            return None
        piece, size = self.piece, self.size
        while place < size and piece[place] in " 上下中内":
            place += 1
        follows = self.grammar.word(piece, place)
        if follows is None or (follows.kind == PHRASE and follows.pattern != "target"):
            return self.after(place - 2, first, modality)
        return self.opened(place, follows, first, modality)

    def after(self, start: int, first: bool, modality: Modality | None) -> Found | None:
        """The first verb of the piece that stands clear of the phrase opened before ``start``."""
        step = self.candidate(start)
        while step is not None:
            place, word, state = step
            if place >= start + 2 and word.pattern != "result":
                found = self.verb(place, word, first, modality, False, "phrase")
                if found or self.fuel < 0:
                    return found
            step = self.candidate(place + word.size, state)
        return None

    def candidate(
        self, place: int, state: int = -1, bare: bool = False, loose: bool = False
    ) -> tuple[int, Word, int] | None:
        """The next place from here on where a verb may be the main one, the verb, and ``state`` for going on behind it.

        ``state`` is where the last verb of a state ends, ``bare`` allows a verb at the end of the piece, ``loose`` one that
        is as often a noun.
        """
        piece, heads, last = self.piece, self.heads, self.size - 1 if bare else self.size - 2
        closable = "“" in piece or "(" in piece or "《" in piece or '"' in piece
        pairs = self.grammar.pairs
        while place < last:
            if (
                not pairs[(ord(piece[place]) * PAIRING + ord(piece[place + 1])) & PAIRED]
                or (word := heads.get(piece[place : place + 2])) is None
            ):
                if closable and (close := _CLOSING.get(piece[place])):
                    place = max(piece.find(close, place + 1), place)
                place += 1
                continue
            if word.thirds:
                if piece[place + 2 : place + 3] in word.thirds:
                    for longer in word.longer:
                        if piece.startswith(longer.text, place):
                            word = longer
                            break
                if word.kind == NONE:
                    place += 1
                    continue
            end = place + word.size
            pattern = word.pattern
            if word.kind == VERB and pattern != "noun" and piece[place - 1] not in _NOT_VERB_BEFORE:
                if pattern == "state":
                    state = end if word.text not in LEADING or piece[place - 1] == "不" else -1
                elif self.may_be_main(place, end, word, bare, loose) and (state < 0 or "的" in piece[state:place]):
                    return place, word, state
            place = end
        return None

    def may_be_main(self, place: int, end: int, word: Word, bare: bool, loose: bool) -> bool:
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
                word = self.grammar.word(self.piece, end - size) if end - size > start else None
                if word is None or word.size != size:
                    continue
                if word.kind == MODAL or (size > 1 and (word.kind == ADVERB or word.pattern == "pace")):
                    end -= size
                    break
            else:
                break
        return end

    def target(self, start: int, first: bool, modality: Modality | None) -> Found | None:
        """对X进行V gives V and X; 对X实施Y gives 实施 and Y; 对X依法查处 gives 查处 and X."""
        piece, size = self.piece, self.size
        if piece.endswith("的"):
            return None
        step = self.candidate(start, bare=True)
        while step is not None:
            place, word, state = step
            end = place + word.size
            if word.pattern == "light":
                return self.light(start, place, end, modality)
            step = self.candidate(end, state, bare=True)
            if place < start + 2 or word.pattern == "result":
                continue
            if end >= size:
                stop = self.trimmed(start, place)
                return place, end, start, stop, modality or word.modality, "target", word.action_class, -1
            if "的" in piece[end:] and "的" not in piece[start:place] and self.trimmed(start, place) == place:
                continue  # 对新建厂房的企业: whom, not what
            found = self.verb(place, word, first, modality, False, "target")
            if found or self.fuel < 0:
                return found
        return None

    def light(self, start: int, place: int, end: int, modality: Modality | None) -> Found | None:
        """The verb behind 进行 or 予以, and what stands between 对 and it."""
        while (adverb := self.grammar.word(self.piece, end)) and adverb.kind == ADVERB:
            end += adverb.size
        tail = self.piece[end:].removesuffix("后")
        if not 1 < len(tail) < 16 or self.grammar.is_condition(tail):
            return None
        if len(tail) > 4 or "的" in tail:
            noun = self.grammar.word(tail, len(tail) - 2)
            if noun is None or noun.kind != VERB:
                return None
            end, tail = end + len(tail) - 2, tail[-2:]
        acted = self.grammar.word(tail, 0)
        action_class = acted.action_class if acted else ""
        return end, end + len(tail), start, self.trimmed(start, place), modality, "target", action_class, -1

    def disposal(self, place: int, start: int, first: bool, modality: Modality | None) -> Found | None:
        """将X列入Y and 把X分解到Y give the verb and X; 将加大Y is the future and gives 加大 and Y."""
        fallback: tuple[int, int, str] | None = None
        step = self.candidate(start, bare=True, loose=True)
        while step is not None:
            verb, word, state = step
            end = verb + word.size
            step = self.candidate(end, state, bare=True, loose=True)
            if verb < start + 2:
                continue
            if word.pattern == "placing":
                return verb, end, start, self.trimmed(start, verb), modality, "disposal", word.action_class, -1
            fallback = fallback or (verb, end, word.action_class)
        opening = self.grammar.word(self.piece, start)
        if opening and self.piece[place] == "将":
            follows_verb = opening.kind == VERB and opening.pattern in STRONG
            if follows_verb or opening.kind == ADVERB:
                return self.read(start, first, modality)
        if fallback is None or self.grammar.is_condition(self.piece):
            return None
        verb, end, action_class = fallback
        return verb, end, start, self.trimmed(start, verb), modality, "disposal", action_class, -1

    def agent(self, place: int, start: int, modality: Modality | None) -> Found | None:
        """由A制定Y gives 制定 and Y; X由A制定 gives 制定 and X."""
        piece = self.piece
        aim = piece.find("对", start + 2, start + SUBJECT_REACH)
        if aim > 0 and (found := self.target(aim + 1, True, modality)):
            return found
        step = self.candidate(start, bare=True)
        while step is not None:
            verb, word, state = step
            end = verb + word.size
            if verb < start + 2 or word.pattern in ("light", "result"):
                step = self.candidate(end, state, bare=True)
                continue
            if end < self.size:
                return self.verb(verb, word, True, modality, False, "agent")
            if "负责" in piece[start:verb]:
                return None  # 本办法由…负责解释: whose office it is
            before = piece[:place].strip(" ")
            if not before or before[-1] in "后时前的中" or (word.pattern == "nominal" and "的" in piece[start:verb]):
                return None
            begin = piece.index(before)
            stop = self.trimmed(begin, begin + len(before))
            return verb, end, begin, stop, modality or word.modality, "agent", word.action_class, -1
        return None
