"""Names that the registry does not know, as a table to fill in and lay over with ``load_lexicon(extra=…)``.

The table has the columns of ``lexicons/aliases.csv``: an alias is a name, with its region before it where one is known
(石家庄市/市城建中心). A row without official name, type and system is one not filled in yet, and is not read.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from policy_extract.home import find_home
from policy_extract.lexicon import Lexicon, load_lexicon
from policy_extract.model import Notice, Responsibility
from policy_extract.text import compact, fold

__all__ = ["COLUMNS", "UnknownName", "unknown_names", "write_unknown"]

#: The columns of ``aliases.csv``; those in the middle are to be filled in.
COLUMNS = (
    "alias", "mentions", "notices", "example", "official_name", "type", "kind", "system", "level", "from", "to", "source",
)  # fmt: skip
_AROUND = 16  # characters of context on each side


@dataclass(frozen=True, slots=True)
class UnknownName:
    """A name without an agency: how often, in how many notices, and one place where it stands, marked with 【】."""

    alias: str
    mentions: int
    notices: int
    example: str


def unknown_names(notices: Iterable[Notice], *, lexicon: Lexicon | None = None) -> tuple[UnknownName, ...]:
    """Every name of a responsibility that no agency is known for (未识别机构), the most frequent first.

    >>> from policy_extract import parse
    >>> notice = parse("一、建库\\n建立数据库。(省科技厅、省梦想厅)\\n二、巡查\\n开展巡查。(省梦想厅)")
    >>> [(u.alias, u.mentions, u.notices) for u in unknown_names([notice])]
    [('省梦想厅', 2, 1)]
    """
    lexicon = lexicon or load_lexicon()
    found: dict[str, list[tuple[int, str]]] = {}
    for number, notice in enumerate(notices):
        missing = [r for r in notice.responsibilities if r.agency_id is None]
        if not missing:
            continue
        region, _ = find_home(notice.header, fold(notice.text), lexicon)
        for r in missing:
            name = compact(r.name)
            alias = f"{region}/{name}" if region else f"/{name}" if "/" in name else name
            found.setdefault(alias, []).append((number, _context(notice, r)))
    names = [
        UnknownName(alias, len(places), len({number for number, _ in places}), places[0][1])
        for alias, places in found.items()
    ]
    return tuple(sorted(names, key=lambda u: (-u.mentions, -u.notices, u.alias)))


def write_unknown(names: Sequence[UnknownName], out: str | Path | IO[str]) -> None:
    """Writes the table as CSV in UTF-8 with a byte-order mark, as Excel wants it, or to an open stream."""
    if isinstance(out, str | Path):
        path = Path(out)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8-sig", newline="", errors="backslashreplace") as file:
            write_unknown(names, file)
        return
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    blank = [""] * (len(COLUMNS) - 4)
    writer.writerows([u.alias, u.mentions, u.notices, u.example, *blank] for u in names)


def _context(notice: Notice, r: Responsibility) -> str:
    """The name in its place; it opens with …, so that no spreadsheet takes it for a formula."""
    before, name, after = (
        "".join(part.split())
        for part in (
            notice.text[max(0, r.start - _AROUND) : r.start],
            notice.text[r.start : r.end],
            notice.text[r.end : r.end + _AROUND],
        )
    )
    return f"…{before}【{name}】{after}…"
