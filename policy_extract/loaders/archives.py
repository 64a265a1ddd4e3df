"""A zip of notices read as a folder: what is in it, and the bytes of one file; nothing is ever unpacked to the disk.

A file in an archive has a path of its own, ``notices.zip/省/通知.txt``, made of safe names only: it leads nowhere but into
the archive.
"""

from __future__ import annotations

import os
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from pathlib import PurePosixPath
from typing import IO

from policy_extract.errors import NoticeError
from policy_extract.loaders.limits import Limits

__all__ = ["ARCHIVE", "BROKEN", "is_archive", "members", "open_zip", "read_member", "split"]

#: The suffix of an archive that is read as a folder.
ARCHIVE = ".zip"

#: What zipfile raises for an archive that is broken or hostile.
BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, IndexError, OverflowError)

_AGAIN = "download it again, or unpack it and read the folder"
_FOLDER = "unpack the archive and read the folder"
_STARTS = (b"PK\x03\x04", b"PK\x05\x06")
_OFFICE = frozenset({"word/document.xml", "[content_types].xml", "ofd.xml"})
# LZMA is left out: its memory is what the archive asks for.
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2})
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
#: Bytes that an entry of the directory takes, with a long name.
_ENTRY = 512
_END, _END64, _LOCATOR64 = 22, 56, 20


def is_archive(path: str | os.PathLike[str]) -> bool:
    """Whether a file is an archive to be read as a folder (压缩包): a zip by its name and its first bytes."""
    if not os.fspath(path).lower().endswith(ARCHIVE):
        return False
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            return False
        with open(path, "rb") as file:
            return file.read(4) in _STARTS
    except (OSError, ValueError):
        return False


def split(path: str) -> tuple[str, str] | None:
    """The archive and the name in it that a path such as ``notices.zip/a.txt`` is made of; None for any other path."""
    lower = path.replace(os.sep, "/").lower()
    at = lower.find(ARCHIVE + "/")
    while at >= 0:
        end = at + len(ARCHIVE)
        if is_archive(path[:end]):
            return path[:end], path[end + 1 :].replace(os.sep, "/")
        at = lower.find(ARCHIVE + "/", end)
    return None


def members(path: str | os.PathLike[str], limits: Limits) -> Mapping[str, zipfile.ZipInfo]:
    """The files of an archive by their safe names, in the archive's order; none where it is a single document.

    Raises NoticeError for an archive that is broken, or that holds more than ``limits`` allow.
    """
    name = os.fspath(path)
    found = _opened(name, limits)[1]
    if len(found) > limits.max_files:
        raise limits.error(name, "max_files", f"the archive holds {len(found):,} files, more than")
    # zipfile never reads beyond the size that an entry states, so the sum bounds what reading all of them costs.
    size = sum(info.file_size for info in found.values())
    if size > limits.max_unpacked:
        raise limits.error(name, "max_unpacked", f"the archive unpacks to {size:,} bytes, more than")
    return {} if any(inside.lower() in _OFFICE for inside in found) else found


def read_member(archive: str, member: str, limits: Limits) -> bytes:
    """The bytes of one file of an archive; NoticeError where it is protected, broken, too large, or no plain file."""
    name = f"{archive}/{member}"
    info = members(archive, limits).get(member)
    if info is None:
        raise NoticeError(name, "no such file in the archive", "check the path")
    if info.flag_bits & _ENCRYPTED:
        raise NoticeError(name, "the file is protected by a password", _FOLDER)
    if stat.S_ISLNK(info.external_attr >> 16):
        raise NoticeError(name, "this is a link, not a file", _FOLDER)
    if info.compress_type not in _METHODS:
        raise NoticeError(name, "the file is packed in an unknown way", _FOLDER)
    if info.file_size > limits.max_bytes:
        raise limits.error(name, "max_bytes", "the file is larger than")
    try:
        with _opened(archive, limits)[0].open(info) as file:
            return file.read()
    except NotImplementedError as error:
        raise NoticeError(name, "the file is packed in an unknown way", _FOLDER) from error
    except BROKEN as error:
        raise NoticeError(name, "the file in the archive is broken", _AGAIN) from error


