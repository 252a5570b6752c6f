"""What a case knows of its deposit: the row as variables, with how it stands today."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import feel
from engine.execution.ports import Operation, OperationCall
from engine.execution.step import Step
from engine.registers.deposits import row as rows
from engine.registers.deposits import status

# Columns that keep their name.
SAME = (
    "deposit_no", "tender", "title", "tender_no", "package_no", "legal_regime", "amount", "form",
    "pay_from_account", "paid_on", "payee_name", "payee_account", "receipt_no",
    "receipt_location", "bid_validity_to", "result", "result_on", "award_notice_on", "contract_signed_on",
    "terminated_on", "withdrawn_on", "withdrawn_late", "document_refund_on", "forfeit_noticed_on",
    "forfeit_reason", "contested_on", "demanded_on", "refund_basis", "refund_due_on", "next_promise_on",
    "refunded_total", "outstanding", "closed_as",
)  # fmt: skip
_KINDS = {
    "amount": "number",
    "refunded_total": "number",
    "outstanding": "number",
    "withdrawn_late": "boolean",
}
OUTPUTS = {name: _KINDS.get(name, "date?" if name.endswith("_on") else "text?") for name in SAME} | {
    "deposit_key": "text",
    "bid_no": "text",
    "loan_no": "text?",
    "payment_ref": "text?",
    "preparer": "text?",
    "regional_manager": "text?",
    "status": "text",
    "days_overdue": "number",
    "business_key": "text",
}


def facts_of(step: Step, row: rows.Row) -> dict[str, Any]:
    """Those who have left the company are nobody here."""
    today = step.services.calendar.local_date(step.now)
    people = {name: _in_office(step, row[name]) for name in ("preparer", "regional_manager")}
    return {
        **{name: feel.to_json(row[name]) for name in SAME},
        **people,
        "deposit_key": str(row["key"]),
        "bid_no": row["bid"],
        "loan_no": row["loan"],
        # The refund has a reference of its own.
        "payment_ref": row["bank_ref"],
        "status": status.status(row, today),
        "days_overdue": status.days_overdue(row, today),
        "business_key": row["deposit_no"],
    }


def _in_office(step: Step, person: str | None) -> str | None:
    return person if person is not None and step.organisation.is_active(person) else None


def _run(step: Step, call: OperationCall) -> Mapping[str, Any]:
    return facts_of(step, rows.of_call(step, call))


OPERATION = Operation(
    "register.deposits.facts", _run, inputs={"deposit_no": "text"}, outputs=OUTPUTS, reads_only=True
)
