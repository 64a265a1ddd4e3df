"""What the options of several commands stand for: lexicon, engine, limits, paths."""

from __future__ import annotations

import argparse
import dataclasses
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from policy_extract.errors import PolicyExtractError
from policy_extract.lexicon import Lexicon, load_lexicon
from policy_extract.loaders import Limits

if TYPE_CHECKING:
    from policy_extract.deep import HanLP

__all__ = ["add_limits", "engine_of", "lexicon_of", "limits_of", "require"]


def add_limits(parser: argparse.ArgumentParser) -> None:
    """What one document may cost; the error that a limit causes names its option."""
    group = parser.add_argument_group("limits")
    for field in dataclasses.fields(Limits):
        kind = float if isinstance(field.default, float) else int
        name = "--" + field.name.replace("_", "-")
        group.add_argument(name, type=kind, metavar="N", default=field.default, help=f"default: {field.default:,}")


def lexicon_of(options: argparse.Namespace) -> Lexicon:
    return load_lexicon(options.lexicon)


def engine_of(options: argparse.Namespace) -> str | HanLP:
    """The engine that the options choose."""
    if options.engine == "rules":
        if options.model is not None or options.download or options.device is not None:
            raise ValueError("--model, --download and --device choose a model of HanLP; add --engine hanlp")
        return "rules"
    from policy_extract.deep import HanLP

    chosen = HanLP() if options.model is None else HanLP(options.model)
    device = -1 if options.device is None else options.device
    return dataclasses.replace(chosen, download=options.download, device=device)


def limits_of(options: argparse.Namespace) -> Limits:
    return Limits(**{field.name: getattr(options, field.name) for field in dataclasses.fields(Limits)})


def require(paths: Sequence[Path]) -> None:
    """Refuses a path that leads nowhere; one into an archive is looked at when it is read."""
    for path in paths:
        if not os.path.lexists(path) and not any(parent.is_file() for parent in path.parents):
            raise PolicyExtractError(f"{path}: no such file or folder; check the path")
