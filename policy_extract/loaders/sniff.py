"""What kind of document some bytes are, by magic numbers and structure; what we cannot read is refused with advice."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Literal

from policy_extract.errors import NoticeError

__all__ = ["MEDIA_TYPES", "Kind", "is_html", "kind"]

Kind = Literal["plain", "html", "docx", "pdf"]

MEDIA_TYPES: dict[Kind, str] = {
    "plain": "text/plain",
    "html": "text/html",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}

_TO_DOCX = "open it in Word, WPS or LibreOffice and save it as .docx"
_OCR = "run OCR on it and save the text"
_UNPACK = "unpack it and read the documents in it"
_TEXT = "pass a notice as .txt, .html, .docx or .pdf"

# The first bytes of what we refuse, what it is, and what to do.
_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"{\\rtf", "an RTF document", _TO_DOCX),
    (b"\x89PNG\r\n\x1a\n", "a picture (PNG)", _OCR),
    (b"\xff\xd8\xff", "a picture (JPEG)", _OCR),
    (b"GIF8", "a picture (GIF)", _OCR),
    (b"II*\x00", "a picture (TIFF)", _OCR),
    (b"MM\x00*", "a picture (TIFF)", _OCR),
    (b"RIFF", "a picture, sound or film (RIFF)", _TEXT),
    (b"AT&TFORM", "a scan (DjVu)", _OCR),
    (b"\x1f\x8b", "a compressed file (gzip)", _UNPACK),
    (b"BZh", "a compressed file (bzip2)", _UNPACK),
    (b"\xfd7zXZ\x00", "a compressed file (xz)", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "an archive (7z)", _UNPACK),
    (b"Rar!\x1a\x07", "an archive (RAR)", _UNPACK),
    (b"\x7fELF", "a program (ELF)", _TEXT),
    (b"MZ\x90\x00", "a program (Windows)", _TEXT),
    (b"SQLite format 3\x00", "a database (SQLite)", _TEXT),
)
_MAGIC_BEGINS = frozenset(magic[:1] for magic, _, _ in _MAGIC)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIPS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")

# Names inside a zip that tell what it is; each local header holds the name in clear.
_ZIP_PARTS: tuple[tuple[bytes, str, str], ...] = (
    (b"OFD.xml", "an OFD document", "open it in an OFD reader and save it as PDF or text"),
    (b"xl/workbook", "an Excel workbook", "save the notice as .docx or the table as .csv"),
    (b"ppt/presentation", "a PowerPoint presentation", "save its text as .txt"),
    (b"mimetypeapplication/vnd.oasis.opendocument", "an OpenDocument file", _TO_DOCX),
    (b"mimetypeapplication/epub", "an e-book (EPUB)", "save its text as .txt"),
)

_HTML_HEAD = re.compile(
    r"\ufeff?\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head)\b", re.I | re.S
)
_MHTML_HEAD = re.compile(rb"(?:From: <Saved by|MIME-Version:|Subject:).{0,2000}?multipart/related", re.I | re.S)
_HTML_SUFFIXES = (".html", ".htm", ".shtml", ".xhtml")


def is_html(text: str) -> bool:
    """Whether a text begins as a web page (网页) does.

    >>> is_html("<!DOCTYPE html><html>"), is_html("<通知>各市人民政府：")
    (True, False)
    """
    return _HTML_HEAD.match(text, 0, 4096) is not None


def kind(data: bytes, name: str) -> Kind:
    """The kind of a document; NoticeError for pictures, archives, programs, old Word files and the like.

    >>> kind(b"%PDF-1.7 ...", "通知.txt"), kind("各市人民政府：".encode(), "通知")
    ('pdf', 'plain')
    """
    suffix = PurePath(name).suffix.lower()
    # Some servers put a line end or a byte order mark before the header, some scanners more.
    if data[:64].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"%PDF-") or (suffix == ".pdf" and b"%PDF-" in data[:1024]):
        return "pdf"
    if data.startswith(_ZIPS):
        return _zip(data, name)
    if data.startswith(_OLE):
        raise _ole(data, name)
    if data[:1] in _MAGIC_BEGINS:
        for magic, what, advice in _MAGIC:
            if data.startswith(magic):
                raise NoticeError(name, f"this is {what}, not a text", advice)
    if suffix == ".docx":
        raise NoticeError(name, "this is not a .docx file: it is no zip archive", "download it again, or " + _TO_DOCX)
    if suffix == ".pdf" and not is_html(data[:4096].decode("latin-1")):
        raise NoticeError(name, "this is not a PDF: it has no %PDF header", "download or export it again")
    if _MHTML_HEAD.match(data[:4096]):
        raise NoticeError(name, "this is a web archive (MHTML)", "open it in a browser and save it as .html")
    if suffix in _HTML_SUFFIXES or is_html(data[:4096].decode("latin-1").removeprefix("\xef\xbb\xbf")):
        return "html"
    return "plain"


def _zip(data: bytes, name: str) -> Kind:
    if b"word/document" in data or b"word/styles" in data:
        return "docx"
    for part, what, advice in _ZIP_PARTS:
        if part in data:
            raise NoticeError(name, f"this is {what}", advice)
    if PurePath(name).suffix.lower() in (".docx", ".docm"):
        return "docx"
    raise NoticeError(name, "this is an archive (zip), not a text", _UNPACK)


def _ole(data: bytes, name: str) -> NoticeError:
    # The directory of an OLE file names its streams in UTF-16.
    for stream, what, advice in (
        ("EncryptedPackage", "a document protected by a password", "open it in Word, remove the password and save it"),
        ("Workbook", "an old Excel workbook (.xls)", "save the notice as .docx or the table as .csv"),
        ("PowerPoint Document", "an old PowerPoint presentation (.ppt)", "save its text as .txt"),
    ):
        if stream.encode("utf-16-le") in data:
            return NoticeError(name, f"this is {what}", advice)
    return NoticeError(name, "this is an old Word or WPS document (.doc, .wps)", _TO_DOCX)
