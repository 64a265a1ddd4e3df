"""Addresses of files elsewhere (s3://, hdfs://, memory://), which fsspec reads."""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

from policy_extract.errors import MissingExtraError, PolicyExtractError

__all__ = ["filesystem", "is_remote"]


def is_remote(path: str | os.PathLike[str]) -> bool:
    """Whether a path is an address of fsspec: ``s3://bucket/notices``.

    >>> is_remote("s3://bucket/notices"), is_remote("results"), is_remote("C:/results")
    (True, False, False)
    """
    scheme, mark, _ = os.fspath(path).partition("://")
    return bool(mark) and scheme.isidentifier()


def filesystem(url: str) -> tuple[Any, str]:
    """fsspec's file system for an address, and the path in it; MissingExtraError without fsspec."""
    try:
        url_to_fs: Any = import_module("fsspec.core").url_to_fs
    except ImportError as error:
        raise MissingExtraError("fsspec", f"the address {url}") from error
    try:
        fs, path = url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise PolicyExtractError(f"{url}: {error}") from error
    return fs, str(path).rstrip("/")
