"""Money moves out of what is outstanding: refunded, deducted with a document, forfeited, written off.

Whatever it was, the sum stays the amount. Nothing outstanding any more: `deposit_closed`; something, though
money moved: `facts_changed`.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from engine.execution.step import Step
from engine.kernel.errors import InvalidInput, OperationRefused, Problem
from engine.registers.deposits import news
from engine.registers.deposits import row as rows
from engine.registers.deposits.status import CONVERTED, FORFEITED, RETURNED

# Reason of a deduction -> what it becomes.
_OFFSETS = {"deduct_agency_fee": "agency_fee", "convert_bond": "performance_bond"}
PENALTY, ERROR = "deduct_penalty", "error"
REASONS = frozenset({*_OFFSETS, PENALTY, ERROR})
Changes = dict[str, Any]


def refunded(row: rows.Row, amount: Decimal, interest: Decimal) -> Changes:
    """Principal that came back. Raises InvalidInput for more than is outstanding."""
    if not 0 < amount <= row["outstanding"]:
        raise InvalidInput(
            fields={"amount": [Problem("amount_over_outstanding", facts={"most": str(row["outstanding"])})]}
        )
    return {
        "refunded_total": row["refunded_total"] + amount,
        "interest_received": row["interest_received"] + interest,
        "outstanding": row["outstanding"] - amount,
    }


def deducted(row: rows.Row, amount: Decimal, reason: str) -> Changes:
    """What the tenderer kept and proved. Raises InvalidInput for more than is outstanding."""
    if not 0 <= amount <= row["outstanding"]:
        facts = {"most": str(row["outstanding"])}
        raise InvalidInput(fields={"explained_amount": [Problem("amount_over_outstanding", facts=facts)]})
    left = {"outstanding": row["outstanding"] - amount}
    if reason == PENALTY:
        return {**left, "forfeited_amount": row["forfeited_amount"] + amount, "forfeit_reason": reason}
    return {**left, "offset_to": _OFFSETS[reason], "offset_amount": row["offset_amount"] + amount}


def closed_by_money(row: Mapping[str, Any]) -> str:
    """What a deposit became of which nothing is outstanding, by where most of it went."""
    went = {
        RETURNED: row["refunded_total"],
        CONVERTED: row["offset_amount"],
        FORFEITED: row["forfeited_amount"],
    }
    return max(went, key=lambda kind: went[kind])


def settle(
    step: Step, row: rows.Row, changes: Changes, instance_key: int | None, closed_as: str | None = None
) -> rows.Row:
    """Writes it and says so. Raises OperationRefused for a deposit that is closed."""
    if row["closed_as"] is not None:
        raise OperationRefused(reason="row_in_other_state", number=row["deposit_no"], state=row["closed_as"])
    after = {**row, **changes}
    if after["outstanding"] == 0:
        changes |= {
            "closed_as": closed_as or closed_by_money(after),
            "closed_on": step.services.calendar.local_date(step.now),
        }
    written = rows.change(step, row, changes, instance_key)
    tell = news.facts_changed if written["closed_as"] is None else news.closed
    tell(step, written)
    return written
