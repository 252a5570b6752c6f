"""The day of a stage has come. Those who should know are told once, however often it is planned anew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.execution.ports import Operation, OperationCall
from engine.execution.step import Step
from engine.kernel.errors import OperationRefused
from engine.registers.deposit_followups import row as rows
from engine.registers.shared.values import Values


def _run(step: Step, call: OperationCall) -> Mapping[str, Any]:
    """Raises OperationRefused for a stage that was never planned."""
    values = Values(call.variables, step.services.zone)
    deposit, stage = values.text("deposit_no"), values.whole_or_none("stage")
    row = rows.of_deposit(step, deposit).get(-1 if stage is None else stage)
    if row is None:
        raise OperationRefused(reason="row_unknown", register=rows.NAME, key=f"{deposit} {stage}")
    is_first = row["begun_on"] is None
    if is_first:
        today = step.services.calendar.local_date(step.now)
        row = rows.put(step, row, {"begun_on": today, "instance_key": call.instance_key}, call.instance_key)
    # A letter that was sealed is not sealed again.
    return {
        "followup_key": str(row["key"]),
        "is_first": is_first,
        "is_sealed": row["seal_use_no"] is not None,
    }


OPERATION = Operation(
    "register.deposit_followups.begin",
    _run,
    inputs={"deposit_no": "text", "stage": "number"},
    outputs={"followup_key": "text", "is_first": "boolean", "is_sealed": "boolean"},
    inverse="register.deposit_followups.drop",
)
