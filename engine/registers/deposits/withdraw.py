"""The payment that entered a deposit is undone: the row counts no more, its number stays taken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.execution.ports import Operation, OperationCall
from engine.execution.step import Step
from engine.kernel.errors import OperationRefused
from engine.registers.deposits import row as rows
from engine.registers.deposits.tables import DEPOSIT
from engine.registers.shared import rows as shared
from engine.registers.shared.values import Values


def _run(step: Step, call: OperationCall) -> Mapping[str, Any]:
    """Only the call that entered it takes it back. Raises OperationRefused once money has moved or a case
    follows it.
    """
    values = Values(call.variables, step.services.zone)
    row = rows.of_number(step, values.text("deposit_no"))
    if row is None or not values.flag("is_new"):
        return {}
    if row["outstanding"] != row["amount"] or row["instance_key"] is not None:
        raise OperationRefused(reason="row_in_other_state", number=row["deposit_no"], state="open")
    reason = values.text_or_none("reason") or "withdrawn"
    shared.void(step, DEPOSIT, rows.NAME, row["key"], reason, call.instance_key)
    return {}


OPERATION = Operation(
    "register.deposits.withdraw",
    _run,
    inputs={"deposit_no": "text", "is_new": "boolean?", "reason": "text?"},
    irreversible=True,
)
