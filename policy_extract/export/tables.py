"""Tables as Parquet, CSV and JSON lines, and by the modules beside this one as Excel and Stata files."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from policy_extract.export.columns import columns_of
from policy_extract.export.excel import needed_openpyxl, write_excel
from policy_extract.export.files import FORMULA, cleaned, replacing, to_json
from policy_extract.export.stata import write_stata

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["write_tables"]


def write_tables(
    tables: Mapping[str, pd.DataFrame], folder: str | Path, formats: Sequence[str] = ("parquet", "csv")
) -> list[Path]:
    """Writes the tables of :func:`policy_extract.to_tables` into a folder; returns the files.

    - ``parquet``, a file a table, keeps texts and types exactly;
    - ``csv``, a file a table, opens in Excel (UTF-8 with BOM); a text that a spreadsheet would run as a formula gets an
      apostrophe before it;
    - ``xlsx`` is one workbook, ``tables.xlsx``, with a sheet a table and a legend (数据字典); a text is cut at 32,767
      characters; needs the extra ``excel``, MissingExtraError without it;
    - ``jsonl``, a file a table, is one object a line, with nulls written out;
    - ``dta``, a file a table, is for Stata 14 and later, with labels of variables and values; ``end``, which Stata
      keeps for itself, is ``end_``, and an infinite number is missing.

    Raises ValueError for another format, before anything is written.
    """
    if isinstance(formats, str):
        formats = (formats,)
    for name in formats:
        if name not in (*_TABLE_WRITERS, "xlsx"):
            raise ValueError(f"no format {name!r}; there are {', '.join((*_TABLE_WRITERS, 'xlsx'))}")
    if "xlsx" in formats:
        needed_openpyxl()
    written = []
    for format_name in formats:
        if format_name == "xlsx":
            target = Path(folder) / "tables.xlsx"
            with replacing(target) as path:
                write_excel(tables, path)
            written.append(target)
            continue
        for name, frame in tables.items():
            target = Path(folder) / f"{name}.{format_name}"
            with replacing(target) as path:
                _TABLE_WRITERS[format_name](frame, path)
            written.append(target)
    return written


def _write_parquet(frame: pd.DataFrame, path: Path) -> None:
    frame.to_parquet(path, engine="pyarrow", index=False, compression="zstd")


def _write_csv(frame: pd.DataFrame, path: Path) -> None:
    # \r\n as line end, so that the writer also quotes a text with a lone \r in it.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(map(_defused, frame.columns))
        columns = [[_defused(v) if isinstance(v, str) else v for v in column] for column in columns_of(frame)]
        writer.writerows(zip(*columns, strict=True))


def _defused(text: str) -> str:
    """The text as a spreadsheet will show it and not run it.

    >>> _defused("=HYPERLINK(1)"), _defused("－3%以内"), _defused("3%以内")
    ("'=HYPERLINK(1)", "'－3%以内", '3%以内')
    """
    text = cleaned(str(text))
    return "'" + text if text.startswith(FORMULA) else text


def _write_jsonl(frame: pd.DataFrame, path: Path) -> None:
    names = [str(name) for name in frame.columns]
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in zip(*columns_of(frame), strict=True):
            values = (v.isoformat() if isinstance(v, date) else v for v in row)
            file.write(to_json(dict(zip(names, values, strict=True))) + "\n")


_TABLE_WRITERS: dict[str, Callable[[pd.DataFrame, Path], None]] = {
    "parquet": _write_parquet,
    "csv": _write_csv,
    "jsonl": _write_jsonl,
    "dta": write_stata,
}
