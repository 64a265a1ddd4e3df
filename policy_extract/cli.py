"""The command ``policy-extract``: ``read`` one notice, ``run`` over a folder of them.

Exit status: 0 all well, 1 some notices could not be read, 2 the call cannot be carried out (usage, no such folder).
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from policy_extract import __version__
from policy_extract.errors import NoticeError, PolicyExtractError
from policy_extract.lexicon import Lexicon, load_lexicon
from policy_extract.model import Clause, Notice

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text
    from rich.tree import Tree

__all__ = ["main"]

_ROLE_STYLES = {"lead": "bold red", "responsible": "blue", "cooperate": "cyan", "guide": "green"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command with these arguments (default: those of the process); returns the exit status."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if not hasattr(options, "command"):
        parser.print_help()
        return 2
    try:
        command: Callable[[argparse.Namespace], int] = options.command
        return command(options)
    except PolicyExtractError as error:
        print(f"policy-extract: {error}", file=sys.stderr)
        return 2 if not isinstance(error, NoticeError) else 1
    except ValueError as error:
        print(f"policy-extract: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        if isinstance(error, BrokenPipeError):  # the reader of a pipe has seen enough: policy-extract read … | head
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        print(f"policy-extract: {error.filename or ''}: {error.strerror or error}; check the path", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("policy-extract: stopped", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="policy-extract",
        description="Chinese policy notices as data: clauses, responsible agencies, actions, numbers, references, graphs.",
    )
    parser.add_argument("--version", action="version", version=f"policy-extract {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--encoding", help="encoding of plain text and HTML (default: found by itself)")
    common.add_argument("--lexicon", metavar="FOLDER", help="folder with rows to lay over the built-in lexicon")
    common.add_argument("--engine", default="rules", choices=("rules", "hanlp"), help="default: rules")

    read = commands.add_parser(
        "read",
        parents=[common],
        help="read one notice and print it",
        description="Reads one notice (.txt .html .docx .pdf) and prints it: the JSON record, a table of who does what, "
        "or the outline as a tree.",
    )
    read.add_argument("file", type=Path)
    read.add_argument("--format", default="json", choices=("json", "table", "outline"), help="default: json")
    read.add_argument("--json", action="store_const", const="json", dest="format", help="the same as --format json")
    read.set_defaults(command=_read)

    run = commands.add_parser(
        "run",
        parents=[common],
        help="read every notice of a folder and write tables and graphs",
        description="Reads every notice of a folder, with its subfolders, and writes notices.jsonl, one table a layer "
        "(Parquet, and CSV that Excel opens), graph.graphml and graph.gexf, and failures.csv where some could not be read.",
    )
    run.add_argument("inputs", nargs="+", type=Path, metavar="FOLDER", help="folders, or single files")
    run.add_argument("--out", type=Path, default=Path("results"), metavar="DIR", help="default: results")
    run.add_argument(
        "--formats",
        default="parquet,csv",
        metavar="LIST",
        help="tables as parquet,csv,xlsx,jsonl (default: parquet,csv)",
    )
    run.add_argument("--quiet", action="store_true", help="no progress bar and no report")
    run.set_defaults(command=_run)
    return parser


def _lexicon(options: argparse.Namespace) -> Lexicon:
    return load_lexicon(options.lexicon)


# --- read -----------------------------------------------------------------------------------------------------------


def _read(options: argparse.Namespace) -> int:
    from policy_extract.reading import read

    notice = read(options.file, encoding=options.encoding, lexicon=_lexicon(options), engine=options.engine)
    if options.format == "json":
        text = json.dumps(notice.to_dict(), ensure_ascii=False, indent=2)
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace") + b"\n")
        sys.stdout.flush()
        return 0
    console = _console()
    if options.format == "outline":
        console.print(_outline(notice))
    else:
        _print_table(console, notice)
    return 0


def _console() -> Console:
    from rich.console import Console

    width = None if sys.stdout.isatty() else 120
    return Console(highlight=False, width=width, emoji=False, markup=False)


def _outline(notice: Notice) -> Tree:
    """The notice as a tree: parts, clauses with their agencies, coloured by role."""
    from rich.text import Text
    from rich.tree import Tree

    header = notice.header
    root = Tree(Text(header.title or notice.id, style="bold"))
    about = [header.document_number, "、".join(header.issuers), header.date.isoformat() if header.date else None]
    root.add(Text(" · ".join(a for a in about if a) or "no header in the text", style="dim"))
    for part in notice.parts:
        many = len(notice.parts) > 1
        branch = root.add(Text(f"{part.kind}: {part.title or 'untitled'}", style="italic")) if many else root
        for clause in part.clauses:
            _branch(branch, clause, notice)
    if notice.warnings:
        odd = root.add(Text("warnings", style="yellow"))
        for warning in notice.warnings:
            odd.add(Text(f"{warning.message} (at {warning.start})", style="yellow"))
    return root


def _branch(tree: Tree, clause: Clause, notice: Notice) -> None:
    node = tree.add(_label(clause, notice))
    for role in _ROLE_STYLES:
        names = [r.name for r in clause.responsibilities if r.role == role]
        if names:
            from rich.text import Text

            node.add(Text(f"{role}: ", style=_ROLE_STYLES[role]) + Text("、".join(names)))
    for child in clause.children:
        _branch(node, child, notice)


def _label(clause: Clause, notice: Notice) -> Text:
    from rich.text import Text

    words = clause.heading
    if words is None:
        begin = clause.body_start + len(clause.marker or "")
        words = "".join(notice.text[begin : clause.body_end].split())[:36] + "…"
    label = (
        Text(f"{clause.id} ", style="dim")
        + Text(f"{clause.marker or clause.kind} ", style="bold magenta")
        + Text(words)
    )
    counts = [
        f"{len(found)} {name if len(found) > 1 else name.removesuffix('s').replace('quantitie', 'quantity')}"
        for name, found in (
            ("actions", clause.actions),
            ("quantities", clause.quantities),
            ("deadlines", clause.deadlines),
        )
        if found
    ]
    return label + Text(f"  ({', '.join(counts)})" if counts else "", style="dim")


def _print_table(console: Console, notice: Notice) -> None:
    """Who does what: one row a clause that carries a responsibility."""
    from rich.table import Table

    table = Table(title=notice.header.title or notice.id, show_lines=True)
    for column in ("clause", "task", "role", "agencies", "deadline"):
        table.add_column(column, no_wrap=column in ("clause", "role"))
    for clause in notice.tasks():
        roles = list(dict.fromkeys(r.role for r in clause.responsibilities))
        due = sorted({d.latest.isoformat() for d in clause.deadlines if d.latest})
        words = clause.heading or "".join(notice.text[clause.body_start : clause.body_end].split())[:24] + "…"
        for i, role in enumerate(roles):
            names = "、".join(r.name for r in clause.responsibilities if r.role == role)
            first = (f"{clause.id} {clause.marker or ''}", words) if i == 0 else ("", "")
            table.add_row(*first, role, names, "\n".join(due) if i == 0 else "")
    console.print(table)


# --- run ------------------------------------------------------------------------------------------------------------


def _run(options: argparse.Namespace) -> int:
    from policy_extract.export import write_graph, write_records, write_tables
    from policy_extract.graph import agency_task_graph
    from policy_extract.tables import to_tables

    formats = tuple(f.strip() for f in options.formats.split(",") if f.strip())
    unknown = set(formats) - {"parquet", "csv", "xlsx", "jsonl"}
    if unknown:
        raise ValueError(f"no table format {', '.join(sorted(unknown))}; choose from parquet, csv, xlsx, jsonl")
    files = _inputs(options.inputs)
    if not files:
        raise PolicyExtractError(
            f"{', '.join(map(str, options.inputs))}: no notice in it; notices end in .txt .html .htm .shtml .docx or .pdf"
        )
    out: Path = options.out
    out.mkdir(parents=True, exist_ok=True)
    notices: list[Notice] = []
    failures: list[tuple[Path, NoticeError]] = []
    for path, result in _progress(_read_all(files, options), len(files), options.quiet):
        if isinstance(result, Notice):
            notices.append(result)
        else:
            failures.append((path, result))
    write_records(notices, out / "notices.jsonl")
    write_tables(to_tables(notices), out, formats=formats)
    graph = agency_task_graph(notices)
    write_graph(graph, out / "graph.graphml")
    write_graph(graph, out / "graph.gexf")
    _write_failures(failures, out / "failures.csv")
    if not options.quiet:
        _report(notices, failures, out)
    for path, error in failures:
        reason = f"{error.reason}; {error.advice}" if error.advice else error.reason
        print(f"policy-extract: {path}: {reason}", file=sys.stderr)
    return 1 if failures else 0


def _inputs(given: Sequence[Path]) -> list[tuple[Path, str]]:
    """Every file to read with the id it gets: its name, or its path where names repeat.

    Files of formats that must be converted first (.doc .wps .ofd) are taken too, so that they fail aloud.
    """
    from policy_extract.loaders import CONVERTIBLE, is_notice_file

    found: list[tuple[Path, Path]] = []
    for path in given:
        if path.is_dir():
            inside = (
                Path(folder) / name
                for folder, _, names in sorted(os.walk(path))
                for name in sorted(names)
                if is_notice_file(name) or name.lower().endswith(CONVERTIBLE)
            )
            found += [(file, file.relative_to(path)) for file in inside]
        elif path.exists():
            found.append((path, Path(path.name)))
        else:
            raise PolicyExtractError(f"{path}: no such file or folder; check the path")
    stems = Counter(relative.stem for _, relative in found)
    ids = [relative.stem if stems[relative.stem] == 1 else relative.as_posix() for _, relative in found]
    seen: Counter[str] = Counter()
    named = []
    for (file, _), name in zip(found, ids, strict=True):
        seen[name] += 1
        named.append((file, name if seen[name] == 1 else f"{name}~{seen[name]}"))
    return named


def _read_all(
    files: Sequence[tuple[Path, str]], options: argparse.Namespace
) -> Iterator[tuple[Path, Notice | NoticeError]]:
    from policy_extract.reading import try_read

    lexicon = _lexicon(options)
    for path, name in files:
        yield path, try_read(path, id=name, encoding=options.encoding, lexicon=lexicon, engine=options.engine)


def _progress(
    results: Iterator[tuple[Path, Notice | NoticeError]], total: int, quiet: bool
) -> Iterator[tuple[Path, Notice | NoticeError]]:
    """The results, with a bar on a terminal."""
    if quiet or not sys.stderr.isatty():
        yield from results
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("reading notices", total=total)
        for path, result in results:
            yield path, result
            bar.advance(task)


def _write_failures(failures: Sequence[tuple[Path, NoticeError]], path: Path) -> None:
    """The files that could not be read, with the reason and what to do; no file where there is none."""
    import csv

    if not failures:
        path.unlink(missing_ok=True)
        return
    with path.open("w", encoding="utf-8-sig", newline="", errors="backslashreplace") as file:
        writer = csv.writer(file)
        writer.writerow(("path", "reason", "advice"))
        writer.writerows((str(p), error.reason, error.advice) for p, error in failures)


def _report(notices: Sequence[Notice], failures: Sequence[object], out: Path) -> None:
    agencies = {r.agency_id or r.name for n in notices for r in n.responsibilities}
    rows = (
        ("notices", len(notices)),
        ("clauses", sum(1 for n in notices for _ in n.walk())),
        ("tasks", sum(len(n.tasks()) for n in notices)),
        ("agencies", len(agencies)),
        ("agency mentions", sum(len(n.responsibilities) for n in notices)),
        ("actions", sum(len(n.actions) for n in notices)),
        ("quantities", sum(len(n.quantities) for n in notices)),
        ("deadlines", sum(len(n.deadlines) for n in notices)),
        ("references", sum(len(n.references) for n in notices)),
        ("warnings", sum(len(n.warnings) for n in notices)),
        ("failures", len(failures)),
    )
    for name, count in rows:
        print(f"{name:<16}{count:>8,}")
    more = " (failures.csv says why)" if failures else ""
    print(f"written to {out}{os.sep}{more}")


if __name__ == "__main__":
    sys.exit(main())
