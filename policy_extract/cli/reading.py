"""The commands that read and show: ``read`` for one notice, ``check`` for a strange folder, ``evaluate`` for gold."""

from __future__ import annotations

import argparse
import io
import json
import sys

from policy_extract.cli.options import engine_of, lexicon_of, limits_of, require
from policy_extract.cli.screen import console, outline_of, print_table

__all__ = ["check_folder", "evaluate_folder", "read_one"]


def check_folder(options: argparse.Namespace) -> int:
    from policy_extract.checking import check_documents, count_others, to_screen, write_csv

    limits = limits_of(options)
    require(options.inputs)
    rows = list(check_documents(options.inputs, encoding=options.encoding, lexicon=lexicon_of(options), limits=limits))
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
        console().print(to_screen(rows))
    others = count_others(options.inputs, limits)
    passed = ", ".join(f"{count:,} {suffix}" for suffix, count in sorted(others.items()))
    print(f"{len(rows):,} documents, {bad:,} cannot be read" + (f"; passed over: {passed}" if passed else ""))
    return 1 if bad else 0


def evaluate_folder(options: argparse.Namespace) -> int:
    from policy_extract.evaluate import LAYERS, evaluate, report

    if options.errors not in (None, "all", *LAYERS):
        raise ValueError(f"no layer {options.errors}; choose from all, {', '.join(LAYERS)}")
    scores = evaluate(options.folder, lexicon_of(options))
    for layer, score in scores.items():
        if options.errors in ("all", layer):
            for document, kind, what in score.errors:
                print(f"{layer}\t{document}\t{kind}\t{what}")
    for line in report(scores):
        print(line)
    return 0


def read_one(options: argparse.Namespace) -> int:
    from policy_extract.reading import read

    notice = read(
        options.file,
        encoding=options.encoding,
        lexicon=lexicon_of(options),
        engine=engine_of(options),
        limits=limits_of(options),
    )
    if options.format == "json":
        text = json.dumps(notice.to_dict(), ensure_ascii=False, indent=2)
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace") + b"\n")
        sys.stdout.flush()
        return 0
    screen = console()
    if options.format == "outline":
        screen.print(outline_of(notice))
    else:
        print_table(screen, notice)
    return 0
