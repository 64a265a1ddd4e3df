"""How fast a notice is read, as ratios against named peers in the same run: ``python benchmarks/parse.py``.

Rounds are interleaved (A B C A B C …) and medians compared, so that a machine whose speed drifts does not decide. Only the
ratios mean anything elsewhere. ``--texts FOLDER`` measures over a folder of .txt notices instead of the sample notice. Peers
besides jieba are measured where they are installed (rjieba, jionlp); ``--baseline FILE.py`` adds any module that has
``extract(text)``.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import importlib.util
import io
import os
import platform
import runpy
import statistics
import subprocess
import sys
import time
import tracemalloc
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

SAMPLE = Path(__file__).parent.parent / "corpus" / "notices" / "hebei-2015-84.txt"


def interleaved(jobs: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """The median seconds of each job, all of them run in turn, after one round that is not counted."""
    seconds: dict[str, list[float]] = {name: [] for name in jobs}
    for number in range(rounds + 1):
        for name, job in jobs.items():
            begin = time.perf_counter()
            job()
            if number:
                seconds[name].append(time.perf_counter() - begin)
    return {name: statistics.median(values) for name, values in seconds.items()}


def reading(texts: Sequence[str], rounds: int, baseline: Path | None) -> dict[str, float]:
    """Reading with every layer against what segments or searches the same characters: whichever peers are installed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba's own imports warn
        import jieba
        import jieba.posseg

    from policy_extract import parse

    jieba.setLogLevel(60)
    jobs: dict[str, Callable[[], object]] = {
        "parse, every layer": lambda: [parse(text) for text in texts],
        "jieba.cut": lambda: [list(jieba.cut(text)) for text in texts],
        "jieba.posseg.cut": lambda: [list(jieba.posseg.cut(text)) for text in texts],
    }
    if importlib.util.find_spec("rjieba"):
        import rjieba

        jobs["rjieba.tag"] = lambda: [rjieba.tag(text) for text in texts]
    if importlib.util.find_spec("jionlp"):
        with contextlib.redirect_stdout(io.StringIO()):
            import jionlp

        jobs["JioNLP, times and money"] = lambda: [_jionlp(jionlp, text) for text in texts]
    if baseline:
        extract = runpy.run_path(str(baseline))["extract"]
        jobs[baseline.stem] = lambda: [extract(text) for text in texts]
    return interleaved(jobs, rounds)


def _jionlp(jionlp: Any, text: str) -> object:
    return jionlp.ner.extract_time(text), jionlp.ner.extract_money(text)


def layers(texts: Sequence[str], rounds: int) -> dict[str, float]:
    """Seconds that ``parse`` spends in each step, and in all of it: medians over the rounds."""
    from policy_extract import reading

    steps = {
        "header and parts": "read_frame",
        "outline": "find_units",
        "references": "find_references",
        "responsibilities": "find_responsibilities",
        "  of which resolving": "resolve",
        "deadlines": "find_deadlines",
        "quantities, indicators": "find_quantities",
        "actions": "find_actions",
    }
    spent: dict[str, float] = {}

    def timed(name: str, step: Callable[..., object]) -> Callable[..., object]:
        def run(*arguments: object, **named: object) -> object:
            begin = time.perf_counter()
            try:
                return step(*arguments, **named)
            finally:
                spent[name] += time.perf_counter() - begin

        return run

    kept = {attribute: getattr(reading, attribute) for attribute in steps.values()}
    found: dict[str, list[float]] = {name: [] for name in (*steps, "everything")}
    try:
        for name, attribute in steps.items():
            setattr(reading, attribute, timed(name, kept[attribute]))
        for _ in range(rounds):
            spent.update(dict.fromkeys(steps, 0.0))
            begin = time.perf_counter()
            for text in texts:
                reading.parse(text)
            spent["everything"] = time.perf_counter() - begin
            for name, seconds in spent.items():
                found[name].append(seconds)
    finally:
        for attribute, step in kept.items():
            setattr(reading, attribute, step)
    return {name: statistics.median(values) for name, values in found.items()}


def lengths(text: str, rounds: int) -> dict[str, float]:
    """Documents of one, ten and a hundred notices: seconds a notice."""
    from policy_extract import parse

    jobs = {f"document of {n}": functools.partial(parse, "\n".join([text] * n)) for n in (1, 10, 100)}
    found = interleaved(jobs, max(3, rounds // 5))
    return {name: seconds / int(name.split()[-1]) for name, seconds in found.items()}


def memory(text: str) -> dict[str, float]:
    """Megabytes at the peak of reading a document of one, ten and a hundred notices, beside the text itself."""
    from policy_extract import parse

    peaks = {}
    for n in (1, 10, 100):
        long = "\n".join([text] * n)
        tracemalloc.start()
        parse(long)
        peaks[f"document of {n}"] = tracemalloc.get_traced_memory()[1] / 1e6
        tracemalloc.stop()
    return peaks


def importing(rounds: int) -> dict[str, float]:
    """``import policy_extract`` against ``import pandas``, each in a process of its own, without the interpreter's start."""

    def start(code: str) -> Callable[[], object]:
        return lambda: subprocess.run([sys.executable, "-c", code], check=True)

    found = interleaved(
        {"nothing": start("pass"), "policy_extract": start("import policy_extract"), "pandas": start("import pandas")},
        max(5, rounds // 3),
    )
    return {name: found[name] - found["nothing"] for name in ("policy_extract", "pandas")}


def main() -> None:
    """Prints every comparison."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, help="a folder of .txt notices (default: the sample notice)")
    parser.add_argument("--sample", type=int, help="of the folder, this many notices at even distances")
    parser.add_argument("--baseline", type=Path, metavar="FILE.py", help="a module with extract(text) to compare with")
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    files = sorted(options.texts.glob("*.txt")) if options.texts else [SAMPLE]
    if options.sample:
        files = files[:: max(1, len(files) // options.sample)][: options.sample]
    texts = [path.read_text("utf-8", "replace") for path in files]
    sample = SAMPLE.read_text("utf-8")
    from policy_extract.finders import actions

    kind = "as Python" if actions.__file__.endswith(".py") else "compiled"
    print(
        f"{platform.python_implementation()} {platform.python_version()}, {os.cpu_count()} cores; policy_extract {kind}; "
        f"medians of {options.rounds}"
    )
    print(f"\nreading {len(texts)} notice(s), {sum(map(len, texts)):,} characters")
    found = reading(texts, options.rounds, options.baseline)
    for name, seconds in found.items():
        print(f"  {name:<24}{seconds * 1000:>9.2f} ms   {found['jieba.cut'] / seconds:>6.2f}x jieba.cut")
    if kind == "compiled":
        print("\nlayers: told apart only as Python (POLICY_EXTRACT_COMPILE=0 pip install .)")
    else:
        print("\nlayers: milliseconds in all")
        for name, seconds in layers(texts, options.rounds).items():
            print(f"  {name:<24}{seconds * 1000:>9.2f} ms")
    print("\nlength: milliseconds a notice")
    for name, seconds in lengths(sample, options.rounds).items():
        print(f"  {name:<24}{seconds * 1000:>9.2f} ms")
    print("\nmemory: the peak while one document is read")
    for name, megabytes in memory(sample).items():
        print(f"  {name:<24}{megabytes:>9.1f} MB")
    print("\nimport, without the interpreter's start")
    found = importing(options.rounds)
    for name, seconds in found.items():
        print(f"  {name:<24}{seconds * 1000:>9.2f} ms   {seconds / found['pandas']:>6.3f} of pandas")


if __name__ == "__main__":
    main()
