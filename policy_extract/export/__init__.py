"""Files for other programs: tables as Parquet, CSV, Excel and JSON lines, graphs for Gephi, Cytoscape, Pajek and Neo4j.

What every file guarantees:

1. it appears whole or not at all: it is written under another name and renamed;
2. two runs give equal bytes;
3. a character that XML or a spreadsheet refuses (NUL, half a surrogate pair) is replaced, one for one, by U+FFFD;
4. parallel edges stay apart: each has an id of its own, and its role is an attribute.
"""

from policy_extract.export.files import FORMULA, cleaned, replacing, to_json, write_records
from policy_extract.export.graphs import write_graph
from policy_extract.export.tables import write_tables
from policy_extract.export.xml import GREY, RETURN, ROLE_COLOURS, SYSTEM_COLOURS, colour

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
