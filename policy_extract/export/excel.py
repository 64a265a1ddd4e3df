"""Tables as one Excel workbook (.xlsx), with a sheet a table and a legend (数据字典)."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from policy_extract.errors import MissingExtraError
from policy_extract.export.columns import columns_of
from policy_extract.export.files import FORMULA, cleaned

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["needed_openpyxl", "write_excel"]

_SHEET_ROWS = 1_048_576
_SHEET_TEXT = 32_767


def needed_openpyxl() -> Any:
    try:
        return import_module("openpyxl")
    except ImportError as error:
        raise MissingExtraError("excel", "the format 'xlsx'") from error


def write_excel(tables: Mapping[str, pd.DataFrame], path: Path) -> None:
    from policy_extract.tables import data_dictionary

    legend = data_dictionary()
    book = needed_openpyxl().Workbook(write_only=True)
    for name, frame in {**tables, "legend": legend[legend["table"].isin(list(tables))]}.items():
        columns = columns_of(frame)
        rows = max(1, len(frame))
        # A sheet holds a million rows; what is left goes on in name_2, name_3 …
        for number, first in enumerate(range(0, rows, _SHEET_ROWS - 1), 1):
            sheet = book.create_sheet(name[:28] if number == 1 else f"{name[:25]}_{number}")
            sheet.freeze_panes = "B2"
            sheet.append([_sheet_cell(sheet, str(title), bold=True) for title in frame.columns])
            part = [column[first : first + _SHEET_ROWS - 1] for column in columns]
            for row in zip(*part, strict=True):
                sheet.append([_sheet_cell(sheet, v) if isinstance(v, str) else v for v in row])
    book.save(path)
    _undate(path)


def _sheet_cell(sheet: Any, text: str, *, bold: bool = False) -> Any:
    """A cell that is text whatever it looks like: =1+1 is shown, not run, and needs no apostrophe."""
    text = cleaned(text)
    if len(text) > _SHEET_TEXT:
        text = text[: _SHEET_TEXT - 1] + "…"
    if not bold and not text.startswith((*FORMULA, "#")):
        return text
    openpyxl = needed_openpyxl()
    cell = openpyxl.cell.WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(FORMULA)
    if bold:
        cell.font = openpyxl.styles.Font(bold=True)
    return cell


_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def _undate(path: Path) -> None:
    """Takes the time of writing out of a workbook, so that two runs give equal bytes."""
    with zipfile.ZipFile(path) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            if name == "docProps/core.xml":
                content = _STAMP.sub(rb"\g<1>2000-01-01T00:00:00Z", content)
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
