"""Seeds start from an engine that knows nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engine.bootstrap import Engine, build_engine
from engine.kernel.clock import FixedClock
from tests.engine.organisation.making import make_schema, settings


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock("2026-05-20T01:00:00+00:00")


@pytest.fixture
def empty_engine(
    database_from: Callable[[Callable[[str], None]], str], tmp_path: Path, clock: FixedClock
) -> Iterator[Engine]:
    engine = build_engine(settings(database_from(make_schema), tmp_path), clock=clock)
    yield engine
    engine.close()
