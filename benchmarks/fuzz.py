"""Damages documents without end and reads each: no error may come but those of ``errors.py``, and none may hang.

    python benchmarks/fuzz.py --minutes 30            # one core; a case is a number, so a failure can be made again
    python benchmarks/fuzz.py --case 1234             # makes and reads one case, with its traceback

A child reads with bounded memory; where it says nothing for ``--patience`` seconds, the case counts as a hang and the
child is replaced. Exit status 1 where anything failed.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import sys
import tempfile
import time
import traceback
from collections import Counter
from multiprocessing.connection import Connection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from policy_extract import Notice, NoticeError, parse
from policy_extract.loaders import Limits, docx, find_documents, html, load, load_bytes, pdf
from tests.laws import broken_laws
from tests.mutations import TOKENS, case

READERS = (docx, html, pdf)  # all loaded before the child is made, whatever happens to the files meanwhile
LIMITS = Limits(max_bytes=4 << 20, max_part=8 << 20, max_unpacked=64 << 20, max_seconds=20)


def read_case(number: int, kind: str | None = None) -> str:
    """Reads one case; gives what came of it. Anything but a notice that keeps the laws or a NoticeError is raised."""
    kind, data = case(number, kind)
    if kind == "zip":
        with tempfile.NamedTemporaryFile(suffix=".zip") as file:
            file.write(data)
            file.flush()
            outcomes = []
            for path in find_documents(file.name, LIMITS):
                try:
                    outcomes.append(_parsed(load(path, limits=LIMITS).text))
                except NoticeError:
                    outcomes.append("error")
        return f"zip {'read' if 'read' in outcomes else 'error'}"
    try:
        return f"{kind} {_parsed(load_bytes(data, f'case.{kind}', limits=LIMITS).text)}"
    except NoticeError as error:
        if "internal error" in error.reason:
            raise
        return f"{kind} error"


def _parsed(text: str) -> str:
    notice = parse(text)
    assert isinstance(notice, Notice)
    wrong = broken_laws(notice)
    assert not wrong, wrong[:3]
    return "read"


def _child(pipe: Connection, number: int, kind: str | None) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
    while True:
        pipe.send((number, "begin", "", 0.0))
        began = time.process_time()
        try:
            outcome, told = read_case(number, kind), ""
        except Exception as error:
            outcome, told = f"FAILED {type(error).__name__}", traceback.format_exc()
        pipe.send((number, outcome, told, time.process_time() - began))
        number += 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30.0, help="processor time (default: 30)")
    parser.add_argument("--first", type=int, default=0, help="the first case (default: 0)")
    parser.add_argument(
        "--patience", type=float, default=60.0, help="seconds until a case counts as a hang (default: 60)"
    )
    parser.add_argument("--case", type=int, help="read this case only")
    parser.add_argument("--kind", choices=tuple(TOKENS), help="documents of this kind only")
    options = parser.parse_args()
    if options.case is not None:
        print(read_case(options.case, options.kind))
        return 0
    outcomes: Counter[str] = Counter()
    failures: dict[str, int] = {}
    slowest = (0.0, -1)
    number, spent = options.first, 0.0
    while spent < 60 * options.minutes:
        here, there = multiprocessing.Pipe()
        child = multiprocessing.Process(target=_child, args=(there, number, options.kind), daemon=True)
        child.start()
        there.close()
        while spent < 60 * options.minutes:
            try:
                told = here.recv() if here.poll(options.patience) else None
            except EOFError:
                told = (number, f"FAILED died with {child.exitcode}", "", 0.0)
            if told is None or "died" in told[1]:
                what = "FAILED hang" if told is None else told[1]
                outcomes[what] += 1
                failures.setdefault(what, number)
                print(f"case {number}: {what}", flush=True)
                number += 1
                break
            number, outcome, trace, seconds = told
            if outcome == "begin":
                continue
            spent += seconds
            slowest = max(slowest, (seconds, number))
            outcomes[outcome] += 1
            if trace:
                key = trace.strip().splitlines()[-1][:80]
                if key not in failures:
                    failures[key] = number
                    print(f"case {number}: {trace}", flush=True)
            number += 1
        child.kill()
        child.join()
    print(
        f"{sum(outcomes.values()):,} cases in {spent / 60:.1f} minutes, slowest {slowest[0]:.2f} s (case {slowest[1]})"
    )
    for outcome, count in sorted(outcomes.items()):
        print(f"{outcome:<28}{count:>10,}")
    return 1 if failures else 0


if __name__ == "__main__":
    os.environ.setdefault("PYTHONHASHSEED", "0")
    sys.exit(main())
