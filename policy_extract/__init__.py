"""Chinese policy notices as data: clauses, responsible agencies, actions, numbers and references."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from policy_extract.deep import HanLP, find_organisations
    from policy_extract.errors import EngineError, LexiconError, MissingExtraError, NoticeError, PolicyExtractError
    from policy_extract.export import write_graph, write_records, write_tables
    from policy_extract.graph import agency_graph, agency_measures, agency_task_graph, citation_graph, projection
    from policy_extract.lexicon import Lexicon, load_lexicon
    from policy_extract.lines import predecessors, same_line, successors
    from policy_extract.model import (
        Action,
        Clause,
        Deadline,
        Header,
        Notice,
        Part,
        Quantity,
        Reference,
        Responsibility,
        Span,
    )
    from policy_extract.reading import parse, read, read_many
    from policy_extract.registry import Agency, expand, resolve
    from policy_extract.results import Results, load_results, open_results
    from policy_extract.tables import data_dictionary, to_tables
    from policy_extract.targets import find_targets
    from policy_extract.view import write_page

__version__ = "0.1.0"

# Where each public name lives: importing the package loads none of these modules (and so neither pandas nor networkx).
_HOMES = {
    "deep": ("HanLP", "find_organisations"),
    "errors": ("EngineError", "LexiconError", "MissingExtraError", "NoticeError", "PolicyExtractError"),
    "export": ("write_graph", "write_records", "write_tables"),
    "graph": ("agency_graph", "agency_measures", "agency_task_graph", "citation_graph", "projection"),
    "lexicon": ("Lexicon", "load_lexicon"),
    "lines": ("predecessors", "same_line", "successors"),
    "model": (
        "Action",
        "Clause",
        "Deadline",
        "Header",
        "Notice",
        "Part",
        "Quantity",
        "Reference",
        "Responsibility",
        "Span",
    ),
    "reading": ("parse", "read", "read_many"),
    "registry": ("Agency", "expand", "resolve"),
    "results": ("Results", "load_results", "open_results"),
    "tables": ("data_dictionary", "to_tables"),
    "targets": ("find_targets",),
    "view": ("write_page",),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "Action",
    "Agency",
    "Clause",
    "Deadline",
    "EngineError",
    "HanLP",
    "Header",
    "Lexicon",
    "LexiconError",
    "MissingExtraError",
    "Notice",
    "NoticeError",
    "Part",
    "PolicyExtractError",
    "Quantity",
    "Reference",
    "Responsibility",
    "Results",
    "Span",
    "agency_graph",
    "agency_measures",
    "agency_task_graph",
    "citation_graph",
    "data_dictionary",
    "expand",
    "find_organisations",
    "find_targets",
    "load_lexicon",
    "load_results",
    "open_results",
    "parse",
    "predecessors",
    "projection",
    "read",
    "read_many",
    "resolve",
    "same_line",
    "successors",
    "to_tables",
    "write_graph",
    "write_page",
    "write_records",
    "write_tables",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
