"""What diagrams may ask of an agency."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.execution.ports import Operation, OperationCall
from engine.execution.step import Step
from engine.registers.agencies.queries import NAME
from engine.registers.shared import references
from engine.registers.shared.values import Values

_TOLD = (
    "name", "kind", "territory", "deposit_regime", "account_name", "bank_name", "bank_account_for_deposit"
)  # fmt: skip


def _facts(step: Step, call: OperationCall) -> Mapping[str, Any]:
    """Raises OperationRefused for an agency that is not there."""
    row = references.required(step, NAME, Values(call.variables, step.services.zone).text("agency"))
    return {"agency": row["agency_code"], **{name: row[name] for name in _TOLD}}


OPERATIONS = (
    Operation(
        "register.agencies.facts",
        _facts,
        {"agency": "text"},
        {
            "agency": "text",
            "name": "text",
            "kind": "text",
            "territory": "text",
            "deposit_regime": "text",
            "account_name": "text?",
            "bank_name": "text?",
            "bank_account_for_deposit": "text?",
        },
        reads_only=True,
    ),
)
