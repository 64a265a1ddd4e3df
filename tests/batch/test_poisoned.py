"""A folder with every hostile file among five hundred good ones: nothing is lost, and each bad one says why."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from policy_extract.cli import main
from tests.batch.conftest import MakeFolder
from tests.test_hostile import OUTCOMES, bombs, outside

GOOD = 500
#: The rows of the hostile table that are files with bytes of their own; links, pipes and the like have tests there.
FILES = [
    name
    for name in OUTCOMES
    if name not in ("folder that holds itself", "link to itself", "pipe", "device without end", "file without permission",
                    "file that changes")
]  # fmt: skip


@pytest.fixture(scope="module")
def out(make_folder: MakeFolder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("poisoned")
    folder = make_folder(GOOD, home)
    secret = home / "secret"
    secret.write_text("机密", "utf-8")
    hostile = {**outside("http://127.0.0.1:9/", secret), **bombs()}
    assert list(hostile) == FILES
    for number, (file, data) in enumerate(hostile.values()):
        place = folder / f"x{number:02}"
        place.mkdir()
        (place / file).write_bytes(data)
    assert main(["run", str(folder), "--out", str(home / "out"), "--workers", "2", "--quiet"]) == 1
    return home / "out"


def _rows(out: Path) -> dict[int, list[dict[str, str]]]:
    """The lines of the ledger for the hostile files, by their number."""
    found: dict[int, list[dict[str, str]]] = {}
    for line in (out / "_run" / "ledger.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        for piece in Path(row["path"]).parts:
            if piece.startswith("x") and piece[1:].isdigit():
                found.setdefault(int(piece[1:]), []).append(row)
    return found


def test_the_good_ones_are_there(out: Path) -> None:
    records = [json.loads(line) for line in (out / "notices.jsonl").read_text("utf-8").splitlines()]
    good = [record for record in records if record["id"].startswith("n0")]
    assert len(good) == GOOD
    assert all(len(record["responsibilities"]) == 6 for record in good)


@pytest.mark.parametrize("name", FILES)
def test_each_bad_one_says_why(name: str, out: Path) -> None:
    rows = _rows(out)[FILES.index(name)]
    assert rows
    expected = OUTCOMES[name]
    for row in rows:
        if isinstance(expected, str):
            assert row["state"] == "failed", row
            assert expected in row["error"]
            assert row["advice"]
        else:
            assert row["state"] == "done", row
            assert row["error"] is None


def test_the_failures_are_listed(out: Path) -> None:
    with (out / "failures.csv").open(encoding="utf-8-sig", newline="") as file:
        failures = list(csv.DictReader(file))
    bad = [row for rows in _rows(out).values() for row in rows if row["state"] != "done"]
    assert len(failures) == len(bad)
    assert all(row["reason"] and row["advice"] for row in failures)
