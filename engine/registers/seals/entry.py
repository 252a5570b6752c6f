"""A seal enters the register, and what may be changed of one afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from engine.execution.step import Reader, Step
from engine.kernel.errors import InvalidInput, Problem
from engine.registers.seals.tables import IN_USE, SEAL
from engine.registers.shared import rows
from engine.registers.shared.seal_kinds import KINDS

NAME = "seals"
# Which seal it is stands from the day it was entered.
FIXED = ("seal_code", "kind")
CHANGEABLE = ("keeper", "backup_keeper", "location", "note")


def write(step: Step, key: int | None, values: Mapping[str, Any], instance_key: int | None = None) -> int:
    """Key of the row. A column that is not given stays as it is. Raises InvalidInput."""
    told = {name: values[name] or None for name in (*FIXED, *CHANGEABLE) if name in values}
    row = None if key is None else rows.locked(step, SEAL, key)
    problems: dict[str, list[Problem]] = {}
    for field, code in _problems(step, row, told):
        problems.setdefault(field, []).append(Problem(code))
    if problems:
        raise InvalidInput(fields=problems)
    if row is None:
        return int(rows.insert(step, SEAL, NAME, {**told, "status": IN_USE}, instance_key)["key"])
    return int(rows.update(step, SEAL, NAME, row, told, instance_key)["key"])


def find(reader: Reader | Step, values: Mapping[str, Any]) -> dict[str, Any] | None:
    """The seal with this code."""
    statement = select(SEAL).where(SEAL.c.seal_code == values.get("seal_code"), SEAL.c.is_void.is_(False))
    found = reader.connection.execute(statement).mappings().first()
    return None if found is None else {str(name): value for name, value in found.items()}


def void(step: Step, key: int, reason: str) -> None:
    rows.void(step, SEAL, NAME, key, reason)


def _problems(step: Step, row: Mapping[str, Any] | None, told: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(column, code) of everything that is wrong."""
    held = row or {}
    after = {**held, **told}
    code, kind, keeper, backup = (after.get(name) for name in (*FIXED, *CHANGEABLE[:2]))
    is_new = row is None
    is_active = step.organisation.is_active
    # Where one lies may be put right also while its keeper has left and nobody follows yet.
    are_named = any(held.get(name) != after.get(name) for name in CHANGEABLE[:2])
    known = step.connection.scalar(select(SEAL.c.key).where(SEAL.c.seal_code == code))
    wrong = {
        ("seal_code", "required"): not code,
        ("seal_code", "taken_already"): is_new and known is not None,
        ("seal_code", "column_fixed"): not is_new and code != held["seal_code"],
        ("kind", "option_unknown"): kind not in KINDS,
        ("kind", "column_fixed"): not is_new and kind != held["kind"],
        ("keeper", "person_unknown"): not keeper or (are_named and not is_active(str(keeper))),
        ("backup_keeper", "person_unknown"): bool(backup) and are_named and not is_active(str(backup)),
        ("backup_keeper", "persons_must_differ"): bool(backup) and backup == keeper,
    }
    return [problem for problem, is_wrong in wrong.items() if is_wrong]
