"""Graphs are checked on notices built by hand: a line is a task, its bracket the agencies that carry it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import networkx as nx
import pytest

from policy_extract.graph import agency_graph, agency_measures, agency_task_graph
from policy_extract.model import Action, Clause, Deadline, Header, Notice, Part, Responsibility, Source


@dataclass
class Task:
    """A task to build: its heading, and (name, role, what is known of the agency) for each mention."""

    heading: str
    mentions: Sequence[tuple[str, str] | tuple[str, str, dict[str, Any]]]


def build(id: str, number: str | None, tasks: Sequence[Task], region: str | None = "河北省") -> Notice:
    text, clauses = "", []
    for place, task in enumerate(tasks, 1):
        start = len(text)
        text += f"{task.heading}。完善制度,年内完成。("
        body, found = len(text) - 1, []
        for order, (name, role, *known) in enumerate(task.mentions, 1):
            text += "、" if order > 1 else ""
            where = (len(text), len(text) + len(name), name, name, role, f"1.{place}", start, start, body, place, order)
            found.append(Responsibility(*where, "bracket", **(known[0] if known else {})))  # type: ignore[arg-type]
            text += name
        text += ")\n"
        end = len(text) - 1
        action = Action(start, start + 2, "完善", "完善", start, start + 2, None, None, None, None, "verb")
        due = Deadline(start, start + 2, "年内", date(2015, 12, 31), "year")
        span = (start, end, start, end)
        clauses.append(
            Clause(
                f"1.{place}", "clause", 2, None, task.heading, *span, "1", (), tuple(found), (action,), deadlines=(due,)
            )
        )
    top = Clause("1", "section", 1, "一、", None, 0, len(text), 0, 0, children=tuple(clauses))
    header = Header(title="行动计划", document_number=number, date=date(2015, 6, 24), region=region)
    return Notice(id, text, "", Source(), header, (Part("notice", None, 0, len(text), (top,)),))


NUMBER = "冀政办字〔2015〕84号"
PLAN = build(
    "hebei",
    NUMBER,
    [
        Task("建立追溯体系", [("省商务厅", "lead"), ("省农业厅", "cooperate"), ("省质监局", "cooperate")]),
        Task("开展监督抽查", [("省质监局", "responsible"), ("省农业厅", "responsible")]),
        Task("加强宣传", [("各设区市人民政府", "responsible", {"collective": True})]),
    ],
)


def edges(graph: nx.Graph) -> dict[tuple[str, str], int]:
    """The weights by the two names, the region left out."""
    short = {node: node.split("/")[-1] for node in graph}
    return {(short[a], short[b]): weight for a, b, weight in graph.edges(data="weight")}


# --- agency and task ------------------------------------------------------------------------------------------------


def test_every_mention_is_an_edge_with_its_role_and_place() -> None:
    graph = agency_task_graph(PLAN)
    found = [(a, t, k, d["role"], d["group"], d["order"]) for a, t, k, d in graph.edges(keys=True, data=True)]
    assert found == [
        ("河北省/省商务厅", f"{NUMBER}#1.1", "lead", "lead", 1, 1),
        ("河北省/省农业厅", f"{NUMBER}#1.1", "cooperate", "cooperate", 1, 2),
        ("河北省/省农业厅", f"{NUMBER}#1.2", "responsible", "responsible", 2, 2),
        ("河北省/省质监局", f"{NUMBER}#1.1", "cooperate", "cooperate", 1, 3),
        ("河北省/省质监局", f"{NUMBER}#1.2", "responsible", "responsible", 2, 1),
        ("河北省/各设区市人民政府", f"{NUMBER}#1.3", "responsible", "responsible", 3, 1),
    ]
    assert graph.size(weight="weight") == len(PLAN.responsibilities)


def test_the_graph_is_bipartite_although_it_falls_apart() -> None:
    graph = agency_task_graph(PLAN)
    agencies = {node for node, side in graph.nodes(data="bipartite") if side == 0}
    assert nx.bipartite.is_bipartite_node_set(graph.to_undirected(), agencies)
    assert not nx.is_weakly_connected(graph)
    assert {d["kind"] for node, d in graph.nodes(data=True) if node in agencies} == {"agency"}
    assert len(agencies) == 4


def test_a_task_node_says_what_the_task_is() -> None:
    node = agency_task_graph(PLAN).nodes[f"{NUMBER}#1.2"]
    assert node == {
        "bipartite": 1, "kind": "task", "label": "开展监督抽查", "heading": "开展监督抽查",
        "text": "开展监督抽查。完善制度,年内完成。(省质监局、省农业厅)", "clause": "1.2", "notice": "hebei",
        "document_number": NUMBER, "title": "行动计划", "date": "2015-06-24", "region": "河北省",
        "mentions": 2, "actions": 1, "quantities": 0, "deadlines": 1, "latest": "2015-12-31",
    }  # fmt: skip


def test_two_roles_in_one_task_are_two_edges_and_a_repeated_one_is_heavier() -> None:
    mentions = [("省水利厅", "lead"), ("省水利厅", "cooperate"), ("省水利厅", "cooperate")]
    graph = agency_task_graph(build("a", None, [Task("治理河道", mentions)]))
    [(_, task)] = set(graph.edges())
    assert task == "a#1.1"  # no document number: the id of the notice
    found = graph.get_edge_data("河北省/省水利厅", task)
    assert found == {
        "lead": {"role": "lead", "order": 1, "group": 1, "weight": 1},
        "cooperate": {"role": "cooperate", "order": 2, "group": 1, "weight": 2},
    }


def test_two_notices_never_share_a_task() -> None:
    one = [Task("治理河道", [("省水利厅", "lead")])]
    copies = [build(id, NUMBER, one) for id in ("a", "b", "b")]
    graph = agency_task_graph(copies)
    assert [node for node, kind in graph.nodes(data="kind") if kind == "task"] == [f"{NUMBER}#1.1", "b#1.1", "b~2#1.1"]
    assert graph.size(weight="weight") == 3


ID = {"agency_id": "hb-kj", "agency": "河北省科学技术厅", "system": "科技", "level": "province", "region": "河北省"}
OTHER = {"agency_id": "sd-kj", "agency": "山东省科学技术厅", "system": "科技", "level": "province", "region": "山东省"}
NATIONAL = {"agency_id": "cn-rmyh", "agency": "中国人民银行", "system": "人行", "level": "state"}
MANY = [
    build(
        "a", None, [Task("甲", [("省科技厅", "lead", ID), ("科技厅", "lead", ID), ("人民银行", "cooperate", NATIONAL)])]
    ),
    build("b", None, [Task("乙", [("省科技厅", "lead", OTHER), ("省金融办", "cooperate")])], region="山东省"),
    build("c", None, [Task("丙", [("省科技厅", "lead", ID), ("人民银行", "cooperate", NATIONAL)])], region=None),
    build("d", None, [Task("丁", [("省金融办", "lead")])], region=None),
]


@pytest.mark.parametrize(
    "merge, keys",
    [
        (
            "name",
            {
                "河北省/省科技厅": 2,
                "河北省/科技厅": 1,
                "人民银行": 2,
                "山东省/省科技厅": 1,
                "山东省/省金融办": 1,
                "省金融办": 1,
            },
        ),
        ("agency", {"hb-kj": 3, "cn-rmyh": 2, "sd-kj": 1, "山东省/省金融办": 1, "省金融办": 1}),
        ("lineage", {"hb-kj": 3, "cn-rmyh": 2, "sd-kj": 1, "山东省/省金融办": 1, "省金融办": 1}),
        ("system", {"科技": 4, "人行": 2, "山东省/省金融办": 1, "省金融办": 1}),
    ],
)
def test_what_makes_two_mentions_one_agency(merge: Any, keys: dict[str, int]) -> None:
    for graph in (agency_task_graph(MANY, merge=merge), agency_graph(MANY, merge=merge)):
        agencies = {n: d["mentions"] for n, d in graph.nodes(data=True) if d["kind"] == "agency"}
        assert agencies == keys
        assert list(agencies) == list(keys)  # in the order of the notices


def test_a_merged_agency_keeps_what_its_mentions_agree_on() -> None:
    known = agency_task_graph(MANY, merge="agency").nodes["hb-kj"]
    assert known["name"] == known["label"] == "河北省科学技术厅"
    assert known["names"] == "省科技厅;科技厅"
    system = agency_task_graph(MANY, merge="system").nodes["科技"]
    assert (system["name"], system["level"]) == ("科技", "province")
    assert "region" not in system
    assert "agency" not in system


def test_a_lineage_joins_what_a_reform_joined() -> None:
    def known(id: str, name: str) -> dict[str, str]:
        return {"agency_id": id, "agency": name, "system": "市场监管", "level": "province", "region": "河北省"}

    before = build(
        "a", None, [Task("甲", [("省质监局", "lead", known("130000/质量技术监督", "河北省质量技术监督局"))])]
    )
    after = build("b", None, [Task("乙", [("省市场监管局", "lead", known("130000/市场监管", "河北省市场监督管理局"))])])
    apart = agency_task_graph([before, after], merge="agency")
    joined = agency_task_graph([before, after], merge="lineage")
    assert [n for n, kind in apart.nodes(data="kind") if kind == "agency"] == ["130000/质量技术监督", "130000/市场监管"]
    assert [n for n, kind in joined.nodes(data="kind") if kind == "agency"] == ["130000/市场监管"]
    node = joined.nodes["130000/市场监管"]
    assert (node["name"], node["names"], node["mentions"]) == ("河北省市场监督管理局", "省质监局;省市场监管局", 2)
    assert "agency" not in node  # the two names are of different years


@pytest.mark.parametrize("make", [agency_task_graph, agency_graph])
def test_another_merge_is_refused(make: Any) -> None:
    with pytest.raises(ValueError, match="'id' is not one of name, agency, lineage, system"):
        make(PLAN, merge="id")


@pytest.mark.parametrize("graph", [agency_task_graph(MANY), agency_graph(MANY), agency_graph(MANY, directed=True)])
def test_attributes_are_flat(graph: nx.Graph) -> None:
    rows = [graph.graph, *(d for _, d in graph.nodes(data=True)), *(d for *_, d in graph.edges(data=True))]
    for row in rows:
        for name, value in row.items():
            assert isinstance(value, str | int | float | bool), name
            assert value != "", name


def test_the_order_of_notices_is_the_order_of_nodes() -> None:
    graphs = [agency_task_graph(iter(MANY)) for _ in range(2)]
    assert list(graphs[0].nodes(data=True)) == list(graphs[1].nodes(data=True))
    assert list(graphs[0].edges(keys=True, data=True)) == list(graphs[1].edges(keys=True, data=True))
    kinds = [kind for _, kind in graphs[0].nodes(data="kind")]
    assert kinds == sorted(kinds)  # agencies, then tasks


def test_graphs_built_apart_join_on_agencies() -> None:
    apart = [agency_task_graph(notice) for notice in MANY]
    joined = nx.compose_all(apart)
    together = agency_task_graph(MANY)
    assert set(joined) == set(together)
    assert set(joined.edges(keys=True)) == set(together.edges(keys=True))


# --- agency and agency ----------------------------------------------------------------------------------------------


def test_shared_tasks_are_counted() -> None:
    graph = agency_graph(PLAN)
    assert not graph.is_directed()
    assert edges(graph) == {("省商务厅", "省农业厅"): 1, ("省商务厅", "省质监局"): 1, ("省农业厅", "省质监局"): 2}
    assert graph.edges["河北省/省商务厅", "河北省/省农业厅"]["led"] == 1
    assert graph.edges["河北省/省农业厅", "河北省/省质监局"]["led"] == 0
    assert graph.nodes["河北省/省质监局"]["tasks"] == 2
    assert graph.nodes["河北省/省商务厅"]["leads"] == 1
    assert "河北省/各设区市人民政府" in graph  # shares nothing, and is there


def test_a_directed_edge_runs_from_the_lead() -> None:
    graph = agency_graph(PLAN, directed=True)
    assert graph.is_directed()
    assert edges(graph) == {("省商务厅", "省农业厅"): 1, ("省商务厅", "省质监局"): 1}
    found = graph.edges["河北省/省商务厅", "河北省/省质监局"]
    assert found == {"weight": 1, "cooperate": 1, "responsible": 0, "guide": 0}


@pytest.mark.parametrize(
    "mentions, expected",
    [
        ([("甲局", "lead"), ("乙局", "lead")], {}),  # two that lead together: neither leads the other
        ([("甲局", "lead"), ("甲局", "cooperate")], {}),  # nobody leads itself
        ([("甲局", "responsible"), ("乙局", "responsible")], {}),
        ([("甲局", "lead"), ("乙局", "responsible"), ("乙局", "guide")], {("甲局", "乙局"): 1}),
    ],
)
def test_who_leads_whom(mentions: Any, expected: dict[tuple[str, str], int]) -> None:
    assert edges(agency_graph(build("a", None, [Task("甲", mentions)]), directed=True)) == expected


def test_an_agency_named_twice_in_a_task_has_one_task() -> None:
    twice = [("甲局", "lead"), ("乙局", "cooperate"), ("甲局", "cooperate"), ("乙局", "cooperate")]
    graph = agency_graph(build("a", None, [Task("甲", twice)]))
    assert edges(graph) == {("甲局", "乙局"): 1}
    assert graph.nodes["河北省/甲局"]["tasks"] == 1
    assert graph.nodes["河北省/甲局"]["mentions"] == 2


# --- measures -------------------------------------------------------------------------------------------------------


def test_measures_say_where_an_agency_stands() -> None:
    rows = agency_measures(agency_task_graph(PLAN)).set_index("name")
    assert list(rows.index) == ["省农业厅", "省质监局", "省商务厅", "各设区市人民政府"]
    fields = ["tasks", "lead", "responsible", "cooperate", "lead_share", "partners", "strength", "component"]
    assert rows.loc["省商务厅", fields].to_list() == [1, 1, 0, 0, 1.0, 2, 2, 1]
    assert rows.loc["省质监局", fields].to_list() == [2, 0, 1, 1, 0.0, 2, 3, 1]
    assert rows.loc["各设区市人民政府", fields].to_list() == [1, 0, 1, 0, 0.0, 0, 0, 2]
    assert rows["collective"].to_list() == [False, False, False, True]


def test_betweenness_finds_the_broker_and_its_estimate_repeats() -> None:
    tasks = [Task("甲", [("枢纽局", "lead"), (f"{n}局", "cooperate")]) for n in "甲乙丙丁戊己"]
    graph = agency_task_graph(build("a", None, tasks))
    rows = agency_measures(graph).set_index("name")
    assert rows["betweenness"].to_list() == [1.0, 0, 0, 0, 0, 0, 0]
    estimates = [agency_measures(graph, pivots=3)["betweenness"].to_list() for _ in range(2)]
    assert estimates[0] == estimates[1]
    assert estimates[0][0] > 0


def test_measures_need_tasks() -> None:
    with pytest.raises(ValueError, match="agency_task_graph"):
        agency_measures(agency_graph(PLAN))


def test_notices_without_tasks_give_an_empty_graph() -> None:
    bare = replace(PLAN, parts=())
    assert agency_task_graph(bare).number_of_nodes() == 0
    assert agency_graph([bare]).number_of_nodes() == 0
    assert len(agency_measures(agency_task_graph(bare))) == 0


def test_the_module_loads_no_networkx_until_asked() -> None:
    code = "import sys, policy_extract.graph; sys.exit('networkx' in sys.modules or 'pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
