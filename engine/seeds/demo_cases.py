"""The demo's own past: cases played before its date, so that a newcomer finds an office at work.

Each is a scenario file under `workflows/<process>/demo/`; their steps are played in the order of their
instants, so that cases of months ago went on beside those of this week.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from engine.bootstrap import Settings, build_engine
from engine.deployment.bundle import DeployFile
from engine.deployment.deploy import Deploy
from engine.execution.tables import PROCESS_INSTANCE
from engine.kernel.clock import FixedClock
from engine.seeds.company import SEED
from engine.seeds.company_file import DEPLOYED_BEFORE
from engine.seeds.scenarios.play import Played, advance_to, play
from engine.seeds.scenarios.read import Scenario, moment, read_scenario


def play_demo_cases(settings: Settings, opens_at: datetime, files: Sequence[DeployFile], folder: Path) -> int:
    """Deploys the files and plays every case; returns how many were played.

    Nothing is played into a database that holds a case already. Raises ScenarioWrong for a file that does not
    fit
    the processes, DefinitionRejected for processes that cannot be deployed.
    """
    clock = FixedClock(opens_at - DEPLOYED_BEFORE)
    engine = build_engine(settings.with_fixed_clock(), clock=clock)
    try:
        engine.execute(Deploy(tuple(files), "shipped with this version"), SEED)
        with engine.read() as reader:
            begun = reader.connection.execute(select(PROCESS_INSTANCE.c.key).limit(1)).first() is not None
        if begun:
            return 0
        scenarios = [read_scenario(path) for path in sorted(folder.glob("*/demo/*.yaml"))]
        played: dict[int, Played] = {}
        for at, number, step in _in_order(scenarios):
            advance_to(engine, clock, at)
            part = replace(scenarios[number], clock=at, steps=(step,))
            played[number] = play(engine, clock, part, played.get(number))
        advance_to(engine, clock, opens_at)
        return len(scenarios)
    finally:
        engine.close()


def _in_order(scenarios: Sequence[Scenario]) -> list[tuple[datetime, int, Mapping[str, Any]]]:
    """Every step of every scenario at its instant: cases of the past went on beside each other."""
    found = []
    for number, scenario in enumerate(scenarios):
        at = scenario.clock
        for step in scenario.steps:
            at = moment(step.get("at") or step.get("advance_to") or at)
            found.append((at, number, step))
    return sorted(found, key=lambda one: one[:2])
