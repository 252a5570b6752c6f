"""Makes an installation ready: schema, people, processes, logins. Safe when cut anywhere.

The next run does the rest.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy import select

from engine.bootstrap import Engine, Settings, build_engine, schema
from engine.execution.commands.begin_demo import BeginDemo
from engine.execution.commands.move_clock import is_demo
from engine.kernel.errors import DefinitionRejected
from engine.organisation.commands.begin_installation import holds_data
from engine.organisation.tables import ACCOUNT
from engine.seeds.company import SEED, seed_company
from engine.seeds.company_file import company_file, read_company
from engine.seeds.demo_cases import play_demo_cases
from engine.seeds.logins import Login, give_logins
from engine.seeds.scenarios.read import ScenarioWrong
from webapp.commands import complain, definitions, tell

LOGINS = "demo-logins.txt"


def ready(settings: Settings) -> bool:
    """True when the installation can serve; says in sentences what was done or what is wrong.

    Each part opens the engine anew, so that the next one lives by the clock that the one before may have set.
    """
    steps = (
        (_schema, _new_or_demo, _company, _cases, definitions.deploy_shipped, _logins)
        if settings.demo
        else (_schema, _production)
    )
    return all(_with_engine(settings, step) for step in steps)


def _with_engine(settings: Settings, step: Callable[[Engine], bool]) -> bool:
    engine = build_engine(settings)
    try:
        return step(engine)
    finally:
        engine.close()


def _schema(engine: Engine) -> bool:
    with engine.database.read() as connection:
        current = schema.is_current(connection)
    if not current:
        tell("Bringing the database schema up to date")
        schema.upgrade(engine.database)
    return True


def _production(engine: Engine) -> bool:
    with engine.read() as reader:
        if is_demo(reader.connection):
            complain("this folder holds a demo, which never becomes production; name another NEIQIN_DATA_DIR")
            return False
        if reader.connection.execute(select(ACCOUNT.c.user_id).limit(1)).first() is None:
            complain("nobody could sign in here yet; `neiqin init` sets the installation up")
            return False
    return True


def _new_or_demo(engine: Engine) -> bool:
    """Made-up people and new passwords for everybody must never come over an installation in use."""
    with engine.read() as reader:
        if is_demo(reader.connection) or not holds_data(reader.connection):
            return True
    complain("this database is no demo and holds data already; name another NEIQIN_DATA_DIR or database")
    return False


def _company(engine: Engine) -> bool:
    company = read_company(company_file(engine.settings.workflows_dir))
    engine.execute(BeginDemo(company.opens_at), SEED)
    made = seed_company(engine, company)
    if made:
        tell(f"Set up {company.name}: {made} people, departments and register rows")
    return True


def _cases(engine: Engine) -> bool:
    """The demo's past. Without it the demo still works, so a case that does not fit is told and left out."""
    folder = engine.settings.workflows_dir
    try:
        opens_at, files = read_company(company_file(folder)).opens_at, definitions.collect([folder])
        played = play_demo_cases(engine.settings, opens_at, files, folder)
    except ScenarioWrong as wrong:
        complain(f"a demo case does not fit the processes and was left out: {wrong}")
        return True
    except DefinitionRejected as rejected:
        definitions.print_problems(rejected.problems, as_json=False)
        return False
    if played:
        tell(f"Played {played} cases of the demo's past")
    return True


def _logins(engine: Engine) -> bool:
    given = give_logins(engine, lambda logins: write_logins(engine.settings, logins))
    if given:
        tell(f"Made {len(given)} logins, one for each person")
    return True


def reset_logins(settings: Settings) -> None:
    """New passwords for everybody; every session ends."""
    engine = build_engine(settings)
    try:
        given = give_logins(engine, lambda logins: write_logins(settings, logins), everybody=True)
        tell(f"Made {len(given)} new logins: {logins_file(settings)}")
    finally:
        engine.close()


def logins_file(settings: Settings) -> Path:
    return settings.data_dir / LOGINS


def write_logins(settings: Settings, logins: Sequence[Login]) -> None:
    """Keeps the passwords where only the owner of the data folder reads them, before any of them is valid."""
    path = logins_file(settings)
    draft = path.with_suffix(f".{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(f"# Demo logins of {socket.gethostname()}: user name, password, person, roles\n")
        for login in logins:
            file.write(f"{login.user_id:<16}{login.password:<18}{login.name}\t{', '.join(login.roles)}\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def company_time(settings: Settings) -> str:
    """The company's present time, as the pages show it."""
    engine = build_engine(settings)
    try:
        return f"{engine.clock.now().astimezone(settings.zone):%Y-%m-%d %H:%M}"
    finally:
        engine.close()
