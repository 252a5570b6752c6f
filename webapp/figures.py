"""Figures of the running installation: for `/metrics`, `/readyz` and the administration page. Reads only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from engine.execution.step import Reader
from engine.execution.tables import INCIDENT, NODE, OUTBOX, PROCESS_INSTANCE, TIMER, USER_TASK
from webapp.session_time import real_now

CAP = 10_000
STALE_HEART = timedelta(seconds=60)


def gauges(reader: Reader) -> Mapping[str, int]:
    """Counts, each capped, so that asking costs the same on a large installation."""
    timers_due = (TIMER.c.state == "waiting") & (TIMER.c.due_at <= reader.now)
    asked = {
        "open_tasks": (USER_TASK, USER_TASK.c.state == "created"),
        "active_instances": (PROCESS_INSTANCE, PROCESS_INSTANCE.c.state == "active"),
        "incidents": (INCIDENT, INCIDENT.c.resolved_at.is_(None)),
        "outbox_waiting": (OUTBOX, OUTBOX.c.state == "waiting"),
        "timers_due": (TIMER, timers_due),
    }
    return {name: _count(reader, table, condition) for name, (table, condition) in asked.items()}


def _count(reader: Reader, table: Any, condition: Any) -> int:
    some = select(table.c[next(iter(table.c.keys()))]).where(condition).limit(CAP).subquery()
    return int(reader.connection.execute(select(func.count()).select_from(some)).scalar() or 0)


def prometheus(reader: Reader) -> str:
    """The gauges as Prometheus text."""
    lines = []
    for name, value in gauges(reader).items():
        lines += [f"# TYPE neiqin_{name} gauge", f"neiqin_{name} {value}"]
    return "\n".join(lines) + "\n"


def heart_beats(reader: Reader) -> bool:
    """Some node's heartbeat was seen within a minute: timers fire and messages leave."""
    last = reader.connection.execute(select(func.max(NODE.c.seen_at))).scalar()
    return last is not None and real_now() - last < STALE_HEART
