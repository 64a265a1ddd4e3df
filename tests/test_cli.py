"""The command: what it writes, what it says, and its exit status; no notice is ever lost in silence."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest

from policy_extract.cli import main
from tests.conftest import CORPUS

NOTICE = "一、加强监管\n开展专项检查500次以上,2024年12月底前完成。(省科技厅牵头,财政厅配合)\n"


def test_run_writes_every_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "results"
    assert main(["run", str(CORPUS / "notices"), "--out", str(out)]) == 0
    names = {p.name for p in out.iterdir()}
    layers = ("notices", "clauses", "responsibilities", "actions", "quantities", "deadlines", "references")
    assert {f"{layer}.{kind}" for layer in layers for kind in ("parquet", "csv")} <= names
    assert {"notices.jsonl", "graph.graphml", "graph.gexf"} <= names
    assert "failures.csv" not in names
    said = capsys.readouterr().out
    assert "notices               15" in said
    records = [json.loads(line) for line in (out / "notices.jsonl").read_text("utf-8").splitlines()]
    duties = pd.read_parquet(out / "responsibilities.parquet")
    assert len(duties) == sum(len(r["responsibilities"]) for r in records)
    assert (out / "responsibilities.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    graphml, gexf = nx.read_graphml(out / "graph.graphml"), nx.read_gexf(out / "graph.gexf")
    assert graphml.number_of_edges() == gexf.number_of_edges() > 300


def test_two_runs_give_equal_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        assert main(["run", str(CORPUS / "notices"), "--out", str(tmp_path / name), "--quiet"]) == 0
    for path in sorted(p for p in (tmp_path / "a").iterdir() if p.is_file()):
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes(), path.name


@pytest.fixture
def strange(tmp_path: Path) -> Path:
    """A folder with good notices among bad ones."""
    folder = tmp_path / "folder"
    (folder / "sub").mkdir(parents=True)
    (folder / "good.txt").write_text(NOTICE, "utf-8")
    (folder / "gbk.txt").write_bytes(NOTICE.encode("gb18030"))
    (folder / "nul.txt").write_text(NOTICE.replace("开展", "开\0展"), "utf-8")
    (folder / "sub" / "good.txt").write_text(NOTICE, "utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "blank.txt").write_text(" \n\u3000\n", "utf-8")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "old.doc").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600)
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    return folder


def test_no_notice_is_lost(strange: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert main(["run", str(strange), "--out", str(out)]) == 1
    records = [json.loads(line) for line in (out / "notices.jsonl").read_text("utf-8").splitlines()]
    assert sorted(r["id"] for r in records) == ["gbk", "good.txt", "nul", "sub/good.txt"]
    for record in records:
        assert [r["name"] for r in record["responsibilities"]] == ["省科技厅", "省财政厅"], record["id"]
    with (out / "failures.csv").open(encoding="utf-8-sig", newline="") as file:
        failures = {Path(row["path"]).name: row for row in csv.DictReader(file)}
    assert set(failures) == {"empty.txt", "blank.txt", "binary.txt", "old.doc"}
    assert all(row["reason"] and row["advice"] for row in failures.values())
    said = capsys.readouterr()
    assert "failures               4" in said.out
    for name in failures:
        assert name in said.err


def test_a_later_good_run_leaves_no_old_failures(strange: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert main(["run", str(strange), "--out", str(out), "--quiet"]) == 1
    for name in ("empty.txt", "blank.txt", "binary.txt", "old.doc"):
        (strange / name).unlink()
    assert main(["run", str(strange), "--out", str(out), "--quiet"]) == 0
    assert not (out / "failures.csv").exists()


@pytest.mark.parametrize("arguments, message", [
    (["run", "nowhere"], "nowhere: no such file or folder"),
    (["run", "EMPTY"], "no notice in it"),
    (["run", "GOOD", "--formats", "parquet,doc"], "no table format doc"),
    (["run", "GOOD", "--lexicon", "nowhere"], "no such folder"),
])  # fmt: skip
def test_calls_that_cannot_be_carried_out(
    arguments: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "good.txt").write_text(NOTICE, "utf-8")
    places = {"EMPTY": str(tmp_path / "empty"), "GOOD": str(tmp_path / "good.txt")}
    assert main([*(places.get(a, a) for a in arguments), "--out", str(tmp_path / "out")]) == 2
    assert message in capsys.readouterr().err


def test_no_command_shows_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "policy-extract" in capsys.readouterr().out


def test_read_gives_the_record(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    path = tmp_path / "notice.txt"
    path.write_text(NOTICE, "utf-8")
    assert main(["read", str(path)]) == 0
    record = json.loads(capsysbinary.readouterr().out.decode("utf-8"))
    assert record["format"] == "policy-extract/1"
    assert record["id"] == "notice"
    assert [r["role"] for r in record["responsibilities"]] == ["lead", "cooperate"]
    assert record["source"]["encoding"] == "utf-8"


def test_read_as_outline_and_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "notice.txt"
    path.write_text(NOTICE, "utf-8")
    assert main(["read", str(path), "--format", "outline"]) == 0
    outline = capsys.readouterr().out
    assert "一、 加强监管" in outline
    assert "lead: 省科技厅" in outline
    assert main(["read", str(path), "--format", "table"]) == 0
    table = capsys.readouterr().out
    assert "省财政厅" in table
    assert "2024-12-31" in table


@pytest.mark.parametrize("name, content, message", [
    ("missing.txt", None, "no such file"),
    ("empty.txt", b"", "empty"),
    ("binary.txt", bytes(range(256)) * 40, "binary"),
])  # fmt: skip
def test_a_notice_that_cannot_be_read_names_itself(
    name: str, content: bytes | None, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    assert main(["read", str(path)]) == 1
    said = capsys.readouterr().err
    assert name in said
    assert message in said


def test_the_hanlp_engine_says_what_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "notice.txt"
    path.write_text(NOTICE, "utf-8")
    assert main(["read", str(path), "--engine", "hanlp"]) == 2
    assert "hanlp" in capsys.readouterr().err
