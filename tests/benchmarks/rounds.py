"""Cases that go round: enter, check, enter again. Each completion is a full step.

Form check, permission rule, four eyes, a reminder timer set and one cancelled, notice and e-mail, history,
audit, idempotency key, durable commit.
"""

from __future__ import annotations

import time
from collections import deque
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select

from engine.bootstrap import Engine
from engine.execution.tables import USER_TASK
from engine.processes.start import StartProcess
from engine.user_tasks.complete import CompleteTask
from tests.faults import company
from tests.support import databases

CASES = 50
MODELS = Path(__file__).parent / "models"
ENTER = {"title": ["销售合同 HT-2026-0001"], "copies": ["2"], "amount": ["1234.50"]}
CHECK = {"decision": ["returned"], "comment": ["请补充付款条件"]}


def fill(url: str) -> None:
    """A template: cases that have gone round twice."""
    databases.refuse_filled(url)
    with TemporaryDirectory() as folder:
        engine = company.open_engine(url, Path(folder))
        company.found(engine, [MODELS])
        start(engine, CASES)
        Rounds(engine).go(CASES * 4)
        engine.close()


def start(engine: Engine, count: int) -> None:
    for number in range(count):
        engine.execute(StartProcess("round", values={"title": f"合同 {number}"}), company.LIN)


class Rounds:
    """Completes the open tasks, the oldest first, for ever. share: the first of it, and of how many."""

    def __init__(
        self, engine: Engine, instance_key: int | None = None, share: tuple[int, int] = (0, 1)
    ) -> None:
        self._engine, self._name = engine, f"bench-{share[0]}"
        self._done = time.monotonic_ns()
        asked = select(USER_TASK.c.key, USER_TASK.c.assignee).where(USER_TASK.c.state == "created")
        if instance_key is not None:
            asked = asked.where(USER_TASK.c.instance_key == instance_key)
        with engine.read() as reader:
            found = reader.connection.execute(asked.order_by(USER_TASK.c.key))
            mine = found.all()[share[0] :: share[1]]
        self._open = deque((key, assignee == "lin") for key, assignee in mine)

    def go(self, count: int) -> list[float]:
        """Seconds of each step."""
        seconds = []
        for _ in range(count):
            key, is_enter = self._open.popleft()
            self._done += 1
            command = CompleteTask(key, ENTER if is_enter else CHECK, 1)
            actor = company.LIN if is_enter else company.ZHOU
            began = time.perf_counter()
            answer = self._engine.execute(command, actor, idempotency_key=f"{self._name}-{self._done}")
            seconds.append(time.perf_counter() - began)
            self._open.append((answer["waiting"][-1]["task_key"], not is_enter))
        return seconds
