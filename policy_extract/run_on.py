"""Lines that have lost their breaks, cut where pieces must have stood: number, recipients, signature, annexes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from policy_extract.head_lines import MARKER, cut_line, listed_names
from policy_extract.outline import Line
from policy_extract.signature import DATE, ORG_LINE, REGION_NAME
from policy_extract.titles import GENRE_END, GENRES, ends_in_genre

__all__ = ["HEAD_REACH", "PLAIN", "head_cells", "joined_lines", "letterhead", "unfold"]


def head_cells(text: str, line: Line) -> tuple[list[Line], list[Line]]:
    """The cells of a line at the head of a page, 索引号|…|发文机关|…, each as a line, and the bars between them."""
    bars = [i for i in range(line.start, line.end) if text[i] == "|"]
    edges = {edge for bar in bars for edge in (bar, bar + 1)}
    pieces = cut_line(text, line, edges)
    return [p for p in pieces if text[p.start] != "|"], [p for p in pieces if text[p.start] == "|"]


HEAD_REACH: Final = 700
#: A line shorter than this has its breaks, as a rule.
PLAIN: Final = 500
_LETTERHEAD: Final = re.compile(r"(?:文\s?件|明电|特急|加急|急件)\s*(?=[一-鿿])")
_ISSUER_BEFORE: Final = re.compile(r"[一-鿿]{3,}(?:厅|局|委员会|政府|办公室|办公厅)(?=[一-鿿]{2,6}\s?$)")
_SECOND_NUMBER: Final = re.compile(r"\s*[一-鿿]{2,6}\d{1,5}号")
_CITES: Final = re.compile(r"根据|按照|依据|依照")
# The year in brackets and the number: one character is quicker to look for than the names before it.
_YEAR_NUMBER: Final = re.compile(r"\(\s?(?:19|20)\d\d\s?\)\s?第?\s?\d{1,5}\s?号")
_ISSUED_NUMBER: Final = re.compile(rf"[一-鿿A-Za-z]{{1,16}}\s?{_YEAR_NUMBER.pattern}")
_BEFORE_YEAR: Final = 17
_ADDRESS: Final = r"(各[^。:;]{3,260}+|[一-鿿]{2,12}(?:人民政府|厅|局|委员会|[部委办](?=[,、]|\([一-鿿]))[^。:;]{0,400}+|[一-鿿、]{2,40}(?:委员|代表)):"
_RECIPIENTS_FIRST: Final = re.compile(_ADDRESS)
_RECIPIENTS_INSIDE: Final = re.compile(rf"[号知见案函定法施复)] {{0,2}}{_ADDRESS}")
_TITLE_WORDS: Final = re.compile(r"关于|印发|^的|的(?:通知|意见|函|批复|决定|报告)")
_NO_SIGNATURE: Final = r"(?!\s?(?:[前起至,、。;在以]|印发|发布|召开|公布))"
_SIGNED: Final = re.compile(
    r"(?<![^。)\s])((?:[一-鿿]|\([一-鿿]{1,6}\)){3,40}?"
    r"(?:政府|办公厅|办公室|委员会|厅|局|委|部|院|署|中心|公司|会|大学|学校))\s*"
    rf"({DATE.pattern}){_NO_SIGNATURE}"
)
_LONGEST_SIGNED: Final = 330  # so long may a name be before its date
_SIGNED_ENDS: Final = frozenset("府厅室会局委部院署心司学校")  # the last characters of those names
# A date behind a list of attachments or of names, known by what follows it: a note, an annex, the end.
_BEHIND_DATE: Final = re.compile(r"\s*(?:\((?:此件|公开|主动)|附\s?件\s?\d?\s*[一-鿿\d]|$)")
_LONGEST_DATE: Final = 20
_NAMES: Final = re.compile(r"(?:[一-鿿 ]|\([一-鿿]{1,6}\)){3,80}$")
_NO_NAMES: Final = re.compile(r"(?s:.*)[^一-鿿 ()]")
# The first of several names in a signature, at the end of a piece: the others stand behind a gap.
_LAST_NAME: Final = re.compile(
    rf"[。)]((?:中共|(?:{REGION_NAME.pattern}))[一-鿿]{{1,24}}(?:政府|办公厅|办公室|委员会|厅|局|委|部|院))$"
)
_LIST_INSIDE: Final = re.compile(r"附\s?件\s?[:.](?=\s*1?\s?[.、]?\s*[《一-鿿\d])")
_LONGEST_LIST: Final = 900
_GAPS: Final = "\u3000\xa0 \u2002"
_NUMBERED_ANNEX: Final = re.compile(r"附\s?件\s?((?!(?:19|20)\d\d\s?年)\d|)\s*(?![.:、])")
_NOTE_INSIDE: Final = re.compile(r"\s*(\((?:此件|本文|此文|公开|主动|依申请)[^()]{2,20}\))")
_ANNEX_INSIDE: Final = re.compile(
    r"附(?<=[。;)日\s]附)\s?件\s?(?!\d?\s?[:.])(?:(?!(?:19|20)\d\d\s?年)[一二三四五六七八九十\d])?(?=\s*[一-鿿\d])"
)
# The title of an annex that has run into its text: it ends in a genre, and a marker or a usual opening stands behind it.
_TITLE_INSIDE: Final = re.compile(
    r"\s*([^。;:]{2,90}?(?:" + "|".join(sorted(GENRES, key=len, reverse=True)) + r")(?:\([^()]{1,24}\)){0,2}》?)"
    r"(?=\s*(?:一、|\(一\)|1[.、]|第[一1][条章编]|为|根据|按照|依据|$))"
)


def unfold(text: str, line: Line, begin: int, joined: bool) -> list[Line]:
    """A line that has lost its breaks, cut where pieces must have stood: number, recipients, signature, annexes.

    ``joined`` where an end of the line is none in the text as written.
    """
    if line.end - line.start < PLAIN and not joined:
        return _number_apart(text, line, begin)
    cuts = _head_cuts(text, line, begin)
    if not cuts and line.start == begin and not MARKER.match(text, line.start):
        cuts = _title_cuts(text, line.start, line.end)
    ends = []
    before = line.start
    for begins, stops in _dates(text, line.start, line.end):
        named = _signed_at(text, before, begins, stops, line.end)
        before = stops
        if named >= 0:
            cuts |= {named, begins, stops}
            ends.append(stops)
        if _BEHIND_DATE.match(text, stops, line.end):
            cuts |= {_names_above(text, line, begins), begins, stops}
            ends.append(stops)
    for end in ends:
        note = _NOTE_INSIDE.match(text, end, line.end)
        if note:
            cuts |= {note.start(1), note.end(1)}
            end = note.end(1)
        cuts |= _title_cuts(text, end, line.end)
    last = _LAST_NAME.search(text, max(line.start, line.end - 42), line.end)
    if last:
        cuts.add(last.start(1))
    if text.find("附", line.start, line.end) >= 0:
        for annex in _ANNEX_INSIDE.finditer(text, line.start, line.end):
            titled = _title_cuts(text, annex.end(), line.end)
            if titled:
                cuts |= {annex.start(), annex.end(), *titled}
        cuts |= _listed_cuts(text, line, cuts)
    return cut_line(text, line, cuts) if cuts else [Line(line.start, line.end, line.words, True)]


def _dates(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where the full dates of a long line stand, found from their 日."""
    found: list[tuple[int, int]] = []
    day = text.find("日", start, end)
    while day >= 0:
        date = DATE.search(text, max(start, day - _LONGEST_DATE), day + 1)
        if date:
            found.append(date.span())
            start = date.end()
        day = text.find("日", day + 1, end)
    return found


