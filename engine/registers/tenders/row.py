"""The row of a tender: found by its number, locked, changed with its history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from engine.execution.step import Reader, Step
from engine.kernel.errors import OperationRefused
from engine.registers.shared import rows
from engine.registers.tenders.tables import TENDER
from engine.registers.tenders.write import NAME

Row = Mapping[str, Any]


def found(reader: Reader | Step, number: str) -> dict[str, Any]:
    """Raises OperationRefused where there is no such tender."""
    statement = select(TENDER).where(TENDER.c.tender_internal_no == number, TENDER.c.is_void.is_(False))
    row = reader.connection.execute(statement).mappings().first()
    if row is None:
        raise OperationRefused(reason="row_unknown", register=NAME, key=number)
    return {str(name): value for name, value in row.items()}


def locked(step: Step, number: str) -> dict[str, Any]:
    """The tender, which nobody else changes until this step ends. Raises OperationRefused."""
    return rows.locked(step, TENDER, found(step, number)["key"])


def change(
    step: Step, row: Row, values: Row, *, instance_key: int | None = None, call: str | None = None
) -> dict[str, Any]:
    """The row as it is then; `call`: the idempotency key of the operation that changes it."""
    beside = {} if call is None else {"last_call": call}
    return rows.update(step, TENDER, NAME, row, values, instance_key, beside=beside)
