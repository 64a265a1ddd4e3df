"""How much one document may cost: limits on size, expansion, length, pages and time, each named by its error."""

from __future__ import annotations

import time
from dataclasses import dataclass

from policy_extract.errors import NoticeError

__all__ = ["Limits", "Watch"]

_OPTION = "raise it with --{option} or Limits({name}=…) if the document is to be trusted"

_UNITS = {
    "max_bytes": " bytes",
    "max_characters": " characters",
    "max_part": " bytes",
    "max_ratio": " times",
    "max_unpacked": " bytes",
    "max_seconds": " seconds",
    "max_memory": " bytes",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What the reading of one document (公文) may cost; zero or less is refused with ValueError.

    ``max_bytes`` bounds a file, and each file in a .zip; ``max_characters`` the text that is read from it;
    ``max_part`` what one part of a .docx unpacks to, ``max_ratio`` how many times its packed size that may be;
    ``max_unpacked`` and ``max_files`` all files of an archive together; ``max_elements`` the tags of a web page or of
    a part of a .docx, which take far more memory than their characters; ``max_pages`` a PDF; ``max_seconds`` the time
    that loading one document takes; ``max_memory`` the process that reads PDFs.

    >>> Limits(max_pages=100).max_bytes
    67108864
    """

    max_bytes: int = 64 * 2**20
    max_characters: int = 10_000_000
    max_part: int = 32 * 2**20
    max_ratio: int = 200
    max_unpacked: int = 2**30
    max_files: int = 20_000
    max_elements: int = 1_000_000
    max_pages: int = 2000
    max_seconds: float = 60.0
    max_memory: int = 2 * 2**30

    def __post_init__(self) -> None:
        for name in self.__slots__:
            if not getattr(self, name) > 0:
                raise ValueError(f"{name} must be above zero, not {getattr(self, name)!r}")

    def error(self, path: str, limit: str, what: str) -> NoticeError:
        """The error that names the limit: ``what`` says what is too much."""
        value = getattr(self, limit)
        unit = _UNITS.get(limit, "")
        advice = _OPTION.format(option=limit.replace("_", "-"), name=limit)
        return NoticeError(path, f"{what} the limit of {value:,}{unit} ({limit})", advice)

    def watch(self, path: str) -> Watch:
        """A watch that starts now."""
        return Watch(self, path)


class Watch:
    """The time that one document has taken."""

    __slots__ = ("_limits", "_path", "_until")

    def __init__(self, limits: Limits, path: str) -> None:
        self._limits = limits
        self._path = path
        self._until = time.monotonic() + limits.max_seconds

    def check(self) -> None:
        """Raises NoticeError where the time is up."""
        if time.monotonic() > self._until:
            raise self._limits.error(self._path, "max_seconds", "loading the document takes longer than")
