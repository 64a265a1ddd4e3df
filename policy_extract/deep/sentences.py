"""Sentences (分句) as a model gets them: of bounded length, and each character with its place in the document."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from policy_extract.model import Span

__all__ = ["CLOSERS", "HAN", "OPENERS", "Chunk", "chunks"]

#: A sentence that is longer is cut: the models were trained on shorter ones, and time grows with the square.
_LONGEST: Final = 128
_TITLE = 300  # characters that a title in 《》 may have before it is taken for one that never closes
_MARK = re.compile(r"[。;!?\n《]")
OPENERS = frozenset("“‘「『（(《〈")
CLOSERS = frozenset('”’」』）)》〉"')
HAN = re.compile(r"[㐀-鿿]")
_WRAPPED = 20  # a line shorter than this was ended on purpose
_LIST_LINE = re.compile(r" {0,8}(?:\(?[一二三四五六七八九十\d]{1,3}[)、.]|第[一二三四五六七八九十百]{1,4}[条章节])")


class Chunk(NamedTuple):
    """A sentence as a model gets it, and where each of its characters stands in the document."""

    text: str
    places: Sequence[int]

    def span(self, begin: int, end: int) -> Span:
        """The stretch of the document that a stretch of the sentence is."""
        return Span(self.places[begin], self.places[end - 1] + 1)


def chunks(folded: str, source: str, start: int = 0, end: int | None = None) -> Iterator[Chunk]:
    """The sentences (分句) of a stretch of a document, each of at most about 128 characters, with their own offsets.

    They end at 。 ; ! ? and at lines that end a paragraph; a line that was wrapped is joined to the next. A longer one is
    cut at its last comma, colon or 、 in reach. No title in 《》 is cut. White space inside Chinese text is left out.

    >>> from policy_extract.text import fold
    >>> text = "按照《意见。试行》建立制度;开展\\n培训。"
    >>> [(c.text, c.places[0]) for c in chunks(fold(text), text)]
    [('按照《意见。试行》建立制度;', 0), ('开展', 14), ('培训。', 17)]
    """
    end = len(folded) if end is None else end
    titles: list[Span] = []
    for close, following in _sentence_ends(folded, start, end, titles):
        begin, start = start, following
        while close - begin > _LONGEST and (cut := _cut(folded, begin, close, titles)) < close:
            yield from _chunk(folded, source, begin, cut)
            begin = cut
        yield from _chunk(folded, source, begin, close)
        titles.clear()


def _sentence_ends(folded: str, start: int, end: int, titles: list[Span]) -> Iterator[tuple[int, int]]:
    """Where each sentence ends and the next begins; the titles met on the way are noted."""
    position = line = start
    while position < end:
        found = _MARK.search(folded, position, end)
        if found is None:
            break
        at, position = found.start(), found.end()
        mark = found.group()
        if mark == "《":
            close = folded.find("》", position, min(end, position + _TITLE))
            if close > 0:
                titles.append(Span(at, close + 1))
                position = close + 1
        elif mark == "\n":
            if not _wraps(folded, line, at, end):
                yield at, position
            line = position
        else:
            while position < end and folded[position] in CLOSERS:
                position += 1
            yield position, position
    yield end, end


def _wraps(folded: str, line: int, at: int, end: int) -> bool:
    """Whether the line that ends here goes on in the next: a full one without a closing mark, before no numbered one."""
    written = folded[line:at].strip()
    if len(written) <= _WRAPPED or written[-1] in "。;:!?":
        return False
    return at + 1 < end and folded[at + 1] not in "\n" and not _LIST_LINE.match(folded, at + 1)


def _cut(folded: str, begin: int, end: int, titles: Sequence[Span]) -> int:
    """Where to cut a long sentence: behind the last comma in reach, else at the limit; behind a title, never in it."""
    limit = begin + _LONGEST
    best = -1
    for marks in (",:", "、"):
        for mark in marks:
            at = folded.rfind(mark, begin + 1, limit)
            while at >= 0 and within(titles, at):
                at = folded.rfind(mark, begin + 1, at)
            best = max(best, at)
        if best > begin + _LONGEST // 3:
            break
    if best > begin:
        return best + 1
    over = bisect_left(titles, limit, key=lambda s: s.start) - 1  # the last title that starts before the limit
    return titles[over].end if over >= 0 and titles[over].end > limit else min(limit, end)


def within(spans: Sequence[Span], place: int) -> bool:
    """Whether a place lies inside one of the sorted, separate spans."""
    at = bisect_left(spans, place + 1, key=lambda s: s.start)
    return at > 0 and place < spans[at - 1].end


def _chunk(folded: str, source: str, begin: int, end: int) -> Iterator[Chunk]:
    """The characters from here to there as one chunk; nothing where no Chinese is among them."""
    text = folded[begin:end]
    if not HAN.search(text):
        return
    if " " not in text and "\n" not in text:
        yield Chunk(source[begin:end], range(begin, end))
        return
    places = [begin + i for i, c in enumerate(text) if c not in " \n" or _parts_latin(text, i)]
    yield Chunk("".join(" " if folded[i] in " \n" else source[i] for i in places), places)


def _parts_latin(text: str, i: int) -> bool:
    """Whether a blank stands between Latin words, as in ISO 9001."""
    around = text[i - 1 : i] + text[i + 1 : i + 2]
    return len(around) == 2 and around.isascii() and around.isalnum()
