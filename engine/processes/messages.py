"""The messages that were sent between cases, for operators and auditors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from engine.execution.step import Reader
from engine.execution.tables import MESSAGE, PROCESS_INSTANCE
from engine.kernel.actor import Actor
from engine.kernel.errors import PermissionDenied
from engine.permissions import rules
from engine.storage import cursors

STATES = ("waiting", "correlated", "expired", "dropped")


def messages(
    reader: Reader, actor: Actor, *, state: str | None = None, cursor: str | None = None, limit: int = 50
) -> tuple[list[Mapping[str, Any]], str | None]:
    """Newest first, with title and process of the case that sent each (None where none of ours did); without
    what they carry, which belongs to the cases. Raises PermissionDenied.
    """
    if not rules.watches_cases(actor, None):
        raise PermissionDenied(action="message.list")
    sender = PROCESS_INSTANCE.c
    shown = [column for column in MESSAGE.columns if column.name != "variables"]
    query = select(*shown, sender.title, sender.process_id).join(
        PROCESS_INSTANCE, sender.key == MESSAGE.c.sender_instance, isouter=True
    )
    if state:
        query = query.where(MESSAGE.c.state == state)
    if cursor:
        query = query.where(MESSAGE.c.key < cursors.key(cursors.decode(cursor, 1)[0]))
    found = reader.connection.execute(query.order_by(MESSAGE.c.key.desc()).limit(limit + 1)).mappings()
    rows: list[Mapping[str, Any]] = [dict(row) for row in found]
    more = len(rows) > limit
    return rows[:limit], cursors.encode(rows[limit - 1]["key"]) if more else None
