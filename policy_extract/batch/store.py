"""Where a batch keeps its files: a folder of this machine, or any place that fsspec knows (s3://, hdfs://, memory://).

What every place guarantees:

1. a file appears whole or not at all;
2. what is appended to a journal is on the disk when :meth:`Store.append` comes back;
3. names are relative and use ``/``, whatever the machine.
"""

from __future__ import annotations

import contextlib
import errno
import os
import posixpath
import re
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

from policy_extract.addresses import filesystem, is_remote
from policy_extract.errors import PolicyExtractError

__all__ = ["LocalStore", "RemoteStore", "Store", "open_store", "said"]

#: Where files are written before they get their names.
_TEMPORARY = "_run/tmp"
# What writers of single files leave when they are killed.
_LEFT = re.compile(r"\.(?:.+)\.\d+\.tmp")


class Store(Protocol):
    """A folder to read from and write to."""

    url: str

    def read(self, name: str) -> contextlib.AbstractContextManager[IO[bytes]]:
        """The file, open for reading."""

    def write(self, name: str, *, durable: bool = True) -> contextlib.AbstractContextManager[IO[bytes]]:
        """The file, open for writing; it appears under its name when all went well, and is on the disk if ``durable``."""

    def append(self, name: str, data: bytes) -> None:
        """Adds to a journal, durably."""

    def journal(self, name: str) -> Iterator[bytes]:
        """The lines of a journal; the last one may be torn."""

    def has(self, name: str) -> bool:
        """Whether there is such a file."""

    def names(self, folder: str) -> set[str]:
        """The names of the files and folders in a folder."""

    def remove(self, name: str) -> None:
        """Removes a file or a folder with all that is in it, if there is one."""

    def share(self, source: str, target: str) -> None:
        """Gives a file a second name, without a second copy where that is possible."""

    def rename_folder(self, source: str, target: str) -> None:
        """Puts a folder in the place of another."""

    def clean(self) -> None:
        """Removes what a run that was killed has left half written."""

    def lock(self, name: str) -> contextlib.AbstractContextManager[None]:
        """Keeps a second run out while the first one is at work, where the place knows locks."""


def open_store(url: str | os.PathLike[str]) -> Store:
    """The store of a folder or an address; nothing is made yet."""
    return RemoteStore(os.fspath(url)) if is_remote(url) else LocalStore(os.fspath(url))


def said(error: OSError, store: Store) -> PolicyExtractError:
    """What went wrong with writing, and what to do."""
    where = str(error.filename or store.url)
    kept = "what is recorded as done is kept, and the same command goes on from there"
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return PolicyExtractError(f"{store.url}: no space left ({error.strerror}); free some: {kept}")
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return PolicyExtractError(f"{where}: cannot be written ({error.strerror}); change its permissions: {kept}")
    return PolicyExtractError(f"{where}: {error.strerror or error}; check the disk: {kept}")


