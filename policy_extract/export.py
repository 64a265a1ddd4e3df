"""Files for other programs: tables as Parquet, CSV, Excel and JSON lines, graphs for Gephi, Cytoscape, Pajek and Neo4j.

What every file guarantees:

1. it appears whole or not at all: it is written under another name and renamed;
2. two runs give equal bytes;
3. a character that XML or a spreadsheet refuses (NUL, half a surrogate pair) is replaced, one for one, by U+FFFD;
4. parallel edges stay apart: each has an id of its own, and its role is an attribute.
"""

from __future__ import annotations

import csv
import json
import math
import os
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from policy_extract.errors import MissingExtraError
from policy_extract.model import Notice

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

__all__ = [
    "FORMULA",
    "GREY",
    "RETURN",
    "ROLE_COLOURS",
    "SYSTEM_COLOURS",
    "cleaned",
    "colour",
    "replacing",
    "to_json",
    "write_graph",
    "write_records",
    "write_tables",
]

_REFUSED = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

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


# --- tables ---------------------------------------------------------------------------------------------------------


def write_tables(
    tables: Mapping[str, pd.DataFrame], folder: str | Path, formats: Sequence[str] = ("parquet", "csv")
) -> list[Path]:
    """Writes the tables of :func:`policy_extract.to_tables` into a folder; returns the files.

    - ``parquet``, a file a table, keeps texts and types exactly;
    - ``csv``, a file a table, opens in Excel (UTF-8 with BOM); a text that a spreadsheet would run as a formula gets an
      apostrophe before it;
    - ``xlsx`` is one workbook, ``tables.xlsx``, with a sheet a table and a legend (数据字典); a text is cut at 32,767
      characters; needs the extra ``excel``, MissingExtraError without it;
    - ``jsonl``, a file a table, is one object a line, with nulls written out;
    - ``dta``, a file a table, is for Stata 14 and later, with labels of variables and values; ``end``, which Stata
      keeps for itself, is ``end_``, and an infinite number is missing.

    Raises ValueError for another format, before anything is written.
    """
    if isinstance(formats, str):
        formats = (formats,)
    for name in formats:
        if name not in (*_TABLE_WRITERS, "xlsx"):
            raise ValueError(f"no format {name!r}; there are {', '.join((*_TABLE_WRITERS, 'xlsx'))}")
    if "xlsx" in formats:
        _openpyxl()
    written = []
    for format_name in formats:
        if format_name == "xlsx":
            target = Path(folder) / "tables.xlsx"
            with replacing(target) as path:
                _write_xlsx(tables, path)
            written.append(target)
            continue
        for name, frame in tables.items():
            target = Path(folder) / f"{name}.{format_name}"
            with replacing(target) as path:
                _TABLE_WRITERS[format_name](frame, path)
            written.append(target)
    return written


def write_records(notices: Iterable[Notice], path: str | Path) -> Path:
    """Writes notices as JSON lines, one record of the format ``policy-extract/1`` a line; returns the path."""
    with replacing(Path(path)) as target, target.open("w", encoding="utf-8", newline="\n") as file:
        for notice in notices:
            file.write(to_json(notice.to_dict()) + "\n")
    return Path(path)


_ENCODER = json.JSONEncoder(ensure_ascii=False)


def to_json(value: Any) -> str:
    """JSON with Chinese as written; half a surrogate pair, which UTF-8 has no bytes for, is escaped."""
    text = _ENCODER.encode(value)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value)
    return text


def _columns(frame: pd.DataFrame) -> list[list[Any]]:
    """The columns as lists of str, int, float, bool, date and None; a whole float becomes an int: 500家 is 500."""
    columns = []
    for number in range(frame.shape[1]):
        series = frame.iloc[:, number]
        values = series.astype(object).tolist()
        if series.hasnans:
            values = [None if gone else value for value, gone in zip(values, series.isna().tolist(), strict=True)]
        if series.dtype.kind in "fmM" or series.dtype == object:
            values = [_cell(value) for value in values]
        columns.append(values)
    return columns


