"""The parts of a document: the cover letter, the plan that it issues, annexes (附件), later notices in the same text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal

from policy_extract.head import CONTENTS, Head, is_prose
from policy_extract.head_lines import (
    ANNEX_LIST,
    LIST_NUMBER,
    NOTE_BEGINS,
    TITLE_BEHIND_NUMBER,
    address_goes_on,
    is_marked,
    is_note,
    is_recipients,
    listed_names,
    number_line,
)
from policy_extract.outline import Line
from policy_extract.signature import date_line, split_issuers
from policy_extract.titles import CHANGED, LABELLED_END, brackets_off, clean_title, end_of, ends_in_genre, title_key

__all__ = ["PRINTED", "PRINTED_REACH", "PartDraft", "Parts"]

_IN_FULL: Final = re.compile(r"(?:[一-鿿]{0,8})?全文如下:?$")
_FULL: Final = ("全文如下", "全文如下:")
_DOTS_END: Final = frozenset("0123456789.…· -")
_DIGITS: Final = frozenset("0123456789")
#: The first characters of what is no plain line of the body: 附件, 目录, a note, a title in marks.
_TELLING: Final = CHANGED | NOTE_BEGINS | {"附", "目"}
#: And the last ones: those of a table of contents, of 全文如下 and of a date.
_TELLING_END: Final = _DOTS_END | set("下:日)")
_DOTS: Final = re.compile(r"(?:(?<!\.)\.{4,}+|(?<!…)…{2,}+|(?<!·)·{4,}+|\.\s\.\s\.)\s*+-?\s*+\d*+\s*+-?$")
PRINTED: Final = re.compile(
    r"抄\s?送\s?[:;]|抄\s?报\s?:|主\s?送\s?:|[^。]{4,40}\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日\s?印发|共印\s?\d+\s?份"
)
#: Within so many characters such a line says 印发, unless it begins with one of the other words.
PRINTED_REACH: Final = 64
_ANNEX: Final = re.compile(r"(?:附\s?[件录表]\s?[一二三四五六七八九十\d]{0,3}\s?[.:]?|\d{1,3}\s?附\s?件\s?\d{1,2})$")
_ISSUES: Final = re.compile(
    r"(?:印发|颁发|发布|转发|公布|下发)[^。;]{0,12}$|^[^。]{0,20}(?:已经|业经|经)[^。]{2,60}(?:同意|通过|批准|审定)"
)
_NAMED: Final = re.compile(r"《([^》]{6,120})》")
_ISSUED: Final = re.compile(r"(?:\([^()]{1,40}\))?(?:印发|已经|业经|经|下发|转发|公布)")
_ISSUED_TITLE: Final = re.compile(
    r"((?:中共中央(?:办公厅)?[、 ]{0,2}国务院(?:办公厅)?)|[一-鿿]{2,20}(?:政府|办公厅|办公室|委员会|厅|局))?"
    r"(?:正式|联合)?(?:印发|发布|出台|公布|转发)(?:了)?《([^》]{6,160})》"
)
_ISSUED_IT: Final = re.compile(r"(?:印发|发布|出台|公布|转发)了?《[^》]{6,160}》")
_LONGEST_ISSUER: Final = 40
_WORDS: Final = re.compile("[一-鿿]")
_FIRST_MARKER: Final = re.compile(r"一\s?、|\(\s?一\s?\)|第\s?[一1]\s?[章条]")


class PartDraft:
    """A part being laid out: its lines of body, in order."""

    def __init__(self, kind: Literal["notice", "annex"], title: str | None, start: int, end: int = 0) -> None:
        self.kind = kind
        self.title = title
        self.start = start
        self.end = end
        self.body: list[Line] = []


class Parts(Head):
    """Divides the lines of the body: the cover letter, what it issues, its annexes, later notices of the same text."""

    def _parts(self, begin: int) -> list[PartDraft]:
        part = PartDraft("notice", self.title, self.lines[0].start if self.lines else 0)
        parts = [part]
        names = self._issued_names(begin)
        telling = _TELLING | {name[:1] for name in names}
        listed: set[str] = set()
        known = names  # with those listed
        later = self._later_notices(begin)
        i = begin
        run: list[int] = []
        after_break = False  # behind a signature, a note or 附件1, where an annex may begin
        contents: set[str] | None = None
        lines = self.lines
        while i < len(lines):
            line = lines[i]
            s = line.words
            first, last = s[0], s[-1]
            if (
                (
                    (last == "。" and first != "附")
                    or (last not in _TELLING_END and first not in telling and (len(s) >= 16 or first not in _DIGITS))
                )
                and not after_break
                and contents is None
                and (not later or i not in later)
            ):
                part.body.append(line)  # as most lines: a sentence, or what is neither a title nor a note
                i += 1
                continue
            if i in later:
                title, body = later[i]
                part = PartDraft("notice", title, line.start)
                parts.append(part)
                self.claimed += lines[i:body]
                issued = self._issued_names(body)
                names = names | issued
                known = names | listed
                telling = telling | {name[:1] for name in issued}
                i, after_break, contents = body, False, None
                continue
            if contents is not None:
                head = title_key(_DOTS.sub("", s))
                if head not in contents and (is_marked(s) or len(s) < 50) and "。" not in s:
                    contents.add(head)
                    self.claimed.append(line)
                    i += 1
                    continue
                contents = None
            if first == "目" and CONTENTS.match(s):
                contents = set()
                self.claimed.append(line)
                i += 1
                continue
            if last in _DOTS_END and (s.count(".") > 2 or "…" in s or "·" in s) and _DOTS.search(s):
                self.claimed.append(line)
                i += 1
                continue
            if (first == "附" or first in _DIGITS) and len(s) < 16 and _ANNEX.match(s) and self._opens_annex(i):
                self.claimed.append(line)
                after_break = True
                i += 1
                run = self._annex_title(i, known, True, labelled=True)
                part = PartDraft("annex", self._joined(run), line.start)
                if title_key(part.title or "") not in names:
                    self.attached.add(line.start)
                parts.append(part)
                self.claimed += [lines[j] for j in run]
                after_break = not run
                i += len(run)
                continue
            if (first in NOTE_BEGINS and is_note(s)) or (s.endswith(_FULL) and _IN_FULL.match(s)):
                after_break = True
                self.claimed.append(line)
                i += 1
                continue
            run = []
            if len(s) < 90 and last not in "。;," and (after_break or (names and first in telling)):
                run = self._annex_title(i, known if after_break else names, after_break)
            if run and not (part.kind == "annex" and not part.body and part.title):
                part = PartDraft("annex", self._joined(run), line.start)
                if title_key(part.title or "") in listed - names:
                    self.attached.add(line.start)
                parts.append(part)
                self.claimed += [lines[j] for j in run]
                i += len(run)
                after_break = False
                continue
            if last in "日)" and date_line(s):
                after_break = True
            elif first == "附" and ANNEX_LIST.match(s):
                listed |= self._listed_names(i)
                known = names | listed
            elif after_break and (is_marked(s) or is_prose(s)):
                after_break = False
                if part.body and date_line(part.body[-1].words) and self._begins_again(part, i):
                    part = PartDraft("annex", None, line.start)
                    parts.append(part)
            part.body.append(line)
            i += 1
        return parts

    def _begins_again(self, part: PartDraft, i: int) -> bool:
        """Whether the numbering of a part begins again soon behind its signature: another plan, without any title."""
        markers = (line.words for line in part.body)
        first = next((found.group() for s in markers if (found := _FIRST_MARKER.match(s))), None)
        return first is not None and any(line.words.startswith(first) for line in self.lines[i : i + 12])

    def _later_notices(self, begin: int) -> dict[int, tuple[str | None, int]]:
        """Where another notice begins in the same text: a title with its number or its recipients under it.

        For the line of each, its title and the line at which its body begins.
        """
        found: dict[int, tuple[str | None, int]] = {}
        reached, latest = begin, -1
        for i in range(begin + 1, len(self.lines)):
            s = self.lines[i].words
            if s[-1] not in ":号)" or i < reached or not (is_recipients(s) if s[-1] == ":" else number_line(s)):
                continue
            top = max(reached, i - 7)
            run = self._title_run(self.lines[top:i], set())
            if not run or run[-1] != i - top - 1:
                if is_recipients(s) and (date_line(above := self.lines[i - 1].words) or is_note(above)):
                    found[i], reached = (None, i + 1), i + 1
                continue
            first, body = top + run[0], i + 1
            for j in range(i + 1, min(i + 6, len(self.lines))):
                below = self.lines[j].words
                if is_recipients(below):
                    body = j + 1
                elif not (number_line(below) or address_goes_on(below)):
                    break
            if first == reached and latest >= 0:  # the title once more, behind its number
                found[latest], reached = (found[latest][0], body), body
                continue
            if first > reached and TITLE_BEHIND_NUMBER.match(self.lines[first - 1].words):
                first -= 1
            found[first] = (self._joined([top + j for j in run]), body)
            latest, reached = first, body
        return found

    def _joined(self, run: Sequence[int]) -> str | None:
        title = clean_title("".join(self.raw(self.lines[j]).strip() for j in run)) if run else None
        return title[1:-1] if title and title[0] == "《" and title.find("》") == len(title) - 1 else title

    def _issued_names(self, begin: int) -> set[str]:
        """The titles that the cover letter issues: 现将《…》印发给你们."""
        names = set()
        for line in self.lines[begin : begin + 4]:
            s = line.words
            for found in _NAMED.finditer(s) if "《" in s else ():
                if _ISSUES.search(s[max(0, found.start() - 20) : found.start()]) or _ISSUED.match(
                    s[found.end() : found.end() + 50]
                ):
                    names.add(title_key(found.group(1)))
        return names

    def _listed_names(self, i: int) -> set[str]:
        """The names in a list of attachments that begins at a line."""
        listed = self.lines[i].words
        listed = listed[end_of(ANNEX_LIST, listed) :]
        for line in self.lines[i + 1 : i + 40]:
            s = line.words
            if not LIST_NUMBER.match(s):
                break
            listed += s
        return {key for key in map(title_key, listed_names(listed)) if 3 <= len(key) <= 90}

    def _opens_annex(self, i: int) -> bool:
        """Whether a line 附件 opens an annex, and not the list of attachments above a signature."""
        n = i + 1
        while n < len(self.lines) and n < i + 40 and LIST_NUMBER.match(s := self.lines[n].words) and s[-1] not in "。;":
            n += 1
        if n == i + 1:
            return n < len(self.lines)
        if n == len(self.lines):
            return self.lines[i].words[-1] != ":"
        below = [line.words for line in self.lines[n : n + 4]]
        return not any(date_line(s) or _ANNEX.match(s) or is_note(s) for s in below)

    def _annex_title(self, i: int, names: set[str], after_break: bool, *, labelled: bool = False) -> list[int]:
        """The lines at ``i`` that are the title of an annex: one that was announced, or one of the right form."""
        joined = ""
        for n in range(5):
            if i + n >= len(self.lines):
                return []
            s = self.lines[i + n].words
            if len(s) > 90 or s[-1] in "。;," or ":" in s or is_marked(s) or not _WORDS.search(s):
                return []  # a cell of a table, or who to call, is no piece of a title
            joined += s
            key = title_key(joined) if names else ""
            if names and (
                key in names or (s[-1] == ")" and key.removesuffix(title_key(brackets_off(joined))) in names)
            ):
                return list(range(i, i + n + 1))
            if (
                after_break
                and (ends_in_genre(joined.rstrip("》")) or (labelled and n < 2 and LABELLED_END.search(joined)))
                and 4 <= len(key or title_key(joined)) <= 90
                and not ANNEX_LIST.match(joined)
                and not self._is_furniture(joined)
            ):
                run = list(range(i, i + n + 1))
                if i + n + 1 < len(self.lines) and re.match(r"\([^()]{2,40}\)$", self.lines[i + n + 1].words):
                    run.append(i + n + 1)
                return run
            if not after_break and not any(name.startswith(key) for name in names):
                return []
        return []

    def _issued_title(self, parts: Sequence[PartDraft]) -> tuple[str | None, tuple[str, ...]]:
        """The only title printed is one in the opening, 印发《…》的通知, with who issues it where that is said."""
        for line in (*self.unread[:40], *(line for part in parts[:1] for line in part.body[:3])):
            s = line.words
            issued = _ISSUED_IT.search(s) if "《" in s and len(s) < 600 else None
            found = _ISSUED_TITLE.search(s, max(0, issued.start() - _LONGEST_ISSUER)) if issued else None
            if found:
                title = clean_title(self.source[line.start + found.start(2) : line.start + found.end(2)])
                return title, split_issuers([found.group(1)]) if found.group(1) else ()
        return None, ()
