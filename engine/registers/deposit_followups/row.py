"""The row of one stage of a deposit's chase."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from engine.execution.step import Step
from engine.registers.deposit_followups.tables import DEPOSIT_FOLLOWUP
from engine.registers.shared import rows

NAME = "deposit_followups"
Row = dict[str, Any]
_F = DEPOSIT_FOLLOWUP.c


def of_deposit(step: Step, number: str) -> dict[int, Row]:
    """Stage -> its row."""
    statement = (
        select(DEPOSIT_FOLLOWUP)
        .where(_F.deposit == number, _F.is_void.is_(False))
        .order_by(_F.stage)
        .with_for_update()
    )
    found = step.connection.execute(statement).mappings()
    return {row["stage"]: {str(name): value for name, value in row.items()} for row in found}


def put(step: Step, row: Row | None, values: Mapping[str, Any], instance_key: int) -> Row:
    """Enters the stage, or changes it."""
    if row is None:
        return rows.insert(step, DEPOSIT_FOLLOWUP, NAME, {"told": [], **values}, instance_key)
    return rows.update(step, DEPOSIT_FOLLOWUP, NAME, row, values, instance_key)
