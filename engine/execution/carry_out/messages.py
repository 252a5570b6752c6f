"""Messages: a throw finds who waits, or waits itself until it expires (ruling 8)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, select

from engine.bpmn.effects import MessageSubscribed, MessageThrown
from engine.execution.cases import Case, load_case, lock_root
from engine.execution.step import Step
from engine.execution.tables import MESSAGE, SUBSCRIPTION
from engine.storage.prepared import Prepared

TIME_TO_LIVE = timedelta(hours=1)

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
    .values(state="correlated")
)


def subscribe(step: Step, case: Case, effect: MessageSubscribed) -> None:
    wanted = {"n": effect.name, "k": str(effect.correlation_key)}
    early = _BUFFERED.fetch_one(step.connection, {**wanted, "at": step.now})
    if early is not None and _TAKE.execute(step.connection, {"k": early[0]}) == 1:
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
    step.writes.flush(step.connection)
    found = _WAITING.fetch_one(step.connection, {"n": effect.name, "k": str(effect.correlation_key)})
    if found is not None:
        lock_root(step, found[0])
        other = load_case(step, found[0])
        if other.instance.trigger(found[1], found[2], dict(effect.variables)):
            step.history(case.key, "message_sent", effect.element_id, message=effect.name, to=other.key)
            return other
    _buffer(step, case, effect)
    return None


def _buffer(step: Step, case: Case, effect: MessageThrown) -> None:
    row: dict[str, Any] = {
        "key": step.keys.next(),
        "name": effect.name,
        "correlation_key": str(effect.correlation_key),
        "variables": dict(effect.variables),
        "sender_instance": case.key,
        "state": "waiting",
        "published_at": step.now,
        "expires_at": step.now + TIME_TO_LIVE,
    }
    step.writes.messages.append(row)
    step.history(case.key, "message_kept", effect.element_id, message=effect.name)
