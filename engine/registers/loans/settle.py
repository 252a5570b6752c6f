"""Part of a loan is settled: lines with vouchers, which count when an accountant has accepted them.

`transfer` is the house's own line: money that became a deposit is followed there, and no longer here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.execution.ports import Operation, OperationCall
from engine.execution.step import Step
from engine.kernel.errors import OperationRefused
from engine.registers.loans import overdue, settlements
from engine.registers.loans import row as loans
from engine.registers.loans.amounts import money, of_purpose, total
from engine.registers.loans.people import kept_from_check
from engine.registers.loans.tables import (
    ACCEPTED,
    BY_HAND,
    DEPOSIT,
    EXPENSE,
    OUTSTANDING,
    PAID,
    PENDING,
    REFUSED,
    TO_DEPOSIT,
)
from engine.registers.shared.values import Values


def invoice(value: Any) -> str | None:
    """An invoice number as it is compared: without blanks, letters large."""
    text = "".join(str(value or "").split()).upper()
    return text or None


def _settle(step: Step, call: OperationCall) -> Mapping[str, Any]:
    """Raises OperationRefused for more than is open, an invoice used before, and a part that still waits."""
    row = loans.of_call(step, call)
    if loans.is_done(row, call):
        return _told(step, row, row["parts"])
    loans.require(row, OUTSTANDING)
    values = Values(call.variables, step.services.zone)
    lines = [_line(step, line) for line in values.contexts("lines")]
    _require_fitting(step, row, lines)
    part_no = row["parts"] + 1
    settlements.write(step, row["key"], part_no, PENDING, lines)
    row = loans.change(step, call, row, {"parts": part_no})
    return _told(step, row, part_no)


def _require_fitting(step: Step, row: loans.Row, lines: list[dict[str, Any]]) -> None:
    if not lines:
        raise OperationRefused(reason="input_missing", input="lines")
    if settlements.pending_total(step, row["key"]):
        raise OperationRefused(reason="settlement_unchecked", number=row["loan_no"])
    if total(lines) > row["open"]:
        raise OperationRefused(reason="settled_too_much", number=row["loan_no"], open=row["open"])
    for line in lines:
        require_unused(step, line["invoice_no"])


def require_unused(step: Step, invoice_no: str | None) -> None:
    """Raises OperationRefused for an invoice that counts already."""
    taken = settlements.invoice_taken(step, invoice_no) if invoice_no else None
    if taken is not None:
        raise OperationRefused(reason="invoice_used", invoice_no=invoice_no, number=taken)


def _line(step: Step, given: Mapping[str, Any]) -> dict[str, Any]:
    kind, file = given.get("kind"), given.get("file") or []
    if kind not in BY_HAND:
        raise OperationRefused(reason="input_wrong", input="kind")
    invoice_no = invoice(given.get("invoice_no")) if kind == EXPENSE else None
    if kind == EXPENSE and invoice_no is None:
        raise OperationRefused(reason="input_missing", input="invoice_no")
    return {
        "on": overdue.today(step),
        "kind": kind,
        "amount": money(given.get("amount"), "amount"),
        "invoice_no": invoice_no,
        "voucher": file,
        "voucher_sha256": file[0].get("sha256") if file else None,
    }


def _told(step: Step, row: loans.Row, part_no: int) -> dict[str, Any]:
    lines = settlements.of_part(step, row["key"], part_no)
    hashes = [line["voucher_sha256"] for line in lines if line["voucher_sha256"]]
    return {
        "part_no": part_no,
        "part_amount": total(lines),
        "open": row["open"],
        "kept_from_check": kept_from_check(row, lines),
        "is_voucher_used": bool(settlements.vouchers_used(step, hashes, row["key"], part_no)),
    }


def _unsettle(step: Step, call: OperationCall) -> Mapping[str, Any]:
    """The part counts no more, be it checked or not."""
    row = loans.of_call(step, call)
    part_no = Values(call.variables, step.services.zone).whole_or_none("part_no") or row["parts"]
    for state in (PENDING, ACCEPTED):
        settlements.judge(step, row["key"], part_no, state, REFUSED, None)
    loans.change(step, call, row, settlements.counted(step, row, PAID))
    return {}


def _transfer(step: Step, call: OperationCall) -> Mapping[str, Any]:
    """What was lent for a deposit stands in the deposit's own row from now on."""
    row = loans.of_call(step, call)
    amount = of_purpose(row["lines"], DEPOSIT)
    if not loans.is_done(row, call) and amount:
        loans.require(row, {PAID})
        deposit = Values(call.variables, step.services.zone).text("deposit_no")
        line = {"on": overdue.today(step), "kind": TO_DEPOSIT, "amount": amount, "voucher": row["voucher"]}
        settlements.write(step, row["key"], 0, ACCEPTED, [line])
        row = loans.change(step, call, row, settlements.counted(step, row, PAID) | {"deposit": deposit})
    return {"open": row["open"], "settled": row["settled"], "status": row["status"]}


SETTLE = Operation(
    "register.loans.settle",
    _settle,
    inputs={"loan_no": "text", "lines": "list"},
    outputs={
        "part_no": "number",
        "part_amount": "number",
        "open": "number",
        "kept_from_check": "list",
        "is_voucher_used": "boolean",
    },
    inverse="register.loans.unsettle",
)
UNSETTLE = Operation(
    "register.loans.unsettle",
    _unsettle,
    inputs={"loan_no": "text", "part_no": "number?", "reason": "text?"},
    irreversible=True,
)
TRANSFER = Operation(
    "register.loans.transfer",
    _transfer,
    inputs={"loan_no": "text", "deposit_no": "text"},
    outputs={"open": "number", "settled": "number", "status": "text"},
    irreversible=True,
)
