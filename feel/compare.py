"""Equality and order of values, three-valued: None is FEEL's null."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from feel import temporal, wide
from feel.limits import Meter
from feel.values import Function, Range, YearsMonths, type_name

_PLAIN = (Decimal, str, dt.date, YearsMonths)


# Comparing two lists or contexts, even empty ones, takes as long as walking over so many items.
_ENTER = 5


def equal(left: Any, right: Any, meter: Meter) -> bool | None:
    """`=`: null equals only null; values of different types give null."""
    kind = type(left)
    if kind is type(right):
        if kind is Decimal or kind is str or kind is bool or left is None:
            return bool(left == right)
        return _equal_same(left, right, meter)
    if left is None or right is None:
        return False
    if kind is list and len(left) == 1:
        return equal(left[0], right, meter)
    if type(right) is list and len(right) == 1:
        return equal(left, right[0], meter)
    # Two of one type, one of them beyond what Python's type holds.
    return bool(measure(left) == measure(right)) if type_name(left) == type_name(right) else None


def _equal_same(left: Any, right: Any, meter: Meter) -> bool | None:
    if isinstance(left, list):
        return _equal_lists(left, right, meter)
    if isinstance(left, dict):
        return _equal_contexts(left, right, meter)
    if isinstance(left, Range):
        return _equal_ranges(left, right, meter)
    if isinstance(left, Function):
        return left is right
    return bool(measure(left) == measure(right))


def _equal_lists(left: list[Any], right: list[Any], meter: Meter) -> bool:
    """Of the same length, item by item; items of different types are different."""
    meter.walk(_ENTER + 2 * min(len(left), len(right)))
    return len(left) == len(right) and all(
        equal(one, other, meter) is True for one, other in zip(left, right, strict=True)
    )


def _equal_contexts(left: dict[str, Any], right: dict[str, Any], meter: Meter) -> bool:
    """With the same keys, entry by entry; entries of different types are different."""
    meter.walk(_ENTER + 2 * len(left))
    return left.keys() == right.keys() and all(
        equal(value, right[key], meter) is True for key, value in left.items()
    )


def _equal_ranges(left: Range, right: Range, meter: Meter) -> bool | None:
    ends = (left.start_included, left.end_included, left.operator)
    if ends != (right.start_included, right.end_included, right.operator):
        return False
    start, end = equal(left.start, right.start, meter), equal(left.end, right.end, meter)
    if start is False or end is False:
        return False
    return True if start and end else None


def same(left: Any, right: Any, meter: Meter) -> bool:
    """Equality for list functions: null is the same as null, different types are different."""
    return equal(left, right, meter) is True


def instant(value: wide.Moment | wide.Time) -> tuple[bool, int]:
    """What a date-time or a time is compared by: (has an offset, nanoseconds in UTC)."""
    nanos = wide.local_nanos(value) if isinstance(value, dt.datetime | wide.WideMoment) else None
    if nanos is None:
        nanos = wide.nanos_of_day(value)
    shift = temporal.offset(value)
    return (False, nanos) if shift is None else (True, nanos - wide.length(shift))


def measure(value: Any) -> Any:
    """What a temporal value is compared by; values of one type have comparable measures, or none."""
    kind = type(value)
    if kind in wide.DATE_TYPES:
        return (False, wide.days_of(value))
    if kind in wide.DURATION_TYPES:
        return (False, wide.length(value))
    return (False, value.total) if kind is YearsMonths else instant(value)


def order(left: Any, right: Any) -> int | None:
    """-1, 0, 1; None where the two have no order (null, different types, lists, contexts, booleans)."""
    kind = type(left)
    if kind is type(right) and kind in _PLAIN:
        return int(left > right) - int(left < right)
    if kind not in _ORDERED or type_name(left) != type_name(right):
        return None
    one, other = measure(left), measure(right)
    return None if one[0] is not other[0] else int(one[1] > other[1]) - int(one[1] < other[1])


_ORDERED = frozenset((*wide.DATE_TYPES, *wide.TIME_TYPES, *wide.MOMENT_TYPES, *wide.DURATION_TYPES))


def holds(operator: str, left: Any, right: Any) -> bool | None:
    """`<`, `<=`, `>`, `>=`."""
    result = order(left, right)
    if result is None:
        return None
    if operator == "<":
        return result < 0
    if operator == "<=":
        return result <= 0
    return result > 0 if operator == ">" else result >= 0


def contains(span: Range, value: Any) -> bool | None:
    """Whether the value lies in the range; null when it has no order with an end."""
    if not span.operator and (span.start is None or span.end is None):
        return None
    if span.operator == "!=":
        low = order(span.start, value)
        return None if low is None else low != 0
    if span.start is not None:
        low = order(span.start, value)
        if low is None:
            return None
        if low > 0 or (low == 0 and not span.start_included):
            return False
    if span.end is not None:
        high = order(value, span.end)
        if high is None:
            return None
        if high > 0 or (high == 0 and not span.end_included):
            return False
    return True
