"""The text of a PDF: lines by where their characters stand, joined to paragraphs, without what repeats on every page.

pdfium reads the characters and their boxes; the rest is geometry. A line that runs to the right margin goes on in
the next one unless that is indented or begins a clause. Page numbers and running heads go, and so does bold print
that is made of the same characters twice.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, deque
from collections.abc import Iterable, Sequence
from itertools import pairwise

from policy_extract.errors import NoticeError
from policy_extract.loaders.columns import Frame, em, frames
from policy_extract.loaders.limits import Limits
from policy_extract.loaders.pdfium import Line, extract

__all__ = ["read_pdf"]

_AGAIN = "download or export it again"
_OCR = "run OCR on it and save the text"

_LINEARIZED = re.compile(rb"/Linearized\b[^>]{0,200}?/L\s{1,4}(\d{1,12})")
_MARKER = re.compile(
    r"[（(〔]?[一二三四五六七八九十百]{1,4}[）)〕、.．]|第[一二三四五六七八九十百零〇\d]{1,6}[章节条篇编部]|[（(]\d{1,3}[）)]|\d{1,3}[、．]|"
    r"\d{1,3}\.(?!\d)|[①-⑳]|附\s{0,4}件\s{0,4}[\d一二三四五六七八九十]{0,3}\s{0,2}[:：.]?|附\s{0,4}[:：]|——|[●■◆★•·]"
)
_ENDS = re.compile(r"[。；：！？;:]['”’）)〕】》]?$")
_PAGE_NUMBER = re.compile(
    r"[-—－–―·•~\s]*(?:第?\s*\d{1,4}\s*页?(?:\s*[/共,，]\s*共?\s*\d{1,4}\s*页?)?|[ivxlIVXL]{1,6})[-—－–―·•~\s]*"
)
_PRINTED = re.compile(
    r"(?:https?://\S{1,300}|file:///\S{1,300})(?:\s{0,8}\d{1,4}/\d{1,4})?|20\d\d/\d{1,2}/\d{1,2}\s{1,4}\d{1,2}:\d\d\b.{0,200}"
)
_DIGITS = re.compile(r"\d+")
_GAP = re.compile(r"\s+")
_RADICALS = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")
# The radicals that fonts put in the place of characters and that Unicode does not fold by itself.
_RADICAL_FORMS = str.maketrans(
    "⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳", "母民虎西见角贝车长门青页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟"
)
_HAN = r"\u3400-\u9fff\uf900-\ufaff"
_HAN_THEN_WORD = re.compile(rf"(?<=[{_HAN}，。；：、（）《》〔〕“”]) (?=[\dA-Za-z＋+%％])")
_WORD_THEN_HAN = re.compile(rf"(?<=[\dA-Za-z%％]) (?=[{_HAN}，。；：、（）《》〔〕“”])")
_LEADING_NUMBER = re.compile(rf"\d{{1,2}}(?:\.\d{{1,2}}){{0,3}}\.? (?=[{_HAN}])(?![年月日时个万亿元项条家人次倍])")
_UNBROKEN = re.compile(r"[!-~]{1,200}")
_WORD = re.compile(r"[0-9A-Za-z]")
#: A line of fewer characters is no full line, even where no other on the page is longer: lists of names, cells.
_FULL = 12
#: In a document of so few pages a figure alone at the end of one is taken for its number as it stands.
_FEW_PAGES = 3
#: So many lines back, at most, stands what is beside the last cell of a row.
_BESIDE = 6
_GARBAGE = re.compile("[\ue000-\uf8ff\ufffd\x00-\x08\x0e-\x1f]|\\(cid:\\d")


def read_pdf(data: bytes, name: str, limits: Limits | None = None) -> tuple[str, tuple[int, ...]]:
    """The text of a PDF (版式文件), a paragraph a line, and where in it each page begins.

    Raises NoticeError for a file that is protected, cut short or beyond the ``limits``, and for one without text.
    """
    limits = limits or Limits()
    linear = _LINEARIZED.search(data[:2048])
    if data.rfind(b"%%EOF") < 0 or (linear and len(data) < int(linear.group(1))):
        raise NoticeError(name, "the PDF is cut short", _AGAIN)
    pages, heights, pictures = extract(data, name, limits)
    characters = sum(len(_GAP.sub("", line.text)) for page in pages for line in page)
    if not characters or (pictures and characters < 10 * len(pages)):
        raise NoticeError(name, "the PDF holds pictures of pages and no text (a scan)", _OCR)
    broken = sum(len(_GARBAGE.findall(line.text)) for page in pages for line in page)
    if broken > 0.3 * characters:
        raise NoticeError(name, "the fonts of the PDF do not say which characters they draw", _OCR)
    pages = _without_furniture(pages, heights)
    text, begins = _text(_paragraphs(pages), len(pages))
    if not text.strip():
        raise NoticeError(name, "the PDF holds no text but page numbers (a scan)", _OCR)
    return text, begins


def _text(paragraphs: Iterable[list[tuple[int, str]]], count: int) -> tuple[str, tuple[int, ...]]:
    """The paragraphs, each made of pieces with their pages, as lines, and where each page begins in them."""
    lines: list[str] = []
    begins: dict[int, int] = {}
    position = 0
    for pieces in paragraphs:
        length = since = 0
        for i, (page, _) in enumerate(pieces):
            if page not in begins:
                length += len(_tidy("".join(piece for _, piece in pieces[since:i])))
                begins[page], since = position + length, i
        lines.append(_tidy("".join(piece for _, piece in pieces)))
        position += len(lines[-1]) + 1
    text = "\n".join(lines)
    # A page without text begins where the next one does.
    found, after = [], len(text)
    for page in range(count - 1, -1, -1):
        after = min(after, begins.get(page, after))
        found.append(after)
    return text, tuple(reversed(found))


def _without_furniture(pages: list[list[Line]], heights: Sequence[float]) -> list[list[Line]]:
    """The pages without page numbers, running heads and what a browser prints around a page."""
    repeated: Counter[tuple[bool, str, int]] = Counter()
    ends: list[list[tuple[Line, bool]]] = []
    for lines, height in zip(pages, heights, strict=True):
        rows = sorted(lines, key=lambda line: -line.middle)
        found = [(line, True) for line in rows[:3] if line.middle > 0.85 * height]
        found += [(line, False) for line in rows[-4:] if line.middle < 0.15 * height]
        ends.append(found)
        repeated.update({_key(line, top) for line, top in found})
    enough = 3 if len(pages) > 3 else max(2, len(pages))
    counted = _page_numbers(ends)
    result = []
    for lines, found in zip(pages, ends, strict=True):
        printed = {id(line) for line, _ in found if _PRINTED.fullmatch(line.text)}
        again = {id(line) for line, top in found if _seen(repeated, _key(line, top)) >= enough}
        gone = set(printed)
        rest = [other for other in lines if id(other) not in again and id(other) not in printed]
        # From the text outwards: what stays is text that the next one must stand off from.
        for line, top in sorted(found, key=lambda pair: pair[0].middle if pair[1] else -pair[0].middle):
            alone = all(abs(line.middle - other.middle) > line.size / 2 for other in lines if other is not line)
            if (id(line) in counted and alone) or (id(line) in again and _stands_off(line, top, rest)):
                gone.add(id(line))
            elif id(line) in again:
                rest.append(line)
        result.append([line for line in lines if id(line) not in gone])
    return result


def _page_numbers(ends: Sequence[list[tuple[Line, bool]]]) -> set[int]:
    """The lines that number the pages: a figure alone is one where it counts on with those of other pages."""
    told: set[int] = set()
    bare: dict[tuple[bool, int], list[int]] = {}
    for page, found in enumerate(ends):
        for line, top in found:
            if _PAGE_NUMBER.fullmatch(line.text) and len(_DIGITS.findall(line.text)) <= 2:
                if line.text.isdecimal() and len(ends) > _FEW_PAGES:
                    bare.setdefault((top, int(line.text) - page), []).append(id(line))
                else:
                    told.add(id(line))
    return told.union(*(lines for lines in bare.values() if len(lines) > 1))


def _key(line: Line, top: bool) -> tuple[bool, str, int]:
    """What is equal for a running head on all pages: its words without numbers, and its height on the page."""
    return top, _DIGITS.sub("#", _GAP.sub("", line.text)), round(line.middle / 6)


def _seen(repeated: Counter[tuple[bool, str, int]], key: tuple[bool, str, int]) -> int:
    return max(repeated[key[0], key[1], key[2] + shift] for shift in (-1, 0, 1))


def _stands_off(line: Line, top: bool, lines: list[Line]) -> bool:
    """Whether a line is set off from the text: the head of a table repeats too, but close upon its rows."""
    middles = sorted({round(other.middle) for other in lines}, reverse=True)
    pitches = sorted(a - b for a, b in pairwise(middles) if a - b > line.size / 2)
    pitch = pitches[len(pitches) // 2] if pitches else 2 * line.size
    sizes = sorted(other.size for other in lines)
    if sizes and line.size < 0.85 * sizes[len(sizes) // 2]:
        return True
    gaps = [line.middle - m if top else m - line.middle for m in middles]
    return min((gap for gap in gaps if gap > line.size / 2), default=1e9) > 1.25 * pitch


def _paragraphs(pages: list[list[Line]]) -> list[list[tuple[int, str]]]:
    """Lines joined where a paragraph goes on: the pieces of each paragraph with their pages."""
    everything = [
        (line, frame)
        for page, found in zip(pages, frames(pages), strict=True)
        for line, frame in zip(page, found, strict=True)
    ]
    indented = sum(1 for line, frame in everything if 1.2 < (line.left - frame.left) / em(line) < 3.2)
    indents = indented > 0.08 * len(everything)
    done: list[list[tuple[int, str]]] = []
    recent: deque[Line] = deque(maxlen=_BESIDE)
    previous: tuple[Line, Frame] | None = None
    for line, frame in everything:
        if previous is not None and (
            _goes_on(*previous, line, frame, indents) or _goes_on_in_cell(*previous, line, recent)
        ):
            gap = " " if _WORD.match(done[-1][-1][1][-1:]) and _WORD.match(line.text) else ""
            done[-1].append((line.page, gap + line.text))
        elif previous is not None and _same_row(previous[0], line):
            done[-1].append((line.page, "\t" + line.text))
        else:
            done.append([(line.page, line.text)])
        previous = line, frame
        recent.append(line)
    return done


def _same_row(a: Line, b: Line) -> bool:
    return a.page == b.page and abs(a.middle - b.middle) < 0.3 * a.size and b.left > a.right


def _goes_on(a: Line, at: Frame, b: Line, bt: Frame, indents: bool) -> bool:
    """Whether line ``b`` continues the paragraph of line ``a``; each stands in its frame."""
    width = em(a)
    next_column = bt.column > at.column > 0
    if a.page == b.page and not next_column and not (0 < a.middle - b.middle < 3.5 * a.size):
        return False  # not the next row down
    if "\t" in a.text or "\t" in b.text or max(a.size, b.size) > 1.3 * min(a.size, b.size):
        return False
    # A line is full where the first word of the next, an address perhaps, has no room in it.
    word = _UNBROKEN.match(b.text) if indents else None
    room = max(2.2 * width, (0.5 * len(word.group()) + 0.2) * width if word else 0.0)
    if a.right < at.right - room or b.left > bt.left + 1.2 * width or a.right - at.left < _FULL * width:
        return False
    ended = _ENDS.search(a.text) is not None
    marked = _MARKER.match(b.text) is not None
    # Where paragraphs are indented, a line at the margin goes on, even after 。 or with a mark: 按照本条第⏎（一）项.
    return not (ended and marked) if indents else not ended and not marked


def _goes_on_in_cell(a: Line, at: Frame, b: Line, recent: Iterable[Line]) -> bool:
    """Whether line ``b`` continues the last cell of a row, which has another beside it: 标题：… of a description."""
    if a.page != b.page or not 0 < a.middle - b.middle < 1.7 * a.size or abs(a.left - b.left) > 0.3 * a.size:
        return False
    if a.right < at.right - 2.2 * em(a) or "\t" in b.text or _ENDS.search(a.text) or _MARKER.match(b.text):
        return False
    high, low = a.middle + 0.3 * a.size, b.middle - 0.3 * b.size
    return any(o.page == a.page and o.right < a.left and low < o.middle < high for o in recent)


def _tidy(text: str) -> str:
    """One paragraph without the gaps between Chinese characters and figures, and with characters for radicals."""
    if _RADICALS.search(text):
        text = _RADICALS.sub(lambda m: unicodedata.normalize("NFKC", m.group()), text.translate(_RADICAL_FORMS))
    head = _LEADING_NUMBER.match(text)
    start = head.end() if head else 0
    return text[:start] + _WORD_THEN_HAN.sub("", _HAN_THEN_WORD.sub("", text[start:]))
