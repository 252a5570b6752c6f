"""Seeds start from an engine that knows nobody."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.bootstrap import Engine
from engine.kernel.clock import FixedClock
from tests.engine.organisation.making import open_empty


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock("2026-05-20T01:00:00+00:00")


@pytest.fixture
def empty_engine(database_url: str, clock: FixedClock) -> Iterator[Engine]:
    engine = open_empty(database_url, clock)
    yield engine
    engine.close()
