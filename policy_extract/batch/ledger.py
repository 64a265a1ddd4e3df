"""The ledger of a batch, ``_run/ledger.jsonl``: one line for every document that was read, appended and on the disk.

A shard counts as done when a line for each of its documents is there; its files have been on the disk before them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from policy_extract.batch.store import Store

__all__ = ["Entry", "Ledger", "State"]

_LEDGER = "_run/ledger.jsonl"

#: What came of a document: read, refused with a reason, or the end of the worker that read it.
State = Literal["done", "failed", "killed"]


@dataclass(frozen=True, slots=True)
class Entry:
    """What came of one document: ``seconds`` it took, how many ``warnings`` it has, or the ``error``."""

    document: str
    path: str
    sha256: str | None
    state: State
    seconds: float
    warnings: int = 0
    error: str | None = None
    advice: str | None = None

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(slots=True)
class _Shard:
    done: int = 0
    failed: int = 0


class Ledger:
    """What has been recorded as done, by shard."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._shards: dict[str, _Shard] = {}
        for line in store.journal(_LEDGER):
            try:
                row = json.loads(line)
                key, number, failed = row["shard"], row["number"], row["state"] != "done"
            except (ValueError, KeyError, TypeError):
                continue  # a line that was torn when the run was killed
            if number == 0:
                self._shards[key] = _Shard()
            shard = self._shards.setdefault(key, _Shard())
            shard.done += 1
            shard.failed += failed

    def add(self, shard: str, entries: Iterable[Entry | Mapping[str, Any]]) -> None:
        """Records all documents of a shard; they are on the disk when this comes back."""
        lines = []
        held = _Shard()
        for number, entry in enumerate(entries):
            row = entry.to_json() if isinstance(entry, Entry) else entry
            lines.append(json.dumps({"shard": shard, "number": number, **row}, ensure_ascii=True))
            held.done += 1
            held.failed += row["state"] != "done"
        self._store.append(_LEDGER, "".join(f"{line}\n" for line in lines).encode())
        self._shards[shard] = held

    def is_done(self, shard: str, documents: int) -> bool:
        """Whether there is a line for each of its documents."""
        return shard in self._shards and self._shards[shard].done == documents

    def failures(self, shard: str) -> int:
        """How many of its documents could not be read."""
        return self._shards[shard].failed if shard in self._shards else 0
