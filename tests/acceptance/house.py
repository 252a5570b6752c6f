"""One Neiqin as people meet it: a `neiqin serve --demo` process with a data folder and a port of its own."""

from __future__ import annotations

import base64
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

PATIENCE_SECONDS = 120
# Moves the demo's clock over the interface.
ADMIN = "hewen"


class House:
    """Begins on construction, ends with `close()`.

    logins  user name -> password;  kept: user name -> cookies of the login, which tests share
    """

    def __init__(self, folder: Path, settings: Mapping[str, str] | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.data = folder / "data"
        self.log = folder / "log"
        self.port = _free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.kept: dict[str, object] = {}
        own = {"NEIQIN_DATA_DIR": str(self.data), "PORT": str(self.port), "PYTHONUTF8": "1"}
        with self.log.open("w") as log:
            # Its folder is an empty one, so that no `.env` of the caller is read.
            self._process = subprocess.Popen(
                [Path(sys.executable).with_name("neiqin"), "serve", "--demo"],
                cwd=folder,
                env=_without_ours() | own | dict(settings or {}),
                stdout=log,
                stderr=log,
            )
        self._wait_until_ready()
        self.logins = _read_logins(self.data / "demo-logins.txt")

    def close(self) -> int:
        """Ends it as an operator would; returns its exit code."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
        try:
            return self._process.wait(60)
        except subprocess.TimeoutExpired:
            self._process.kill()
            raise

    def move_clock(self, at: str) -> None:
        """Moves the company's time, e.g. to `2026-05-22T17:31:00+08:00`, and with it whatever is due."""
        stamp = int(datetime.fromisoformat(at).timestamp() * 1000)
        secret = base64.b64encode(f"{ADMIN}:{self.logins[ADMIN]}".encode()).decode()
        request = urllib.request.Request(
            f"{self.base}/v2/clock",
            data=json.dumps({"timestamp": stamp}).encode(),
            method="PUT",
            headers={"Authorization": f"Basic {secret}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as answer:
            assert answer.status == 204

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self._process.kill()
                raise RuntimeError(f"the server did not begin: {self.log.read_text('utf-8')[-4000:]}")
            time.sleep(0.1)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.base}/readyz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _without_ours() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("NEIQIN_")}


def _read_logins(path: Path) -> dict[str, str]:
    lines = [line.split() for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    return {words[0]: words[1] for words in lines}
