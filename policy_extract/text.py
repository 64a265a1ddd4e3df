"""Characters: folding without moving an offset, passages, sentences, brackets.

What folding guarantees:

1. one character becomes one character, so an offset in the folded text is an offset in the text as written;
2. every bracket of a responsibility list or a document number, ( （ 〔 [ ［ 【 ﹝, becomes ``(``, and its partner ``)``;
   < ＜ become 〈, and > ＞ become 〉;
3. full-width punctuation, letters and digits become their half-width form; 。 、 《 》 “ ” stay;
4. every white space becomes a space, every line end a newline; control characters become spaces;
5. a text in traditional characters is read in simplified ones;
6. folding twice changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from operator import attrgetter
from typing import Final

from policy_extract.model import Ranged
from policy_extract.variants import SIGNS, SIMPLIFIED

__all__ = ["BY_START", "Passage", "any_of", "brackets", "compact", "fold", "sentences"]

#: The order of findings in a document.
BY_START: Final = attrgetter("start")

# What nearly every text has, in one form or the other, is replaced outright.
_COMMON: Final = (
    ("（", "("),
    ("）", ")"),
    ("，", ","),
    ("：", ":"),
    ("；", ";"),
    ("〔", "("),
    ("〕", ")"),
    ("\u3000", " "),
    ("\xa0", " "),
)
# The rest is looked for first: most texts have none of it.
_RARE: Final = {
    chr(code): chr(code - 0xFEE0) for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
} | {
    old: new
    for olds, new in (
        ("[［【﹝｛｟", "("), ("]］】﹞｝｠", ")"), ("<＜﹤", "〈"), (">＞﹥", "〉"), ("∶﹕", ":"), ("﹔", ";"), ("！﹗", "!"),
        ("？﹖", "?"), ("．", "."), ("％", "%"), ("＋", "+"), ("－", "-"), ("～〜∼", "~"), ("／", "/"), ("﹑､", "、"), ("｡", "。"),
        ("＝", "="), ("＆", "&"), ("＃", "#"), ("＊", "*"), ("＠", "@"), ("＂", '"'), ("＇", "'"),
        ("\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", "\n"),
        ("\t\u1680\u180e\u202f\u205f\u2060\ufeff" + "".join(map(chr, (*range(0x2000, 0x2010), *range(0x202A, 0x202F)))), " "),
        ("".join(map(chr, (*range(0x2066, 0x206A), *range(9), *range(0x0E, 0x1C), 0x1F, *range(0x7F, 0x85), *range(0x86, 0xA0)))), " "),
    )
    for old in olds
}  # fmt: skip
# With the signs of traditional characters, which so cost no scan of their own.
_RARE_ONE: Final = re.compile("[" + "".join(map(re.escape, _RARE)) + SIGNS + "]")
# All that folding changes: a name or a title has none of it, as a rule.
_CHANGED: Final = re.compile("[&" + "".join([old for old, _ in _COMMON]) + _RARE_ONE.pattern[1:])
_SHORT: Final = 100
# Entities that a page has left as text, each with as many characters.
_ENTITIES: Final = (
    ("&nbsp;", " " * 6), ("&emsp;", " " * 6), ("&ensp;", " " * 6), ("&lt;", "〈   "), ("&gt;", "   〉"),
    ("&amp;", "&    "), ("&ldquo;", "“      "), ("&rdquo;", "      ”"),
)  # fmt: skip
_BRACKET: Final = re.compile(r"[()]")
_SENTENCE: Final = re.compile(r"[^。;!?\n]+[。;!?]?")


def fold(text: str) -> str:
    """The text with one form for each mark, of the same length.

    >>> fold("（省科技厅、省财政厅　牵头；２０１５年）")
    '(省科技厅、省财政厅 牵头;2015年)'
    >>> fold("責任單位:省教育廳")
    '责任单位:省教育厅'
    """
    if len(text) < _SHORT and not _CHANGED.search(text):
        return text
    if "\r" in text:
        text = text.replace("\r\n", " \n")
    if "&" in text:
        for entity, form in _ENTITIES:
            text = text.replace(entity, form)
    for old, new in _COMMON:
        text = text.replace(old, new)
    signs = 0
    for rare in set(_RARE_ONE.findall(text)):
        plain = _RARE.get(rare)
        if plain is None:
            signs += 1
        else:
            text = text.replace(rare, plain)
    return text.translate(SIMPLIFIED) if signs > 1 else text


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern of words, the longest first, branched by their first two characters for speed.

    >>> any_of(["不超过", "不低于", "不少于"]).search("增速不低于5%")[0]
    '不低于'
    """
    branches: dict[str, dict[str, list[str]]] = {}
    for word in sorted(words, key=len, reverse=True):
        branches.setdefault(word[0], {}).setdefault(word[1:2], []).append(re.escape(word[2:]))
    heads = []
    for head, some in branches.items():
        seconds = (f"{re.escape(second)}(?:{'|'.join(rest)})" for second, rest in some.items())
        heads.append(f"{re.escape(head)}(?:{'|'.join(seconds)})")
    return re.compile("|".join(heads) or "(?!)")


