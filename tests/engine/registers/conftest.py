"""Registers with the demo company, and a step to run operations in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from engine.bootstrap import Engine, build_engine
from engine.execution.ports import OperationCall
from engine.execution.step import Step
from engine.kernel.actor import Actor
from engine.kernel.clock import FixedClock
from engine.kernel.ids import KeyMaker
from engine.seeds.company import seed_company
from engine.seeds.company_file import read_company
from tests.engine.organisation.making import open_empty, settings

Operate = Callable[..., Mapping[str, Any]]


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock("2026-05-20T01:00:00+00:00")


@pytest.fixture
def engine(
    database_from: Callable[[Callable[[str], None]], str], tmp_path: Path, clock: FixedClock
) -> Iterator[Engine]:
    made = build_engine(settings(database_from(_with_company), tmp_path), clock=clock)
    yield made
    made.close()


@pytest.fixture
def operate(engine: Engine) -> Operate:
    """operate(name, by="...", case=1, key="...", **inputs): one operation in a step of its own."""
    keys = KeyMaker()

    def run(
        name: str, *, by: str = "zhouzimo", case: int = 1, key: str | None = None, **inputs: Any
    ) -> Mapping[str, Any]:
        token = keys.next()
        call = OperationCall(case, token, "Step_1", key or f"{case}:{token}", inputs, {}, "zhouzimo")
        with step_of(engine, by) as step:
            return engine.services.operations[name].run(step, call)

    return run


@contextmanager
def step_of(engine: Engine, user: str) -> Iterator[Step]:
    with engine.database.begin() as connection:
        now = engine.clock.now()
        step = Step(connection, now, engine.clock.real_now(), Actor(user), engine.services, KeyMaker())
        yield step
        step.writes.flush(connection)


def _with_company(url: str) -> None:
    engine = open_empty(url, FixedClock("2026-05-20T00:30:00+00:00"))
    seed_company(engine, read_company())
    engine.close()
