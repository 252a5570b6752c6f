"""One task for each of 200 people: whether the last completion is dearer than the first."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import select

from engine.bootstrap import Engine
from engine.deployment.bundle import DeployFile
from engine.deployment.deploy import Deploy
from engine.execution.tables import USER_TASK
from engine.processes.start import StartProcess
from engine.user_tasks.complete import CompleteTask
from tests.benchmarks.figures import in_ms, tell
from tests.engine.bpmn import kit
from tests.faults import company
from tests.support import models
from tests.support.databases import Databases

PEOPLE, CASES, ENDS = 200, 4, 20


def multi_instance_flatness(folder: Path) -> None:
    """Median of the last completions of several cases. Floor: of their first."""
    made = Databases("sqlite", folder)
    engine = company.open_engine(made.copy_of(company.fill), folder / "people")
    body = models.task("ask", assignee='="lin"', inner=kit.multi("=persons"))
    file = DeployFile("crowd/process.bpmn", models.process(body, "s>ask ask>e", "crowd"))
    engine.execute(Deploy((file,), "measured"), company.SEED)
    _case(engine, 20)
    cases = [_case(engine, PEOPLE) for _ in range(CASES)]
    first = [second for seconds in cases for second in seconds[:ENDS]]
    last = [second for seconds in cases for second in seconds[-ENDS - 1 : -1]]
    value, bound = statistics.median(last) * 1000, statistics.median(first) * 1000
    every = in_ms([second for seconds in cases for second in seconds])
    tell("multi_instance_flatness", value, "ms", bound, value / bound, "<= 1.5 times the first", **every)
    engine.close()
    made.close()


def _case(engine: Engine, people: int) -> list[float]:
    """Seconds of each completion, in order."""
    begun = engine.execute(StartProcess("crowd", values={"persons": list(range(people))}), company.SEED)
    open_ = select(USER_TASK.c.key).where(USER_TASK.c.instance_key == begun["instance_key"])
    with engine.read() as reader:
        keys = list(reader.connection.scalars(open_.order_by(USER_TASK.c.key)))
    seconds = []
    for key in keys:
        began = time.perf_counter()
        engine.execute(CompleteTask(key), company.LIN)
        seconds.append(time.perf_counter() - began)
    return seconds


BENCHMARKS: dict[str, Callable[[Path], None]] = {"multi_instance_flatness": multi_instance_flatness}
