"""What a run gives: single files or parts, the same data; the graph that the notices give; tables read when asked for."""

from __future__ import annotations

import gzip
import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import networkx as nx
import pandas as pd
import pytest

from policy_extract import agency_task_graph, open_results, read_many, to_tables, write_graph, write_tables
from policy_extract.batch import run as batch_run
from policy_extract.cli import main
from policy_extract.errors import PolicyExtractError
from policy_extract.results import load_results
from tests.batch.conftest import MakeFolder, outputs, text
from tests.conftest import CORPUS

BASE = ("--on", "serial", "--quiet")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("files")
    assert (
        main(
            ["run", str(CORPUS / "notices"), "--out", str(out), *BASE, "--formats", "parquet,csv,jsonl", "--shard", "4"]
        )
        == 0
    )
    return out


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("parts")
    assert main(["run", str(CORPUS / "notices"), "--out", str(out), *BASE, "--layout", "parts", "--shard", "4"]) == 0
    return out


@pytest.fixture(scope="module")
def frames() -> dict[str, pd.DataFrame]:
    """The tables of the same notices, made without a run."""
    return to_tables([notice for _, notice in read_many(str(CORPUS / "notices"))])  # type: ignore[misc]


def test_the_tables_are_those_of_the_notices(files: Path, parts: Path, frames: dict[str, pd.DataFrame]) -> None:
    for table, frame in frames.items():
        frame = frame.assign(path=frame["path"].str.replace(f"{CORPUS}/", "")) if "path" in frame else frame
        for made in (pd.read_parquet(files / f"{table}.parquet"), open_results(parts).pandas(table)):
            if "path" in made:
                made = made.assign(path=made["path"].str.replace(f"{CORPUS}/", ""))
            assert {n: str(t) for n, t in made.dtypes.items()} == {n: str(t) for n, t in frame.dtypes.items()}
            pd.testing.assert_frame_equal(made, frame, check_dtype=False, check_categorical=False)


