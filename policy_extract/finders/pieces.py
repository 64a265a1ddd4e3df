"""Pieces: the text of a body as the reader of actions wants it, cut at commas, semicolons and full stops."""

from __future__ import annotations

import re
from typing import Final

from policy_extract.text import Passage

__all__ = ["MARKED", "cut", "marker", "preambles", "restored", "unwrapped"]

# Bounds keep the time linear on hostile text; a quote or bracket that does not close opens nothing.
_PLAIN: Final = '[^,;。:!?\\n(“《"]*+'
_CLOSED: Final = (
    r"(?:\([^()\n]{0,200}+(?:\([^()\n]{0,60}+\)[^()\n]{0,200}+){0,4}+\)|“[^“”\n]{0,200}+”|《[^《》\n]{0,300}+》"
    r"|\"[^\"\n]{0,100}+\"|(?<=\d),(?=\d{3}(?!\d))|[(“《\"])"
)
#: A piece, with the stops that brackets, quotes and numbers have inside.
_WHOLE: Final = re.compile(f"{_PLAIN}(?:{_CLOSED}{_PLAIN})*+")
#: A comma in a number.
_THOUSANDS: Final = re.compile(r",(?<=\d,)(?=\d{3}(?!\d))")
#: What opens without being closed before the next stop or opening, so that a stop may be inside.
_SHORT: Final = '[^,;。:!?\\n()“”《》"]*+'
_OPENING: Final = re.compile(f'\\((?!{_SHORT}\\))|“(?!{_SHORT}”)|《(?!{_SHORT}》)|"')
#: Where there are numbers, the first comma in one, too.
_OPENING_OR_NUMBER: Final = re.compile(f"{_OPENING.pattern}|{_THOUSANDS.pattern}")
_BLANKS: Final = re.compile("  +")
_WRAP: Final = re.compile(
    r"\n(?<![\n。;:!?,]\n)\n?(?=[^\n ])(?!\(?[一二三四五六七八九十\d]{1,3}[)、.]|第[一二三四五六七八九十百]{1,4}[条章节])"
)
_WRAPPED_LINE: Final = 20
_NUMBER: Final = re.compile(r"[(（〔\[［【].{0,24}\d{4}.{0,16}号")
_OPENERS: Final = frozenset("(（〔[［【﹝")
MARKED: Final = frozenset(" 一二三四五六七八九十第(1234567890①②③④⑤⑥⑦⑧⑨⑩—-·●★•▪◆○■□*")
_MARK: Final = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}是要?|第[一二三四五六七八九十](?!时间)[是,、]?|\((?:\d{1,2}|[一二三四五六七八九十]{1,3})\)|\d{1,2}[).、](?!\d)"
    r"|[一二三四五六七八九十]{1,3}、|[①-⑳]|[—\-·●★•▪◆○■□*]{1,4})\s{0,4}"
)


def cut(text: str, begin: int) -> list[str]:
    """The pieces of a text from a place on, one stop behind each; those between two stops are empty.

    >>> cut("完善制度,培训“一线,窗口”人员1,200名。", 0)
    ['完善制度', '培训“一线,窗口”人员1,200名', '']
    """
    plain = text[begin:] if begin else text
    for stop in ",;。:!?":
        plain = plain.replace(stop, "\n")
    pieces = plain.split("\n")
    number = _THOUSANDS.search(text, begin)
    if number is None and "(" not in text and "“" not in text and "《" not in text and '"' not in text:
        return pieces
    search = _OPENING_OR_NUMBER.search if number else _OPENING.search
    opening = search(text, begin)
    opens, taken, end = opening.start() if opening else len(text) + 1, 0, begin - 1
    whole: list[str] = []
    for piece in pieces:
        start = end + 1
        end = start + len(piece)
        if start < taken:
            continue
        if end >= opens:
            taken = _WHOLE.match(text, start).end()  # type: ignore[union-attr]  # it matches anything
            piece = text[start:taken]
            opening = search(text, taken)
            opens = opening.start() if opening else len(text) + 1
        whole.append(piece)
    return whole


def marker(piece: str) -> tuple[int, bool]:
    """Where the words of a piece begin, and whether a marker (一是, (1), ——) stands before them."""
    place = 0
    if piece[0] == " ":
        place = len(piece) - len(piece.lstrip(" "))
        if place == len(piece):
            return place, False
    mark = _MARK.match(piece, place)
    return (mark.end(), True) if mark else (place, False)


def restored(passage: Passage) -> tuple[str, int]:
    """The passage with blanked titles as 《〓〓》 and blanked brackets as breaks, one character for one; where it begins."""
    text = passage.text
    begin = len(text) - len(text.lstrip(" "))
    if begin == 1:
        begin = 0
    blanked = text.find("  ", begin)
    return (text if blanked < 0 else _filled(passage, blanked)), begin


def _filled(passage: Passage, blanked: int) -> str:
    """The passage with what was blanked from here on filled in."""
    text, source, start = passage.text, passage.source, passage.start
    parts: list[str] = []
    last = 0
    for match in _BLANKS.finditer(text, blanked):
        at, end = match.span()
        raw = source[start + at : start + end]
        if raw[0] == "《" and (close := raw.rfind("》") + 1) > 1:
            filled = f"《{'〓' * (close - 2)}》{_filler(raw[close:])}"
        elif text.startswith("\n", end) and raw.isspace():
            continue
        else:
            filled = _filler(raw)
        parts.append(text[last:at])
        parts.append(filled)
        last = end
    parts.append(text[last:])
    return "".join(parts).replace("&nbsp;", " " * 6)


def _filler(raw: str) -> str:
    """What stands for a blanked stretch that is no title: the number of a document, a break, or blanks."""
    size = len(raw)
    if raw[:1] in _OPENERS:
        if _NUMBER.match(raw):
            return "〓" * size
    elif not raw.isspace():
        return " " * size
    return "\n" * size if size < 3 else "\n" + " " * (size - 2) + "\n"  # one piece, not one a character


def unwrapped(text: str, passage: Passage, begin: int) -> tuple[str, list[int]]:
    """The text with hard-wrapped lines joined, and for each character left out its place in the joined text."""
    removed: list[int] = []
    parts: list[str] = []
    last = 0
    for match in _WRAP.finditer(text, begin):
        at, end = match.span()
        if end - at == 2 and passage.source[passage.start + at] != "\r":
            continue  # an empty line; CR LF folds to two line ends as well
        if text[at - 1] == " ":  # PDF text layers end their lines in a space
            while at > last and text[at - 1] == " ":
                at -= 1
            if text[at - 1] in "\n。;:!?,":
                continue
        if at == last:
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


def preambles(text: str, cue: re.Pattern[str]) -> list[tuple[int, int]]:
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
