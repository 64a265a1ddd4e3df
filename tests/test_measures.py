"""Measures against a small example worked by hand, against a second library, and through the command.

Two notices before and after the reform of 2018. By lineage, 质监 (2015) and 市场监管 (2019) are one agency M; with 财政 F,
教育 E and 水利 W the tasks are

    M leads, F and E cooperate;  E alone;  E leads, W cooperates   (2015)
    M leads, F cooperates                                          (2019)

so that the ties are M–F 2, M–E 1, F–E 1, E–W 1.
"""

from __future__ import annotations

import csv
from itertools import combinations
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from policy_extract import Notice, parse
from policy_extract.cli import main
from policy_extract.export import write_records
from policy_extract.graph import agency_graph, agency_measures, agency_task_graph, projection
from policy_extract.tables import COLUMNS

BEFORE = """河北省人民政府办公厅关于印发质量行动计划的通知
冀政办字〔2015〕9101号
各市人民政府:
现印发给你们,请认真执行。
河北省人民政府办公厅
2015年3月2日
质量行动计划
一、加强监管
(一)开展监督抽查。每年抽查两次。(省质监局牵头,省财政厅、省教育厅配合)
(二)开展普法培训。面向学校宣传。(省教育厅负责)
(三)建设节水校园。推广节水器具。(省教育厅牵头,省水利厅配合)
"""
AFTER = """河北省人民政府办公厅关于印发放心消费行动计划的通知
冀政办字〔2019〕9102号
各市人民政府:
现印发给你们,请认真执行。
河北省人民政府办公厅
2019年6月3日
放心消费行动计划
一、加强监管
(一)开展监督检查。每年检查两次。(省市场监管局牵头,省财政厅配合)
"""
M, F, E, W = "河北省市场监督管理局", "河北省财政厅", "河北省教育厅", "河北省水利厅"
TIES = {(M, F): 2, (M, E): 1, (F, E): 1, (E, W): 1}
# By hand: constraint of M is (2/3 + 1/3·1/3)² + (1/3 + 2/3·1/3)², that of E 2·(1/3 + 1/3·2/3)² + (1/3)².
MEASURES = {
    # tasks lead responsible cooperate lead_share partners strength betweenness component constraint
    M: (2, 2, 0, 0, 1.0, 2, 3, 0.0, 1, 74 / 81),
    F: (2, 0, 0, 2, 0.0, 2, 3, 0.0, 1, 74 / 81),
    E: (3, 1, 1, 1, 1 / 3, 3, 3, 2 / 3, 1, 59 / 81),
    W: (1, 0, 0, 1, 0.0, 1, 1, 0.0, 1, 1.0),
}
FIELDS = (
    "tasks", "lead", "responsible", "cooperate", "lead_share", "partners", "strength", "betweenness", "component",
    "constraint",
)  # fmt: skip


@pytest.fixture(scope="module")
def notices() -> list[Notice]:
    return [parse(BEFORE, id="before"), parse(AFTER, id="after")]


def named(graph: nx.Graph) -> dict[Any, float]:
    label = graph.nodes(data="label")
    order = [M, F, E, W]
    pairs = {}
    for a, b, weight in graph.edges(data="weight"):
        pair = sorted((label[a], label[b]), key=order.index)
        pairs[tuple(pair)] = weight
    return pairs


def test_the_measures_are_those_worked_by_hand(notices: list[Notice]) -> None:
    rows = agency_measures(agency_task_graph(notices, merge="lineage")).set_index("name")
    for name, expected in MEASURES.items():
        assert rows.loc[name, list(FIELDS)].to_list() == pytest.approx(expected), name
    assert set(rows.index) == set(MEASURES)
    # Modularity is greatest for two pairs: the old partners, and education with its own.
    assert rows.loc[[M, F], "community"].nunique() == 1
    assert rows.loc[[E, W], "community"].nunique() == 1
    assert rows.loc[[M, E], "community"].nunique() == 2


