"""Every fixture, once; ``pytest --rewrite-gold`` writes the golden records of the corpus anew (then read the diff)."""

from __future__ import annotations

from pathlib import Path

import pytest

from policy_extract import Lexicon, Notice, load_lexicon, read

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-gold", action="store_true", help="write corpus/gold/*.json from what is read now")


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    """The built-in lexicon."""
    return load_lexicon()


@pytest.fixture(scope="session")
def hebei() -> Notice:
    """The client's sample notice, 冀政办字〔2015〕84号."""
    return read(CORPUS / "notices" / "hebei-2015-84.txt")


@pytest.fixture(scope="session")
def corpus() -> dict[str, Notice]:
    """Every notice of the corpus, read once."""
    return {path.stem: read(path) for path in corpus_files()}


def corpus_files() -> list[Path]:
    """The notices of the corpus; a test fails where the folder is empty."""
    return sorted((CORPUS / "notices").iterdir())


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Doctests and README snippets use paths from the root of the repository."""
    monkeypatch.chdir(ROOT)
