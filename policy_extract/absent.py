"""Modules kept from being loaded: other packages load some of weight that nothing here asks them for."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["without"]


@contextmanager
def without(name: str) -> Iterator[None]:
    """A while in which a module that is not loaded yet cannot be.

    >>> with without("this"):
    ...     import this
    Traceback (most recent call last):
    ModuleNotFoundError: import of this halted; None in sys.modules
    """
    there = name in sys.modules
    if not there:
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        if not there:
            del sys.modules[name]
