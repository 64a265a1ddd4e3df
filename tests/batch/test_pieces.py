"""The parts of a batch one by one: plan, ledger, progress, worker."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from policy_extract import NoticeError
from policy_extract.batch.engines import Processes, Serial
from policy_extract.batch.ledger import Entry, Ledger
from policy_extract.batch.plan import Job, make_plan
from policy_extract.batch.progress import Bar, JsonLog, Ticker
from policy_extract.batch.run import Wanted, run_batch
from policy_extract.batch.settings import Settings
from policy_extract.batch.store import open_store
from policy_extract.batch.work import Output, Work
from policy_extract.errors import PolicyExtractError
from policy_extract.loaders import Limits
from tests.batch.conftest import MakeFolder, environment


def _plan(folder: Path, out: Path, count: int | None = None, documents: int = 0):
    return make_plan([str(folder)], open_store(out), "settings", Limits(), limit=count, documents=documents)


def test_shards_cover_the_plan_in_order(make_folder: MakeFolder, tmp_path: Path) -> None:
    folder = make_folder(700, tmp_path)
    plan = _plan(folder, tmp_path / "out")
    assert plan.documents == 700
    assert len({shard.key for shard in plan.shards}) == len(plan.shards) >= 8
    assert all(shard.count <= 128 for shard in plan.shards)
    paths = [d.path for job in plan.jobs(shard.key for shard in plan.shards) for d in job.documents]
    assert len(set(paths)) == 700
    some = [shard.key for shard in plan.shards][1::2]
    sizes = {shard.key: shard.bytes for shard in plan.shards}
    given = [job.key for job in plan.jobs(reversed(some))]
    assert sorted(given) == sorted(some)
    assert [sizes[key] for key in given] == sorted((sizes[key] for key in some), reverse=True)
    assert all(sum(d.bytes for d in job.documents) == sizes[job.key] for job in plan.jobs(some))
    assert plan.shards == _plan(folder, tmp_path / "other").shards
    assert all(d.sha256 and d.bytes for job in plan.jobs(some) for d in job.documents)


def test_a_document_more_changes_its_shard_alone(make_folder: MakeFolder, tmp_path: Path) -> None:
    folder = make_folder(700, tmp_path)
    before = {shard.key for shard in _plan(folder, tmp_path / "out").shards}
    for name in ("a", "n00350x", "z"):
        (folder / f"{name}.txt").write_text("一、开展检查。", "utf-8")
    after = {shard.key for shard in _plan(folder, tmp_path / "out").shards}
    assert len(after - before) <= 6


@pytest.mark.parametrize("documents", [1, 2, 3, 50])
def test_the_size_of_shards(make_folder: MakeFolder, tmp_path: Path, documents: int) -> None:
    counts = [shard.count for shard in _plan(make_folder(100, tmp_path), tmp_path / "out", 90, documents).shards]
    assert sum(counts) == 90
    assert max(counts) <= documents


def test_the_ledger(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    ledger = Ledger(store)
    entries = [Entry("a", "a.txt", "0", "done", 0.1), Entry("b", "b.txt", None, "failed", 0.1, 0, "empty", "load it")]
    assert not ledger.is_done("k", 2)
    ledger.add("k", entries)
    for one in (ledger, Ledger(store)):
        assert one.is_done("k", 2)
        assert one.failures("k") == 1
        assert not one.is_done("k", 3)
        assert not one.is_done("other", 0)
    file = tmp_path / "_run" / "ledger.jsonl"
    whole = file.read_bytes()
    for end in range(len(whole)):  # torn anywhere, it is not done, and what is added after it is
        file.write_bytes(whole[:end])
        torn = Ledger(store)
        assert not torn.is_done("k", 2) or end == len(whole) - 1
        if end % 50 == 0:
            torn.add("k", entries)
            assert Ledger(store).is_done("k", 2)
            assert Ledger(store).failures("k") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="has no such bound")
def test_what_cannot_be_appended_leaves_nothing(tmp_path: Path) -> None:
    import resource

    store = open_store(tmp_path)
    store.append("journal", b"a" * 5000 + b"\n")
    bounds = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (9000, bounds[1]))
    try:
        with pytest.raises(OSError, match="too large"):
            store.append("journal", b"b" * 3000 + b"\n" + b"c" * 3000 + b"\n")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, bounds)
    assert list(store.journal("journal")) == [b"a" * 5000 + b"\n"]
    store.append("journal", b"d\n")
    assert len(list(store.journal("journal"))) == 2


def test_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    for made in (Ticker, Bar, JsonLog):
        file = io.StringIO()
        listener = made(file)
        listener.start(10, 2, 1)
        monkeypatch.setattr(listener, "_last", -1e9, raising=False)
        for _ in range(4):
            time.sleep(0.001)
            listener.advance(1)
        listener.advance(-1)
        listener.recorded([{"document": "a", "path": "a", "state": "killed", "error": "e", "advice": "f"}])
        listener.merging()
        listener.stop()
        assert (listener.done, listener.failures) == (5, 2)
        assert listener.left is not None
        assert file.getvalue()


def test_a_worker_of_another_version_refuses(tmp_path: Path) -> None:
    work = Work(str(tmp_path), Settings(), Output(), "another")
    for engine in (Serial(), Processes(1)):
        with pytest.raises(PolicyExtractError, match="install the same"):
            list(engine.run([Job("k", ())], 1, work, lambda number: None))


def test_a_worker_that_cannot_start_is_an_error(
    make_folder: MakeFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "sitecustomize.py").write_text("import os; os._exit(3)", "utf-8")
    monkeypatch.syspath_prepend(tmp_path / "broken")
    with pytest.raises(PolicyExtractError, match="exit status 3"):
        run_batch([str(make_folder(3, tmp_path))], str(tmp_path / "out"), Processes(1))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
def test_a_worker_without_a_parent_ends(tmp_path: Path) -> None:
    work = json.dumps(Work(str(tmp_path), Settings(), Output(), Settings().digest()).to_json())
    order = json.dumps({"probe": ["none.txt", "none", None, 0]})
    code = (
        "import subprocess, sys; p = subprocess.Popen([sys.executable, '-m', 'policy_extract.batch.worker'], "
        "stdin=subprocess.PIPE, stdout=subprocess.PIPE); p.stdin.write(sys.argv[1].encode()); p.stdin.flush(); "
        "p.stdout.readline(); print(p.pid, flush=True); import os; os._exit(0)"
    )
    said = subprocess.run(
        [sys.executable, "-c", code, f"{work}\n{order}\n"],
        capture_output=True,
        text=True,
        env=environment(),
        check=True,
    ).stdout
    until = time.monotonic() + 10
    while _alive(int(said)) and time.monotonic() < until:
        time.sleep(0.02)
    assert not _alive(int(said))


def _alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_write_that_fails_is_said(make_folder: MakeFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make_folder(30, tmp_path)
    out = str(tmp_path / "out")
    settings = Settings(documents=4)
    replaced, count = os.replace, 0

    def failing(source, target):
        nonlocal count
        count += 1
        if count > 60:
            raise OSError(28, "No space left on device", str(target))
        replaced(source, target)

    monkeypatch.setattr(os, "replace", failing)
    with pytest.raises(PolicyExtractError, match="no space left") as caught:
        run_batch([str(folder)], out, Serial(), settings)
    assert not isinstance(caught.value, NoticeError)
    done = sum(1 for line in (tmp_path / "out" / "_run" / "ledger.jsonl").read_bytes().splitlines() if line)
    assert 0 < done < 30
    monkeypatch.undo()
    summary = run_batch([str(folder)], out, Serial(), settings)
    assert summary.rows["notices"] == 30
    assert list((tmp_path / "out" / "_run" / "tmp").iterdir()) == []
    assert run_batch([str(folder)], out, Serial(), replace(settings, documents=8), Wanted(limit=5)).rows["notices"] == 5
