"""What a cancelled step had written into the row of a deposit is put back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import feel
from engine.execution.ports import Operation, OperationCall
from engine.execution.step import Step
from engine.registers.deposits import row as rows
from engine.registers.deposits.tables import DEPOSIT
from engine.registers.shared.typed import typed
from engine.registers.shared.values import Values


def before(row: rows.Row, columns: Iterable[str]) -> dict[str, Any]:
    """What an operation answers, for its inverse to put back."""
    return {name: feel.to_json(row[name]) for name in columns}


def _run(step: Step, call: OperationCall) -> Mapping[str, Any]:
    row = rows.of_call(step, call)
    values = Values(call.variables, step.services.zone).context_or_none("before") or {}
    rows.change(step, row, typed(DEPOSIT, values, step.services.zone), call.instance_key)
    return {}


OPERATION = Operation(
    "register.deposits.restore",
    _run,
    inputs={"deposit_no": "text", "before": "context?"},
    irreversible=True,
)
