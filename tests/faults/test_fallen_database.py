"""The database falls down again and again while people complete their tasks: nothing answered is lost.

A server of our own, because it is killed as a power cut would kill it: it comes up from its journal, and
whatever was committed must be there. Who got no answer asks again with the same idempotency key.
"""

from __future__ import annotations

import random
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from engine.bootstrap import Engine
from engine.execution import check
from engine.execution import tables as t
from engine.kernel.clock import SystemClock
from engine.user_tasks.complete import CompleteTask
from tests.benchmarks import rounds
from tests.faults import company
from tests.support import postgres

PEOPLE, CASES_EACH = 4, 5
PATIENCE = 60


@pytest.fixture
def server() -> Iterator[Path]:
    """A server that no other test uses; its folder has a short name, for its socket."""
    above = Path(tempfile.mkdtemp(prefix="nq-"))
    above.chmod(0o755)
    folder = above / "pg"
    postgres.start(folder)
    yield folder
    postgres.stop(folder)
    shutil.rmtree(above)


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("completions", "falls"), [(200, 1), pytest.param(5000, None, marks=pytest.mark.faults)]
)
def test_a_database_that_falls_down_loses_no_completion(server, tmp_path, completions, falls):
    url = f"postgresql+psycopg://neiqin@/postgres?host={server}"
    engine = company.open_engine(url, tmp_path)
    company.found(engine, [rounds.MODELS])
    rounds.start(engine, PEOPLE * CASES_EACH)

    is_over = threading.Event()
    breaker = threading.Thread(target=_break, args=(server, is_over, falls, downs := []))
    breaker.start()
    desks = [Desk(engine, keys, completions // PEOPLE) for keys in _shared_out(engine)]
    with ThreadPoolExecutor(PEOPLE) as pool:
        answered = [key for keys in pool.map(Desk.work, desks) for key in keys]
    is_over.set()
    breaker.join()

    assert downs
    assert len(answered) == len(set(answered)) == completions
    with engine.read() as reader:
        held = set(reader.connection.scalars(select(t.COMPLETION.c.idempotency_key)))
        done = select(func.count()).where(t.USER_TASK.c.state == "completed")
        assert reader.connection.scalar(done) == completions
    assert held == set(answered)
    assert list(check.findings(engine.read, SystemClock().now())) == []
    engine.close()
    print(
        f"{completions} completions, {len(downs)} falls, {sum(desk.unanswered for desk in desks)} unanswered"
    )


def _break(server: Path, is_over: threading.Event, falls: int | None, downs: list[float]) -> None:
    """Every few seconds, or a set number of times, and at least once in any case."""
    dice = random.Random(1)
    while len(downs) != falls and not is_over.wait(dice.uniform(0.3, 0.8) if falls else dice.uniform(2, 5)):
        postgres.restart(server)
        downs.append(time.monotonic())


def _shared_out(engine: Engine) -> list[list[int]]:
    with engine.read() as reader:
        found = select(t.PROCESS_INSTANCE.c.key).order_by(t.PROCESS_INSTANCE.c.key)
        keys = list(reader.connection.scalars(found))
    return [keys[number::PEOPLE] for number in range(PEOPLE)]


class Desk:
    """Completes the tasks of its cases in turn, and asks again until it is answered."""

    def __init__(self, engine: Engine, cases: list[int], count: int) -> None:
        self._engine, self._cases, self._count = engine, cases, count
        self.unanswered = 0

    def work(self) -> list[str]:
        open_ = [self._first(case) for case in self._cases]
        done = []
        for number in range(self._count):
            key, is_enter = open_.pop(0)
            name = f"{self._cases[0]}-{number}"
            answer = self._ask(key, is_enter, name)
            done.append(f"{'lin' if is_enter else 'zhou'}:{name}")
            open_.append((int(answer["waiting"][-1]["task_key"]), not is_enter))
        return done

    def _first(self, case: int) -> tuple[int, bool]:
        """Asked again too: the database may be down already."""
        asked = select(t.USER_TASK.c.key, t.USER_TASK.c.assignee)
        asked = asked.where(t.USER_TASK.c.instance_key == case, t.USER_TASK.c.state == "created")

        def look() -> tuple[int, bool]:
            with self._engine.read() as reader:
                row = reader.connection.execute(asked).one()
            return row.key, row.assignee == "lin"

        found: tuple[int, bool] = self._until_answered(look)
        return found

    def _ask(self, key: int, is_enter: bool, name: str) -> dict:
        command = CompleteTask(key, rounds.ENTER if is_enter else rounds.CHECK, 1)
        actor = company.LIN if is_enter else company.ZHOU
        found: dict = self._until_answered(lambda: self._engine.execute(command, actor, idempotency_key=name))
        return found

    def _until_answered(self, ask):
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                return ask()
            except DBAPIError:
                self.unanswered += 1
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
