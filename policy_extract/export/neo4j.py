"""Graphs as CSV files for neo4j-admin, and the statements that load them."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from policy_extract.export.files import replacing
from policy_extract.export.flat import TYPES, Flat, types_of, written

__all__ = ["write_neo4j"]

_RELATIONSHIPS = {
    "lead": "LEADS",
    "responsible": "RESPONSIBLE_FOR",
    "cooperate": "COOPERATES_IN",
    "guide": "GUIDES",
    "basis": "IS_BASED_ON",
    "implement": "IMPLEMENTS",
    "draft": "DRAFTS",
    "amend": "AMENDS",
    "repeal": "REPEALS",
    "issue": "ISSUES",
    "mention": "MENTIONS",
}
_CONVERSIONS = {bool: "toBoolean({})", int: "toInteger({})", float: "toFloat({})", str: "{}"}


def write_neo4j(flat: Flat, folder: Path) -> None:
    """One CSV for each label, one for the relationships, and the statements that load them."""
    labels = {node: re.sub(r"\W", "_", str(row.get("kind", "node"))).title() for node, row in flat.nodes}
    sources = " ".join(f"--nodes={label.lower()}.csv" for label in dict.fromkeys(labels.values()))
    sources += " --relationships=relationships.csv"
    kinds = [_relationship(row, flat.directed) for *_, row in flat.edges]
    statements = [
        "// Into an empty database, from the folder with these files:",
        f"//   neo4j-admin database import full --multiline-fields=true {sources} neo4j",
        "// Into one with data: copy the files to its import folder and run these statements; twice does no harm.",
    ]
    for label in dict.fromkeys(labels.values()):
        rows = [(node, row) for node, row in flat.nodes if labels[node] == label]
        types = types_of(row for _, row in rows)
        header = ["id:ID", *(_neo4j_column(*column) for column in types.items()), ":LABEL"]
        cells = [[node, *(_neo4j_cell(row.get(name)) for name in types), label] for node, row in rows]
        _write_rows(folder / f"{label.lower()}.csv", header, cells)
        statements += [
            f"CREATE CONSTRAINT {label.lower()}_id IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE;",
            f"LOAD CSV WITH HEADERS FROM 'file:///{label.lower()}.csv' AS row",
            f"MERGE (n:{label} {{id: row.`id:ID`}}){_assignments('n', types)};",
        ]
    types = types_of(row for *_, row in flat.edges)
    header = [":START_ID", ":END_ID", *(_neo4j_column(*column) for column in types.items()), ":TYPE"]
    _write_rows(
        folder / "relationships.csv",
        header,
        [
            [source, target, *(_neo4j_cell(row.get(name)) for name in types), kind]
            for (source, target, _, row), kind in zip(flat.edges, kinds, strict=True)
        ],
    )
    # Cypher takes no label or type from a value, so that each combination has a statement of its own.
    patterns = ((labels[e[0]], kind, labels[e[1]]) for e, kind in zip(flat.edges, kinds, strict=True))
    for start, kind, end in dict.fromkeys(patterns):
        statements += [
            f"LOAD CSV WITH HEADERS FROM 'file:///relationships.csv' AS row WITH row WHERE row.`:TYPE` = '{kind}'",
            f"MATCH (a:{start} {{id: row.`:START_ID`}}), (b:{end} {{id: row.`:END_ID`}})",
            f"MERGE (a)-[r:{kind}]->(b){_assignments('r', types)};",
        ]
    with replacing(folder / "load.cypher") as path:
        path.write_text("\n".join(statements) + "\n", encoding="utf-8")


def _relationship(row: Mapping[str, Any], directed: bool) -> str:
    role = row.get("role", row.get("relation"))
    if role is None:
        return "LEADS" if directed else "SHARES_TASKS"
    return _RELATIONSHIPS.get(role) or re.sub(r"\W", "_", str(role)).upper() or "RELATED"


def _neo4j_column(name: str, kind: type) -> str:
    return name if kind is str else f"{name}:{TYPES[kind]}"


def _neo4j_cell(value: Any) -> str:
    return "" if value is None else written(value)


def _assignments(variable: str, types: Mapping[str, type]) -> str:
    """SET for every attribute, the types of which LOAD CSV does not read from the header."""
    parts = [
        f"{variable}.`{name}` = {_CONVERSIONS[kind].format(f'row.`{_neo4j_column(name, kind)}`')}"
        for name, kind in types.items()
    ]
    return f"\nSET {', '.join(parts)}" if parts else ""


def _write_rows(target: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with replacing(target) as path, path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
        writer.writerow(header)
        writer.writerows(rows)
