"""Money and lines as forms give them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from engine.kernel.errors import OperationRefused

CENT = Decimal("0.01")


def money(value: Any, name: str) -> Decimal:
    """A positive amount with at most two places, written with two. Raises OperationRefused."""
    if isinstance(value, bool) or not isinstance(value, Decimal | int):
        raise OperationRefused(reason="input_wrong", input=name)
    amount = Decimal(value)
    if not amount.is_finite() or amount <= 0 or amount != amount.quantize(CENT):
        raise OperationRefused(reason="input_wrong", input=name)
    return amount.quantize(CENT)


def day_or_none(value: Any, name: str) -> date | None:
    """ISO text. Raises OperationRefused."""
    if value is None or value == "":
        return None
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise OperationRefused(reason="input_wrong", input=name) from error


def total(lines: Sequence[Mapping[str, Any]]) -> Decimal:
    return sum((line["amount"] for line in lines), Decimal("0.00"))


def of_purpose(lines: Sequence[Mapping[str, Any]], purpose: str) -> Decimal:
    return total([{"amount": Decimal(line["amount"])} for line in lines if line["purpose"] == purpose])
