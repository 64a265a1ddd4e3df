"""What is read again and what is not; results of two settings are never mixed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from policy_extract.batch import worker
from policy_extract.cli import main
from tests.batch.conftest import MakeFolder, outputs, text

BASE = ("--on", "serial", "--shard", "8", "--quiet")


@pytest.fixture
def folder(make_folder: MakeFolder, tmp_path: Path) -> Path:
    return make_folder(40, tmp_path)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the documents that are read, as they are."""
    found: list[str] = []
    of_worker = worker.read_document

    def counted(document, settings, lexicon):
        found.append(Path(document.path).name)
        return of_worker(document, settings, lexicon)

    monkeypatch.setattr(worker, "read_document", counted)
    return found


def go(folder: Path, out: Path, *more: str) -> int:
    return main(["run", str(folder), "--out", str(out), *BASE, *more])


def fresh(folder: Path, out: Path, *more: str) -> dict[str, bytes]:
    """What a run gives into an empty folder."""
    assert go(folder, out, *more) == 0
    return outputs(out)


def test_nothing_changed_nothing_read(folder: Path, tmp_path: Path, read: list[str]) -> None:
    out = tmp_path / "out"
    first = fresh(folder, out)
    assert len(read) == 40
    assert go(folder, out) == 0
    assert len(read) == 40
    assert outputs(out) == first


def test_a_document_that_changed_is_read_with_its_shard_alone(folder: Path, tmp_path: Path, read: list[str]) -> None:
    out = tmp_path / "out"
    before = fresh(folder, out)
    read.clear()
    (folder / "n00021.txt").write_text(text(333), "utf-8")
    assert go(folder, out) == 0
    assert "n00021.txt" in read
    assert len(read) <= 8
    assert outputs(out) == fresh(folder, tmp_path / "again") != before


def test_documents_more_and_less(folder: Path, tmp_path: Path, read: list[str]) -> None:
    out = tmp_path / "out"
    fresh(folder, out)
    read.clear()
    (folder / "a_first.txt").write_text(text(500), "utf-8")
    (folder / "n00030.txt").unlink()
    assert go(folder, out) == 0
    assert len(read) <= 32
    assert outputs(out) == fresh(folder, tmp_path / "again")
    keys = {
        json.loads(line)["shard"]
        for line in (tmp_path / "again" / "_run" / "ledger.jsonl").read_text("utf-8").splitlines()
    }
    assert {path.stem for path in (out / "_run" / "shards" / "clauses").iterdir()} == keys


def test_what_is_missing_is_made_again(folder: Path, tmp_path: Path, read: list[str]) -> None:
    out = tmp_path / "out"
    first = fresh(folder, out)
    (out / "clauses.csv").unlink()
    (out / "graph.gexf").write_bytes(b"")
    read.clear()
    assert go(folder, out) == 0
    assert read == []
    assert outputs(out) == first
    next((out / "_run" / "shards" / "actions").iterdir()).unlink()
    assert go(folder, out) == 0
    assert 0 < len(read) <= 8
    assert outputs(out) == first


def test_a_torn_ledger(folder: Path, tmp_path: Path, read: list[str]) -> None:
    out = tmp_path / "out"
    first = fresh(folder, out)
    ledger = out / "_run" / "ledger.jsonl"
    ledger.write_bytes(ledger.read_bytes()[:-40])
    read.clear()
    assert go(folder, out) == 0
    assert 0 < len(read) <= 8
    assert outputs(out) == first
    read.clear()
    assert go(folder, out) == 0
    assert read == []


def test_other_outputs_of_the_same_documents(folder: Path, tmp_path: Path, read: list[str]) -> None:
    out = tmp_path / "out"
    fresh(folder, out)
    read.clear()
    for more in (
        ("--formats", "jsonl,xlsx,dta"),
        ("--layout", "parts"),
        ("--layout", "parts", "--compress", "gzip", "--graphs", "gexf", "--formats", "parquet,csv"),
        ("--compress", "zstd", "--graphs", "none"),
    ):
        assert go(folder, out, *more) == 0
        made = outputs(out)
        assert made == fresh(folder, tmp_path / f"again{len(list(tmp_path.iterdir()))}", *more), more
        del read[:]
        assert go(folder, out, *more) == 0
        assert read == []


