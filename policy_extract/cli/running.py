"""The command ``run``: a folder of notices to tables and graphs."""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import math
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from policy_extract.cli.options import engine_of, lexicon_of, limits_of

if TYPE_CHECKING:
    from policy_extract.batch.engines import Engine
    from policy_extract.batch.merge import Summary
    from policy_extract.batch.run import Wanted
    from policy_extract.batch.settings import Settings

__all__ = ["run_folder"]

# How many failures are named on the standard error; failures.csv has all.
_SHOWN = 50


def run_folder(options: argparse.Namespace) -> int:
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

    engine = engine_of(options)
    if options.lexicon is not None:
        lexicon_of(options)  # a wrong one is refused before anything is written
    return Settings(
        encoding=options.encoding,
        lexicon=options.lexicon if options.lexicon is None else str(Path(options.lexicon).absolute()),
        hanlp=None if isinstance(engine, str) else dataclasses.asdict(engine),
        limits=limits_of(options),
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