def _signed_at(text: str, low: int, begins: int, stops: int, end: int) -> int:
    """Where the name begins that signs above a date, -1 where none does."""
    name_end = begins
    while name_end > low and text[name_end - 1].isspace():
        name_end -= 1
    if text[name_end - 1] not in _SIGNED_ENDS:
        return -1
    signed = _SIGNED.search(text, max(low, name_end - _LONGEST_SIGNED), min(end, stops + 4))
    return signed.start(1) if signed and signed.end(2) == stops else -1


def joined_lines(text: str, source: str, lines: Sequence[Line]) -> set[int]:
    """Where the lines begin of which an end is no line end in the text as written, but a gap inside a long line."""
    found: set[int] = set()
    begins = [line.start for line in lines]
    place = text.find("\n")
    while place >= 0:
        after = text.find("\n", place + 1)
        if source[place] in _GAPS:
            i = bisect_left(begins, place)
            if i and text.find("\n", lines[i - 1].end, place) < 0:
                found.add(begins[i - 1])
            if i < len(lines) and (after < 0 or begins[i] < after):
                found.add(begins[i])
        place = after
    return found


def _names_above(text: str, line: Line, end: int) -> int:
    """Where the names begin that stand before a date: behind a title or a file's name, or with the notice's own region."""
    low = max(line.start, end - 90)
    other = _NO_NAMES.match(text, low, end)
    names = _NAMES.search(text, other.end() if other else low, end)
    if names is None or not ORG_LINE.search(text[low:end].rstrip()):
        return end
    block = names.group()
    region = REGION_NAME.search(text, line.start, line.start + HEAD_REACH)
    own = [p for p in (block.find("中共"), block.find(region.group()) if region else -1) if p >= 0]
    for place in range(len(block) - 3):
        if block.startswith(("中共", region.group() if region else "中共"), place) and (
            place == 0 or ends_in_genre(block[:place])
        ):
            return names.start() + place
    return names.start() + (min(own) if own else 0) if own or not MARKER.match(text, names.start() - 3, end) else end


