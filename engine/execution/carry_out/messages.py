"""Messages: a throw finds who waits, or waits itself until it expires (ruling 8).

A message that no deployed process waits for is dropped, with a line of history: the process that it is meant
for is not there yet, which the deployment has said. Whatever becomes of it, its row stays, for operators.

As in Camunda, a message goes to every process that waits for it, and to each of them once.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, or_, select

from engine.bpmn.effects import MessageSubscribed, MessageThrown
from engine.bpmn.messages import ANY
from engine.calendars import timers
from engine.execution.carry_out import kept_messages, message_starts, starts
from engine.execution.cases import Case, load_case, lock_root
from engine.execution.step import Step
from engine.execution.tables import (
    CAUGHT_MESSAGE,
    PROCESS_INSTANCE,
    SUBSCRIPTION,
)
from engine.storage.prepared import Prepared

TIME_TO_LIVE = "PT1H"

_S = SUBSCRIPTION.c
# A case that has begun in this step has no row yet; it is known to the step.
_WAITING = Prepared(
    select(_S.instance_key, _S.token_key, _S.element_id, PROCESS_INSTANCE.c.process_id)
    .join(PROCESS_INSTANCE, PROCESS_INSTANCE.c.key == _S.instance_key, isouter=True)
    .where(_S.name == bindparam("n"), _S.correlation_key == bindparam("k"))
    .order_by(_S.instance_key, _S.token_key, _S.element_id)
)
_CAUGHT = Prepared(
    select(CAUGHT_MESSAGE.c.definition_key)
    .where(or_(CAUGHT_MESSAGE.c.name == bindparam("n"), CAUGHT_MESSAGE.c.name == ANY))
    .limit(1)
)


def subscribe(step: Step, case: Case, effect: MessageSubscribed) -> None:
    """Whoever waits gets the oldest message kept for him; where it does not interrupt, all of them."""
    row = {
        "instance_key": case.key,
        "token_key": effect.key,
        "element_id": effect.event_id,
        "name": effect.name,
        "correlation_key": effect.correlation_key,
    }
    step.writes.subscriptions.append(row)
    kept_messages.hold(step, effect.name, effect.correlation_key)
    while kept := kept_messages.oldest(step, case.definition.id, effect.name, effect.correlation_key):
        if not case.instance.trigger(effect.key, effect.event_id, kept.variables, has_waited=False):
            return
        kept_messages.receive(step, kept.key, case)
        if effect.interrupting:
            return


def throw(step: Step, case: Case, effect: MessageThrown) -> list[Case]:
    row: dict[str, Any] = {
        "key": step.keys.next(),
        "name": effect.name,
        "correlation_key": effect.correlation_key,
        "variables": dict(effect.variables),
        "sender_instance": case.key,
        "sender_element": effect.element_id,
        "published_at": step.now,
        "expires_at": _until(step, effect.time_to_live or TIME_TO_LIVE),
    }
    receivers = publish(step, row, case)
    if receivers:
        step.history(case.key, "message_sent", effect.element_id, message=effect.name, to=receivers[0].key)
    elif row["state"] == "waiting":
        step.history(case.key, "message_kept", effect.element_id, message=effect.name)
    else:
        step.history(case.key, "message_dropped", effect.element_id, message=effect.name)
    return receivers


def announce(step: Step) -> list[Case]:
    """Delivers what operations and commands announced; the cases that go on with it."""
    receivers: list[Case] = []
    while step.announcements:
        said = step.announcements.pop(0)
        row: dict[str, Any] = {
            "key": step.keys.next(),
            "name": said.name,
            "correlation_key": said.correlation_key,
            "variables": dict(said.variables),
            "sender_instance": None,
            "sender_element": None,
            "published_at": step.now,
            "expires_at": _until(step, said.time_to_live) if said.time_to_live else step.now,
        }
        receivers += publish(step, row)
    return receivers


def publish(step: Step, row: dict[str, Any], sender: Case | None = None) -> list[Case]:
    """Delivers a new message and writes its row, with what became of it; the cases that go on with it."""
    receivers = deliver(step, row, sender)
    is_caught = bool(receivers) or _CAUGHT.fetch_one(step.connection, {"n": row["name"]}) is not None
    is_kept = is_caught and row["expires_at"] > step.now
    row["state"] = "correlated" if receivers else "waiting" if is_kept else "dropped"
    row["receiver_instance"] = receivers[0].key if receivers else None
    step.writes.messages.append(row)
    return receivers


def deliver(step: Step, message: Mapping[str, Any], sender: Case | None = None) -> list[Case]:
    """The cases that go on with this message now: one of each process that waits, then those it starts."""
    kept_messages.hold(step, message["name"], message["correlation_key"])
    step.writes.flush(step.connection)
    served = kept_messages.received_by(step, message["key"])
    moved = _wake(step, message, served)
    for start in starts.waiting(step, "message", message["name"]):
        key = message["correlation_key"]
        if start.definition.id not in served and message_starts.may_begin(step, start, key):
            served.add(start.definition.id)
            begun = message_starts.begin(step, start, message["key"], key, message["variables"], sender)
            moved.append(begun)
    return moved


def _wake(step: Step, message: Mapping[str, Any], served: set[str]) -> list[Case]:
    """Those who wait for it, one of each process that it has not served."""
    moved = []
    wanted = {"n": message["name"], "k": message["correlation_key"]}
    for instance, token, element, process in _WAITING.fetch_all(step.connection, wanted):
        if process in served:
            continue
        has_waited = instance not in step.cases
        receiver = locked(step, instance)
        if receiver.definition.id in served or receiver.instance.is_done:
            continue
        if receiver.instance.trigger(token, element, message["variables"], has_waited=has_waited):
            kept_messages.receive(step, message["key"], receiver)
            served.add(receiver.definition.id)
            moved.append(receiver)
    return moved


def locked(step: Step, instance_key: int) -> Case:
    """A case that waits somewhere, with its whole tree locked."""
    if instance_key not in step.cases:
        lock_root(step, instance_key)
    return load_case(step, instance_key)


def _until(step: Step, time_to_live: str) -> datetime:
    """Days are counted on the company's wall clock."""
    return timers.first("duration", time_to_live, step.now, step.services.zone).at
