"""Bytes to text, and what the bytes were: plain text in any Chinese encoding, HTML, DOCX and PDF.

The kind of a file is told by its contents first and by its suffix second, so that a web page saved as ``.txt`` or
``.doc`` is read as a web page. Every failure is a :class:`~policy_extract.errors.NoticeError` that says what to do.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from policy_extract.errors import NoticeError
from policy_extract.loaders import encodings, sniff

__all__ = ["CONVERTIBLE", "SUFFIXES", "Loaded", "is_notice_file", "load", "load_bytes"]

#: What the scan of a folder takes. A ``.md`` is read when named, but most in a folder are no notices.
SUFFIXES: tuple[str, ...] = (".txt", ".html", ".htm", ".shtml", ".docx", ".pdf")

#: Formats of notices that must be converted first: a scan may name such files instead of passing over them.
CONVERTIBLE: tuple[str, ...] = (".doc", ".wps", ".ofd", ".rtf", ".mht", ".mhtml")

#: Files above this many bytes are refused unless ``max_bytes`` says otherwise.
MAX_BYTES = 64 * 2**20
#: PDFs above this many pages are refused unless ``max_pages`` says otherwise.
MAX_PAGES = 2000

# Half a surrogate pair cannot be written out again in UTF-8.
_SURROGATE = re.compile("[\ud800-\udfff]")
_BLANK = re.compile(r"[\s\x00-\x1f\x7f\u200b-\u200f\u2060\ufeff\ufffd]*")


@dataclass(frozen=True, slots=True)
class Loaded:
    """A document as text, and what it was: ``sha256`` is that of the bytes, ``encoding`` is None for DOCX and PDF."""

    text: str
    path: str
    sha256: str
    media_type: str
    encoding: str | None


def is_notice_file(path: str | os.PathLike[str]) -> bool:
    """Whether the scan of a folder takes a file, by its name alone (公文文件); no hidden file or Word lock file.

    >>> [is_notice_file(name) for name in ("通知.DOCX", "~$通知.docx", "._通知.pdf", "附件.xls")]
    [True, False, False, False]
    """
    name = Path(path).name
    return not name.startswith((".", "~$")) and name.lower().endswith(SUFFIXES)


def load(
    path: str | os.PathLike[str],
    *,
    encoding: str | None = None,
    max_bytes: int = MAX_BYTES,
    max_pages: int = MAX_PAGES,
) -> Loaded:
    """The text of one file (公文); ``max_bytes`` and ``max_pages`` (PDF) bound its size.

    For plain text, ``text`` is the decoded file, untouched but for a byte order mark. ``encoding`` overrules detection.
    Raises NoticeError for whatever cannot be read.
    """
    name = os.fspath(path)
    return load_bytes(_read(name, max_bytes), name, encoding=encoding, max_pages=max_pages)


def load_bytes(data: bytes, name: str, *, encoding: str | None = None, max_pages: int = MAX_PAGES) -> Loaded:
    """The text of a document held in memory; ``name`` stands in messages, and its suffix helps to tell the kind.

    >>> loaded = load_bytes("各市人民政府：".encode("gb18030"), "通知.txt")
    >>> loaded.text, loaded.encoding, loaded.media_type
    ('各市人民政府：', 'gb18030', 'text/plain')
    """
    if not data:
        raise NoticeError(name, "the file is empty", "download or export it again")
    kind = sniff.kind(data, name)
    used: str | None = None
    if kind == "pdf":
        from policy_extract.loaders.pdf import read_pdf

        text = read_pdf(data, name, max_pages=max_pages)
    elif kind == "docx":
        from policy_extract.loaders.docx import read_docx

        text = read_docx(data, name)
    elif kind == "html":
        from policy_extract.loaders.html import read_html

        text, used = read_html(data, name, encoding=encoding)
    else:
        from policy_extract.loaders.plain import read_plain

        text, used = read_plain(data, name, encoding=encoding)
        if encoding is None and used.startswith("utf-16") and sniff.is_html(text):
            from policy_extract.loaders.html import read_html

            kind = "html"
            text, used = read_html(data, name)
    if _SURROGATE.search(text):
        text = _SURROGATE.sub(encodings.REPLACEMENT, text)
    if _BLANK.fullmatch(text):
        raise NoticeError(name, "the file holds nothing but white space", "download or export it again")
    return Loaded(text, name, hashlib.sha256(data).hexdigest(), sniff.MEDIA_TYPES[kind], used)


def _read(path: str, max_bytes: int) -> bytes:
    try:
        mode = os.stat(path).st_mode
        if stat.S_ISDIR(mode):
            raise NoticeError(path, "this is a folder, not a file", "use run() for a folder of notices")
        if not stat.S_ISREG(mode):
            # A pipe would block for ever, a device would never end.
            raise NoticeError(path, "this is a pipe, socket or device, not a file", "save its contents to a file first")
        with open(path, "rb") as file:
            data = file.read(max(max_bytes, 0) + 1)
    except FileNotFoundError as error:
        raise NoticeError(path, "no such file", "check the path") from error
    except PermissionError as error:
        raise NoticeError(path, "no permission to read the file", "change its permissions") from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise NoticeError(path, f"the file cannot be read ({reason})", "check the path and the disk") from error
    if len(data) > max_bytes:
        raise NoticeError(path, f"the file is larger than the limit of {max_bytes:,} bytes", "pass a larger max_bytes=")
    return data
