"""What an operation was told and answered goes into the history, and with an inverse, into its own row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import feel
from engine.execution.ports import Operation, OperationCall
from engine.execution.step import Step
from engine.kernel import exact_json


def note_call(step: Step, call: OperationCall, operation: Operation, results: Mapping[str, Any]) -> None:
    line = step.history(call.instance_key, "operation", call.element_id, operation=operation.name)
    if operation.inverse is not None:
        # Taken along as it was: the variables of the case go on, and the inverse must undo this very call.
        told = exact_json.loads(exact_json.dumps(feel.to_json({**call.variables, **results})))
        row = {"instance_key": call.instance_key, "history_id": line, "variables": told}
        step.writes.operation_calls.append(row)
