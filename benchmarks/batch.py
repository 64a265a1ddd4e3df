"""How fast a folder becomes tables and graphs, and in how much memory: ``python benchmarks/batch.py``.

Notices are made from the corpus, with other places, names and numbers, the same ones every time. Every figure is of the
whole command in a process of its own, from files to files; rounds are interleaved and medians compared.

- ``--baseline FILE.py`` compares with a script that has ``extract(text)``;
- ``--counts 10,100,1000,10000,100000`` runs that many notices each, once, and shows the peak memory of each process.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus" / "notices"

_PLACES = "河北省 山西省 辽宁省 吉林省 江苏省 浙江省 安徽省 福建省 江西省 山东省 河南省 湖北省 湖南省 广东省 海南省 四川省 贵州省 云南省 陕西省 甘肃省".split()
_SHORT = "冀 晋 辽 吉 苏 浙 皖 闽 赣 鲁 豫 鄂 湘 粤 琼 川 黔 滇 陕 甘".split()
_NUMBER = re.compile(r"\d+")
_PLACE = re.compile("|".join(_PLACES))
_SIGN = re.compile("[冀晋辽吉苏浙皖闽赣鲁豫鄂湘粤琼川黔滇陕甘](?=政)")
_FIRM = re.compile("企业|园区|单位|机构|产品|项目")
_NAMES = "企业 园区 单位 机构 产品 项目 平台 基地 示范区 工程".split()
#: Notices in one folder.
_FOLDER = 1000


def corpus() -> list[str]:
    """The texts of the corpus."""
    from policy_extract.loaders import load

    return [load(path).text for path in sorted(CORPUS.iterdir())]


def made(text: str, number: int) -> str:
    """The notice with another place, other names and other numbers."""
    dice = random.Random(number)
    which = dice.randrange(len(_PLACES))

    def count(match: re.Match[str]) -> str:
        digits = match.group()
        if len(digits) == 4 and digits[:2] in ("19", "20"):
            return str(2010 + dice.randrange(15))
        return digits if len(digits) < 2 else str(dice.randrange(10 ** (len(digits) - 1), 10 ** len(digits)))

    text = _SIGN.sub(_SHORT[which], _PLACE.sub(_PLACES[which], text))
    text = _FIRM.sub(lambda match: dice.choice(_NAMES), text)
    return _NUMBER.sub(count, text)


def make(folder: Path, count: int) -> Path:
    """A folder of so many notices."""
    texts = corpus()
    for number in range(count):
        inside = folder / f"{number // _FOLDER:04}"
        if number % _FOLDER == 0:
            inside.mkdir(parents=True)
        (inside / f"notice{number:07}.txt").write_text(made(texts[number % len(texts)], number), "utf-8")
    return folder


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took: seconds, those of all processors together, and peak memory in MiB of itself and its largest worker."""

    seconds: float
    processor: float
    parent: float
    worker: float


def _environment() -> dict[str, str]:
    """With the package as it is installed, which may be compiled; the sources beside this file where none is."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join([*(p for p in sys.path[1:] if p), str(ROOT)])}


def run(folder: Path, *options: str) -> Cost:
    """The command over a folder, into a new one that is thrown away."""
    with tempfile.TemporaryDirectory() as out:
        command = [sys.executable, "-m", "policy_extract.cli", "run", str(folder), "--out", out, "--quiet", *options]
        return measured(command)


def measured(command: Sequence[str]) -> Cost:
    """A command with its peak memory, as far as the system tells it."""
    begin, used = time.perf_counter(), _used()
    process = subprocess.Popen(command, env=_environment(), stderr=subprocess.DEVNULL)
    parent = worker = 0.0
    while True:
        parent = max(parent, _peak(process.pid))
        worker = max([worker, *map(_peak, _children(process.pid))])
        try:
            if process.wait(0.1):
                raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
        except subprocess.TimeoutExpired:
            continue
        return Cost(time.perf_counter() - begin, _used() - used, parent, worker)


def _used() -> float:
    """Processor seconds of all processes that have ended under this one."""
    times = os.times()
    return times.children_user + times.children_system


def _peak(process: int) -> float:
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0.0
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else 0.0


def _children(process: int) -> list[int]:
    """The processes that any thread of a process has started."""
    found: list[int] = []
    for path in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            found += [int(number) for number in path.read_text().split()]
        except OSError:
            continue
    return found


def interleaved(jobs: dict[str, Callable[[], object]], rounds: int) -> dict[str, tuple[float, float]]:
    """The median seconds of each job, and of the processors over it, all of them run in turn."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in jobs}
    for _ in range(rounds):
        for name, job in jobs.items():
            begin, used = time.perf_counter(), _used() + time.process_time()
            job()
            found[name].append((time.perf_counter() - begin, _used() + time.process_time() - used))
    return {name: tuple(map(statistics.median, zip(*costs, strict=True))) for name, costs in found.items()}  # type: ignore[misc]


