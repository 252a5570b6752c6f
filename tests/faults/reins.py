"""Holds a node on a rein: starts it, gives it orders, notices its death, knows nothing of the database."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from tests.support.source import ROOT


class Died(Exception):
    """The node ended before it answered."""


class Node:
    """One child process. `point`, `nth`: where it kills itself; `after`: seconds to live at most."""

    def __init__(
        self, url: str, data_dir: Path, point: str = "none", nth: int = 0, after: float | None = None
    ) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.node", url, str(data_dir), point, str(nth)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._timer = threading.Timer(after, self._process.kill) if after is not None else None

    def ask(self, order: dict[str, Any]) -> dict[str, Any]:
        """The node's answer. Raises Died: then only the database knows what came of the order."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(json.dumps(order) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except BrokenPipeError:
            line = ""
        # A line that was cut has no end: an answer that did not arrive whole is no answer.
        if not line.endswith("\n"):
            raise Died
        self._start_timer()
        answer: dict[str, Any] = json.loads(line)
        return answer

    def lives(self) -> bool:
        return self._process.poll() is None

    def kill(self) -> None:
        self._process.kill()

    def bury(self) -> int:
        """Waits for the end of a dead node; returns its exit code, -9 after SIGKILL."""
        if self._timer is not None:
            self._timer.cancel()
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.close()
        self._process.stdout.close()
        return self._process.wait(timeout=60)

    def bury_when_dead(self) -> int:
        """Waits until the node has killed itself, with its orders kept open."""
        self._process.wait(timeout=60)
        return self.bury()

    def _start_timer(self) -> None:
        """The time of the kill runs from the first answer, when the node is at work."""
        if self._timer is not None and self._timer.ident is None:
            self._timer.start()
