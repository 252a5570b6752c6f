"""What somebody still owes: his loans that are paid and not settled, and how many of them are overdue."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from engine.execution.ports import Operation, OperationCall
from engine.execution.step import Step
from engine.registers.loans import overdue
from engine.registers.loans.tables import LOAN
from engine.registers.shared.values import Values


def open_loans(step: Step, applicant: str | None, besides: str | None = None) -> dict[str, Any]:
    """{"open_loans", "open_total", "overdue_loans"}: the loans oldest first, the sum, how many are overdue.

    besides   number of a loan that is not counted
    """
    rows = [] if applicant is None else _rows(step, applicant, besides)
    day = overdue.today(step)
    return {
        "open_loans": [_told(row, overdue.is_overdue(row, day)) for row in rows],
        "open_total": sum((row["open"] for row in rows), Decimal("0.00")),
        "overdue_loans": sum(overdue.is_overdue(row, day) for row in rows),
    }


def _rows(step: Step, applicant: str, besides: str | None) -> list[dict[str, Any]]:
    wanted = select(LOAN).where(
        LOAN.c.applicant == applicant,
        LOAN.c.is_void.is_(False),
        overdue.outstanding_condition(),
        LOAN.c.loan_no != (besides or ""),
    )
    found = step.connection.execute(wanted.order_by(LOAN.c.key)).mappings()
    return [{str(name): value for name, value in row.items()} for row in found]


def _told(row: Mapping[str, Any], is_overdue: bool) -> dict[str, Any]:
    return {
        "loan_no": row["loan_no"],
        "amount": row["amount"],
        "open": row["open"],
        "expected_settle_on": row["expected_settle_on"].isoformat(),
        "is_overdue": is_overdue,
    }


def _run(step: Step, call: OperationCall) -> Mapping[str, Any]:
    return open_loans(step, Values(call.variables, step.services.zone).text_or_none("applicant"))


OUTPUTS = {"open_loans": "list", "open_total": "number", "overdue_loans": "number"}
OPERATION = Operation("register.loans.of_applicant", _run, {"applicant": "text?"}, OUTPUTS, reads_only=True)
