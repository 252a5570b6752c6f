"""A start timer could not begin its case at all: try again later, so that it does not hold up the others.

It is never given up: the check tells the operators of one that is late.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam

from engine.execution.commands.fire_start_timer import load_row
from engine.execution.commands.postpone_timer import BACKOFF
from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.execution.tables import START_TIMER
from engine.permissions import rules
from engine.storage.prepared import Prepared

_T = START_TIMER.c
# Another node may have begun the case meanwhile: then the row is at its next beat, which stays.
_LATER = Prepared(
    START_TIMER.update()
    .where(_T.key == bindparam("k"), _T.due_at == bindparam("due", type_=_T.due_at.type))
    .where(_T.state == "waiting", _T.attempts == bindparam("was"))
    .values(attempts=bindparam("n"), try_at=bindparam("at", type_=_T.try_at.type))
)


@dataclass(frozen=True)
class PostponeStartTimer:
    """code and facts say why."""

    start_timer_key: int
    code: str
    facts: dict[str, Any]


def _load(step: Step, command: PostponeStartTimer) -> dict[str, Any]:
    return load_row(step, command.start_timer_key)


def _run(step: Step, command: PostponeStartTimer, row: dict[str, Any]) -> dict[str, Any]:
    if row["state"] != "waiting" or row["try_at"] >= step.now:
        return {"attempts": row["attempts"]}
    attempts = row["attempts"] + 1
    at = step.now + BACKOFF[min(attempts, len(BACKOFF)) - 1]
    new = {"k": row["key"], "due": row["due_at"], "was": row["attempts"], "n": attempts, "at": at}
    _LATER.execute(step.connection, new)
    step.audit_detail(code=command.code, facts=command.facts)
    return {"attempts": attempts}


HANDLER = Handler(
    PostponeStartTimer,
    action="start_timer.postpone",
    load=_load,
    rule=rules.is_system,
    run=_run,
    chain=lambda command, _row: f"start_timer:{command.start_timer_key}",
    object=lambda command, _row: f"start_timer:{command.start_timer_key}",
)
