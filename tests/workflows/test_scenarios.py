"""Every scenario that stands beside a process holds, on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.bootstrap import Engine
from engine.kernel.clock import FixedClock
from engine.seeds.scenarios.compare import differences
from engine.seeds.scenarios.play import play
from engine.seeds.scenarios.read import read_scenario
from tests.workflows.conftest import WORKFLOWS

SCENARIOS = sorted(WORKFLOWS.rglob("scenarios/*.yaml"))


@pytest.mark.parametrize("path", SCENARIOS, ids=[f"{path.parts[-3]}/{path.stem}" for path in SCENARIOS])
def test_scenario_holds(engine: Engine, clock: FixedClock, path: Path) -> None:
    scenario = read_scenario(path)

    played = play(engine, clock, scenario)

    assert differences(engine, scenario, played) == []
