"""Rows that a step will insert, gathered so that each table is written once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Table

from engine.execution import tables as t
from engine.storage.prepared import Prepared

Row = dict[str, Any]


def _insert(table: Table, *without: str) -> Prepared:
    names = [column.name for column in table.columns if column.name not in without]
    return Prepared(table.insert(), names)


_INSERTS = {
    "user_tasks": _insert(t.USER_TASK, "opened_at", "ended_at", "completed_by"),
    "candidates": _insert(t.USER_TASK_CANDIDATE),
    "exclusions": _insert(t.USER_TASK_EXCLUSION),
    "timers": _insert(t.TIMER, "fired_at"),
    "jobs": _insert(t.JOB, "lease_until", "worker", "error", "ended_at"),
    "subscriptions": _insert(t.SUBSCRIPTION),
    "signal_subscriptions": _insert(t.SIGNAL_SUBSCRIPTION),
    "messages": _insert(t.MESSAGE, "try_at"),
    "incidents": _insert(t.INCIDENT, "resolved_at", "resolved_by"),
    "elements": _insert(t.ELEMENT_INSTANCE),
    "completions": _insert(t.COMPLETION),
    "history": _insert(t.HISTORY),
    "operation_calls": _insert(t.OPERATION_CALL),
    "attachments": _insert(t.ATTACHMENT),
    "outbox": _insert(t.OUTBOX, "locked_until", "sent_at", "error"),
    "notices": _insert(t.NOTICE, "read_at"),
    "register_changes": _insert(t.REGISTER_CHANGE),
    "register_files": _insert(t.REGISTER_FILE),
}


@dataclass
class WriteSet:
    """One list of rows for each table."""

    user_tasks: list[Row] = field(default_factory=list)
    candidates: list[Row] = field(default_factory=list)
    exclusions: list[Row] = field(default_factory=list)
    timers: list[Row] = field(default_factory=list)
    jobs: list[Row] = field(default_factory=list)
    subscriptions: list[Row] = field(default_factory=list)
    signal_subscriptions: list[Row] = field(default_factory=list)
    messages: list[Row] = field(default_factory=list)
    incidents: list[Row] = field(default_factory=list)
    elements: list[Row] = field(default_factory=list)
    completions: list[Row] = field(default_factory=list)
    history: list[Row] = field(default_factory=list)
    operation_calls: list[Row] = field(default_factory=list)
    attachments: list[Row] = field(default_factory=list)
    outbox: list[Row] = field(default_factory=list)
    notices: list[Row] = field(default_factory=list)
    register_changes: list[Row] = field(default_factory=list)
    register_files: list[Row] = field(default_factory=list)

    def mark(self) -> dict[str, list[Row]]:
        """What is gathered, for `back_to`."""
        return {name: list(rows) for name in _INSERTS if (rows := getattr(self, name))}

    def back_to(self, mark: dict[str, list[Row]]) -> None:
        """Forgets what was gathered since the mark. What was flushed since then has gone with its savepoint,
        and is to be written again.
        """
        for name in _INSERTS:
            getattr(self, name)[:] = mark.get(name, ())

    def flush(self, connection: Connection) -> None:
        """Inserts all rows and forgets them."""
        for name, insert in _INSERTS.items():
            rows: list[Row] = getattr(self, name)
            if rows:
                insert.execute_many(connection, rows)
                rows.clear()
