"""An engine with the demo company and the shipped processes, on a clock that stands still."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from engine.bootstrap import Engine, Settings, build_engine
from engine.bootstrap.registers import register_packages
from engine.deployment.bundle import DeployFile
from engine.deployment.deploy import Deploy
from engine.kernel.actor import Actor
from engine.kernel.clock import FixedClock
from engine.seeds.company import SEED, seed_company
from engine.seeds.company_file import DEPLOYED_BEFORE, read_company
from engine.storage.database import Database
from engine.storage.metadata import METADATA

WORKFLOWS = Path(__file__).parents[2] / "workflows"
KINDS = {".bpmn", ".dmn", ".form"}


def settings(url: str, folder: Path) -> Settings:
    return Settings(folder, url, b"k" * 32, zone=ZoneInfo("Asia/Shanghai"), outbox_dir=folder / "outbox")


def definition_files() -> tuple[DeployFile, ...]:
    found = sorted(path for path in WORKFLOWS.rglob("*") if path.suffix in KINDS)
    return tuple(DeployFile(path.relative_to(WORKFLOWS).as_posix(), path.read_bytes()) for path in found)


def fill(url: str, folder: Path) -> None:
    register_packages()
    database = Database(url)
    with database.begin() as connection:
        METADATA.create_all(connection)
    database.dispose()
    company = read_company()
    clock = FixedClock(company.opens_at - DEPLOYED_BEFORE)
    engine = build_engine(settings(url, folder), clock=clock)
    seed_company(engine, company)
    engine.execute(Deploy(definition_files(), "tests"), Actor.system("seed"))
    engine.close()
    assert SEED.is_system


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock("2026-05-20T01:00:00+00:00")


@pytest.fixture
def engine(
    database_from: Callable[[Callable[[str], None]], str], tmp_path: Path, clock: FixedClock
) -> Iterator[Engine]:
    url = database_from(_fill)
    made = build_engine(settings(url, tmp_path), clock=clock)
    yield made
    made.close()


def _fill(url: str) -> None:
    fill(url, Path("/nonexistent"))
