"""Timers are rows, written in the transaction of the state that needs them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine.bpmn.effects import TimerSet
from engine.bpmn.graph import Node
from engine.calendars import timers
from engine.execution.carry_out.incidents import add_incident
from engine.execution.cases import Case
from engine.execution.ports import Calendar
from engine.execution.step import Reader, Step
from engine.kernel.errors import ProcessFault

# The kind of an incident of a timer beside an element that could not be set.
SETTING = "timer_setting"


def working_time(step: Step | Reader, node: Node) -> Calendar | None:
    """The calendar that the element's times are counted by; None for the clock."""
    return step.services.calendar if node.rules.get("workingTime") == "true" else None


def opens_at(step: Step, row: Mapping[str, Any]) -> datetime | None:
    """When what comes of a timer for a whole day is shown; None for one with an hour: at once."""
    if not row["is_whole_day"]:
        return None
    calendar = step.services.calendar
    return calendar.start_of_workday(calendar.local_date(row["due_at"]))


def set_timer(step: Step, case: Case, effect: TimerSet) -> None:
    try:
        due = timers.first(
            effect.kind,
            effect.value,
            step.now,
            step.services.zone,
            working_time(step, case.definition.process.nodes[effect.event_id]),
        )
    except timers.TimerRefused as refused:
        _cannot(step, case, effect, refused)
        return
    step.writes.timers.append(
        {
            "key": step.keys.next(),
            "instance_key": case.key,
            "token_key": effect.host_key,
            "element_id": effect.event_id,
            "kind": effect.kind,
            "interrupting": effect.interrupting,
            "due_at": due.at,
            "try_at": due.at,
            "remaining": due.remaining,
            "interval": due.interval,
            "anchor": due.anchor,
            "state": "waiting",
            "attempts": 0,
            "is_whole_day": due.is_whole_day,
        }
    )


def set_again(step: Step, case: Case, token: int, event_id: str) -> None:
    """Evaluates the timer beside the element anew and sets it; what goes wrong is an incident again.

    The element itself has gone on meanwhile: nothing of it is asked a second time.
    """
    try:
        case.instance.subscribe(token, event_id)
    except ProcessFault as fault:
        add_incident(step, case, token, event_id, SETTING, None, fault.code, fault.facts)


def _cannot(step: Step, case: Case, effect: TimerSet, refused: timers.TimerRefused) -> None:
    """An event that waits for nothing else stands still; beside a task or a part the work goes on."""
    host = case.instance.element_of(effect.host_key)
    if host == effect.event_id:
        case.instance.fail(effect.key, refused.code, refused.facts)
    else:
        add_incident(step, case, effect.host_key, effect.event_id, SETTING, None, refused.code, refused.facts)
