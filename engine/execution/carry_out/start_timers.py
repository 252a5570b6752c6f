"""Start timers: what a version of a process says of when its cases begin, as rows.

They are set in the step that deploys the version, where there are no variables yet, and take the place of
those of the version before, as in Camunda.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam

import feel
from engine.bpmn import iso
from engine.bpmn.graph import Node, Process, Timer
from engine.calendars import timers
from engine.execution.carry_out.timers import working_time
from engine.execution.expressions import StepEvaluator, host_functions
from engine.execution.step import Reader, Step
from engine.execution.tables import START_TIMER
from engine.storage.prepared import Prepared

_T = START_TIMER.c
_REPLACE = Prepared(
    START_TIMER.update()
    .where(_T.process_id == bindparam("p"), _T.state == "waiting")
    .values(state="replaced")
)
_INSERT = Prepared(
    START_TIMER.insert(), [column.name for column in START_TIMER.columns if column.name != "fired_at"]
)


def unusable(reader: Reader | Step, process: Process) -> Iterator[tuple[Node, str]]:
    """The start events whose time cannot be used, with the value that it has."""
    for node, timer in process.timer_starts():
        try:
            value = _value(reader, timer)
            if iso.timer_value(timer.kind, value) is None:
                yield node, "null" if value is None else str(feel.to_json(value))
            else:
                _due(reader, node, timer)
        except feel.FeelError as fault:
            yield node, fault.code
        except timers.TimerRefused as refused:
            yield node, str(refused.facts["value"])


def set_timers(step: Step, process: Process, definition_key: int) -> None:
    """Those of the new version in the place of all others of the process. The times were looked at before."""
    _REPLACE.execute(step.connection, {"p": process.id})
    rows = []
    for node, timer in process.timer_starts():
        due = _due(step, node, timer)
        rows.append(
            {
                "key": step.keys.next(),
                "process_id": process.id,
                "definition_key": definition_key,
                "element_id": node.id,
                "due_at": due.at,
                "try_at": due.at,
                "remaining": due.remaining,
                "interval": due.interval,
                "anchor": due.anchor,
                "is_whole_day": due.is_whole_day,
                "state": "waiting",
                "attempts": 0,
            }
        )
    _INSERT.execute_many(step.connection, rows)


def next_beat(step: Step, node: Node, row: Mapping[str, Any]) -> timers.Due | None:
    """The beat after the row's; None when it was the last one. Beats that were slept through are one."""
    due = timers.Due(
        row["due_at"], row["remaining"], row["interval"], row["anchor"], bool(row["is_whole_day"])
    )
    return timers.following(due, step.now, step.services.zone, working_time(step, node))


def _value(reader: Reader | Step, timer: Timer) -> Any:
    """Without any variable: there is no case yet. Raises FeelError."""
    services = reader.services
    functions = host_functions(reader.now, services.zone, services.feel_calendar, lambda: reader.organisation)
    return StepEvaluator(functions).evaluate(timer.value, {})


def _due(reader: Reader | Step, node: Node, timer: Timer) -> timers.Due:
    """Raises FeelError, TimerRefused."""
    services, calendar = reader.services, working_time(reader, node)
    found = iso.timer_value(timer.kind, _value(reader, timer))
    due = timers.first(timer.kind, found, reader.now, services.zone, calendar)
    if due.interval is None or due.at >= reader.now:
        return due
    # Nobody has slept through the beats before the deployment: the first one that is still to come counts.
    coming = timers.following(replace(due, remaining=None), reader.now, services.zone, calendar)
    return due if coming is None else replace(coming, remaining=due.remaining)
