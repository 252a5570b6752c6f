"""An empty database becomes a company's installation: its name, its zone, its first administrator.

1. Refuse where anything is there already: an installation begins once, and a demo never becomes one.
2. Keep name and zone, which every node reads at its start.
3. Add the administrator, with an own password. All in one step, so that a cut leaves nothing half made.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Connection, select

from engine.execution.commands.move_clock import put_setting
from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.execution.tables import DEFINITION, PROCESS_INSTANCE, SETTING
from engine.kernel.errors import InvalidInput, OperationRefused, Problem
from engine.organisation.commands.add_person import HANDLER as PERSON_HANDLER
from engine.organisation.commands.add_person import AddPerson
from engine.organisation.commands.set_password import HANDLER as PASSWORD_HANDLER
from engine.organisation.commands.set_password import SetPassword
from engine.organisation.tables import PERSON
from engine.permissions import rules

COMPANY, ZONE = "company_name", "company_zone"
LONGEST_NAME = 200
# Who begins alone must be able to name others, to put processes in force and to repair cases.
ROLES = ("admin", "operator", "process_owner")


@dataclass(frozen=True)
class BeginInstallation:
    """zone: a name of the tz database, e.g. Asia/Shanghai; administrator: login name."""

    company: str
    zone: str
    administrator: str
    name: str
    emp_no: str
    password: str = field(repr=False)


def holds_data(connection: Connection) -> bool:
    """True when somebody has begun something in this database. Its schema must be there."""
    tables = (PERSON.c.key, PROCESS_INSTANCE.c.key, DEFINITION.c.key, SETTING.c.name)
    return any(connection.execute(select(column).limit(1)).first() is not None for column in tables)


def stored_company(connection: Connection) -> dict[str, str]:
    """`company_name` and `company_zone` as the installation began; nothing where it did not begin by this
    command.
    """
    kept = select(SETTING.c.name, SETTING.c.value).where(SETTING.c.name.in_([COMPANY, ZONE]))
    return {str(name): str(value) for name, value in connection.execute(kept)}


def _load(step: Step, command: BeginInstallation) -> None:
    if holds_data(step.connection):
        raise OperationRefused(reason="database_holds_data")
    problems: dict[str, list[Problem]] = {}
    if not command.company.strip() or len(command.company) > LONGEST_NAME:
        problems["company"] = [Problem("required")]
    if not is_zone(command.zone):
        problems["zone"] = [Problem("zone_unknown", facts={"zone": command.zone[:80]})]
    if problems:
        raise InvalidInput(fields=problems)


def is_zone(name: str) -> bool:
    """Whether the tz database knows it."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _run(step: Step, command: BeginInstallation, _subject: None) -> dict[str, Any]:
    put_setting(step, COMPANY, command.company.strip())
    put_setting(step, ZONE, command.zone)
    person = AddPerson(command.administrator, command.emp_no, command.name, ROLES)
    PERSON_HANDLER.run(step, person, None)
    password = SetPassword(command.administrator, command.password, must_change=False)
    PASSWORD_HANDLER.run(step, password, PASSWORD_HANDLER.load(step, password))
    step.details.clear()
    step.audit_detail(company=command.company.strip(), zone=command.zone, administrator=command.administrator)
    return {"user_id": command.administrator}


HANDLER = Handler(
    BeginInstallation,
    action="installation.begin",
    load=_load,
    rule=rules.is_system,
    run=_run,
    chain=lambda _command, _subject: "settings",
    object=lambda _command, _subject: "installation",
)