class LocalStore:
    """A folder of this machine."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._root = Path(url)

    def path(self, name: str) -> Path:
        return self._root / name

    @contextmanager
    def read(self, name: str) -> Iterator[IO[bytes]]:
        with self.path(name).open("rb") as file:
            yield file

    @contextmanager
    def write(self, name: str, *, durable: bool = True) -> Iterator[IO[bytes]]:
        target = self.path(name)
        target.parent.mkdir(parents=True, exist_ok=True)
        path = self.path(f"{_TEMPORARY}/{os.getpid()}-{uuid.uuid4().hex}")
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with path.open("wb") as file:
                yield file
                file.flush()
                if durable:
                    os.fsync(file.fileno())
            os.replace(path, target)
        except BaseException:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
            raise

    def append(self, name: str, data: bytes) -> None:
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab", buffering=0) as file:  # closing must not write what could not be written
            size = file.seek(0, os.SEEK_END)
            torn = size and not _ends_line(path)  # the last line of a run that was killed
            left = memoryview(b"\n" + data if torn else data)
            try:
                while left:
                    left = left[file.write(left) :]
                os.fsync(file.fileno())
            except OSError:
                with contextlib.suppress(OSError):
                    os.ftruncate(file.fileno(), size)
                raise

    def journal(self, name: str) -> Iterator[bytes]:
        with contextlib.suppress(FileNotFoundError), self.path(name).open("rb") as file:
            yield from file

    def has(self, name: str) -> bool:
        return self.path(name).exists()

    def names(self, folder: str) -> set[str]:
        try:
            return set(os.listdir(self.path(folder)))
        except (FileNotFoundError, NotADirectoryError):
            return set()

    def remove(self, name: str) -> None:
        path = self.path(name)
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)

    def share(self, source: str, target: str) -> None:
        path = self.path(target)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        try:
            os.link(self.path(source), path)
        except OSError:  # a disk without links
            shutil.copyfile(self.path(source), path)

    def rename_folder(self, source: str, target: str) -> None:
        self.remove(target)
        os.rename(self.path(source), self.path(target))

    def clean(self) -> None:
        shutil.rmtree(self.path(_TEMPORARY), ignore_errors=True)
        for name in self.names(""):
            if _LEFT.fullmatch(name):
                self.path(name).unlink(missing_ok=True)

    @contextmanager
    def lock(self, name: str) -> Iterator[None]:
        try:
            import fcntl
        except ImportError:  # Windows
            yield
            return
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise PolicyExtractError(
                    f"{self.url}: another run writes to it; wait for it or choose another"
                ) from error
            except OSError:
                pass  # a disk that knows no locks
            yield


def _ends_line(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"


class RemoteStore:
    """A place that fsspec knows; a journal is a folder of numbered pieces, since such places cannot append."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._fs, self._root = filesystem(url)
        self._pieces: dict[str, int] = {}

    def path(self, name: str) -> str:
        return f"{self._root}/{name}" if name else self._root

    @contextmanager
    def read(self, name: str) -> Iterator[IO[bytes]]:
        with self._fs.open(self.path(name), "rb") as file:
            yield file

    @contextmanager
    def write(self, name: str, *, durable: bool = True) -> Iterator[IO[bytes]]:
        target = self.path(name)
        self._fs.makedirs(posixpath.dirname(target), exist_ok=True)
        path = self.path(f"{_TEMPORARY}/{uuid.uuid4().hex}")
        self._fs.makedirs(posixpath.dirname(path), exist_ok=True)
        try:
            with self._fs.open(path, "wb") as file:
                yield file
            if self._fs.exists(target):
                self._fs.rm_file(target)
            self._fs.mv(path, target)
        except BaseException:
            with contextlib.suppress(Exception):
                self._fs.rm_file(path)
            raise

    def append(self, name: str, data: bytes) -> None:
        if name not in self._pieces:
            self._pieces[name] = len(self.names(name))
        self._pieces[name] += 1
        with self.write(f"{name}/{self._pieces[name]:08}") as file:
            file.write(data)

    def journal(self, name: str) -> Iterator[bytes]:
        for piece in sorted(self.names(name)):
            if not piece.startswith("."):
                with self.read(f"{name}/{piece}") as file:
                    yield from file

    def has(self, name: str) -> bool:
        return bool(self._fs.exists(self.path(name)))

    def names(self, folder: str) -> set[str]:
        path = self.path(folder)
        if not self._fs.isdir(path):
            return set()
        self._fs.invalidate_cache(path)
        return {posixpath.basename(found.rstrip("/")) for found in self._fs.ls(path, detail=False)}

    def remove(self, name: str) -> None:
        if self.has(name):
            self._fs.rm(self.path(name), recursive=True)

    def share(self, source: str, target: str) -> None:
        path = self.path(target)
        self._fs.makedirs(posixpath.dirname(path), exist_ok=True)
        self._fs.cp_file(self.path(source), path)

    def rename_folder(self, source: str, target: str) -> None:
        self.remove(target)
        self._fs.mv(self.path(source), self.path(target), recursive=True)

    def clean(self) -> None:
        self.remove(_TEMPORARY)

    @contextmanager
    def lock(self, name: str) -> Iterator[None]:
        yield