def _cell(value: Any) -> Any:
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 2**63 else value
    if isinstance(value, datetime):
        return value.date() if value.time() == datetime.min.time() else value.isoformat()
    return value


def _write_parquet(frame: pd.DataFrame, path: Path) -> None:
    frame.to_parquet(path, engine="pyarrow", index=False, compression="zstd")


def _write_csv(frame: pd.DataFrame, path: Path) -> None:
    # \r\n as line end, so that the writer also quotes a text with a lone \r in it.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(map(_defused, frame.columns))
        columns = [[_defused(v) if isinstance(v, str) else v for v in column] for column in _columns(frame)]
        writer.writerows(zip(*columns, strict=True))


# Full-width forms too: Excel in Chinese and Japanese takes them for the half-width ones.
FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def _defused(text: str) -> str:
    """The text as a spreadsheet will show it and not run it.

    >>> _defused("=HYPERLINK(1)"), _defused("－3%以内"), _defused("3%以内")
    ("'=HYPERLINK(1)", "'－3%以内", '3%以内')
    """
    text = cleaned(str(text))
    return "'" + text if text.startswith(FORMULA) else text


def _write_jsonl(frame: pd.DataFrame, path: Path) -> None:
    names = [str(name) for name in frame.columns]
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in zip(*_columns(frame), strict=True):
            values = (v.isoformat() if isinstance(v, date) else v for v in row)
            file.write(to_json(dict(zip(names, values, strict=True))) + "\n")


# Words that Stata does not take for the name of a variable.
_STATA_RESERVED = set(
    "_all _b _coef _cons _n _N _pi _pred _rc _se _skip aggregate array boolean break byte case catch class colvector "
    "complex const continue default delegate delete do double else eltypedef end enum explicit export external float for "
    "friend function global goto if in inline int local long NULL pragma protected quad rowvector short strL typedef "
    "typename using virtual with".split()
)


def _write_dta(frame: pd.DataFrame, path: Path) -> None:
    from policy_extract.tables import COLUMNS

    table = path.name.lstrip(".").split(".")[0]
    told = {column.name: column for column in COLUMNS.get(table, ())}
    names = _stata_names([str(name) for name in frame.columns])
    columns: dict[str, Any] = {}
    labels: dict[str, str] = {}
    values: Any = {}
    for name, old in zip(names, frame.columns, strict=True):
        columns[name] = _stata_column(frame[old])
        column = told.get(str(old))
        labels[name] = f"{column.chinese}: {column.meaning}"[:80] if column else str(old)[:80]
        if str(frame[old].dtype) in ("boolean", "bool"):
            values[name] = {0: "no 否", 1: "yes 是"}
    made = frame.__class__(columns)
    texts = [n for n in names if made[n].dtype == object]
    made.to_stata(
        path,
        write_index=False,
        version=118,
        time_stamp=datetime(2000, 1, 1),
        data_label=table[:80],
        variable_labels=labels,
        value_labels=values,
        convert_dates={n: "td" for n in names if made[n].dtype.kind == "M"},
        convert_strl=[n for n in texts if max((len(v.encode()) for v in made[n]), default=0) > 2000],
    )


def _stata_names(names: Sequence[str]) -> list[str]:
    """The names as Stata takes them: letters, digits and _, at most 32, none twice, none that it keeps for itself."""
    found: list[str] = []
    for name in names:
        plain = re.sub(r"\W", "_", name)[:31]
        if plain in _STATA_RESERVED:
            plain += "_"
        elif not plain or plain[0].isdigit():
            plain = f"_{plain}"[:32]
        stem, number = plain, 1
        while plain in found:
            number += 1
            plain = f"{stem[: 30 - len(str(number))]}_{number}"
        found.append(plain)
    return found


