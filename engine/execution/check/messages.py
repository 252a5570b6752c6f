"""Messages that are kept though their time is over: nothing lets them expire."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import select

from engine.execution.check.finding import AT_ONCE, Finding, Lend, snapshot
from engine.execution.tables import MESSAGE

# The heartbeat looks every few seconds; what is not yet this late may be under way.
GRACE = timedelta(minutes=10)
_M = MESSAGE.c


def check(lend: Lend) -> Iterator[Finding]:
    with snapshot(lend) as reader:
        overdue = select(_M.key, _M.name, _M.expires_at, _M.sender_instance, _M.sender_element)
        overdue = overdue.where(_M.state == "waiting", _M.expires_at < reader.now - GRACE)
        for row in reader.connection.execute(overdue, execution_options={"yield_per": AT_ONCE}):
            facts = {"message": row.name, "until": row.expires_at}
            yield Finding("message_overdue", facts, row.sender_instance, row.sender_element)
