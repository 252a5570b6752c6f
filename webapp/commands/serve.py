"""`neiqin serve`: the web workers and one heartbeat, watched by this process.

    serve ── granian (one single-thread worker process a core)
          └─ worker  (timers, jobs, outbox)

SIGTERM: `/readyz` answers 503, the workers finish what they have, the heartbeat ends its round, exit 0.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from engine.bootstrap.settings import Settings
from webapp.commands import GOOD, WRONG, children, complain, stamp, tell
from webapp.shutdown import FLAG

FINISH_SECONDS = 25


def serve(port: int, workers: int, host: str, *, demo: bool) -> int:
    """Prepare what is missing, then run until told to stop."""
    if not _is_free(host, port):
        complain(f"port {port} is taken; stop what uses it or choose another: PORT={port + 1} make run")
        return WRONG
    os.environ["PORT"] = str(port)
    if demo:
        os.environ["NEIQIN_DEMO"] = "1"
    settings = Settings.from_environment(demo=demo)
    if not stamp.is_fresh(settings):
        from webapp.commands import prepare

        if not prepare.ready(settings):
            return WRONG
        stamp.put(settings)
    with tempfile.TemporaryDirectory(prefix="neiqin-") as folder:
        flag = Path(folder) / "stopping"
        os.environ[FLAG] = str(flag)
        drain = float(settings.drain_seconds)
        return _Family(host, port, workers, flag, drain).run(lambda: _greet(settings, host, port))


def _greet(settings: Settings, host: str, port: int) -> None:
    tell(f"Neiqin serves http://{host}:{port}")
    if settings.demo:
        from webapp.commands import prepare

        tell(f"Demo time {prepare.company_time(settings)}; everything in it is made up")
        tell(f"Logins: {prepare.logins_file(settings)}")
    tell("Stop with Ctrl+C")


def _is_free(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


class _Family:
    """The two children and when they end."""

    def __init__(self, host: str, port: int, workers: int, flag: Path, drain_seconds: float) -> None:
        self._host, self._port = host, port
        self._drain_seconds = drain_seconds
        self._flag = flag
        self._web: children.Child | None = None
        self._stop = threading.Event()
        self._web_arguments = [
            "--interface", "wsgi", "--host", host, "--port", str(port),
            "--workers", str(workers), "--blocking-threads", "1", "--no-access-log", "--log-level", "warning",
            "--respawn-failed-workers", "--workers-kill-timeout", f"{FINISH_SECONDS}s", "webapp.wsgi:app",
        ]  # fmt: skip
        self._heart_command = [sys.executable, "-m", "webapp.cli", "worker"]

    def run(self, greet: Callable[[], None]) -> int:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._told_to_stop)
        web = self._web = self._begin_web()
        # The pages come first: on two cores the heartbeat's own start would make them wait for a second.
        answers = self._answers()
        heart = children.spawn(self._heart_command)
        if answers:
            greet()
        while not self._stop.wait(0.5):
            if web.poll() is not None:
                complain("the web server ended by itself; its reason stands above")
                _end(heart)
                return WRONG
            if heart.poll() is not None:
                complain("the heartbeat ended by itself and is started again")
                heart = children.spawn(self._heart_command)
        self._flag.touch()
        threading.Event().wait(self._drain_seconds)
        _end(web)
        _end(heart)
        return GOOD

    def _begin_web(self) -> children.Child:
        """The workers go on from modules that are loaded once, here, where that is possible."""
        if not children.may_go_on():
            return children.spawn([sys.executable, "-m", "granian", *self._web_arguments])
        import webapp.app  # noqa: F401 - loaded for the workers

        return children.go_on(self._serve_pages)

    def _serve_pages(self) -> None:
        from granian.cli import entrypoint

        sys.argv = ["granian", *self._web_arguments]
        entrypoint()

    def _answers(self) -> bool:
        """Waits until the first worker takes connections; False when it was told to stop before."""
        while not self._stop.wait(0.05):
            with socket.socket(socket.AF_INET6 if ":" in self._host else socket.AF_INET) as probe:
                if probe.connect_ex((self._host, self._port)) == 0:
                    return True
            if self._gone():
                return False
        return False

    def _gone(self) -> bool:
        return self._web is None or self._web.poll() is not None

    def _told_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stop.set()


def _end(child: children.Child) -> None:
    child.send_signal(signal.SIGTERM)
    try:
        child.wait(FINISH_SECONDS + 5)
    except subprocess.TimeoutExpired:
        child.kill()
