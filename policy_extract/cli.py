"""The command ``policy-extract``: ``check`` a strange folder, ``read`` one notice, ``run`` over a folder of them.

Exit status: 0 all well, 1 some notices could not be read, 2 the call cannot be carried out (usage, no such folder).
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import io
import json
import math
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from policy_extract import __version__
from policy_extract.errors import NoticeError, PolicyExtractError
from policy_extract.graph import Merge
from policy_extract.lexicon import Lexicon, load_lexicon
from policy_extract.loaders import Limits
from policy_extract.model import Clause, Notice

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text
    from rich.tree import Tree

    from policy_extract.batch.engines import Engine
    from policy_extract.batch.merge import Summary
    from policy_extract.batch.run import Wanted
    from policy_extract.batch.settings import Settings
    from policy_extract.deep import HanLP

__all__ = ["main"]

_GRAPHS = ("tasks", "agencies", "leads", "citations")
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
    engine = common.add_argument_group("engine")
    engine.add_argument(
        "--engine",
        default="rules",
        choices=("rules", "hanlp"),
        help="rules, or rules and a model of HanLP (default: rules)",
    )
    engine.add_argument(
        "--model",
        metavar="NAME_OR_PATH",
        help="HanLP's model: a folder, a published name or the address of a REST server (default: "
        "CLOSE_TOK_POS_NER_SRL_DEP_SDP_CON_ELECTRA_SMALL_ZH; published models are for research and teaching only)",
    )
    engine.add_argument("--download", action="store_true", help="fetch the model where HanLP's cache does not have it")
    engine.add_argument("--device", type=int, metavar="N", help="graphics card to use (default: -1, the processor)")
    _add_limits(common)

    check = commands.add_parser(
        "check",
        help="say what each file of a strange folder is and how it reads",
        description="Reads every file of a folder (or of a .zip) and shows for each what it is, its encoding, characters, "
        "numbered clauses and agency mentions, and what looks wrong; writes no results.",
    )
    check.add_argument("inputs", nargs="+", type=Path, metavar="FOLDER", help="folders, .zip archives, or single files")
    check.add_argument("--csv", metavar="FILE", help="write the table as CSV too (- for the standard output alone)")
    check.add_argument("--encoding", help="encoding of plain text and HTML (default: found by itself)")
    check.add_argument("--lexicon", metavar="FOLDER", help="folder with rows to lay over the built-in lexicon")
    _add_limits(check)
    check.set_defaults(command=_check)

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
        "(Parquet, and CSV that Excel opens), graph.graphml and graph.gexf, and failures.csv where some could not be read; "
        "of more than 10,000 documents, folders of parts (tables/, records/). A run that was stopped goes on where it was "
        "when it is started again; documents that have not changed are not read again.",
    )
    _add_run(run)

    agencies = commands.add_parser(
        "agencies",
        parents=[common],
        help="list the agency names that are not known, as a table to fill in",
        description="Lists the names of a folder's notices that no agency is known for, the most frequent first, as a CSV "
        "with the columns of aliases.csv: saved as aliases.csv in a folder and filled in, it is read with --lexicon FOLDER.",
    )
    agencies.add_argument("inputs", nargs="+", type=Path, metavar="FOLDER", help="folders, or single files")
    agencies.add_argument("--out", type=Path, metavar="FILE.csv", help="default: printed")
    agencies.add_argument("--quiet", action="store_true", help="no progress bar and no summary")
    agencies.set_defaults(command=_agencies)

    view = commands.add_parser(
        "view",
        parents=[common],
        help="make a page of a notice to look at in a browser",
        description="Makes one HTML page that needs no network: the text with every finding marked, the outline, agencies and "
        "their tasks, the network. From a notice, or from the results of a run.",
    )
    view.add_argument("inputs", nargs="+", type=Path, metavar="FILE|RESULTS", help="notices, or the folder of a run")
    view.add_argument("-o", "--out", type=Path, metavar="FILE.html", help="default: the name of the input, with .html")
    view.add_argument("--notice", action="append", metavar="ID", help="of a run, only this notice (may be repeated)")
    view.add_argument("--language", default="zh", choices=("zh", "en"), help="of the labels at first (default: zh)")
    view.set_defaults(command=_view)

    graph = commands.add_parser(
        "graph",
        parents=[common],
        help="write a graph of agencies and tasks",
        description="Writes a graph of the results of a run, or of notices: agencies and their tasks, agencies that share "
        "tasks, who leads whom, or which notice cites which document.",
    )
    graph.add_argument("inputs", nargs="+", type=Path, metavar="RESULTS", help="the folder of a run, or notices")
    graph.add_argument(
        "--of", default="tasks", choices=_GRAPHS, help="tasks: agency to task; agencies: who shares tasks, undirected; leads: "
        "who leads whom, directed; citations: notice to document (default: tasks)"
    )  # fmt: skip
    graph.add_argument(
        "--by", default="name", choices=get_args(Merge), help="what makes two mentions one agency (default: name)"
    )
    graph.add_argument(
        "--format",
        default="graphml",
        choices=("graphml", "gexf", "json", "cyjs", "net", "neo4j"),
        help="default: graphml",
    )
    graph.add_argument("--out", type=Path, metavar="FILE", help="default: graph-OF-BY.FORMAT beside the results")
    graph.add_argument("--measures", type=Path, metavar="FILE.csv", help="write the measures of each agency too")
    graph.set_defaults(command=_graph)

    gold = commands.add_parser(
        "evaluate",
        help="score what is read against gold annotated by hand",
        description="Reads every <id>.txt of a folder that has its gold <id>.json beside it, and prints precision, recall and F1 "
        "of each layer.",
    )
    gold.add_argument("folder", type=Path)
    gold.add_argument("--errors", metavar="LAYER", help="list the errors of a layer, or of all")
    gold.add_argument("--lexicon", metavar="FOLDER", help="folder with rows to lay over the built-in lexicon")
    gold.set_defaults(command=_evaluate)
    return parser


def _add_run(run: argparse.ArgumentParser) -> None:
    """The options of ``run``."""
    run.add_argument(
        "inputs",
        nargs="+",
        metavar="FOLDER",
        help="folders, .zip archives, single files, or addresses of fsspec (s3://bucket/notices)",
    )
    run.add_argument("--out", default="results", metavar="DIR", help="a folder or an address; default: results")
    run.add_argument("--quiet", action="store_true", help="no progress and no report")
    run.add_argument(
        "--log-json", action="store_true", help="progress and failures as JSON lines on the standard error"
    )
    results = run.add_argument_group("results")
    results.add_argument(
        "--formats",
        metavar="LIST",
        help="tables as parquet,csv,xlsx,jsonl,dta (default: parquet,csv; parquet above 10,000 documents)",
    )
    results.add_argument(
        "--graphs", metavar="LIST", help="graphml,gexf or none (default: both; graphml above 10,000 documents)"
    )
    results.add_argument(
        "--layout",
        choices=("files", "parts"),
        help="one file a layer, or folders of parts, tables/LAYER/part-00000.parquet (default: by number of documents)",
    )
    results.add_argument(
        "--compress",
        choices=("none", "gzip", "zstd"),
        help="the records, notices.jsonl (default: none; zstd above 10,000 documents)",
    )
    which = run.add_argument_group("which documents")
    which.add_argument("--limit", type=int, metavar="N", help="only the first N")
    which.add_argument("--sample", type=int, metavar="N", help="only N from all over, always the same ones")
    which.add_argument("--retry-failed", action="store_true", help="read those again that could not be read")
    which.add_argument(
        "--fresh", action="store_true", help="throw away what is in DIR from earlier runs and start again"
    )
    where = run.add_argument_group("where the work is done")
    where.add_argument(
        "--on",
        choices=("serial", "processes", "dask"),
        help="this process, processes beside it, or a cluster of Dask (default: processes; serial with a model)",
    )
    where.add_argument("--workers", type=int, metavar="N", help="default: one for each core")
    where.add_argument(
        "--scheduler", metavar="ADDRESS", help="that of a Dask cluster, tcp://…; default: one started here"
    )
    where.add_argument(
        "--shard",
        type=int,
        default=0,
        metavar="N",
        help="documents that are read, written and recorded together, at most (default: 64 to 512, by their number)",
    )
    limits = run.add_argument_group("limits of a worker")
    limits.add_argument(
        "--document-seconds",
        type=float,
        metavar="N",
        help="a document that takes longer is given up (default: 600; none with a model, which reads many at a time)",
    )
    limits.add_argument(
        "--document-memory",
        type=int,
        default=4 * 2**30,
        metavar="N",
        help="bytes that reading may take; 0 for no limit (default: 4,294,967,296)",
    )
    run.set_defaults(command=_run)


def _lexicon(options: argparse.Namespace) -> Lexicon:
    return load_lexicon(options.lexicon)


def _add_limits(parser: argparse.ArgumentParser) -> None:
    """What one document may cost; the error that a limit causes names its option."""
    group = parser.add_argument_group("limits")
    for field in dataclasses.fields(Limits):
        kind = float if isinstance(field.default, float) else int
        name = "--" + field.name.replace("_", "-")
        group.add_argument(name, type=kind, metavar="N", default=field.default, help=f"default: {field.default:,}")


def _engine(options: argparse.Namespace) -> str | HanLP:
    """The engine that the options choose."""
    if options.engine == "rules":
        if options.model is not None or options.download or options.device is not None:
            raise ValueError("--model, --download and --device choose a model of HanLP; add --engine hanlp")
        return "rules"
    from policy_extract.deep import HanLP

    chosen = HanLP() if options.model is None else HanLP(options.model)
    device = -1 if options.device is None else options.device
    return dataclasses.replace(chosen, download=options.download, device=device)


def _require(paths: Sequence[Path]) -> None:
    """Refuses a path that leads nowhere; one into an archive is looked at when it is read."""
    for path in paths:
        if not os.path.lexists(path) and not any(parent.is_file() for parent in path.parents):
            raise PolicyExtractError(f"{path}: no such file or folder; check the path")


def _limits(options: argparse.Namespace) -> Limits:
    return Limits(**{field.name: getattr(options, field.name) for field in dataclasses.fields(Limits)})


# --- check ----------------------------------------------------------------------------------------------------------


def _check(options: argparse.Namespace) -> int:
    from policy_extract.checking import check_documents, count_others, to_screen, write_csv

    limits = _limits(options)
    _require(options.inputs)
    rows = list(check_documents(options.inputs, encoding=options.encoding, lexicon=_lexicon(options), limits=limits))
    bad = sum(1 for row in rows if row.error is not None)
    if options.csv == "-":
        text = io.StringIO(newline="")
        write_csv(rows, text)
        sys.stdout.buffer.write(text.getvalue().encode("utf-8", "backslashreplace"))
        sys.stdout.flush()
        return 1 if bad else 0
    if options.csv:
        with open(options.csv, "w", encoding="utf-8-sig", newline="", errors="backslashreplace") as file:
            write_csv(rows, file)
    if rows:
        _console().print(to_screen(rows))
    others = count_others(options.inputs, limits)
    passed = ", ".join(f"{count:,} {suffix}" for suffix, count in sorted(others.items()))
    print(f"{len(rows):,} documents, {bad:,} cannot be read" + (f"; passed over: {passed}" if passed else ""))
    return 1 if bad else 0


# --- evaluate -------------------------------------------------------------------------------------------------------


def _evaluate(options: argparse.Namespace) -> int:
    from policy_extract.evaluate import LAYERS, evaluate, report

    if options.errors not in (None, "all", *LAYERS):
        raise ValueError(f"no layer {options.errors}; choose from all, {', '.join(LAYERS)}")
    scores = evaluate(options.folder, _lexicon(options))
    for layer, score in scores.items():
        if options.errors in ("all", layer):
            for document, kind, what in score.errors:
                print(f"{layer}\t{document}\t{kind}\t{what}")
    for line in report(scores):
        print(line)
    return 0


# --- read -----------------------------------------------------------------------------------------------------------


def _read(options: argparse.Namespace) -> int:
    from policy_extract.reading import read

    notice = read(
        options.file,
        encoding=options.encoding,
        lexicon=_lexicon(options),
        engine=_engine(options),
        limits=_limits(options),
    )
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

# How many failures are named on the standard error; failures.csv has all.
_SHOWN = 50


def _run(options: argparse.Namespace) -> int:
    from policy_extract.batch.progress import listener
    from policy_extract.batch.run import run_batch

    settings, wanted = _settings(options), _wanted(options)
    engine = _on(options, settings)
    said = listener(quiet=options.quiet, log_json=options.log_json)
    try:
        with _stopped_by_terminate():
            summary = run_batch(options.inputs, options.out, engine, settings, wanted, said)
    except KeyboardInterrupt:
        print("policy-extract: stopped; what is done is kept, and the same command goes on from there", file=sys.stderr)
        return 130
    if not options.quiet:
        _report(summary, options.out)
    if not options.log_json:
        for path, reason in summary.first_failures[:_SHOWN]:
            print(f"policy-extract: {path}: {reason}", file=sys.stderr)
        if summary.failures > _SHOWN:
            print(f"policy-extract: and {summary.failures - _SHOWN:,} more, in failures.csv", file=sys.stderr)
    return 1 if summary.failures else 0


def _settings(options: argparse.Namespace) -> Settings:
    """What decides the results."""
    from policy_extract.batch.settings import Settings

    engine = _engine(options)
    if options.lexicon is not None:
        _lexicon(options)  # a wrong one is refused before anything is written
    return Settings(
        encoding=options.encoding,
        lexicon=options.lexicon if options.lexicon is None else str(Path(options.lexicon).absolute()),
        hanlp=None if isinstance(engine, str) else dataclasses.asdict(engine),
        limits=_limits(options),
        documents=options.shard,
    )


def _wanted(options: argparse.Namespace) -> Wanted:
    """What is to be written, and how much of the plan is to be done."""
    from policy_extract.batch.run import Wanted
    from policy_extract.batch.work import FORMATS, KINDS

    return Wanted(
        layout=options.layout,
        formats=_chosen("table format", options.formats, FORMATS),
        graphs=_chosen("graph format", options.graphs, KINDS),
        compression=options.compress,
        limit=_positive("--limit", options.limit),
        sample=_positive("--sample", options.sample),
        retry_failed=options.retry_failed,
        fresh=options.fresh,
        memory=options.document_memory,
    )


def _chosen(what: str, given: str | None, known: Sequence[str]) -> tuple[str, ...] | None:
    """The names in a list with commas, each of them known; ``none`` stands for no name."""
    if given is None:
        return None
    names = tuple(dict.fromkeys(name.strip() for name in given.split(",") if name.strip() not in ("", "none")))
    unknown = sorted(set(names) - set(known))
    if unknown:
        raise ValueError(f"no {what} {', '.join(unknown)}; choose from {', '.join(known)}")
    return names


def _positive(option: str, number: int | None) -> int | None:
    if number is not None and number < 1:
        raise ValueError(f"{option} must be above zero, not {number}")
    return number


def _on(options: argparse.Namespace, settings: Settings) -> Engine:
    """Who does the work. A model takes much memory, and a card is one: it is loaded once unless the call says otherwise."""
    from policy_extract.batch.engines import Dask, Processes, Serial

    workers = _positive("--workers", options.workers)
    seconds = options.document_seconds or (math.inf if settings.hanlp else 600.0)
    on = options.on or ("dask" if options.scheduler else "serial" if settings.hanlp and not workers else "processes")
    if options.scheduler and on != "dask":
        raise ValueError(f"--scheduler is that of Dask, not of --on {on}")
    if on == "serial":
        if workers and workers > 1:
            raise ValueError("--on serial has one worker; choose --on processes")
        return Serial()
    if on == "dask":
        return Dask(options.scheduler, workers, seconds=seconds)
    return Processes(workers or (1 if settings.hanlp else None), seconds=seconds)


@contextlib.contextmanager
def _stopped_by_terminate() -> Iterator[None]:
    """Makes the signal by which a cluster ends a job as clean as Ctrl-C."""

    def stop(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    try:
        before = signal.signal(signal.SIGTERM, stop)
    except ValueError:  # not the main thread
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _report(summary: Summary, out: str) -> None:
    rows = summary.rows
    counts = (
        ("notices", rows["notices"]),
        ("clauses", rows["clauses"]),
        ("tasks", summary.tasks),
        ("agencies", summary.agencies),
        ("agency mentions", rows["responsibilities"]),
        ("actions", rows["actions"]),
        ("quantities", rows["quantities"]),
        ("deadlines", rows["deadlines"]),
        ("references", rows["references"]),
        ("warnings", rows["warnings"]),
        ("failures", summary.failures),
    )
    for name, count in counts:
        print(f"{name:<16}{count:>8,}")
    more = " (failures.csv says why)" if summary.failures else ""
    print(f"written to {out.rstrip(os.sep)}{os.sep}{more}")


# --- several notices ------------------------------------------------------------------------------------------------


def _inputs(given: Sequence[Path], limits: Limits) -> list[tuple[Path, str]]:
    """Every file to read with the id it gets: its name, or its path where names repeat.

    What cannot be read is taken too (formats to convert first, broken archives), so that it fails aloud.
    """
    from policy_extract.loaders import find_documents

    _require(given)
    found: list[tuple[Path, Path]] = []
    for path in given:
        files = list(find_documents(path, limits))
        found += [(file, Path(file.name) if file == path else file.relative_to(path)) for file in files]
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
    """Each file with its notice or its error."""
    from policy_extract.reading import try_read

    lexicon, engine, limits = _lexicon(options), _engine(options), _limits(options)
    found = (
        (path, try_read(path, id=name, encoding=options.encoding, lexicon=lexicon, limits=limits))
        for path, name in files
    )
    if engine == "rules":
        yield from found
        return
    from policy_extract.deep import deepen_each

    for path, result, _ in deepen_each(found, engine, lexicon):
        yield path, result


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


# --- agencies -------------------------------------------------------------------------------------------------------


def _agencies(options: argparse.Namespace) -> int:
    from policy_extract.unknown import unknown_names, write_unknown

    files = _inputs(options.inputs, _limits(options))
    if not files:
        raise PolicyExtractError(f"{', '.join(map(str, options.inputs))}: no notice in it")
    notices: list[Notice] = []
    failures = 0
    for path, result in _progress(_read_all(files, options), len(files), options.quiet):
        if isinstance(result, Notice):
            notices.append(result)
        else:
            failures += 1
            print(f"policy-extract: {path}: {result.reason}", file=sys.stderr)
    names = unknown_names(notices, lexicon=_lexicon(options))
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


# --- view and graph -------------------------------------------------------------------------------------------------


def _view(options: argparse.Namespace) -> int:
    from policy_extract.view import write_page

    notices = list(_notices(options, options.notice))
    if options.notice:
        missing = set(options.notice) - {notice.id for notice in notices}
        if missing:
            raise PolicyExtractError(f"no notice {', '.join(sorted(missing))} in {', '.join(map(str, options.inputs))}")
    first = options.inputs[0]
    out = options.out or Path(f"{first.stem if first.is_file() else first.resolve().name}.html")
    print(write_page(notices, out, language=options.language))
    return 0


def _graph(options: argparse.Namespace) -> int:
    from policy_extract.export import write_graph, write_tables
    from policy_extract.graph import agency_graph, agency_measures, agency_task_graph, citation_graph

    notices = list(_notices(options))
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


def _notices(options: argparse.Namespace, ids: Sequence[str] | None = None) -> Iterator[Notice]:
    """The notices of the inputs: those of a run's results, or read now; one that cannot be read ends the command."""
    from policy_extract.results import has_records, load_results

    _require(options.inputs)
    for path in options.inputs:
        if has_records(path) and (path.is_dir() or ".jsonl" in path.suffixes):
            yield from load_results(path, ids=ids)
            continue
        files = _inputs([path], _limits(options))
        if not files:
            raise PolicyExtractError(f"{path}: neither the results of a run nor a notice in it")
        for _, result in _read_all(files, options):
            if isinstance(result, NoticeError):
                raise result
            if ids is None or result.id in ids:
                yield result


if __name__ == "__main__":
    sys.exit(main())
