"""What happened to a request is written into its row.

event        from                  what it does
overridden   approving             keeps who let a borrower with an overdue loan borrow again, and why
approved     approving             keeps the approvals
sent_back    approving             keeps the approvals; the next submit is a new revision
refused      draft, approving      keeps approvals or reason; the end
paid         approved              when, from which account, bank reference, voucher, by whom
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from engine.execution.ports import Operation, OperationCall
from engine.execution.step import Step
from engine.kernel.errors import OperationRefused
from engine.registers.loans import overdue
from engine.registers.loans import row as loans
from engine.registers.loans.tables import APPROVED, APPROVING, DEPOSIT, DRAFT, PAID, REJECTED
from engine.registers.shared.values import Values

BASIC = "basic"


def _run(step: Step, call: OperationCall) -> Mapping[str, Any]:
    """Raises OperationRefused for an unknown event and for a row in another state."""
    values = Values(call.variables, step.services.zone)
    event = values.text("event")
    if event not in _EVENTS:
        raise OperationRefused(reason="event_unknown", event=event)
    row = loans.of_call(step, call)
    if not loans.is_done(row, call):
        row = loans.change(step, call, row, _EVENTS[event](step, row, values))
    return {"status": row["status"], "revision_no": row["revision_no"], "paid_by": row["paid_by"]}


def _overridden(step: Step, row: loans.Row, values: Values) -> dict[str, Any]:
    loans.require(row, {APPROVING})
    return {"override_by": step.actor.user_id, "override_reason": values.text("reason")}


def _approved(_step: Step, row: loans.Row, values: Values) -> dict[str, Any]:
    loans.require(row, {APPROVING})
    return {"status": APPROVED, "approvals": values.contexts("approvals")}


def _sent_back(_step: Step, row: loans.Row, values: Values) -> dict[str, Any]:
    loans.require(row, {APPROVING})
    again = {"status": DRAFT, "revision_no": row["revision_no"] + 1}
    return {**again, "approvals": values.contexts("approvals")}


def _refused(_step: Step, row: loans.Row, values: Values) -> dict[str, Any]:
    loans.require(row, {DRAFT, APPROVING})
    approvals = values.contexts("approvals") or row["approvals"]
    return {"status": REJECTED, "approvals": approvals, "refused_reason": values.text_or_none("reason")}


def _paid(step: Step, row: loans.Row, values: Values) -> dict[str, Any]:
    loans.require(row, {APPROVED})
    paid_on, account = values.day("paid_on"), values.text("pay_from_account")
    if paid_on > overdue.today(step):
        raise OperationRefused(reason="input_wrong", input="paid_on")
    if DEPOSIT in row["purpose"] and account != BASIC:
        raise OperationRefused(reason="deposit_from_basic_account", number=row["loan_no"])
    return {
        "status": PAID,
        "paid_on": paid_on,
        "pay_from_account": account,
        "bank_ref": values.text("bank_ref").strip(),
        "voucher": values.contexts("voucher"),
        "paid_by": step.actor.user_id,
        "paid_for": step.actor.on_behalf_of,
        "overdue_on": values.day("overdue_on"),
    }


_EVENTS: Mapping[str, Callable[[Step, loans.Row, Values], dict[str, Any]]] = {
    "overridden": _overridden,
    "approved": _approved,
    "sent_back": _sent_back,
    "refused": _refused,
    "paid": _paid,
}

OPERATION = Operation(
    "register.loans.record",
    _run,
    inputs={
        "loan_no": "text",
        "event": "text",
        "approvals": "list?",
        "reason": "text?",
        "paid_on": "date?",
        "pay_from_account": "text?",
        "bank_ref": "text?",
        "voucher": "list?",
        "overdue_on": "date?",
    },
    outputs={"status": "text", "revision_no": "number", "paid_by": "text?"},
    irreversible=True,
)
