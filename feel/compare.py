"""Equality and order of values, three-valued: None is FEEL's null."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from feel import temporal
from feel.limits import Meter
from feel.values import Function, Range, YearsMonths

_MIDNIGHT = dt.time()


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
    return None


def _equal_same(left: Any, right: Any, meter: Meter) -> bool | None:
    if isinstance(left, list):
        return _equal_lists(left, right, meter)
    if isinstance(left, dict):
        return _equal_contexts(left, right, meter)
    if isinstance(left, dt.datetime | dt.time):
        return instant(left) == instant(right)
    if isinstance(left, Range):
        return _equal_ranges(left, right, meter)
    if isinstance(left, Function):
        return left is right
    return bool(left == right)


def _equal_lists(left: list[Any], right: list[Any], meter: Meter) -> bool | None:
    meter.walk(min(len(left), len(right)))
    if len(left) != len(right):
        return False
    result: bool | None = True
    for one, other in zip(left, right, strict=True):
        same = equal(one, other, meter)
        if same is False:
            return False
        result = None if same is None else result
    return result


def _equal_contexts(left: dict[str, Any], right: dict[str, Any], meter: Meter) -> bool | None:
    meter.walk(len(left))
    if left.keys() != right.keys():
        return False
    result: bool | None = True
    for key, value in left.items():
        same = equal(value, right[key], meter)
        if same is False:
            return False
        result = None if same is None else result
    return result


def _equal_ranges(left: Range, right: Range, meter: Meter) -> bool | None:
    ends = (left.start_included, left.end_included, left.unbounded)
    if ends != (right.start_included, right.end_included, right.unbounded):
        return False
    start, end = equal(left.start, right.start, meter), equal(left.end, right.end, meter)
    if start is False or end is False:
        return False
    return True if start and end else None


def same(left: Any, right: Any, meter: Meter) -> bool:
    """Equality for list functions: null is the same as null, different types are different."""
    return equal(left, right, meter) is True


def instant(value: dt.datetime | dt.time) -> tuple[bool, Any]:
    """What a date-time or a time is compared by: (has an offset, the value in UTC)."""
    shift = temporal.offset(value)
    if isinstance(value, dt.datetime):
        local = value.replace(tzinfo=None, fold=0)
        return (False, local - _EPOCH) if shift is None else (True, local - _EPOCH - shift)
    of_day = dt.timedelta(
        hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond
    )
    return (False, of_day) if shift is None else (True, of_day - shift)


_EPOCH = dt.datetime(1, 1, 1)  # noqa: DTZ001 - the origin of local arithmetic


def order(left: Any, right: Any) -> int | None:
    """-1, 0, 1; None where the two have no order (null, different types, lists, contexts, booleans)."""
    kind = type(left)
    if kind is not type(right):
        return None
    if kind is Decimal or kind is str or kind is dt.date or kind is dt.timedelta or kind is YearsMonths:
        return int(left > right) - int(left < right)
    if kind is dt.datetime or kind is dt.time:
        one, other = instant(left), instant(right)
        return None if one[0] is not other[0] else int(one[1] > other[1]) - int(one[1] < other[1])
    return None


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
    if not span.unbounded and (span.start is None or span.end is None):
        return None
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
