"""What a form asks before it is handed in; each refuses one field and changes nothing.

payee         paid to the agency itself: name or account must be the one in the agency's file
settle_date   document fee and travel: at most 30 days after the bids are due
bank_ref      a bank reference stands in one loan only
invoice       an invoice stands in one settlement of the company only
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from engine.execution.ports import Operation, OperationCall
from engine.execution.step import Step
from engine.kernel.errors import OperationRefused
from engine.registers.loans import agency
from engine.registers.loans.amounts import day_or_none
from engine.registers.loans.prepare import FIGURES
from engine.registers.loans.settle import invoice, require_unused
from engine.registers.loans.tables import DEPOSIT, LOAN
from engine.registers.shared.values import Values


def _values(step: Step, call: OperationCall) -> Values:
    return Values(call.variables, step.services.zone)


def _purposes(values: Values) -> set[str]:
    return {str(line.get("purpose")) for line in values.contexts("lines")}


def _payee(step: Step, call: OperationCall) -> Mapping[str, Any]:
    values = _values(step, call)
    purposes = _purposes(values)
    if not purposes & FIGURES.keys():
        return {}
    payee = agency.payee_of(step, call, agency.tender_facts(step, call, values.text_or_none("tender")))
    if payee is None:
        return {}
    name, account = values.text_or_none("payee_name"), values.text_or_none("payee_account")
    if account is not None and payee.account is None and DEPOSIT in purposes:
        raise OperationRefused(reason="payee_account_not_on_file", agency=payee.name)
    if account is not None and payee.account is not None and _digits(account) != _digits(payee.account):
        raise OperationRefused(reason="payee_account_differs", agency=payee.name)
    if name is not None and payee.name is not None and name.strip() != payee.name:
        raise OperationRefused(reason="payee_name_differs", agency=payee.name)
    return {}


def _digits(account: str) -> str:
    return "".join(sign for sign in account if not sign.isspace() and sign != "-")


def _settle_date(step: Step, call: OperationCall) -> Mapping[str, Any]:
    values = _values(step, call)
    wanted, most = call.variables.get("expected_settle_on"), values.whole_or_none("most_days")
    day = day_or_none(wanted, "expected_settle_on")
    facts = agency.tender_facts(step, call, values.text_or_none("tender"))
    due = agency.day_of(facts, "bid_deadline")
    if day is None or due is None or most is None or not _purposes(values) & set(values.texts("purposes")):
        return {}
    latest = date.fromisoformat(due) + timedelta(days=most)
    if day > latest:
        raise OperationRefused(reason="settle_date_too_late", latest=latest.isoformat())
    return {}


def _bank_ref(step: Step, call: OperationCall) -> Mapping[str, Any]:
    ref = (_values(step, call).text_or_none("bank_ref") or "").strip()
    found = step.connection.scalar(select(LOAN.c.loan_no).where(LOAN.c.bank_ref == ref))
    if ref and found is not None:
        raise OperationRefused(reason="bank_ref_used", number=found, bank_ref=ref)
    return {}


def _invoice(step: Step, call: OperationCall) -> Mapping[str, Any]:
    require_unused(step, invoice(_values(step, call).text_or_none("invoice_no")))
    return {}


_FOR = {"tender": "text?", "lines": "list?"}
OPERATIONS = (
    Operation(
        "register.loans.check_payee",
        _payee,
        {**_FOR, "payee_name": "text?", "payee_account": "text?"},
        reads_only=True,
    ),
    Operation(
        "register.loans.check_settle_date",
        _settle_date,
        {**_FOR, "expected_settle_on": "date?", "purposes": "list", "most_days": "number"},
        reads_only=True,
    ),
    Operation("register.loans.check_bank_ref", _bank_ref, {"bank_ref": "text?"}, reads_only=True),
    Operation("register.loans.check_invoice", _invoice, {"invoice_no": "text?"}, reads_only=True),
)
