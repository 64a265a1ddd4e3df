"""Gold against found: how well notices are read, layer by layer, in precision, recall and F1.

A gold file is JSON beside its text (``<id>.json``, ``<id>.txt``): ``header``, ``clauses`` (start, level, heading),
``responsibilities`` (start, end, name, role, clause: the start of the governing clause, -1 without one), ``references``
(start, end, number, relation), ``quantities`` (start, end, low, high, unit), ``deadlines`` (start, end, latest),
``actions`` inside ``actions_range``, and ``ignore``: stretches of a layer where finding something is neither right nor
wrong. Counts are pooled over the documents.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from policy_extract.errors import PolicyExtractError
from policy_extract.lexicon import Lexicon
from policy_extract.text import compact, fold

__all__ = ["LAYERS", "Score", "evaluate", "report"]

LAYERS = (
    "clauses", "headings", "responsibilities", "mentions", "names", "references", "relations", "quantities",
    "deadlines", "actions", "header",
)  # fmt: skip

_Entry = Mapping[str, Any]


@dataclass(slots=True)
class Score:
    """The counts of one layer: ``right``, ``missed`` (in the gold alone), ``false`` (found alone), and what they were.

    >>> score = Score(right=8, missed=2, false=0)
    >>> score.precision, score.recall, round(score.f1, 3)
    (1.0, 0.8, 0.889)
    """

    right: int = 0
    missed: int = 0
    false: int = 0
    errors: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """The share of the findings that are right."""
        return self.right / (self.right + self.false) if self.right + self.false else 0.0

    @property
    def recall(self) -> float:
        """The share of the gold that was found."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = 2 * self.right + self.missed + self.false
        return 2 * self.right / total if total else 0.0


def evaluate(folder: str | Path, lexicon: Lexicon | None = None) -> dict[str, Score]:
    """Reads every text of a folder of gold and scores what was found, one :class:`Score` a layer.

    Raises PolicyExtractError where the folder holds no gold, or a gold file has no text beside it.
    """
    from policy_extract.reading import parse

    files = sorted(Path(folder).glob("*.json"))
    if not files:
        raise PolicyExtractError(f"{folder}: no gold in it; gold is <id>.json beside <id>.txt")
    scores = {layer: Score() for layer in LAYERS}
    for path in files:
        text_path = path.with_suffix(".txt")
        if not text_path.exists():
            raise PolicyExtractError(f"{path}: no text beside it; put {text_path.name} there")
        text = text_path.read_bytes().decode("utf-8")
        gold = json.loads(path.read_text("utf-8"))
        _Document(path.stem, text, gold, parse(text, id=path.stem, lexicon=lexicon).to_dict()).score(scores)
    return scores


