"""The outbox from the sender's side: lease, then mark; two small steps around the slow call between them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import or_, select

from engine.execution.carry_out.incidents import add_incident_to
from engine.execution.cases import lock_root
from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.execution.tables import OUTBOX
from engine.permissions import rules

LEASE = timedelta(seconds=60)


@dataclass(frozen=True)
class LeaseOutbox:
    """Takes up to `most` due rows; another sender may take them when the lease has run out."""

    most: int = 20


@dataclass(frozen=True)
class MarkOutbox:
    """What became of a leased row: `sent`, `waiting` again after `later`, or `dead`."""

    outbox_id: int
    state: str
    attempts: int
    later: timedelta = timedelta(0)
    error: str | None = None


def _lease(step: Step, command: LeaseOutbox, _subject: None) -> list[dict[str, Any]]:
    free = or_(OUTBOX.c.locked_until.is_(None), OUTBOX.c.locked_until < step.real_now)
    is_time = or_(OUTBOX.c.not_before.is_(None), OUTBOX.c.not_before <= step.now)
    due = (
        select(OUTBOX.c.id)
        .where(OUTBOX.c.state == "waiting", OUTBOX.c.next_at <= step.real_now, free, is_time)
        .order_by(OUTBOX.c.next_at, OUTBOX.c.id)
        .limit(command.most)
        .with_for_update(skip_locked=True)
    )
    ids = [id for (id,) in step.connection.execute(due)]
    if not ids:
        return []
    step.connection.execute(
        OUTBOX.update().where(OUTBOX.c.id.in_(ids)).values(locked_until=step.real_now + LEASE)
    )
    rows = step.connection.execute(
        select(OUTBOX).where(OUTBOX.c.id.in_(ids)).order_by(OUTBOX.c.id)
    ).mappings()
    return [dict(row) for row in rows]


def _mark(step: Step, command: MarkOutbox, _subject: None) -> None:
    new: dict[str, Any] = {
        "state": command.state,
        "attempts": command.attempts,
        "next_at": step.real_now + command.later,
        "locked_until": None,
        "error": command.error,
    }
    if command.state == "sent":
        new["sent_at"] = step.real_now
    step.connection.execute(OUTBOX.update().where(OUTBOX.c.id == command.outbox_id).values(**new))
    if command.state == "dead":
        _tell_operator(step, command)


def _tell_operator(step: Step, command: MarkOutbox) -> None:
    """What could not be sent is never silence: an incident of its case, to be sent again by hand."""
    row = step.connection.execute(select(OUTBOX).where(OUTBOX.c.id == command.outbox_id)).mappings().one()
    if row["instance_key"] is None:
        return
    lock_root(step, row["instance_key"])
    facts = {"kind": row["kind"], "reason": command.error, "attempts": command.attempts}
    at = (row["instance_key"], 0, "")
    add_incident_to(step, *at, "outbox", command.outbox_id, "message_not_sent", facts)


LEASE_HANDLER = Handler(
    LeaseOutbox,
    action="outbox.lease",
    load=lambda _step, _command: None,
    rule=rules.is_system,
    run=_lease,
    chain=lambda _command, _subject: "outbox",
    object=lambda _command, _subject: "outbox",
    audited=False,
)
MARK_HANDLER = Handler(
    MarkOutbox,
    action="outbox.mark",
    load=lambda _step, _command: None,
    rule=rules.is_system,
    run=_mark,
    chain=lambda _command, _subject: "outbox",
    object=lambda command, _subject: f"outbox:{command.outbox_id}",
    audited=False,
)
