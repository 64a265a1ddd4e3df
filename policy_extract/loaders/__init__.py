"""Bytes to text, and what the bytes were: plain text in any Chinese encoding, HTML, DOCX and PDF, and zips of them.

The kind of a file is told by its contents first and by its suffix second, so that a web page saved as ``.txt`` or
``.doc`` is read as a web page. Every failure is a :class:`~policy_extract.errors.NoticeError` that says what to do.
Nothing is fetched or written, and nothing that a document holds is run.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from dataclasses import dataclass

from policy_extract.errors import NoticeError
from policy_extract.loaders import archives, encodings, sniff
from policy_extract.loaders.folders import CONVERTIBLE, SUFFIXES, find_documents, find_others, is_notice_file
from policy_extract.loaders.limits import Limits
from policy_extract.model import Source

__all__ = [
    "CONVERTIBLE",
    "SUFFIXES",
    "Limits",
    "Loaded",
    "find_documents",
    "find_others",
    "is_notice_file",
    "load",
    "load_bytes",
]

# Half a surrogate pair cannot be written out again in UTF-8.
_SURROGATE = re.compile("[\ud800-\udfff]")
_BLANK = re.compile(r"[\s\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufffd]*")
_URL = re.compile(r"(?:https?|ftp|file):/", re.I)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A document as text, and what it was: ``sha256`` is that of the bytes, ``encoding`` is None for DOCX and PDF.

    ``certainty`` says how sure the encoding is: 1.0 for one that was given, has a byte order mark or is strict UTF-8,
    less for one told by the characters that it gives. ``pages`` holds where each page of a PDF begins, ``paragraphs``
    for each line of a DOCX the place of its paragraph or table in the body, from 1; both are empty for other kinds.
    """

    text: str
    path: str
    sha256: str
    media_type: str
    encoding: str | None
    certainty: float = 1.0
    pages: tuple[int, ...] = ()
    paragraphs: tuple[int, ...] = ()

    @property
    def source(self) -> Source:
        """What a notice keeps of where its text came from."""
        return Source(
            self.path, self.sha256, self.media_type, self.encoding, self.certainty, self.pages, self.paragraphs
        )


def load(path: str | os.PathLike[str], *, encoding: str | None = None, limits: Limits | None = None) -> Loaded:
    """The text of one file (公文), or of one in a zip: ``notices.zip/通知.txt``; ``limits`` bound what it may cost.

    For plain text, ``text`` is the decoded file, untouched but for a byte order mark. ``encoding`` overrules detection.
    Raises NoticeError for whatever cannot be read.
    """
    name, limits = os.fspath(path), limits or Limits()
    inside = archives.split(name)
    if inside is not None:
        data = archives.read_member(*inside, limits)
    elif archives.is_archive(name) and archives.members(name, limits):
        raise _folder_of_notices(name, limits)
    else:
        data = _read(name, limits)
    return load_bytes(data, name, encoding=encoding, limits=limits)


def load_bytes(data: bytes, name: str, *, encoding: str | None = None, limits: Limits | None = None) -> Loaded:
    """The text of a document held in memory; ``name`` stands in messages, and its suffix helps to tell the kind.

    >>> loaded = load_bytes("各市人民政府：".encode("gb18030"), "通知.txt")
    >>> loaded.text, loaded.encoding, loaded.media_type
    ('各市人民政府：', 'gb18030', 'text/plain')
    """
    if not data:
        raise NoticeError(name, "the file is empty", "download or export it again")
    limits = limits or Limits()
    kind = sniff.kind(data, name)
    used: str | None = None
    pages: tuple[int, ...] = ()
    paragraphs: tuple[int, ...] = ()
    if kind == "pdf":
        from policy_extract.loaders.pdf import read_pdf

        text, pages = read_pdf(data, name, limits)
    elif kind == "docx":
        from policy_extract.loaders.docx import read_docx

        text, paragraphs = read_docx(data, name, limits)
    elif kind == "html":
        from policy_extract.loaders.html import read_html

        text, used = read_html(data, name, encoding=encoding, limits=limits)
    else:
        from policy_extract.loaders.plain import read_plain

        text, used = read_plain(data, name, encoding=encoding)
        if encoding is None and used.startswith("utf-16") and sniff.is_html(text):
            from policy_extract.loaders.html import read_html

            kind = "html"
            text, used = read_html(data, name, limits=limits)
    if len(text) > limits.max_characters:
        raise limits.error(name, "max_characters", "the text is longer than")
    if _SURROGATE.search(text):
        text = _SURROGATE.sub(encodings.REPLACEMENT, text)
    if _BLANK.fullmatch(text):
        raise NoticeError(name, "the file holds nothing but white space", "download or export it again")
    sure = 1.0 if used is None or encoding is not None else encodings.certainty(text, used)
    digest = hashlib.sha256(data).hexdigest()
    return Loaded(text, name, digest, sniff.MEDIA_TYPES[kind], used, sure, pages, paragraphs)


def _folder_of_notices(path: str, limits: Limits) -> NoticeError:
    count = sum(1 for file in find_documents(path, limits) if os.fspath(file) != path)
    if not count:
        return NoticeError(path, "the archive (zip) holds no notice", f"notices end in {' '.join(SUFFIXES)}")
    return NoticeError(
        path,
        f"this is an archive (zip) of {count:,} files, not one notice",
        "pass it to read_many() or policy-extract run, which read it as a folder",
    )


def _read(path: str, limits: Limits) -> bytes:
    try:
        mode = os.stat(path).st_mode
        if stat.S_ISDIR(mode):
            if not os.access(path, os.R_OK | os.X_OK):
                raise NoticeError(path, "no permission to read the folder", "change its permissions")
            raise NoticeError(
                path, "this is a folder, not a file", "pass it to read_many() or policy-extract run, which read folders"
            )
        if not stat.S_ISREG(mode):
            # A pipe would block for ever, a device would never end.
            raise NoticeError(path, "this is a pipe, socket or device, not a file", "save its contents to a file first")
        with open(path, "rb") as file:
            before = os.fstat(file.fileno())
            data = file.read(limits.max_bytes + 1)
            after = os.fstat(file.fileno())
    except FileNotFoundError as error:
        if _URL.match(path):
            raise NoticeError(
                path, "this is an address, not a file", "save the page and pass the saved file"
            ) from error
        raise NoticeError(path, "no such file", "check the path") from error
    except PermissionError as error:
        raise NoticeError(path, "no permission to read the file", "change its permissions") from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise NoticeError(path, f"the file cannot be read ({reason})", "check the path and the disk") from error
    if len(data) > limits.max_bytes:
        raise limits.error(path, "max_bytes", "the file is larger than")
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise NoticeError(path, "the file changed while it was read", "read it again once it is written in full")
    return data
