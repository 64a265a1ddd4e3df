"""What the READMEs show is what happens."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

from policy_extract.cli import main
from tests.conftest import ROOT


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_examples(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "results").mkdir()
    (tmp_path / "corpus").symlink_to(ROOT / "corpus")
    monkeypatch.chdir(tmp_path)
    found = doctest.testfile(str(ROOT / name), module_relative=False, encoding="utf-8")
    assert found.attempted > 5
    assert found.failed == 0


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_report_of_the_first_command(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "corpus").symlink_to(ROOT / "corpus")
    monkeypatch.chdir(tmp_path)
    text = (ROOT / name).read_text("utf-8")
    command = re.search(r"pip install \. && policy-extract (run .+)", text)
    assert command
    assert main(command.group(1).split()) == 0
    assert capsys.readouterr().out in text
