"""The same bytes wherever the work is done, and a document that ends its worker ends nothing else."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import pytest

from policy_extract.cli import main
from tests.batch.conftest import MakeFolder, children, command, environment, outputs, run, text

OPTIONS = ("--shard", "8", "--quiet", "--formats", "parquet,csv,jsonl")


@pytest.fixture(scope="module")
def folder(make_folder: MakeFolder) -> Path:
    return make_folder(60)


@pytest.fixture(scope="module")
def serial(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("serial") / "out"
    assert main(["run", str(folder), "--out", str(out), "--on", "serial", *OPTIONS]) == 0
    return outputs(out)


@pytest.mark.parametrize("workers", ["2", "4"])
def test_processes(folder: Path, tmp_path: Path, serial: dict[str, bytes], workers: str) -> None:
    assert main(["run", str(folder), "--out", str(tmp_path), "--workers", workers, *OPTIONS]) == 0
    assert outputs(tmp_path) == serial
    assert {"notices.jsonl", "clauses.parquet", "clauses.csv", "graph.graphml", "graph.gexf"} <= set(serial)


@pytest.mark.skipif(find_spec("distributed") is None, reason="the extra dask is not installed")
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="finds processes in /proc")
def test_dask_with_a_worker_killed(folder: Path, tmp_path: Path, serial: dict[str, bytes]) -> None:
    process = subprocess.Popen(
        command(folder, "--out", tmp_path, "--on", "dask", "--workers", 2, *OPTIONS),
        env=environment(),
        stderr=subprocess.PIPE,
    )
    ledger = tmp_path / "_run" / "ledger.jsonl"
    while not ledger.exists() and process.poll() is None:
        time.sleep(0.02)
    of_dask = [
        pid for pid in _below(process.pid) if any(b"batch.worker import main" in _line(c) for c in children(pid))
    ]
    assert of_dask
    os.kill(of_dask[0], signal.SIGKILL)
    assert len(ledger.read_bytes().splitlines()) < 60
    _, said = process.communicate(timeout=120)
    assert process.returncode == 0, said
    assert outputs(tmp_path) == serial


def _below(process: int) -> list[int]:
    found = children(process)
    return [*found, *(pid for child in found for pid in _below(child))]


def _line(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


# --- documents that end their worker --------------------------------------------------------------------------------

# A worker loads this before anything else: some names of files are then poison.
POISON = """
import builtins, ctypes, os, time
opened = builtins.open
def poisoned(file, *arguments, **named):
    name = os.path.basename(os.fspath(file)) if isinstance(file, (str, os.PathLike)) else ""
    if name == "segfault.txt":
        ctypes.string_at(0)
    if name == "memory.txt":
        bytearray(1 << 36)
    if name == "killed.txt":
        os.kill(os.getpid(), 9)
    if name == "slow.txt":
        time.sleep(600)
    if name == "once.txt" and not os.path.exists(os.fspath(file) + ".seen"):
        opened(os.fspath(file) + ".seen", "w").close()
        os.kill(os.getpid(), 9)
    return opened(file, *arguments, **named)
