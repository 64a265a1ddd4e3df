"""Every file is read back by another program's reader and compared with what was written."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import openpyxl
import pandas as pd
import pytest

from policy_extract.errors import MissingExtraError
from policy_extract.export import excel, graphs, write_graph, write_records, write_tables
from policy_extract.graph import agency_graph, agency_measures, agency_task_graph, citation_graph
from policy_extract.model import Clause, Header, Notice, Part, Quantity, Reference, Responsibility, Source
from policy_extract.tables import COLUMNS, to_tables

#: A text with all that breaks files: formulas, quotes, markup, line ends, control characters, half a surrogate pair.
TEXT = '=HYPERLINK("省")\r省水利厅,"省财政厅"\n<a>&\x00\x0b\\\ud83d\r\n－3%以内\t,500家以上'


def mention(name: str, role: str, order: int, **known: Any) -> Responsibility:
    return Responsibility(0, 4, name, name, role, "1", 0, 0, 9, 1, order, "bracket", **known)  # type: ignore[arg-type]


NOTICE = Notice(
    "a", TEXT, "5e", Source("-a.txt"), Header("+标题", None, ("甲", "乙"), date(2015, 6, 24), region="河北省"),
    (
        Part("notice", None, 0, len(TEXT), (
            Clause(
                "1", "clause", 1, "一、", "@提高", 0, len(TEXT), 0, len(TEXT),
                responsibilities=(
                    mention("省水利厅", "lead", 1, system="水利", agency_id="hb-sl"),
                    mention("省水利厅", "cooperate", 2, system="水利", agency_id="hb-sl"),
                    mention("省财政厅", "cooperate", 3, system="财政", collective=True),
                ),
                quantities=(
                    Quantity(0, 1, "=", 500, None, "家", "bound", None, None, date(2015, 12, 31), "1"),
                    Quantity(0, 1, "=", 0.3333, 0.3333, "", "fraction", None, None, None, "1"),
                ),
            ),
        )),
    ),
)  # fmt: skip
# What files hold in place of the characters that they refuse: as many, so that offsets hold.
SAFE = TEXT.replace("\x00", "\ufffd").replace("\x0b", "\ufffd").replace("\ud83d", "\ufffd")
TABLES = to_tables(NOTICE)
GRAPHS = {
    "tasks": agency_task_graph(NOTICE),
    "agencies": agency_graph(NOTICE),
    "leads": agency_graph(NOTICE, directed=True),
}
TASK = "a#1"


def test_the_text_keeps_its_length() -> None:
    assert len(SAFE) == len(TEXT)


# --- graphs ---------------------------------------------------------------------------------------------------------


def rows_of(graph: nx.Graph, drop: tuple[str, ...] = ()) -> tuple[dict[str, Any], Counter[Any]]:
    """Nodes with their attributes, and edges with theirs, as a bag: parallel edges have no order."""

    def kept(row: dict[str, Any]) -> dict[str, Any]:
        row = {name: value for name, value in row.items() if name not in drop}
        return row | ({"text": SAFE} if row.get("text") == TEXT.strip() else {})

    ends = tuple if graph.is_directed() else frozenset
    nodes = {node: kept(row) for node, row in graph.nodes(data=True)}
    edges = Counter((ends((a, b)), tuple(sorted(kept(row).items()))) for a, b, row in graph.edges(data=True))
    return nodes, edges


@pytest.mark.parametrize("name", GRAPHS)
@pytest.mark.parametrize(
    "suffix, read, drop",
    [
        (".graphml", nx.read_graphml, ("id",)),
        (".gexf", nx.read_gexf, ("id", "viz", "label")),
        (".json", lambda path: nx.node_link_graph(json.loads(path.read_text("utf-8")), edges="edges"), ()),
        (
            ".cyjs",
            lambda path: nx.cytoscape_graph(json.loads(path.read_text("utf-8"))),
            ("id", "value", "name", "key", "source", "target"),
        ),
    ],
)  # fmt: skip
def test_a_graph_read_back_is_the_graph_written(
    tmp_path: Path, name: str, suffix: str, read: Any, drop: tuple[str, ...]
) -> None:
    graph = GRAPHS[name]
    found = read(write_graph(graph, tmp_path / f"图{suffix}"))
    assert found.is_directed() == graph.is_directed()
    assert found.number_of_edges() == graph.number_of_edges()
    assert rows_of(found, drop) == rows_of(graph, drop)


@pytest.mark.parametrize("suffix", [".graphml", ".gexf", ".json", ".cyjs"])
def test_parallel_edges_have_ids_of_their_own(tmp_path: Path, suffix: str) -> None:
    text = write_graph(GRAPHS["tasks"], tmp_path / f"g{suffix}").read_text("utf-8")
    assert text.count("河北省/省财政厅") > 0
    if suffix in (".graphml", ".gexf"):
        assert [text.count(f'<edge id="e{n}"') for n in range(4)] == [1, 1, 1, 0]
    if suffix == ".gexf":
        assert text.count('kind="lead"') == 1  # by which Gephi keeps them apart
    if suffix == ".json":
        assert Counter(edge["key"] for edge in json.loads(text)["edges"]) == {"lead": 1, "cooperate": 2}


def test_gexf_colours_agencies_by_system_and_edges_by_role(tmp_path: Path) -> None:
    graph = nx.read_gexf(write_graph(GRAPHS["tasks"], tmp_path / "g.gexf"))
    colour = {node: tuple(row["viz"]["color"].values()) for node, row in graph.nodes(data=True)}
    assert len(set(colour.values())) == 3  # two systems, and grey for the task
    assert (tmp_path / "g.gexf").read_text("utf-8").count('<viz:color r="213" g="94" b="0"/></edge>') == 1
    assert graph.nodes[TASK]["label"] == "@提高"


_GEXF = "{http://gexf.net/1.3}"
_VIZ = "{http://gexf.net/1.3/viz}"
# The attributes that version 1.3 of GEXF knows of each element, those that it demands first.
_GEXF_RULES = {
    f"{_GEXF}gexf": ({"version"}, {"variant"}),
    f"{_GEXF}graph": (set(), {"mode", "defaultedgetype", "idtype", "timeformat", "start", "end"}),
    f"{_GEXF}attributes": ({"class"}, {"mode", "start", "end"}),
    f"{_GEXF}attribute": ({"id", "title", "type"}, set()),
    f"{_GEXF}nodes": (set(), {"count"}),
    f"{_GEXF}node": ({"id"}, {"label", "start", "end"}),
    f"{_GEXF}edges": (set(), {"count"}),
    f"{_GEXF}edge": ({"id", "source", "target"}, {"type", "label", "weight", "kind", "start", "end"}),
    f"{_GEXF}attvalues": (set(), set()),
    f"{_GEXF}attvalue": ({"for", "value"}, {"start", "end"}),
    f"{_VIZ}color": ({"r", "g", "b"}, {"a"}),
    f"{_VIZ}size": ({"value"}, set()),
    f"{_VIZ}shape": ({"value"}, {"uri"}),
}  # fmt: skip
_GEXF_VALUES = {
    "long": int, "double": float, "string": str, "boolean": {"true": True, "false": False}.__getitem__,
}  # fmt: skip


@pytest.mark.parametrize("name", GRAPHS)
def test_gexf_keeps_the_rules_of_its_version(tmp_path: Path, name: str) -> None:
    root = ElementTree.parse(write_graph(GRAPHS[name], tmp_path / "g.gexf")).getroot()
    for element in root.iter():
        needed, allowed = _GEXF_RULES[element.tag]
        assert needed <= set(element.attrib) <= needed | allowed, element.tag
    [graph] = root
    assert [child.tag for child in graph] == [_GEXF + n for n in ("attributes", "attributes", "nodes", "edges")]
    types = {a.get("id"): _GEXF_VALUES[a.get("type")] for a in graph.iter(f"{_GEXF}attribute")}
    nodes, edges = [list(graph.iter(_GEXF + tag)) for tag in ("node", "edge")]
    ids = {node.get("id") for node in nodes}
    assert len(ids) == len(nodes) == int(graph.find(f"{_GEXF}nodes").get("count"))
    assert len({edge.get("id") for edge in edges}) == len(edges) == int(graph.find(f"{_GEXF}edges").get("count"))
    assert {edge.get(end) for edge in edges for end in ("source", "target")} <= ids
    for value in graph.iter(f"{_GEXF}attvalue"):
        types[value.get("for")](value.get("value"))
    for colour in graph.iter(f"{_VIZ}color"):
        assert all(0 <= int(colour.get(channel)) <= 255 for channel in "rgb")
    assert all(float(size.get("value")) > 0 for size in graph.iter(f"{_VIZ}size"))
    assert {shape.get("value") for shape in graph.iter(f"{_VIZ}shape")} <= {"disc", "square", "triangle", "diamond"}


@pytest.mark.parametrize("name", GRAPHS)
def test_igraph_reads_the_same_graph(tmp_path: Path, name: str) -> None:
    igraph = pytest.importorskip("igraph", reason='pip install ".[browser]"')
    graph = GRAPHS[name]
    found = igraph.Graph.Read_GraphML(str(write_graph(graph, tmp_path / "g.graphml")))
    assert found.is_directed() == graph.is_directed()
    assert found.vs["id"] == list(graph)
    assert found.vs["mentions"][0] == graph.nodes[found.vs["id"][0]]["mentions"]
    assert found.es["weight"] == [data["weight"] for *_, data in graph.edges(data=True)]
    pairs = [(found.vs[e.source]["id"], found.vs[e.target]["id"]) for e in found.es]
    assert pairs == [(a, b) for a, b, *_ in graph.edges]
    if name == "agencies":  # what its own betweenness says is what ours says
        ours = agency_measures(GRAPHS["tasks"]).set_index("agency_node")
        theirs = dict(zip(found.vs["id"], found.betweenness(weights=[1 / w for w in found.es["weight"]]), strict=True))
        pairs_of_others = (len(graph) - 1) * (len(graph) - 2) / 2 or 1
        assert {node: ours.loc[node, "betweenness"] for node in graph} == {
            node: value / pairs_of_others for node, value in theirs.items()
        }


def test_a_citation_graph_is_written_with_its_relations(tmp_path: Path) -> None:
    reference = Reference(0, 1, "《", "质量条例", None, None, "basis", "title", "1")
    graph = citation_graph(replace(NOTICE, header_references=(reference,)))
    assert nx.read_gexf(write_graph(graph, tmp_path / "g.gexf")).number_of_edges() == 1
    write_graph(graph, tmp_path / "g.neo4j")
    assert "IS_BASED_ON" in (tmp_path / "g.neo4j" / "load.cypher").read_text("utf-8")


def test_pajek_keeps_keys_and_weights(tmp_path: Path) -> None:
    for graph in GRAPHS.values():
        found = nx.read_pajek(write_graph(graph, tmp_path / "g.net"))
        assert list(found) == list(graph)
        assert found.size(weight="weight") == graph.size(weight="weight")
        assert found.is_directed() == graph.is_directed()
        roles = [row.get("role") for *_, row in graph.edges(data=True)]
        assert sorted(map(str, roles)) == sorted(str(row.get("l")) for *_, row in found.edges(data=True))


def test_neo4j_files_name_every_node_and_relationship(tmp_path: Path) -> None:
    folder = write_graph(GRAPHS["tasks"], tmp_path / "g.neo4j")
    assert sorted(path.name for path in folder.iterdir()) == [
        "agency.csv",
        "load.cypher",
        "relationships.csv",
        "task.csv",
    ]
    tables = {}
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            tables[path.stem] = list(csv.DictReader(file))
    assert [row["id:ID"] for row in tables["agency"]] == ["省水利厅", "河北省/省财政厅"]
    assert {row[":LABEL"] for row in tables["task"]} == {"Task"}
    assert tables["task"][0]["text"] == SAFE.strip()
    assert tables["agency"][1]["collective:boolean"] == "true"
    assert tables["agency"][0]["mentions:long"] == "2"
    ids = {row["id:ID"] for name in ("agency", "task") for row in tables[name]}
    assert {row[end] for row in tables["relationships"] for end in (":START_ID", ":END_ID")} == ids
    kinds = [row[":TYPE"] for row in tables["relationships"]]
    assert sorted(kinds) == ["COOPERATES_IN", "COOPERATES_IN", "LEADS"]
    script = (folder / "load.cypher").read_text("utf-8")
    for needed in ("--nodes=agency.csv", "MERGE (a)-[r:LEADS]->(b)", "toInteger(row.`weight:long`)", "(n:Task)"):
        assert needed in script


@pytest.mark.parametrize("name, kind", [("agencies", "SHARES_TASKS"), ("leads", "LEADS")])
def test_neo4j_into_a_folder_that_exists(tmp_path: Path, name: str, kind: str) -> None:
    assert write_graph(GRAPHS[name], tmp_path) == tmp_path
    assert f"-[r:{kind}]->" in (tmp_path / "load.cypher").read_text("utf-8")


@pytest.mark.parametrize("name", ["g.txt", "g", "g.GraphML2"])
def test_another_suffix_is_refused_and_the_choices_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match=r"\.graphml, \.gexf, \.json, \.cyjs, \.net, \.neo4j"):
        write_graph(GRAPHS["tasks"], tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_the_suffix_may_be_written_in_capitals(tmp_path: Path) -> None:
    small, capital = (write_graph(GRAPHS["tasks"], tmp_path / name) for name in ("a.graphml", "b.GraphML"))
    assert small.read_bytes() == capital.read_bytes()


def test_a_researchers_attributes_are_written_as_text(tmp_path: Path) -> None:
    import numpy as np

    graph: nx.Graph = nx.Graph(made=date(2024, 1, 2))
    graph.add_node("甲", tags=["a", "b"], years={2015, 2012}, score=np.float64(0.5), day=date(2015, 6, 24), none=None)
    graph.add_node("乙", score=2, tags=7, big=float("inf"), flag=True)
    graph.add_edge("甲", "乙", weight=np.int64(3))
    for suffix, read in ((".graphml", nx.read_graphml), (".gexf", nx.read_gexf)):
        found = read(write_graph(graph, tmp_path / f"g{suffix}"))
        one = {"tags": "a;b", "years": "2012;2015", "score": 0.5, "day": "2015-06-24"}
        assert {name: found.nodes["甲"].get(name) for name in one} == one, suffix
        assert found.nodes["甲"].keys().isdisjoint({"none"})
        two = {"score": 2, "tags": "7", "big": float("inf"), "flag": True}
        assert {name: found.nodes["乙"].get(name) for name in two} == two, suffix
        assert found.edges["甲", "乙"]["weight"] == 3


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_graph(GRAPHS["tasks"], tmp_path / "new" / "g.json")
    before = path.read_bytes()

    def broken(flat: object) -> Any:
        yield "half"
        raise OSError("disk full")

    monkeypatch.setitem(graphs._GRAPH_WRITERS, ".json", broken)
    with pytest.raises(OSError, match="disk full"):
        write_graph(GRAPHS["agencies"], path)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


# --- tables ---------------------------------------------------------------------------------------------------------


def test_parquet_keeps_texts_and_types(tmp_path: Path) -> None:
    for tables in (TABLES, to_tables([])):
        write_tables(tables, tmp_path, "parquet")
        for name, frame in tables.items():
            found = pd.read_parquet(tmp_path / f"{name}.parquet")
            assert found.dtypes.astype(str).to_dict() == {c.name: c.type for c in COLUMNS[name]}
            # pandas reads a category without values as one of objects
            pd.testing.assert_frame_equal(found, frame, check_categorical=False, check_dtype=False)
    assert TABLES["clauses"]["text"][0] == TEXT.replace("\ud83d", "\ufffd")


def test_csv_opens_in_a_spreadsheet_and_runs_nothing(tmp_path: Path) -> None:
    write_tables(TABLES, tmp_path, ["csv"])
    assert (tmp_path / "clauses.csv").read_bytes().startswith(b"\xef\xbb\xbfnotice,id,")
    with (tmp_path / "clauses.csv").open(encoding="utf-8-sig", newline="") as file:
        [row] = csv.DictReader(file)
    assert row["text"] == "'" + SAFE
    assert row["heading"] == "'@提高"
    [notice] = pd.read_csv(tmp_path / "notices.csv").to_dict("records")
    assert (notice["title"], notice["path"], notice["date"]) == ("'+标题", "'-a.txt", "2015-06-24")
    quantities = pd.read_csv(tmp_path / "quantities.csv")
    assert quantities["low"].to_list() == [500, 0.3333]  # numbers stay numbers
    assert quantities["latest"].to_list()[0] == "2015-12-31"
    responsibilities = (tmp_path / "responsibilities.csv").read_text("utf-8-sig")
    assert "-1" not in responsibilities.splitlines()[0]


def test_a_negative_number_is_no_formula(tmp_path: Path) -> None:
    write_tables({"t": pd.DataFrame({"clause_start": [-1], "=x": ["-1"]})}, tmp_path, ["csv", "xlsx"])
    assert (tmp_path / "t.csv").read_text("utf-8-sig") == "clause_start,'=x\n-1,'-1\n"
    sheet = openpyxl.load_workbook(tmp_path / "tables.xlsx")["t"]
    assert [[cell.value for cell in row] for row in sheet] == [["clause_start", "=x"], [-1, "-1"]]


def test_jsonl_has_the_values_of_the_record(tmp_path: Path) -> None:
    write_tables(TABLES, tmp_path, ["jsonl"])
    lines = (tmp_path / "quantities.jsonl").read_text("utf-8").splitlines()
    record = NOTICE.to_dict()["quantities"]
    for line, entry in zip(lines, record, strict=True):
        assert json.loads(line).items() >= {"notice": "a", **entry}.items()
    assert '"low": 500,' in lines[0]


def test_excel_has_a_sheet_a_table_and_a_legend(tmp_path: Path) -> None:
    [path] = write_tables(TABLES, tmp_path, ["xlsx"])
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [*TABLES, "legend"]
    header, row = book["clauses"].iter_rows()
    cells = {name.value: cell for name, cell in zip(header, row, strict=True)}
    assert cells["text"].data_type == "s"  # a formula is shown, not run
    assert cells["text"].value.startswith("=HYPERLINK")
    assert cells["heading"].value == "@提高"
    assert cells["is_task"].value is True
    _, first, second = book["quantities"].iter_rows(values_only=True)
    assert (first[5], first[6], second[5]) == (500, None, 0.3333)
    legend = list(book["legend"].iter_rows(values_only=True, min_row=2))
    assert [row[:2] for row in legend] == [(name, c.name) for name in TABLES for c in COLUMNS[name]]


def test_excel_takes_long_texts_and_long_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel, "_SHEET_ROWS", 3)
    frame = pd.DataFrame({"text": ["长" * 40_000, "#N/A", "c", "d", "e"]})
    [path] = write_tables({"actions": frame}, tmp_path, "xlsx")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames[:3] == ["actions", "actions_2", "actions_3"]
    values = [cell.value for name in book.sheetnames[:3] for cell in list(book[name]["A"])[1:]]
    assert values == ["长" * 32_766 + "…", "#N/A", "c", "d", "e"]
    assert book["actions"]["A3"].data_type == "s"


def test_excel_without_its_extra_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(MissingExtraError, match=r"policy_extract\[excel\]"):
        write_tables(TABLES, tmp_path, ["parquet", "xlsx"])
    assert not list(tmp_path.iterdir())


def test_another_format_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="'xls'; there are parquet, csv, jsonl, dta, xlsx"):
        write_tables(TABLES, tmp_path, ["parquet", "xls"])
    assert not list(tmp_path.iterdir())


def test_stata_has_labels_types_and_days(tmp_path: Path) -> None:
    write_tables(TABLES, tmp_path, ["dta"])
    with pd.read_stata(tmp_path / "quantities.dta", iterator=True) as reader:
        found, labels = reader.read(), reader.variable_labels()
        assert reader.data_label == "quantities"
    assert labels["low"].startswith("下限: lower bound")
    assert all(0 < len(label) <= 80 for label in labels.values())
    assert found["low"].to_list() == [500.0, 0.3333]
    assert found["high"].isna().to_list() == [True, False]
    assert found["latest"].dt.strftime("%Y-%m-%d").to_list()[0] == "2015-12-31"
    assert found["latest"].isna().to_list() == [False, True]
    duties = pd.read_stata(tmp_path / "responsibilities.dta")
    assert list(duties["role"]) == ["lead", "cooperate", "cooperate"]
    assert list(duties["collective"]) == ["no 否", "no 否", "yes 是"]
    codes = pd.read_stata(tmp_path / "responsibilities.dta", convert_categoricals=False)
    assert list(codes["role"]) == [0, 2, 2]  # the order of the closed list
    assert "end_" in codes  # end is a word of Stata's own
    texts = pd.read_stata(tmp_path / "clauses.dta")
    assert texts["text"][0] == SAFE


def test_stata_takes_long_texts_empty_tables_and_odd_names(tmp_path: Path) -> None:
    odd = pd.DataFrame({"1年": ["长" * 3_000], "if": [float("inf")], "a b": [1.5], "a_b": [True], "end": [3]})
    write_tables({"odd": odd, **{f"empty_{n}": frame for n, frame in to_tables([]).items()}}, tmp_path, "dta")
    found = pd.read_stata(tmp_path / "odd.dta")
    assert list(found) == ["_1年", "if_", "a_b", "a_b_2", "end_"]
    assert found["_1年"][0] == "长" * 3_000
    assert found["if_"].isna()[0]
    for name, frame in to_tables([]).items():
        assert len(pd.read_stata(tmp_path / f"empty_{name}.dta").columns) == len(frame.columns)


def test_records_are_one_line_each(tmp_path: Path) -> None:
    path = write_records([NOTICE, NOTICE], tmp_path / "notices.jsonl")
    with path.open(encoding="utf-8") as file:
        assert [json.loads(line) for line in file] == [NOTICE.to_dict()] * 2
    assert "省水利厅" in path.read_text("utf-8")


def test_records_hold_half_a_surrogate_pair(tmp_path: Path) -> None:
    odd = Notice("a\ud83d", "", "", Source(), Header())
    path = write_records([odd], tmp_path / "notices.jsonl")
    assert json.loads(path.read_text("utf-8"))["id"] == "a\ud83d"


def test_two_runs_give_equal_bytes(tmp_path: Path) -> None:
    for run in ("one", "two"):
        write_tables(TABLES, tmp_path / run, ["parquet", "csv", "jsonl", "xlsx", "dta"])
        for suffix in (".graphml", ".gexf", ".json", ".cyjs", ".net", ".neo4j"):
            write_graph(agency_task_graph(NOTICE), tmp_path / run / f"g{suffix}")
    files = [path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*") if path.is_file()]
    assert len(files) == 4 * len(TABLES) + 1 + 5 + 4
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name


def test_the_module_loads_nothing_heavy_until_asked() -> None:
    heavy = "{'networkx', 'pandas', 'pyarrow', 'openpyxl'}"
    code = f"import sys, policy_extract.export; sys.exit(bool({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
