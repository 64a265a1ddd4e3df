"""What a strange folder holds: for each file what it is, how it reads, and what looks wrong, before anything is built on it."""

from __future__ import annotations

import csv
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import IO, TYPE_CHECKING

from policy_extract.errors import NoticeError, PolicyExtractError
from policy_extract.lexicon import Lexicon, load_lexicon
from policy_extract.loaders import Limits, find_documents, find_others, load
from policy_extract.model import Notice
from policy_extract.reading import out_of_memory, parse

if TYPE_CHECKING:
    from rich.table import Table

__all__ = ["Checked", "check_documents", "count_others", "printable", "to_screen", "write_csv"]

#: Below this, an encoding is a guess: real notices give 0.7 and more.
_SURE = 0.6
#: Above this share of characters that no rule claims, a text is hardly a notice.
_MOSTLY_UNREAD = 0.3
_KINDS = {"text/plain": "text", "text/html": "web page", "application/pdf": "PDF"}
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Checked:
    """One file of a folder: what it is and how it reads; ``error`` is None where it can be read.

    ``pages`` is None but for a PDF; ``notes`` are what looks wrong, ``responsibilities`` counts agency mentions.
    """

    path: str
    kind: str | None = None
    encoding: str | None = None
    certainty: float | None = None
    pages: int | None = None
    characters: int = 0
    clauses: int = 0
    responsibilities: int = 0
    notes: tuple[str, ...] = ()
    error: str | None = None
    advice: str | None = None
    document_number: str | None = None
    date: str | None = None
    title: str | None = None


def check_documents(
    paths: str | Path | Iterable[str | Path],
    *,
    encoding: str | None = None,
    lexicon: Lexicon | None = None,
    limits: Limits | None = None,
) -> Iterator[Checked]:
    """Reads every document (公文) of files, folders and archives, and says of each what it is and what looks wrong.

    >>> checked = next(check_documents("corpus/notices/hebei-2015-84.txt"))
    >>> checked.kind, checked.encoding, checked.characters, checked.error
    ('text', 'utf-8', 5897, None)
    """
    lexicon = lexicon or load_lexicon()
    seen: dict[str, str] = {}
    for given in [paths] if isinstance(paths, str | Path) else paths:
        for file in find_documents(given, limits):
            yield _check(file, encoding, lexicon, limits, seen)


def count_others(paths: Iterable[str | Path], limits: Limits | None = None) -> Counter[str]:
    """How many files of folders and archives are passed over, by their suffix."""
    return Counter(file.suffix.lower() or "no suffix" for given in paths for file in find_others(given, limits))


def _check(file: Path, encoding: str | None, lexicon: Lexicon, limits: Limits | None, seen: dict[str, str]) -> Checked:
    path = str(file)
    try:
        loaded = load(file, encoding=encoding, limits=limits)
        notice = parse(loaded.text, id=file.stem, source=loaded.source, lexicon=lexicon)
    except (NoticeError, MemoryError) as failure:
        error = failure if isinstance(failure, NoticeError) else out_of_memory(path)
        return Checked(path, error=error.reason, advice=error.advice or None)
    except PolicyExtractError:
        raise
    except Exception as error:  # a fault of ours must not hide the other files
        return Checked(path, error=f"internal error ({type(error).__name__}: {error})", advice="please report it")
    twin = seen.setdefault(loaded.sha256, path)
    header = notice.header
    return Checked(
        path=path,
        kind=_KINDS.get(loaded.media_type, "Word"),
        encoding=loaded.encoding,
        certainty=loaded.certainty if loaded.encoding else None,
        pages=len(loaded.pages) or None,
        characters=len(loaded.text),
        clauses=sum(1 for clause in notice.walk() if clause.marker),
        responsibilities=len(notice.responsibilities),
        notes=tuple(_notes(notice, None if twin == path else twin)),
        document_number=header.document_number,
        date=header.date.isoformat() if header.date else None,
        title=header.title,
    )


def _notes(notice: Notice, twin: str | None) -> Iterator[str]:
    """What looks wrong with a file, the gravest first."""
    if twin is not None:
        yield f"the same bytes as {twin}"
    if notice.source.certainty < _SURE:
        yield f"the encoding is a guess ({notice.source.certainty:.2f})"
    broken = notice.text.count("\ufffd")
    if broken:
        yield f"{broken:,} broken {'character' if broken == 1 else 'characters'}"
    if not any(clause.marker for clause in notice.walk()):
        yield "no numbered clause"
    unread = sum(len(span) for span in notice.unread)
    if unread > _MOSTLY_UNREAD * len(notice.text):
        yield f"{unread / len(notice.text):.0%} of the text is claimed by no rule"
    yield from dict.fromkeys(warning.message for warning in notice.warnings)


def write_csv(rows: Iterable[Checked], file: IO[str]) -> None:
    """Writes one row a file, with the names of the fields as its head; notes are parted by semicolons."""
    writer = csv.writer(file)
    writer.writerow(field.name for field in fields(Checked))
    for row in rows:
        writer.writerow("; ".join(v) if isinstance(v, tuple) else v for v in astuple(row))


def to_screen(rows: Sequence[Checked]) -> Table:
    """The rows as a table for the screen; paths are shown below the folder that they share."""
    from rich.table import Table
    from rich.text import Text

    table = Table()
    for name in ("file", "kind", "encoding", "characters", "clauses", "agencies", "what looks wrong"):
        count = name in ("characters", "clauses", "agencies")
        table.add_column(name, justify="right" if count else "left", no_wrap=count, overflow="fold")
    shared = _shared([row.path for row in rows])
    for row in rows:
        shown = Text(printable(row.path[len(shared) :]), style="" if row.error is None else "red")
        if row.error is not None:
            words = f"{row.error}; {row.advice}" if row.advice else row.error
            table.add_row(shown, "", "", "", "", "", Text(printable(words), style="red"))
            continue
        more = len(row.notes) - _SHOWN
        notes = "; ".join([*row.notes[:_SHOWN], *([f"{more} more"] if more > 0 else [])])
        kind = f"{row.kind}, {row.pages} p." if row.pages else str(row.kind)
        counts = (f"{count:,}" for count in (row.characters, row.clauses, row.responsibilities))
        table.add_row(shown, kind, row.encoding or "", *counts, Text(printable(notes), style="yellow"))
    return table


def _shared(paths: Sequence[str]) -> str:
    """The folder that all paths begin with."""
    try:
        common = os.path.join(os.path.commonpath([os.path.dirname(path) for path in paths]), "")
    except ValueError:  # none, or absolute ones among relative ones
        return ""
    return common if all(path.startswith(common) for path in paths) else ""


def printable(text: str) -> str:
    """A text that does not move the cursor, break the line or turn the writing: other characters are escaped.

    >>> printable("附件\\n1\\u202e.txt")
    '附件\\\\n1\\\\u202e.txt'
    """
    return "".join(c if c.isprintable() or c == "\u3000" else c.encode("unicode_escape").decode("ascii") for c in text)
