"""Signals: whoever waits for the name goes on, in every case of the company; nothing is kept for later.

Up to a hundred receivers go on in the step that sends the signal. More of them are only written down in it,
and each goes on by a job of its own: who receives it is settled when it is sent, whatever comes between.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, select

from engine.bpmn.effects import SignalSubscribed, SignalThrown
from engine.execution.carry_out import starts
from engine.execution.carry_out.jobs import SIGNAL_TYPE, new_row
from engine.execution.carry_out.messages import locked
from engine.execution.cases import Case
from engine.execution.step import Step
from engine.execution.tables import JOB, SIGNAL, SIGNAL_SUBSCRIPTION
from engine.storage.prepared import Prepared

MOST_AT_ONCE = 100
KEPT = timedelta(days=1)
SIGNAL_KEY = "signal"
# A receiver: case, token, element.
Row = tuple[Any, ...]

_S = SIGNAL_SUBSCRIPTION.c
_BROUGHT = Prepared(select(SIGNAL.c.variables).where(SIGNAL.c.key == bindparam("k")))
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


@dataclass(frozen=True)
class Heard:
    """moved: the cases that go on now, or begin; later: how many receivers go on by a job each."""

    moved: list[Case]
    later: int = 0


def throw(step: Step, case: Case, effect: SignalThrown) -> list[Case]:
    heard = broadcast(step, effect.name, effect.variables, case)
    count = len(heard.moved) + heard.later
    step.history(case.key, "signal_sent", effect.element_id, signal=effect.name, count=count)
    return heard.moved


def broadcast(step: Step, name: str, variables: Mapping[str, Any], sender: Case | None = None) -> Heard:
    """Whoever waits now goes on, and one case of each process that it starts begins."""
    step.writes.flush(step.connection)
    waiting = _WAITING.fetch_all(step.connection, {"n": name})
    is_long = len(waiting) > MOST_AT_ONCE
    if is_long:
        _go_on_later(step, name, variables, waiting)
    moved = {} if is_long else _wake(step, variables, waiting)
    for start in starts.waiting(step, "signal", name):
        case = starts.begin(step, start, variables, sender)
        moved[case.key] = case
    return Heard(list(moved.values()), len(waiting) if is_long else 0)


def go_on(step: Step, case: Case, job: Mapping[str, Any]) -> None:
    """The turn of one receiver. Who has left meanwhile has had something else come first."""
    [variables] = _BROUGHT.fetch_one(step.connection, {"k": int(job["headers"][SIGNAL_KEY])}) or ({},)
    case.instance.trigger(job["token_key"], job["element_id"], variables)


def forget(step: Step) -> int:
    """Removes what no receiver waits for any more; returns how many. A day later at the earliest, as what
    another step writes at this instant is not seen.
    """
    open_jobs = select(JOB.c.headers).where(JOB.c.type == SIGNAL_TYPE, JOB.c.state == "created")
    needed = {int(headers[SIGNAL_KEY]) for headers in step.connection.scalars(open_jobs)}
    old = SIGNAL.delete().where(SIGNAL.c.sent_at < step.real_now - KEPT, SIGNAL.c.key.not_in(needed))
    return int(step.connection.execute(old).rowcount)


def _wake(step: Step, variables: Mapping[str, Any], waiting: Sequence[Row]) -> dict[int, Case]:
    moved: dict[int, Case] = {}
    for instance, token, element in waiting:
        has_waited = instance not in step.cases
        case = locked(step, instance)
        if case.instance.trigger(token, element, dict(variables), has_waited=has_waited):
            moved[case.key] = case
    return moved


def _go_on_later(step: Step, name: str, variables: Mapping[str, Any], waiting: Sequence[Row]) -> None:
    """Each in a step of its own: thousands of cases in one would keep all other steps waiting."""
    key = step.keys.next()
    row = {"key": key, "name": name, "variables": dict(variables), "sent_at": step.real_now}
    step.connection.execute(SIGNAL.insert().values(**row))
    told = {SIGNAL_KEY: str(key)}
    step.writes.jobs += [
        new_row(step, instance, token, element, SIGNAL_TYPE, told) for instance, token, element in waiting
    ]
