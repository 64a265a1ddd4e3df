"""The plan of a batch: every input with its id and the hash of its bytes, in order, cut into shards.

A shard is a run of documents that one worker reads into one set of files. Its key is made of the settings and of all
that is in it, so that results are taken up again exactly where nothing has changed. Where a shard ends is decided by the
ids of the documents alone: a document more or less changes its own shard and no other.
"""

from __future__ import annotations

import hashlib
import heapq
import json
import os
import posixpath
import stat
import tempfile
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

from policy_extract.addresses import filesystem, is_remote
from policy_extract.batch.store import Store
from policy_extract.errors import NoticeError, PolicyExtractError
from policy_extract.loaders import CONVERTIBLE, SUFFIXES, Limits, archives, find_documents

__all__ = ["Document", "Job", "Plan", "Shard", "hash_of", "make_plan", "read_bytes", "repeated"]

# How many documents a shard has on the average, at least and at most: it is twice as many at the very most.
_FEWEST, _MOST = 64, 256
#: How many shards a run should have at least, so that every core has work to the end.
_SHARDS = 16
#: Bytes of input after which a shard ends.
_BYTES = 16 * 2**20
_PLAN = "_run/plan.jsonl"
_HIDDEN = (".", "~$", "__MACOSX")


@dataclass(frozen=True, slots=True)
class Document:
    """One input: where it is, the id of its notice, the SHA-256 of its bytes (None where it cannot be read)."""

    path: str
    id: str
    sha256: str | None
    bytes: int


@dataclass(frozen=True, slots=True)
class Shard:
    """Some documents of the plan that follow each other, their bytes, and where their lines begin in the manifest."""

    key: str
    first: int
    count: int
    bytes: int
    place: int


