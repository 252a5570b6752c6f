"""A request is withdrawn before the money left; the number stays taken.

What was paid stays as it is: the money is out, and the case that settles the loan chases it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.execution.ports import Operation, OperationCall
from engine.execution.step import Step
from engine.registers.loans import row as loans
from engine.registers.loans.tables import APPROVED, APPROVING, DRAFT, WITHDRAWN
from engine.registers.shared.values import Values


def _run(step: Step, call: OperationCall) -> Mapping[str, Any]:
    row = loans.of_case(step, call.instance_key)
    if row is None or row["status"] not in (DRAFT, APPROVING, APPROVED):
        return {}
    reason = Values(call.variables, step.services.zone).text_or_none("reason")
    loans.change(step, call, row, {"status": WITHDRAWN, "refused_reason": reason})
    return {}


OPERATION = Operation("register.loans.withdraw", _run, inputs={"reason": "text?"}, irreversible=True)
