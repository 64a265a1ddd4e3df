"""From shards to results: one file a layer for a run that is looked at by hand, a folder of parts for a large one.

Everything is streamed, shard by shard in the order of the plan. Every file takes its name only when it is whole, and what
an earlier run has left under names of ours is removed.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from policy_extract.arrow import csv_header, joined, schema
from policy_extract.batch.graphs import count_agencies, write_graph_file
from policy_extract.batch.plan import Plan
from policy_extract.batch.shards import read_table, write_csv
from policy_extract.batch.store import LocalStore, Store
from policy_extract.batch.work import SHARDS, Compression, Layout, Output, file_of
from policy_extract.errors import PolicyExtractError
from policy_extract.export import to_json, write_tables

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Merger", "Share", "Summary", "forget", "merge"]

_SUFFIXES = {"none": "", "gzip": ".gz", "zstd": ".zst"}
_OUTPUTS = "_run/outputs.json"
#: How much of a table is put into one row group of its single file.
_ROWS, _BYTES = 100_000, 8 * 2**20
_CHUNK = 1 << 20
_THREADS = 2
#: How many failures the summary names.
_SHOWN = 100
_SUMMARY = "summary"
#: The formats that hold a table as a whole: they are written by the process that may take the memory for it.
_WHOLE = (".xlsx", ".dta")


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run has given: rows of each table, agencies, tasks, documents that failed and why the first of them did."""

    rows: dict[str, int]
    tasks: int
    agencies: int
    failures: int
    first_failures: tuple[tuple[str, str], ...] = ()

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Summary:
        """The summary from plain values."""
        first = tuple((path, why) for path, why in values["first_failures"])
        return cls(**{**values, "first_failures": first})


#: Has tasks done by the workers, each of which has come back from :meth:`Merger.order`, and gives what came of them in
#: their order; None where there is nobody to share them with.
Share = Callable[[Sequence[dict[str, Any]]], list[Any] | None]


def merge(
    store: Store, plan: Plan, output: Output, layout: Layout, compression: Compression, failures: int, share: Share
) -> Summary:
    """Writes the results of all shards of a plan, ``failures`` of whose documents gave no notice."""
    return Merger(store, [shard.key for shard in plan.shards], output, layout, compression, failures).merge(share)


def forget(store: Store) -> None:
    """Removes all that earlier runs have written."""
    for name in _written(store):
        store.remove(name)
    for name in store.names("_run") - {"lock"}:
        store.remove(f"_run/{name}")


def _written(store: Store) -> list[str]:
    if not store.has(_OUTPUTS):
        return []
    with store.read(_OUTPUTS) as file:
        names: list[str] = json.loads(file.read())
    return names


