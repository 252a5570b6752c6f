"""Rows of a company file enter their register, all of them in one step: a demo begins with hundreds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.execution.handler import Handler
from engine.execution.ports import Register
from engine.execution.step import Step
from engine.permissions import rules
from engine.registers.shared.rows import Reader


@dataclass(frozen=True)
class EnterRows:
    """rows: each with the register's columns."""

    register: str
    rows: tuple[Mapping[str, Any], ...]


def missing(register: Register) -> Callable[[Reader, Sequence[Mapping[str, Any]]], list[EnterRows]]:
    """For SEEDS: one command for the rows of a company file that the register has not yet."""

    def needed(reader: Reader, rows: Sequence[Mapping[str, Any]]) -> list[EnterRows]:
        find = register.find
        left = tuple(row for row in rows if find is None or find(reader, row) is None)
        return [EnterRows(register.name, left)] if left else []

    return needed


def _run(step: Step, command: EnterRows, _subject: None) -> dict[str, int]:
    write = step.services.registers[command.register].write
    if write is None:
        raise ValueError(f"nobody enters rows into {command.register}")
    for row in command.rows:
        write(step, None, row)
    step.audit_detail(rows=len(command.rows))
    return {"entered": len(command.rows)}


HANDLER = Handler(
    EnterRows,
    action="register.enter_rows",
    load=lambda _step, _command: None,
    rule=rules.is_system,
    run=_run,
    chain=lambda command, _subject: f"register:{command.register}",
    object=lambda command, _subject: f"register:{command.register}",
)
