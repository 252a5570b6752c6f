"""Which row of which register a command is about; what the actor may not see is not there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.execution.ports import Action, Register
from engine.execution.step import Reader, Step
from engine.kernel.actor import Actor
from engine.kernel.errors import NotFound, RowChanged


@dataclass
class RowSubject:
    """row, key: None for a new one; once it is entered `key` is set, and the audit stands in its chain."""

    register: Register
    row: Mapping[str, Any] | None = None
    key: int | None = None
    action: Action | None = None

    @property
    def chain(self) -> str:
        return f"register:{self.register.name}" + ("" if self.key is None else f":{self.key}")


def visible_register(reader: Reader | Step, actor: Actor, name: str) -> Register:
    """Raises NotFound also where the actor may not open it."""
    register = reader.services.registers.get(name)
    if register is None or not may_open(register, actor):
        raise NotFound(kind="register", name=name)
    return register


def may_open(register: Register, actor: Actor) -> bool:
    return actor.is_system or not register.see or bool(register.see & actor.roles)


def visible_row(reader: Reader | Step, register: Register, key: int) -> Mapping[str, Any]:
    """Raises NotFound."""
    row = register.one(reader, key)
    if row is None:
        raise NotFound(kind="register_row", key=key)
    return row


def load(step: Step, name: str, key: int | None) -> RowSubject:
    register = visible_register(step, step.actor, name)
    return RowSubject(register, None if key is None else visible_row(step, register, key), key)


def require_version(row: Mapping[str, Any] | None, version: int | None) -> None:
    """Raises RowChanged where another has changed the row since this actor saw it, or made it void."""
    if row is None:
        return
    if row.get("is_void") or (version is not None and row.get("version") != version):
        raise RowChanged(by=row.get("updated_by", ""), at=_moment(row.get("updated_at")))


def _moment(value: Any) -> datetime | None:
    return value if isinstance(value, datetime) else None
