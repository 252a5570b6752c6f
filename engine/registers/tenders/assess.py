"""What the assessment of a tender finds out is written into its row: rules, budget, deposit."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from engine.execution.ports import Operation, OperationCall
from engine.execution.step import Step
from engine.kernel.errors import OperationRefused
from engine.registers.shared.typed import typed
from engine.registers.shared.values import Values
from engine.registers.tenders import facts
from engine.registers.tenders import row as rows
from engine.registers.tenders.tables import TENDER

FOUND = ("legal_regime", "budget_or_estimate", "deposit_required")


def _run(step: Step, call: OperationCall) -> Mapping[str, Any]:
    """What is not said stays. Raises OperationRefused for no such tender."""
    values = Values(call.variables, step.services.zone)
    row = rows.locked(step, values.text("tender"))
    before = {name: _plain(row[name]) for name in FOUND}
    if row["last_call"] != call.idempotency_key:
        said = {name: call.variables[name] for name in FOUND if call.variables.get(name) is not None}
        told = typed(TENDER, said, step.services.zone)
        row = rows.change(step, row, told, instance_key=call.instance_key, call=call.idempotency_key)
    return {**facts.of(step, row), "before": before}


def _restore(step: Step, call: OperationCall) -> Mapping[str, Any]:
    """Puts back what stood there, as far as nobody else has changed it since."""
    values = Values(call.variables, step.services.zone)
    before = values.context_or_none("before")
    if before is None:
        raise OperationRefused(reason="input_missing", input="before")
    row = rows.locked(step, values.text("tender"))
    back = {
        name: before[name]
        for name in FOUND
        if call.variables.get(name) is not None and _plain(row[name]) == call.variables[name]
    }
    rows.change(step, row, typed(TENDER, back, step.services.zone), instance_key=call.instance_key)
    return {}


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, Decimal) else str(value)


_INPUTS = {
    "tender": "text",
    "legal_regime": "text?",
    "budget_or_estimate": "number?",
    "deposit_required": "number?",
}
OPERATIONS = (
    Operation(
        "register.tenders.assess",
        _run,
        inputs=_INPUTS,
        outputs={**facts.OUTPUTS, "before": "context"},
        inverse="register.tenders.restore",
    ),
    Operation(
        "register.tenders.restore",
        _restore,
        inputs={**_INPUTS, "before": "context", "reason": "text?"},
        irreversible=True,
    ),
)
