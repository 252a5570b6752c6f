"""One document from the request to the register, by four people and two who carry the seal.

The same walk is done with names that nobody has seen before: no code may know a process, form or field.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance import seal_journey
from tests.acceptance.desk import Office
from tests.acceptance.house import House
from tests.support.source import ROOT
from tests.workflows.renaming import operation_outputs, rename

SEEDS = (7, 41)


def house_of(folder: Path, seed: int | None) -> House:
    """As shipped, or with a copy of the processes in which every name is another one."""
    if seed is None:
        return House(folder / "house")
    rename(ROOT / "workflows", folder / "workflows", seed, operation_outputs())
    return House(folder / "house", {"NEIQIN_WORKFLOWS_DIR": str(folder / "workflows")})


@pytest.fixture(params=[None, *SEEDS], ids=["as shipped", *(f"renamed {seed}" for seed in SEEDS)])
def own_house(request: Any, chromium: Any, tmp_path: Path) -> Iterator[House]:
    """A house whose clock may be moved, since nobody else lives in it."""
    opened = house_of(tmp_path, request.param)
    yield opened
    assert opened.close() == 0


def test_a_seal_is_lent_reminded_of_brought_back_and_on_record(own_house: House, chromium: Any) -> None:
    office = Office(own_house, chromium)

    seal_journey.whole(office, "外带用印的检验报告")

    assert office.close() == []
