"""Files that were read, kept by their content; the ones that were used longest ago go first."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from engine.decisions.library import Loaded
from engine.decisions.reader import load

#: Of source; what is read of it takes some tens of times as much.
BYTES = 4_000_000
FILES = 64
_Key = tuple[bytes, tuple[bytes, ...]]


class Shelf:
    """Read files, not more than so many bytes and files of them; may be shared between threads."""

    def __init__(self) -> None:
        self._kept: OrderedDict[_Key, Loaded] = OrderedDict()
        self._lock = Lock()
        self._size = 0

    def read(self, dmn: bytes, imports: tuple[bytes, ...], filename: str) -> Loaded:
        """A file with its imports. Raises DefinitionRejected, and keeps nothing then."""
        key = (dmn, imports)
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
                return found
        loaded = load(dmn, filename, imports)
        with self._lock:
            self._keep(key, loaded)
        return loaded

    def _keep(self, key: _Key, loaded: Loaded) -> None:
        if key not in self._kept:
            self._kept[key] = loaded
            self._size += _size(key)
        while self._kept and (self._size > BYTES or len(self._kept) > FILES):
            gone, _ = self._kept.popitem(last=False)
            self._size -= _size(gone)


def _size(key: _Key) -> int:
    return len(key[0]) + sum(map(len, key[1]))
