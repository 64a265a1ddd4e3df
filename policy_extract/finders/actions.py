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
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from policy_extract.finders.measures import ACTION_CLASSES, Measures, measures_of
from policy_extract.finders.phrases import SUBJECT_REACH, Phrases
from policy_extract.finders.pieces import MARKED, cut, marker, preambles, restored, unwrapped
from policy_extract.finders.predicates import BODY_MUST, Found
from policy_extract.finders.verbs import (  # fmt: skip
    ADVERB,
    AUXILIARY,
    BODY,
    BY,
    COMMANDED,
    LEADING,
    MODAL,
    PATTERNS,
    PHRASE,
    STRONG,
    VERB,
    WHO,
    Grammar,
    Word,
    grammar_of,
)
from policy_extract.finders.words import tag
from policy_extract.lexicon import Lexicon
from policy_extract.model import Action, Modality
from policy_extract.text import Passage

__all__ = ["ACTION_CLASSES", "PATTERNS", "find_actions"]

_TIME: Final = re.compile(
    r"(?:(?:截至|力争到?|到|至|自|从|于)?\d{1,4}(?:[-—~至]\d{1,4})?(?:年度?(?:\d{1,2}月)?(?:\d{1,2}日)?|月份?(?:\d{1,2}日)?|日)"
    r"[上下]?半?年?(?:底|末|初)?(?:之?前|以前|以后|起|内|间|期间)?){1,4}",
    re.ASCII,
)
#: What a time opens with, and a blank, behind which one may.
_TIME_OPENS: Final = frozenset("截力到至自从于0123456789 ")
_BODY_PHRASES: Final = frozenset({"按照", "按", "根据", "对", "结合", "将", "依据"})
_MUST: Final = re.compile(r"应当?|要|须|务必")
_UNCOMMANDED: Final = frozenset("不未已能、的")
_HAN: Final = re.compile(r"[\u4e00-\u9fff]{4}")
_HEAD_REACH: Final = 6
#: One character in so many may go to the tagger.
_TAGGED_SHARE: Final = 33


def find_actions(passage: Passage, lexicon: Lexicon) -> tuple[Action, ...]:
    """The actions (举措) of a clause's body, in document order: one for each comma piece whose main verb is a task.

    The passage should have its heading, titles and responsibility brackets blanked. Offsets are those of the document;
    ``modality`` is None where the notice just commands, ``action_class`` (举措类型) where neither verb nor object tells it.

    >>> from policy_extract.lexicon import load_lexicon
    >>> text = "各地要进一步完善救助制度,对困难群众进行走访,将空置房源纳入保障范围,提升服务水平。"
    >>> for action in find_actions(Passage.of(text), load_lexicon()):
    ...     print(action.verb, action.object, action.modality, action.action_class)
    完善 救助制度 obligation 机制建设
    走访 困难群众 None 组织协调
    纳入 空置房源 None None
    """
    grammar, who, measures = _tables(lexicon)
    base, source, clause = passage.start, passage.source, passage.clause
    text, begin = restored(passage)
    removed: list[int] = []
    if "\n" in text:
        text, removed = unwrapped(text, passage, begin)
    skipped: list[tuple[int, int]] | None = None
    reader = _Reader(grammar)
    end = len(text)
    purse = _HEAD_REACH + end // _TAGGED_SHARE
    pieces = cut(text, begin)
    text += "\n"  # so that something follows every piece
    found: list[Action] = []
    after = begin
    for piece in pieces:
        size, start = len(piece), after
        after += size + 1
        if size < 3:
            continue
        place, first, mark = 0, False, piece[0]
        if mark in MARKED:
            place, first = marker(piece)
            if place == size:
                continue
            mark = piece[place]
        word = grammar.word(piece, place)
        cue = None
        if word is None and mark not in _TIME_OPENS:
            cue = who(piece, place)
            if cue is None:
                continue  # no time, and nobody who acts
        if text[start - 1] in "。;!?\n: ":  # only the first piece has a blank before it
            first = True
        follows = text[start + size]
        if follows == ":" and first:
            continue  # a label: 加强领导:…
        reader.take(piece)
        while True:
            if cue is not None:
                action = reader.subject(place, True, cue)
            elif word is None or word.kind != VERB:
                action = reader.opened(place, word, first)
            else:
                action = reader.verb(place, word, first, None, True)
            if action is None:
                if purse < _HEAD_REACH or not (word is None or word.kind == ADVERB or word.kind == MODAL):
                    break
                head = reader.unknown(place, word)
                if not head:
                    break
            if skipped is None:
                skipped = preambles(text, grammar.cues["preamble"])
            while skipped and skipped[-1][1] <= start:
                skipped.pop()
            if skipped and skipped[-1][0] <= start:
                break
            if action is None:
                purse -= _HEAD_REACH
                action = reader.tagged(head, first)
                if action is None:
                    break
            if follows == "\n" and grammar.is_title(piece):
                break
            verb, verb_end, low, high, modality, rule, verb_class, place = action
            shift = base + start
            if removed:
                verb += bisect_right(removed, start + verb)
                verb_end += bisect_right(removed, start + verb_end - 1)
                low += bisect_right(removed, start + low)
                high += bisect_right(removed, start + high - 1)
            verb += shift
            verb_end += shift
            low += shift
            high += shift
            left = verb if verb < low else low
            right = high if high > verb_end else verb_end
            thing = source[low:high]
            found.append(
                Action(
                    left, right, source[left:right], source[verb:verb_end], verb, verb_end, thing, low, high, modality, rule,
                    clause, measures.of(verb_class, thing),
                )
            )  # fmt: skip
            if place < 0:
                break
            word, first, cue = grammar.word(piece, place), True, None
    return tuple(found)


