"""The day on which the deposit must be back, as the decision gave it; none where it may be forfeited."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.execution.ports import Operation, OperationCall
from engine.execution.step import Step
from engine.registers.deposits import facts, restore
from engine.registers.deposits import row as rows
from engine.registers.deposits.given import Given


def _run(step: Step, call: OperationCall) -> Mapping[str, Any]:
    row, given = rows.of_call(step, call), Given(step, call.variables)
    found = {"refund_due_on": given.day("refund_due_on"), "refund_basis": given.text("refund_basis")}
    after = rows.change(step, row, found, call.instance_key)
    return {**facts.facts_of(step, after), "before": restore.before(row, found)}


OPERATION = Operation(
    "register.deposits.set_refund_due",
    _run,
    inputs={"deposit_no": "text", "refund_due_on": "date?", "refund_basis": "text?"},
    outputs={**facts.OUTPUTS, "before": "context"},
    inverse="register.deposits.restore",
)
