"""Messages: a throw finds who waits, or waits itself until it expires (ruling 8).

A message that no deployed process waits for is dropped, with a line of history: the process that it is meant
for is not there yet, which the deployment has said. Whatever becomes of it, its row stays, for operators.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, or_, select

from engine.bpmn.effects import MessageSubscribed, MessageThrown
from engine.bpmn.messages import ANY
from engine.calendars import timers
from engine.execution.cases import Case, load_case, lock_root
from engine.execution.step import Step
from engine.execution.tables import CAUGHT_MESSAGE, MESSAGE, SUBSCRIPTION
from engine.storage.prepared import Prepared

TIME_TO_LIVE = "PT1H"

_WAITING = Prepared(
    select(SUBSCRIPTION.c.instance_key, SUBSCRIPTION.c.token_key, SUBSCRIPTION.c.element_id)
    .where(SUBSCRIPTION.c.name == bindparam("n"), SUBSCRIPTION.c.correlation_key == bindparam("k"))
    .limit(1)
)
_BUFFERED = Prepared(
    select(MESSAGE.c.key, MESSAGE.c.variables)
    .where(MESSAGE.c.name == bindparam("n"), MESSAGE.c.correlation_key == bindparam("k"))
    .where(
        MESSAGE.c.state == "waiting", MESSAGE.c.expires_at > bindparam("at", type_=MESSAGE.c.expires_at.type)
    )
    .order_by(MESSAGE.c.key)
    .limit(1)
)
_TAKE = Prepared(
    MESSAGE.update()
    .where(MESSAGE.c.key == bindparam("k"), MESSAGE.c.state == "waiting")
    .values(state="correlated", receiver_instance=bindparam("to"))
)
_CAUGHT = Prepared(
    select(CAUGHT_MESSAGE.c.definition_key)
    .where(or_(CAUGHT_MESSAGE.c.name == bindparam("n"), CAUGHT_MESSAGE.c.name == ANY))
    .limit(1)
)


def subscribe(step: Step, case: Case, effect: MessageSubscribed) -> None:
    wanted = {"n": effect.name, "k": str(effect.correlation_key)}
    early = _BUFFERED.fetch_one(step.connection, {**wanted, "at": step.now})
    if early is not None and _TAKE.execute(step.connection, {"k": early[0], "to": case.key}) == 1:
        case.instance.trigger(effect.key, effect.event_id, early[1])
        return
    step.writes.subscriptions.append(
        {
            "instance_key": case.key,
            "token_key": effect.key,
            "element_id": effect.event_id,
            "name": effect.name,
            "correlation_key": str(effect.correlation_key),
        }
    )


def throw(step: Step, case: Case, effect: MessageThrown) -> Case | None:
    row: dict[str, Any] = {
        "key": step.keys.next(),
        "name": effect.name,
        "correlation_key": str(effect.correlation_key),
        "variables": dict(effect.variables),
        "sender_instance": case.key,
        "sender_element": effect.element_id,
        "receiver_instance": None,
        "published_at": step.now,
        "expires_at": _until(step, effect.time_to_live or TIME_TO_LIVE),
    }
    receiver = deliver(step, row)
    is_caught = receiver is not None or _CAUGHT.fetch_one(step.connection, {"n": effect.name}) is not None
    if receiver is not None:
        step.history(case.key, "message_sent", effect.element_id, message=effect.name, to=receiver.key)
    elif is_caught:
        step.history(case.key, "message_kept", effect.element_id, message=effect.name)
    else:
        step.history(case.key, "message_dropped", effect.element_id, message=effect.name)
    row["state"] = "correlated" if receiver is not None else "waiting" if is_caught else "dropped"
    row["receiver_instance"] = None if receiver is None else receiver.key
    step.writes.messages.append(row)
    return receiver


def deliver(step: Step, message: dict[str, Any]) -> Case | None:
    """The case that waited for this message and goes on with it now; None when nobody waits."""
    step.writes.flush(step.connection)
    wanted = {"n": message["name"], "k": message["correlation_key"]}
    found = _WAITING.fetch_one(step.connection, wanted)
    if found is None:
        return None
    lock_root(step, found[0])
    receiver = load_case(step, found[0])
    return receiver if receiver.instance.trigger(found[1], found[2], message["variables"]) else None


def _until(step: Step, time_to_live: str) -> datetime:
    """Days are counted on the company's wall clock."""
    return timers.first("duration", time_to_live, step.now, step.services.zone).at
