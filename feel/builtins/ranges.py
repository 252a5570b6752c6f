"""Relations of points and ranges (Allen's): before, meets, overlaps, includes, starts, coincides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from feel import compare
from feel.builtins.registry import builtin
from feel.runtime.scope import Scope
from feel.values import Range


class _NoOrder(Exception):
    """Two ends cannot be compared."""


def _cmp(left: Any, right: Any) -> int:
    result = compare.order(left, right)
    # Texts have an order, but no place before or after each other: Camunda gives null for them.
    if result is None or isinstance(left, str):
        raise _NoOrder
    return result


def _span(value: Any) -> Range:
    return value if isinstance(value, Range) else Range(value, value, True, True)


def _relation(name: str, first: str, second: str, relation: Callable[[Any, Any], bool]) -> None:
    def function(_scope: Scope, left: Any, right: Any) -> Any:
        try:
            return relation(left, right)
        except _NoOrder:
            return None

    builtin(name, first, second)(function)


def _before(left: Any, right: Any) -> bool:
    one, other = _span(left), _span(right)
    result = _cmp(one.end, other.start)
    return result < 0 or (result == 0 and not (one.end_included and other.start_included))


def _meets(one: Range, other: Range) -> bool:
    return one.end_included and other.start_included and _cmp(one.end, other.start) == 0


def _overlaps(one: Range, other: Range) -> bool:
    return not _before(one, other) and not _before(other, one)


def _start_at_or_before(one: Range, other: Range) -> bool:
    result = _cmp(one.start, other.start)
    return result < 0 or (result == 0 and (one.start_included or not other.start_included))


def _end_at_or_after(one: Range, other: Range) -> bool:
    result = _cmp(one.end, other.end)
    return result > 0 or (result == 0 and (one.end_included or not other.end_included))


def _includes(one: Range, value: Any) -> bool:
    other = _span(value)
    return _start_at_or_before(one, other) and _end_at_or_after(one, other)


def _overlaps_before(one: Range, other: Range) -> bool:
    starts = _cmp(one.start, other.start)
    earlier = starts < 0 or (starts == 0 and one.start_included and not other.start_included)
    ends = _cmp(one.end, other.end)
    shorter = ends < 0 or (ends == 0 and (not one.end_included or other.end_included))
    return earlier and shorter and _overlaps(one, other)


def _starts(value: Any, other: Range) -> bool:
    one = _span(value)
    same_start = _cmp(one.start, other.start) == 0 and one.start_included == other.start_included
    return same_start and _end_at_or_after(other, one)


def _finishes(value: Any, other: Range) -> bool:
    one = _span(value)
    same_end = _cmp(one.end, other.end) == 0 and one.end_included == other.end_included
    return same_end and _start_at_or_before(other, one)


def _coincides(left: Any, right: Any) -> bool:
    one, other = _span(left), _span(right)
    return (
        _cmp(one.start, other.start) == 0
        and _cmp(one.end, other.end) == 0
        and (one.start_included, one.end_included) == (other.start_included, other.end_included)
    )


for _first, _second in (("point1", "point2"), ("point", "range"), ("range", "point"), ("range1", "range2")):
    _one, _other = (f"{name}: {'range' if name.startswith('range') else 'any'}" for name in (_first, _second))
    _relation("before", _one, _other, _before)
    _relation("after", _one, _other, lambda left, right: _before(right, left))
    _relation("coincides", _one, _other, _coincides)

_relation("meets", "range1: range", "range2: range", _meets)
_relation("met by", "range1: range", "range2: range", lambda one, other: _meets(other, one))
_relation("overlaps", "range1: range", "range2: range", _overlaps)
_relation("overlaps before", "range1: range", "range2: range", _overlaps_before)
_relation("overlaps after", "range1: range", "range2: range", lambda one, other: _overlaps_before(other, one))
for _second in ("point: any", "range2: range"):
    _whole, _part = ("range1: range" if _second.startswith("range2") else "range: range"), _second
    _relation("includes", _whole, _part, _includes)
    _relation("started by", _whole, _part, lambda one, value: _starts(value, one))
    _relation("finished by", _whole, _part, lambda one, value: _finishes(value, one))
for _first, _second in (("point: any", "range: range"), ("range1: range", "range2: range")):
    _relation("during", _first, _second, lambda value, one: _includes(one, value))
    _relation("starts", _first, _second, _starts)
    _relation("finishes", _first, _second, _finishes)
