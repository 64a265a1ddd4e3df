"""The commands that make something of several notices: ``agencies``, ``view`` and ``graph``."""

from __future__ import annotations

import argparse
import io
import sys
from pathlib import Path
from typing import Any

from policy_extract.cli.inputs import inputs_of, notices_of, read_all, with_progress
from policy_extract.cli.options import lexicon_of, limits_of
from policy_extract.errors import PolicyExtractError
from policy_extract.model import Notice

__all__ = ["list_agencies", "make_graph", "make_page"]


def list_agencies(options: argparse.Namespace) -> int:
    from policy_extract.unknown import unknown_names, write_unknown

    files = inputs_of(options.inputs, limits_of(options))
    if not files:
        raise PolicyExtractError(f"{', '.join(map(str, options.inputs))}: no notice in it")
    notices: list[Notice] = []
    failures = 0
    for path, result in with_progress(read_all(files, options), len(files), options.quiet):
        if isinstance(result, Notice):
            notices.append(result)
        else:
            failures += 1
            print(f"policy-extract: {path}: {result.reason}", file=sys.stderr)
    names = unknown_names(notices, lexicon=lexicon_of(options))
    if options.out is None:
        text = io.StringIO(newline="")
        write_unknown(names, text)
        sys.stdout.buffer.write(text.getvalue().encode("utf-8", "backslashreplace"))
        sys.stdout.flush()
    else:
        write_unknown(names, options.out)
    if not options.quiet:
        mentions = sum(len(n.responsibilities) for n in notices)
        missing = sum(u.mentions for u in names)
        print(f"{missing:,} of {mentions:,} mentions have no agency: {len(names):,} names", file=sys.stderr)
    return 1 if failures else 0


def make_page(options: argparse.Namespace) -> int:
    from policy_extract.view import write_page

    notices = list(notices_of(options, options.notice))
    if options.notice:
        missing = set(options.notice) - {notice.id for notice in notices}
        if missing:
            raise PolicyExtractError(f"no notice {', '.join(sorted(missing))} in {', '.join(map(str, options.inputs))}")
    first = options.inputs[0]
    out = options.out or Path(f"{first.stem if first.is_file() else first.resolve().name}.html")
    print(write_page(notices, out, language=options.language))
    return 0


def make_graph(options: argparse.Namespace) -> int:
    from policy_extract.export import write_graph, write_tables
    from policy_extract.graph import agency_graph, agency_measures, agency_task_graph, citation_graph

    notices = list(notices_of(options))
    tasks = agency_task_graph(notices, merge=options.by)
    graph: Any = tasks
    if options.of == "citations":
        graph = citation_graph(notices)
    elif options.of != "tasks":
        graph = agency_graph(notices, merge=options.by, directed=options.of == "leads")
    first = options.inputs[0]
    folder = first if first.is_dir() else Path()
    out = options.out or folder / f"graph-{options.of}-{options.by}.{options.format}"
    if out.suffix.lower() != f".{options.format}" and not (options.format == "neo4j" and out.is_dir()):
        out = out.with_name(f"{out.name}.{options.format}")
    print(f"{write_graph(graph, out)}: {graph.number_of_nodes():,} nodes, {graph.number_of_edges():,} edges")
    if options.measures:
        path = options.measures.with_suffix(".csv")
        write_tables({path.stem: agency_measures(tasks)}, path.parent, ("csv",))
        print(path)
    return 0
