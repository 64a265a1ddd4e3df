"""Tables as Arrow's own, without data frames: the columns of :data:`~policy_extract.tables.COLUMNS` as arrays, Parquet, CSV.

What a worker of a batch writes. Files read back with pandas have the types of :func:`~policy_extract.tables.to_tables`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import IO, TYPE_CHECKING, Any

from policy_extract.export import FORMULA
from policy_extract.tables import COLUMNS, Column, as_days, as_float, encodable

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["csv_bytes", "csv_header", "joined", "schema", "texts", "to_arrow", "write_parquet"]

_PANDAS = {
    "string": ("object", "string"),
    "category": ("categorical", "int8"),
    "int64": ("int64", "int64"),
    "Int64": ("int64", "Int64"),
    "Float64": ("float64", "Float64"),
    "boolean": ("bool", "boolean"),
    "datetime64[ns]": ("datetime", "datetime64[ns]"),
}


@lru_cache(maxsize=32)
def schema(table: str) -> pa.Schema:
    """The types of a table, the same for any rows, with what pandas needs to give a data frame its own types."""
    import pyarrow as pa

    types = {
        "string": pa.large_string(),
        "category": pa.dictionary(pa.int32(), pa.large_string()),
        "int64": pa.int64(),
        "Int64": pa.int64(),
        "Float64": pa.float64(),
        "boolean": pa.bool_(),
        "datetime64[ns]": pa.timestamp("ns"),
    }
    told = []
    for column in COLUMNS[table]:
        kind, dtype = _PANDAS[column.type]
        more = {"num_categories": len(column.choices), "ordered": False} if column.type == "category" else None
        about = {"name": column.name, "field_name": column.name}
        told.append({**about, "pandas_type": kind, "numpy_type": dtype, "metadata": more})
    pandas = json.dumps({"index_columns": [], "column_indexes": [], "columns": told, "pandas_version": "2.2.0"})
    fields = [pa.field(column.name, types[column.type]) for column in COLUMNS[table]]
    return pa.schema(fields, metadata={"pandas": pandas})


def to_arrow(table: str, values: Mapping[str, Sequence[Any]]) -> pa.Table:
    """The columns of one table, given as lists, as a table of Arrow."""
    import pyarrow as pa

    arrays = [_array(values[column.name], column) for column in COLUMNS[table]]
    return pa.Table.from_arrays(arrays, schema=schema(table))


def _array(values: Sequence[Any], column: Column) -> Any:
    import pyarrow as pa

    match column.type:
        case "string":
            return texts(values)
        case "category":
            return _categories([texts(values)], column)
        case "Float64":
            return pa.array([None if v is None else as_float(v) for v in values], type=pa.float64())
        case "boolean":
            return pa.array(values, type=pa.bool_())
        case "datetime64[ns]":
            return pa.array(as_days(values), type=pa.int32()).cast(pa.date32()).cast(pa.timestamp("ns"))
        case _:
            return pa.array(values, type=pa.int64())


def texts(values: Sequence[str | None]) -> Any:
    """Texts as an array, without halves of surrogate pairs, which no file holds."""
    import pyarrow as pa

    try:
        return pa.array(values, type=pa.large_string())
    except UnicodeEncodeError:
        return pa.array(encodable(values), type=pa.large_string())


def _categories(chunks: Sequence[Any], column: Column) -> Any:
    """Texts as a category: the closed list first, then what else there is, sorted."""
    import pyarrow as pa
    import pyarrow.compute as pc

    whole = pa.chunked_array(chunks, type=pa.large_string())
    others = sorted(set(pc.unique(whole).to_pylist()) - {None, *column.choices})
    words = pa.array([*column.choices, *others], type=pa.large_string())
    codes = pc.index_in(whole.combine_chunks(), words)
    return pa.DictionaryArray.from_arrays(codes, words)


def joined(table: str, pieces: Sequence[pa.Table]) -> pa.Table:
    """Pieces of one table as one, with one list of categories, whatever the pieces are cut like."""
    import pyarrow as pa

    arrays = []
    for column in COLUMNS[table]:
        columns = [piece[column.name] for piece in pieces]
        if column.type == "category":  # Parquet gives back another type of texts than it was given
            arrays.append(_categories([c for whole in columns for c in whole.cast(pa.large_string()).chunks], column))
        else:
            arrays.append(
                pa.chunked_array(
                    [c for whole in columns for c in whole.chunks], type=schema(table).field(column.name).type
                ).combine_chunks()
            )
    return pa.Table.from_arrays(arrays, schema=schema(table))


def write_parquet(table: pa.Table, file: IO[bytes]) -> None:
    """Writes a table as Parquet, always with the same settings."""
    from pyarrow import parquet

    parquet.write_table(table, file, compression="zstd", row_group_size=max(1, len(table)))


def csv_header(table: str) -> bytes:
    """The first line of a table as CSV, with the mark by which Excel knows UTF-8."""
    return b"\xef\xbb\xbf" + ",".join(column.name for column in COLUMNS[table]).encode() + b"\n"


def csv_bytes(table: pa.Table) -> Any:
    """The rows of a table as CSV, without a header; no text is one that a spreadsheet would run as a formula."""
    import pyarrow as pa
    from pyarrow import csv

    arrays = [_plain(table[name].combine_chunks()) for name in table.column_names]
    plain = pa.Table.from_arrays(arrays, names=table.column_names)
    sink = pa.BufferOutputStream()
    csv.write_csv(plain, sink, csv.WriteOptions(include_header=False))
    return sink.getvalue()


_STARTS = "^[" + "".join(f"\\{c}" if c in "+-" else c for c in FORMULA) + "]"
_REFUSED = "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"


def _plain(array: Any) -> Any:
    """An array as CSV shows it: texts without what a spreadsheet refuses or runs, days without hours."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_dictionary(array.type):
        return pa.DictionaryArray.from_arrays(array.indices, _plain(array.dictionary)).cast(pa.large_string())
    if pa.types.is_timestamp(array.type):
        return array.cast(pa.date32())
    if not pa.types.is_large_string(array.type):
        return array
    if pc.any(pc.match_substring_regex(array, _REFUSED)).as_py():
        array = pc.replace_substring_regex(array, _REFUSED, "\ufffd")
    runs = pc.match_substring_regex(array, _STARTS)
    if pc.any(runs).as_py():
        array = pc.if_else(
            runs,
            pc.binary_join_element_wise(pa.scalar("'", pa.large_string()), array, pa.scalar("", pa.large_string())),
            array,
        )
    return array
