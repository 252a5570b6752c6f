"""What the arithmetic operators do with numbers, texts, dates and durations; other pairs give null."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from feel import compare, numbers, temporal
from feel.limits import Meter
from feel.values import YearsMonths

_DAY = dt.timedelta(days=1)
Operation = Callable[[Any, Any, Meter], Any]


def add(left: Any, right: Any, meter: Meter) -> Any:
    """Numbers, texts, durations, and a duration with a date, time or date-time in either order."""
    if type(left) is Decimal and type(right) is Decimal:
        return numbers.finite(numbers.CONTEXT.add(left, right))
    if type(left) is str and type(right) is str:
        meter.text_size(len(left) + len(right))
        return left + right
    if isinstance(left, dt.timedelta | YearsMonths) and not isinstance(right, dt.timedelta | YearsMonths):
        left, right = right, left
    return _shift(left, right)


def subtract(left: Any, right: Any, _meter: Meter) -> Any:
    """Numbers, durations, a duration from a temporal value, and the distance of two."""
    if type(left) is Decimal and type(right) is Decimal:
        return numbers.finite(numbers.CONTEXT.subtract(left, right))
    if isinstance(right, dt.timedelta | YearsMonths):
        return _shift(left, negated(right))
    return _distance(left, right)


def multiply(left: Any, right: Any, _meter: Meter) -> Any:
    """Numbers, and a duration times a number in either order."""
    if type(left) is Decimal and type(right) is Decimal:
        return numbers.finite(numbers.CONTEXT.multiply(left, right))
    if type(left) is Decimal:
        left, right = right, left
    return _scaled(left, right, numbers.CONTEXT.multiply) if type(right) is Decimal else None


def divide(left: Any, right: Any, _meter: Meter) -> Any:
    """Numbers, a duration by a number, a duration by a duration of its kind. By zero: null."""
    if type(left) is Decimal and type(right) is Decimal:
        return numbers.finite(numbers.CONTEXT.divide(left, right)) if right else None
    if type(right) is Decimal:
        return _scaled(left, right, numbers.CONTEXT.divide) if right else None
    if type(left) is YearsMonths and type(right) is YearsMonths and right.total:
        return numbers.CONTEXT.divide(Decimal(left.total), Decimal(right.total))
    if type(left) is dt.timedelta and type(right) is dt.timedelta and right:
        return numbers.CONTEXT.divide(seconds(left), seconds(right))
    return None


def raise_to(left: Any, right: Any, _meter: Meter) -> Any:
    """`left ** right` of numbers."""
    if type(left) is Decimal and type(right) is Decimal:
        return numbers.power(left, right)
    return None


OPERATIONS: dict[str, Operation] = {"+": add, "-": subtract, "*": multiply, "/": divide, "**": raise_to}


def negated(value: Any) -> Any:
    """`-value` of numbers and durations."""
    if type(value) is Decimal:
        return value.copy_negate() if value else value
    if type(value) is dt.timedelta:
        return _safe(lambda: -value)
    return YearsMonths(-value.total) if type(value) is YearsMonths else None


def seconds(value: dt.timedelta) -> Decimal:
    """The exact length in seconds."""
    return Decimal(value.days * 86_400 + value.seconds) + Decimal(value.microseconds) / 1_000_000


def _scaled(value: Any, factor: Decimal, operation: Callable[[Decimal, Decimal], Decimal]) -> Any:
    if type(value) is YearsMonths:
        result = operation(Decimal(value.total), factor)
        whole = numbers.whole(result) if result.is_finite() else None
        return None if whole is None else temporal.months(whole)
    if type(value) is dt.timedelta:
        micro = numbers.whole(operation(seconds(value) * 1_000_000, factor))
        return None if micro is None else _safe(lambda: dt.timedelta(microseconds=micro))
    return None


def _safe(make: Callable[[], Any]) -> Any:
    """Python's calendar ends with the year 9999; beyond it is null."""
    try:
        return make()
    except (OverflowError, ValueError):
        return None


def _shift(value: Any, by: Any) -> Any:
    if type(by) is YearsMonths:
        if type(value) is YearsMonths:
            return temporal.months(value.total + by.total)
        return add_months(value, by.total) if isinstance(value, dt.date) else None
    if type(by) is not dt.timedelta:
        return None
    if type(value) is dt.timedelta or type(value) is dt.datetime:
        return _safe(lambda: value + by)
    if type(value) is dt.date:
        # A date is its midnight: an hour before it is the day before.
        return _safe(lambda: value + dt.timedelta(days=by // _DAY))
    return _shift_time(value, by) if type(value) is dt.time else None


def _shift_time(value: dt.time, by: dt.timedelta) -> dt.time:
    moment = dt.datetime.combine(dt.date(2000, 1, 1), value.replace(tzinfo=None)) + by % _DAY
    return moment.time().replace(tzinfo=value.tzinfo)


def add_months(value: dt.date, count: int) -> Any:
    """The same day in another month, or that month's last day."""
    year, month = divmod(value.year * 12 + value.month - 1 + count, 12)
    if not 1 <= year <= 9999:
        return None
    last = calendar.monthrange(year, month + 1)[1]
    return value.replace(year=year, month=month + 1, day=min(value.day, last))


def _distance(left: Any, right: Any) -> Any:
    if type(left) is dt.date and type(right) is dt.date:
        return left - right
    if isinstance(left, dt.date) and isinstance(right, dt.date):
        one, other = compare.instant(_at_midnight(left)), compare.instant(_at_midnight(right))
    elif type(left) is dt.time and type(right) is dt.time:
        one, other = compare.instant(left), compare.instant(right)
    else:
        return None
    return one[1] - other[1] if one[0] is other[0] else None


def _at_midnight(value: dt.date) -> dt.datetime:
    # The specification reads a date beside a date-time as its midnight in UTC.
    if isinstance(value, dt.datetime):
        return value
    return dt.datetime(value.year, value.month, value.day, tzinfo=dt.UTC)
