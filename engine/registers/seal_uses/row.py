"""The row of a seal use: found, and changed with a stamp."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import select

from engine.execution.ports import OperationCall
from engine.execution.step import Step
from engine.kernel.errors import OperationRefused
from engine.registers.seal_uses.tables import SEAL_USE
from engine.registers.shared import rows
from engine.registers.shared.values import Values


def of_case(step: Step, instance_key: int) -> dict[str, Any] | None:
    return _first(step, SEAL_USE.c.instance_key == instance_key)


def of_call(step: Step, call: OperationCall) -> dict[str, Any]:
    """The row that the input `seal_use_key` names. Raises OperationRefused."""
    key = Values(call.variables, step.services.zone).key("seal_use_key")
    row = _first(step, SEAL_USE.c.key == key)
    if row is None:
        raise OperationRefused(reason="row_unknown", register="seal_uses", key=str(key))
    return row


def require_state(row: dict[str, Any], states: Collection[str]) -> None:
    """Raises OperationRefused where the row is in none of these states."""
    if row["state"] not in states:
        raise OperationRefused(reason="row_in_other_state", number=row["number"], state=row["state"])


def change(step: Step, call: OperationCall, row: dict[str, Any], **values: Any) -> None:
    """Raises ConcurrentChange where another step changed it since it was read."""
    beside = {"last_call": call.idempotency_key}
    row |= rows.update(step, SEAL_USE, "seal_uses", row, values, call.instance_key, beside=beside)


def _first(step: Step, condition: Any) -> dict[str, Any] | None:
    row = step.connection.execute(select(SEAL_USE).where(condition)).mappings().first()
    return None if row is None else {str(name): value for name, value in row.items()}
