"""An engine with the demo company, on a clock that stands still."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engine.bootstrap import Engine, build_engine
from engine.kernel.clock import FixedClock
from engine.seeds.company import seed_company
from engine.seeds.company_file import read_company
from tests.engine.organisation.making import open_empty, settings


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


def _with_company(url: str) -> None:
    engine = open_empty(url, FixedClock("2026-05-20T00:30:00+00:00"))
    seed_company(engine, read_company())
    engine.close()
