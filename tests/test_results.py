"""The results of a run become the same notices again, from the file or, where it is gone, from the tables."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from policy_extract import Notice, PolicyExtractError
from policy_extract.cli import main
from policy_extract.results import load_results, to_notice
from tests.conftest import CORPUS


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run over a copy of some of the corpus, with results beside the notices."""
    home = tmp_path_factory.mktemp("home")
    (home / "notices").mkdir()
    for path in sorted((CORPUS / "notices").iterdir())[:5]:
        shutil.copy(path, home / "notices")
    call = ["run", str(home / "notices"), "--out", str(home / "results"), "--quiet", "--formats", "parquet,csv,jsonl"]
    assert main(call) == 0
    return home


def test_the_record_is_the_notice(corpus: dict[str, Notice]) -> None:
    for notice in corpus.values():
        again = to_notice(notice.to_dict(), notice.text)
        assert again.to_dict() == notice.to_dict()
        assert [[c.id for c in p.clauses] for p in again.parts] == [[c.id for c in p.clauses] for p in notice.parts]


def test_the_tables_leave_the_records_alone(folder: Path) -> None:
    assert (folder / "results" / "notices.jsonl").read_text("utf-8").startswith('{"format": "policy-extract/1"')
    assert (folder / "results" / "clauses.jsonl").is_file()


def test_results_with_their_files(folder: Path, corpus: dict[str, Notice]) -> None:
    found = list(load_results(folder / "results"))
    assert len(found) == 5
    for notice in found:
        assert notice.text == corpus[notice.id].text
        assert notice.responsibilities == corpus[notice.id].responsibilities  # with lists and places, from the table


@pytest.mark.parametrize("kept", ["parquet", "jsonl", "csv"])
def test_results_without_their_files(folder: Path, corpus: dict[str, Notice], kept: str, tmp_path: Path) -> None:
    for name in ("notices.jsonl", f"clauses.{kept}", f"responsibilities.{kept}"):
        shutil.copy(folder / "results" / name, tmp_path)
    moved = tmp_path / "notices.jsonl"
    moved.write_text(moved.read_text("utf-8").replace(str(folder), "/nowhere"), "utf-8")
    for notice in load_results(moved):
        whole = corpus[notice.id]
        assert [c.body.of(notice.text) for c in notice.walk()] == [c.body.of(whole.text) for c in whole.walk()]
        assert notice.responsibilities == whole.responsibilities
        assert all(notice.text_of(f) == f.text for f in notice.actions)


def test_a_file_that_changed_is_not_taken(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "copy")
    results = tmp_path / "copy" / "results" / "notices.jsonl"
    results.write_text(results.read_text("utf-8").replace(str(folder), str(tmp_path / "copy")), "utf-8")
    for path in (tmp_path / "copy" / "notices").iterdir():
        path.write_text("另一份文件", "utf-8")
    for notice in load_results(results):
        assert "另一份" not in notice.text
        assert notice.tasks()


def test_some_of_the_notices(folder: Path) -> None:
    ids = [n.id for n in load_results(folder / "results")]
    assert [n.id for n in load_results(folder / "results", ids=ids[1:2])] == ids[1:2]
    with pytest.raises(PolicyExtractError, match="no notice nothing in it"):
        list(load_results(folder / "results", ids=["nothing"]))


@pytest.mark.parametrize("content, message", [
    (None, "no results in it"), ("{broken\n", "line 1: no JSON"), ('{"format": "other/1"}\n', "line 1: no record of the format"),
    ("[]\n", "line 1: no record"),
])  # fmt: skip
def test_what_is_no_result(tmp_path: Path, content: str | None, message: str) -> None:
    if content is not None:
        (tmp_path / "notices.jsonl").write_text(content, "utf-8")
    with pytest.raises(PolicyExtractError, match=message):
        list(load_results(tmp_path))
