"""Numbers: rounding, abs, modulo, sqrt, log, exp, odd, even."""

from __future__ import annotations

import decimal
from decimal import Decimal
from typing import Any

from feel import numbers, wide
from feel.builtins.registry import builtin
from feel.runtime.scope import Scope
from feel.values import YearsMonths

_MODES = {
    "CEILING": decimal.ROUND_CEILING,
    "DOWN": decimal.ROUND_DOWN,
    "FLOOR": decimal.ROUND_FLOOR,
    "HALF_DOWN": decimal.ROUND_HALF_DOWN,
    "HALF_EVEN": decimal.ROUND_HALF_EVEN,
    "HALF_UP": decimal.ROUND_HALF_UP,
    "UP": decimal.ROUND_UP,
}
_LEAST_PLACES, _MOST_PLACES = -6_111, 6_176
# Steps of a function that is a series of many terms.
_SERIES = 4
_WIDE = decimal.Context(prec=60, Emin=-9999, Emax=9999)


def rounded(value: Decimal, scale: Decimal, mode: str) -> Decimal | None:
    """The value with `scale` decimal places; null beyond the places that a decimal128 has."""
    places = numbers.whole(scale)
    if places is None or not _LEAST_PLACES <= places <= _MOST_PLACES:
        return None
    if -places <= value.as_tuple().exponent:  # type: ignore[operator]
        return value
    # The value fits 34 digits, so it always fits once digits are taken away.
    return value.quantize(Decimal(1).scaleb(-places), mode, _WIDE)


@builtin("decimal", "n: number", "scale: number")
def half_even(_scope: Scope, value: Decimal, scale: Decimal) -> Any:
    """Rounded half to even."""
    return rounded(value, scale, decimal.ROUND_HALF_EVEN)


@builtin("decimal", "n: number", "scale: number", "mode: string")
def by_mode(_scope: Scope, value: Decimal, scale: Decimal, mode: str) -> Any:
    """Rounded as named; `UNNECESSARY` is null where the value would change, an unknown mode always."""
    if mode.upper() == "UNNECESSARY":
        exact = rounded(value, scale, decimal.ROUND_DOWN)
        return exact if exact == value else None
    return rounded(value, scale, _MODES[mode.upper()]) if mode.upper() in _MODES else None


def _rounding(name: str, mode: str, *, scale_optional: bool) -> None:
    def function(_scope: Scope, value: Decimal, scale: Decimal = Decimal(0)) -> Any:
        return rounded(value, scale, mode)

    builtin(name, "n: number", "scale?: number" if scale_optional else "scale: number")(function)


_rounding("floor", decimal.ROUND_FLOOR, scale_optional=True)
_rounding("ceiling", decimal.ROUND_CEILING, scale_optional=True)
_rounding("round up", decimal.ROUND_UP, scale_optional=False)
_rounding("round down", decimal.ROUND_DOWN, scale_optional=False)
_rounding("round half up", decimal.ROUND_HALF_UP, scale_optional=False)
_rounding("round half down", decimal.ROUND_HALF_DOWN, scale_optional=False)


@builtin("abs", "n: number")
@builtin("abs", "n: duration")
@builtin("abs", "number: number")
def absolute(_scope: Scope, value: Any) -> Any:
    """The size of a number or a duration."""
    if isinstance(value, Decimal):
        return value.copy_abs()
    if isinstance(value, YearsMonths):
        return YearsMonths(abs(value.total))
    return wide.make_duration(abs(wide.length(value)))


@builtin("modulo", "dividend: number", "divisor: number")
def modulo(_scope: Scope, dividend: Decimal, divisor: Decimal) -> Any:
    """The rest with the sign of the divisor."""
    if not divisor:
        return None
    context = numbers.CONTEXT
    whole = context.divide(dividend, divisor).to_integral_value(decimal.ROUND_FLOOR)
    return context.subtract(dividend, context.multiply(divisor, whole))


@builtin("sqrt", "number: number")
def square_root(_scope: Scope, value: Decimal) -> Any:
    """The positive root; null below zero."""
    return numbers.CONTEXT.sqrt(value) if value >= 0 else None


@builtin("log", "number: number")
def logarithm(scope: Scope, value: Decimal) -> Any:
    """Natural logarithm; null unless above zero."""
    scope.meter.step(_SERIES)
    return numbers.CONTEXT.ln(value) if value > 0 else None


@builtin("exp", "number: number")
def exponential(scope: Scope, value: Decimal) -> Any:
    """e to the power of the number."""
    scope.meter.step(_SERIES)
    return (
        numbers.power(numbers.CONTEXT.exp(Decimal(1)), value)
        if abs(value) > 200
        else numbers.CONTEXT.exp(value)
    )


@builtin("odd", "number: number")
def odd(_scope: Scope, value: Decimal) -> Any:
    """Whether a whole number is odd."""
    return value % 2 in (1, -1) if abs(value) < 10**28 else False


@builtin("even", "number: number")
def even(_scope: Scope, value: Decimal) -> Any:
    """Whether a whole number is even."""
    return value % 2 == 0 if abs(value) < 10**28 else value == value.to_integral_value()
