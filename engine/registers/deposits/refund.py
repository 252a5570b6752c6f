"""Money came back (到账登记), wholly or in part.

What is missing has a reason. A reason with a document takes the rest, or the part that the document shows,
out of what is outstanding; without one it stays outstanding and is followed on.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import feel
from engine.execution.ports import Operation, OperationCall
from engine.execution.step import Step
from engine.kernel.errors import InvalidInput, OperationRefused, Problem
from engine.registers.deposits import facts, money, restore
from engine.registers.deposits import row as rows
from engine.registers.deposits.given import Given

NOTHING = Decimal("0.00")
MOVED = (
    "refund_lines", "refunded_total", "interest_received", "forfeited_amount", "forfeit_reason",
    "offset_to", "offset_amount", "written_off_amount", "outstanding", "closed_as", "closed_on",
)  # fmt: skip


def _run(step: Step, call: OperationCall) -> Mapping[str, Any]:
    row = rows.of_call(step, call)
    if any(line["entry"] == call.idempotency_key for line in row["refund_lines"]):
        return facts.facts_of(step, row)
    try:
        after = take(step, row, Given(step, call.variables), call.idempotency_key, call.instance_key)
    except InvalidInput as wrong:
        (column, (problem, *_)), *_ = wrong.facts["fields"].items()
        raise OperationRefused(reason="input_wrong", input=column, detail=problem.code) from wrong
    return {**facts.facts_of(step, after), "before": restore.before(row, MOVED)}


def take(step: Step, row: rows.Row, given: Given, entry: str, instance_key: int | None) -> rows.Row:
    """Raises InvalidInput with what is wrong, OperationRefused for a deposit that is closed."""
    amount, interest = given.money("amount"), given.money("interest") or NOTHING
    if amount is None or interest < 0:
        wrong = "amount" if amount is None else "interest"
        raise InvalidInput(fields={wrong: [Problem("required" if amount is None else "amount_negative")]})
    changes = money.refunded(row, amount, interest)
    reason = given.text("partial_reason") if changes["outstanding"] else None
    explained = _explained(given, changes["outstanding"], reason)
    if reason is not None and explained:
        changes |= money.deducted({**row, **changes}, explained, reason)
    line = {
        "on": given.day("on") or step.services.calendar.local_date(step.now),
        "amount": amount,
        "interest": interest,
        "bank_ref": given.text("bank_ref"),
        "payer": given.text("payer"),
        "reason": reason,
        "explained": explained,
        "proof": given.files("proof"),
        "by": step.actor.user_id,
        "entry": entry,
    }
    changes["refund_lines"] = [*row["refund_lines"], feel.to_json(line)]
    return money.settle(step, row, changes, instance_key)


def _explained(given: Given, missing: Decimal, reason: str | None) -> Decimal:
    """How much of what is missing a document explains. Raises InvalidInput."""
    if not missing:
        return NOTHING
    if reason not in money.REASONS:
        raise InvalidInput(fields={"partial_reason": [Problem("required")]})
    shown, proof = given.money("explained_amount"), given.files("proof")
    if reason == money.ERROR:
        return NOTHING
    if shown and not proof:
        raise InvalidInput(fields={"proof": [Problem("required")]})
    return (missing if shown is None else shown) if proof else NOTHING


INPUTS = {
    "on": "date?",
    "amount": "number",
    "interest": "number?",
    "bank_ref": "text?",
    "payer": "text?",
    "partial_reason": "text?",
    "explained_amount": "number?",
    "proof": "list?",
}
OPERATION = Operation(
    "register.deposits.refund",
    _run,
    inputs={"deposit_no": "text", **INPUTS},
    outputs={**facts.OUTPUTS, "before": "context?"},
    inverse="register.deposits.restore",
)
