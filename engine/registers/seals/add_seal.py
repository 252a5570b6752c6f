"""A seal enters the register."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.kernel.errors import InvalidInput, Problem
from engine.permissions import rules
from engine.registers.seals.tables import IN_USE, SEAL
from engine.registers.shared.rows import new_row
from engine.registers.shared.seal_kinds import KINDS


@dataclass(frozen=True)
class AddSeal:
    """keeper and backup_keeper are people of the company, and not the same one."""

    seal_code: str
    kind: str
    keeper: str
    backup_keeper: str | None = None
    location: str | None = None


def _run(step: Step, command: AddSeal, _subject: None) -> dict[str, str]:
    add(step, command)
    return {"seal_code": command.seal_code}


def add(step: Step, command: AddSeal) -> int:
    """Key of the new row. Raises InvalidInput with the fields that are wrong."""
    problems = {field: [Problem(code)] for field, code in _problems(step, command)}
    if problems:
        raise InvalidInput(fields=problems)
    row = new_row(step) | {
        "seal_code": command.seal_code,
        "kind": command.kind,
        "keeper": command.keeper,
        "backup_keeper": command.backup_keeper,
        "location": command.location,
        "status": IN_USE,
    }
    step.connection.execute(SEAL.insert().values(**row))
    step.audit_detail(kind=command.kind, keeper=command.keeper, backup_keeper=command.backup_keeper)
    return int(row["key"])


def _problems(step: Step, command: AddSeal) -> list[tuple[str, str]]:
    """(field, code) of everything that is wrong."""
    known = step.connection.scalar(select(SEAL.c.key).where(SEAL.c.seal_code == command.seal_code))
    is_active = step.organisation.is_active
    backup = command.backup_keeper
    wrong = {
        ("seal_code", "required"): not command.seal_code,
        ("seal_code", "taken_already"): known is not None,
        ("kind", "option_unknown"): command.kind not in KINDS,
        ("keeper", "person_unknown"): not is_active(command.keeper),
        ("backup_keeper", "person_unknown"): backup is not None and not is_active(backup),
        ("backup_keeper", "persons_must_differ"): backup == command.keeper,
    }
    return [problem for problem, is_wrong in wrong.items() if is_wrong]


HANDLER = Handler(
    AddSeal,
    action="seal.add",
    load=lambda _step, _command: None,
    rule=rules.is_admin,
    run=_run,
    chain=lambda _command, _subject: "register:seals",
    object=lambda command, _subject: f"seal:{command.seal_code}",
)