@pytest.mark.parametrize("change, named", [
    (["--encoding", "utf-8"], "encoding (None before, utf-8 now)"),
    (["--max-pages", "5"], "max_pages (2000 before, 5 now)"),
    (["--lexicon", "LEXICON"], "lexicon"),
])  # fmt: skip
def test_other_settings_are_refused(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], change: list[str], named: str
) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "aliases.csv").write_text("name,region,agency_id,start,end,source\n", "utf-8")
    head = (Path("policy_extract/lexicons/aliases.csv")).read_text("utf-8").splitlines()[0]
    (mine / "aliases.csv").write_text(head + "\n", "utf-8")
    change = [str(mine) if word == "LEXICON" else word for word in change]
    out = tmp_path / "out"
    before = fresh(folder, out)
    (out / "mine.txt").write_text("我的笔记", "utf-8")
    assert go(folder, out, *change) == 2
    said = capsys.readouterr().err
    assert named in said
    assert "--fresh" in said
    assert "another --out" in said
    (out / "mine.txt").unlink()
    assert outputs(out) == before
    (out / "mine.txt").write_text("我的笔记", "utf-8")
    assert go(folder, out, *change, "--fresh") == 0
    assert (out / "mine.txt").exists()  # what is not ours stays
    assert go(folder, out) == 2


def test_limit_and_sample(folder: Path, tmp_path: Path, read: list[str]) -> None:
    out = tmp_path / "out"

    def ids() -> list[str]:
        return [json.loads(line)["id"] for line in (out / "notices.jsonl").read_text("utf-8").splitlines()]

    assert go(folder, out, "--limit", "10") == 0
    first = ids()
    assert len(first) == 10
    assert go(folder, out, "--sample", "12") == 0
    few = ids()
    assert len(few) == 12
    assert go(folder, out, "--sample", "20") == 0
    more = ids()
    assert len(more) == 20
    assert set(few) < set(more)
    assert few == sorted(few, key=more.index)
    read.clear()
    assert go(folder, out) == 0
    assert ids()[:10] == first
    assert len(ids()) == 40


def test_ids_where_names_repeat(tmp_path: Path) -> None:
    for name in ("a/通知.txt", "b/通知.txt", "c/方案.txt", "通知.txt", "方案.txt.txt"):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text(len(name)), "utf-8")
    (tmp_path / "in2" / "a").mkdir(parents=True)
    (tmp_path / "in2" / "a" / "通知.txt").write_text(text(9), "utf-8")
    out = tmp_path / "out"
    assert main(["run", str(tmp_path / "in"), str(tmp_path / "in2"), "--out", str(out), *BASE]) == 0
    ids = [json.loads(line)["id"] for line in (out / "notices.jsonl").read_text("utf-8").splitlines()]
    assert sorted(ids) == sorted(["a/通知.txt", "b/通知.txt", "方案", "通知.txt", "方案.txt", "a/通知.txt~2"])


def test_the_log(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "empty.txt").write_bytes(b"")
    assert main(["run", str(folder), "--out", str(tmp_path / "out"), *BASE, "--log-json"]) == 1
    rows = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [row["event"] for row in rows[:2]] == ["planning", "start"]
    assert rows[1]["documents"] == 41
    assert rows[-1]["event"] == "end"
    assert rows[-1]["done"] == 41
    assert rows[-1]["failures"] == 1
    (failure,) = [row for row in rows if row["event"] == "failure"]
    assert failure["document"] == "empty"
    assert failure["error"]
    progress = [row for row in rows if row["event"] == "progress"]
    assert {"rate", "seconds_left", "failures", "done"} <= set(progress[0])
