"""A chase that is cancelled leaves no stages behind that nobody will do; what was done stays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.execution.ports import Operation, OperationCall
from engine.execution.step import Step
from engine.registers.deposit_followups import row as rows
from engine.registers.deposit_followups.tables import DEPOSIT_FOLLOWUP
from engine.registers.shared import rows as shared
from engine.registers.shared.values import Values


def _run(step: Step, call: OperationCall) -> Mapping[str, Any]:
    values = Values(call.variables, step.services.zone)
    reason = values.text_or_none("reason") or "canceled"
    for row in rows.of_deposit(step, values.text("deposit_no")).values():
        if row["done_on"] is None:
            shared.void(step, DEPOSIT_FOLLOWUP, rows.NAME, row["key"], reason, call.instance_key)
    return {}


OPERATION = Operation(
    "register.deposit_followups.drop",
    _run,
    inputs={"deposit_no": "text", "reason": "text?"},
    irreversible=True,
)