_BASELINE = """
import importlib.util, sys
from pathlib import Path
spec = importlib.util.spec_from_file_location("baseline", sys.argv[1])
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
for path in sorted(Path(sys.argv[2]).rglob("*.txt")):
    module.extract(path.read_text("utf-8"))
"""


def baseline(script: Path, folder: Path) -> None:
    """A script over the texts of a folder, writing nothing."""
    subprocess.run([sys.executable, "-W", "ignore", "-c", _BASELINE, str(script), str(folder)], check=True)


def length(rounds: int, notices: int) -> tuple[float, float]:
    """Characters a second of one notice, and of one document that joins so many, in this process."""
    from policy_extract import parse

    texts = corpus()
    many = "\n".join(made(texts[i % len(texts)], i) for i in range(notices))
    alone = [made(text, number) for number, text in enumerate(texts * 5)]
    parse(many[:20_000])

    def read(texts: Sequence[str]) -> None:
        for text in texts:
            parse(text)

    found = interleaved({"one": lambda: read(alone), "many": lambda: read([many])}, rounds)
    return sum(map(len, alone)) / found["one"][1], len(many) / found["many"][1]


def main() -> None:
    """Prints every comparison."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--baseline", type=Path, metavar="FILE.py", help="a script with extract(text) to compare with")
    parser.add_argument("--counts", default="10,100,1000", help="default: 10,100,1000")
    parser.add_argument("--notices", type=int, default=1000, help="in each comparison (default: 1000)")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    print(f"{platform.python_implementation()} {platform.python_version()}, {cores} cores; medians of {options.rounds}")
    with tempfile.TemporaryDirectory() as place:
        folder = make(Path(place) / "notices", options.notices)
        size = sum(len(path.read_text("utf-8")) for path in folder.rglob("*.txt"))
        print(f"\n{options.notices:,} notices, {size:,} characters: from files to tables, records and graphs")
        jobs: dict[str, Callable[[], object]] = {"serial": _later(folder, "--on", "serial")}
        for workers in sorted({1, 2, cores}):
            jobs[f"processes, {workers}"] = _later(folder, "--workers", str(workers))
        if find_spec("distributed") is not None:
            jobs["dask, 2"] = _later(folder, "--on", "dask", "--workers", "2")
        if options.baseline:
            jobs["baseline"] = lambda: baseline(options.baseline, folder)
        found = interleaved(jobs, options.rounds)
        for name, (seconds, processor) in found.items():
            ratios = f"{found['processes, 1'][0] / seconds:>8.2f}x one worker"
            if "baseline" in found:
                whole, alone = found["baseline"][0] / seconds, found["baseline"][1] / processor
                ratios += f"{whole:>8.2f}x baseline, {alone:.2f}x by processor time"
            print(f"  {name:<16}{seconds:>9.2f} s{processor:>9.2f} s of processors{ratios}")
    one, many = length(options.rounds, options.notices)
    print(f"\none document of {options.notices:,} notices: {many / one:.2f} of the characters a second of one notice")
    print("\nnumber of notices, all cores: seconds, notices a second, peak memory of the run and of its largest worker")
    for count in map(int, options.counts.split(",")):
        place = tempfile.mkdtemp()
        try:
            cost = run(make(Path(place) / "notices", count))
        finally:
            shutil.rmtree(place)
        print(
            f"  {count:>9,}{cost.seconds:>10.1f} s{count / cost.seconds:>9.1f}/s{cost.parent:>8.0f} MiB{cost.worker:>8.0f} MiB",
            flush=True,
        )


def _later(folder: Path, *options: str) -> Callable[[], object]:
    return lambda: run(folder, *options)


if __name__ == "__main__":
    main()
