"""The agency-task graph of a batch as a file, put together from pieces that the workers have written.

A worker writes the nodes and edges of its notices as they will stand in the file; merging joins the pieces, so that no
graph is ever held in memory. Only the agencies are counted up over all shards. The file holds what
:func:`policy_extract.agency_task_graph` gives for the same notices; an edge is named after its notice, ``冀政办字〔2015〕84号/17``.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from policy_extract.arrow import texts
from policy_extract.batch.plan import hash_of, repeated
from policy_extract.export import GREY, RETURN, ROLE_COLOURS, SYSTEM_COLOURS, cleaned, colour
from policy_extract.graph import agency_key, task_node
from policy_extract.model import Notice

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Pieces", "count_agencies", "write_graph_file"]

#: Stands in a piece for the key of the notice, which depends on the other notices; no text of XML holds it.
_KEY = "\0"

_GRAPH = {"kind": "agency-task", "merge": "name"}
_NODE = {
    "bipartite": "long", "kind": "string", "label": "string", "name": "string", "names": "string", "agency": "string",
    "system": "string", "level": "string", "region": "string", "collective": "boolean", "mentions": "long",
    "heading": "string", "text": "string", "clause": "string", "notice": "string", "document_number": "string",
    "title": "string", "date": "string", "actions": "long", "quantities": "long", "deadlines": "long", "latest": "string",
}  # fmt: skip
_EDGE = {"role": "string", "order": "long", "group": "long", "weight": "long"}


def _keys() -> dict[str, dict[str, str]]:
    names = iter(range(100))
    return {
        scope: {n: f"d{next(names)}" for n in kinds}
        for scope, kinds in (("graph", _GRAPH), ("node", _NODE), ("edge", _EDGE))
    }


_GRAPHML_KEYS = _keys()
_GEXF_KEYS = {
    "node": {name: f"n{i}" for i, name in enumerate(n for n in _NODE if n != "label")},
    "edge": {name: f"e{i}" for i, name in enumerate(n for n in _EDGE if n != "weight")},
}
_QUOTES = {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
_LOOKS = {role: colour(rgb) for role, rgb in ROLE_COLOURS.items()}
_OTHER = colour(GREY)


# What XML refuses, or takes for its own.
_ODD = re.compile("[^ !#-%'-;=?-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _quoted(text: str) -> str:
    """A text for an attribute of XML, with its quotes.

    >>> _quoted('省"科"厅\\n')
    '"省&quot;科&quot;厅&#10;"'
    """
    return f'"{escape(cleaned(text), _QUOTES)}"' if _ODD.search(text) else f'"{text}"'


def _text(value: Any) -> str:
    """A value between two tags."""
    if isinstance(value, str):
        return escape(cleaned(value), RETURN) if _ODD.search(value) else value
    return _said(value)


def _said(value: Any) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _graphml_node(key: str, row: Mapping[str, Any]) -> str:
    keys = _GRAPHML_KEYS["node"]
    cells = "".join([f'<data key="{keys[n]}">{_text(v)}</data>' for n, v in row.items()])
    return f"    <node id={key}>{cells}</node>\n"


def _gexf_node(key: str, row: Mapping[str, Any], look: str) -> str:
    keys = _GEXF_KEYS["node"]
    cells = "".join(
        [
            f'<attvalue for="{keys[n]}" value={_quoted(v if type(v) is str else _said(v))}/>'
            for n, v in row.items()
            if n != "label"
        ]
    )
    return f"      <node id={key} label={_quoted(row['label'])}><attvalues>{cells}</attvalues>{look}</node>\n"


_TASK_LOOK = f'{_OTHER}<viz:size value="5.00"/><viz:shape value="square"/>'


def _graphml_edge(name: str, source: str, target: str, role: str, order: int, group: int, weight: int) -> str:
    keys = _GRAPHML_KEYS["edge"]
    return (
        f'    <edge id="{name}" source={source} target="{target}"><data key="{keys["role"]}">{role}</data>'
        f'<data key="{keys["order"]}">{order}</data><data key="{keys["group"]}">{group}</data>'
        f'<data key="{keys["weight"]}">{weight}</data></edge>\n'
    )


def _gexf_edge(name: str, source: str, target: str, role: str, order: int, group: int, weight: int) -> str:
    keys = _GEXF_KEYS["edge"]
    return (
        f'      <edge id="{name}" source={source} target="{target}" kind="{role}" weight="{weight}"><attvalues>'
        f'<attvalue for="{keys["role"]}" value="{role}"/><attvalue for="{keys["order"]}" value="{order}"/>'
        f'<attvalue for="{keys["group"]}" value="{group}"/></attvalues>{_LOOKS.get(role, _OTHER)}</edge>\n'
    )


_EDGES: dict[str, Callable[..., str]] = {"graphml": _graphml_edge, "gexf": _gexf_edge}


@dataclass(slots=True)
class Pieces:
    """The pieces of the graph of one shard, and its agencies as they were mentioned."""

    kinds: tuple[str, ...]
    rows: dict[str, list[str | None]] = field(default_factory=lambda: {"notice": [], "number": []})
    mentions: Counter[tuple[Any, ...]] = field(default_factory=Counter)
    turned: list[pa.Table] = field(default_factory=list)

    def add(self, notice: Notice) -> None:
        """Adds the tasks of one notice."""
        nodes: dict[str, list[str]] = {kind: [] for kind in self.kinds}
        edges: dict[str, list[str]] = {kind: [] for kind in self.kinds}
        quoted: dict[str, str] = {}
        count = 0
        for clause in notice.walk():
            if not clause.responsibilities:
                continue
            row = task_node(notice, clause)
            name = f"{_KEY}#{escape(clause.id, _QUOTES)}"
            if "graphml" in nodes:
                nodes["graphml"].append(_graphml_node(f'"{name}"', row))
            if "gexf" in nodes:
                nodes["gexf"].append(_gexf_node(f'"{name}"', row, _TASK_LOOK))
            found: dict[tuple[str, str], list[Any]] = {}
            for r in clause.responsibilities:
                key = agency_key(r, notice, "name")
                self.mentions[key, r.name, r.agency, r.agency_id, r.system, r.level, r.region, r.collective] += 1
                if key not in quoted:
                    quoted[key] = _quoted(key)
                if (key, r.role) in found:
                    found[key, r.role][-1] += 1
                else:
                    found[key, r.role] = [quoted[key], name, r.role, r.order, r.group, 1]
            for data in found.values():
                for kind in self.kinds:
                    edges[kind].append(_EDGES[kind](f"{_KEY}/{count}", *data))
                count += 1
        self.rows["notice"].append(notice.id)
        self.rows["number"].append(notice.header.document_number)
        for kind in self.kinds:
            self.rows.setdefault(f"{kind} nodes", []).append("".join(nodes[kind]))
            self.rows.setdefault(f"{kind} edges", []).append("".join(edges[kind]))

    def turn(self) -> None:
        """Turns the rows held as Python's own objects into Arrow's."""
        import pyarrow as pa

        parts = (f"{kind} {part}" for kind in self.kinds for part in ("nodes", "edges"))
        columns = {name: texts(self.rows.pop(name, ())) for name in ("notice", "number", *parts)}
        self.turned.append(pa.table(columns))
        self.rows |= {"notice": [], "number": []}

    def tables(self) -> dict[str, pa.Table]:
        """The pieces and the mentions as tables: ``graph`` and ``agencies``."""
        import pyarrow as pa

        self.turn()
        rows = list(self.mentions)
        told = ("key", "name", "agency", "agency_id", "system", "level", "region")
        agencies = {name: texts([row[i] for row in rows]) for i, name in enumerate(told)}
        agencies["collective"] = pa.array([row[-1] for row in rows], type=pa.bool_())
        agencies["mentions"] = pa.array(list(self.mentions.values()), type=pa.int64())
        return {"graph": pa.concat_tables(self.turned), "agencies": pa.table(agencies)}


# --- merging --------------------------------------------------------------------------------------------------------

#: Reads the pieces of the shards in order, some columns of them.
Reader = Callable[[str, list[str]], Iterator[Any]]


def write_graph_file(kind: str, read: Reader, file: IO[bytes]) -> None:
    """Writes one graph, from the pieces that ``read`` gives, shard by shard."""
    agencies = list(_agencies(read("agencies", [])))
    repeats = _repeats(read)
    write = _graphml if kind == "graphml" else _gexf
    for text in write(agencies, read, repeats):
        file.write(text.encode())


def count_agencies(read: Reader) -> int:
    """How many agencies there are: by their id where they have one, else by name."""
    found: set[str] = set()
    for table in read("agencies", ["agency_id", "name"]):
        ids, names = (table[name].to_pylist() for name in ("agency_id", "name"))
        found.update(id or name for id, name in zip(ids, names, strict=True))
    return len(found)


@dataclass(slots=True)
class _Agency:
    names: Counter[str] = field(default_factory=Counter)
    facts: dict[str, set[str]] = field(
        default_factory=lambda: {n: set() for n in ("agency", "system", "level", "region")}
    )
    collective: bool = True
    mentions: int = 0

    def node(self) -> dict[str, Any]:
        name = self.names.most_common(1)[0][0]
        common = {n: next(iter(values)) if len(values) == 1 else None for n, values in self.facts.items()}
        row = {
            "bipartite": 0,
            "kind": "agency",
            "label": name,
            "name": name,
            "names": ";".join(self.names) if len(self.names) > 1 else None,
            **common,
            "collective": self.collective,
            "mentions": self.mentions,
        }
        return {n: value for n, value in row.items() if value is not None and value != ""}


def _agencies(tables: Iterable[Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The agencies of all shards, in the order in which they are first named."""
    found: dict[str, _Agency] = {}
    for table in tables:
        columns = [table[name].to_pylist() for name in ("key", "name", "collective", "mentions")]
        facts = {name: table[name].to_pylist() for name in ("agency", "system", "level", "region")}
        for i, (key, name, collective, mentions) in enumerate(zip(*columns, strict=True)):
            agency = found.get(key)
            if agency is None:
                agency = found[key] = _Agency()
            agency.names[name] += mentions
            for fact, values in facts.items():
                if values[i]:
                    agency.facts[fact].add(values[i])
            agency.collective = agency.collective and collective
            agency.mentions += mentions
    for key in list(found):
        yield _quoted(key), found.pop(key).node()