def test_the_command_gives_the_same_numbers(
    notices: list[Notice], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_records(notices, tmp_path / "results" / "notices.jsonl")
    results, table = str(tmp_path / "results"), tmp_path / "measures.csv"
    assert main(["graph", results, "--by", "lineage", "--format", "gexf", "--measures", str(table)]) == 0
    said = capsys.readouterr().out
    assert "graph-tasks-lineage.gexf: 8 nodes, 8 edges" in said
    graph = nx.read_gexf(tmp_path / "results" / "graph-tasks-lineage.gexf")
    assert graph.number_of_edges() == 8
    assert named(projection(graph)) == TIES
    assert agency_measures(graph).set_index("name")["tasks"].to_dict() == {n: m[0] for n, m in MEASURES.items()}
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = {row["name"]: row for row in csv.DictReader(file)}
    assert {name: float(row["constraint"]) for name, row in rows.items()} == pytest.approx(
        {name: m[-1] for name, m in MEASURES.items()}
    )


@pytest.mark.parametrize("of, by, nodes, edges", [
    ("tasks", "name", 4 + 5, 8), ("agencies", "lineage", 4, 4), ("leads", "lineage", 4, 3), ("agencies", "name", 5, 5),
    ("citations", "name", 2, 0),
])  # fmt: skip
def test_every_graph_of_the_command(
    notices: list[Notice], tmp_path: Path, of: str, by: str, nodes: int, edges: int, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_records(notices, tmp_path / "notices.jsonl")
    assert (
        main(["graph", str(path), "--of", of, "--by", by, "--format", "json", "--out", str(tmp_path / "g.json")]) == 0
    )
    assert f"{nodes} nodes, {edges} edges" in capsys.readouterr().out


@pytest.mark.parametrize("weighting, expected", [
    ("count", TIES),
    ("newman", {(M, F): 1 / 2 + 1, (M, E): 1 / 2, (F, E): 1 / 2, (E, W): 1}),
    ("jaccard", {(M, F): 1, (M, E): 1 / 4, (F, E): 1 / 4, (E, W): 1 / 3}),
])  # fmt: skip
def test_projections_onto_agencies(notices: list[Notice], weighting: Any, expected: dict[Any, float]) -> None:
    graph = agency_task_graph(notices, merge="lineage")
    made = projection(graph, weighting=weighting)
    assert named(made) == pytest.approx(expected)
    assert made.graph == {"kind": "agencies", "weighting": weighting}
    assert nx.get_edge_attributes(made, "shared") == nx.get_edge_attributes(projection(graph), "weight")
    if weighting == "count":
        assert named(made) == named(agency_graph(notices, merge="lineage"))


def test_projection_onto_tasks(notices: list[Notice]) -> None:
    made = projection(agency_task_graph(notices, merge="lineage"), onto="tasks")
    shared = {
        frozenset((made.nodes[a]["heading"], made.nodes[b]["heading"])): w for a, b, w in made.edges(data="weight")
    }
    assert shared == {
        frozenset(("开展监督抽查", "开展普法培训")): 1,
        frozenset(("开展监督抽查", "建设节水校园")): 1,
        frozenset(("开展普法培训", "建设节水校园")): 1,
        frozenset(("开展监督抽查", "开展监督检查")): 2,
    }


@pytest.mark.parametrize("arguments", [{"onto": "notices"}, {"weighting": "cosine"}])
def test_another_projection_is_refused(notices: list[Notice], arguments: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="is not one of"):
        projection(agency_task_graph(notices), **arguments)


def test_an_agency_without_partners_has_no_constraint() -> None:
    rows = agency_measures(agency_task_graph(parse("一、监管\n开展检查。(省科技厅负责)")))
    assert rows["constraint"].isna().to_list() == [True]
    assert rows["community"].to_list() == [1]


def _meeting(count: int) -> nx.MultiDiGraph:
    """A graph of tasks in which agency i meets those whose number shares a divisor with it."""
    graph = nx.MultiDiGraph(kind="agency-task", merge="name")
    graph.add_nodes_from((f"机构{i}", {"kind": "agency", "name": f"机构{i}", "mentions": 1}) for i in range(2, count))
    for n, (a, b) in enumerate(combinations(range(2, count), 2)):
        for divisor in (2, 3, 5, 7, 11, 13):
            if a % divisor == b % divisor == 0:
                task = f"任务{n}.{divisor}"
                graph.add_node(task, kind="task")
                graph.add_edge(f"机构{a}", task, role="lead")
                graph.add_edge(f"机构{b}", task, role="cooperate")
    return graph


def test_measures_agree_with_two_other_libraries() -> None:
    graph = _meeting(40)
    rows = agency_measures(graph).set_index("agency_node")
    ties = projection(graph)
    theirs = nx.constraint(ties, weight="weight")
    known = {node: value for node, value in theirs.items() if value == value}
    ours = rows["constraint"].dropna().astype(float).to_dict()
    assert ours == pytest.approx(known)
    assert len(known) > 25
    igraph = pytest.importorskip("igraph", reason='pip install ".[browser]"')
    other = igraph.Graph.from_networkx(ties)
    names = other.vs["_nx_name"]
    n = len(names)
    between = other.betweenness(weights=[1 / w for w in other.es["weight"]])
    scaled = {name: value / ((n - 1) * (n - 2) / 2) for name, value in zip(names, between, strict=True)}
    assert rows["betweenness"].astype(float).to_dict() == pytest.approx(scaled)
    constraint = dict(zip(names, other.constraint(weights="weight"), strict=True))
    assert ours == pytest.approx({name: constraint[name] for name in ours})


def test_communities_repeat_and_do_not_hang_on_the_order_of_hashes() -> None:
    import os
    import subprocess
    import sys

    code = (
        "from tests.test_measures import _meeting; from policy_extract.graph import agency_measures; "
        "print(agency_measures(_meeting(40))['community'].to_list())"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1


def test_every_measure_is_in_the_dictionary() -> None:
    rows = agency_measures(agency_task_graph([]))
    assert list(rows) == [c.name for c in COLUMNS["agency_measures"]]
    assert all(c.meaning and c.chinese for c in COLUMNS["agency_measures"])
