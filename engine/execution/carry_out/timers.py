"""Timers are rows, written in the transaction of the state that needs them."""

from __future__ import annotations

from engine.bpmn.effects import TimerSet
from engine.calendars import timers
from engine.execution.cases import Case
from engine.execution.step import Step


def set_timer(step: Step, case: Case, effect: TimerSet) -> None:
    try:
        due = timers.first(effect.kind, effect.value, step.now, step.services.zone)
    except timers.TimerRefused as refused:
        case.instance.fail(effect.key, refused.code, refused.facts)
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
        }
    )
