"""What every register row says about itself, and the one way in which it is entered and changed.

`insert` and `update` stamp the row and leave a line for each column in `register_change`: the history of a
row and the cases that touched it come from there.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Protocol

from sqlalchemy import Boolean, Column, Integer, Table, Text, select

import feel
from engine.execution.step import Step
from engine.kernel.errors import ConcurrentChange
from engine.storage.prepared import Prepared
from engine.storage.types import UtcDateTime

# Stands in the history in place of a value that nobody may read there.
HIDDEN = "…"
ENTERED = ""


def kept() -> list[Column[Any]]:
    """Nothing is ever deleted: a wrong row is made void, with a reason."""
    return [
        Column("created_at", UtcDateTime(), nullable=False),
        Column("created_by", Text, nullable=False),
        Column("updated_at", UtcDateTime(), nullable=False),
        Column("updated_by", Text, nullable=False),
        Column("version", Integer, nullable=False),
        Column("is_void", Boolean, nullable=False),
        Column("void_reason", Text),
    ]


def new_row(step: Step) -> dict[str, Any]:
    who = step.actor.user_id
    return {
        "key": step.keys.next(),
        "created_at": step.now,
        "created_by": who,
        "updated_at": step.now,
        "updated_by": who,
        "version": 1,
        "is_void": False,
    }


def insert(
    step: Step,
    table: Table,
    register_name: str,
    values: Mapping[str, Any],
    instance_key: int | None = None,
) -> dict[str, Any]:
    """Enters a row; gives it whole, `key` and stamps included.

    values         of the table's columns, each of the column's own type: see `typed.typed`
    instance_key   the case that enters it, if one does
    """
    row = {column.name: None for column in table.columns} | new_row(step) | dict(values)
    _entering(table).execute(step.connection, row)
    _note(step, register_name, row["key"], ENTERED, None, None, instance_key)
    return row


@cache
def _entering(table: Table) -> Prepared:
    """Compiled once for each table: a demo begins with hundreds of rows."""
    return Prepared(table.insert(), [column.name for column in table.columns])


def update(
    step: Step,
    table: Table,
    register_name: str,
    row: Mapping[str, Any],
    values: Mapping[str, Any],
    instance_key: int | None = None,
    *,
    beside: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Changes a row; gives it as it is then. What is already so changes nothing, not even the stamps.

    row      as it was read; raises ConcurrentChange where another has changed it since
    beside   columns that are written along and are no fact of the row, e.g. `last_call`
    """
    changes = {name: value for name, value in values.items() if not _is_same(row[name], value)}
    written = {**changes, **(beside or {})}
    if not written:
        return dict(row)
    stamps = {
        "updated_at": step.now,
        "updated_by": step.actor.user_id,
        "version": row["version"] + 1,
    }
    done = step.connection.execute(
        table.update()
        .where(table.c.key == row["key"], table.c.version == row["version"])
        .values(**written, **stamps)
    )
    if done.rowcount == 0:
        raise ConcurrentChange(register=register_name, key=row["key"])
    for name, value in changes.items():
        _note(step, register_name, row["key"], name, row[name], value, instance_key)
    return {**row, **written, **stamps}


def _is_same(held: Any, value: Any) -> bool:
    """A list that was never there and an empty one say the same."""
    return bool(value == held or (value in (None, []) and held in (None, [])))


def void(
    step: Step, table: Table, register_name: str, key: int, reason: str, instance_key: int | None = None
) -> None:
    """The row stays, with its number, and counts no more."""
    told = {"is_void": True, "void_reason": reason}
    update(step, table, register_name, locked(step, table, key), told, instance_key)


def locked(step: Step, table: Table, key: int) -> dict[str, Any]:
    """The row that is there; nobody else can change it until this step ends."""
    statement = select(table).where(table.c.key == key).with_for_update()
    return {str(name): value for name, value in step.connection.execute(statement).mappings().one().items()}


def _note(
    step: Step, register_name: str, key: int, column: str, old: Any, new: Any, instance_key: int | None
) -> None:
    register = step.services.registers.get(register_name)
    hide = register is not None and column in register.secret
    step.writes.register_changes.append(
        {
            "register": register_name,
            "row_key": key,
            "id": step.keys.next(),
            "at": step.now,
            "by": step.actor.user_id,
            "on_behalf_of": step.actor.on_behalf_of,
            "column": column,
            "old": _told(old, hide),
            "new": _told(new, hide),
            "instance_key": instance_key,
        }
    )


def _told(value: Any, hide: bool) -> Any:
    """As JSON holds it, exactly; where a secret stood, that one did."""
    if value is None:
        return None
    return HIDDEN if hide else feel.to_json(value)


class Reader(Protocol):
    """What a query needs of the engine's reader or step."""

    @property
    def connection(self) -> Any: ...
