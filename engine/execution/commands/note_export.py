"""Rows of a register leave the house as a file: who took them, with which filters, how many."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.kernel.errors import NotFound
from engine.permissions import rules


@dataclass(frozen=True)
class NoteExport:
    """filters: column -> what was asked for, `q` the search; rows: how many are in the file."""

    register: str
    rows: int
    filters: Mapping[str, str] = field(default_factory=dict)


def _load(step: Step, command: NoteExport) -> None:
    if command.register not in step.services.registers:
        raise NotFound(kind="register", name=command.register)


def _run(step: Step, command: NoteExport, _subject: None) -> None:
    step.audit_detail(register=command.register, filters=dict(command.filters), rows=command.rows)


HANDLER = Handler(
    NoteExport,
    action="register.export",
    load=_load,
    rule=rules.is_anyone_logged_in,
    run=_run,
    chain=lambda _command, _subject: "exports",
    object=lambda command, _subject: f"register:{command.register}",
)