def test_the_csv_holds_what_the_library_writes(files: Path, frames: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    write_tables(frames, tmp_path, "csv")
    for table in frames:
        assert (files / f"{table}.csv").read_bytes().startswith(b"\xef\xbb\xbf")
        made, known = (pd.read_csv(folder / f"{table}.csv") for folder in (files, tmp_path))
        pd.testing.assert_frame_equal(made, known)


def test_json_lines_hold_the_same(files: Path, frames: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    write_tables({name: frame for name, frame in frames.items() if name != "notices"}, tmp_path, "jsonl")
    for path in tmp_path.iterdir():
        assert (files / path.name).read_text("utf-8") == path.read_text("utf-8"), path.name


@pytest.mark.parametrize("kind, read", [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_the_graph_is_that_of_the_notices(files: Path, tmp_path: Path, kind: str, read: Any) -> None:
    notices: Any = [notice for _, notice in read_many(str(CORPUS / "notices"))]
    known = read(write_graph(agency_task_graph(notices), tmp_path / f"graph.{kind}"))
    made = read(files / f"graph.{kind}")
    assert list(made.nodes(data=True)) == list(known.nodes(data=True))
    assert _edges(made) == _edges(known)
    assert made.graph == known.graph
    names = [data["id"] for _, _, data in made.edges(data=True)] if kind == "gexf" else list(made.edges(keys=True))
    assert len(set(names)) == made.number_of_edges()


def _edges(graph: Any) -> list[Any]:
    return [(a, b, {n: v for n, v in data.items() if n != "id"}) for a, b, data in graph.edges(data=True)]


def test_notices_with_one_number_and_odd_names(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ('a"<&>', "b", "c", "冀政办字〔2012〕1号"):
        (folder / f"{name}.txt").write_text(text(0), "utf-8")
    (folder / "d.txt").write_text("一、加\x00强\n开展检查。(省科技厅\x00牵头,“省&<厅”配合)", "utf-8")
    out = tmp_path / "out"
    assert main(["run", str(folder), "--out", str(out), *BASE, "--shard", "1"]) == 0
    notices: Any = [notice for _, notice in read_many(folder)]
    known = nx.read_graphml(write_graph(agency_task_graph(notices), tmp_path / "graph.graphml"))
    made = nx.read_graphml(out / "graph.graphml")
    assert list(made.nodes(data=True)) == list(known.nodes(data=True))
    assert _edges(made) == _edges(known)
    assert nx.read_gexf(out / "graph.gexf").number_of_edges() == known.number_of_edges()


def test_the_parts(files: Path, parts: Path) -> None:
    names = outputs(parts)
    assert not [name for name in names if name.startswith(("clauses", "notices"))]
    assert "tables/clauses/part-00000.parquet" in names
    assert "records/part-00003.jsonl.zst" in names
    assert names["graph.graphml"] == outputs(files)["graph.graphml"]
    link = parts / "tables" / "clauses" / "part-00000.parquet"
    assert link.stat().st_nlink == 2  # a second name for the file of the shard, and no second copy


def test_the_notices_of_parts(parts: Path, files: Path, tmp_path: Path) -> None:
    whole = list(load_results(files))
    assert len(whole) == 15
    assert list(load_results(parts)) == whole
    assert list(open_results(parts).notices()) == whole
    assert [n.id for n in load_results(parts, ids=["hebei-2015-84"])] == ["hebei-2015-84"]
    with pytest.raises(PolicyExtractError, match="no notice nothing"):
        list(load_results(parts, ids=["nothing"]))
    for compress in ("gzip", "zstd"):
        out = tmp_path / compress
        assert main(["run", str(CORPUS / "notices"), "--out", str(out), *BASE, "--compress", compress]) == 0
        assert list(load_results(out)) == whole
    with gzip.open(tmp_path / "gzip" / "notices.jsonl.gz", "rt", encoding="utf-8") as file:
        assert file.read() == (files / "notices.jsonl").read_text("utf-8")
    assert main(["graph", str(parts), "--of", "agencies", "--out", str(tmp_path / "g.graphml")]) == 0


def test_large_runs_are_in_parts(make_folder: MakeFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch_run, "LARGE", 20)
    folder = make_folder(21, tmp_path)
    assert main(["run", str(folder), "--out", str(tmp_path / "out"), *BASE]) == 0
    tops = {path.name for path in (tmp_path / "out").iterdir()}
    assert tops == {"tables", "records", "graph.graphml", "_run"}
    (folder / "n00000.txt").unlink()
    assert main(["run", str(folder), "--out", str(tmp_path / "out"), *BASE]) == 0
    tops = {path.name for path in (tmp_path / "out").iterdir()}
    assert "tables" not in tops
    assert "clauses.csv" in tops


def test_tables_read_when_asked_for(files: Path, parts: Path) -> None:
    from pyarrow import dataset

    for folder in (files, parts):
        results = open_results(folder)
        assert list(results)[:3] == ["notices", "clauses", "responsibilities"]
        leads = results.pandas("responsibilities", ["name", "role"], dataset.field("role") == "lead")
        assert len(leads) == 81
        assert results["clauses"].count_rows() == 291
        assert "organisations" not in results
        assert json.dumps(results.files("notices"))
    with pytest.raises(PolicyExtractError, match="no tables in it"):
        open_results(CORPUS)


@pytest.mark.skipif(find_spec("duckdb") is None, reason="DuckDB is not installed")
def test_duckdb(parts: Path) -> None:
    import duckdb

    duties = open_results(parts)["responsibilities"]
    assert duties is not None
    assert duckdb.sql("SELECT count(*) FROM duties WHERE role = 'lead'").fetchall() == [(81,)]
    assert duckdb.sql(f"SELECT count(*) FROM '{parts}/tables/clauses/*.parquet'").fetchall() == [(291,)]


@pytest.mark.skipif(find_spec("polars") is None, reason="Polars is not installed")
def test_polars(parts: Path) -> None:
    import polars

    results = open_results(parts)
    assert polars.scan_parquet(results.files("clauses")).select(polars.len()).collect().item() == 291
    assert polars.scan_pyarrow_dataset(results["actions"]).select(polars.len()).collect().item() == 461


# --- addresses of fsspec --------------------------------------------------------------------------------------------


@pytest.mark.skipif(find_spec("fsspec") is None, reason="the extra fsspec is not installed")
def test_in_memory(make_folder: MakeFolder, tmp_path: Path) -> None:
    import fsspec

    folder = make_folder(20, tmp_path)
    memory = fsspec.filesystem("memory")
    for path in folder.rglob("*.txt"):
        memory.pipe_file(f"/in/{path.relative_to(folder).as_posix()}", path.read_bytes())
    memory.pipe_file("/in/empty.txt", b"")
    memory.pipe_file("/in/.hidden.txt", b"")
    options = (*BASE, "--shard", "4", "--layout", "parts", "--formats", "parquet,csv")
    assert main(["run", "memory://in", "--out", "memory://out", *options]) == 1
    again = {name: memory.cat_file(name) for name in memory.find("/out") if "/_run/" not in name}
    results = open_results("memory://out")
    assert results["notices"].count_rows() == 20
    assert results.pandas("notices")["path"][0] == "memory:///in/n00000.txt"
    with pytest.raises(PolicyExtractError, match="copy the folder here"):
        results.notices()
    assert main(["run", "memory://in", "--out", "memory://out", *options, "--retry-failed"]) == 1
    assert {name: memory.cat_file(name) for name in memory.find("/out") if "/_run/" not in name} == again
    (folder / "empty.txt").write_bytes(b"")
    assert main(["run", str(folder), "--out", str(tmp_path / "here"), *options]) == 1
    here = outputs(tmp_path / "here")
    assert {name.removeprefix("/out/") for name in again} == set(here)
    assert again["/out/graph.graphml"] == here["graph.graphml"]
    assert main(["run", "memory://in/n00000.txt", "--out", "memory://one", *BASE]) == 0
    assert main(["run", "memory://nowhere", "--out", "memory://one", *BASE]) == 2
    memory.rm("/", recursive=True)


@pytest.mark.skipif(find_spec("fsspec") is None, reason="the extra fsspec is not installed")
def test_processes_share_an_address(make_folder: MakeFolder, tmp_path: Path) -> None:
    folder = make_folder(20, tmp_path)
    url = (tmp_path / "far").as_uri()
    assert main(["run", folder.as_uri(), "--out", url, "--workers", "2", "--shard", "4", "--quiet"]) == 0
    assert main(["run", folder.as_uri(), "--out", str(tmp_path / "near"), *BASE, "--shard", "4"]) == 0
    assert outputs(tmp_path / "far") == outputs(tmp_path / "near")
    assert open_results(url).pandas("notices").shape[0] == 20


def test_addresses_need_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    assert main(["run", "s3://bucket/notices", "--out", str(tmp_path), *BASE]) == 2
    assert 'pip install "policy_extract[fsspec]"' in capsys.readouterr().err
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert main(["run", str(CORPUS / "notices"), "--out", str(tmp_path / "out"), "--on", "dask", "--quiet"]) == 2
    assert 'pip install "policy_extract[dask]"' in capsys.readouterr().err
