"""A message comes in from outside: to who waits, to what it starts, or it is kept for a while.

A message with an id is taken once for as long as it is kept: the same name, key and id again is a Conflict.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, select

from engine.execution.advance import advance
from engine.execution.carry_out import messages
from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.execution.tables import MESSAGE, MESSAGE_ID
from engine.kernel import outside
from engine.kernel.errors import Conflict, InvalidInput, Problem
from engine.permissions import rules
from engine.storage.prepared import Prepared

MOST_TO_LIVE = timedelta(days=365)
_I = MESSAGE_ID.c
_HELD = Prepared(
    select(_I.message_key, MESSAGE.c.expires_at)
    .join(MESSAGE, MESSAGE.c.key == _I.message_key, isouter=True)
    .where(_I.name == bindparam("n"), _I.correlation_key == bindparam("k"), _I.message_id == bindparam("id"))
)
_FREE = Prepared(MESSAGE_ID.delete().where(_I.message_key == bindparam("m")))
_HOLD = Prepared(MESSAGE_ID.insert(), ["name", "correlation_key", "message_id", "message_key"])


@dataclass(frozen=True)
class PublishMessage:
    """time_to_live: how long it is kept when nobody waits for it; zero = not at all.

    What it carries is looked at here: it may be kept for a year before a case is given it.
    """

    name: str
    correlation_key: str = ""
    variables: dict[str, Any] = field(default_factory=dict)
    time_to_live: timedelta = timedelta(0)
    message_id: str = ""


def _load(step: Step, command: PublishMessage) -> int:
    wrong = outside.problems_of(command.variables)
    for part in ("name", "correlation_key", "message_id"):
        problem = outside.key_problem(getattr(command, part))
        if problem is not None:
            wrong[part] = [problem]
    if not command.name:
        wrong["name"] = [Problem("required")]
    if not timedelta(0) <= command.time_to_live <= MOST_TO_LIVE:
        facts = {"name": "time_to_live", "value": str(command.time_to_live), "most": MOST_TO_LIVE.days}
        wrong["time_to_live"] = [Problem("time_to_live_invalid", facts=facts)]
    if wrong:
        raise InvalidInput(fields=wrong)
    return step.keys.next()


def _run(step: Step, command: PublishMessage, key: int) -> dict[str, Any]:
    _hold_id(step, command, key)
    row: dict[str, Any] = {
        "key": key,
        "name": command.name,
        "correlation_key": command.correlation_key,
        "variables": dict(command.variables),
        "sender_instance": None,
        "sender_element": None,
        "published_at": step.now,
        "expires_at": step.now + command.time_to_live,
    }
    receivers = messages.publish(step, row)
    for receiver in receivers:
        advance(step, receiver)
    return {"message_key": key, "state": row["state"], "instances": [case.key for case in receivers]}


def _hold_id(step: Step, command: PublishMessage, key: int) -> None:
    """Two at the same instant meet at the unique key: the second is tried again, and then sees the first."""
    if not command.message_id:
        return
    named = {"n": command.name, "k": command.correlation_key, "id": command.message_id}
    held = _HELD.fetch_one(step.connection, named)
    if held is not None and held[1] is not None and held[1] > step.now:
        raise Conflict(kind="message", name=command.name, message_id=command.message_id)
    if held is not None:
        _FREE.execute(step.connection, {"m": held[0]})
    row = {
        "name": command.name,
        "correlation_key": command.correlation_key,
        "message_id": command.message_id,
        "message_key": key,
    }
    _HOLD.execute(step.connection, row)


HANDLER = Handler(
    PublishMessage,
    action="message.publish",
    load=_load,
    rule=rules.is_operator,
    run=_run,
    chain=lambda _command, key: f"message:{key}",
    object=lambda command, _key: f"message:{command.name}",
)
