"""Every lexicon: tables are sorted, unique and rectangular; every cue matches its examples and nothing else."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import policy_extract

HOME = Path(policy_extract.__file__).parent / "lexicons"
TABLES = sorted(HOME.glob("*.csv"))
CUES = sorted(HOME.glob("*.toml"))


def patterns(entry: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every table of a TOML file that holds a ``pattern``, however deep, with its dotted name."""
    if "pattern" in entry:
        yield path, entry
    for name, value in entry.items():
        for below in value if isinstance(value, list) else [value]:
            if isinstance(below, dict):
                yield from patterns(below, f"{path}.{name}".lstrip("."))


def every_cue() -> list[Any]:
    return [
        pytest.param(cue, id=f"{path.stem}:{name}")
        for path in CUES
        for name, cue in patterns(tomllib.loads(path.read_text("utf-8")))
    ]


def test_there_are_lexicons() -> None:
    assert TABLES
    assert CUES


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.name)
def test_table(path: Path) -> None:
    data = path.read_bytes()
    assert not data.startswith(b"\xef\xbb\xbf"), "a byte-order mark is read as part of the first column's name"
    assert b"\r" not in data
    rows = list(csv.reader(data.decode("utf-8").splitlines()))
    header, body = rows[0], rows[1:]
    assert len(set(header)) == len(header)
    assert body
    for line, row in enumerate(body, 2):
        assert len(row) == len(header), f"line {line} has {len(row)} cells, not {len(header)}"
        for cell in row:
            assert cell == cell.strip(), f"line {line}: a space around {cell!r}"
            assert not re.search(r"[\t\xa0\u3000]| {2}", cell), f"line {line}: a stray space in {cell!r}"
    keys = [row[0] for row in body]
    assert all(keys), "an empty key"
    assert len(set(keys)) == len(keys), sorted({key for key in keys if keys.count(key) > 1})
    misplaced = [later for earlier, later in zip(keys, sorted(keys), strict=True) if earlier != later]
    assert not misplaced, f"rows are sorted by the first column; {misplaced[0]!r} is the first that is not in its place"


@pytest.mark.parametrize("cue", every_cue())
def test_cue(cue: dict[str, Any]) -> None:
    # a cue "before" or "after" stands right at the thing it speaks of; any other is looked for in the whole stretch
    shape = {"before": "(?:{})$", "after": "^(?:{})"}.get(cue.get("place", ""), "(?:{})")
    pattern = re.compile(shape.replace("{}", cue["pattern"]))
    assert cue.get("examples"), "a cue without an example"
    missed = [example for example in cue["examples"] if not pattern.search(example)]
    caught = [example for example in cue.get("counterexamples", []) if pattern.search(example)]
    assert not missed
    assert not caught
    if heads := cue.get("heads"):
        begun = [match for example in cue["examples"] for match in pattern.finditer(example)]
        assert not [match.group() for match in begun if match.group()[0] not in heads], "heads lack what it begins with"
        assert not [head for head in heads if head not in cue["pattern"]], "heads hold what the pattern does not"
