"""An operator repaired the cause and tries again: the element, the job, the timer, the message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from engine.execution.advance import advance
from engine.execution.carry_out import messages, timers
from engine.execution.cases import load_case, lock_root
from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.execution.tables import INCIDENT, JOB, MESSAGE, OUTBOX, TIMER
from engine.kernel.errors import Conflict, NotFound
from engine.permissions import rules

TRIES_AGAIN = 3


@dataclass(frozen=True)
class RetryIncident:
    incident_key: int


def _load(step: Step, command: RetryIncident) -> dict[str, Any]:
    wanted = select(INCIDENT).where(INCIDENT.c.key == command.incident_key)
    row = step.connection.execute(wanted).mappings().first()
    if row is None:
        raise NotFound(kind="incident", key=command.incident_key)
    lock_root(step, row["instance_key"])
    row = step.connection.execute(wanted).mappings().one()
    if row["resolved_at"] is not None:
        raise Conflict(
            kind="incident", key=command.incident_key, by=row["resolved_by"], at=row["resolved_at"]
        )
    return dict(row)


def _run(step: Step, command: RetryIncident, row: dict[str, Any]) -> dict[str, Any]:
    case = load_case(step, row["instance_key"])
    resolved = {"resolved_at": step.now, "resolved_by": step.actor.user_id}
    step.connection.execute(
        INCIDENT.update().where(INCIDENT.c.key == command.incident_key).values(**resolved)
    )
    others = select(func.count()).where(INCIDENT.c.instance_key == case.key, INCIDENT.c.resolved_at.is_(None))
    case.has_incident = bool(step.connection.execute(others).scalar())
    step.history(case.key, "incident_retried", row["element_id"], incident=command.incident_key)
    _again(step, row)
    if row["kind"] == timers.SETTING:
        timers.set_again(step, case, row["token_key"], row["element_id"])
    if row["kind"] == "element":
        case.instance.retry(row["token_key"])
    advance(step, case)
    return {"instance_key": case.key}


def _again(step: Step, row: dict[str, Any]) -> None:
    if row["kind"] == "job":
        fresh = {"retries": TRIES_AGAIN, "next_at": step.real_now}
        step.connection.execute(JOB.update().where(JOB.c.key == row["subject_key"]).values(**fresh))
    elif row["kind"] == "outbox":
        again = {"state": "waiting", "attempts": 0, "next_at": step.real_now}
        step.connection.execute(OUTBOX.update().where(OUTBOX.c.id == row["subject_key"]).values(**again))
    elif row["kind"] == "timer":
        due = {"state": "waiting", "attempts": 0, "try_at": step.now}
        step.connection.execute(TIMER.update().where(TIMER.c.key == row["subject_key"]).values(**due))
    elif row["kind"] == "message":
        _send_again(step, row["subject_key"])


def _send_again(step: Step, message_key: int) -> None:
    """As if it were sent now: to who waits, else it waits once more for as long as it was given."""
    this = MESSAGE.c.key == message_key
    row = dict(step.connection.execute(select(MESSAGE).where(this)).mappings().one())
    receivers = messages.deliver(step, row)
    fresh = {
        "state": "correlated" if receivers else "waiting",
        "receiver_instance": receivers[0].key if receivers else None,
        "published_at": step.now,
        "expires_at": step.now + (row["expires_at"] - row["published_at"]),
        "try_at": None,
    }
    step.connection.execute(MESSAGE.update().where(this).values(**fresh))
    for receiver in receivers:
        advance(step, receiver)


HANDLER = Handler(
    RetryIncident,
    action="incident.retry",
    load=_load,
    rule=rules.is_operator,
    run=_run,
    chain=lambda _command, row: f"instance:{row['instance_key']}",
    object=lambda command, _row: f"incident:{command.incident_key}",
    instance_key=lambda _command, row: row["instance_key"],
)