def _stata_column(series: pd.Series[Any]) -> Any:
    """A column of the types that Stata has: text, double, int or byte with missing values, category, day."""
    kind = str(series.dtype)
    if kind == "category" and len(series) and len(series.cat.categories):
        known = [cleaned(str(value)) for value in series.cat.categories]
        return series.cat.rename_categories(dict(zip(series.cat.categories, known, strict=True))).astype(
            _category(known)
        )
    if kind in ("boolean", "bool"):
        return series.astype("float64") if series.hasnans else series.astype("int8")
    if kind in ("Int64", "Float64") or series.dtype.kind == "f":
        numbers = series.astype("float64")
        return numbers.where(numbers.abs() < 8e307)
    if series.dtype.kind in "iM":
        return series
    pairs = zip(series.astype(object).tolist(), series.isna().tolist(), strict=True)
    return series.__class__(["" if gone else cleaned(str(value)) for value, gone in pairs], dtype=object)


def _category(values: Sequence[str]) -> Any:
    import pandas as pd

    return pd.CategoricalDtype(pd.Index(list(dict.fromkeys(values)), dtype=object))


_TABLE_WRITERS: dict[str, Callable[[pd.DataFrame, Path], None]] = {
    "parquet": _write_parquet,
    "csv": _write_csv,
    "jsonl": _write_jsonl,
    "dta": _write_dta,
}

_SHEET_ROWS = 1_048_576
_SHEET_TEXT = 32_767


def _openpyxl() -> Any:
    try:
        return import_module("openpyxl")
    except ImportError as error:
        raise MissingExtraError("excel", "the format 'xlsx'") from error


def _write_xlsx(tables: Mapping[str, pd.DataFrame], path: Path) -> None:
    from policy_extract.tables import data_dictionary

    legend = data_dictionary()
    book = _openpyxl().Workbook(write_only=True)
    for name, frame in {**tables, "legend": legend[legend["table"].isin(list(tables))]}.items():
        columns = _columns(frame)
        rows = max(1, len(frame))
        # A sheet holds a million rows; what is left goes on in name_2, name_3 …
        for number, first in enumerate(range(0, rows, _SHEET_ROWS - 1), 1):
            sheet = book.create_sheet(name[:28] if number == 1 else f"{name[:25]}_{number}")
            sheet.freeze_panes = "B2"
            sheet.append([_sheet_cell(sheet, str(title), bold=True) for title in frame.columns])
            part = [column[first : first + _SHEET_ROWS - 1] for column in columns]
            for row in zip(*part, strict=True):
                sheet.append([_sheet_cell(sheet, v) if isinstance(v, str) else v for v in row])
    book.save(path)
    _undate(path)


def _sheet_cell(sheet: Any, text: str, *, bold: bool = False) -> Any:
    """A cell that is text whatever it looks like: =1+1 is shown, not run, and needs no apostrophe."""
    text = cleaned(text)
    if len(text) > _SHEET_TEXT:
        text = text[: _SHEET_TEXT - 1] + "…"
    if not bold and not text.startswith((*FORMULA, "#")):
        return text
    openpyxl = _openpyxl()
    cell = openpyxl.cell.WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(FORMULA)
    if bold:
        cell.font = openpyxl.styles.Font(bold=True)
    return cell


_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def _undate(path: Path) -> None:
    """Takes the time of writing out of a workbook, so that two runs give equal bytes."""
    with zipfile.ZipFile(path) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            if name == "docProps/core.xml":
                content = _STAMP.sub(rb"\g<1>2000-01-01T00:00:00Z", content)
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)


# --- graphs ---------------------------------------------------------------------------------------------------------


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
        _write_neo4j(_flattened(graph), path)
        return path
    if suffix not in _GRAPH_WRITERS:
        known = ", ".join((*_GRAPH_WRITERS, ".neo4j"))
        raise ValueError(f"{path}: no graph format has the suffix {path.suffix!r}; there are {known}")
    with replacing(path) as target, target.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{line}\n" for line in _GRAPH_WRITERS[suffix](_flattened(graph)))
    return path


