"""The notices that a command is given: files and folders to read now, or the results of a run."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from policy_extract.cli.options import engine_of, lexicon_of, limits_of, require
from policy_extract.errors import NoticeError, PolicyExtractError
from policy_extract.loaders import Limits
from policy_extract.model import Notice

__all__ = ["inputs_of", "notices_of", "read_all", "with_progress"]


def inputs_of(given: Sequence[Path], limits: Limits) -> list[tuple[Path, str]]:
    """Every file to read with the id it gets: its name, or its path where names repeat.

    What cannot be read is taken too (formats to convert first, broken archives), so that it fails aloud.
    """
    from policy_extract.loaders import find_documents

    require(given)
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


def read_all(
    files: Sequence[tuple[Path, str]], options: argparse.Namespace
) -> Iterator[tuple[Path, Notice | NoticeError]]:
    """Each file with its notice or its error."""
    from policy_extract.reading import try_read

    lexicon, engine, limits = lexicon_of(options), engine_of(options), limits_of(options)
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


def with_progress(
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


def notices_of(options: argparse.Namespace, ids: Sequence[str] | None = None) -> Iterator[Notice]:
    """The notices of the inputs: those of a run's results, or read now; one that cannot be read ends the command."""
    from policy_extract.results import has_records, load_results

    require(options.inputs)
    for path in options.inputs:
        if has_records(path) and (path.is_dir() or ".jsonl" in path.suffixes):
            yield from load_results(path, ids=ids)
            continue
        files = inputs_of([path], limits_of(options))
        if not files:
            raise PolicyExtractError(f"{path}: neither the results of a run nor a notice in it")
        for _, result in read_all(files, options):
            if isinstance(result, NoticeError):
                raise result
            if ids is None or result.id in ids:
                yield result