def _repeats(read: Reader) -> set[int]:
    """The keys of notices that more than one may ask for, as hashes: 8 bytes a notice while they are looked for."""
    hashes = array("Q")
    for table in read("graph", ["notice", "number"]):
        for notice, number in zip(table["notice"].to_pylist(), table["number"].to_pylist(), strict=True):
            hashes.append(hash_of(number or notice))
            if number and number != notice:
                hashes.append(hash_of(notice))
    return repeated(hashes)


def _stems(repeats: set[int]) -> Callable[[str, str | None], str]:
    """The key of each notice, asked for in order: its number, its id where another notice has the number."""
    taken: set[str] = set()

    def stem_of(notice: str, number: str | None) -> str:
        stem, copy = number or notice, 1
        if hash_of(stem) in repeats:
            while stem in taken:
                stem = notice if copy == 1 else f"{notice}~{copy}"
                copy += 1
            taken.add(stem)
        return escape(cleaned(stem), _QUOTES)

    return stem_of


def _pieces(kind: str, part: str, read: Reader, repeats: set[int]) -> Iterator[str]:
    stem_of = _stems(repeats)
    name = f"{kind} {part}"
    for table in read("graph", ["notice", "number", name]):
        rows = (table[n].to_pylist() for n in ("notice", "number", name))
        for notice, number, piece in zip(*rows, strict=True):
            stem = stem_of(notice, number)
            if piece:
                yield piece.replace(_KEY, stem)


