"""A loan and its settlement as process variables, for the case that settles it and for its papers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.execution.ports import Operation, OperationCall
from engine.execution.step import Step
from engine.registers.loans import overdue, settlements
from engine.registers.loans import row as loans
from engine.registers.loans.people import kept_from_check, settler
from engine.registers.loans.tables import ACCEPTED
from engine.registers.shared.values import Values

_PLAIN = (
    "loan_no", "status", "applicant", "tender", "bid", "purpose", "lines", "amount", "settled", "open",
    "payee_name", "payee_account", "paid_by", "bank_ref", "approvals", "deposit", "override_by",
)  # fmt: skip
_DAYS = ("expected_settle_on", "overdue_on", "paid_on", "settled_on")


def _run(step: Step, call: OperationCall) -> Mapping[str, Any]:
    """Raises OperationRefused for a number that is not there."""
    row = loans.of_number(step, Values(call.variables, step.services.zone).text("loan_no"))
    plain = {name: row[name] for name in _PLAIN}
    days = {name: None if row[name] is None else row[name].isoformat() for name in _DAYS}
    return {
        **plain,
        **days,
        "applied_on": row["created_at"].astimezone(step.services.zone).date().isoformat(),
        "is_overdue": overdue.is_overdue(row, overdue.today(step)),
        "settler": settler(step, row),
        "kept_from_check": kept_from_check(row),
        "settlements": [told(line) for line in settlements.of_loan(step, row["key"], ACCEPTED)],
    }


def told(line: Mapping[str, Any]) -> dict[str, Any]:
    """A settlement line as a variable."""
    plain = ("part_no", "kind", "amount", "invoice_no", "settled_by", "checked_by")
    return {**{name: line[name] for name in plain}, "on": line["on"].isoformat()}


OPERATION = Operation(
    "register.loans.facts",
    _run,
    inputs={"loan_no": "text"},
    outputs={
        **dict.fromkeys(_PLAIN, "text?"),
        **dict.fromkeys(_DAYS, "date?"),
        **dict.fromkeys(("purpose", "lines", "approvals"), "list"),
        **dict.fromkeys(("amount", "settled", "open"), "number"),
        "applied_on": "date",
        "is_overdue": "boolean",
        "settler": "text?",
        "kept_from_check": "list",
        "settlements": "list",
    },
    reads_only=True,
)
