"""The children that are kept ready."""

from __future__ import annotations

import atexit
import os
import threading
from typing import Any

from engine.documents.faults import DocumentFault
from engine.documents.worker.process import Child, ChildLost, ChildTooSlow

CPU_SECONDS = 5
WALL_SECONDS = 20.0
JOBS_PER_CHILD = 200


class Pool:
    """At most `size` jobs at a time.

    A child is replaced after 200 jobs, when a limit ended it, and when the server was forked.
    """

    def __init__(
        self, size: int = 1, cpu_seconds: int = CPU_SECONDS, wall_seconds: float = WALL_SECONDS
    ) -> None:
        self._cpu_seconds = cpu_seconds
        self._wall_seconds = wall_seconds
        self._free = threading.Semaphore(size)
        self._lock = threading.Lock()
        self._idle: list[Child] = []
        self._owner = os.getpid()

    def warm(self) -> None:
        """Starts a child, without waiting for it, so that the first document does not pay for its imports."""
        with self._lock:
            if not self._idle:
                self._idle.append(Child())

    def run(self, head: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
        """The child's answer. Raises DocumentFault when a limit ended the job."""
        with self._free:
            child = self._take()
            try:
                reply = child.ask({**head, "cpu": self._cpu_seconds}, body, self._wall_seconds)
            except ChildTooSlow as error:
                self._replace(child)
                raise DocumentFault(reason="document_time_limit") from error
            except ChildLost as error:
                self._replace(child)
                raise DocumentFault(reason="document_worker_lost") from error
            self._give_back(child, spent=bool(reply[0].pop("spent", False)))
            return reply

    def close(self) -> None:
        with self._lock:
            idle, self._idle = self._idle, []
        for child in idle:
            child.end()

    def _take(self) -> Child:
        with self._lock:
            if self._owner != os.getpid():
                # After a fork the pipes are shared with the parent, which goes on using its children.
                self._idle, self._owner = [], os.getpid()
            return self._idle.pop() if self._idle else Child()

    def _give_back(self, child: Child, *, spent: bool) -> None:
        if spent or child.jobs >= JOBS_PER_CHILD:
            self._replace(child)
            return
        with self._lock:
            self._idle.append(child)

    def _replace(self, child: Child) -> None:
        child.end()
        self.warm()


POOL = Pool()
atexit.register(POOL.close)