@dataclass(frozen=True, slots=True)
class _Flat:
    """A graph as plain rows: ids and texts that every format takes, values of four types, nothing that is None."""

    directed: bool
    multigraph: bool
    attributes: dict[str, Any]
    nodes: list[tuple[str, dict[str, Any]]]
    edges: list[tuple[str, str, Any, dict[str, Any]]]


def _flattened(graph: nx.Graph[str]) -> _Flat:
    view: Any = graph.edges
    keyed = graph.is_multigraph()
    edges = view(keys=True, data=True) if keyed else ((a, b, None, data) for a, b, data in view(data=True))
    return _Flat(
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


def cleaned(text: str) -> str:
    """The text without the characters that XML refuses.

    >>> cleaned("省科技厅\\x00、省财政厅")
    '省科技厅�、省财政厅'
    """
    return _REFUSED.sub("\ufffd", text)


_GRAPHML_TYPES = {bool: "boolean", int: "long", float: "double", str: "string"}


def _types(rows: Iterable[Mapping[str, Any]]) -> dict[str, type]:
    """The one type of every attribute, by name: whole numbers beside others are float, anything else mixed is str."""
    found: dict[str, type] = {}
    for row in rows:
        for name, value in row.items():
            kind, seen = type(value), found.setdefault(name, type(value))
            if kind is not seen:
                found[name] = float if {kind, seen} == {int, float} else str
    return found


def _written(value: Any) -> str:
    """A value as XML Schema writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if value != value else "INF" if value > 0 else "-INF"
    return str(value)


def _graphml(flat: _Flat) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
    scopes = {"graph": [flat.attributes], "node": [d for _, d in flat.nodes], "edge": [e[3] for e in flat.edges]}
    keys: dict[tuple[str, str], str] = {}
    for scope, rows in scopes.items():
        for name, kind in _types(rows).items():
            key = keys[scope, name] = f"d{len(keys)}"
            yield f'  <key id="{key}" for="{scope}" attr.name={quoteattr(name)} attr.type="{_GRAPHML_TYPES[kind]}"/>'

    def data(scope: str, row: Mapping[str, Any]) -> str:
        cells = (f'<data key="{keys[scope, n]}">{escape(_written(v), RETURN)}</data>' for n, v in row.items())
        return "".join(cells)

    yield f'  <graph edgedefault="{"directed" if flat.directed else "undirected"}">{data("graph", flat.attributes)}'
    for node, row in flat.nodes:
        yield f"    <node id={quoteattr(node)}>{data('node', row)}</node>"
    for number, (source, target, _, row) in enumerate(flat.edges):
        ends = f"source={quoteattr(source)} target={quoteattr(target)}"
        yield f'    <edge id="e{number}" {ends}>{data("edge", row)}</edge>'
    yield "  </graph>"
    yield "</graphml>"


# A reader of XML turns a bare carriage return into a newline, and offsets would no longer hold.
RETURN = {"\r": "&#13;"}


def _gexf(flat: _Flat) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    # Version 1.3 is the first whose edges have a kind, by which Gephi keeps parallel ones apart.
    yield '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">'
    yield f'  <graph mode="static" defaultedgetype="{"directed" if flat.directed else "undirected"}">'
    columns: dict[str, dict[str, str]] = {}
    for scope, rows in {"node": [d for _, d in flat.nodes], "edge": [e[3] for e in flat.edges]}.items():
        # What GEXF writes as an attribute of the element itself is no column of its own.
        own = {"node": "label", "edge": "weight"}[scope]
        kinds = {name: kind for name, kind in _types(rows).items() if name != own}
        columns[scope] = {name: f"{scope[0]}{number}" for number, name in enumerate(kinds)}
        yield f'    <attributes class="{scope}" mode="static">'
        for name, kind in kinds.items():
            titled = f'id="{columns[scope][name]}" title={quoteattr(name)}'
            yield f'      <attribute {titled} type="{_GRAPHML_TYPES[kind]}"/>'
        yield "    </attributes>"

    def values(scope: str, row: Mapping[str, Any]) -> str:
        ids = columns[scope]
        cells = (f'<attvalue for="{ids[n]}" value={quoteattr(_written(v))}/>' for n, v in row.items() if n in ids)
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
        weight = f' weight="{_written(row["weight"])}"' if "weight" in row else ""
        ends = f"source={quoteattr(source)} target={quoteattr(target)}"
        look = colour(ROLE_COLOURS.get(row.get("role", ""), GREY))
        yield f'      <edge id="e{number}" {ends}{role}{weight}>{values("edge", row)}{look}</edge>'
    yield "    </edges>"
    yield "  </graph>"
    yield "</gexf>"


def colour(rgb: tuple[int, int, int]) -> str:
    return '<viz:color r="{}" g="{}" b="{}"/>'.format(*rgb)


def _node_link(flat: _Flat) -> Iterator[str]:
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


def _cytoscape(flat: _Flat) -> Iterator[str]:
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


def _pajek(flat: _Flat) -> Iterator[str]:
    # Pajek takes a file for UTF-8 only with this mark at its head.
    yield f"\ufeff*Network {_pajek_word(flat.attributes.get('kind', 'network'))}"
    yield f"*Vertices {len(flat.nodes)}"
    place = {node: number for number, (node, _) in enumerate(flat.nodes, 1)}
    for node, number in place.items():
        yield f"{number} {_pajek_word(node)}"
    yield "*Arcs" if flat.directed else "*Edges"
    for source, target, _, row in flat.edges:
        label = f" l {_pajek_word(row['role'])}" if "role" in row else ""
        yield f"{place[source]} {place[target]} {_written(row.get('weight', 1))}{label}"


def _pajek_word(text: Any) -> str:
    return '"{}"'.format(re.sub(r"\s+", " ", str(text)).replace("\\", "/").replace('"', "'"))


_GRAPH_WRITERS: dict[str, Callable[[_Flat], Iterator[str]]] = {
    ".graphml": _graphml,
    ".gexf": _gexf,
    ".json": _node_link,
    ".cyjs": _cytoscape,
    ".net": _pajek,
}


# --- Neo4j ----------------------------------------------------------------------------------------------------------

_CONVERSIONS = {bool: "toBoolean({})", int: "toInteger({})", float: "toFloat({})", str: "{}"}


def _write_neo4j(flat: _Flat, folder: Path) -> None:
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
        types = _types(row for _, row in rows)
        header = ["id:ID", *(_neo4j_column(*column) for column in types.items()), ":LABEL"]
        cells = [[node, *(_neo4j_cell(row.get(name)) for name in types), label] for node, row in rows]
        _write_rows(folder / f"{label.lower()}.csv", header, cells)
        statements += [
            f"CREATE CONSTRAINT {label.lower()}_id IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE;",
            f"LOAD CSV WITH HEADERS FROM 'file:///{label.lower()}.csv' AS row",
            f"MERGE (n:{label} {{id: row.`id:ID`}}){_assignments('n', types)};",
        ]
    types = _types(row for *_, row in flat.edges)
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
    return name if kind is str else f"{name}:{_GRAPHML_TYPES[kind]}"


def _neo4j_cell(value: Any) -> str:
    return "" if value is None else _written(value)


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


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """A path beside the target to write to; it takes the target's place only if all went well."""
    target.parent.mkdir(parents=True, exist_ok=True)
    path = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        yield path
        os.replace(path, target)
    finally:
        path.unlink(missing_ok=True)
