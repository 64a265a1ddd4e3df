"""Numbers and due dates against general extractors for Chinese: ``python benchmarks/extraction.py [GOLD_FOLDER]``.

Peers: JioNLP (Apache-2.0, ``pip install jionlp``), its money and time recognition; Microsoft recognizers-text (MIT,
``pip install recognizers-text-suite "emoji<2"``), its currencies, dimensions, ages, percentages and times. A peer that is
not installed is skipped, and said to be.

Without a folder the composed notices of the corpus are read, against ``corpus/gold/hand/quantities.json``. A folder holds
``<id>.txt`` with ``<id>.json`` beside it, where ``quantities`` and ``deadlines`` have ``start`` and ``end``, and
``ignore`` the stretches in which nothing is right or wrong.

Found: an entry of the gold that something found overlaps, each paired once. False: what overlaps no entry of its layer, and no
ignored stretch; a time that the gold has as a deadline is no false quantity. Bounds and units are not asked of the peers;
what ours has wholly right (low, high and unit; last day) stands in brackets.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
import time
import warnings
from collections.abc import Callable, Iterable, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

CORPUS = Path(__file__).parent.parent / "corpus"

Span = tuple[int, int]
#: What a peer finds in a text, by layer.
Finder = Callable[[str], dict[str, list[Span]]]


@dataclass
class Tally:
    """What one extractor found of one layer's gold, what it found besides, and what it has wholly right."""

    gold: int = 0
    found: int = 0
    false: int = 0
    exact: int | None = None
    examples: list[str] = field(default_factory=list)


def gold_of_corpus() -> dict[str, tuple[str, dict[str, Any]]]:
    """The composed notices that have their numbers annotated: id, text, gold."""
    every = json.loads((CORPUS / "gold" / "hand" / "quantities.json").read_text("utf-8"))
    return {id: ((CORPUS / "notices" / f"{id}.txt").read_bytes().decode("utf-8"), gold) for id, gold in every.items()}


def gold_of_folder(folder: Path) -> dict[str, tuple[str, dict[str, Any]]]:
    """The annotated notices of a folder: id, text, gold."""
    return {
        path.stem: (path.with_suffix(".txt").read_bytes().decode("utf-8"), json.loads(path.read_text("utf-8")))
        for path in sorted(folder.glob("*.json"))
        if path.with_suffix(".txt").exists()
    }


# --- the extractors -------------------------------------------------------------------------------------------------


def ours(text: str) -> dict[str, list[Any]]:
    from policy_extract import parse

    notice = parse(text)
    return {"quantities": list(notice.quantities), "deadlines": list(notice.deadlines)}


def jionlp() -> Finder | None:
    """JioNLP's recognition of money and of time; None where it is not installed."""
    with redirect_stdout(StringIO()):
        try:
            import jionlp as jio
        except ImportError:
            return None
    now = time.time()

    def find(text: str) -> dict[str, list[Span]]:
        with redirect_stdout(StringIO()):
            money = [tuple(entity["offset"]) for entity in jio.ner.extract_money(text)]
            times = jio.ner.extract_time(text, time_base=now)
        lasting = [tuple(t["offset"]) for t in times if t["type"] == "time_delta" or "内" in t["text"]]
        points = [tuple(t["offset"]) for t in times if t["type"] in ("time_point", "time_span")]
        return {"quantities": [*money, *lasting], "deadlines": points}

    return find


def recognizers(*, numbers: bool) -> Finder | None:
    """The recognizers for Chinese, with or without plain numbers; None where they are not installed."""
    try:
        from recognizers_date_time import recognize_datetime
        from recognizers_number import recognize_number, recognize_percentage
        from recognizers_number_with_unit import recognize_age, recognize_currency, recognize_dimension
        from recognizers_text import Culture
    except ImportError:
        return None

    def spans(results: Iterable[Any]) -> list[Span]:
        return [(result.start, result.end + 1) for result in results]

    def find(text: str) -> dict[str, list[Span]]:
        models = [recognize_currency, recognize_dimension, recognize_age, recognize_percentage]
        models += [recognize_number] if numbers else []
        found: list[Span] = []
        for low in range(0, len(text), 500):  # its time grows faster than the text
            piece = text[low : low + 500]
            for model in models:
                found += [(low + a, low + b) for a, b in spans(model(piece, Culture.Chinese))]
        times: list[Span] = []
        for low in range(0, len(text), 500):
            for result in recognize_datetime(text[low : low + 500], Culture.Chinese):
                span = (low + result.start, low + result.end + 1)
                (found if result.type_name.endswith("duration") else times).append(span)
        return {"quantities": _widest(found), "deadlines": _widest(times)}

    return find


