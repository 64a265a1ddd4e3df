"""Graphs as GraphML, GEXF, node-link and Cytoscape JSON, Pajek, and CSV files for Neo4j."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from policy_extract.export.files import replacing
from policy_extract.export.flat import Flat, flattened, written
from policy_extract.export.neo4j import write_neo4j
from policy_extract.export.xml import gexf, graphml

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["write_graph"]


def write_graph(graph: nx.Graph[str], path: str | Path) -> Path:
    """Writes a graph in the format that the suffix names; returns the path.

    - ``.graphml``: Gephi, yEd, Cytoscape, igraph;
    - ``.gexf``: Gephi, with agencies coloured by system (系统) and edges by role (职责);
    - ``.json``: node-link form, ``networkx.node_link_graph(data, edges="edges")``, d3;
    - ``.cyjs``: Cytoscape and cytoscape.js;
    - ``.net``: Pajek, keys and weights only;
    - ``.neo4j`` or a folder that exists: CSV files for ``neo4j-admin database import``, and ``load.cypher``.

    Raises ValueError for another suffix. What is no str, int, float or bool is written as its text.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix == ".neo4j" or path.is_dir():
        write_neo4j(flattened(graph), path)
        return path
    if suffix not in _GRAPH_WRITERS:
        known = ", ".join((*_GRAPH_WRITERS, ".neo4j"))
        raise ValueError(f"{path}: no graph format has the suffix {path.suffix!r}; there are {known}")
    with replacing(path) as target, target.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{line}\n" for line in _GRAPH_WRITERS[suffix](flattened(graph)))
    return path


def node_link(flat: Flat) -> Iterator[str]:
    edges = []
    for source, target, key, row in flat.edges:
        edges.append({**row, "source": source, "target": target, **({"key": key} if flat.multigraph else {})})
    whole = {
        "directed": flat.directed,
        "multigraph": flat.multigraph,
        "graph": flat.attributes,
        "nodes": [{**row, "id": node} for node, row in flat.nodes],
        "edges": edges,
    }
    yield json.dumps(whole, ensure_ascii=False, indent=1)


def cytoscape(flat: Flat) -> Iterator[str]:
    edges = []
    for number, (source, target, key, row) in enumerate(flat.edges):
        own = {"id": f"e{number}", "source": source, "target": target}
        edges.append({"data": {**row, **own, **({"key": key} if flat.multigraph else {})}})
    whole = {
        "data": list(flat.attributes.items()),
        "directed": flat.directed,
        "multigraph": flat.multigraph,
        "elements": {
            "nodes": [
                {"data": {"name": row.get("label", node), **row, "id": node, "value": node}} for node, row in flat.nodes
            ],
            "edges": edges,
        },
    }
    yield json.dumps(whole, ensure_ascii=False, indent=1)


def pajek(flat: Flat) -> Iterator[str]:
    # Pajek takes a file for UTF-8 only with this mark at its head.
    yield f"\ufeff*Network {_pajek_word(flat.attributes.get('kind', 'network'))}"
    yield f"*Vertices {len(flat.nodes)}"
    place = {node: number for number, (node, _) in enumerate(flat.nodes, 1)}
    for node, number in place.items():
        yield f"{number} {_pajek_word(node)}"
    yield "*Arcs" if flat.directed else "*Edges"
    for source, target, _, row in flat.edges:
        label = f" l {_pajek_word(row['role'])}" if "role" in row else ""
        yield f"{place[source]} {place[target]} {written(row.get('weight', 1))}{label}"


def _pajek_word(text: Any) -> str:
    return '"{}"'.format(re.sub(r"\s+", " ", str(text)).replace("\\", "/").replace('"', "'"))


_GRAPH_WRITERS: dict[str, Callable[[Flat], Iterator[str]]] = {
    ".graphml": graphml,
    ".gexf": gexf,
    ".json": node_link,
    ".cyjs": cytoscape,
    ".net": pajek,
}
