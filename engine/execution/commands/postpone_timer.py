"""A timer's step failed: try again later, and after five tries tell an operator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam

from engine.execution.carry_out.incidents import add_incident_to
from engine.execution.commands.fire_timer import load_timer
from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.execution.tables import TIMER
from engine.permissions import rules
from engine.storage.prepared import Prepared

BACKOFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
)

_LATER = Prepared(
    TIMER.update()
    .where(TIMER.c.key == bindparam("k"), TIMER.c.state == "waiting")
    .values(
        attempts=bindparam("n"),
        try_at=bindparam("at", type_=TIMER.c.try_at.type),
        state=bindparam("new_state"),
    )
)


@dataclass(frozen=True)
class PostponeTimer:
    """code and facts say why the firing failed."""

    timer_key: int
    code: str
    facts: dict[str, Any]


def _load(step: Step, command: PostponeTimer) -> dict[str, Any]:
    return load_timer(step, command.timer_key)


def _run(step: Step, command: PostponeTimer, row: dict[str, Any]) -> dict[str, Any]:
    attempts = row["attempts"] + 1
    gives_up = attempts >= len(BACKOFF)
    at = step.now + BACKOFF[min(attempts, len(BACKOFF)) - 1]
    new = {"k": row["key"], "n": attempts, "at": at, "new_state": "failed" if gives_up else "waiting"}
    _LATER.execute(step.connection, new)
    if gives_up:
        where = (row["instance_key"], row["token_key"], row["element_id"])
        add_incident_to(step, *where, "timer", row["key"], command.code, command.facts)
    return {"attempts": attempts, "gave_up": gives_up}


HANDLER = Handler(
    PostponeTimer,
    action="timer.postpone",
    load=_load,
    rule=rules.is_system,
    run=_run,
    chain=lambda _command, row: f"instance:{row['instance_key']}",
    object=lambda command, _row: f"timer:{command.timer_key}",
    instance_key=lambda _command, row: row["instance_key"],
)
