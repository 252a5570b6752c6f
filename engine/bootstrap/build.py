"""The composition root: settings in, engine out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, inspect

from engine.bootstrap.handlers import by_command
from engine.bootstrap.kept_files import KeptFiles
from engine.bootstrap.registers import register_packages
from engine.bootstrap.settings import ROOT, Settings
from engine.calendars.functions import calendar_functions
from engine.calendars.work_calendar import WorkCalendar
from engine.calendars.year_file import read_year
from engine.execution.clock_sync import SharedClock
from engine.execution.commands.begin_demo import BeginDemo
from engine.execution.commands.move_clock import MoveClock, is_demo
from engine.execution.commands.record_incident import for_fault
from engine.execution.definitions import DefinitionStore
from engine.execution.executor import Executor
from engine.execution.operations import BUILT_IN
from engine.execution.ports import Operation, Organisation, Register
from engine.execution.services import Services
from engine.execution.step import Reader
from engine.execution.tables import SETTING
from engine.kernel.actor import Actor
from engine.kernel.clock import Clock, CompanyClock, SystemClock
from engine.organisation.commands.begin_installation import COMPANY, ZONE, stored_company
from engine.organisation.directory import Directory
from engine.organisation.operations import OPERATIONS as ORGANISATION_OPERATIONS
from engine.organisation.register import REGISTERS as ORGANISATION_REGISTERS
from engine.storage.database import Database
from engine.storage.keyring import Keyring

CALENDARS = "calendars"
JOB_TYPES = frozenset({"document.render", "neiqin.continue"})


@dataclass
class Engine:
    """What the entrances (pages, API, command line, heartbeat) are given."""

    settings: Settings
    database: Database
    clock: CompanyClock
    services: Services
    executor: Executor

    def execute(self, command: Any, actor: Actor, *, idempotency_key: str | None = None) -> Any:
        """The one way to change anything."""
        result = self.executor.execute(command, actor, idempotency_key=idempotency_key)
        if isinstance(command, MoveClock | BeginDemo) and isinstance(self.clock, SharedClock):
            self.clock.refresh()
        return result

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """A consistent snapshot for queries."""
        with self.executor.read() as reader:
            yield reader

    @property
    def files(self) -> KeptFiles:
        files: KeptFiles = self.services.files
        return files

    def close(self) -> None:
        self.database.dispose()


def build_engine(
    settings: Settings,
    *,
    clock: Clock | None = None,
    registers: Iterable[Register] | None = None,
    operations: Iterable[Operation] | None = None,
) -> Engine:
    """Opens the database and puts the rooms together. `clock` replaces the machine's, for tests.

    registers and operations default to those of every register package that is there.
    """
    database = Database(settings.database_url)
    settings = _as_it_began(settings, database, is_clock_ours=clock is None)
    company_clock = SharedClock(clock or SystemClock(), database, movable=settings.demo)
    offered = register_packages()
    services = _services(settings)
    usable_registers = offered.registers if registers is None else registers
    services.reports.update({one.name: one for one in offered.reports})
    services.registers.update({one.name: one for one in (*usable_registers, *ORGANISATION_REGISTERS)})
    usable = offered.operations if operations is None else operations
    services.operations.update({one.name: one for one in (*usable, *ORGANISATION_OPERATIONS, *BUILT_IN)})
    services.job_types = JOB_TYPES
    executor = Executor(database, company_clock, services, by_command(offered.handlers), for_fault)
    return Engine(settings, database, company_clock, services, executor)


def _as_it_began(settings: Settings, database: Database, *, is_clock_ours: bool) -> Settings:
    """The settings with what the database remembers of its beginning."""
    with database.read() as connection:
        if not inspect(connection).has_table(SETTING.name):
            return settings
        if is_clock_ours and not settings.demo and is_demo(connection):
            # A demo's clock is obeyed by every process that opens it, whatever it was started for.
            settings = replace(settings, demo=True)
        kept = stored_company(connection)
    if COMPANY in kept and "company" not in settings.said:
        settings = replace(settings, company=kept[COMPANY])
    if ZONE in kept and "zone" not in settings.said:
        settings = replace(settings, zone=ZoneInfo(kept[ZONE]))
    return settings


def _services(settings: Settings) -> Services:
    years = [read_year(path.read_bytes(), path.name) for path in _year_files(settings)]
    calendar = WorkCalendar(settings.zone, years)

    def directory(connection: Connection) -> Organisation:
        return Directory(connection)

    return Services(
        organisation=directory,
        calendar=calendar,
        feel_calendar=calendar_functions(calendar),
        definitions=DefinitionStore(),
        files=KeptFiles(settings.data_dir / "files"),
        zone=settings.zone,
        company=settings.company,
        base_url=settings.base_url,
        audit_key=_derived(settings.secret_key, b"audit"),
        secret_key=_derived(settings.secret_key, b"pages"),
        vault=Keyring([_derived(one, b"vault") for one in (settings.secret_key, *settings.former_secrets)]),
    )


def _year_files(settings: Settings) -> list[Path]:
    """The company's own calendars; those shipped, where its folder has none."""
    own, shipped = settings.workflows_dir / CALENDARS, ROOT / "workflows" / CALENDARS
    return sorted((own if own.is_dir() else shipped).glob("*.json"))


def _derived(secret: bytes, purpose: bytes) -> bytes:
    """One secret, a key of its own for each purpose."""
    return hashlib.blake2b(purpose, key=secret[:64], digest_size=32).digest()
