"""Exact decimal arithmetic: 34 digits, half-even, as decimal128; what has no result is null."""

from __future__ import annotations

import decimal
from decimal import Decimal
from typing import Any

from feel import limits
from feel.errors import FeelBudgetError

# No traps: a division by zero gives an infinity, which `finite` turns into null.
CONTEXT = decimal.Context(prec=34, rounding=decimal.ROUND_HALF_EVEN, Emin=-6143, Emax=6144, traps=[])


def finite(value: Decimal) -> Decimal | None:
    """The number, null for what is none. Raises FeelBudgetError beyond 34 digits before the point."""
    if not value.is_finite():
        return None
    if value.adjusted() > limits.MAGNITUDE:
        if not value:
            return _ZERO
        raise FeelBudgetError("number", limits.MAGNITUDE)
    return value


_ZERO = Decimal(0)


def power(base: Decimal, exponent: Decimal) -> Decimal | None:
    """`base ** exponent`; an overflow is a refusal, a root of a negative number null."""
    if not exponent:
        return Decimal(1)
    result = CONTEXT.power(base, exponent)
    if result.is_infinite() and base:
        raise FeelBudgetError("number", limits.MAGNITUDE)
    return finite(result)


def from_python(value: int | float) -> Decimal | None:
    """A number of the caller; NaN and infinities are null."""
    number = Decimal(value) if isinstance(value, int) else Decimal(repr(value))
    return number if number.is_finite() else None


def of_text(text: str) -> Decimal | None:
    """The number of a text with a decimal point; null for anything else."""
    if not text or len(text) > 100 or not all(char in "0123456789+-.eE" for char in text):
        return None
    value = CONTEXT.create_decimal(text)
    return value if value.is_finite() else None


def whole(value: Any) -> int | None:
    """The integer part of a number that is used as a count or a position, null when it is absurdly large."""
    if not isinstance(value, Decimal) or value.adjusted() > 18:
        return None
    return int(value)


def write(value: Decimal) -> str:
    """Plain notation without superfluous zeros; scientific only beyond 40 places."""
    value = value.normalize(CONTEXT)
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or abs(value.adjusted()) > 40:
        return str(value)
    return format(value, "f") if value else "0"
