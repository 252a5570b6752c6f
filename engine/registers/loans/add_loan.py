"""A loan that was paid before this register was kept here is entered, with what was settled of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.kernel.errors import InvalidInput, Problem
from engine.permissions import rules
from engine.registers.loans import settlements
from engine.registers.loans.amounts import CENT, total
from engine.registers.loans.record import BASIC
from engine.registers.loans.row import NAME, PREFIX
from engine.registers.loans.settle import invoice
from engine.registers.loans.tables import ACCEPTED, LOAN, PAID
from engine.registers.shared import rows

Lines = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class AddLoan:
    """Days as ISO text.

    lines     {purpose, amount}
    settled   {on, kind, amount, invoice_no}, accepted by `checked_by`
    """

    applicant: str
    lines: Lines
    payee_name: str
    payee_account: str
    paid_on: str
    bank_ref: str
    paid_by: str
    expected_settle_on: str
    overdue_on: str
    tender: str | None = None
    bid: str | None = None
    deposit: str | None = None
    settled: Lines = ()
    checked_by: str | None = None


def _run(step: Step, command: AddLoan, _subject: None) -> dict[str, str]:
    """Raises InvalidInput for a person who is not there."""
    for name in ("applicant", "paid_by"):
        if not step.organisation.is_active(getattr(command, name)):
            raise InvalidInput(fields={name: [Problem("person_unknown")]})
    row = rows.insert(step, LOAN, NAME, _row(step, command))
    settled = [_settlement(step, command, line) for line in command.settled]
    settlements.write(step, row["key"], 1, ACCEPTED, settled)
    counted = settlements.counted(step, row, PAID)
    last = max((line["on"] for line in settled), default=None)
    rows.update(step, LOAN, NAME, row, {**counted, "settled_on": counted["settled_on"] and last})
    step.audit_detail(loan_no=row["loan_no"])
    return {"loan_no": row["loan_no"]}


def _row(step: Step, command: AddLoan) -> dict[str, Any]:
    lines = [
        {"purpose": line["purpose"], "amount": _money(line["amount"]), "need_by": None, "basis": []}
        for line in command.lines
    ]
    amount = total(lines)
    return {
        "loan_no": step.number(PREFIX),
        "status": PAID,
        "revision_no": 1,
        "last_call": "",
        "applicant": command.applicant,
        "tender": command.tender,
        "bid": command.bid,
        "deposit": command.deposit,
        "purpose": list(dict.fromkeys(line["purpose"] for line in lines)),
        "lines": lines,
        "amount": amount,
        "settled": amount - amount,
        "open": amount,
        "payee_name": command.payee_name,
        "payee_account": command.payee_account,
        "pay_from_account": BASIC,
        "expected_settle_on": date.fromisoformat(command.expected_settle_on),
        "overdue_on": date.fromisoformat(command.overdue_on),
        "approvals": [],
        "paid_on": date.fromisoformat(command.paid_on),
        "bank_ref": command.bank_ref,
        "paid_by": command.paid_by,
        "parts": 1 if command.settled else 0,
    }


def _settlement(step: Step, command: AddLoan, line: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "on": date.fromisoformat(line["on"]),
        "kind": line["kind"],
        "amount": _money(line["amount"]),
        "invoice_no": invoice(line.get("invoice_no")),
        "settled_by": command.applicant,
        "checked_by": command.checked_by,
        "checked_at": step.now if command.checked_by else None,
    }


def _money(value: Any) -> Decimal:
    return Decimal(str(value)).quantize(CENT)


HANDLER = Handler(
    AddLoan,
    action="loan.add",
    load=lambda _step, _command: None,
    rule=rules.is_admin,
    run=_run,
    chain=lambda _command, _subject: "register:loans",
    object=lambda command, _subject: f"loan:{command.bank_ref}",
)
