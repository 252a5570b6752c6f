"""What every register row says about itself, and how a change is stamped."""

from __future__ import annotations

from typing import Any, Protocol

from sqlalchemy import Boolean, Column, Integer, Table, Text

from engine.execution.step import Step
from engine.storage.types import UtcDateTime


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


def changed(step: Step, table: Table) -> dict[str, Any]:
    return {"updated_at": step.now, "updated_by": step.actor.user_id, "version": table.c.version + 1}


class Reader(Protocol):
    """What a query needs of the engine's reader or step."""

    @property
    def connection(self) -> Any: ...
