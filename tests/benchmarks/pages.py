"""The product as `neiqin serve` runs it, asked over the loopback address by fifty connections."""

from __future__ import annotations

import itertools
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy import select

from engine.execution.tables import USER_TASK
from engine.organisation.commands.open_session import OpenSession
from engine.organisation.commands.set_password import SetPassword
from tests.benchmarks import load, rounds
from tests.benchmarks.figures import in_ms, tell
from tests.faults import company
from tests.support.databases import Databases
from tests.support.source import ROOT

CONNECTIONS = 50
SECONDS = 6.0
TASKS = 1200


def http_inbox(folder: Path) -> None:
    """The inbox of somebody with open tasks. Floor: `/healthz` of the same workers."""
    cookie = _found(folder, more_cases=50)
    with _served(folder) as port:
        bare = load.run(
            port, itertools.repeat(load.request("GET", "/healthz", port)).__next__, CONNECTIONS, 2.0
        )
        inbox = itertools.repeat(load.request("GET", "/inbox", port, cookie)).__next__
        load.run(port, inbox, CONNECTIONS, 1.0)
        found = load.run(port, inbox, CONNECTIONS, SECONDS)
    more = in_ms(found.seconds) | {"statuses": found.statuses}
    tell("http_inbox", found.rate, "requests/s", bare.rate, found.rate / bare.rate,
         ">= 1500 requests/s, p99 <= 50 ms", **more)  # fmt: skip


def http_complete(folder: Path) -> None:
    """Each request completes a task: form post, session, token. Floor: steps without HTTP, one process."""
    cookie = _found(folder, more_cases=TASKS)
    floor = _steps_in_process(folder)
    tasks = _tasks(folder)
    with _served(folder) as port:
        token = _token(port, cookie, tasks[0])
        posts = _posts(port, cookie, token, tasks)
        found = load.run(port, lambda: next(posts, None), CONNECTIONS, SECONDS * 2)
    more = in_ms(found.seconds) | {"statuses": found.statuses}
    tell("http_complete", found.rate, "requests/s", floor, found.rate / floor,
         ">= 500 requests/s, p99 <= 100 ms", **more)  # fmt: skip


def cold_start(folder: Path) -> None:
    """A demo from nothing to its first page. Floor: a second start of the same demo."""
    first, second = _time_to_first_page(folder), _time_to_first_page(folder)
    tell("cold_start", first, "s", second, first / second, "<= 3 s to the first page on a fresh database")


def worker_memory(folder: Path) -> None:
    """Resident memory of one web worker after a thousand pages. Floor: before the first."""
    cookie = _found(folder, more_cases=50)
    with _served(folder, workers=1) as port:
        before = _workers_megabytes(folder)
        load.run(port, itertools.repeat(load.request("GET", "/inbox", port, cookie)).__next__, 10, SECONDS)
        after = _workers_megabytes(folder)
    tell("worker_memory", after, "MB", before, after / before, "<= 120 MB")


def _found(folder: Path, more_cases: int) -> str:
    """Company, cases and a session; returns the cookie of the session."""
    made = Databases("sqlite", folder)
    Path(made.copy_of(rounds.fill).removeprefix("sqlite:///")).rename(folder / "neiqin.db")
    engine = company.open_engine(_url(folder), folder)
    rounds.start(engine, more_cases)
    engine.execute(SetPassword("lin", "a password of the benchmark", must_change=False), company.SEED)
    opened = engine.execute(OpenSession("lin"), company.SEED)
    engine.close()
    return f"neiqin={opened['token']}"


def _url(folder: Path) -> str:
    return f"sqlite:///{folder / 'neiqin.db'}"


def _tasks(folder: Path) -> list[int]:
    engine = company.open_engine(_url(folder), folder)
    with engine.read() as reader:
        mine = (USER_TASK.c.state == "created", USER_TASK.c.assignee == "lin")
        keys = list(reader.connection.scalars(select(USER_TASK.c.key).where(*mine)))
    engine.close()
    return keys


def _steps_in_process(folder: Path) -> float:
    engine = company.open_engine(_url(folder), folder)
    seconds = rounds.Rounds(engine).go(200)
    engine.close()
    return len(seconds) / sum(seconds)


def _posts(port: int, cookie: str, token: str, tasks: list[int]) -> Iterator[bytes]:
    for key in tasks:
        fields = {name: texts[0] for name, texts in rounds.ENTER.items()}
        fields |= {"csrf_token": token, "revision": "1", "idempotency_key": f"http-{key}"}
        yield load.request("POST", f"/tasks/{key}", port, cookie, urlencode(fields).encode())


def _token(port: int, cookie: str, task: int) -> str:
    asked = urllib.request.Request(f"http://127.0.0.1:{port}/tasks/{task}", headers={"Cookie": cookie})
    with urllib.request.urlopen(asked, timeout=30) as page:
        found = re.search(r'name="csrf_token" value="([^"]+)"', page.read().decode())
    assert found is not None, "the task page has no token"
    return found[1]


@contextmanager
def _served(folder: Path, *arguments: str, workers: int = 2) -> Iterator[int]:
    """`neiqin serve` in the folder until the caller is done; yields the port once a page is answered."""
    port = _free_port()
    command = [sys.executable, "-m", "webapp.cli", "serve", "--port", str(port), "--workers", str(workers)]
    environment = {**os.environ, "NEIQIN_DATA_DIR": str(folder), "NEIQIN_SECRET_KEY": company.SECRET.decode()}
    with (folder / "served.log").open("wb") as log:
        child = subprocess.Popen([*command, *arguments], cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        _wait_for_page(port, child, folder / "served.log")
        yield port
    finally:
        child.terminate()
        child.wait(timeout=40)


def _wait_for_page(port: int, child: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if child.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/login", timeout=5) as page:
                page.read()
            return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError(f"the server gave no page: {log.read_text('utf-8', 'replace')[-2000:]}")


def _time_to_first_page(folder: Path) -> float:
    began = time.perf_counter()
    with _served(folder, "--demo"):
        return time.perf_counter() - began


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _workers_megabytes(folder: Path) -> float:
    """The largest process that serves this folder and is neither the first parent nor the heartbeat."""
    serving: dict[str, tuple[str, float]] = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes()
            served = f"NEIQIN_DATA_DIR={folder}".encode() in (process / "environ").read_bytes().split(b"\0")
            status = (process / "status").read_text()
        except OSError:
            continue
        resident, parent = re.search(r"VmRSS:\s+(\d+) kB", status), re.search(r"PPid:\s+(\d+)", status)
        if served and resident is not None and parent is not None and b"heartbeat" not in command:
            serving[process.name] = (parent[1], int(resident[1]) / 1024)
    return max(size for parent, size in serving.values() if parent in serving)


BENCHMARKS: dict[str, Callable[[Path], None]] = {
    "http_inbox": http_inbox,
    "http_complete": http_complete,
    "cold_start": cold_start,
    "worker_memory": worker_memory,
}
