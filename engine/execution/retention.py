"""What deletes itself, and when (ruling 21): rows that only keep something from happening twice.

Who has had a message, and which ids of senders are taken, matters for as long as the message is kept; thirty
days after that nobody asks any more. The message itself stays. A clock that may be set back makes the time
of a message come again, so a demo forgets nothing.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Table, delete, select

from engine.execution.commands.move_clock import is_demo
from engine.execution.step import Step
from engine.execution.tables import MESSAGE, MESSAGE_ID, MESSAGE_RECEIPT

KEPT = timedelta(days=30)
# What one night deletes at most of each; the rest waits for the next.
MOST = 20_000


def forget_messages(step: Step) -> int:
    """Deletes what is past its time, oldest first; returns how many rows."""
    if is_demo(step.connection):
        return 0
    return sum(_forget(step, table) for table in (MESSAGE_RECEIPT, MESSAGE_ID))


def _forget(step: Step, table: Table) -> int:
    over = (
        select(table.c.message_key)
        .join(MESSAGE, MESSAGE.c.key == table.c.message_key)
        .where(MESSAGE.c.expires_at < step.now - KEPT)
        .order_by(table.c.message_key)
        .limit(MOST)
    )
    return step.connection.execute(delete(table).where(table.c.message_key.in_(over))).rowcount
