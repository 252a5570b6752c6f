"""An accountant judges what was handed in: accepted lines count, refused ones free their invoices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.execution.ports import Operation, OperationCall
from engine.execution.step import Step
from engine.kernel.errors import OperationRefused
from engine.registers.loans import row as loans
from engine.registers.loans import settlements
from engine.registers.loans.facts import told
from engine.registers.loans.people import kept_from_check, settler
from engine.registers.loans.tables import ACCEPTED, OUTSTANDING, PAID, PENDING, REFUSED
from engine.registers.shared.values import Values


def _check(step: Step, call: OperationCall) -> Mapping[str, Any]:
    """Raises OperationRefused where nothing waits, and for who paid or handed in himself (SOD-05)."""
    row = loans.of_call(step, call)
    values = Values(call.variables, step.services.zone)
    part_no = row["parts"]
    if not loans.is_done(row, call):
        loans.require(row, OUTSTANDING)
        lines = settlements.of_loan(step, row["key"], PENDING)
        if not lines:
            raise OperationRefused(reason="settlement_not_there", number=row["loan_no"])
        _require_other(step, row, lines)
        after = ACCEPTED if values.flag("checked_ok") else REFUSED
        settlements.judge(step, row["key"], part_no, PENDING, after, values.text_or_none("check_note"))
        row = loans.change(step, call, row, settlements.counted(step, row, PAID))
    part = settlements.of_part(step, row["key"], part_no)
    return {
        "open": row["open"],
        "settled": row["settled"],
        "status": row["status"],
        "part_no": part_no,
        "part_lines": [told(line) for line in part],
        "checked_by": part[0]["checked_by"],
        "settler": settler(step, row),
    }


def _require_other(step: Step, row: loans.Row, lines: list[dict[str, Any]]) -> None:
    if step.actor.persons & set(kept_from_check(row, lines)):
        raise OperationRefused(reason="checker_not_apart", number=row["loan_no"])


def _uncheck(step: Step, call: OperationCall) -> Mapping[str, Any]:
    """The part waits for a check again."""
    row = loans.of_call(step, call)
    part_no = Values(call.variables, step.services.zone).whole_or_none("part_no") or row["parts"]
    settlements.judge(step, row["key"], part_no, ACCEPTED, PENDING, None)
    loans.change(step, call, row, settlements.counted(step, row, PAID))
    return {}


CHECK = Operation(
    "register.loans.check",
    _check,
    inputs={"loan_no": "text", "checked_ok": "boolean", "check_note": "text?"},
    outputs={
        "open": "number",
        "settled": "number",
        "status": "text",
        "part_no": "number",
        "part_lines": "list",
        "checked_by": "text",
        "settler": "text?",
    },
    inverse="register.loans.uncheck",
)
UNCHECK = Operation(
    "register.loans.uncheck",
    _uncheck,
    inputs={"loan_no": "text", "part_no": "number?", "reason": "text?"},
    irreversible=True,
)
