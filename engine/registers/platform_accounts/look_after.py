"""What falls due with the calendar: passwords to change, CA certificates that end, people who have left.

Each is said once, to the leads and to who keeps the CA key, and opens with the office.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.permissions import rules
from engine.registers.platform_accounts import leavers, rotation
from engine.registers.platform_accounts.queries import NAME
from engine.registers.platform_accounts.set_password import about
from engine.registers.platform_accounts.tables import ACCOUNT, ACTIVE, CREDENTIAL, REMINDER

Row = Mapping[str, Any]


@dataclass(frozen=True)
class LookAfterAccounts:
    """Given every few minutes; what was said is not said again."""


def _run(step: Step, _command: LookAfterAccounts, _subject: None) -> dict[str, int]:
    today = step.services.calendar.local_date(step.now)
    for person in leavers.who_know(step):
        if not step.organisation.is_active(person):
            leavers.mark(step, person, today)
    _seal_anew(step)
    query = select(ACCOUNT).where(ACCOUNT.c.status == ACTIVE, ACCOUNT.c.is_void.is_(False))
    rows = [dict(row) for row in step.connection.execute(query.order_by(ACCOUNT.c.key)).mappings()]
    with step.opening_at(step.services.calendar.start_of_workday(today)):
        told = sum(_remind(step, row, today) for row in rows)
    return {"told": told}


def _remind(step: Step, row: Row, today: date) -> int:
    """How many reminders of this account are new."""
    count = 0
    due = rotation.due_on(row)
    if due is not None and due <= today and _is_new(step, row, "rotation", due):
        _tell(step, row, "password_due", {"due_on": due.isoformat()})
        count += 1
    days = rotation.ca_alert(row, today)
    if days is not None and _is_new(step, row, f"ca_{days}", row["ca_valid_to"]):
        _tell(step, row, "ca_ends", {"ends_on": row["ca_valid_to"].isoformat()})
        count += 1
    return count


def _is_new(step: Step, row: Row, kind: str, about_day: date) -> bool:
    """Notes it as said. Two nodes at once meet at the primary key, and the second is tried again."""
    said = {"account_key": row["key"], "kind": kind, "about": about_day}
    same = [REMINDER.c[name] == value for name, value in said.items()]
    if step.connection.execute(select(REMINDER.c.at).where(*same)).first() is not None:
        return False
    step.connection.execute(REMINDER.insert().values(**said, at=step.now))
    return True


def _tell(step: Step, row: Row, kind: str, facts: Mapping[str, Any]) -> None:
    people = [*step.organisation.holders("sales_assistant_lead"), row["ca_holder"]]
    told = {"login": row["login_name"], "agency": row["agency"], "account": str(row["key"]), **facts}
    for person in dict.fromkeys(people):
        if person is not None and step.organisation.is_active(person):
            step.notice(person, kind, told)


def _seal_anew(step: Step) -> None:
    """Passwords that a former secret sealed are sealed by the present one, so that the former can go."""
    vault = step.services.vault
    for account, sealed in step.connection.execute(select(CREDENTIAL.c.account_key, CREDENTIAL.c.sealed)):
        if not vault.is_current(sealed):
            anew = vault.seal(vault.open(sealed, about(account)), about(account))
            same = CREDENTIAL.update().where(CREDENTIAL.c.account_key == account)
            step.connection.execute(same.where(CREDENTIAL.c.sealed == sealed).values(sealed=anew))


HANDLER = Handler(
    LookAfterAccounts,
    action="platform_account.look_after",
    load=lambda _step, _command: None,
    rule=rules.is_system,
    run=_run,
    chain=lambda _command, _subject: f"register:{NAME}",
    object=lambda _command, _subject: f"register:{NAME}",
    audited=False,
)
