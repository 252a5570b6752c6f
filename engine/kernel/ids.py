"""63-bit keys: time-ordered, made on each node without a database sequence."""

from __future__ import annotations

import secrets
import threading
import time

# 41 bits of milliseconds since 2020 last until 2089; 10 bits of node; 12 bits of counter.
_EPOCH_MS = 1_577_836_800_000


class KeyMaker:
    """Makes unique, growing keys. `node` 0..1023 must differ between processes that write at once."""

    def __init__(self, node: int | None = None) -> None:
        self._node = secrets.randbelow(1024) if node is None else node & 1023
        self._lock = threading.Lock()
        self._last = 0
        self._count = 0

    def next(self) -> int:
        # Keys follow the machine's time and not the company's clock, which demo mode may set back.
        with self._lock:
            now = time.time_ns() // 1_000_000 - _EPOCH_MS
            if now <= self._last:
                now = self._last
                self._count += 1
                if self._count > 4095:
                    now += 1
                    self._count = 0
            else:
                self._count = secrets.randbelow(64)
            self._last = now
            return now << 22 | self._node << 12 | self._count
