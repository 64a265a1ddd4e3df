"""HanLP as an engine: which model, where it is, and what it is asked."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from policy_extract.finders.words import DEFAULT_MODEL, ENGINES, Annotator, check_engine, hanlp_annotator

__all__ = ["HanLP", "engine_of", "needed"]


@dataclass(frozen=True, slots=True)
class HanLP:
    """HanLP as the engine to read with: ``read(path, engine=HanLP("models/mtl"))``; ``"hanlp"`` is ``HanLP()``.

    ``model`` is the folder of a multi-task model, the name of a published one (``CLOSE_TOK_POS_NER_SRL_DEP_SDP_CON_…``),
    the address of its archive (``https://….zip``), or that of a server that speaks HanLP's REST protocol; the key for a
    server is read from the environment variable ``HANLP_AUTH``. Published models are for research and teaching only
    (仅供研究与教学使用). HanLP's cache, the folder ``HANLP_HOME``, is looked into first; ``download`` allows what is not
    there to be fetched. ``device`` is -1 for the processor, else the number of a graphics card; ``timeout`` is how many
    seconds a connection may stay silent. Nothing is loaded before the first notice is read.

    >>> HanLP("models/mtl")
    HanLP(model='models/mtl', download=False, device=-1, timeout=60.0)
    """

    model: str | Path = DEFAULT_MODEL
    download: bool = False
    device: int = -1
    timeout: float = 60.0

    def __post_init__(self) -> None:
        if not self.timeout > 0:
            raise ValueError(f"timeout {self.timeout!r} is not a number of seconds above 0")
        object.__setattr__(self, "model", str(self.model))

    def load(self) -> Annotator:
        """The model, loaded the first time; :class:`EngineError` where it cannot be. A server is not asked yet."""
        return hanlp_annotator(str(self.model), self.download, self.device, self.timeout)

    def annotate(self, sentences: Sequence[str], tasks: Collection[str]) -> Mapping[str, Any]:
        """HanLP's document of some sentences, one entry a sentence in each task's list."""
        annotator = self.load()
        return annotator(sentences, tasks) if sentences else {}


def engine_of(engine: str | HanLP) -> HanLP | None:
    """The engine that a name or an engine stands for, None for the rules alone; MissingExtraError without its package.

    >>> engine_of("rules") is None
    True
    """
    if isinstance(engine, HanLP):
        check_engine("hanlp", str(engine.model))
        return engine
    if engine not in ENGINES:
        raise ValueError(f"engine {engine!r} is unknown; choose {' or '.join(map(repr, ENGINES))}")
    return engine_of(HanLP()) if engine == "hanlp" else None


def needed(engine: str | HanLP) -> HanLP:
    deep = engine_of(engine)
    if deep is None:
        raise ValueError("engine 'rules' adds nothing; choose 'hanlp' or a HanLP(...)")
    return deep
