"""Graphs as GraphML, and as GEXF with the colours that Gephi shows."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from policy_extract.export.flat import TYPES, Flat, types_of, written

__all__ = ["GREY", "RETURN", "ROLE_COLOURS", "SYSTEM_COLOURS", "colour", "gexf", "graphml"]

# Colours that stay apart for the colour-blind (Okabe and Ito), for GEXF.
ROLE_COLOURS = {
    "lead": (213, 94, 0),
    "responsible": (0, 114, 178),
    "cooperate": (86, 180, 233),
    "guide": (0, 158, 115),
}
SYSTEM_COLOURS = (
    (0, 114, 178),
    (230, 159, 0),
    (0, 158, 115),
    (204, 121, 167),
    (86, 180, 233),
    (213, 94, 0),
    (240, 228, 66),
    (117, 112, 179),
    (102, 166, 30),
    (166, 118, 29),
)
GREY = (153, 153, 153)
# A reader of XML turns a bare carriage return into a newline, and offsets would no longer hold.
RETURN = {"\r": "&#13;"}


def graphml(flat: Flat) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
    scopes = {"graph": [flat.attributes], "node": [d for _, d in flat.nodes], "edge": [e[3] for e in flat.edges]}
    keys: dict[tuple[str, str], str] = {}
    for scope, rows in scopes.items():
        for name, kind in types_of(rows).items():
            key = keys[scope, name] = f"d{len(keys)}"
            yield f'  <key id="{key}" for="{scope}" attr.name={quoteattr(name)} attr.type="{TYPES[kind]}"/>'

    def data(scope: str, row: Mapping[str, Any]) -> str:
        cells = (f'<data key="{keys[scope, n]}">{escape(written(v), RETURN)}</data>' for n, v in row.items())
        return "".join(cells)

    yield f'  <graph edgedefault="{"directed" if flat.directed else "undirected"}">{data("graph", flat.attributes)}'
    for node, row in flat.nodes:
        yield f"    <node id={quoteattr(node)}>{data('node', row)}</node>"
    for number, (source, target, _, row) in enumerate(flat.edges):
        ends = f"source={quoteattr(source)} target={quoteattr(target)}"
        yield f'    <edge id="e{number}" {ends}>{data("edge", row)}</edge>'
    yield "  </graph>"
    yield "</graphml>"


def gexf(flat: Flat) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    # Version 1.3 is the first whose edges have a kind, by which Gephi keeps parallel ones apart.
    yield '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">'
    yield f'  <graph mode="static" defaultedgetype="{"directed" if flat.directed else "undirected"}">'
    columns: dict[str, dict[str, str]] = {}
    for scope, rows in {"node": [d for _, d in flat.nodes], "edge": [e[3] for e in flat.edges]}.items():
        # What GEXF writes as an attribute of the element itself is no column of its own.
        own = {"node": "label", "edge": "weight"}[scope]
        kinds = {name: kind for name, kind in types_of(rows).items() if name != own}
        columns[scope] = {name: f"{scope[0]}{number}" for number, name in enumerate(kinds)}
        yield f'    <attributes class="{scope}" mode="static">'
        for name, kind in kinds.items():
            titled = f'id="{columns[scope][name]}" title={quoteattr(name)}'
            yield f'      <attribute {titled} type="{TYPES[kind]}"/>'
        yield "    </attributes>"

    def values(scope: str, row: Mapping[str, Any]) -> str:
        ids = columns[scope]
        cells = (f'<attvalue for="{ids[n]}" value={quoteattr(written(v))}/>' for n, v in row.items() if n in ids)
        return f"<attvalues>{''.join(cells)}</attvalues>"

    systems = sorted({row["system"] for _, row in flat.nodes if "system" in row})
    colours = {name: SYSTEM_COLOURS[n % len(SYSTEM_COLOURS)] for n, name in enumerate(systems)}
    yield f'    <nodes count="{len(flat.nodes)}">'
    for node, row in flat.nodes:
        label = quoteattr(str(row.get("label", node)))
        size = 5 + 2 * math.sqrt(row.get("mentions", 1)) if row.get("kind") == "agency" else 5
        look = f'{colour(colours.get(row.get("system", ""), GREY))}<viz:size value="{size:.2f}"/>'
        look += '<viz:shape value="square"/>' if row.get("kind") == "task" else ""
        yield f"      <node id={quoteattr(node)} label={label}>{values('node', row)}{look}</node>"
    yield "    </nodes>"
    yield f'    <edges count="{len(flat.edges)}">'
    for number, (source, target, _, row) in enumerate(flat.edges):
        said = row.get("role", row.get("relation"))
        role = f" kind={quoteattr(str(said))}" if said is not None else ""
        weight = f' weight="{written(row["weight"])}"' if "weight" in row else ""
        ends = f"source={quoteattr(source)} target={quoteattr(target)}"
        look = colour(ROLE_COLOURS.get(row.get("role", ""), GREY))
        yield f'      <edge id="e{number}" {ends}{role}{weight}>{values("edge", row)}{look}</edge>'
    yield "    </edges>"
    yield "  </graph>"
    yield "</gexf>"


def colour(rgb: tuple[int, int, int]) -> str:
    return '<viz:color r="{}" g="{}" b="{}"/>'.format(*rgb)