@dataclass(frozen=True, slots=True)
class Job:
    """A shard for a worker; ``skip`` holds the documents, by number, that must not be read, with the reason."""

    key: str
    documents: tuple[Document, ...]
    skip: Mapping[int, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        documents = [[d.path, d.id, d.sha256, d.bytes] for d in self.documents]
        return {"key": self.key, "documents": documents, "skip": {str(n): why for n, why in self.skip.items()}}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Job:
        skip = {int(number): why for number, why in data["skip"].items()}
        return cls(data["key"], tuple(Document(*row) for row in data["documents"]), skip)


class Plan:
    """The shards of a manifest, in order; the documents themselves stay on the disk."""

    def __init__(self, store: Store, shards: Sequence[Shard]) -> None:
        self.store = store
        self.shards = tuple(shards)
        self.documents = sum(shard.count for shard in shards)

    def jobs(self, keys: Iterable[str]) -> Iterator[Job]:
        """The jobs of these shards, the longest first, so that all workers come to the end at nearly the same time."""
        wanted = set(keys)
        with self.store.read(_PLAN) as file:
            for shard in sorted(self.shards, key=lambda shard: -shard.bytes):
                if shard.key in wanted:
                    file.seek(shard.place)
                    rows = [json.loads(file.readline()) for _ in range(shard.count)]
                    yield Job(shard.key, tuple(Document(**row) for row in rows))


def make_plan(
    inputs: Sequence[str],
    store: Store,
    settings: str,
    limits: Limits,
    *,
    limit: int | None = None,
    sample: int | None = None,
    documents: int = 0,
) -> Plan:
    """Finds the documents of the inputs, hashes them, writes the manifest ``_run/plan.jsonl`` and gives the plan.

    ``limit`` takes the first documents only; ``sample`` as many taken from all over, always the same ones; ``documents``
    sets how many a shard holds at most. Memory does not grow with the number of documents but by some bytes each.
    """
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="surrogateescape") as spool:
        names, count = array("Q"), 0
        draws: Iterator[int] | array[int] = array("Q")
        for path, relative in _found(inputs, limits):
            json.dump([path, relative], spool)
            spool.write("\n")
            names.append(hash_of(PurePosixPath(relative).stem))
            if "/" not in relative:
                names.append(hash_of(relative))
            if sample is not None:
                draws.append(hash_of(f"sample {relative}"))  # type: ignore[union-attr]
            count += 1
        if not count:
            raise PolicyExtractError(
                f"{', '.join(inputs)}: no notice in it; notices end in .txt .html .htm .shtml .docx or .pdf"
            )
        bound = None if sample is None or sample >= count else heapq.nsmallest(sample + 1, draws)[-1]
        del draws
        kept = min(count, limit or count, sample or count)
        most = documents or 2 * max(_FEWEST, min(_MOST, 1 << (max(1, kept // _SHARDS).bit_length() - 1)))
        spool.seek(0)
        with store.write(_PLAN) as file:
            found = _named(spool, repeated(names), bound, limit)
            shards = _cut(_hashed(found, limits), file, settings, most)
    return Plan(store, shards)


def _named(spool: IO[str], repeated: set[int], bound: int | None, limit: int | None) -> Iterator[tuple[str, str]]:
    """Every path that is taken, with its id: its name, or its path where names repeat."""
    seen: dict[int, int] = {}
    taken = 0
    for line in spool:
        path, relative = json.loads(line)
        name = PurePosixPath(relative).stem
        if hash_of(name) in repeated:
            name = relative
            key = hash_of(name)
            seen[key] = seen.get(key, 0) + 1
            if seen[key] > 1:
                name = f"{name}~{seen[key]}"
        if bound is not None and hash_of(f"sample {relative}") >= bound:
            continue
        if limit is not None and taken >= limit:
            return
        taken += 1
        yield path, name


def _hashed(found: Iterable[tuple[str, str]], limits: Limits) -> Iterator[Document]:
    for path, name in found:
        digest, size = _fingerprint(path, limits)
        yield Document(path, name, digest, size)


def _cut(documents: Iterable[Document], file: IO[bytes], settings: str, most: int) -> list[Shard]:
    """Writes the manifest and says where each shard begins in it."""
    shards: list[Shard] = []
    number = place = first = begin = held = 0
    key = hashlib.sha256()
    for document in documents:
        ends = number > first and (
            number - first >= most
            or held + document.bytes > _BYTES
            or (number - first >= most // 4 and hash_of(document.id) % max(2, most // 4) == 0)
        )
        if ends:
            shards.append(Shard(key.hexdigest()[:24], first, number - first, held, begin))
            first, begin, held = number, place, 0
        if number == first:
            key = hashlib.sha256(settings.encode())
        row = {"path": document.path, "id": document.id, "sha256": document.sha256, "bytes": document.bytes}
        line = json.dumps(row).encode() + b"\n"
        key.update(line)
        place += file.write(line)
        held += document.bytes
        number += 1
    if number > first:
        shards.append(Shard(key.hexdigest()[:24], first, number - first, held, begin))
    return shards


def hash_of(text: str) -> int:
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little")


def repeated(hashes: array[int]) -> set[int]:
    """The hashes that stand more than once."""
    found: set[int] = set()
    last = None
    for value in sorted(hashes):
        if value == last:
            found.add(value)
        last = value
    return found


# --- inputs ---------------------------------------------------------------------------------------------------------


def _found(inputs: Sequence[str], limits: Limits) -> Iterator[tuple[str, str]]:
    """Every document with its path from the input that it was found in."""
    for given in inputs:
        if is_remote(given):
            yield from _found_far(given)
            continue
        path = Path(given)
        if not os.path.lexists(path) and not any(parent.is_file() for parent in path.parents):
            raise PolicyExtractError(f"{given}: no such file or folder; check the path")
        for file in find_documents(path, limits):
            relative = Path(file.name) if file == path else file.relative_to(path)
            yield str(file), relative.as_posix()


def _found_far(url: str) -> Iterator[tuple[str, str]]:
    fs, root = filesystem(url)
    try:
        if fs.isfile(root):
            yield url, posixpath.basename(root)
            return
        names = sorted(fs.find(root))
    except (OSError, ValueError) as error:
        raise PolicyExtractError(f"{url}: {error}; check the address") from error
    if not names and not fs.exists(root):
        raise PolicyExtractError(f"{url}: no such file or folder; check the address")
    for name in names:
        relative = posixpath.relpath(name, root)
        hidden = any(piece.startswith(_HIDDEN) for piece in relative.split("/"))
        if not hidden and name.lower().endswith((*SUFFIXES, *CONVERTIBLE, archives.ARCHIVE)):
            yield fs.unstrip_protocol(name), relative


def _fingerprint(path: str, limits: Limits) -> tuple[str | None, int]:
    """The hash and the size of an input; no hash for what cannot be read, which reading it will explain."""
    try:
        if is_remote(path):
            data = read_bytes(path, limits)
        elif (inside := archives.split(path)) is not None:
            data = archives.read_member(*inside, limits)
        else:
            state = os.stat(path)
            if not stat.S_ISREG(state.st_mode) or state.st_size > limits.max_bytes:
                return None, 0
            with open(path, "rb") as file:
                data = file.read(limits.max_bytes)
    except (NoticeError, OSError, ValueError):
        return None, 0
    return hashlib.sha256(data).hexdigest(), len(data)


def read_bytes(url: str, limits: Limits) -> bytes:
    """The bytes of a document that lies elsewhere; NoticeError where they cannot be had."""
    try:
        fs, path = filesystem(url)
        with fs.open(path, "rb") as file:
            data: bytes = file.read(limits.max_bytes + 1)
    except FileNotFoundError as error:
        raise NoticeError(url, "no such file", "check the address") from error
    except (OSError, ValueError) as error:
        raise NoticeError(url, f"the file cannot be read ({error})", "check the address and the network") from error
    if len(data) > limits.max_bytes:
        raise limits.error(url, "max_bytes", "the file is larger than")
    return data