@dataclass(slots=True)
class _Document:
    """One document under scoring."""

    name: str
    text: str
    gold: _Entry
    found: _Entry

    def score(self, scores: Mapping[str, Score]) -> None:
        """Adds this document's counts to the scores of every layer."""
        self._clauses(scores)
        self._responsibilities(scores)
        self._references(scores)
        overlapping: tuple[tuple[str, Callable[[_Entry, _Entry], bool]], ...] = (
            ("quantities", _same_quantity),
            ("deadlines", lambda g, f: g["latest"] == f["latest"]),
        )
        for layer, same in overlapping:
            self._match(scores, layer, self.gold.get(layer, ()), self.found[layer], _meeting(same))
        self._actions(scores)
        self._header(scores["header"])

    def _clauses(self, scores: Mapping[str, Score]) -> None:
        numbered = [c for c in self.found["clauses"] if c["marker"]]
        for clause in numbered:
            clause["end"] = clause["start"] + len(clause["marker"])
        pairs = self._match(
            scores,
            "clauses",
            self.gold["clauses"],
            numbered,
            lambda g, f: (g["start"], g["level"]) == (f["start"], f["level"]),
        )
        named = [(g, f) for g, f in pairs if g["heading"] is not None]
        self._compare(scores["headings"], named, lambda e: _plain(e["heading"]))

    def _responsibilities(self, scores: Mapping[str, Score]) -> None:
        gold, found = self.gold["responsibilities"], self.found["responsibilities"]
        self._match(
            scores,
            "responsibilities",
            gold,
            found,
            lambda g, f: _place(g) == _place(f) and g["role"] == f["role"] and g["clause"] == f["clause_start"],
        )
        pairs = self._match(
            scores, "mentions", gold, found, lambda g, f: _place(g) == _place(f), ignored="responsibilities"
        )
        self._compare(scores["names"], pairs, lambda e: _plain(e["name"]))

    def _references(self, scores: Mapping[str, Score]) -> None:
        pairs = self._match(
            scores,
            "references",
            self.gold["references"],
            self.found["references"],
            lambda g, f: _place(g) == _place(f) and _plain(g["number"]) == _plain(f["number"]),
        )
        self._compare(scores["relations"], pairs, lambda e: e["relation"])

    def _actions(self, scores: Mapping[str, Score]) -> None:
        if not self.gold.get("actions_range"):
            return
        low, high = self.gold["actions_range"]
        spanned = [
            {**a, "start": a["verb_start"], "end": a["verb_end"]}
            for a in self.found["actions"]
            if low <= a["verb_start"] < high
        ]
        gold = [{**a, "start": a["verb_start"], "end": a["verb_end"]} for a in self.gold["actions"]]
        self._match(scores, "actions", gold, spanned, lambda g, f: _meet(g, f) and _same_object(g, f))

    def _header(self, score: Score) -> None:
        for key, truth in self.gold["header"].items():
            said = self.found["header"].get(key)
            want, got = (
                [_plain(v) for v in values] if isinstance(values, list) else [_plain(values)]
                for values in (truth, said)
            )
            if sorted(w or "" for w in want) == sorted(g or "" for g in got):
                score.right += 1
            else:
                score.missed += 1
                score.false += 1
                score.errors.append((self.name, "differs", f"{key}: {truth!r}, found {said!r}"))

    def _match(
        self,
        scores: Mapping[str, Score],
        layer: str,
        gold: Sequence[_Entry],
        found: Iterable[_Entry],
        same: Callable[[_Entry, _Entry], bool],
        ignored: str | None = None,
    ) -> list[tuple[_Entry, _Entry]]:
        """Pairs gold and found one to one, in order, and counts what is left; found things in ignored stretches are not."""
        left, score = list(found), scores[layer]
        pairs = []
        for g in gold:
            partner = next((i for i, f in enumerate(left) if same(g, f)), None)
            if partner is None:
                score.missed += 1
                score.errors.append((self.name, "missed", self._show(g)))
            else:
                pairs.append((g, left.pop(partner)))
        score.right += len(pairs)
        stretches = [i for i in self.gold.get("ignore", ()) if i["layer"] == (ignored or layer)]
        for f in left:
            if not any(_meet(f, stretch) for stretch in stretches):
                score.false += 1
                score.errors.append((self.name, "false", self._show(f)))
        return pairs

    def _compare(self, score: Score, pairs: Iterable[tuple[_Entry, _Entry]], value: Callable[[_Entry], Any]) -> None:
        for g, f in pairs:
            if value(g) == value(f):
                score.right += 1
            else:
                score.missed += 1
                score.false += 1
                score.errors.append((self.name, "differs", f"{self._show(g)}: {value(g)!r}, found {value(f)!r}"))

    def _show(self, entry: _Entry) -> str:
        start = entry["start"]
        return f"{start}: {self.text[start : entry.get('end', start + 16)]!r}"


def _place(entry: _Entry) -> tuple[int, int]:
    return entry["start"], entry["end"]


def _shared(a: tuple[int, int], b: tuple[int, int]) -> int:
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def _meet(a: _Entry, b: _Entry) -> bool:
    return _shared(_place(a), _place(b)) > 0


def _meeting(same: Callable[[_Entry, _Entry], bool]) -> Callable[[_Entry, _Entry], bool]:
    return lambda g, f: _meet(g, f) and same(g, f)


def _plain(value: str | None) -> str | None:
    """A text without what copies change: widths, bracket shapes, white space, closing marks; nothing is nothing."""
    return None if value is None else compact(fold(value)).strip(".,;:。、") or None


def _same_quantity(g: _Entry, f: _Entry) -> bool:
    def close(a: float | None, b: float | None) -> bool:
        return (
            a is b if a is None or b is None else math.isclose(a, b, rel_tol=1e-6, abs_tol=5e-4 if abs(a) < 1 else 0.0)
        )

    bounds = close(g["low"], f["low"]) and close(g["high"], f["high"])
    return bool(bounds and _plain(g["unit"]) == _plain(f["unit"]))


def _same_object(g: _Entry, f: _Entry) -> bool:
    """Objects that share at least half of their union."""
    if g.get("object") is None or f.get("object") is None:
        return g.get("object") is f.get("object")
    a, b = ((e["object_start"], e["object_end"]) for e in (g, f))
    shared = _shared(a, b)
    return bool(2 * shared >= a[1] - a[0] + b[1] - b[0] - shared > 0)


def report(scores: Mapping[str, Score]) -> Iterator[str]:
    """The scores as lines of a table."""
    for layer, score in scores.items():
        counts = f"gold {score.right + score.missed:>5}  found {score.right + score.false:>5}"
        yield f"{layer:<17}P {score.precision:.4f}  R {score.recall:.4f}  F1 {score.f1:.4f}   {counts}"
