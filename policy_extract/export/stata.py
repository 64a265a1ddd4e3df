"""Tables as Stata files (.dta), for Stata 14 and later, with labels of variables and values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from policy_extract.export.files import cleaned

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["write_stata"]

# Words that Stata does not take for the name of a variable.
_STATA_RESERVED = set(
    "_all _b _coef _cons _n _N _pi _pred _rc _se _skip aggregate array boolean break byte case catch class colvector "
    "complex const continue default delegate delete do double else eltypedef end enum explicit export external float for "
    "friend function global goto if in inline int local long NULL pragma protected quad rowvector short strL typedef "
    "typename using virtual with".split()
)


def write_stata(frame: pd.DataFrame, path: Path) -> None:
    from policy_extract.tables import COLUMNS

    table = path.name.lstrip(".").split(".")[0]
    told = {column.name: column for column in COLUMNS.get(table, ())}
    names = _stata_names([str(name) for name in frame.columns])
    columns: dict[str, Any] = {}
    labels: dict[str, str] = {}
    values: Any = {}
    for name, old in zip(names, frame.columns, strict=True):
        columns[name] = _stata_column(frame[old])
        column = told.get(str(old))
        labels[name] = f"{column.chinese}: {column.meaning}"[:80] if column else str(old)[:80]
        if str(frame[old].dtype) in ("boolean", "bool"):
            values[name] = {0: "no 否", 1: "yes 是"}
    made = frame.__class__(columns)
    texts = [n for n in names if made[n].dtype == object]
    made.to_stata(
        path,
        write_index=False,
        version=118,
        time_stamp=datetime(2000, 1, 1),
        data_label=table[:80],
        variable_labels=labels,
        value_labels=values,
        convert_dates={n: "td" for n in names if made[n].dtype.kind == "M"},
        convert_strl=[n for n in texts if max((len(v.encode()) for v in made[n]), default=0) > 2000],
    )


def _stata_names(names: Sequence[str]) -> list[str]:
    """The names as Stata takes them: letters, digits and _, at most 32, none twice, none that it keeps for itself."""
    found: list[str] = []
    for name in names:
        plain = re.sub(r"\W", "_", name)[:31]
        if plain in _STATA_RESERVED:
            plain += "_"
        elif not plain or plain[0].isdigit():
            plain = f"_{plain}"[:32]
        stem, number = plain, 1
        while plain in found:
            number += 1
            plain = f"{stem[: 30 - len(str(number))]}_{number}"
        found.append(plain)
    return found


def _stata_column(series: pd.Series[Any]) -> Any:
    """A column of the types that Stata has: text, double, int or byte with missing values, category, day."""
    kind = str(series.dtype)
    if kind == "category" and len(series) and len(series.cat.categories):
        known = [cleaned(str(value)) for value in series.cat.categories]
        return series.cat.rename_categories(dict(zip(series.cat.categories, known, strict=True))).astype(
            _category(known)
        )
    if kind in ("boolean", "bool"):
        return series.astype("float64") if series.hasnans else series.astype("int8")
    if kind in ("Int64", "Float64") or series.dtype.kind == "f":
        numbers = series.astype("float64")
        return numbers.where(numbers.abs() < 8e307)
    if series.dtype.kind in "iM":
        return series
    pairs = zip(series.astype(object).tolist(), series.isna().tolist(), strict=True)
    return series.__class__(["" if gone else cleaned(str(value)) for value, gone in pairs], dtype=object)


def _category(values: Sequence[str]) -> Any:
    import pandas as pd

    return pd.CategoricalDtype(pd.Index(list(dict.fromkeys(values)), dtype=object))
