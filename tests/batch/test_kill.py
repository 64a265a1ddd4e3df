"""A run that is killed, stopped, or that finds the disk full goes on where it was, and ends with the same bytes."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.batch.conftest import MakeFolder, children, command, environment, outputs, run

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="finds processes in /proc")

DOCUMENTS = 40
OPTIONS = ("--shard", 8, "--workers", 2, "--quiet")


@pytest.fixture(scope="module")
def folder(make_folder: MakeFolder) -> Path:
    return make_folder(DOCUMENTS)


@pytest.fixture(scope="module")
def undisturbed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], float]:
    """What a run gives that nobody disturbs, and the seconds that it takes."""
    out = tmp_path_factory.mktemp("undisturbed")
    begin = time.monotonic()
    assert run(folder, "--out", out, *OPTIONS).returncode == 0
    return outputs(out), time.monotonic() - begin


def test_killed_at_twenty_moments(folder: Path, tmp_path: Path, undisturbed: tuple[dict[str, bytes], float]) -> None:
    expected, seconds = undisturbed
    dice = random.Random(20)
    out = tmp_path / "out"
    killed = finished = 0
    while killed < 20:
        process = subprocess.Popen(
            command(folder, "--out", out, *OPTIONS),
            env=environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        moment = time.monotonic() + dice.uniform(0.25, seconds)
        worker = dice.random() < 0.5
        try:
            process.wait(max(0.0, moment - time.monotonic()))
        except subprocess.TimeoutExpired:
            victims = children(process.pid) if worker else [process.pid]
            if victims:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(dice.choice(victims), signal.SIGKILL)
                killed += 1
            if not worker or not victims:
                process.kill()
        _, said = process.communicate(timeout=60)
        if process.returncode == 0:
            finished += 1
            assert outputs(out) == expected
            shutil.rmtree(out)
        else:
            assert process.returncode == -signal.SIGKILL, said
    assert run(folder, "--out", out, *OPTIONS).returncode == 0
    assert outputs(out) == expected
    assert finished


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopped_within_seconds(
    folder: Path, tmp_path: Path, undisturbed: tuple[dict[str, bytes], float], number: signal.Signals
) -> None:
    out = tmp_path / "out"
    process = subprocess.Popen(command(folder, "--out", out, *OPTIONS), env=environment(), stderr=subprocess.PIPE)
    ledger = out / "_run" / "ledger.jsonl"
    while not ledger.exists() and process.poll() is None:
        time.sleep(0.01)
    workers = children(process.pid)
    begin = time.monotonic()
    process.send_signal(number)
    _, said = process.communicate(timeout=10)
    assert time.monotonic() - begin < 5
    assert process.returncode == 130
    assert b"the same command goes on from there" in said
    assert not any(Path(f"/proc/{worker}").exists() for worker in workers)
    done = len(ledger.read_bytes().splitlines())
    assert 0 < done < DOCUMENTS
    assert run(folder, "--out", out, *OPTIONS).returncode == 0
    assert len(ledger.read_bytes().splitlines()) == DOCUMENTS  # nothing was read twice
    assert outputs(out) == undisturbed[0]


# --- the disk -------------------------------------------------------------------------------------------------------


def _recorded(out: Path) -> set[bytes]:
    ledger = out / "_run" / "ledger.jsonl"
    return set(ledger.read_bytes().splitlines()) if ledger.exists() else set()


def _goes_on(folder: Path, out: Path, before: set[bytes], expected: dict[str, bytes]) -> None:
    assert run(folder, "--out", out, *OPTIONS).returncode == 0
    assert before <= _recorded(out)
    assert len(_recorded(out)) == DOCUMENTS
    assert outputs(out) == expected


def test_a_full_disk(folder: Path, tmp_path: Path, undisturbed: tuple[dict[str, bytes], float]) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=700k", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("no small disk can be mounted here")
    try:
        ended = run(folder, "--out", disk / "out", *OPTIONS)
        assert ended.returncode == 2
        assert "no space left" in ended.stderr
        assert "the same command goes on from there" in ended.stderr
        assert "Traceback" not in ended.stderr
        before = _recorded(disk / "out")
        assert before
        subprocess.run(["mount", "-o", "remount,size=200m", str(disk)], check=True)
        _goes_on(folder, disk / "out", before, undisturbed[0])
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        ended = run(folder, "--out", disk / "out", *OPTIONS)
        assert ended.returncode == 2
        assert "cannot be written" in ended.stderr
        assert "Traceback" not in ended.stderr
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=False)


@pytest.mark.parametrize("size", [9_000, 60_000])
def test_a_bound_on_the_size_of_files(
    folder: Path, tmp_path: Path, undisturbed: tuple[dict[str, bytes], float], size: int
) -> None:
    out = tmp_path / "out"
    bound = f"import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size})); sys.argv[0:1] = []; "
    code = bound + "from policy_extract.cli import main; sys.exit(main(sys.argv))"
    ended = subprocess.run(
        [sys.executable, "-c", code, *command(folder, "--out", out, *OPTIONS)[3:]],
        capture_output=True,
        text=True,
        env=environment(),
        timeout=60,
        check=False,
    )
    assert ended.returncode == 2, ended.stderr
    assert "no space left" in ended.stderr
    assert "Traceback" not in ended.stderr
    _goes_on(folder, out, _recorded(out), undisturbed[0])


def test_two_runs_do_not_write_to_one_folder(folder: Path, tmp_path: Path) -> None:
    import fcntl

    (tmp_path / "_run").mkdir()
    with (tmp_path / "_run" / "lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ended = run(folder, "--out", tmp_path, *OPTIONS)
    assert ended.returncode == 2
    assert "another run writes to it" in ended.stderr
