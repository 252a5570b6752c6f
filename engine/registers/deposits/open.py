"""A deposit was paid: it enters the register, and whoever follows deposits hears of it.

One bid has one deposit: asked again for the same bid, the row that is there is the answer. A deposit with
another amount for a bid that has one is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from engine.execution.ports import Operation, OperationCall
from engine.execution.step import Step
from engine.kernel.errors import OperationRefused
from engine.registers.deposits import neighbours, news, record
from engine.registers.deposits import row as rows
from engine.registers.deposits.given import Given
from engine.registers.deposits.words import FORMS, REGIMES

PREFIX = "DP"
TRANSFER = "transfer"
NOTHING = Decimal("0.00")

INPUTS = {
    "bid_no": "text?",
    "tender": "text?",
    "amount": "number",
    "form": "text?",
    "pay_from_account": "text?",
    "paid_on": "date",
    "voucher": "list?",
    "payee_name": "text?",
    "payee_account": "text?",
    "loan_no": "text?",
    "bid_validity_to": "date?",
    "bank_ref": "text?",
    "receipt_no": "text?",
    "receipt_location": "text?",
    "legal_regime": "text?",
    "document_refund_on": "date?",
    "title": "text?",
    "tender_no": "text?",
    "package_no": "text?",
    "preparer": "text?",
    "regional_manager": "text?",
    # A deposit that was paid outside of the house comes with what is known of it, by these names too.
    "deposit_no": "text?",
    "bid": "text?",
    "tender_internal_no": "text?",
    "loan": "text?",
} | record.INPUTS
OUTPUTS = {"deposit_no": "text", "deposit_key": "text", "is_new": "boolean"}


def _run(step: Step, call: OperationCall) -> Mapping[str, Any]:
    row, is_new = enter(step, call)
    # Also of one that was entered before and that nobody follows yet.
    if is_new or row["instance_key"] is None:
        news.paid(step, row)
    return {"deposit_no": row["deposit_no"], "deposit_key": str(row["key"]), "is_new": is_new}


def enter(step: Step, call: OperationCall) -> tuple[rows.Row, bool]:
    """The row of the bid, and whether it was entered now. Raises OperationRefused."""
    given = Given(step, call.variables)
    bid_no = given.either("bid_no", "bid")
    amount = given.money("amount")
    there = rows.of_bid(step, bid_no)
    if there is not None:
        _require_same(there, amount, given.either("loan_no", "loan"))
        return there, False
    if not bid_no or amount is None or amount <= 0:
        raise OperationRefused(reason="input_missing", input="amount" if bid_no else "bid_no")
    facts = _facts(step, given, bid_no) | {"amount": amount, "outstanding": amount}
    facts |= record.facts_in(step, facts, given)
    number = _number(step, given)
    entered = {**_EMPTY, **facts, "deposit_no": number, "bid": bid_no, "last_call": call.idempotency_key}
    return rows.enter(step, entered, call.instance_key), True


def _require_same(row: rows.Row, amount: Decimal | None, loan_no: str | None) -> None:
    """Raises OperationRefused for a second payment: of another sum, or by another loan."""
    is_other_sum = amount is not None and amount != row["amount"]
    is_other_loan = loan_no is not None and row["loan"] is not None and loan_no != row["loan"]
    if is_other_sum or is_other_loan:
        raise OperationRefused(reason="bid_has_deposit", input="bid_no", number=row["deposit_no"])


def _require_none(step: Step, call: OperationCall) -> Mapping[str, Any]:
    """For the field of a form. Raises OperationRefused where the bid has a deposit already."""
    there = rows.of_bid(step, Given(step, call.variables).either("bid_no", "bid"))
    if there is not None:
        raise OperationRefused(reason="bid_has_deposit", input="bid_no", number=there["deposit_no"])
    return {}


def _number(step: Step, given: Given) -> str:
    """The next of the year; one that stands on a paper already is kept."""
    wanted = given.text("deposit_no")
    if wanted is not None:
        return wanted
    while rows.of_number(step, number := step.number(PREFIX)) is not None:
        pass
    return number


def _facts(step: Step, given: Given, bid_no: str) -> dict[str, Any]:
    """As given; what was not given is what bid and tender say. Raises OperationRefused."""
    bid = neighbours.bid(step, bid_no)
    tender_no = given.either("tender", "tender_internal_no") or bid.get("tender")
    tender = neighbours.tender(step, tender_no)
    regime = given.text("legal_regime") or tender.get("legal_regime")
    if regime not in REGIMES:
        raise OperationRefused(reason="input_missing", input="legal_regime")
    form = given.text("form") or TRANSFER
    if form not in FORMS:
        raise OperationRefused(reason="input_wrong", input="form")
    paid_on = given.day("paid_on")
    if paid_on is None:
        raise OperationRefused(reason="input_missing", input="paid_on")
    texts = ("pay_from_account", "payee_name", "payee_account", "bank_ref", "receipt_no", "receipt_location")
    return {
        "tender": tender_no,
        "title": given.text("title") or tender.get("title"),
        "tender_no": given.text("tender_no") or tender.get("tender_no"),
        "package_no": given.text("package_no") or tender.get("package_no"),
        "legal_regime": regime,
        "form": form,
        "paid_on": paid_on,
        "voucher": given.files("voucher"),
        "loan": given.either("loan_no", "loan"),
        "bid_validity_to": given.day("bid_validity_to") or neighbours.validity_to(step, tender),
        "document_refund_on": given.day("document_refund_on"),
        "preparer": given.text("preparer") or bid.get("preparer"),
        "regional_manager": given.text("regional_manager") or bid.get("confirmed_by"),
        **{name: given.text(name) for name in texts},
    }


_EMPTY: Mapping[str, Any] = {
    "withdrawn_late": False,
    "refund_lines": [],
    "refunded_total": NOTHING,
    "interest_received": NOTHING,
    "forfeited_amount": NOTHING,
    "offset_to": "none",
    "offset_amount": NOTHING,
    "written_off_amount": NOTHING,
}

OPERATION = Operation("register.deposits.open", _run, INPUTS, OUTPUTS, inverse="register.deposits.withdraw")
REQUIRE_NONE = Operation(
    "register.deposits.require_none", _require_none, {"bid_no": "text?"}, reads_only=True
)
