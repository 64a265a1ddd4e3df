"""The results of a run, read back: tables that are read when they are asked for, and records that become notices again.

Results lie in single files, ``notices.jsonl`` and ``clauses.parquet``, or in folders of parts, ``records/`` and
``tables/clauses/``; both are read in the same way.

A record holds places, not the text. The text is taken from the file that the notice was read from, as long as it is still
the same one; where it is not, the clauses are taken from the table ``clauses``, and the rest of the text is blank.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from policy_extract.addresses import filesystem, is_remote
from policy_extract.errors import NoticeError, PolicyExtractError
from policy_extract.model import (
    FORMAT,
    Action,
    Clause,
    Deadline,
    Finding,
    Header,
    Notice,
    NoticeWarning,
    Part,
    Quantity,
    Reference,
    Responsibility,
    Source,
    Span,
)

__all__ = ["Results", "has_records", "load_results", "open_results", "to_notice"]

_F = TypeVar("_F", Responsibility, Action, Quantity, Deadline, Reference)

# Every folder that a relative path of a record may start from, seen from the folder of the results.
_ABOVE = 3


@dataclass(frozen=True, slots=True)
class Results(Mapping[str, Any]):
    """The tables of a results folder by name, each a ``pyarrow.dataset.Dataset``: nothing is read before it is asked for.

    DuckDB and Polars take a dataset as it is, or :meth:`files`: ``duckdb.sql("SELECT … FROM clauses")`` for a Python name
    ``clauses``, ``polars.scan_pyarrow_dataset(results["clauses"])``.
    """

    folder: str
    _files: Mapping[str, tuple[str, ...]] = field(repr=False)
    _filesystem: Any = field(repr=False, default=None)

    def __getitem__(self, table: str) -> Any:
        """The table as a dataset of Arrow; KeyError where the run has not written it."""
        from pyarrow import dataset

        return dataset.dataset(list(self._files[table]), format="parquet", filesystem=self._filesystem)

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)

    def files(self, table: str) -> list[str]:
        """The Parquet files of a table, in the order of the notices."""
        return list(self._files[table])

    def pandas(self, table: str, columns: Sequence[str] | None = None, filter: Any = None) -> Any:
        """A table, or some columns of the rows that an expression of ``pyarrow.dataset`` chooses, as a data frame."""
        return self[table].to_table(columns=columns, filter=filter).to_pandas()

    def notices(self, ids: Iterable[str] | None = None) -> Iterator[Notice]:
        """The notices, one after another; ``ids`` chooses some of them. Results elsewhere must be fetched first."""
        if self._filesystem is not None:
            raise PolicyExtractError(
                f"{self.folder}: notices are made of results on this machine; copy the folder here"
            )
        return load_results(self.folder, ids=ids)


def open_results(folder: str | Path) -> Results:
    """The results of a run (结果集) as tables that are read when they are asked for: a folder, or an address of fsspec.

    Raises PolicyExtractError where the folder holds no table in Parquet.

    >>> open_results("nowhere")
    Traceback (most recent call last):
    policy_extract.errors.PolicyExtractError: nowhere: no tables in it (clauses.parquet or tables/); make some with: policy-extract run
    """
    name = os.fspath(folder)
    far: Any = None
    if is_remote(name):
        far, root = filesystem(name)
        names = [str(path) for path in far.find(root)] if far.exists(root) else []
    else:
        root = name
        base = Path(name)
        names = [p.as_posix() for p in (*base.glob("*.parquet"), *base.glob("tables/*/part-*.parquet"))]
        root = base.as_posix()
    found: dict[str, list[str]] = {}
    for path in sorted(names):
        relative = path.removeprefix(root.rstrip("/") + "/") if root != "." else path
        pieces = relative.split("/")
        if len(pieces) == 3 and pieces[0] == "tables" and pieces[2].endswith(".parquet"):
            found.setdefault(pieces[1], []).append(path)
        elif len(pieces) == 1 and relative.endswith(".parquet"):
            found.setdefault(relative.removesuffix(".parquet"), []).append(path)
    from policy_extract.tables import COLUMNS

    files = {table: tuple(found[table]) for table in COLUMNS if table in found}
    if not files:
        raise PolicyExtractError(
            f"{name}: no tables in it (clauses.parquet or tables/); make some with: policy-extract run"
        )
    return Results(name, files, far)


# --- notices --------------------------------------------------------------------------------------------------------


def has_records(folder: Path) -> bool:
    """Whether there are records of notices in a folder, or whether it is a file of them."""
    return bool(_parts_of(folder))


def load_results(folder: str | Path, *, ids: Iterable[str] | None = None) -> Iterator[Notice]:
    """The notices of a results folder (or of a ``notices.jsonl``), one after another; ``ids`` chooses some of them.

    Raises PolicyExtractError where the folder holds no results or an id is not among them.
    """
    folder = Path(folder)
    parts = _parts_of(folder)
    if not parts:
        raise PolicyExtractError(f"{folder}: no results in it (notices.jsonl); make some with: policy-extract run")
    wanted = None if ids is None else set(ids)
    for file, tables in parts:
        clauses = _rows(tables("clauses"), ("notice", "body_start", "body_end", "text"))
        duties = _rows(tables("responsibilities"), ("notice", "start", "group", "order"))
        with _lines(file) as lines:
            for number, line in enumerate(lines, 1):
                record = _parsed(line, file, number)
                id = record["id"]
                if wanted is not None and id not in wanted:
                    continue
                if wanted is not None:
                    wanted.discard(id)
                home = folder if folder.is_dir() else folder.parent
                text = _text(record, home, clauses.get(id, ()))
                places = {int(row[0]): (int(row[1]), int(row[2])) for row in duties.get(id, ())}
                yield to_notice(record, text, places)
        if wanted is not None and not wanted:
            return
    if wanted:
        raise PolicyExtractError(f"{parts[0][0]}: no notice {', '.join(sorted(wanted))} in it")


#: Gives for the name of a table the path of its file, without suffix.
_Tables = Callable[[str], Path]

_RECORDS = ("jsonl", "jsonl.gz", "jsonl.zst")


def _parts_of(folder: Path) -> list[tuple[Path, _Tables]]:
    """The files of records, each with where the tables of its notices are."""
    if folder.is_file():
        return [(folder, lambda table: folder.parent / table)]
    for suffix in _RECORDS:
        file = folder / f"notices.{suffix}"
        if file.is_file():
            return [(file, lambda table: folder / table)]
    found = sorted(path for suffix in _RECORDS for path in folder.glob(f"records/part-*.{suffix}"))
    return [(path, _beside(folder, path.name.partition(".")[0])) for path in found]


def _beside(folder: Path, part: str) -> _Tables:
    return lambda table: folder / "tables" / table / part


@contextmanager
def _lines(file: Path) -> Iterator[Iterable[str]]:
    """The lines of a file of records, packed or not."""
    if file.suffix == ".gz":
        import gzip

        with gzip.open(file, "rt", encoding="utf-8") as lines:
            yield lines
    elif file.suffix == ".zst":
        import pyarrow as pa

        with pa.input_stream(str(file), compression="zstd") as stream:
            yield io.TextIOWrapper(stream, encoding="utf-8")
    else:
        with file.open(encoding="utf-8") as lines:
            yield lines


def to_notice(record: Mapping[str, Any], text: str, places: Mapping[int, tuple[int, int]] | None = None) -> Notice:
    """The notice of a record of the format ``policy-extract/1``, with its text; the inverse of ``Notice.to_dict()``.

    ``places`` gives for the start of each responsibility its list and its place in it, which the record leaves out;
    without it the order within a clause is taken.

    >>> from policy_extract import parse
    >>> notice = parse("一、监管\\n开展检查。(省科技厅牵头,省财政厅配合)", id="a")
    >>> to_notice(notice.to_dict(), notice.text).to_dict() == notice.to_dict()
    True
    """
    header, source = record["header"], record["source"]
    references = [_finding(Reference, row) for row in record["references"]]
    found: dict[str, Sequence[Finding]] = {
        "responsibilities": _duties(record["responsibilities"], places or {}),
        "actions": [_finding(Action, row) for row in record["actions"]],
        "quantities": [_finding(Quantity, row) for row in record["quantities"]],
        "deadlines": [_finding(Deadline, row) for row in record["deadlines"]],
        "references": [r for r in references if r.clause],
    }
    return Notice(
        id=record["id"],
        text=text,
        text_sha256=record["text_sha256"],
        source=Source(**{name: source[name] for name in ("path", "sha256", "media_type", "encoding")}),
        header=Header(
            title=header["title"],
            document_number=header["document_number"],
            issuers=tuple(header["issuers"] or ()),
            date=date.fromisoformat(header["date"]) if header["date"] else None,
            recipients=header["recipients"],
            region=header["region"],
            genre=header["genre"],
            spans=tuple(Span(start, end) for start, end in header["spans"]),
        ),
        parts=_parts(record, found),
        header_references=tuple(r for r in references if not r.clause),
        unread=tuple(Span(row["start"], row["end"]) for row in record["unread"]),
        warnings=tuple(NoticeWarning(row["code"], row["message"], row["start"]) for row in record["warnings"]),
    )


def _parsed(line: str, file: Path, number: int) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        raise PolicyExtractError(f"{file}, line {number}: no JSON ({error.msg}); run policy-extract again") from error
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise PolicyExtractError(f"{file}, line {number}: no record of the format {FORMAT}; run policy-extract again")
    return record


def _finding(kind: type[_F], row: Mapping[str, Any], **more: Any) -> _F:
    known = {field.name for field in fields(kind)}
    values = {name: value for name, value in row.items() if name in known} | more
    if values.get("latest") is not None:
        values["latest"] = date.fromisoformat(values["latest"])
    return kind(**values)


def _duties(rows: Sequence[Mapping[str, Any]], places: Mapping[int, tuple[int, int]]) -> list[Responsibility]:
    duties, lists = [], 0
    clause, order = None, 0
    for row in rows:
        if row["clause"] != clause:
            clause, order, lists = row["clause"], 0, lists + 1
        order += 1
        group, place = places.get(row["start"], (lists, order))
        duties.append(_finding(Responsibility, row, group=group, order=place))
    return duties


def _parts(record: Mapping[str, Any], found: Mapping[str, Sequence[Finding]]) -> tuple[Part, ...]:
    """The clauses hung in their tree and their parts, from the last to the first."""
    held: dict[str, dict[str, list[Any]]] = {}
    for layer, things in found.items():
        for thing in things:
            held.setdefault(thing.clause, {}).setdefault(layer, []).append(thing)
    below: dict[str | None, list[Clause]] = {}
    for row in reversed(record["clauses"]):
        own: dict[str, Any] = {layer: tuple(things) for layer, things in held.get(row["id"], {}).items()}
        children = tuple(reversed(below.pop(row["id"], [])))
        below.setdefault(row["parent"], []).append(Clause(**row, children=children, **own))
    tops = list(reversed(below.pop(None, [])))
    parts = []
    for row in record["parts"]:
        inside = tuple(clause for clause in tops if row["start"] <= clause.start < max(row["end"], row["start"] + 1))
        tops = [clause for clause in tops if clause not in inside]
        parts.append(Part(row["kind"], row["title"], row["start"], row["end"], inside))
    return tuple(parts)


def _text(record: Mapping[str, Any], folder: Path, clauses: Sequence[Sequence[Any]]) -> str:
    """The text of a record: from its file where that is unchanged, else as far as the table of clauses has it."""
    path = record["source"]["path"]
    for start in (Path(), folder, *list(folder.absolute().parents)[:_ABOVE]) if path else ():
        text = _from_file(start / path, record)
        if text is not None:
            return text
    length = max([0, *(row["end"] for row in (*record["clauses"], *record["unread"], *record["parts"]))])
    characters = [" "] * max([length, *(end for _, end in record["header"]["spans"])])
    for start, end, text in clauses:
        characters[int(start) : int(end)] = text
        if int(start) > 0 and characters[int(start) - 1] == " ":
            characters[int(start) - 1] = "\n"
    return "".join(characters)


def _from_file(path: Path, record: Mapping[str, Any]) -> str | None:
    from policy_extract.loaders import load

    if not path.exists() and not any(parent.is_file() for parent in path.parents):
        return None
    try:
        text = load(path, encoding=record["source"]["encoding"] if path.suffix.lower() == ".txt" else None).text
    except (NoticeError, OSError):
        return None
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return text if digest == record["text_sha256"] else None


def _rows(path: Path, columns: Sequence[str]) -> dict[str, list[tuple[Any, ...]]]:
    """Some columns of a table, by the first of them: from Parquet, JSON lines or CSV, whichever the run has written."""
    rows: Iterable[Sequence[Any]] = ()
    file = path.with_name(f"{path.name}.parquet")
    if file.is_file():
        from pyarrow import parquet

        read = parquet.read_table(file, columns=list(columns))
        rows = zip(*(read.column(name).to_pylist() for name in columns), strict=True)
    elif (file := file.with_suffix(".jsonl")).is_file():
        with file.open(encoding="utf-8") as lines:
            rows = [[row[name] for name in columns] for row in map(json.loads, lines)]
    elif (file := file.with_suffix(".csv")).is_file():
        with file.open(encoding="utf-8-sig", newline="") as lines:
            rows = [[_undefused(row[name]) for name in columns] for row in csv.DictReader(lines)]
    found: dict[str, list[tuple[Any, ...]]] = {}
    for first, *rest in rows:
        found.setdefault(first, []).append(tuple(rest))
    return found


def _undefused(text: str) -> str:
    """A cell of a CSV without the apostrophe that keeps a spreadsheet from running it."""
    return text[1:] if text[:1] == "'" and text[1:2] in tuple("=+-@\t\r\n＝＋－＠") else text
