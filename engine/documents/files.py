"""The store of files by content.

A file lies at `<root>/<first two figures>/<sha256>`; the root is `NEIQIN_DATA_DIR/files`, shared by all
nodes. It is on disk before the transaction that names it commits; what no row names is an orphan and is
swept after a day. Names of people never become paths.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from engine.kernel.errors import InvalidInput, NotFound, Problem

MOST_BYTES = 100 * 1024 * 1024
ORPHAN_AGE = timedelta(hours=24)
_CHUNK = 256 * 1024
_HASH = re.compile(r"[0-9a-f]{64}")
_INCOMING = "incoming"


@dataclass(frozen=True)
class StoredFile:
    """sha256   64 hexadecimal figures, the name in the store;  size   bytes"""

    sha256: str
    size: int


class FileStore:
    """Files by their SHA-256 below `root`, which is made with mode 0700 when it is missing."""

    def __init__(self, root: Path, most_bytes: int = MOST_BYTES) -> None:
        self._root = root
        self._most_bytes = most_bytes
        _make_folder(root / _INCOMING)

    def put(self, stream: BinaryIO) -> StoredFile:
        """Reads the stream to its end and returns when the content is safe on disk.

        1. Written under a name of chance, hashed and counted on the way, and synced.
        2. Renamed to its hash, and the folder synced. Content that is there already is touched, which
        keeps it from a sweep.

        Raises InvalidInput (file_too_large) beyond `most_bytes`; nothing is left behind then.
        """
        temporary = self._root / _INCOMING / secrets.token_hex(16)
        try:
            stored = self._write(stream, temporary)
            with self._lock(fcntl.LOCK_SH):
                self._name(temporary, self._path(stored.sha256))
        finally:
            temporary.unlink(missing_ok=True)
        return stored

    def open(self, sha256: str) -> BinaryIO:
        """The content, for reading. Raises NotFound."""
        try:
            return self._path(sha256).open("rb")
        except FileNotFoundError as error:
            raise NotFound(file=sha256) from error

    def exists(self, sha256: str) -> bool:
        return _HASH.fullmatch(sha256) is not None and self._path(sha256).is_file()

    def is_intact(self, sha256: str) -> bool:
        """Whether the content still has its hash."""
        digest = hashlib.sha256()
        with self.open(sha256) as content:
            while chunk := content.read(_CHUNK):
                digest.update(chunk)
        return digest.hexdigest() == sha256

    def sweep(
        self, named: Callable[[list[str]], set[str]], now: datetime, age: timedelta = ORPHAN_AGE
    ) -> list[str]:
        """Removes what is older than `age` and named by no row; returns the hashes, sorted.

        named   which of these hashes a row names; asked with up to 256 folders' worth at once
        now     the machine's instant and not the company's, since files carry the machine's time
        """
        before = (now - age).timestamp()
        self._drop_unfinished(before)
        removed: list[str] = []
        for old in self.older_than(now, age):
            orphans = sorted(set(old) - named(old))
            removed += [name for name in orphans if self._remove(self._path(name), before)]
        return removed

    def older_than(self, now: datetime, age: timedelta) -> Iterator[list[str]]:
        """The hashes of what was put longer ago than `age`, a folder's worth at a time."""
        before = (now - age).timestamp()
        for folder in sorted(self._root.glob("[0-9a-f][0-9a-f]")):
            paths = (path for path in folder.iterdir() if _HASH.fullmatch(path.name))
            if old := [path.name for path in paths if _is_older(path, before)]:
                yield old

    def _write(self, stream: BinaryIO, target: Path) -> StoredFile:
        digest, size = hashlib.sha256(), 0
        with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                if size > self._most_bytes:
                    problem = Problem("file_too_large", facts={"most": self._most_bytes})
                    raise InvalidInput(fields={"file": [problem]})
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        return StoredFile(digest.hexdigest(), size)

    def _name(self, temporary: Path, target: Path) -> None:
        if target.exists():
            os.utime(target)
            return
        if not target.parent.exists():
            _make_folder(target.parent)
            _sync_folder(self._root)
        temporary.replace(target)
        _sync_folder(target.parent)

    def _remove(self, path: Path, before: float) -> bool:
        # Asked again under the lock: the same content may have been put since, and the row that names it
        # not yet be seen.
        with self._lock(fcntl.LOCK_EX):
            if not _is_older(path, before):
                return False
            path.unlink(missing_ok=True)
            return True

    def _drop_unfinished(self, before: float) -> None:
        for path in (self._root / _INCOMING).iterdir():
            if _is_older(path, before):
                path.unlink(missing_ok=True)

    @contextmanager
    def _lock(self, kind: int) -> Iterator[None]:
        """Putting is shared, sweeping is alone."""
        handle = os.open(self._root / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, kind)
            yield
        finally:
            os.close(handle)

    def _path(self, sha256: str) -> Path:
        if _HASH.fullmatch(sha256) is None:
            raise NotFound(file=sha256[:64])
        return self._root / sha256[:2] / sha256


def _is_older(path: Path, before: float) -> bool:
    try:
        return path.stat().st_mtime < before
    except FileNotFoundError:
        return False


def _make_folder(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
