"""What is wanted of a run, and what its workers must know of it: plain values, read without loading what writes tables.

So that workers can be started first, and load what they need while the run plans.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from policy_extract.batch.settings import Settings
from policy_extract.tables import COLUMNS, LAYERS

__all__ = ["FORMATS", "KINDS", "SHARDS", "Compression", "Layout", "Output", "Work", "file_of", "files_of"]

FORMATS = ("parquet", "csv", "xlsx", "jsonl", "dta")
#: The formats of a graph that can be put together from pieces.
KINDS = ("graphml", "gexf")
Layout = Literal["files", "parts"]
Compression = Literal["none", "gzip", "zstd"]

SHARDS = "_run/shards"


@dataclass(frozen=True, slots=True)
class Output:
    """What is wanted of a run: ``formats`` of tables, ``graphs``, and whether records are kept."""

    formats: tuple[str, ...] = ("parquet", "csv")
    graphs: tuple[str, ...] = ("graphml", "gexf")
    organisations: bool = False

    @property
    def layers(self) -> tuple[str, ...]:
        return (*LAYERS, "organisations") if self.organisations else LAYERS

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Output:
        return cls(tuple(values["formats"]), tuple(values["graphs"]), values["organisations"])


def file_of(layer: str, key: str) -> str:
    """The name of the file of one layer of a shard."""
    suffix = "jsonl.zst" if layer == "records" else "parquet" if layer in COLUMNS else "arrow"
    return f"{SHARDS}/{layer}/{key}.{suffix}"


def files_of(key: str, output: Output) -> list[str]:
    """All files that a shard must have for what is wanted."""
    layers = (*output.layers, "records", "agencies", "failures", *(("graph " + kind) for kind in output.graphs))
    return [file_of(layer, key) for layer in layers]


@dataclass(frozen=True, slots=True)
class Work:
    """What all jobs of a run have in common: where the results go, how documents are read, what is wanted.

    ``folder`` is the one that paths start from.
    """

    out: str
    settings: Settings
    output: Output
    digest: str
    memory: int = 0
    folder: str = ""

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "output": self.output.to_dict(), "settings": self.settings.to_dict()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Work:
        settings, output = Settings.from_dict(data["settings"]), Output.from_dict(data["output"])
        return cls(data["out"], settings, output, data["digest"], data["memory"], data["folder"])