def _listed_cuts(text: str, line: Line, cuts: set[int]) -> set[int]:
    """Where a list of attachments begins (附件:1. … 2. …), and the annexes that bear the names it gives."""
    found: set[int] = set()
    listed: list[str] = []
    begin = -1
    for match in _LIST_INSIDE.finditer(text, line.start, line.end):
        if begin < 0 and text[match.start() - 1] not in "(《、和及见":
            again = text.find("附件", match.end(), line.end)
            ends = [c for c in (*cuts, again, line.end) if c > match.end()]
            if min(ends) - match.end() < _LONGEST_LIST:
                begin, listed = match.start(), listed_names(text[match.end() : min(ends)])
                found |= {begin, min(ends)}
    last = 0
    for annex in _NUMBERED_ANNEX.finditer(text, line.start, line.end) if listed else ():
        n = int(annex.group(1) or 1)
        named = annex.start() > begin and n <= len(listed) and text.startswith(listed[n - 1], annex.end())
        if n == last + 1 and (named or (last and text[annex.start() - 1] not in "(见、和及至")):
            last = n
            found |= {annex.start(), annex.end()}
            if named:
                found.add(annex.end() + len(listed[n - 1]))
    return found


def _number_apart(text: str, line: Line, begin: int) -> list[Line]:
    """A line, cut before the document number in brackets that a title has behind it: …的通知（冀政办字〔2015〕84号）."""
    if line.words[-2:] != "号)" or line.start - begin > HEAD_REACH:
        return [line]
    number = _ISSUED_NUMBER.search(text, line.start, line.end)
    if number is None or number.end() != line.end - 1 or text[number.start() - 1] != "(":
        return [line]
    if not ends_in_genre(text[line.start : number.start() - 1].rstrip()):
        return [line]
    return cut_line(text, line, {number.start() - 1})


def _head_cuts(text: str, line: Line, begin: int) -> set[int]:
    """Where the number and the recipients begin and end at the head of a long line."""
    cuts: set[int] = set()
    head = min(line.end, line.start + HEAD_REACH)
    numbered = text.find("号", line.start, head) >= 0
    near = line.start - begin <= HEAD_REACH
    if not near and not numbered:
        return cuts  # the head of a later notice in the same text has its number
    recipients = _RECIPIENTS_INSIDE.search(text, line.start, head)
    while recipients and _TITLE_WORDS.search(recipients.group(1)):  # a title in front of them
        recipients = _RECIPIENTS_INSIDE.search(text, recipients.start(1), head)
    if recipients is None and near:
        recipients = _RECIPIENTS_FIRST.match(text, line.start, head)
        recipients = recipients if recipients and not _TITLE_WORDS.search(recipients.group(1)) else None
    if recipients:
        cuts |= {recipients.start(1), recipients.end()}
        head = recipients.start(1)
    stop = text.find("。", line.start, head)
    if not numbered:
        return cuts
    stop = head if stop < 0 else stop
    year = _YEAR_NUMBER.search(text, line.start, stop)
    if year is None:
        return cuts
    for number in _ISSUED_NUMBER.finditer(text, max(line.start, year.start() - _BEFORE_YEAR), stop):
        start = _number_start(text, line.start, number)
        if start > line.start and (text[start - 1] in "(》" or _CITES.search(text, line.start, start)):
            continue
        cuts |= {start, number.end()}
        second = _SECOND_NUMBER.match(text, number.end(), head)
        if second:
            cuts.add(second.end())
        if start == line.start and text[number.end()] == "《":
            closed = text.find("》", number.end(), head)
            if closed > 0:
                cuts ^= {number.end(), closed + 1}
    return cuts


def _title_cuts(text: str, start: int, end: int) -> set[int]:
    """Where the title of an annex that begins at ``start`` begins and ends."""
    title = _TITLE_INSIDE.match(text, start, min(end, start + 130))
    return {title.start(1), title.end(1)} if title else set()


def _number_start(text: str, line_start: int, number: re.Match[str]) -> int:
    """Where a document number begins: behind a title (…的通知|冀政办字(2015)84号), a letterhead or the issuer's name."""
    bracket = text.find("(", number.start())
    for place in range(bracket - 2, number.start(), -1):
        if place - line_start >= 6 and GENRE_END.search(text, max(line_start, place - 4), place):
            return place
    return number.start() + letterhead(text[number.start() : bracket])


def letterhead(s: str) -> int:
    """How much of what stands before the year of a number is no part of it: 特急 明电|某办发电, 某省交通运输厅|某交函."""
    heads = list(_LETTERHEAD.finditer(s))
    if heads:
        return heads[-1].end()
    issuer = _ISSUER_BEFORE.match(s) if len(s) > 9 else None
    return issuer.end() if issuer else 0
