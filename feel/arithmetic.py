"""What the arithmetic operators do with numbers, texts, dates and durations; other pairs give null."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from feel import compare, numbers, temporal, wide
from feel.limits import Meter
from feel.values import YearsMonths
from feel.wide import DATE_TYPES, DAY, DURATION_TYPES, MOMENT_TYPES, TIME_TYPES

# Steps of a power that is a series of many terms.
_SERIES = 4
_SPANS = frozenset((*DURATION_TYPES, YearsMonths))
Operation = Callable[[Any, Any, Meter], Any]


def add(left: Any, right: Any, meter: Meter) -> Any:
    """Numbers, texts, durations, and a duration with a date, time or date-time in either order."""
    if type(left) is Decimal and type(right) is Decimal:
        return numbers.finite(numbers.CONTEXT.add(left, right))
    if type(left) is str and type(right) is str:
        meter.text_size(len(left) + len(right))
        return left + right
    if type(left) in _SPANS and type(right) not in _SPANS:
        left, right = right, left
    return _shift(left, right)


def subtract(left: Any, right: Any, _meter: Meter) -> Any:
    """Numbers, durations, a duration from a temporal value, and the distance of two."""
    if type(left) is Decimal and type(right) is Decimal:
        return numbers.finite(numbers.CONTEXT.subtract(left, right))
    if type(right) in _SPANS:
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
    if type(left) in DURATION_TYPES and type(right) in DURATION_TYPES and wide.length(right):
        return numbers.CONTEXT.divide(Decimal(wide.length(left)), Decimal(wide.length(right)))
    return None


def raise_to(left: Any, right: Any, meter: Meter) -> Any:
    """`left ** right` of numbers."""
    if type(left) is Decimal and type(right) is Decimal:
        if right != right.to_integral_value():
            meter.step(_SERIES)
        return numbers.power(left, right)
    return None


OPERATIONS: dict[str, Operation] = {"+": add, "-": subtract, "*": multiply, "/": divide, "**": raise_to}


def negated(value: Any) -> Any:
    """`-value` of numbers and durations."""
    if type(value) is Decimal:
        return value.copy_negate() if value else value
    if type(value) in DURATION_TYPES:
        return wide.make_duration(-wide.length(value))
    return YearsMonths(-value.total) if type(value) is YearsMonths else None


def _scaled(value: Any, factor: Decimal, operation: Callable[[Decimal, Decimal], Decimal]) -> Any:
    if type(value) is YearsMonths:
        result = operation(Decimal(value.total), factor)
        whole = numbers.whole(result) if result.is_finite() else None
        return None if whole is None else temporal.months(whole)
    if type(value) in DURATION_TYPES:
        result = operation(Decimal(wide.length(value)), factor)
        # What is finer than a nanosecond is cut off.
        return wide.make_duration(int(result)) if result.is_finite() and result.adjusted() < 30 else None
    return None


def _shift(value: Any, by: Any) -> Any:
    """A point in time or a duration, later by a duration (the sum of two of one kind)."""
    kind = type(value)
    if type(by) is YearsMonths:
        if kind is YearsMonths:
            return temporal.months(value.total + by.total)
        return add_months(value, by.total) if kind in DATE_TYPES or kind in MOMENT_TYPES else None
    if type(by) not in DURATION_TYPES:
        return None
    nanos = wide.length(by)
    if kind in DURATION_TYPES:
        return wide.make_duration(wide.length(value) + nanos)
    if kind in MOMENT_TYPES:
        return _shift_moment(value, nanos)
    if kind in DATE_TYPES:
        # A date is its midnight: an hour before it is the day before.
        return wide.make_date(wide.days_of(value) + nanos // DAY)
    if kind in TIME_TYPES:
        return wide.make_time((wide.nanos_of_day(value) + nanos) % DAY, value.tzinfo)
    return None


def _shift_moment(value: wide.Moment, nanos: int) -> Any:
    """A day of 24 hours is that long also where the clocks of a zone change in it."""
    local = wide.local_nanos(value)
    if isinstance(value.tzinfo, ZoneInfo):
        return wide.in_zone(local - temporal.offset_nanos(value) + nanos, value.tzinfo)
    return wide.make_moment(local + nanos, value.tzinfo)


def add_months(value: Any, count: int) -> Any:
    """The same day in another month, or that month's last day."""
    year, month, day = wide.year_month_day(wide.days_of(value))
    year, month = divmod(year * 12 + month - 1 + count, 12)
    first = wide.day_number(year, month + 1, 1)
    number = first + min(day, days_in_month(year, month + 1)) - 1
    if type(value) in DATE_TYPES:
        return wide.make_date(number)
    return temporal.settled(wide.make_moment(number * DAY + wide.nanos_of_day(value), value.tzinfo))


def days_in_month(year: int, month: int) -> int:
    """28 to 31."""
    following = wide.day_number(year + month // 12, month % 12 + 1, 1)
    return following - wide.day_number(year, month, 1)


def _distance(left: Any, right: Any) -> Any:
    kinds = (type(left), type(right))
    if all(kind in DATE_TYPES for kind in kinds):
        return wide.make_duration((wide.days_of(left) - wide.days_of(right)) * DAY)
    if all(kind in DATE_TYPES or kind in MOMENT_TYPES for kind in kinds):
        one, other = compare.instant(_at_midnight(left)), compare.instant(_at_midnight(right))
    elif all(kind in TIME_TYPES for kind in kinds):
        one, other = compare.instant(left), compare.instant(right)
    else:
        return None
    return wide.make_duration(one[1] - other[1]) if one[0] is other[0] else None


def _at_midnight(value: Any) -> Any:
    # The specification reads a date beside a date-time as its midnight in UTC.
    if type(value) in MOMENT_TYPES:
        return value
    return wide.make_moment(wide.days_of(value) * DAY, dt.UTC)
