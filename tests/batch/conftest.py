"""Small folders of notices, runs of the command in a process of its own, and a way to see every byte that it has written."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

_TEXT = """{place}人民政府办公厅关于加强{matter}工作的通知
{short}政办字〔{year}〕{number}号
各市人民政府,省政府有关部门:
一、加强{matter}监管
(一)开展专项检查。对重点企业开展专项检查{count}次以上,{next}年底前完成。(省科技厅牵头,省财政厅、市场监管局配合)
(二)完善{matter}标准。制定地方标准{few}项,合格率达到{share}%。(省发展改革委、农业农村厅按职责分工负责)
二、强化保障措施
(三)落实《{place}{matter}条例》,加大资金投入。(省财政厅负责)
{place}人民政府办公厅
{year}年{month}月{day}日
"""
_PLACES = (("河北省", "冀"), ("山东省", "鲁"), ("河南省", "豫"), ("浙江省", "浙"), ("陕西省", "陕"))
_MATTERS = ("质量", "标准化", "食品安全", "知识产权", "计量", "特种设备", "消费品")

MakeFolder = Callable[..., Path]


def text(number: int) -> str:
    """One small notice, another for every number."""
    place, short = _PLACES[number % len(_PLACES)]
    return _TEXT.format(
        place=place,
        short=short,
        matter=_MATTERS[number % len(_MATTERS)],
        year=2012 + number % 11,
        next=2013 + number % 11,
        number=number + 1,
        count=100 + number,
        few=number % 9 + 1,
        share=60 + number % 40,
        month=number % 12 + 1,
        day=number % 28 + 1,
    )


@pytest.fixture(scope="session")
def make_folder(tmp_path_factory: pytest.TempPathFactory) -> MakeFolder:
    """A folder of so many small notices, some in a subfolder; the same ones for one number."""

    def make(count: int, parent: Path | None = None) -> Path:
        folder = (parent or tmp_path_factory.mktemp("inputs")) / "notices"
        (folder / "更多").mkdir(parents=True)
        for number in range(count):
            target = folder / "更多" if number % 7 == 3 else folder
            (target / f"n{number:05}.txt").write_text(text(number), "utf-8")
        return folder

    return make


def outputs(folder: Path) -> dict[str, bytes]:
    """Every file of the results, but for what the run keeps for itself."""
    files = (p for p in sorted(folder.rglob("*")) if p.is_file())
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in files if "_run" not in p.relative_to(folder).parts
    }


def environment(**more: str) -> dict[str, str]:
    """The environment of a command that finds the package that is tested."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p), **more}


def command(*arguments: object) -> list[str]:
    """``policy-extract run`` with these arguments, as a list for :mod:`subprocess`."""
    return [sys.executable, "-m", "policy_extract.cli", "run", *map(str, arguments)]


def run(*arguments: object, timeout: float = 120.0) -> subprocess.CompletedProcess[str]:
    """Runs ``policy-extract run`` to its end."""
    return subprocess.run(
        command(*arguments), capture_output=True, text=True, timeout=timeout, env=environment(), check=False
    )


def children(process: int) -> list[int]:
    """The processes that a process has started; on Linux only."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, IndexError):
                continue
            if parent == process:
                found.append(int(entry.name))
    return sorted(found)