@dataclass(frozen=True, slots=True)
class Merger:
    """Puts the results together, task by task; a task is the name of what it writes, and any process can do it."""

    store: Store
    keys: Sequence[str]
    output: Output
    layout: Layout
    compression: Compression
    failures: int

    def merge(self, share: Share) -> Summary:
        """Does all tasks and removes what is no longer wanted."""
        tasks = self._tasks()
        kept = _written(self.store)
        for name in (*kept, "failures.csv"):
            if name not in tasks:
                self.store.remove(name)
        self._note(sorted({*tasks, *_written(self.store)}))
        shared = {name: task for name, task in tasks.items() if not name.endswith(_WHOLE)}
        given = share([self.order(name) for name in (*shared, _SUMMARY)])
        if given is None:
            with ThreadPoolExecutor(_THREADS) as pool:
                told = pool.submit(self._summary)
                for done in [pool.submit(task) for task in shared.values()]:
                    done.result()
            given = [told.result()]
        for name, task in tasks.items():
            if name not in shared:
                task()
        self._note(sorted(tasks))
        self._tidy()
        return Summary.from_dict(given[-1])

    def order(self, task: str) -> dict[str, Any]:
        """What a worker needs to do a task, as plain values."""
        return {
            "merge": task,
            "keys": list(self.keys),
            "layout": self.layout,
            "compression": self.compression,
            "failures": self.failures,
        }

    @classmethod
    def do(cls, order: Mapping[str, Any], store: Store, output: Output) -> Any:
        """Does the task of an order."""
        merger = cls(store, order["keys"], output, order["layout"], order["compression"], order["failures"])
        return merger._summary() if order["merge"] == _SUMMARY else merger._tasks()[order["merge"]]()

    def _tasks(self) -> dict[str, Callable[[], object]]:
        """What there is to do, by the name of what it writes."""
        # Graphs first: joining them is work for Python, and goes on beside what Arrow does without it.
        tasks: dict[str, Callable[[], object]] = {
            f"graph.{kind}": _later(self._graph, kind) for kind in self.output.graphs
        }
        formats, layers = self.output.formats, self.output.layers
        if self.layout == "parts":
            tasks["tables"] = self._part_tables
            tasks["records"] = self._part_records
        else:
            tasks[f"notices.jsonl{_SUFFIXES[self.compression]}"] = self._records
            if "parquet" in formats:
                tasks |= {f"{layer}.parquet": _later(self._parquet, layer) for layer in layers}
        if "csv" in formats:
            tasks |= {f"{layer}.csv": _later(self._csv, layer) for layer in layers}
        if "jsonl" in formats:  # notices.jsonl holds the records, in which all that the table of notices has stands
            tasks |= {f"{layer}.jsonl": _later(self._jsonl, layer) for layer in layers if layer != "notices"}
        if "xlsx" in formats:
            tasks["tables.xlsx"] = _later(self._frames, "xlsx")
        if "dta" in formats:
            tasks |= {f"{layer}.dta": _later(self._nothing, layer) for layer in layers[1:]}
            tasks[f"{layers[0]}.dta"] = _later(self._frames, "dta")
        if self.failures:
            tasks["failures.csv"] = self._write_failures
        return tasks

    def _note(self, names: list[str]) -> None:
        with self.store.write(_OUTPUTS) as file:
            file.write(json.dumps(names).encode())

    def _tables(self, layer: str, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
        for key in self.keys:
            name = file_of(layer, key)
            with self.store.read(name) as file:
                yield read_table(file, name, columns)

    # --- tables ---

    def _parquet(self, layer: str) -> None:
        from pyarrow import parquet

        with (
            self.store.write(f"{layer}.parquet") as file,
            parquet.ParquetWriter(file, schema(layer), compression="zstd") as writer,
        ):
            for table in _gathered(layer, self._tables(layer)):
                writer.write_table(table, row_group_size=max(1, len(table)))

    def _csv(self, layer: str) -> None:
        names = self.store.names(f"{SHARDS}/{layer}")
        with self.store.write(f"{layer}.csv") as file:
            file.write(csv_header(layer))
            for key in self.keys:
                name = f"{SHARDS}/{layer}/{key}.csv"
                if f"{key}.csv" not in names:
                    whole = file_of(layer, key)
                    with self.store.read(whole) as shard:
                        write_csv(self.store, layer, key, read_table(shard, whole))
                with self.store.read(name) as shard:
                    _copy(shard, file)

    def _jsonl(self, layer: str) -> None:
        with self.store.write(f"{layer}.jsonl") as file:
            for table in self._tables(layer):
                for row in table.to_pylist():
                    file.write(to_json({name: _plain(value) for name, value in row.items()}).encode() + b"\n")

    def _frames(self, format_name: str) -> None:
        """The formats that hold a table as a whole, and not as a stream of rows."""
        if not isinstance(self.store, LocalStore):
            raise PolicyExtractError(f"{self.store.url}: {format_name} can be written to a folder of this machine only")
        whole = {}
        for layer in self.output.layers:
            whole[layer] = joined(layer, [schema(layer).empty_table(), *self._tables(layer)]).to_pandas()
        write_tables(whole, Path(self.store.url), (format_name,))

    def _nothing(self, layer: str) -> None:
        """What :meth:`_frames` writes beside the first table."""

    def _part_tables(self) -> None:
        self.store.remove("_run/tables")
        for layer in self.output.layers:
            for number, key in enumerate(self.keys):
                self.store.share(file_of(layer, key), f"_run/tables/{layer}/part-{number:05}.parquet")
        self.store.rename_folder("_run/tables", "tables")

    # --- records ---

    def _records(self) -> None:
        with (
            self.store.write(f"notices.jsonl{_SUFFIXES[self.compression]}") as file,
            _packed(file, self.compression) as packed,
        ):
            for key in self.keys:
                self._unpack(key, packed)

    def _unpack(self, key: str, target: Any) -> None:
        import pyarrow as pa

        with self.store.read(file_of("records", key)) as file, pa.CompressedInputStream(file, "zstd") as lines:
            while chunk := lines.read(_CHUNK):
                target.write(chunk)

    def _part_records(self) -> None:
        self.store.remove("_run/records")
        for number, key in enumerate(self.keys):
            name = f"_run/records/part-{number:05}.jsonl{_SUFFIXES[self.compression]}"
            if self.compression == "zstd":
                self.store.share(file_of("records", key), name)
                continue
            with self.store.write(name) as file, _packed(file, self.compression) as packed:
                self._unpack(key, packed)
        self.store.rename_folder("_run/records", "records")

    # --- graphs, failures, counts ---

    def _graph(self, kind: str) -> None:
        def read(layer: str, columns: list[str]) -> Iterator[pa.Table]:
            return self._read(f"graph {kind}" if layer == "graph" else layer, columns)

        with self.store.write(f"graph.{kind}") as file:
            write_graph_file(kind, read, file)

    def _read(self, layer: str, columns: list[str]) -> Iterator[pa.Table]:
        return self._tables(layer, columns or None)

    def _first_failures(self) -> tuple[tuple[str, str], ...]:
        found: list[tuple[str, str]] = []
        for table in self._tables("failures"):
            for row in table.to_pylist():
                found.append((row["path"], "; ".join(filter(None, (row["reason"], row["advice"])))))
            if len(found) >= _SHOWN:
                break
        return tuple(found[:_SHOWN])

    def _write_failures(self) -> None:
        with self.store.write("failures.csv") as file:
            text = io.TextIOWrapper(file, "utf-8-sig", newline="", errors="backslashreplace", write_through=True)
            writer = csv.writer(text)
            writer.writerow(("path", "reason", "advice"))
            for table in self._tables("failures"):
                writer.writerows(zip(*(column.to_pylist() for column in table.columns), strict=True))
            text.flush()
            text.detach()

    def _summary(self) -> dict[str, Any]:
        rows: Counter[str] = Counter(dict.fromkeys((*self.output.layers, "tasks"), 0))
        for table in self._tables("failures"):
            rows.update(json.loads(table.schema.metadata[b"counts"]))
        tasks, agencies = rows.pop("tasks"), count_agencies(self._read)
        return asdict(Summary(dict(rows), tasks, agencies, self.failures, self._first_failures()))

    def _tidy(self) -> None:
        """Removes the shards of documents that are no longer wanted, and the CSV of shards, which is quickly made again."""
        wanted = set(self.keys)
        for layer in self.store.names(SHARDS):
            for name in self.store.names(f"{SHARDS}/{layer}"):
                if name.endswith(".csv") or name.partition(".")[0] not in wanted:
                    self.store.remove(f"{SHARDS}/{layer}/{name}")


def _later(function: Callable[[Any], object], argument: Any) -> Callable[[], object]:
    return lambda: function(argument)


def _gathered(layer: str, tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """The tables of shards joined to larger ones, which are quicker to read; one at least."""
    held: list[pa.Table] = []
    rows = size = 0
    given = False
    for table in tables:
        held.append(table)
        rows, size = rows + len(table), size + table.nbytes
        if rows >= _ROWS or size >= _BYTES:
            yield joined(layer, held)
            held, given = [], True
            rows = size = 0
    if held or not given:
        yield joined(layer, held or [schema(layer).empty_table()])


@contextmanager
def _packed(file: IO[bytes], compression: Compression) -> Iterator[Any]:
    if compression == "gzip":
        with gzip.GzipFile("", "wb", 6, file, mtime=0) as packed:
            yield packed
    elif compression == "zstd":
        import pyarrow as pa

        with pa.CompressedOutputStream(pa.PythonFile(_Open(file), "w"), "zstd") as packed:
            yield packed
    else:
        yield file


class _Open:
    """A file that stays open when Arrow has done with it, so that it can be put on the disk."""

    closed = False

    def __init__(self, file: IO[bytes]) -> None:
        self.write, self.flush = file.write, file.flush

    def close(self) -> None:
        """Nothing: whoever has opened the file closes it."""


def _copy(source: IO[bytes], target: IO[bytes]) -> None:
    while chunk := source.read(_CHUNK):
        target.write(chunk)


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 2**63 else value
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else value