def _widest(spans: Iterable[Span]) -> list[Span]:
    """The spans without those inside others: 100 in 100万元."""
    kept: list[Span] = []
    for span in sorted(set(spans), key=lambda s: (s[0], -s[1])):
        if not kept or span[1] > kept[-1][1]:
            kept.append(span)
    return kept


# --- scoring --------------------------------------------------------------------------------------------------------


def overlaps(a: Span, b: Span) -> bool:
    return min(a[1], b[1]) > max(a[0], b[0])


def score(
    tally: Tally, gold: dict[str, Any], layer: str, found: Sequence[Span], kinds: Callable[[Any], bool]
) -> set[int]:
    """Pairs gold with found, once each, and counts; gives the gold entries that were found."""
    entries = gold[layer]
    left = list(found)
    hit = set()
    for number, entry in enumerate(entries):
        match = next((span for span in left if overlaps(span, (entry["start"], entry["end"]))), None)
        if match is not None:
            left.remove(match)
            if kinds(entry):
                hit.add(number)
    tally.gold += sum(1 for entry in entries if kinds(entry))
    tally.found += len(hit)
    allowed = [
        (e["start"], e["end"]) for e in gold["quantities"] + (gold["deadlines"] if layer == "quantities" else [])
    ]
    allowed += [(e["start"], e["end"]) for e in entries]
    allowed += [(i["start"], i["end"]) for i in gold.get("ignore", []) if i["layer"] == layer]
    tally.false += sum(1 for span in left if not any(overlaps(span, other) for other in allowed))
    return hit


def right(entry: dict[str, Any], thing: Any, layer: str) -> bool:
    """Whether ours has the values of the gold."""
    if layer == "deadlines":
        return entry["latest"] == (thing.latest.isoformat() if thing.latest else None)

    def same(a: float | None, b: float | None) -> bool:
        return a is b if a is None or b is None else abs(a - b) <= 1e-3 * max(1.0, abs(a))

    return same(entry["low"], thing.low) and same(entry["high"], thing.high) and entry["unit"] == thing.unit


def main() -> None:
    """Prints the comparison."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", help="a folder of annotated notices (default: the corpus)")
    options = parser.parse_args()
    warnings.simplefilter("ignore")  # the peers' own
    logging.disable(logging.ERROR)
    documents = gold_of_folder(options.folder) if options.folder else gold_of_corpus()
    if not documents:
        sys.exit(f"{options.folder}: no <id>.txt with <id>.json beside it")
    peers = {
        "JioNLP, money and time": jionlp(),
        "recognizers-text, with unit": recognizers(numbers=False),
        "recognizers-text, all numbers": recognizers(numbers=True),
    }
    from policy_extract.lexicon import load_lexicon

    kinds = {row["unit"]: row["kind"] for row in load_lexicon().table("units")}

    def money_or_time(entry: dict[str, Any]) -> bool:
        return kinds.get(entry.get("unit", ""), "").split("/")[0] in ("money", "time")

    asked = {
        "quantities": ("quantities", lambda entry: True),
        "quantities of money or time": ("quantities", money_or_time),
        "deadlines": ("deadlines", lambda entry: True),
    }
    rows: dict[tuple[str, str], Tally] = {}
    for text, gold in documents.values():
        mine = ours(text)
        for name, (layer, kind) in asked.items():
            spans = [(thing.start, thing.end) for thing in mine[layer]]
            tally = rows.setdefault((name, "policy_extract"), Tally(exact=0))
            hit = score(tally, gold, layer, spans, kind)
            entries = [gold[layer][number] for number in hit]
            tally.exact = (tally.exact or 0) + sum(
                any(overlaps((t.start, t.end), (e["start"], e["end"])) and right(e, t, layer) for t in mine[layer])
                for e in entries
            )
        for peer, find in peers.items():
            if find is None:
                continue
            found = find(text)
            for name, (layer, kind) in asked.items():
                score(rows.setdefault((name, peer), Tally()), gold, layer, found[layer], kind)
    characters = sum(len(text) for text, _ in documents.values())
    print(f"{len(documents)} notices, {characters:,} characters")
    for name in asked:
        print(f"\n{name:<32}{'gold':>6}{'found':>7}{'':>8}{'false':>7}")
        for (asked_name, who), tally in rows.items():
            if asked_name == name:
                exact = "" if tally.exact is None else f"({tally.exact})"
                false = "" if name.endswith("time") else tally.false
                print(f"  {who:<30}{tally.gold:>6}{tally.found:>7}{exact:>8}{false:>7}")
    for peer, find in peers.items():
        if find is None:
            print(f"\n{peer}: not installed, skipped")


if __name__ == "__main__":
    main()
