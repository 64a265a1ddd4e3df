"""What a worker writes for a shard: every table as Parquet, the records, the pieces of the graph, what failed.

A file is named after the layer and the key of the shard, ``_run/shards/clauses/3fa9….parquet``. It holds the same bytes
whoever writes it, so that a shard written twice does no harm.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import IO, TYPE_CHECKING, Any

from policy_extract.arrow import csv_bytes, joined, schema, to_arrow, write_parquet
from policy_extract.batch.graphs import Pieces
from policy_extract.batch.ledger import Entry
from policy_extract.batch.store import Store
from policy_extract.batch.work import SHARDS, Output, file_of
from policy_extract.export import to_json
from policy_extract.model import Notice
from policy_extract.tables import add_rows, empty_columns

if TYPE_CHECKING:
    import pyarrow as pa

    from policy_extract.deep import Organisation

__all__ = ["ShardWriter", "read_table", "write_csv"]

#: Characters after which the rows held as Python's own objects are turned into Arrow's, which take a tenth of the memory.
_HELD = 200_000


class ShardWriter:
    """Takes the notices of a shard one after another, then writes its files."""

    def __init__(self, store: Store, key: str, output: Output) -> None:
        import pyarrow as pa

        self._store, self._key, self._output = store, key, output
        self._columns = empty_columns()
        self._held = 0
        self._organisations: list[tuple[str, Organisation]] = []
        self._tables: dict[str, list[pa.Table]] = {layer: [] for layer in output.layers}
        self._pieces = Pieces(output.graphs)
        self._counts = {"tasks": 0}
        self._failures: dict[str, list[str | None]] = {"path": [], "reason": [], "advice": []}
        self._records = pa.BufferOutputStream()
        self._packed = pa.CompressedOutputStream(self._records, "zstd")

    def add(self, notice: Notice, organisations: Sequence[Organisation] = ()) -> None:
        """Adds a notice."""
        add_rows(self._columns, notice)
        self._counts["tasks"] += self._columns["notices"]["tasks"][-1]
        self._organisations += ((notice.id, organisation) for organisation in organisations)
        self._pieces.add(notice)
        self._packed.write(to_json(notice.to_dict()).encode() + b"\n")
        self._held += len(notice.text)
        if self._held > _HELD:
            self._turn()

    def fail(self, entry: Entry) -> None:
        """Adds a document that gave no notice."""
        for name, value in (("path", entry.path), ("reason", entry.error), ("advice", entry.advice)):
            self._failures[name].append(value)

    def _turn(self) -> None:
        for layer, columns in self._columns.items():
            if columns["notice"]:
                self._tables[layer].append(to_arrow(layer, columns))
        self._columns, self._held = empty_columns(), 0
        self._pieces.turn()

    def write(self) -> None:
        """Writes all files, each under another name first."""
        import pyarrow as pa

        self._turn()
        if self._output.organisations:
            from policy_extract.deep import organisation_columns

            self._tables["organisations"].append(to_arrow("organisations", organisation_columns(self._organisations)))
        for layer in self._output.layers:
            pieces = self._tables.pop(layer)  # written and forgotten: a worker holds one table twice, not all of them
            table = joined(layer, pieces) if pieces else schema(layer).empty_table()
            self._counts[layer] = len(table)
            packed = pa.BufferOutputStream()
            write_parquet(table, packed)
            with self._open(layer) as file:
                file.write(packed.getvalue())
            if "csv" in self._output.formats:
                write_csv(self._store, layer, self._key, table)
        made = self._pieces.tables()
        for kind in self._output.graphs:
            columns = ["notice", "number", f"{kind} nodes", f"{kind} edges"]
            self._write_arrow(f"graph {kind}", made["graph"].select(columns).combine_chunks())
        self._write_arrow("agencies", made["agencies"])
        failures = pa.table({name: _texts(values) for name, values in self._failures.items()})
        self._write_arrow("failures", failures.replace_schema_metadata({"counts": json.dumps(self._counts)}))
        self._packed.close()
        with self._open("records") as file:
            file.write(self._records.getvalue())

    def _write_arrow(self, layer: str, table: pa.Table) -> None:
        from pyarrow import feather

        with self._open(layer) as file:
            feather.write_feather(table, file, compression="zstd", chunksize=max(1, len(table)))

    def _open(self, layer: str) -> Any:
        return self._store.write(file_of(layer, self._key))


def _texts(values: Sequence[str | None]) -> Any:
    import pyarrow as pa

    whole = [None if v is None else v.encode("utf-8", "backslashreplace").decode() for v in values]
    return pa.array(whole, type=pa.large_string())


def write_csv(store: Store, layer: str, key: str, table: pa.Table) -> str:
    """Writes the rows of one layer of a shard as CSV, which can be made again at any time."""
    name = f"{SHARDS}/{layer}/{key}.csv"
    with store.write(name, durable=False) as file:
        file.write(csv_bytes(table))
    return name


def read_table(file: IO[bytes], name: str, columns: Sequence[str] | None = None) -> pa.Table:
    """One file of a shard, of Parquet or of Arrow."""
    import pyarrow as pa

    whole = pa.BufferReader(file.read())  # a shard is small, and one call for it is quicker than many
    if name.endswith(".arrow"):
        names = pa.ipc.open_file(whole).schema.names
        options = pa.ipc.IpcReadOptions(included_fields=[names.index(column) for column in columns or names])
        return pa.ipc.open_file(whole, options=options).read_all()
    from pyarrow import parquet

    return parquet.ParquetFile(whole).read(columns=list(columns) if columns else None, use_threads=False)
