"""What a request can begin with: the tender's own figures, the agency's account, what is still owed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from engine.execution.ports import Operation, OperationCall
from engine.execution.step import Step
from engine.registers.loans import agency
from engine.registers.loans.of_applicant import OUTPUTS, open_loans
from engine.registers.loans.tables import DEPOSIT
from engine.registers.shared.values import Values

DOC_FEE = "doc_fee"
# What is paid to the agency itself, and by which figure of the tender.
FIGURES = {DOC_FEE: "doc_price", DEPOSIT: "deposit_required"}


def _run(step: Step, call: OperationCall) -> Mapping[str, Any]:
    """Raises OperationRefused for a tender that is not there."""
    values = Values(call.variables, step.services.zone)
    facts = agency.tender_facts(step, call, values.text_or_none("tender"))
    payee = agency.payee_of(step, call, facts)
    purpose = values.text_or_none("loan_purpose")
    amount = call.variables.get("suggested_amount") or facts.get(FIGURES.get(purpose or "", ""))
    need_by = agency.day_of(facts, "deposit_deadline") if purpose == DEPOSIT else None
    line = {"purpose": purpose, "amount": amount, "need_by": need_by}
    return {
        # Where no purpose is known the form still begins with a row to fill in.
        "lines": [line],
        "payee_name": payee.name if payee and purpose in FIGURES else None,
        "payee_account": payee.account if payee and purpose in FIGURES else None,
        "expected_settle_on": _settled_by(purpose, facts),
        "deposit_deadline": agency.day_of(facts, "deposit_deadline"),
        **open_loans(step, values.text_or_none("applicant")),
    }


def _settled_by(purpose: str | None, facts: Mapping[str, Any]) -> str | None:
    """A deposit is expected back when the bid binds no more."""
    due, days = agency.day_of(facts, "bid_deadline"), facts.get("bid_validity_days")
    if purpose != DEPOSIT or due is None or days is None:
        return None
    return (date.fromisoformat(due) + timedelta(days=int(days))).isoformat()


OPERATION = Operation(
    "register.loans.prepare",
    _run,
    inputs={"applicant": "text?", "tender": "text?", "loan_purpose": "text?", "suggested_amount": "number?"},
    outputs={
        "lines": "list",
        "payee_name": "text?",
        "payee_account": "text?",
        "expected_settle_on": "date?",
        "deposit_deadline": "date?",
        **OUTPUTS,
    },
    reads_only=True,
)
