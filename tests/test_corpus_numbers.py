"""Quantities and deadlines of composed notices, against what a reader wrote down without the parser."""

from __future__ import annotations

import json
from typing import Any

import pytest

from policy_extract import Notice
from tests.conftest import CORPUS

GOLD: dict[str, dict[str, list[dict[str, Any]]]] = json.loads(
    (CORPUS / "gold" / "hand" / "quantities.json").read_text("utf-8")
)


def kept(found: list[tuple[Any, ...]], ignored: list[dict[str, Any]], layer: str) -> list[tuple[Any, ...]]:
    """What was found outside the stretches where nothing is right or wrong."""
    stretches = [(i["start"], i["end"]) for i in ignored if i["layer"] == layer]
    return [f for f in found if not any(min(f[1], b) > max(f[0], a) for a, b in stretches)]


def test_the_gold_is_of_its_texts(corpus: dict[str, Notice]) -> None:
    assert len(GOLD) >= 6
    for id, gold in GOLD.items():
        for entry in gold["quantities"] + gold["deadlines"]:
            assert corpus[id].text[entry["start"] : entry["end"]] == entry["text"], (id, entry)


@pytest.mark.parametrize("id", GOLD)
def test_quantities(id: str, corpus: dict[str, Notice]) -> None:
    gold = GOLD[id]
    found = [(q.start, q.end, q.low, q.high, q.unit) for q in corpus[id].quantities]
    expected = [(e["start"], e["end"], e["low"], e["high"], e["unit"]) for e in gold["quantities"]]
    found = kept(found, gold["ignore"], "quantities")
    assert [f[4] for f in found] == [e[4] for e in expected]
    for f, e in zip(found, expected, strict=True):
        assert min(f[1], e[1]) > max(f[0], e[0]), (f, e)
        for mine, theirs in zip(f[2:4], e[2:4], strict=True):
            assert mine == (None if theirs is None else pytest.approx(theirs, abs=5e-4)), (f, e)


@pytest.mark.parametrize("id", GOLD)
def test_deadlines(id: str, corpus: dict[str, Notice]) -> None:
    gold = GOLD[id]
    found = [(d.start, d.end, d.latest.isoformat() if d.latest else None) for d in corpus[id].deadlines]
    expected = [(e["start"], e["end"], e["latest"]) for e in gold["deadlines"]]
    found = kept(found, gold["ignore"], "deadlines")
    assert [f[2] for f in found] == [e[2] for e in expected]
    for f, e in zip(found, expected, strict=True):
        assert min(f[1], e[1]) > max(f[0], e[0]), (f, e)
