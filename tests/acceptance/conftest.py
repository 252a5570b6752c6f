"""A house for the run, and an office that must have heard no complaint of any browser when a test ends."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.acceptance.desk import Office
from tests.acceptance.house import House


@pytest.fixture(scope="session")
def house(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The demo company on a server of its own, as it is shipped."""
    opened = House(tmp_path_factory.mktemp("house"))
    yield opened
    assert opened.close() == 0, opened.log.read_text("utf-8")


@pytest.fixture
def office(house: House, chromium: Any) -> Iterator[Office]:
    opened = Office(house, chromium)
    yield opened
    assert opened.close() == []
