"""The columns of a table as plain Python values."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["columns_of"]


def columns_of(frame: pd.DataFrame) -> list[list[Any]]:
    """The columns as lists of str, int, float, bool, date and None; a whole float becomes an int: 500家 is 500."""
    columns = []
    for number in range(frame.shape[1]):
        series = frame.iloc[:, number]
        values = series.astype(object).tolist()
        if series.hasnans:
            values = [None if gone else value for value, gone in zip(values, series.isna().tolist(), strict=True)]
        if series.dtype.kind in "fmM" or series.dtype == object:
            values = [_cell(value) for value in values]
        columns.append(values)
    return columns


def _cell(value: Any) -> Any:
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 2**63 else value
    if isinstance(value, datetime):
        return value.date() if value.time() == datetime.min.time() else value.isoformat()
    return value
