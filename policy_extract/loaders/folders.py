"""Which files of a folder or an archive are notices to read, and which are only there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from policy_extract.errors import NoticeError
from policy_extract.loaders.archives import ARCHIVE, is_archive, members
from policy_extract.loaders.limits import Limits

__all__ = ["CONVERTIBLE", "SUFFIXES", "find_documents", "find_others", "is_notice_file"]

#: What the scan of a folder takes. A ``.md`` is read when named, but most in a folder are no notices.
SUFFIXES: tuple[str, ...] = (".txt", ".html", ".htm", ".shtml", ".docx", ".pdf")

#: Formats of notices that must be converted or unpacked first: a scan takes such files, so that they fail aloud.
CONVERTIBLE: tuple[str, ...] = (".doc", ".wps", ".ofd", ".rtf", ".mht", ".mhtml", ".rar", ".7z")

# What a file or folder of an office program, of a Mac or of the system itself begins with.
_HIDDEN = (".", "~$", "__MACOSX")


def is_notice_file(path: str | os.PathLike[str]) -> bool:
    """Whether the scan of a folder takes a file, by its name alone (公文文件); no hidden file or Word lock file.

    >>> [is_notice_file(name) for name in ("通知.DOCX", "~$通知.docx", "._通知.pdf", "附件.xls")]
    [True, False, False, False]
    """
    name = Path(path).name
    return not name.startswith(_HIDDEN) and name.lower().endswith(SUFFIXES)


def find_documents(path: str | os.PathLike[str], limits: Limits | None = None) -> Iterator[Path]:
    """Every document of a folder or archive with its subfolders, in order of name; a single file gives itself.

    An archive stands for the files in it, each with a path such as ``notices.zip/a.txt``, which :func:`load` takes.
    What cannot be read is given too (a folder without permission, a broken archive, a format to convert), so that
    loading it says why. Links to folders are not followed.
    """
    return (file for file, taken in _files(Path(path), limits or Limits()) if taken)


def find_others(path: str | os.PathLike[str], limits: Limits | None = None) -> Iterator[Path]:
    """The files that :func:`find_documents` passes over, as they are no documents by their names; no hidden ones."""
    return (file for file, taken in _files(Path(path), limits or Limits()) if not taken)


def _files(path: Path, limits: Limits) -> Iterator[tuple[Path, bool]]:
    """Every file, and whether it is to be read."""
    if path.is_dir():
        yield from _in_folder(path, limits)
    elif is_archive(path):
        yield from _in_archive(path, limits)
    else:
        yield path, True


def _is_taken(name: str) -> bool:
    return name.lower().endswith((*SUFFIXES, *CONVERTIBLE, ARCHIVE))


def _in_folder(folder: Path, limits: Limits) -> Iterator[tuple[Path, bool]]:
    closed: list[str] = []

    def refuse(error: OSError) -> None:
        closed.append(str(error.filename))

    for current, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith(_HIDDEN))
        for name in sorted(names):
            file = Path(current) / name
            if name.startswith(_HIDDEN):
                continue
            if is_archive(file):
                yield from _in_archive(file, limits)
            else:
                yield file, _is_taken(name)
    yield from ((Path(path), True) for path in closed)


def _in_archive(archive: Path, limits: Limits) -> Iterator[tuple[Path, bool]]:
    try:
        inside = members(archive, limits)
    except NoticeError:
        inside = {}
    shown = [name for name in sorted(inside) if not any(piece.startswith(_HIDDEN) for piece in name.split("/"))]
    if not any(map(_is_taken, shown)):
        yield archive, True  # loading it says what is wrong with it
    yield from ((archive / name, _is_taken(name)) for name in shown)
