"""Plain text: the decoded file, untouched, so that offsets are those of the file as its author sees it."""

from __future__ import annotations

from policy_extract.loaders.encodings import decode

__all__ = ["read_plain"]


def read_plain(data: bytes, name: str, *, encoding: str | None = None) -> tuple[str, str]:
    """The text of a plain file (纯文本) and its encoding; line ends and widths stay, a byte order mark goes.

    >>> read_plain("\\ufeff一、总体要求\\r\\n".encode("utf-8"), "a.txt")
    ('一、总体要求\\r\\n', 'utf-8-sig')
    """
    return decode(data, name, encoding)
