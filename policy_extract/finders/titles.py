"""Titles in 《》 with the brackets after them, and the numbers and standards that stand alone: what a text names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, Literal

from policy_extract.finders.document_numbers import STANDARD, STANDARD_YEAR, number_ending_at, number_in, standards_in
from policy_extract.lexicon import Lexicon
from policy_extract.text import BY_START, compact

__all__ = ["Mention", "find_mentions", "skip"]

#: How long a title, and how long the bracket after it, may be: what is longer was never closed.
_TITLE_REACH, _BRACKET_REACH = 400, 200
#: What may stand between a title and the number of the notice that issued it: 印发《…》的通知(国发(2015)5号).
_OF_NOTICE: Final = re.compile(r"(?:的(?:通知|公告|通告|意见|决定|批复|函)|文件|通知)\s*\($")
_BLANK: Final = frozenset(" \n")
_CLAUSE_END: Final = re.compile(r"[,。;:!?]")


class Mention:
    """A title, a number or a standard in the passage; ``tail`` is where the words after it begin."""

    def __init__(
        self,
        start: int,
        end: int,
        tail: int,
        kind: Literal["title", "number", "standard"],
        number: tuple[int, int] | None = None,
        standard: tuple[int, int] | None = None,
    ) -> None:
        self.start = start
        self.end = end
        self.tail = tail
        self.kind = kind
        self.number = number
        self.standard = standard

    @property
    def head(self) -> int:
        """Where the words before it end: a number or a standard may stand in front of the title."""
        head = self.start
        if self.number is not None and self.number[0] < head:
            head = self.number[0]
        if self.standard is not None and self.standard[0] < head:
            head = self.standard[0]
        return head


def find_mentions(text: str, lexicon: Lexicon, is_document: Callable[[str], bool]) -> list[Mention]:
    """What a folded text names, in order; ``is_document`` says whether a title of a doubtful shape is one of a document.

    >>> from policy_extract.lexicon import load_lexicon
    >>> found = find_mentions("按照《意见》(国发(2015)9号)和GB/T 36000-2015", load_lexicon(), lambda title: True)
    >>> [(mention.kind, mention.start) for mention in found]
    [('title', 2), ('standard', 19)]
    """
    named = _titles(text, is_document) if "《" in text or "〈" in text else []
    if "号" in text:
        named = _with_numbers(text, named, _numbers(text, named, lexicon))
    if "B" in text or "J" in text or "/" in text:
        return _with_standards(text, named)
    return named


def _titles(text: str, is_document: Callable[[str], bool]) -> list[Mention]:
    """The outermost titles with the numbers and standards of the brackets after them."""
    pairs = _pairs(text, is_document)
    if "〈" in text:
        pairs = sorted({*pairs, *_angled(text, pairs, is_document)})
    found = []
    for low, high in pairs:
        mention = Mention(low, high, high, "title")
        if text[high - 2] == ")" and text.find("号", low, high) >= 0:
            opening = text.rfind("(", low, text.rfind("(", low, high))
            mention.number = number_in(text, (opening if opening >= 0 else low) + 1, high - 2)
        _read_brackets(text, mention)
        found.append(mention)
    return found


def _pairs(text: str, is_document: Callable[[str], bool]) -> list[tuple[int, int]]:
    """The outermost pairs of 《》: as they come where none lies in another and none is left open, as in most texts."""
    pairs = []
    start = text.find("《")
    while start >= 0:
        end = text.find("》", start, start + _TITLE_REACH + 1)
        following = text.find("《", start + 1)
        if end < 0 or 0 <= following < end or text.find("。", start, end) >= 0:
            return _nested(text, is_document)
        if text[start + 1 : end].strip(" \n…."):
            pairs.append((start, end + 1))
        start = following
    return pairs


def _nested(text: str, is_document: Callable[[str], bool]) -> list[tuple[int, int]]:
    """The outermost pairs of any text.

    One pass with a stack: a 《 that never closes keeps nothing inside it from being read, and a pair longer than the
    reach, or with 。 in it, is no pair.
    """
    pairs: list[tuple[int, int]] = []
    opened: list[int] = []
    lost: list[int] = []
    start, end = text.find("《"), text.find("》")
    while start >= 0:
        if end < 0:
            while start >= 0:
                opened.append(start)
                start = text.find("《", start + 1)
            break
        if start < end:
            opened.append(start)
            start = text.find("《", start + 1)
            continue
        _close(text, opened, pairs, lost, end)
        end = text.find("》", end + 1)
    while end >= 0 and opened:
        _close(text, opened, pairs, lost, end)
        end = text.find("》", end + 1)
    if opened or lost:
        pairs = _mended(text, pairs, sorted({*opened, *lost}), is_document)
    return pairs


def _close(text: str, opened: list[int], pairs: list[tuple[int, int]], lost: list[int], end: int) -> None:
    """Pair the 》 at ``end`` with the innermost open 《; pairs inside the new one are part of its title."""
    if not opened:
        return
    start = opened.pop()
    if end - start > _TITLE_REACH or text.find("。", start, end) >= 0:
        lost.append(start)
        lost.extend(opened)
        opened.clear()
        return
    if not text[start + 1 : end].strip(" \n…."):
        return
    while pairs and pairs[-1][0] > start:
        pairs.pop()
    pairs.append((start, end + 1))


def _mended(
    text: str, pairs: list[tuple[int, int]], opened: list[int], is_document: Callable[[str], bool]
) -> list[tuple[int, int]]:
    """The pairs and the 《 that lost a partner: 《关于印发《方案的通知》 is one title, 《就业办法, ends at a comma."""
    starts = dict(pairs)
    for low in opened:
        stop = _CLAUSE_END.search(text, low + 1, low + 90)
        inner = text.find("《", low + 1, low + 90)
        if 0 <= inner < (stop.start() if stop else low + 90):
            if inner in starts and "关于" in text[low:inner]:
                starts[low] = starts.pop(inner)
            continue
        line = text.find("\n", low, low + 90)
        bracket = text.find("(", low, low + 90)
        ends = [place for place in (stop.start() if stop else -1, line, bracket) if place > low]
        if ends and is_document(text[low + 1 : min(ends)]):
            starts[low] = min(ends)
    covered = -1
    kept = []
    for low, high in sorted(starts.items()):
        if low >= covered:
            kept.append((low, high))
            covered = high
    return kept


def _angled(text: str, pairs: list[tuple[int, int]], is_document: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    """Titles in 〈〉 alone, where <…> is written for 《…》: only what is named like a document, never 〈市人防办〉."""
    turn = 0
    start = text.find("〈")
    while start >= 0:
        while turn < len(pairs) and pairs[turn][1] <= start:
            turn += 1
        inside = turn < len(pairs) and pairs[turn][0] < start
        end = text.find("〉", start, start + _TITLE_REACH)
        if not inside and end > start + 3 and not _CLAUSE_END.search(text, start, end):
            title = text[start + 1 : end]
            if "〈" not in title and "《" not in title and is_document(compact(title)):
                yield start, end + 1
        start = text.find("〈", start + 1)


def _read_brackets(text: str, mention: Mention) -> None:
    """The brackets after a title: its number, its standard, a version, a short name; ``tail`` moves behind them."""
    place = mention.end
    for _ in range(4):
        at = skip(text, place)
        if not text.startswith("(", at):
            return
        stop = _bracket_end(text, at)
        if stop < 0:
            return
        if mention.number is None and text.find("号", at, stop) >= 0:
            mention.number = number_in(text, at + 1, stop - 1)
        if mention.standard is None and text[at + 1 : at + 3].isascii():
            standard = STANDARD.match(text, skip(text, at + 1), stop)
            mention.standard = standard.span() if standard else None
        place = mention.tail = stop


def skip(text: str, place: int) -> int:
    """Behind at most one line's end and a few spaces."""
    if text[place : place + 1] not in _BLANK:
        return place
    limit = min(len(text), place + 8)
    while place < limit and text[place] in " \n":
        place += 1
    return place


