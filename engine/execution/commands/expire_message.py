"""A message has found nobody in its time.

Where a case of ours sent it, that is an incident at the element that sent it, also when the case has ended
meanwhile: it stays ended, and the operator sees that what it sent did not arrive.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from engine.execution.carry_out.incidents import add_incident_to
from engine.execution.cases import lock_root
from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.execution.tables import MESSAGE
from engine.kernel.errors import NotFound
from engine.permissions import rules
from engine.storage.prepared import Prepared

# Whoever changes the row first, this or the case that takes the message, has it.
_EXPIRE = Prepared(
    MESSAGE.update()
    .where(
        MESSAGE.c.key == bindparam("k"),
        MESSAGE.c.state == "waiting",
        MESSAGE.c.expires_at <= bindparam("at", type_=MESSAGE.c.expires_at.type),
    )
    .values(state="expired")
)


@dataclass(frozen=True)
class ExpireMessage:
    message_key: int


def _load(step: Step, command: ExpireMessage) -> dict[str, Any]:
    wanted = select(MESSAGE).where(MESSAGE.c.key == command.message_key)
    row = step.connection.execute(wanted).mappings().first()
    if row is None:
        raise NotFound(kind="message", key=command.message_key)
    if row["sender_instance"] is not None:
        lock_root(step, row["sender_instance"])
    return dict(row)


def _run(step: Step, _command: ExpireMessage, row: dict[str, Any]) -> dict[str, Any]:
    if _EXPIRE.execute(step.connection, {"k": row["key"], "at": step.now}) != 1:
        return {"expired": False}
    if row["sender_instance"] is not None:
        _tell(step, row)
    return {"expired": True}


def _tell(step: Step, row: dict[str, Any]) -> None:
    element = row["sender_element"] or ""
    step.history(row["sender_instance"], "message_expired", element, message=row["name"])
    facts = {
        "message": row["name"],
        "correlation_key": row["correlation_key"],
        "sent_at": row["published_at"],
        "until": row["expires_at"],
    }
    # The token that sent it has gone on, so that nothing of the case waits for this incident.
    add_incident_to(step, row["sender_instance"], 0, element, "message", row["key"], "message_expired", facts)


HANDLER = Handler(
    ExpireMessage,
    action="message.expire",
    load=_load,
    rule=rules.is_system,
    run=_run,
    chain=lambda command, row: (
        f"message:{command.message_key}"
        if row["sender_instance"] is None
        else f"instance:{row['sender_instance']}"
    ),
    object=lambda command, _row: f"message:{command.message_key}",
    instance_key=lambda _command, row: row["sender_instance"],
)
