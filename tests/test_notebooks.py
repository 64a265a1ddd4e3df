"""The notebooks run from a clean kernel and give what is saved in them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from tests.conftest import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def _texts(notebook: nbformat.NotebookNode) -> list[str]:
    """What the code cells print and show, without pictures and the names of objects in memory."""
    found = []
    for cell in notebook.cells:
        printing = False
        for output in cell.get("outputs", []):
            data: dict[str, Any] = output.get("data", {})
            goes_on, printing = printing, output.output_type == "stream" and output.name == "stdout"
            if "image/png" in data:
                found.append("a picture")
            elif printing and goes_on:  # a slow kernel hands over in pieces what a cell prints
                found[-1] += output.text
            elif printing:
                found.append(output.text)
            elif "text/plain" in data:
                found.append(data["text/plain"])
    return found


@pytest.mark.filterwarnings("ignore")  # the kernel's own
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_runs_and_shows_what_is_saved(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    saved = nbformat.read(path, as_version=4)
    fresh = nbformat.read(path, as_version=4)
    NotebookClient(
        fresh, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}
    ).execute()
    assert _texts(fresh) == _texts(saved), "run python notebooks/run.py and read the diff"
    assert "a picture" in _texts(saved)
    assert all("�" not in text for text in _texts(saved))


def test_there_are_notebooks() -> None:
    assert [p.name[:2] for p in NOTEBOOKS][:2] == ["01", "02"]
