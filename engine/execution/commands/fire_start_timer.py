"""A start timer is due: a case begins at its start event.

1. Move the row on to its next beat, or end it: whoever changes the row first starts the case of this beat;
   everybody else leaves quietly.
2. Begin the case in the name of the engine, without variables, and let it run to its first wait states.
A fault rolls all of it back. Then the case is begun once more and moved in a job, which is tried again and
has an incident when it cannot; where not even that can be done, `PostponeStartTimer` says when to try again.
The cases of a day begin at 00:00, and their tasks and notices wait for its working hours (ruling 15).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from engine.calendars.timers import Due
from engine.execution.advance import advance
from engine.execution.carry_out import starts
from engine.execution.carry_out.start_timers import next_beat
from engine.execution.carry_out.timers import opens_at
from engine.execution.cases import Case
from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.execution.tables import START_TIMER
from engine.kernel.errors import NotFound
from engine.permissions import rules
from engine.storage.prepared import Prepared

_T = START_TIMER.c
_NAMES = [column.name for column in START_TIMER.columns]
_SELECT = Prepared(select(START_TIMER).where(_T.key == bindparam("k")))
_TAKE = Prepared(
    START_TIMER.update()
    .where(
        _T.key == bindparam("k"),
        _T.state == "waiting",
        _T.due_at == bindparam("was", type_=_T.due_at.type),
    )
    .values(
        due_at=bindparam("at", type_=_T.due_at.type),
        try_at=bindparam("try", type_=_T.try_at.type),
        remaining=bindparam("left"),
        state=bindparam("new_state"),
        fired_at=bindparam("now", type_=_T.fired_at.type),
        attempts=0,
    )
)


@dataclass(frozen=True)
class FireStartTimer:
    """in_a_job: the case begins here and moves in a job."""

    start_timer_key: int
    in_a_job: bool = False


@dataclass
class Beat:
    """The row, and the case of its beat once it runs: the audit row stands in its chain."""

    row: dict[str, Any]
    case: Case | None = None

    @property
    def instance_key(self) -> int | None:
        return None if self.case is None else self.case.key

    @property
    def chain(self) -> str:
        return f"start_timer:{self.row['key']}" if self.case is None else f"instance:{self.case.key}"


def load_row(step: Step, key: int) -> dict[str, Any]:
    """Raises NotFound."""
    found = _SELECT.fetch_one(step.connection, {"k": key})
    if found is None:
        raise NotFound(kind="start_timer", key=key)
    return dict(zip(_NAMES, found, strict=True))


def _load(step: Step, command: FireStartTimer) -> Beat:
    return Beat(load_row(step, command.start_timer_key))


def _run(step: Step, command: FireStartTimer, beat: Beat) -> dict[str, Any]:
    row = beat.row
    if row["state"] != "waiting" or row["try_at"] >= step.now:
        # Another node had this beat: the row is at the next one already.
        return {"fired": False}
    definition = step.services.definitions.process(step.connection, row["definition_key"])
    if not _take(step, row, next_beat(step, definition.process.nodes[row["element_id"]], row)):
        return {"fired": False}
    start = starts.StartEvent(definition, row["element_id"])
    case = beat.case = starts.begin(step, start, {}, None, at_once=not command.in_a_job)
    step.history(case.key, "timer_fired", row["element_id"], due_at=row["due_at"])
    with step.opening_at(opens_at(step, row)):
        advance(step, case)
    return {"fired": True, "instance_key": case.key}


def _take(step: Step, row: dict[str, Any], coming: Due | None) -> bool:
    at = row["due_at"] if coming is None else coming.at
    new = {
        "k": row["key"],
        "was": row["due_at"],
        "at": at,
        "try": at,
        "left": 0 if coming is None else coming.remaining,
        "new_state": "ended" if coming is None else "waiting",
        "now": step.now,
    }
    return _TAKE.execute(step.connection, new) == 1


HANDLER = Handler(
    FireStartTimer,
    action="start_timer.fire",
    load=_load,
    rule=rules.is_system,
    run=_run,
    chain=lambda _command, beat: beat.chain,
    object=lambda command, _beat: f"start_timer:{command.start_timer_key}",
    instance_key=lambda _command, beat: beat.instance_key,
    # There is no case yet that could hold an incident: the heartbeat begins it in a job instead.
    records_faults=False,
)
