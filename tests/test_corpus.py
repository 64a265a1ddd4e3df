"""The corpus: laws over every notice, golden records, and an independent reading of the composed ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from policy_extract import Notice
from policy_extract.text import fold
from tests.conftest import CORPUS, corpus_files
from tests.laws import broken_laws

FILES = corpus_files()
HAND = sorted((CORPUS / "gold" / "hand").glob("*composed*.json"))


def test_the_corpus_is_there() -> None:
    assert len(FILES) >= 9
    assert len(HAND) >= 8


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_laws(path: Path, corpus: dict[str, Notice]) -> None:
    assert broken_laws(corpus[path.stem]) == []


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_golden_record(path: Path, corpus: dict[str, Notice], request: pytest.FixtureRequest) -> None:
    record = corpus[path.stem].to_dict()
    record["source"]["path"] = f"corpus/notices/{path.name}"
    golden = CORPUS / "gold" / f"{path.stem}.json"
    written = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
    if request.config.getoption("--rewrite-gold"):
        golden.write_text(written, "utf-8")
    assert golden.read_text("utf-8") == written, "run pytest --rewrite-gold and read the diff"


def test_every_golden_record_has_its_notice() -> None:
    assert {p.stem for p in (CORPUS / "gold").glob("*.json")} == {p.stem for p in FILES}


def _same(a: str | None, b: str | None) -> bool:
    return fold("".join((a or "").split())) == fold("".join((b or "").split()))


@pytest.mark.parametrize("path", HAND, ids=lambda p: p.stem)
def test_against_a_reading_by_hand(path: Path, corpus: dict[str, Notice]) -> None:
    """Clauses with their levels, and who must do what, as a reader wrote them down without the parser."""
    hand = json.loads(path.read_text("utf-8"))
    notice = corpus[hand["id"]]
    ignored = {i["text"] if isinstance(i, dict) else i[1] for i in hand.get("ignore", [])}
    clauses = [(c.marker, c.level) for c in notice.walk() if c.marker and c.marker not in ignored]
    assert [(fold(m or ""), level) for m, level in clauses] == [
        (fold(m), level) for m, level, _ in hand["clauses"] if m not in ignored
    ]
    found = [
        (fold("".join(r.text.split())), fold(r.name), r.role) for r in notice.responsibilities if r.text not in ignored
    ]
    assert found == [
        (fold("".join(text.split())), fold("".join(name.split())), role)
        for text, name, role, _ in hand["responsibilities"]
        if text not in ignored
    ]
    header = notice.header
    assert _same(header.title, hand["header"]["title"])
    assert _same(header.document_number, hand["header"]["document_number"])
    assert (header.date.isoformat() if header.date else None) == hand["header"]["date"]


def test_the_sample_notice(hebei: Notice) -> None:
    sections = [c for c in hebei.walk() if c.kind == "section"]
    clauses = [c for c in hebei.walk() if c.kind == "clause"]
    assert (len(sections), len(clauses), len(hebei.tasks()), len(hebei.responsibilities)) == (4, 15, 15, 93)
    assert {r.role for r in hebei.responsibilities} == {"responsible"}
    assert [c.kind for c in hebei.walk()][-1] == "closing"


def test_the_sample_against_its_gold(hebei: Notice) -> None:
    gold = json.loads((CORPUS / "gold" / "hand" / "hebei-2015-84.json").read_text("utf-8"))
    found = [(r.start, r.end, r.name, r.role, r.clause_start) for r in hebei.responsibilities]
    assert found == [(r["start"], r["end"], r["name"], r["role"], r["clause"]) for r in gold["responsibilities"]]
    assert [(c.start, c.level) for c in hebei.walk() if c.marker] == [(c["start"], c["level"]) for c in gold["clauses"]]
