"""The children of `neiqin serve`: programs begun anew, or a part of this program that goes on by itself.

Loading all modules costs two seconds of processor time. A child that goes on from this process has them, and
so have the workers that it begins in turn; their memory is shared as long as nobody writes to it.
"""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from typing import NoReturn, Protocol

PR_SET_PDEATHSIG = 1


class Child(Protocol):
    """What `subprocess.Popen` offers of it."""

    def poll(self) -> int | None: ...
    def send_signal(self, number: int, /) -> None: ...
    def wait(self, timeout: float | None = None) -> int: ...
    def kill(self) -> None: ...


def spawn(command: Sequence[str]) -> Child:
    """A program in a session of its own: Ctrl+C reaches this process alone, which ends its children in
    order.
    """
    return subprocess.Popen(command, start_new_session=True, preexec_fn=die_with_parent)


def may_go_on() -> bool:
    """Whether a child can go on from here: only Linux, and only while this process is a single thread."""
    return sys.platform == "linux" and threading.active_count() == 1


def go_on(run: Callable[[], object]) -> Child:
    """A child that calls `run` and ends; in a session of its own as well."""
    # What is loaded by now stays: a collector that looks through it would copy every page of it.
    gc.collect()
    gc.freeze()
    return _Forked(run)


def die_with_parent() -> None:
    """Where the system offers it (Linux), a child whose parent was killed is told to stop too."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class _Forked:
    """A forked child with the face of `Popen`."""

    def __init__(self, run: Callable[[], object]) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        self._code: int | None = None
        self._id = os.fork()
        if self._id == 0:
            _live(run)

    def poll(self) -> int | None:
        if self._code is None:
            ended, status = os.waitpid(self._id, os.WNOHANG)
            self._code = os.waitstatus_to_exitcode(status) if ended else None
        return self._code

    def send_signal(self, number: int, /) -> None:
        if self.poll() is None:
            os.kill(self._id, number)

    def wait(self, timeout: float | None = None) -> int:
        until = None if timeout is None else time.monotonic() + timeout
        while (code := self.poll()) is None:
            if until is not None and time.monotonic() > until:
                raise subprocess.TimeoutExpired("the forked child", timeout or 0.0)
            time.sleep(0.02)
        return code

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def _live(run: Callable[[], object]) -> NoReturn:
    """The child's life. It never returns into what its parent was doing, nor tidies up after it."""
    code = 1
    try:
        os.setsid()
        die_with_parent()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        run()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
        raise
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
