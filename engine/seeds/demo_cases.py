"""The demo's own past: cases played before its date, so that a newcomer finds an office at work.

Each is a scenario file under `workflows/<process>/demo/`, played in the order of their names with the
company's clock
standing at each step's instant.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from engine.bootstrap import Settings, build_engine
from engine.deployment.bundle import DeployFile
from engine.deployment.deploy import Deploy
from engine.execution.tables import PROCESS_INSTANCE
from engine.kernel.clock import FixedClock
from engine.seeds.company import SEED
from engine.seeds.scenarios.play import advance_to, play
from engine.seeds.scenarios.read import read_scenario

# The processes were in force before the first case of the demo began.
DEPLOYED_BEFORE = timedelta(days=10)


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
        for scenario in scenarios:
            advance_to(engine, clock, scenario.clock)
            play(engine, clock, scenario)
        advance_to(engine, clock, opens_at)
        return len(scenarios)
    finally:
        engine.close()
