"""The installed package, where it was compiled, reads as its source does."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from policy_extract import read

CORPUS = Path(__file__).parent.parent / "corpus" / "notices"
_READ = """
import json, sys
try:
    from policy_extract import read
    from policy_extract.finders import actions
except ImportError:
    sys.exit()
if not actions.__file__.endswith(".py"):
    for path in sys.argv[1:]:
        print(json.dumps(read(path).to_dict()))
"""


def test_compiled_modules_read_the_corpus_alike(tmp_path: Path) -> None:
    paths = sorted(map(str, CORPUS.iterdir()))
    # -I: what is installed, not the folder that the tests run in
    command = [sys.executable, "-I", "-c", _READ, *paths]
    lines = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout.splitlines()
    if not lines:
        pytest.skip("the installed package is not compiled")
    for path, line in zip(paths, lines, strict=True):
        assert json.loads(line) == json.loads(json.dumps(read(path).to_dict())), path