def _graphml(agencies: list[tuple[str, dict[str, Any]]], read: Reader, repeats: set[int]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    scopes = {"graph": dict.fromkeys(_GRAPH, "string"), "node": _NODE, "edge": _EDGE}
    for scope, kinds in scopes.items():
        for name, kind in kinds.items():
            yield f'  <key id="{_GRAPHML_KEYS[scope][name]}" for="{scope}" attr.name="{name}" attr.type="{kind}"/>\n'
    facts = "".join(f'<data key="{_GRAPHML_KEYS["graph"][n]}">{value}</data>' for n, value in _GRAPH.items())
    yield f'  <graph edgedefault="directed">{facts}\n'
    for key, row in agencies:
        yield _graphml_node(key, row)
    yield from _pieces("graphml", "nodes", read, repeats)
    yield from _pieces("graphml", "edges", read, repeats)
    yield "  </graph>\n</graphml>\n"


def _gexf(agencies: list[tuple[str, dict[str, Any]]], read: Reader, repeats: set[int]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">\n'
    yield '  <graph mode="static" defaultedgetype="directed">\n'
    for scope, kinds in {"node": _NODE, "edge": _EDGE}.items():
        yield f'    <attributes class="{scope}" mode="static">\n'
        for name, key in _GEXF_KEYS[scope].items():
            yield f'      <attribute id="{key}" title="{name}" type="{kinds[name]}"/>\n'
        yield "    </attributes>\n"
    systems = sorted({row["system"] for _, row in agencies if "system" in row})
    colours = {name: SYSTEM_COLOURS[n % len(SYSTEM_COLOURS)] for n, name in enumerate(systems)}
    yield "    <nodes>\n"
    for key, row in agencies:
        size = 5 + 2 * row["mentions"] ** 0.5
        look = f'{colour(colours.get(row.get("system", ""), GREY))}<viz:size value="{size:.2f}"/>'
        yield _gexf_node(key, row, look)
    yield from _pieces("gexf", "nodes", read, repeats)
    yield "    </nodes>\n    <edges>\n"
    yield from _pieces("gexf", "edges", read, repeats)
    yield "    </edges>\n  </graph>\n</gexf>\n"