def _bracket_end(text: str, start: int) -> int:
    """Behind the partner of the bracket at ``start``; -1 where there is none near."""
    place, depth = start, 0
    limit = start + _BRACKET_REACH
    while True:
        close = text.find(")", place, limit)
        if close < 0:
            return -1
        depth += text.count("(", place, close) - 1
        place = close + 1
        if depth == 0:
            return place


def _numbers(text: str, named: list[Mention], lexicon: Lexicon) -> list[Mention]:
    """The document numbers outside titles and outside the brackets that titles own."""
    found: list[Mention] = []
    turn, last = 0, 0
    place = text.find("号")
    while place >= 0:
        while turn < len(named) and named[turn].tail <= place:
            turn += 1
        owner = named[turn] if turn < len(named) and named[turn].start <= place else None
        claimed = owner is not None and (
            place < owner.end or (owner.number is not None and owner.number[0] <= place < owner.number[1])
        )
        if not claimed and (text[place - 1 : place] or "x") in "0123456789 \n〇○零一二三四五六七八九十百千":
            span = number_ending_at(text, max(last, place - 60), place + 1, lexicon)
            if span:
                found.append(Mention(*span, span[1], "number", span))
        last = place + 1
        place = text.find("号", last)
    return found


def _with_numbers(text: str, named: list[Mention], numbers: list[Mention]) -> list[Mention]:
    """Titles and numbers in order; a number that touches a title without one is the title's.

    So it is in 《…》国发(2015)5号, 国发(2015)5号《…》 and 印发《…》的通知(国发(2015)5号).
    """
    if not numbers:
        return named
    kept = []
    ends = {mention.end: mention for mention in named if mention.number is None}
    starts = {mention.start: mention for mention in named if mention.number is None}
    for number in numbers:
        before, after = number.start, number.end
        while before > 0 and text[before - 1] in " \n" and number.start - before < 4:
            before -= 1
        of_notice = _OF_NOTICE.search(text, max(0, before - 12), before)
        before = of_notice.start() if of_notice else before
        after = skip(text, after)
        owner = ends.get(before) or starts.get(after)
        if owner is None or owner.number is not None:
            kept.append(number)
            continue
        owner.number = number.number
        owner.tail = max(owner.tail, number.end)
    return sorted([*named, *kept], key=BY_START)


def _with_standards(text: str, mentions: list[Mention]) -> list[Mention]:
    """The mentions with the standards that stand alone; GB/T 36000-2015《社会责任指南》 is one mention."""
    alone: list[Mention] = []
    starts: dict[int, Mention] | None = None
    turn = 0
    for low, high in standards_in(text):
        while turn < len(mentions) and mentions[turn].tail <= low:
            turn += 1
        if turn < len(mentions) and mentions[turn].start <= low:
            mentions[turn].standard = mentions[turn].standard or (low, high)
            continue
        if starts is None:
            starts = {mention.start: mention for mention in mentions}
        before = mentions[turn - 1] if turn else None
        if before is not None and before.kind == "title" and before.standard is None and skip(text, before.tail) == low:
            before.standard, before.tail = (low, high), high  # 《防火规范》GB 50016-2014
            continue
        owner = starts.get(skip(text, high))
        if owner is not None and owner.kind == "title" and owner.standard is None:
            owner.standard = (low, high)
        elif text.startswith(("GB", "DB"), low) or STANDARD_YEAR.search(text, low, high):
            alone.append(Mention(low, high, high, "standard", None, (low, high)))
    return sorted([*mentions, *alone], key=BY_START) if alone else mentions