def compact(text: str) -> str:
    """The text without white space: 自然资源⏎局 broken over two lines is 自然资源局."""
    return "".join(text.split())


class Passage:
    """A stretch of a document that finders read: the folded characters, and where they stand.

    What one finder took is blanked by :meth:`without` with as many spaces, so that offsets hold and no finder needs to
    know another.

    >>> from policy_extract.model import Span
    >>> p = Passage.of("按照《意见》（国办发〔2015〕19号）执行")
    >>> p.without([Span(2, 6)]).text
    '按照    (国办发(2015)19号)执行'
    """

    # Not one of the frozen records: a notice makes hundreds, and compiled a plain class costs a fifth of one.
    __slots__ = ("clause", "source", "start", "text")

    def __init__(self, text: str, source: str, start: int = 0, clause: str = "") -> None:
        self.text = text
        self.source = source
        self.start = start
        self.clause = clause  # the id of the clause whose body it is

    def __repr__(self) -> str:
        return f"Passage({self.text!r}, start={self.start}, clause={self.clause!r})"

    @classmethod
    def of(cls, text: str) -> Passage:
        """A whole text as one passage."""
        return cls(fold(text), text, 0)

    @property
    def end(self) -> int:
        """Where in the document the passage ends."""
        return self.start + len(self.text)

    def raw(self, start: int, end: int) -> str:
        """The characters as written, from and to places in the passage."""
        return self.source[self.start + start : self.start + end]

    def blanked(self, start: int, end: int) -> Passage:
        """The same passage with spaces between two places in it (in document offsets)."""
        text, begin = self.text, self.start
        low, high = max(0, start - begin), min(len(text), end - begin)
        if low >= high:
            return self
        blank = " " * (high - low) + text[high:]
        return Passage(text[:low] + blank if low else blank, self.source, begin, self.clause)

    def without(self, spans: Collection[Ranged]) -> Passage:
        """The same passage with spaces where the spans or findings (in document offsets) stand."""
        if not spans:
            return self
        text, begin = self.text, self.start
        size = len(text)
        if len(spans) == 1:
            for span in spans:
                return self.blanked(span.start, span.end)
        taken = sorted([(span.start, span.end) for span in spans])
        pieces: list[str] = []
        position = 0
        for start, end in taken:
            low, high = start - begin, end - begin
            if low < position:
                low = position
            if high > size:
                high = size
            if low < high:
                pieces += (text[position:low], " " * (high - low))
                position = high
        if not pieces:
            return self
        pieces.append(text[position:])
        text = "".join(pieces)
        return Passage(text, self.source, begin, self.clause)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of a folded text stand, each with its closing mark (。 ; ! ? or the line's end).

    >>> [(a, b) for a, b in sentences("建立制度。开展培训;落实责任")]
    [(0, 5), (5, 10), (10, 14)]
    """
    for match in _SENTENCE.finditer(text):
        yield match.span()


def brackets(text: str, *, reach: int = 600) -> Iterator[tuple[int, int, bool]]:
    """The outermost brackets of a folded text: where each opens, where it ends, and whether it closes.

    An unclosed bracket ends at the end of its line, or before the next bracket that stands after 。; one longer than
    ``reach`` counts as unclosed, so that the cost stays linear.

    >>> list(brackets("(各县(市、区)政府)。(省科技厅"))
    [(0, 11, True), (12, 17, False)]
    """
    position = 0
    while True:
        start = text.find("(", position)
        if start < 0:
            return
        limit = min(len(text), start + reach)
        close = text.find(")", start, limit)
        if close > 0 and text.find("(", start + 1, close) < 0:
            yield start, close + 1, True
            position = close + 1
            continue
        depth, end = 0, -1
        for match in _BRACKET.finditer(text, start, limit):
            if match.group() == "(":
                depth += 1
            else:
                depth -= 1
                if depth == 0:
                    end = match.end()
                    break
        if end > 0:
            yield start, end, True
            position = end
            continue
        line = text.find("\n", start, limit)
        stop = limit if line < 0 else line
        yield start, stop, False
        position = max(stop, start + 1)