def open_zip(file: IO[bytes], path: str, limits: Limits) -> zipfile.ZipFile:
    """A zip whose directory is no larger than ``limits`` allow: it is read as a whole, before its files can be counted.

    Raises NoticeError for a directory that is too large, and what zipfile raises for a broken one.
    """
    if _directory_size(file) > _ENTRY * limits.max_files:
        raise limits.error(path, "max_files", "the archive holds more files than")
    return zipfile.ZipFile(file)


def _directory_size(file: IO[bytes]) -> int:
    """The size that the archive states for its directory, found where zipfile looks for it."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - 0xFFFF - _END - _LOCATOR64 - _END64))
    tail = file.read()
    last = len(tail) - _END
    end = last if tail[last:].startswith(_STARTS[1]) and tail.endswith(b"\0\0") else tail.rfind(_STARTS[1])
    if end < 0 or len(tail) < end + _END:
        return 0
    stated: int = struct.unpack_from("<I", tail, end + 12)[0]
    before = end - _LOCATOR64 - _END64
    if before >= 0 and tail.startswith(b"PK\x06\x06", before):
        stated = max(stated % 0xFFFFFFFF, struct.unpack_from("<Q", tail, before + 40)[0])
    return stated


def _opened(path: str, limits: Limits) -> tuple[zipfile.ZipFile, Mapping[str, zipfile.ZipInfo]]:
    try:
        state = os.stat(path)
        return _open(path, limits, state.st_mtime_ns, state.st_size, os.getpid())
    except PermissionError as error:
        raise NoticeError(path, "no permission to read the file", "change its permissions") from error
    except NotImplementedError as error:
        raise NoticeError(path, "the archive is made in an unknown way", _FOLDER) from error
    except BROKEN as error:
        raise NoticeError(path, "the archive (zip) is broken or cut short", _AGAIN) from error


@lru_cache(maxsize=1)
def _open(
    path: str, limits: Limits, changed: int, size: int, process: int
) -> tuple[zipfile.ZipFile, Mapping[str, zipfile.ZipInfo]]:
    """The archive with its files by safe name.

    The last one stays open, because reading its directory for each file would be quadratic; each process has its own,
    because two would share the place in the file.
    """
    with open(path, "rb") as file:
        open_zip(file, path, limits).close()
    archive = zipfile.ZipFile(path)
    found: dict[str, zipfile.ZipInfo] = {}
    used: Counter[str] = Counter()
    for info in archive.infolist():
        name = _safe(_decoded(info))
        if info.is_dir() or not name:
            continue
        used[name] += 1
        if used[name] > 1:
            whole = PurePosixPath(name)
            name = str(whole.with_name(f"{whole.stem}~{used[name]}{whole.suffix}"))
        found[name] = info
    return archive, found


def _decoded(info: zipfile.ZipInfo) -> str:
    """The name of an entry; Windows writes Chinese names in GBK without saying so, which zipfile takes for CP437."""
    if info.flag_bits & _UTF8_NAME or info.orig_filename.isascii():
        return info.orig_filename
    raw = info.orig_filename.encode("cp437", "replace")
    for codec in ("utf-8", "gb18030"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return info.orig_filename


def _safe(name: str) -> str:
    """A name that leads nowhere else: no drive, no root, no step upwards, no NUL.

    >>> _safe("..\\\\..\\\\省\\\\通知.txt"), _safe("/etc/./passwd"), _safe("C:/a.txt")
    ('省/通知.txt', 'etc/passwd', 'a.txt')
    """
    pieces = name.replace("\0", "").replace("\\", "/").split("/")
    return "/".join(p for p in pieces if p not in ("", ".", "..") and not (len(p) == 2 and p[1] == ":"))
