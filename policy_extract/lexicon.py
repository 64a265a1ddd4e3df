"""Loads ``lexicons/`` into one frozen :class:`Lexicon`; ``load_lexicon(extra=…)`` lays a researcher's rows over ours.

A lexicon is CSV tables (lists: the first column is the key, rows are sorted by it) and TOML files (cues: patterns with
their examples and counterexamples). ``lexicons/README.md`` says what each column means and where its rows come from.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from policy_extract.errors import LexiconError

__all__ = ["Lexicon", "Row", "load_lexicon"]

Row = Mapping[str, str]

_HOME = Path(__file__).parent / "lexicons"


class Lexicon:
    """Every word list and cue that the finders use, read when first asked for and never changed afterwards.

    Two lexicons are equal only if they are one object, so that a finder can compile its patterns once for each.
    """

    __slots__ = ("_cues", "_tables", "folders")

    folders: tuple[Path, ...]

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self.folders = folders
        self._tables: dict[str, tuple[Row, ...]] = {}
        self._cues: dict[str, Mapping[str, Any]] = {}

    def table(self, name: str) -> tuple[Row, ...]:
        """The rows of ``<name>.csv``, sorted by key (the first column); a later folder's row replaces one with its key."""
        if name not in self._tables:
            merged: dict[str, Row] = {}
            header: list[str] = []
            for folder in self.folders:
                path = folder / f"{name}.csv"
                if path.exists():
                    for row in _read_csv(path):
                        header = header or list(row)
                        if set(row) != set(header):
                            raise LexiconError(path, 1, f"columns {list(row)} are not {header}")
                        merged[row[header[0]]] = row
            if not header:
                raise LexiconError(self.folders[0] / f"{name}.csv", None, "there is no such table")
            self._tables[name] = tuple(merged[key] for key in sorted(merged))
        return self._tables[name]

    def cues(self, name: str) -> Mapping[str, Any]:
        """The contents of ``<name>.toml``; a later folder's entries replace those of the same name."""
        if name not in self._cues:
            merged: dict[str, Any] = {}
            for folder in self.folders:
                path = folder / f"{name}.toml"
                if path.exists():
                    try:
                        merged.update(tomllib.loads(path.read_text("utf-8-sig")))
                    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
                        raise LexiconError(path, None, str(error)) from error
            self._cues[name] = MappingProxyType(merged)
        return self._cues[name]


def _read_csv(path: Path) -> list[dict[str, str]]:
    """The rows of one file; LexiconError names the line of a row with too many or too few cells."""
    rows = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            for row in reader:
                if None in row or None in row.values():
                    raise LexiconError(
                        path, reader.line_num, f"the row does not have {len(reader.fieldnames or ())} cells"
                    )
                if not next(iter(row.values())):
                    raise LexiconError(path, reader.line_num, "the first cell is empty")
                rows.append(row)
    except (UnicodeDecodeError, csv.Error) as error:
        raise LexiconError(path, None, f"not a CSV file in UTF-8 ({error}); save it as CSV UTF-8") from error
    return rows


def load_lexicon(extra: str | Path | None = None) -> Lexicon:
    """The built-in lexicon, or the built-in one with the files of the folder ``extra`` laid over it.

    Files in ``extra`` have the names and columns of ours (``verbs.csv``, ``units.csv`` …): a row with a key of ours
    replaces it, any other row is added. Raises LexiconError where the folder or a row is wrong.

    >>> load_lexicon() is load_lexicon()
    True
    """
    if extra is None:
        return _load(())
    folder = Path(extra)
    if not folder.is_dir():
        raise LexiconError(folder, None, "no such folder; give one with files such as verbs.csv")
    known = {path.name for path in _HOME.iterdir() if path.suffix in (".csv", ".toml")}
    files = [path.name for path in folder.iterdir() if path.suffix in (".csv", ".toml")]
    if not files:
        raise LexiconError(folder, None, f"no lexicon file in it; ours are {', '.join(sorted(known))}")
    for name in files:
        if name not in known:
            raise LexiconError(folder / name, None, f"not a file of the lexicon; those are {', '.join(sorted(known))}")
    return Lexicon((_HOME, folder))


@lru_cache(maxsize=1)
def _load(_: tuple[()]) -> Lexicon:
    return Lexicon((_HOME,))
