"""How fast a notice is read, as ratios against named peers in the same run: ``python benchmarks/parse.py``.

Rounds are interleaved (A B C A B C …) and medians compared, so that a machine whose speed drifts does not decide. Only the
ratios mean anything elsewhere. ``--texts FOLDER`` measures over a folder of .txt notices instead of the sample notice.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

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


def reading(texts: Sequence[str], rounds: int) -> dict[str, float]:
    """Reading with every layer against segmenting the same characters with jieba."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba's own imports warn
        import jieba
        import jieba.posseg

    from policy_extract import parse

    jieba.setLogLevel(60)
    jobs: dict[str, Callable[[], object]] = {
        "parse, every layer": lambda: [parse(text) for text in texts],
        "jieba.cut": lambda: [list(jieba.cut(text)) for text in texts],
    }
    if len(texts) == 1:
        jobs["jieba.posseg.cut"] = lambda: [list(jieba.posseg.cut(text)) for text in texts]
    return interleaved(jobs, rounds)


def lengths(text: str, rounds: int) -> dict[str, float]:
    """One document of a hundred notices against one notice: seconds a notice."""
    from policy_extract import parse

    many = "\n".join([text] * 100)
    found = interleaved({"one notice": lambda: parse(text), "of 100 joined": lambda: parse(many)}, max(3, rounds // 5))
    found["of 100 joined"] /= 100
    return found


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
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    files = sorted(options.texts.glob("*.txt")) if options.texts else [SAMPLE]
    texts = [path.read_text("utf-8") for path in files]
    print(
        f"{platform.python_implementation()} {platform.python_version()}, {os.cpu_count()} cores; medians of {options.rounds}"
    )
    print(f"\nreading {len(texts)} notice(s), {sum(map(len, texts)):,} characters")
    found = reading(texts, options.rounds)
    for name, seconds in found.items():
        print(f"  {name:<22}{seconds * 1000:>9.2f} ms   {found['jieba.cut'] / seconds:>6.2f}x jieba.cut")
    print("\nlength: milliseconds a notice")
    for name, seconds in lengths(SAMPLE.read_text("utf-8"), options.rounds).items():
        print(f"  {name:<22}{seconds * 1000:>9.2f} ms")
    print("\nimport, without the interpreter's start")
    found = importing(options.rounds)
    for name, seconds in found.items():
        print(f"  {name:<22}{seconds * 1000:>9.2f} ms   {seconds / found['pandas']:>6.3f} of pandas")


if __name__ == "__main__":
    main()
