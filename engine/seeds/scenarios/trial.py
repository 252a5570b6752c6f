"""Tries scenarios in a throw-away company: one database, seeded and deployed once, copied for each file."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from engine.bootstrap import Engine, Settings, build_engine
from engine.bootstrap.schema import upgrade
from engine.deployment.bundle import DeployFile
from engine.deployment.deploy import Deploy
from engine.kernel.clock import FixedClock
from engine.kernel.errors import EngineError
from engine.seeds.company import SEED, seed_company
from engine.seeds.company_file import DEPLOYED_BEFORE, SHIPPED, Company, company_file, read_company
from engine.seeds.scenarios.compare import differences
from engine.seeds.scenarios.play import play
from engine.seeds.scenarios.read import ScenarioWrong, read_scenario
from engine.storage.database import Database


@dataclass(frozen=True)
class Outcome:
    """One scenario file; `wrong` is empty where everything came as expected."""

    path: Path
    name: str
    wrong: tuple[str, ...]


def try_scenarios(
    paths: Iterable[Path], files: Sequence[DeployFile], workflows: Path = SHIPPED
) -> Iterator[Outcome]:
    """Plays each file on the definitions given. Raises DefinitionRejected where those cannot be deployed.

    workflows   the folder whose company and calendars are taken
    """
    company = read_company(company_file(workflows))
    with TemporaryDirectory(prefix="neiqin-try-") as folder:
        template = Path(folder) / "template.db"
        _prepare(template, company, tuple(files), workflows)
        for number, path in enumerate(sorted(paths)):
            copy = Path(folder) / f"{number}.db"
            shutil.copyfile(template, copy)
            yield _try(path, copy, company, workflows)
            copy.unlink()


def _prepare(file: Path, company: Company, files: tuple[DeployFile, ...], workflows: Path) -> None:
    database = Database(f"sqlite:///{file}")
    upgrade(database)
    database.dispose()
    engine = _engine(file, FixedClock(company.opens_at - DEPLOYED_BEFORE), workflows)
    seed_company(engine, company)
    engine.execute(Deploy(files, "trial"), SEED)
    _close(engine)


def _try(path: Path, file: Path, company: Company, workflows: Path) -> Outcome:
    clock = FixedClock(company.opens_at)
    engine = _engine(file, clock, workflows)
    name = path.stem
    try:
        scenario = read_scenario(path)
        name = scenario.name
        wrong = differences(engine, scenario, play(engine, clock, scenario))
    except (ScenarioWrong, EngineError) as problem:
        wrong = [str(problem)]
    finally:
        _close(engine)
    return Outcome(path, name, tuple(wrong))


def _engine(file: Path, clock: FixedClock, workflows: Path) -> Engine:
    settings = Settings(
        file.parent,
        f"sqlite:///{file}",
        secrets.token_bytes(32),
        outbox_dir=file.parent / "outbox",
        workflows_dir=workflows,
    )
    return build_engine(settings, clock=clock)


def _close(engine: Engine) -> None:
    # Everything must be in the one file before it is copied.
    with engine.database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.close()
