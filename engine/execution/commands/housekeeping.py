"""What a node does for the house: says that it lives, forgets old answers, seals the audit chains daily and
deletes what is past its time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from engine.execution import audit, idempotency, retention
from engine.execution.carry_out import signals
from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.execution.tables import NODE
from engine.permissions import rules

SEAL_EVERY = timedelta(hours=24)


@dataclass(frozen=True)
class BeatNode:
    """A node says that its heart beats. Answers by how many seconds its clock is ahead of the database's."""

    node: str


@dataclass(frozen=True)
class KeepHouse:
    """Forgets answers older than a day; once a day seals the audit and deletes what is past its time."""


def _beat(step: Step, command: BeatNode, _subject: None) -> dict[str, Any]:
    seen = NODE.update().where(NODE.c.name == command.node).values(seen_at=step.real_now)
    if step.connection.execute(seen).rowcount == 0:
        row = {"name": command.node, "started_at": step.real_now, "seen_at": step.real_now}
        step.connection.execute(NODE.insert().values(**row))
    return {"ahead_seconds": _ahead(step)}


def _ahead(step: Step) -> Decimal:
    """Zero on SQLite, which has no clock of its own."""
    if step.connection.dialect.name != "postgresql":
        return Decimal(0)
    there: datetime = step.connection.execute(select(func.clock_timestamp())).scalar_one()
    return Decimal(str((step.real_now - there).total_seconds()))


def _keep(step: Step, _command: KeepHouse, _subject: None) -> dict[str, Any]:
    forgotten = idempotency.forget_old(step.connection, step.real_now)
    last = audit.last_anchor_at(step.connection)
    sealed, deleted = None, 0
    if last is None or step.real_now - last >= SEAL_EVERY:
        sealed = audit.seal(step.connection, step.services.audit_key, step.real_now)
        deleted = signals.forget(step) + retention.forget_messages(step)
    return {"forgotten": forgotten, "deleted": deleted, "anchor": sealed}


BEAT_HANDLER = Handler(
    BeatNode,
    action="node.beat",
    load=lambda _step, _command: None,
    rule=rules.is_system,
    run=_beat,
    chain=lambda _command, _subject: "nodes",
    object=lambda command, _subject: f"node:{command.node}",
    audited=False,
)
KEEP_HANDLER = Handler(
    KeepHouse,
    action="house.keep",
    load=lambda _step, _command: None,
    rule=rules.is_system,
    run=_keep,
    chain=lambda _command, _subject: "house",
    object=lambda _command, _subject: "house",
    audited=False,
)