builtins.open = poisoned
"""


@pytest.fixture
def poison(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "poison").mkdir()
    (tmp_path / "poison" / "sitecustomize.py").write_text(POISON, "utf-8")
    monkeypatch.syspath_prepend(tmp_path / "poison")


@pytest.mark.usefixtures("poison")
def test_a_document_that_ends_its_worker(
    make_folder: MakeFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = make_folder(20, tmp_path)
    for number, name in enumerate(("segfault", "memory", "killed", "slow", "once")):
        (folder / f"{name}.txt").write_text(text(100 + number), "utf-8")
    out = tmp_path / "out"
    limits = ["--document-seconds", "3", "--document-memory", "1000000000", "--workers", "2", "--shard", "8"]
    assert main(["run", str(folder), "--out", str(out), *limits]) == 1
    said = capsys.readouterr()
    assert "notices               21" in said.out
    assert "failures               4" in said.out
    rows = [json.loads(line) for line in (out / "_run" / "ledger.jsonl").read_text("utf-8").splitlines()]
    bad = {row["document"]: row for row in rows if row["state"] != "done"}
    assert {name: row["state"] for name, row in bad.items()} == {
        "segfault": "killed", "memory": "failed", "killed": "killed", "slow": "killed",
    }  # fmt: skip
    assert "SIGSEGV" in bad["segfault"]["error"]
    assert "memory than the limit" in bad["memory"]["error"]
    assert "SIGKILL" in bad["killed"]["error"]
    assert "3 seconds (document_seconds)" in bad["slow"]["error"]
    assert all(row["advice"] for row in bad.values())
    assert len(rows) == 25
    with (out / "failures.csv").open(encoding="utf-8-sig") as file:
        assert sum(1 for _ in file) == 5
    # Once they are mended, only they are read again.
    (tmp_path / "poison" / "sitecustomize.py").write_text("", "utf-8")
    assert main(["run", str(folder), "--out", str(out), "--quiet", *limits]) == 1
    assert main(["run", str(folder), "--out", str(out), "--quiet", "--retry-failed", *limits]) == 0
    assert not (out / "failures.csv").exists()
    again = tmp_path / "again"
    assert main(["run", str(folder), "--out", str(again), "--quiet", *limits]) == 0
    assert outputs(out) == outputs(again)


# A worker that ends, or finds the disk full, when the first of the results is there but for its name.
ENDING = """
import os
replaced = os.replace
def ending(source, target):
    seen = os.path.join(os.path.dirname(os.fspath(target)), "_run", "seen")
    if os.path.basename(os.fspath(target)) in ("graph.gexf", "clauses.parquet") and not os.path.exists(seen):
        open(seen, "w").close()
        %s
    replaced(source, target)
os.replace = ending
"""


@pytest.mark.parametrize(
    "ends", ["os.kill(os.getpid(), 9)", "raise OSError(28, 'No space left on device', str(target))"]
)
def test_a_worker_that_ends_while_merging(
    folder: Path, serial: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ends: str
) -> None:
    (tmp_path / "ending").mkdir()
    (tmp_path / "ending" / "sitecustomize.py").write_text(ENDING % ends, "utf-8")
    monkeypatch.syspath_prepend(tmp_path / "ending")
    out = tmp_path / "out"
    options = ("--workers", "2", *OPTIONS)
    done = run(folder, "--out", out, *options)
    assert (out / "_run" / "seen").exists()
    if "raise" in ends:
        assert done.returncode == 2
        assert "no space left" in done.stderr
        assert len(done.stderr.splitlines()) == 1
        done = run(folder, "--out", out, *options)
    assert done.returncode == 0, done.stderr
    assert outputs(out) == serial


@pytest.mark.usefixtures("poison")
def test_read_many_with_a_document_that_ends_its_worker(make_folder: MakeFolder, tmp_path: Path) -> None:
    from policy_extract import Notice, NoticeError, read_many

    folder = make_folder(40, tmp_path)
    for name in ("segfault", "once"):
        (folder / f"{name}.txt").write_text(text(7), "utf-8")
    found = list(read_many(folder, workers=2))
    (tmp_path / "poison" / "sitecustomize.py").write_text("", "utf-8")
    assert [path for path, _ in found] == [path for path, _ in read_many(folder)]
    bad = [(path.name, result) for path, result in found if isinstance(result, NoticeError)]
    assert [name for name, _ in bad] == ["segfault.txt"]
    assert "SIGSEGV" in bad[0][1].reason
    assert sum(isinstance(result, Notice) for _, result in found) == 41


def test_read_many_gives_the_same_with_workers(folder: Path) -> None:
    from policy_extract import read_many

    alone = list(read_many(folder))
    assert list(read_many(folder, workers=2)) == alone
    first = next(iter(read_many(folder, workers=2)))  # and leaves the rest
    assert first == alone[0]
    assert list(read_many(folder, progress=True)) == alone
    with pytest.raises(ValueError, match="for the rules"):
        next(iter(read_many(folder, workers=2, engine="hanlp")))


@pytest.mark.parametrize("arguments, message", [
    (["--on", "serial", "--workers", "2"], "one worker"),
    (["--on", "serial", "--scheduler", "tcp://127.0.0.1:1"], "that of Dask"),
    (["--workers", "0"], "--workers must be above zero"), (["--limit", "0"], "--limit must be above zero"),
    (["--graphs", "net"], "no graph format net"),
    (["--layout", "parts", "--formats", "xlsx"], "hold a table as a whole"),
])  # fmt: skip
def test_calls_that_cannot_be_carried_out(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert main(["run", str(folder), "--out", str(tmp_path), *arguments]) == 2
    assert message in capsys.readouterr().err
