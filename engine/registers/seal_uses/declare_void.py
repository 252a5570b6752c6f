"""A missing seal was reported to the police and declared void: it counts no more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.execution.ports import Operation, OperationCall
from engine.execution.step import Step
from engine.registers.seal_uses import row as rows
from engine.registers.seal_uses import seals
from engine.registers.shared.values import Values

FACTS = ("police_reported_at", "police_report_no", "void_declared_on", "void_declared_in")


def _run(step: Step, call: OperationCall) -> Mapping[str, Any]:
    """Raises OperationRefused where a fact is missing: nothing is void by hearsay."""
    row = rows.of_call(step, call)
    values = Values(call.variables, step.services.zone)
    return {"void": seals.declare_void(step, call, row, {name: values.text(name) for name in FACTS})}


OPERATION = Operation(
    "register.seal_uses.declare_void",
    _run,
    inputs={
        "seal_use_key": "text",
        "police_reported_at": "text",
        "police_report_no": "text",
        "void_declared_on": "date",
        "void_declared_in": "text",
    },
    outputs={"void": "list"},
    irreversible=True,
)
