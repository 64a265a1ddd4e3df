"""The commands of ``policy-extract`` with their options and help."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import get_args

from policy_extract import __version__
from policy_extract.cli.options import add_limits
from policy_extract.cli.reading import check_folder, evaluate_folder, read_one
from policy_extract.cli.results import list_agencies, make_graph, make_page
from policy_extract.cli.running import run_folder
from policy_extract.graph import Merge

__all__ = ["parser_of"]

GRAPHS = ("tasks", "agencies", "leads", "citations")


def parser_of() -> argparse.ArgumentParser:
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
    add_limits(common)

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
    add_limits(check)
    check.set_defaults(command=check_folder)

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
    read.set_defaults(command=read_one)

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
    agencies.set_defaults(command=list_agencies)

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
    view.set_defaults(command=make_page)

    graph = commands.add_parser(
        "graph",
        parents=[common],
        help="write a graph of agencies and tasks",
        description="Writes a graph of the results of a run, or of notices: agencies and their tasks, agencies that share "
        "tasks, who leads whom, or which notice cites which document.",
    )
    graph.add_argument("inputs", nargs="+", type=Path, metavar="RESULTS", help="the folder of a run, or notices")
    graph.add_argument(
        "--of", default="tasks", choices=GRAPHS, help="tasks: agency to task; agencies: who shares tasks, undirected; leads: "
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
    graph.set_defaults(command=make_graph)

    gold = commands.add_parser(
        "evaluate",
        help="score what is read against gold annotated by hand",
        description="Reads every <id>.txt of a folder that has its gold <id>.json beside it, and prints precision, recall and F1 "
        "of each layer.",
    )
    gold.add_argument("folder", type=Path)
    gold.add_argument("--errors", metavar="LAYER", help="list the errors of a layer, or of all")
    gold.add_argument("--lexicon", metavar="FOLDER", help="folder with rows to lay over the built-in lexicon")
    gold.set_defaults(command=evaluate_folder)
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
    run.set_defaults(command=run_folder)
