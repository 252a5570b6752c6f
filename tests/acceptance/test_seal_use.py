"""One document from the request to the register, by four people and two who carry the seal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.acceptance import seal_journey
from tests.acceptance.desk import Office
from tests.acceptance.house import House


@pytest.fixture
def own_house(chromium: Any, tmp_path: Any) -> Iterator[House]:
    """A house whose clock may be moved, since nobody else lives in it."""
    opened = House(tmp_path / "house")
    yield opened
    assert opened.close() == 0


def test_a_seal_is_lent_reminded_of_brought_back_and_on_record(own_house: House, chromium: Any) -> None:
    office = Office(own_house, chromium)

    seal_journey.whole(office, "外带用印的合同")

    assert office.close() == []