@lru_cache(maxsize=4)
def _tables(
    lexicon: Lexicon,
) -> tuple[Grammar, Callable[[str, int], re.Match[str] | None], Measures]:
    """What every body asks of a lexicon, at hand at once, because most bodies are short."""
    grammar = grammar_of(lexicon)
    return grammar, grammar.who.search, measures_of(lexicon)


def _by_subject(found: Found) -> Found:
    """An action that was found behind who acts."""
    verb, end, low, high, modality, _, action_class, rest = found
    return verb, end, low, high, modality, "subject", action_class, rest


class _Reader(Phrases):
    """A piece from its first word on, with who acts, and with heads that no lexicon knows."""

    __slots__ = ()

    def read(self, place: int, first: bool, modality: Modality | None = None) -> Found | None:
        """The action from here on: past adverbs, auxiliaries and phrases to the verb."""
        return self.opened(place, self.grammar.word(self.piece, place), first, modality)

    def opened(self, place: int, word: Word | None, first: bool, modality: Modality | None = None) -> Found | None:
        """The action from here on, where this word stands."""
        piece, size, plain = self.piece, self.size, True
        while place < size:
            if word is None:
                mark = piece[place]
                if mark == " " or (not plain and place and mark in "地、"):
                    place += 1
                else:
                    time = _TIME.match(piece, place) if mark in _TIME_OPENS else None
                    if time is None:
                        return self.subject(place) if plain or modality is None else None
                    place = time.end()
            elif word.kind == VERB:
                return self.verb(place, word, first, modality, plain)
            elif word.kind == PHRASE:
                time = _TIME.match(piece, place) if piece[place] in _TIME_OPENS else None
                if time is None:
                    return self.phrase(place, word, first, modality, plain)
                place = time.end()
            else:
                if word.modality is not None:
                    modality = word.modality
                plain = plain and word.size == 1 and word.kind == ADVERB
                place += word.size
            word = self.grammar.word(piece, place)
        return None

    # -- subjects ------------------------------------------------------------------------------------------------------

    def subject(self, place: int, bodies: bool = True, cue: re.Match[str] | None = None) -> Found | None:
        """The action of a piece that opens with who acts: A要V, A应当V, or a body followed at once by what it does.

        ``cue`` is the first word that shows it, where it is known.
        """
        self.fuel -= 8
        piece, reach, who = self.piece, place + SUBJECT_REACH, self.grammar.who
        if cue is None:
            cue = who.search(piece, place)
        if cue is None or self.fuel < 0 or piece.endswith(("的", "情形")) or "不再" in piece or "无需" in piece:
            return None
        ends: list[int] = []
        commands: list[tuple[int, int]] = []
        opening = place + 2
        while cue is not None:
            at, end = cue.span()
            if end > reach:
                break
            kind = WHO[piece[at:end]]
            cue = who.search(piece, end)
            if kind == BODY:
                ends.append(end)
            elif kind == COMMANDED:
                if at >= opening and piece[at - 1] not in _UNCOMMANDED:
                    commands.append((at, end + 4))
            elif kind == AUXILIARY:
                if (word := self.grammar.word(piece, at)) and self.grammar.word(piece, at + word.size):
                    found = self.opened(at, word, True)
                    if found:
                        return _by_subject(found)
            elif kind == BY:
                found = self.agent(at, end, None)
                if found:
                    return found
        for end in ends if bodies else ():
            if piece.startswith(")", end):
                end += 1
            follows = self.grammar.word(piece, end)
            if follows is None or not self.may_act(end, follows):
                continue
            found = self.opened(end, follows, True)
            if found:
                return _by_subject(found)
        for at, limit in commands:
            found = self.read(at, False)
            if found and found[0] <= limit:
                return _by_subject(found)
        return None

    def may_act(self, place: int, word: Word) -> bool:
        """Whether a body is followed at once by what it does: 金融机构|开发…, not 机构|改革."""
        if word.kind == PHRASE:
            return word.text in _BODY_PHRASES
        if word.kind != VERB:
            return True
        end = place + word.size
        if self.cues["postposition"].match(self.piece, end):
            return False
        if word.text in LEADING:
            return True
        if word.pattern == "nominal":
            return not self.cues["noun"].match(self.piece, end)
        return word.pattern in STRONG

    # -- heads that no lexicon knows -----------------------------------------------------------------------------------

    def unknown(self, place: int, word: Word | None) -> int:
        """Where a verb must stand that no lexicon knows: after 要, 应, 须 or an urging adverb; 0 where none does."""
        piece, urged = self.piece, False
        while word is not None:
            if word.kind == MODAL:
                urged = word.modality == "obligation"
            elif word.kind == ADVERB:
                urged = word.pattern == "urging" or (urged and word.size > 1)
            else:
                return 0
            place += word.size
            word = self.grammar.word(piece, place)
        if not urged:
            if "应" not in piece and "要" not in piece and "须" not in piece and "不得" not in piece:
                return 0
            match = BODY_MUST.search(piece, place)
            if match is None or match.group().endswith("不得") or self.grammar.word(piece, match.end()):
                return 0
            place = match.end()
        return place if self.size - place > 4 and _HAN.match(piece, place) else 0

    def tagged(self, place: int, first: bool) -> Found | None:
        """The action whose verb only the tagger knows."""
        tags = tag(self.piece[place : place + _HEAD_REACH])
        if not tags or tags[0][1] != "v" or len(tags[0][0]) != 2:
            return None
        modality: Modality | None = "obligation" if _MUST.search(self.piece, 0, place) else None
        return self.verb(place, Word(tags[0][0], 2, VERB, "degree"), first, modality, False, "tagged")
