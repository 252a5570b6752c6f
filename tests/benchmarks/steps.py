"""How many full steps a second one process makes, and whether a long case is dearer than a young one."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import func, select

from engine.bootstrap import Engine
from engine.execution.tables import PROCESS_INSTANCE, USER_TASK
from tests.benchmarks import rounds
from tests.benchmarks.figures import in_ms, tell
from tests.benchmarks.raw_rows import Replay, recorded
from tests.benchmarks.rounds import Rounds
from tests.faults import company
from tests.support.databases import Databases

BATCH = 100


def step_rate_sqlite(folder: Path) -> None:
    _step_rate(
        "step_rate_sqlite", Databases("sqlite", folder), folder, 20, ">= 2000 and >= 33 % of the floor"
    )


def step_rate_pg1(folder: Path) -> None:
    _step_rate("step_rate_pg1", Databases("postgresql", folder), folder, 12, ">= 40 % of the floor")


def _step_rate(name: str, made: Databases, folder: Path, batches: int, target: str) -> None:
    """Steps and the floor take turns, a batch each, so that a busy machine slows both alike."""
    engine = company.open_engine(made.copy_of(rounds.fill), folder / "recorded")
    running = Rounds(engine)
    with recorded() as transactions:
        running.go(batches * BATCH)
    engine.close()
    replay = Replay(made.copy_of(rounds.fill))
    engine = company.open_engine(made.copy_of(rounds.fill), folder / "measured")
    steps, floor, running = [], [], Rounds(engine)
    for batch in range(batches):
        floor.append(replay.go(transactions[batch * BATCH : (batch + 1) * BATCH]))
        steps.append(running.go(BATCH))
    value, bound = _rate(steps), _rate(floor)
    statements = statistics.mean(len(one) for one in transactions)
    more = in_ms([second for batch in steps for second in batch]) | {"writes_a_step": round(statements, 1)}
    tell(name, value, "steps/s", bound, value / bound, target, **more)
    replay.close()
    engine.close()
    made.close()


def _rate(batches: list[list[float]]) -> float:
    """Of the median batch: one that another program disturbed does not count."""
    return len(batches[0]) / statistics.median(sum(batch) for batch in batches)


def step_flatness(folder: Path) -> None:
    """A case of 1,000 completed tasks against cases of some ten, in turns; and the bytes of its state."""
    made = Databases("sqlite", folder)
    engine = company.open_engine(made.copy_of(rounds.fill), folder / "flat")
    old_key, *young_keys = _cases(engine)
    Rounds(engine, old_key).go(1000)
    old = Rounds(engine, old_key)
    young = [Rounds(engine, key) for key in young_keys]
    old_seconds, young_seconds = [], []
    for number in range(400):
        old_seconds += old.go(1)
        young_seconds += young[number % len(young)].go(1)
    value, bound = statistics.median(old_seconds) * 1000, statistics.median(young_seconds) * 1000
    more = {"state_bytes": _state_bytes(engine, old_key), "young_bytes": _state_bytes(engine, young_keys[0])}
    tell("step_flatness", value, "ms", bound, value / bound, "<= 1.1 times the young case", **more)
    engine.close()


def _cases(engine: Engine) -> list[int]:
    with engine.read() as reader:
        return list(reader.connection.scalars(select(USER_TASK.c.instance_key).distinct()))


def _state_bytes(engine: Engine, key: int) -> int:
    with engine.read() as reader:
        size = select(func.length(PROCESS_INSTANCE.c.tokens)).where(PROCESS_INSTANCE.c.key == key)
        return int(reader.connection.execute(size).scalar_one())


BENCHMARKS: dict[str, Callable[[Path], None]] = {
    "step_rate_sqlite": step_rate_sqlite,
    "step_rate_pg1": step_rate_pg1,
    "step_flatness": step_flatness,
}
