"""A graph as the plain rows that every format is written from."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from policy_extract.export.files import cleaned

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["TYPES", "Flat", "flattened", "types_of", "written"]


@dataclass(frozen=True, slots=True)
class Flat:
    """A graph as plain rows: ids and texts that every format takes, values of four types, nothing that is None."""

    directed: bool
    multigraph: bool
    attributes: dict[str, Any]
    nodes: list[tuple[str, dict[str, Any]]]
    edges: list[tuple[str, str, Any, dict[str, Any]]]


def flattened(graph: nx.Graph[str]) -> Flat:
    view: Any = graph.edges
    keyed = graph.is_multigraph()
    edges = view(keys=True, data=True) if keyed else ((a, b, None, data) for a, b, data in view(data=True))
    return Flat(
        graph.is_directed(),
        graph.is_multigraph(),
        _plain(graph.graph),
        [(cleaned(str(node)), _plain(graph.nodes[node])) for node in graph],
        [(cleaned(str(a)), cleaned(str(b)), _value(key), _plain(data)) for a, b, key, data in edges],
    )


def _plain(attributes: Mapping[str, Any]) -> dict[str, Any]:
    return {cleaned(str(name)): _value(value) for name, value in attributes.items() if value is not None}


def _value(value: Any) -> Any:
    if type(value) in (bool, int, float, type(None)):
        return value
    if hasattr(value, "item"):  # a number of numpy, which may be a float to Python and still have a type of its own
        return _value(value.item())
    if isinstance(value, list | tuple):
        return cleaned(";".join(map(str, value)))
    if isinstance(value, set | frozenset):
        return cleaned(";".join(sorted(map(str, value))))
    return cleaned(str(value))


TYPES = {bool: "boolean", int: "long", float: "double", str: "string"}


def types_of(rows: Iterable[Mapping[str, Any]]) -> dict[str, type]:
    """The one type of every attribute, by name: whole numbers beside others are float, anything else mixed is str."""
    found: dict[str, type] = {}
    for row in rows:
        for name, value in row.items():
            kind, seen = type(value), found.setdefault(name, type(value))
            if kind is not seen:
                found[name] = float if {kind, seen} == {int, float} else str
    return found


def written(value: Any) -> str:
    """A value as XML Schema writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if value != value else "INF" if value > 0 else "-INF"
    return str(value)
