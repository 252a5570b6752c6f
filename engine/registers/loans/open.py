"""A request enters the register: a number at the first submit, the same row at every later one."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from engine.execution.ports import Operation, OperationCall
from engine.execution.step import Step
from engine.kernel.errors import OperationRefused
from engine.registers.loans import agency
from engine.registers.loans import row as loans
from engine.registers.loans.amounts import day_or_none, money, of_purpose, total
from engine.registers.loans.of_applicant import OUTPUTS, open_loans
from engine.registers.loans.tables import APPROVING, DEPOSIT, DRAFT
from engine.registers.loans.words import PURPOSES
from engine.registers.shared.values import Values


def _run(step: Step, call: OperationCall) -> Mapping[str, Any]:
    """The case has one row; a repetition changes it. Raises OperationRefused for lines that are none."""
    facts = _facts(step, call)
    row = loans.of_case(step, call.instance_key)
    if row is None:
        row = _add(step, call, facts)
    elif not loans.is_done(row, call):
        loans.require(row, {DRAFT, APPROVING})
        row = loans.change(step, call, row, {**facts, "status": APPROVING})
    return {
        "loan_key": str(row["key"]),
        "loan_no": row["loan_no"],
        "business_key": row["loan_no"],
        "revision_no": row["revision_no"],
        "applicant": row["applicant"],
        "drafters": sorted({row["applicant"], *step.actor.persons}),
        "applied_on": row["created_at"].astimezone(step.services.zone).date().isoformat(),
        "amount": row["amount"],
        "deposit_amount": of_purpose(row["lines"], DEPOSIT),
        "deposit_deadline": agency.day_of(agency.tender_facts(step, call, row["tender"]), "deposit_deadline"),
        **open_loans(step, row["applicant"], besides=row["loan_no"]),
    }


def _add(step: Step, call: OperationCall, facts: dict[str, Any]) -> loans.Row:
    fresh = {
        # Whoever hands the request in owes the money; a substitute asks for the person he stands in for.
        "applicant": step.actor.on_behalf_of or step.actor.user_id,
        "loan_no": step.number(loans.PREFIX),
        "status": APPROVING,
        "revision_no": 1,
        "settled": Decimal("0.00"),
        "approvals": [],
        "parts": 0,
    }
    return loans.add(step, call, facts | fresh)


def _facts(step: Step, call: OperationCall) -> dict[str, Any]:
    values = Values(call.variables, step.services.zone)
    lines = [_line(line) for line in values.contexts("lines")]
    if not lines:
        raise OperationRefused(reason="input_missing", input="lines")
    amount = total(lines)
    return {
        "tender": values.text_or_none("tender"),
        "bid": values.text_or_none("bid_no"),
        "purpose": list(dict.fromkeys(line["purpose"] for line in lines)),
        "lines": lines,
        "amount": amount,
        "open": amount,
        "payee_name": values.text("payee_name"),
        "payee_account": values.text("payee_account"),
        "expected_settle_on": values.day("expected_settle_on"),
    }


def _line(given: Mapping[str, Any]) -> dict[str, Any]:
    purpose, need_by = given.get("purpose"), day_or_none(given.get("need_by"), "need_by")
    if purpose not in PURPOSES:
        raise OperationRefused(reason="input_wrong", input="purpose")
    return {
        "purpose": purpose,
        "amount": money(given.get("amount"), "amount"),
        "need_by": None if need_by is None else need_by.isoformat(),
        "basis": given.get("basis") or [],
    }


OPERATION = Operation(
    "register.loans.open",
    _run,
    inputs={
        "tender": "text?",
        "bid_no": "text?",
        "lines": "list",
        "payee_name": "text",
        "payee_account": "text",
        "expected_settle_on": "date",
    },
    outputs={
        "loan_key": "text",
        "loan_no": "text",
        "business_key": "text",
        "revision_no": "number",
        "applicant": "text",
        "drafters": "list",
        "applied_on": "date",
        "amount": "number",
        "deposit_amount": "number",
        "deposit_deadline": "date?",
        **OUTPUTS,
    },
    inverse="register.loans.withdraw",
)
