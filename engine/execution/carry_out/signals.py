"""Signals: whoever waits for the name goes on, in every case of the company; nothing is kept for later."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, select

from engine.bpmn.effects import SignalSubscribed, SignalThrown
from engine.execution.carry_out import starts
from engine.execution.carry_out.messages import locked
from engine.execution.cases import Case
from engine.execution.step import Step
from engine.execution.tables import SIGNAL_SUBSCRIPTION
from engine.storage.prepared import Prepared

_S = SIGNAL_SUBSCRIPTION.c
_WAITING = Prepared(
    select(_S.instance_key, _S.token_key, _S.element_id)
    .where(_S.name == bindparam("n"))
    .order_by(_S.instance_key, _S.token_key, _S.element_id)
)


def subscribe(step: Step, case: Case, effect: SignalSubscribed) -> None:
    step.writes.signal_subscriptions.append(
        {
            "instance_key": case.key,
            "token_key": effect.key,
            "element_id": effect.event_id,
            "name": effect.name,
        }
    )


def throw(step: Step, case: Case, effect: SignalThrown) -> list[Case]:
    moved = broadcast(step, effect.name, effect.variables, case)
    step.history(case.key, "signal_sent", effect.element_id, signal=effect.name, count=len(moved))
    return moved


def broadcast(step: Step, name: str, variables: Mapping[str, Any], sender: Case | None = None) -> list[Case]:
    """The cases that go on with the signal, and those that it starts: one for each process."""
    step.writes.flush(step.connection)
    moved: dict[int, Case] = {}
    for instance, token, element in _WAITING.fetch_all(step.connection, {"n": name}):
        has_waited = instance not in step.cases
        case = locked(step, instance)
        if case.instance.trigger(token, element, dict(variables), has_waited=has_waited):
            moved[case.key] = case
    for start in starts.waiting(step, "signal", name):
        case = starts.begin(step, start, variables, sender)
        moved[case.key] = case
    return list(moved.values())
