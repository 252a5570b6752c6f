"""Start timers: the version in force has a row for each, no other version waits, and none is late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import func, select

from engine.execution.check.finding import Finding, Lend, snapshot
from engine.execution.step import Reader
from engine.execution.tables import DEFINITION, START_TIMER
from engine.kernel.errors import EngineError

# The heartbeat looks every second; what is not yet this late may be under way.
GRACE = timedelta(minutes=10)
_D, _T = DEFINITION.c, START_TIMER.c


def check(lend: Lend) -> Iterator[Finding]:
    with snapshot(lend) as reader:
        newest = _newest(reader)
        rows = list(reader.connection.execute(select(START_TIMER)))
        for row in rows:
            facts = {"process": row.process_id, "step": row.element_id}
            if row.state != "waiting":
                continue
            if newest.get(row.process_id) != row.definition_key:
                yield Finding("start_timer_left_over", facts)
            elif row.due_at < reader.now - GRACE:
                yield Finding("start_timer_late", {**facts, "until": row.due_at})
        known = {(row.definition_key, row.element_id) for row in rows}
        for process_id, key in newest.items():
            for element in _starts(reader, key):
                if (key, element) not in known:
                    yield Finding("start_timer_missing", {"process": process_id, "step": element})


def _newest(reader: Reader) -> dict[str, int]:
    """Process id -> key of its newest version."""
    same = select(_D.id, func.max(_D.version).label("version")).where(_D.kind == "process").group_by(_D.id)
    last = same.subquery()
    rows = select(_D.id, _D.key).join(last, (last.c.id == _D.id) & (last.c.version == _D.version))
    found = reader.connection.execute(rows.where(_D.kind == "process").order_by(_D.id))
    return {row.id: row.key for row in found}


def _starts(reader: Reader, key: int) -> list[str]:
    try:
        process = reader.services.definitions.process(reader.connection, key).process
    except EngineError:
        # A version that this program cannot read starts nothing; its cases say so themselves.
        return []
    return [node.id for node, _ in process.timer_starts()]
