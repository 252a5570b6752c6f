"""A node that is going to be killed: the real engine with its heartbeat, told over a pipe what to do.

Run as `python -m tests.faults.node URL DATA_DIR POINT NTH`. Each line on stdin is one command as JSON, each
line on stdout its answer, written only after `Engine.execute` returned. At the NTH time that POINT is passed
the process sends itself SIGKILL; the points are wrapped from here, the product knows nothing of them:

file        an uploaded file is on disk, the transaction that names it has not begun
half        somewhere between the statements of a transaction
written     all rows are written, the commit has not begun
committed   the commit is done, nobody was told
sent        a message has left the house, its outbox row is not marked
"""

from __future__ import annotations

import io
import json
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from engine.documents.files import FileStore
from engine.jobs.heartbeat import Heartbeat
from engine.notifications.senders import FolderSender
from engine.processes.start import StartProcess
from engine.storage import prepared
from engine.storage.database import Database
from engine.user_tasks.complete import CompleteTask
from tests.faults import company

POINTS = ("file", "half", "written", "committed", "sent")
PEOPLE = {"lin": company.LIN, "zhou": company.ZHOU, "system:seed": company.SEED}
BEAT_SECONDS = 0.1


class Upload:
    """What a form is given for a file."""

    def __init__(self, filename: str, content: str) -> None:
        self.filename = filename
        self.stream = io.BytesIO(content.encode())


def arm(point: str, nth: int) -> None:
    """Wrap the point so that its nth passing is the process's last act. `none` wraps nothing."""
    left, lock = [nth], threading.Lock()

    def pass_() -> None:
        with lock:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    if point in ("written", "committed"):
        _wrap_begin(pass_ if point == "written" else _nothing, pass_ if point == "committed" else _nothing)
    elif point == "file":
        _pass_after(FileStore, "put", pass_)
    elif point == "half":
        _pass_after(prepared.Prepared, "execute_many", pass_)
    elif point == "sent":
        _pass_after(FolderSender, "send", pass_)


def _nothing() -> None:
    return None


def _wrap_begin(before_commit: Callable[[], None], after_commit: Callable[[], None]) -> None:
    begin = Database.begin

    @contextmanager
    def wrapped(self: Database) -> Iterator[Any]:
        with begin(self) as connection:
            yield connection
            before_commit()
        after_commit()

    Database.begin = wrapped  # type: ignore[method-assign]


def _pass_after(owner: type, name: str, pass_: Callable[[], None]) -> None:
    method = getattr(owner, name)

    def wrapped(*arguments: Any, **named: Any) -> Any:
        result = method(*arguments, **named)
        pass_()
        return result

    setattr(owner, name, wrapped)


def command_of(order: dict[str, Any]) -> Any:
    if order["do"] == "start":
        return StartProcess(order["process"], values=order["values"])
    files = {key: [Upload(*upload) for upload in uploads] for key, uploads in order["files"].items()}
    return CompleteTask(order["task_key"], order["posted"], 1, files)


def main(url: str, data_dir: str, point: str, nth: str) -> None:
    logging.basicConfig(level=logging.ERROR)
    engine = company.open_engine(url, Path(data_dir))
    arm(point, int(nth))
    heartbeat = Heartbeat(engine, seconds=BEAT_SECONDS)
    heartbeat.start()
    for line in sys.stdin:
        order = json.loads(line)
        answer = engine.execute(command_of(order), PEOPLE[order["who"]], idempotency_key=order["key"])
        sys.stdout.write(json.dumps(answer, default=str) + "\n")
        sys.stdout.flush()
    heartbeat.stop()
    engine.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
