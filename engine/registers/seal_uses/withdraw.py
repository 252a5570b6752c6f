"""The request is withdrawn before a seal touched the paper; the number stays taken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.execution.ports import Operation, OperationCall
from engine.execution.step import Step
from engine.kernel.errors import OperationRefused
from engine.registers.seal_uses import row as rows
from engine.registers.seal_uses.tables import SEALED, WITHDRAWN
from engine.registers.shared.values import Values


def _run(step: Step, call: OperationCall) -> Mapping[str, Any]:
    """Raises OperationRefused when the paper is sealed or the seal is out: it must come back first."""
    row = rows.of_case(step, call.instance_key)
    if row is None or row["state"] == WITHDRAWN:
        return {}
    if row["state"] == SEALED:
        raise OperationRefused(reason="row_in_other_state", number=row["number"], state=row["state"])
    if row["handed_at"] is not None and row["returned_at"] is None:
        raise OperationRefused(reason="seal_must_come_back", number=row["number"], held_by=row["taken_by"])
    reason = Values(call.variables, step.services.zone).text_or_none("reason")
    rows.change(step, call, row, state=WITHDRAWN, refused_reason=reason)
    return {}


OPERATION = Operation("register.seal_uses.withdraw", _run, inputs={"reason": "text?"}, irreversible=True)
