"""A timer is due.

1. Take the row: whoever changes `waiting` to `fired` first fires it; everybody else leaves quietly.
2. Trigger the event; a host that has left meanwhile lets the timer fall silently.
3. A cycle writes its next beat as a row of its own.
The state moves at 00:00 of a day; the tasks and notices of that day wait for its working hours (ruling 15).
A fault rolls all of it back, so the row is still due; `PostponeTimer` then says when to try again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from engine.calendars import timers
from engine.execution.advance import advance
from engine.execution.carry_out.timers import opens_at, working_time
from engine.execution.cases import Case, load_case, lock_root
from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.execution.tables import TIMER
from engine.kernel.errors import NotFound
from engine.permissions import rules
from engine.storage.prepared import Prepared

_NAMES = [column.name for column in TIMER.columns]
_SELECT = Prepared(select(TIMER).where(TIMER.c.key == bindparam("k")))
_TAKE = Prepared(
    TIMER.update()
    .where(TIMER.c.key == bindparam("k"), TIMER.c.state == "waiting")
    .values(state="fired", fired_at=bindparam("at", type_=TIMER.c.fired_at.type))
)


@dataclass(frozen=True)
class FireTimer:
    timer_key: int


def load_timer(step: Step, key: int) -> dict[str, Any]:
    """The row, with its whole case locked. Raises NotFound."""
    found = _SELECT.fetch_one(step.connection, {"k": key})
    if found is None:
        raise NotFound(kind="timer", key=key)
    row = dict(zip(_NAMES, found, strict=True))
    lock_root(step, row["instance_key"])
    return row


def fire(step: Step, row: dict[str, Any]) -> Case | None:
    """Fires one timer inside this step; None when another step had it already or nobody waits for it any
    more.
    """
    if _TAKE.execute(step.connection, {"k": row["key"], "at": step.now}) != 1:
        return None
    case = load_case(step, row["instance_key"])
    if not case.instance.trigger(row["token_key"], row["element_id"], None):
        return None
    step.history(case.key, "timer_fired", row["element_id"], due_at=row["due_at"])
    with step.opening_at(opens_at(step, row)):
        advance(step, case)
    _next_beat(step, case, row)
    return case


def _next_beat(step: Step, case: Case, row: dict[str, Any]) -> None:
    if row["interval"] is None or not case.instance.has_token(row["token_key"]):
        return
    due = timers.Due(
        row["due_at"], row["remaining"], row["interval"], row["anchor"], bool(row["is_whole_day"])
    )
    calendar = working_time(step, case.definition.process.nodes[row["element_id"]])
    beat = timers.following(due, step.now, step.services.zone, calendar)
    if beat is None:
        return
    fresh = {
        **row,
        "key": step.keys.next(),
        "due_at": beat.at,
        "try_at": beat.at,
        "remaining": beat.remaining,
        "state": "waiting",
        "attempts": 0,
    }
    step.writes.timers.append(fresh)


def _load(step: Step, command: FireTimer) -> dict[str, Any]:
    return load_timer(step, command.timer_key)


def _run(step: Step, _command: FireTimer, row: dict[str, Any]) -> dict[str, Any]:
    return {"fired": fire(step, row) is not None}


HANDLER = Handler(
    FireTimer,
    action="timer.fire",
    load=_load,
    rule=rules.is_system,
    run=_run,
    chain=lambda _command, row: f"instance:{row['instance_key']}",
    object=lambda command, _row: f"timer:{command.timer_key}",
    instance_key=lambda _command, row: row["instance_key"],
    # `PostponeTimer` tries again and makes one incident after the last try.
    records_faults=False,
)
