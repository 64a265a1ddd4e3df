"""What stands around the body of a notice: title, document number, issuers, date, recipients; and where its parts lie.

``read_frame`` goes through the lines once and sorts them: header lines (claimed), body lines (for the outline), furniture
of the page that the text was copied from (left unread). A notice with a plan behind its cover letter has two parts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from policy_extract.frozen import frozen
from policy_extract.furniture import FURNITURE, HOSTS, NO_WORDS, SITE
from policy_extract.head_lines import ANNEX_LIST, LIST_NUMBER, cut_line, is_marked
from policy_extract.lexicon import Lexicon
from policy_extract.model import Header, Span
from policy_extract.outline import Line, split_lines
from policy_extract.parts import PRINTED, PRINTED_REACH, PartDraft, Parts
from policy_extract.run_on import HEAD_REACH, PLAIN, head_cells, joined_lines, unfold
from policy_extract.signature import (
    DATE,
    ORG_LINE,
    STAMP,
    date_line,
    is_person,
    issuers_of_title,
    province_named,
    read_date,
    split_issuers,
    to_date,
)
from policy_extract.text import compact
from policy_extract.titles import genre_of

__all__ = ["Frame", "PartDraft", "read_date", "read_frame"]


@frozen
class Frame:
    """A document sorted: its header, its parts with their body lines, and what was left unread."""

    header: Header
    parts: tuple[PartDraft, ...]
    unread: tuple[Span, ...]


def read_frame(text: str, source: str, lexicon: Lexicon, lines: Sequence[Line] | None = None) -> Frame:
    """The frame of a document, from its folded text and its text as written.

    ``lines`` are those of the folded text, given where no end of them has been restored.
    """
    broken = lines is None and text.count("\n") != source.count("\n")
    lines = split_lines(text) if lines is None else lines
    copy = _second_copy(text, lines) if lines else -1
    if copy < 0:
        return _read_lines(text, source, lines, lexicon, broken)
    # The same notice once more (the page and its text): the tree of each stands apart, the header is that of the first.
    cut = [p for line in lines for p in (cut_line(text, line, {copy}) if line.start < copy < line.end else [line])]
    first = _read_lines(text, source, [line for line in cut if line.start < copy], lexicon, broken)
    second = _read_lines(text, source, [line for line in cut if line.start >= copy], lexicon, broken)
    header = replace(first.header, spans=(*first.header.spans, *second.header.spans))
    return Frame(header, (*first.parts, *second.parts), (*first.unread, *second.unread))


_LONGEST_HEAD: Final = 1500  # a line with bars that is longer is no head of a page
_COPIED: Final = 24  # so many characters of the beginning tell where the text begins again
_SAME: Final = 100  # and so many must be the same but for white space


def _second_copy(text: str, lines: Sequence[Line]) -> int:
    """Where the whole text begins once more, -1 where it does not."""
    begin = lines[0].start
    probe = text[begin : min(begin + _COPIED, lines[0].end)]
    if len(probe) < 12:
        return -1
    again = text.find(probe, begin + 300)
    if again < 0 or text[again - 1] not in " \n。)日":
        return -1
    here, there = (compact(text[place : place + 2 * _SAME])[:_SAME] for place in (begin, again))
    return again if here == there and len(here) == _SAME else -1


def _read_lines(text: str, source: str, lines: Sequence[Line], lexicon: Lexicon, broken: bool) -> Frame:
    begin = lines[0].start if lines else 0
    pieces: list[Line] = []
    bars: list[Line] = []
    joined = joined_lines(text, source, lines) if broken else ()
    barred = "|" in text
    for line in lines:
        s = line.words
        size = len(s)
        if (
            size < PLAIN
            and not s.endswith("号)")
            and not (barred and "|" in s)
            and not (joined and line.start in joined)
        ):
            pieces.append(line)
        elif line.start - begin < HEAD_REACH and size < _LONGEST_HEAD and s.count("|") > 1:
            cells, between = head_cells(text, line)
            pieces += cells
            bars += between
        else:
            pieces += unfold(text, line, begin, line.start in joined)
    reader = _Reader(text, source, pieces, lexicon)
    reader.unread += bars
    return reader.read()


class _Reader(Parts):
    """Goes through the lines of a document once."""

    def read(self) -> Frame:
        body = self._head()
        parts = self._parts(body)
        self._tail(parts)
        signed, issuers = self._signature(parts)
        signed = signed or self.dated
        title = self.title
        if title is None:
            title = next((part.title for part in parts if part.title and part.start not in self.attached), None)
        if title is None:
            title, reported = self._issued_title(parts)
            issuers = issuers or reported
        issuers = issuers or issuers_of_title(title)
        header = Header(
            title=title,
            document_number=self.number,
            issuers=issuers,
            date=signed,
            recipients=self.recipients,
            region=province_named([*issuers, title or "", self.number or ""], self.lexicon),
            genre=genre_of(title),
            spans=tuple(Span(line.start, line.end) for line in sorted(self.claimed, key=lambda x: x.start)),
        )
        for part in parts:
            if part.kind == "notice" and part.title is None:
                part.title = title
        unread = tuple(Span(line.start, line.end) for line in sorted(self.unread, key=lambda x: x.start))
        return Frame(header, tuple(parts), unread)

    def _tail(self, parts: Sequence[PartDraft]) -> None:
        """Takes the signature lines and the furniture off the ends of the parts."""
        for part in parts:
            foot = self._foot(part)
            self.unread += part.body[foot:]
            del part.body[foot:]
            while part.body and self._is_tail_furniture(part):
                self.unread.append(part.body.pop())
            printed = [
                line
                for line in part.body
                if len(s := line.words) < 200
                and (s[0] in "抄主共" or s.find("印发", 0, PRINTED_REACH) >= 0)
                and PRINTED.match(s)
            ]
            if printed:
                self.claimed += printed
                taken = {line.start for line in printed}
                part.body[:] = [line for line in part.body if line.start not in taken]

    def _foot(self, part: PartDraft) -> int:
        """The line at which the foot of a web page begins: short lines without a sentence, several of them buttons."""
        first, buttons = len(part.body), 0
        for i in range(len(part.body) - 1, max(-1, len(part.body) - 160), -1):
            s = part.body[i].words
            if len(s) >= 60 or s[-1] in "。;" or is_marked(s):
                break
            if SITE.search(s):
                first, buttons = i, buttons + 1
        return first if buttons >= 4 else len(part.body)

    def _is_tail_furniture(self, part: PartDraft) -> bool:
        s = part.body[-1].words
        if not s[-1].isalpha() and NO_WORDS.fullmatch(s):
            return True
        above = [line.words for line in part.body[-8:-1]]
        if len(s) < 80 and FURNITURE.search(s):
            if SITE.search(s) or not (s[-1] in "。;" or is_marked(s)):
                # Who holds an event (主办单位:…) is a site's footer only beside other furniture.
                beside = (*above[-3:], *(line.words for line in self.unread[-1:]))
                return not HOSTS.match(s) or any(len(a) < 80 and FURNITURE.search(a) for a in beside)
            return False
        return (
            len(s) < 16
            and s[-1] not in "。;:"
            and not date_line(s)
            and not ORG_LINE.search(s)
            and any(len(a) < 80 and FURNITURE.search(a) for a in above)
        )

    def _signature(self, parts: Sequence[PartDraft]) -> tuple[date | None, tuple[str, ...]]:
        """The date and the issuers of the first signature block; every block of a part's end is claimed."""
        signed: date | None = None
        issuers: tuple[str, ...] = ()
        for part in parts:
            for i in range(len(part.body) - 1, max(-1, len(part.body) - 40), -1):
                s = part.body[i].words
                found = date_line(s)
                if not found:
                    continue
                block = self._block_above(part, i)
                names = [self.raw(line).strip() for line in block]
                if (signed is None and part is parts[0]) or (signed is None and block):
                    signed = to_date(found)
                    issuers = split_issuers(names)
                self.claimed += [*block, part.body[i]]
                del part.body[i - len(block) : i + 1]
                break
            if signed is None and part is parts[0]:
                # A date that runs on behind the issuer's name: 河北省人民政府办公厅2015年6月24日.
                for i in range(len(part.body) - 1, max(-1, len(part.body) - 6), -1):
                    s = part.body[i].words
                    found = DATE.search(s) if s[-1] == "日" and len(s) < 60 else None
                    if found and found.end() == len(s) and ORG_LINE.search(s[: found.start()].strip()):
                        signed = to_date(found)
                        end = part.body[i].start + found.start()
                        issuers = split_issuers([self.source[part.body[i].start : end].strip()])
                        self.claimed.append(part.body.pop(i))
                        break
        return signed, issuers

    def _block_above(self, part: PartDraft, i: int) -> list[Line]:
        """The lines of names above a date."""
        block: list[Line] = []
        for line in reversed(part.body[max(0, i - 16) : i]):
            s = line.words
            if len(s) > 90 or (s[-1] in "。;:,)" and not STAMP.search(s)) or ANNEX_LIST.match(s):
                break
            if is_marked(s) or LIST_NUMBER.match(s):
                break
            if not (ORG_LINE.search(s) or STAMP.search(s) or is_person(s) or (block and len(s) < 30)):
                break
            block.insert(0, line)
        return block
