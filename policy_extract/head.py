"""The lines before the body of a notice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from policy_extract.finders.task_tables import is_table_head
from policy_extract.furniture import FURNITURE
from policy_extract.head_lines import (
    ANNEX_LIST,
    PASSED,
    TITLE_BEHIND_NUMBER,
    address_goes_on,
    continues_title,
    is_marked,
    is_note,
    is_recipients,
    number_line,
)
from policy_extract.lexicon import Lexicon
from policy_extract.outline import Line
from policy_extract.run_on import letterhead
from policy_extract.signature import ORG_LINE, date_line, to_date
from policy_extract.text import compact
from policy_extract.titles import CHANGED, clean_title, ends_in_genre, title_key

__all__ = ["CONTENTS", "Head", "is_prose"]

CONTENTS: Final = re.compile(r"目\s*[录次]$")
_OPENING: Final = re.compile(r"(?:为(?!民|人)|根据|按照|依据|遵照|近年来|今年以来)[^。:;]{14,}$")
_REASONS: Final = re.compile(r"(?:为|根据|按照|依据|现将|现就|经|近日|近年来|近期)[^。]{36}")
_LONG: Final = 37  # so long is the shortest of these


def is_prose(s: str) -> bool:
    """Whether a line is text, and no title: it has a sentence, or gives reasons at length."""
    return "。" in s or ";" in s or (len(s) >= _LONG and _REASONS.match(s) is not None)


class Head:
    """Reads the lines before the body: furniture, number, title, recipients; and where the body begins."""

    def __init__(self, text: str, source: str, lines: list[Line], lexicon: Lexicon) -> None:
        self.text = text
        self.source = source
        self.lines = lines
        self.lexicon = lexicon
        self.claimed: list[Line] = []
        self.unread: list[Line] = []
        self.number: str | None = None
        self.recipients: str | None = None
        self.title: str | None = None
        self.dated: date | None = None  # in brackets under the title
        self.attached: set[int] = set()  # where the annexes begin that the notice lists and does not issue

    def raw(self, line: Line) -> str:
        return self.source[line.start : line.end]

    def _head(self) -> int:
        """Sorts the lines before the body, and says at which line the body begins."""
        stop = self._body_begins()
        lines = self.lines[:stop]
        taken: set[int] = set()
        for i, line in enumerate(lines):
            s = line.words
            found = number_line(s)
            if found:
                taken.add(i)
                if self.number is None:
                    begin = found.start(1) + letterhead(found.group(1).partition("(")[0])
                    self.number = self.source[line.start + begin : line.start + found.end(1)]
                continue
            doubled = TITLE_BEHIND_NUMBER.match(s) if "《" in s else None
            if doubled:
                taken.add(i)
                self.number = self.number or self.source[line.start + doubled.start(1) : line.start + doubled.end(1)]
                self.title = self.source[line.start + doubled.start(2) : line.start + doubled.end(2)]
        if stop and is_recipients(lines[-1].words):
            first = stop - 1
            while first and first - 1 not in taken and address_goes_on(lines[first - 1].words):
                first -= 1
            taken.update(range(first, stop))
            address = "".join(self.raw(line) for line in lines[first:])
            self.recipients = compact(address).rstrip("：:∶;；")
        run = self._title_run(lines, taken)
        if run:
            taken.update(run)
            self.title = clean_title("".join(self.raw(lines[i]).strip() for i in run))
            self._repeats(lines, taken)
        for i, line in enumerate(lines):
            s = line.words
            dated = date_line(s)
            if dated and s[0] == "(" and i - 1 in taken:
                self.dated = to_date(dated)
            if i in taken or dated or is_note(s) or self._names_issuer(line, i, taken):
                self.claimed.append(line)
            else:
                self.unread.append(line)
        return stop

    def _names_issuer(self, line: Line, i: int, taken: set[int]) -> bool:
        """An issuer's name on a line of its own next to the title or the number."""
        near = i - 1 in taken or i + 1 in taken or i + 2 in taken
        return near and len(line.words) < 40 and bool(ORG_LINE.search(line.words))

    def _body_begins(self) -> int:
        """The line at which the body begins: behind the recipients, else the first marker or paragraph."""
        first = None
        tables = "\t" in self.source
        for i, line in enumerate(self.lines[:400]):
            s = line.words
            if first is not None and i - first > 6:
                break
            if s[-1] == ":" and is_recipients(s) and not (i and is_marked(self.lines[i - 1].words) and first is None):
                # Recipients below a body that has begun address a later notice of the same file.
                if first is None or not is_marked(self.lines[first].words):
                    return i + 1
                break
            if first is None and ((s[0] == "目" and CONTENTS.match(s)) or (tables and is_table_head(self.raw(line)))):
                first = i
            if first is None and (is_marked(s) or (is_prose(s) and not self._is_furniture(s))):
                if ends_in_genre(s) and len(s) < 80 and "。" not in s and not is_marked(s):
                    continue
                first = i
        if first is None:
            return len(self.lines)
        while first and self._wraps_into(first - 1):
            first -= 1
        return self._opening(first)

    def _opening(self, first: int) -> int:
        """The line at which the sentence begins that runs into the first line of the body.

        为贯彻落实《…⏎…》精神,… gives reasons; (2011年…公布,⏎根据《…》修订) says how a regulation came about.
        """
        history = first > 0 and self.lines[first - 1].words.endswith(")")
        for i in range(first - 1, max(-1, first - 9), -1):
            s = self.lines[i].words
            stops = len(s) < 18 or s[-1] in "。:;!?" or ends_in_genre(s) or date_line(s) or number_line(s)
            if stops and not (history and i == first - 1):
                break
            if history and PASSED.match(s):
                return i
            if not history and _OPENING.match(s):
                return first if i and PASSED.match(self.lines[i - 1].words) else i
        return first

    def _wraps_into(self, i: int) -> bool:
        """Whether a line before the body is prose that goes on in the next one: broken in the middle of a sentence."""
        s, below = self.lines[i].words, self.lines[i + 1].words
        if len(s) < 18 or abs(len(s) - len(below)) > 16 or s[-1] in "。:;!?" or is_marked(below) or is_marked(s):
            return False
        if ends_in_genre(s) or number_line(s) or self._is_furniture(s) or date_line(s):
            return False
        return "," in s or "。" in s

    def _is_furniture(self, s: str) -> bool:
        return len(s) < 60 and bool(FURNITURE.search(s))

    def _title_run(self, lines: Sequence[Line], taken: set[int]) -> list[int]:
        """The lines of the title nearest to the body: it ends in a genre (通知, 意见 …) and may begin lines above."""
        for last in range(len(lines) - 1, -1, -1):
            if last in taken:
                continue
            s = lines[last].words
            if not ends_in_genre(s) or "。" in s or self._is_furniture(s) or ANNEX_LIST.match(s):
                continue
            if any(PASSED.match(line.words) for line in lines[max(0, last - 3) : last + 1]):
                continue
            run = [last]
            joined = s
            i = last - 1
            while i >= 0 and i not in taken and len(run) < 6:
                # A title over several lines: its first line has the 关于, those between may be any words.
                step = next(
                    (k for k in (1, 2, 3) if i - k + 1 >= 0 and self._title_above(lines, i, k, joined, taken)), 0
                )
                if not step:
                    break
                run = [*range(i - step + 1, i + 1), *run]
                joined = "".join(lines[j].words for j in range(i - step + 1, i + 1)) + joined
                i -= step
            if 6 <= len(compact(joined)) <= 220:
                return run
        return []

    def _title_above(self, lines: Sequence[Line], i: int, k: int, joined: str, taken: set[int]) -> bool:
        """Whether the ``k`` lines that end at ``i`` belong to the title whose end is ``joined``."""
        above = [lines[j].words for j in range(i - k + 1, i + 1)]
        if any(j in taken for j in range(i - k + 1, i + 1)) or (k > 1 and "关于" not in above[0]):
            return False
        if k > 1 and any(not continues_title(a, "", loose=True) or ends_in_genre(a) for a in above[1:]):
            return False
        return continues_title(above[0], "".join(above[1:]) + joined)

    def _repeats(self, lines: Sequence[Line], taken: set[int]) -> None:
        """Claims the lines that print the title once more."""
        wanted = title_key(self.title or "")
        for i, line in enumerate(lines):
            s = line.words
            if not ((s[0] in wanted or s[0] in CHANGED) and (s[-1] in wanted or s[-1] in CHANGED)):
                continue
            here = title_key(s) if len(s) >= 6 else ""
            if len(here) >= 6 and (here == wanted or (len(here) > 14 and here in wanted)):
                taken.add(i)
