"""What decides the results of a batch, in one frozen record: two runs with equal settings may share results."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import policy_extract
from policy_extract.errors import PolicyExtractError
from policy_extract.lexicon import Lexicon, load_lexicon
from policy_extract.loaders import Limits
from policy_extract.model import FORMAT

if TYPE_CHECKING:
    from policy_extract.deep import HanLP

__all__ = ["Settings", "digest_of_folders", "refuse_other"]

_PACKAGE = Path(policy_extract.__file__).parent


@dataclass(frozen=True, slots=True)
class Settings:
    """How documents are read. ``hanlp`` holds the fields of a HanLP engine, None for the rules alone.

    ``lexicon`` is the folder laid over the built-in one. ``documents`` bounds the documents of a shard, 0 leaving it to
    the number of inputs.
    """

    encoding: str | None = None
    lexicon: str | None = None
    hanlp: Mapping[str, Any] | None = None
    limits: Limits = field(default_factory=Limits)
    documents: int = 0

    def load(self) -> Lexicon:
        """The lexicon that the settings name."""
        return load_lexicon(self.lexicon)

    def engine(self) -> str | HanLP:
        """The engine that the settings name."""
        if self.hanlp is None:
            return "rules"
        from policy_extract.deep import HanLP

        return HanLP(**self.hanlp)

    def facts(self) -> dict[str, Any]:
        """What decides the results, by name: the contents of the lexicon and of the program, not where they lie."""
        return {
            "version": policy_extract.__version__,
            "format": FORMAT,
            "program": digest_of_folders((_PACKAGE,), (".py",)),
            "lexicon": digest_of_folders(self.load().folders, (".csv", ".toml")),
            "encoding": self.encoding,
            "engine": "rules" if self.hanlp is None else f"hanlp {self.hanlp['model']}",
            **dataclasses.asdict(self.limits),
        }

    def to_dict(self) -> dict[str, Any]:
        return dataclasses.asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Settings:
        return cls(**{**values, "limits": Limits(**values["limits"])})

    def digest(self) -> str:
        """One key for all facts.

        >>> Settings().digest() == Settings().digest() != Settings(encoding="gbk").digest()
        True
        """
        facts = json.dumps(self.facts(), ensure_ascii=False, sort_keys=True, default=str)
        return hashlib.sha256(facts.encode("utf-8", "surrogatepass")).hexdigest()


def refuse_other(old: Mapping[str, Any], new: Mapping[str, Any], url: str) -> None:
    """PolicyExtractError where results were made with other settings, naming them and what to do."""
    changed = [name for name in {**old, **new} if json.dumps(old.get(name)) != json.dumps(new.get(name))]
    if not changed:
        return
    shown = ("version", "lexicon", "program")
    told = ", ".join(n if n in shown[1:] else f"{n} ({old.get(n)} before, {new.get(n)} now)" for n in changed)
    raise PolicyExtractError(
        f"{url}: these results were made with other settings: {told}; results of two settings are never mixed: "
        "choose another --out, or start again with --fresh, which throws the old results away"
    )


def digest_of_folders(folders: tuple[Path, ...], suffixes: tuple[str, ...]) -> str:
    """A key for the contents of all files with these suffixes, with their names."""
    files = tuple(
        (str(path), path.relative_to(folder).as_posix(), state.st_size, state.st_mtime_ns)
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.suffix in suffixes
        for state in (os.stat(path),)
    )
    return _digest(files)


@lru_cache(maxsize=8)
def _digest(files: tuple[tuple[str, str, int, int], ...]) -> str:
    whole = hashlib.sha256()
    for path, name, *_ in files:
        data = Path(path).read_bytes()
        whole.update(f"{name}\0{len(data)}\0".encode())
        whole.update(data)
    return whole.hexdigest()
