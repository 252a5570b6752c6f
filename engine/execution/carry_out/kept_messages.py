"""Messages that are kept until their time is over, and which process has had which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, exists, func, or_, select

from engine.execution.cases import Case
from engine.execution.step import Step
from engine.execution.tables import MESSAGE, MESSAGE_RECEIPT
from engine.storage.prepared import Prepared

_M, _R = MESSAGE.c, MESSAGE_RECEIPT.c
_HAS_HAD = exists().where(_R.message_key == _M.key, _R.process_id == bindparam("p"))
# One process has had it, another may still come for it.
_IS_KEPT = or_(_M.state == "waiting", _M.state == "correlated")
_OLDEST = Prepared(
    select(_M.key, _M.variables, _M.sender_instance)
    .where(_M.name == bindparam("n"), _M.correlation_key == bindparam("k"))
    .where(_IS_KEPT, _M.expires_at > bindparam("at", type_=_M.expires_at.type))
    .where(~_HAS_HAD, _M.key > bindparam("after"))
    .order_by(_M.key)
    .limit(1)
)
_TAKE = Prepared(
    MESSAGE.update()
    .where(_M.key == bindparam("m"), _M.state == "waiting")
    .values(state="correlated", receiver_instance=bindparam("to"))
)
_HOLD = Prepared(select(func.pg_advisory_xact_lock(func.hashtextextended(bindparam("what"), 0))))
_RECEIVED_BY = Prepared(select(_R.process_id).where(_R.message_key == bindparam("m")))
_RECEIVE = Prepared(MESSAGE_RECEIPT.insert(), ["message_key", "process_id", "instance_key"])


@dataclass(frozen=True)
class Kept:
    key: int
    variables: Mapping[str, Any]
    sender_instance: int | None


def hold(step: Step, name: str, correlation_key: str) -> None:
    """Let nobody else publish or wait for this name and key until the step has committed.

    Each of two steps would else look before the other has written: the message would be kept and the case
    would wait, for ever. SQLite has one writer and needs no such lock.
    """
    if step.connection.dialect.name == "postgresql":
        _HOLD.fetch_all(step.connection, {"what": f"message:{name}:{correlation_key}"})


def oldest(step: Step, process_id: str, name: str, correlation_key: str, after: int = 0) -> Kept | None:
    """The first message of the name and key that is still kept and that this process has not had.

    after   a key: only messages that are younger
    """
    if step.writes.messages:
        step.writes.flush(step.connection)
    wanted = {"n": name, "k": correlation_key, "p": process_id, "at": step.now, "after": after}
    found = _OLDEST.fetch_one(step.connection, wanted)
    return None if found is None else Kept(*found)


def received_by(step: Step, message_key: int) -> set[str]:
    """The processes that have had it."""
    return {process for (process,) in _RECEIVED_BY.fetch_all(step.connection, {"m": message_key})}


def receive(step: Step, message_key: int, case: Case) -> None:
    """The case has taken the message, for its whole process."""
    row = {"message_key": message_key, "process_id": case.definition.id, "instance_key": case.key}
    _RECEIVE.execute(step.connection, row)
    _TAKE.execute(step.connection, {"m": message_key, "to": case.key})
