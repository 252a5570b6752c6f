"""Demo and test mode: the company's clock is moved. The offset lives in the database and every node obeys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.execution.tables import SETTING
from engine.kernel.actor import Actor
from engine.kernel.errors import OperationRefused
from engine.permissions import rules

OFFSET = "clock_offset_seconds"
DEMO = "demo_mode"


@dataclass(frozen=True)
class MoveClock:
    """at: the instant that it shall be now; None = back to the machine's time."""

    at: datetime | None


def stored_offset(connection: Connection) -> timedelta:
    """Zero when nobody moved the clock."""
    value = connection.execute(select(SETTING.c.value).where(SETTING.c.name == OFFSET)).scalar()
    return timedelta(0) if value is None else timedelta(seconds=float(value))


def is_demo(connection: Connection) -> bool:
    """A database is born as demo or as production and never changes (ruling 40)."""
    return connection.execute(select(SETTING.c.value).where(SETTING.c.name == DEMO)).scalar() is True


def put_setting(step: Step, name: str, value: Any) -> None:
    row = {"value": value, "updated_at": step.real_now, "updated_by": step.actor.user_id}
    changed = step.connection.execute(SETTING.update().where(SETTING.c.name == name).values(**row)).rowcount
    if not changed:
        step.connection.execute(SETTING.insert().values(name=name, **row))


def _load(step: Step, _command: MoveClock) -> None:
    if not is_demo(step.connection):
        raise OperationRefused(reason="clock_is_not_movable")


def _run(step: Step, command: MoveClock, _subject: None) -> dict[str, Any]:
    offset = timedelta(0) if command.at is None else command.at - step.real_now
    put_setting(step, OFFSET, offset.total_seconds())
    step.audit_detail(to=command.at, offset_seconds=int(offset.total_seconds()))
    return {"now": (step.real_now + offset).isoformat()}


def _rule(actor: Actor, subject: None) -> bool:
    return rules.is_admin(actor, subject)


HANDLER = Handler(
    MoveClock,
    action="clock.move",
    load=_load,
    rule=_rule,
    run=_run,
    chain=lambda _command, _subject: "settings",
    object=lambda _command, _subject: "clock",
)
