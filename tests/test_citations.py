"""Citations are checked on notices of a line or two, whose graphs were worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import networkx as nx
import pytest

from policy_extract.export import write_graph
from policy_extract.graph import citation_graph
from policy_extract.model import Clause, Header, Notice, Part, Reference, Relation, Source


def cited(
    relation: Relation,
    title: str | None = None,
    number: str | None = None,
    *,
    full: str | None = None,
    rule: str = "based",
    clause: str = "1",
    article: str | None = None,
    standard: str | None = None,
) -> Reference:
    return Reference(0, 1, "《", title, number, standard, relation, rule, clause, full_title=full, article=article)


def notice(id: str, *references: Reference, number: str | None = None, title: str | None = None) -> Notice:
    clause = Clause("1", "section", 1, "一、", None, 0, 1, 0, 1, references=references)
    header = Header(
        title=title, document_number=number, issuers=("甲市人民政府",), date=date(2020, 5, 1), region="甲市"
    )
    return Notice(id, "《", "", Source(), header, (Part("notice", None, 0, 1, (clause,)),))


def edges(graph: nx.MultiDiGraph[str]) -> list[tuple[str, str, str, int]]:
    return [(a, b, key, data["weight"]) for a, b, key, data in graph.edges(keys=True, data=True)]


def test_an_edge_for_each_document_and_relation() -> None:
    graph = citation_graph(
        notice(
            "a",
            cited("basis", "质量条例"),
            cited("basis", "质量条例"),
            cited("implement", "质量条例"),
            cited("draft", "奖励办法"),
        )
    )
    assert edges(graph) == [
        ("a", "质量条例", "basis", 2),
        ("a", "质量条例", "implement", 1),
        ("a", "奖励办法", "draft", 1),
    ]
    assert [data["kind"] for _, data in graph.nodes(data=True)] == ["notice", "document", "document"]


SAME_DOCUMENT: list[tuple[str, list[Reference]]] = [
    ("国发〔2015〕9号", [cited("basis", "质量意见", "国发〔2015〕9号"), cited("basis", "质量意见", "国发(2015)9号")]),
    ("国发〔2015〕9号", [cited("basis", "质量意见", "国发[2015]9号"), cited("basis", None, "国发 〔2015〕 9号")]),
    ("国发〔2015〕9号", [cited("basis", "质量意见", "国发〔2015〕9号"), cited("basis", "质量意见")]),
    ("国发〔2015〕9号", [cited("basis", "质量意见"), cited("basis", "质量意见", "国发〔2015〕9号")]),
    ("国发〔2015〕9号", [cited("basis", "质量意见", "国发〔2015〕9号"), cited("basis", "意见", full="质量意见")]),
    ("鄂政发〔2024〕1号", [cited("basis", "质量意见", "鄂政发〔2024〕第1号"), cited("basis", None, "鄂政发〔2024〕1号")]),
    ("国发〔2015〕9号", [cited("basis", "质量意见", "国发〔2015〕9号、国办发〔2016〕3号"), cited("basis", None, "国发〔2015〕9号")]),
    ("国务院令第7号", [cited("basis", "计量条例", "中华人民共和国国务院令第7号"), cited("basis", "计量条例", "国务院令第7号")]),
    ("财政部、税务总局公告2023年第12号", [cited("basis", None, "财政部、税务总局公告2023年第12号")] * 2),
    ("质量意见", [cited("basis", "质量意见"), cited("basis", "意见", full="质量意见")]),
    ("质量意见(试行)", [cited("basis", "质量意见(试行)"), cited("basis", "质量意见（试行）"), cited("basis", "质量 意见(试行)")]),
    ("GB/T36000-2015", [cited("basis", "社会责任指南", standard="GB/T36000—2015"), cited("basis", None, standard="GB/T 36000-2015")]),
]  # fmt: skip


@pytest.mark.parametrize("key, references", SAME_DOCUMENT)
@pytest.mark.parametrize("apart", [False, True])
def test_one_document_however_it_is_cited(key: str, references: list[Reference], apart: bool) -> None:
    notices = [notice(str(n), r) for n, r in enumerate(references)] if apart else [notice("0", *references)]
    graph = citation_graph(notices)
    assert [node for node, kind in graph.nodes(data="kind") if kind == "document"] == [key]
    assert graph.size(weight="weight") == len(references)


def test_two_documents_of_one_title_stay_apart() -> None:
    graph = citation_graph(
        [
            notice(
                "a", cited("basis", "实施意见", "甲政发〔2015〕1号"), cited("basis", "质量意见", "甲政发〔2015〕2号")
            ),
            notice(
                "b", cited("basis", "实施意见", "乙政发〔2015〕1号"), cited("basis", "质量意见", "乙政发〔2015〕2号")
            ),
            notice("c", cited("basis", "质量意见")),
        ]
    )
    assert edges(graph)[-1] == ("c", "质量意见", "basis", 1)  # which of the two is not known
    assert graph.number_of_nodes() == 8


def test_a_bare_kind_of_document_is_one_only_within_its_notice() -> None:
    graph = citation_graph(
        [notice("a", cited("mention", "办法"), cited("basis", "办法")), notice("b", cited("mention", "办法"))]
    )
    assert edges(graph) == [("a", "a/办法", "mention", 1), ("a", "a/办法", "basis", 1), ("b", "b/办法", "mention", 1)]


def test_a_document_that_was_read_is_its_notice() -> None:
    first = notice("a", cited("basis", "质量条例"), number="甲政发〔2019〕3号", title="关于质量工作的意见")
    second = notice(
        "b",
        cited("implement", "关于质量工作的意见"),
        cited("basis", None, "甲政发[2019]3号"),
        number="乙政发〔2020〕1号",
    )
    graph = citation_graph([first, second])
    assert edges(graph) == [
        ("甲政发〔2019〕3号", "质量条例", "basis", 1),
        ("乙政发〔2020〕1号", "甲政发〔2019〕3号", "implement", 1),
        ("乙政发〔2020〕1号", "甲政发〔2019〕3号", "basis", 1),
    ]
    assert graph.nodes["甲政发〔2019〕3号"] == {
        "kind": "notice", "label": "关于质量工作的意见", "notice": "a", "title": "关于质量工作的意见",
        "document_number": "甲政发〔2019〕3号", "issuer": "甲市人民政府", "date": "2020-05-01", "region": "甲市",
    }  # fmt: skip


def test_a_notice_does_not_cite_itself() -> None:
    own = notice(
        "a",
        cited("mention", "关于质量工作的意见"),
        cited("mention", None, "甲政发(2019)3号"),
        number="甲政发〔2019〕3号",
        title="关于质量工作的意见",
    )
    assert edges(citation_graph(own)) == []


def test_the_declaration_of_a_short_name_is_no_second_citation() -> None:
    graph = citation_graph(
        notice("a", cited("basis", "质量意见"), cited("mention", "意见", full="质量意见", rule="short_name"))
    )
    assert edges(graph) == [("a", "质量意见", "basis", 1)]


def test_two_notices_of_one_number_are_two_nodes() -> None:
    one = notice("a", cited("basis", "质量条例"), number="甲政发〔2019〕3号")
    graph = citation_graph([one, replace(one, id="b")])
    assert [node for node, kind in graph.nodes(data="kind") if kind == "notice"] == ["甲政发〔2019〕3号", "b"]


def test_where_and_for_what_is_on_the_edge() -> None:
    graph = citation_graph(
        notice(
            "a",
            cited("basis", "质量条例", clause="1.2", article="第三条"),
            cited("basis", "质量条例", clause="1.2", article="第五条"),
            cited("basis", "质量条例", clause=""),
            cited("basis", "质量条例", clause="2"),
        )
    )
    assert graph.get_edge_data("a", "质量条例", "basis") == {
        "relation": "basis", "weight": 4, "clauses": "1.2;2", "articles": "第三条;第五条",
    }  # fmt: skip


def test_the_issuer_of_a_document_is_known_by_its_number() -> None:
    graph = citation_graph(
        notice("a", cited("basis", "质量意见", "国办发[2015]19号"), cited("basis", "甲意见", "某政发〔2015〕9号"))
    )
    assert graph.nodes["国办发〔2015〕19号"] == {
        "kind": "document", "label": "质量意见", "title": "质量意见", "document_number": "国办发[2015]19号", "issuer": "国务院办公厅",
    }  # fmt: skip
    assert "issuer" not in graph.nodes["某政发〔2015〕9号"]


@pytest.mark.parametrize("suffix", ["graphml", "gexf"])
def test_the_graph_can_be_written(suffix: str, tmp_path: Path) -> None:
    graph = citation_graph(notice("a", cited("basis", "质量条例"), cited("implement", "质量条例")))
    path = tmp_path / f"citations.{suffix}"
    write_graph(graph, path)
    read = nx.read_graphml(path) if suffix == "graphml" else nx.read_gexf(path)
    assert read.number_of_edges() == 2


def test_nothing_read_is_an_empty_graph() -> None:
    assert citation_graph([]).number_of_nodes() == 0
