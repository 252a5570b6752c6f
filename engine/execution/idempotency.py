"""Answers that are given again: the same key and body get the first answer for 24 hours (ruling 35)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select

from engine.execution.step import Step
from engine.execution.tables import IDEMPOTENCY
from engine.kernel.actor import Actor
from engine.kernel.errors import IdempotencyMismatch
from engine.storage.prepared import Prepared

KEPT = timedelta(hours=24)

_FIND = Prepared(
    select(IDEMPOTENCY.c.command, IDEMPOTENCY.c.body_hash, IDEMPOTENCY.c.answer).where(
        IDEMPOTENCY.c.actor == bindparam("a"), IDEMPOTENCY.c.key == bindparam("k")
    )
)
_KEEP = Prepared(IDEMPOTENCY.insert(), [column.name for column in IDEMPOTENCY.columns])


@dataclass(frozen=True)
class Known:
    answer: Any


def find(connection: Connection, actor: Actor, key: str, action: str, body_hash: str) -> Known | None:
    """The kept answer. Raises IdempotencyMismatch when the key was used for something else."""
    found = _FIND.fetch_one(connection, {"a": actor.user_id, "k": key})
    if found is None:
        return None
    if (found[0], found[1]) != (action, body_hash):
        raise IdempotencyMismatch(key=key)
    return Known(_whole_numbers(found[2][0]))


def keep(step: Step, key: str, action: str, body_hash: str, answer: Any) -> None:
    row = {
        "actor": step.actor.user_id,
        "key": key,
        "command": action,
        "body_hash": body_hash,
        # In a list, so that "nothing" is an answer too and comes back as it went out.
        "answer": [answer],
        "at": step.real_now,
    }
    _KEEP.execute(step.connection, row)


def forget_old(connection: Connection, real_now: datetime) -> int:
    """Removes answers older than 24 hours; returns how many."""
    return connection.execute(delete(IDEMPOTENCY).where(IDEMPOTENCY.c.at < real_now - KEPT)).rowcount


def _whole_numbers(value: Any) -> Any:
    """Keys come back as they went in: whole numbers, not decimals."""
    if isinstance(value, dict):
        return {name: _whole_numbers(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_whole_numbers(item) for item in value]
    return int(value) if hasattr(value, "as_tuple") and value == value.to_integral_value() else value
