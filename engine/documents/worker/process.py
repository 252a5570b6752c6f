"""One child process as the server sees it."""

from __future__ import annotations

import os
import selectors
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, Any

from engine.documents.worker.frames import LENGTHS, frame_length, pack_frame, unpack_frame

_ROOT = Path(__file__).parents[3]
_CHUNK = 1024 * 1024


class ChildLost(Exception):
    """The child ended in the middle of a job: the kernel's limit, or a crash."""


class ChildTooSlow(Exception):
    """The child did not answer in time."""


class Child:
    """Started at once, ready when its imports are done; `ask` waits for that too."""

    def __init__(self) -> None:
        self.jobs = 0
        # The child gets none of the server's environment: the secret key and the database's address stand
        # there.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-s", "-m", "engine.documents.worker.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={
                "PYTHONPATH": str(_ROOT),
                "PYTHONUTF8": "1",
                "PATH": os.defpath,
                "PYTHONDONTWRITEBYTECODE": "1",
            },
        )

    def ask(self, head: dict[str, Any], body: bytes, seconds: float) -> tuple[dict[str, Any], bytes]:
        """The answer to one job. Raises ChildLost or ChildTooSlow; the child is useless afterwards."""
        self.jobs += 1
        until = time.monotonic() + seconds
        try:
            self._send(memoryview(pack_frame(head, body)), until)
            return unpack_frame(self._receive(until))
        except (OSError, ValueError) as error:
            raise ChildLost from error

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                _close(pipe)

    def _send(self, frame: memoryview, until: float) -> None:
        pipe = self._process.stdin
        assert pipe is not None
        os.set_blocking(pipe.fileno(), False)
        while frame:
            _wait(pipe, selectors.EVENT_WRITE, until)
            frame = frame[os.write(pipe.fileno(), frame[:_CHUNK]) :]

    def _receive(self, until: float) -> bytes:
        pipe = self._process.stdout
        assert pipe is not None
        received = bytearray()
        wanted = LENGTHS.size
        while len(received) < wanted:
            _wait(pipe, selectors.EVENT_READ, until)
            chunk = os.read(pipe.fileno(), _CHUNK)
            if not chunk:
                raise ChildLost
            received += chunk
            if len(received) >= LENGTHS.size:
                wanted = frame_length(bytes(received[: LENGTHS.size]))
        return bytes(received)


def _wait(pipe: IO[bytes], event: int, until: float) -> None:
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, event)
        if not selector.select(max(until - time.monotonic(), 0)):
            raise ChildTooSlow


def _close(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except OSError:
        # What was still to be written to a child that is dead is of no use.
        return
