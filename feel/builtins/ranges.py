"""Relations of points and ranges (Allen's): before, meets, overlaps, includes, starts, coincides; range()."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from feel import compare, numbers, temporal
from feel.builtins.registry import builtin
from feel.runtime.scope import Scope
from feel.values import Range


class _NoOrder(Exception):
    """Two ends cannot be compared."""


class _Limit:
    """Before or after everything: the missing end of `> 5` and its kin."""

    def __init__(self, side: int) -> None:
        self.side = side


_BEFORE_ALL, _AFTER_ALL = _Limit(-1), _Limit(1)


def _cmp(left: Any, right: Any) -> int:
    if isinstance(left, _Limit) or isinstance(right, _Limit):
        one = left.side if isinstance(left, _Limit) else 0
        return one - (right.side if isinstance(right, _Limit) else 0)
    result = compare.order(left, right)
    # Texts have an order, but no place before or after each other: Camunda gives null for them.
    if result is None or isinstance(left, str):
        raise _NoOrder
    return result


def _span(value: Any) -> Range:
    """The range, the point as a range of one; `!= 5` has no place before or after anything."""
    if not isinstance(value, Range):
        return Range(value, value, True, True)
    if value.operator == "!=":
        raise _NoOrder
    if not value.operator or (value.start is not None and value.end is not None):
        return value
    start = _BEFORE_ALL if value.start is None else value.start
    end = _AFTER_ALL if value.end is None else value.end
    return Range(start, end, value.start_included, value.end_included)


def _relation(name: str, first: str, second: str, relation: Callable[[Any, Any], bool]) -> None:
    def function(_scope: Scope, left: Any, right: Any) -> Any:
        try:
            spans = [_span(value) if isinstance(value, Range) else value for value in (left, right)]
            return relation(*spans)
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


_END = r'(?:null|[+-]?[0-9.][0-9.eE+-]*|@?"(?:[^"\\\\]|\\\\.)*"|[a-z ]+\("[^"]*"\))?'
_RANGE = re.compile(rf"([\[\](])\s*({_END})\s*\.\.\s*({_END})\s*([\[\])])")
_READERS: dict[str, Callable[[str], Any]] = {
    "date": temporal.read_date,
    "time": temporal.read_time,
    "date and time": temporal.read_date_time,
    "duration": temporal.read_duration,
}


@builtin("range", "from: string")
def range_of_text(_scope: Scope, text: str) -> Any:
    """The range of its text, `[18..21)`; its ends are literals, an open one may be left out.

    Null where the ends have no order, or where the start is after the end.
    """
    found = _RANGE.fullmatch(text.strip())
    if not found:
        return None
    start, end = _end_of(found[2]), _end_of(found[3])
    start_included, end_included = found[1] == "[", found[4] == "]"
    if None not in (start, end):
        order = compare.order(start, end)
        return Range(start, end, start_included, end_included) if order is not None and order <= 0 else None
    if start is end or (start is None and found[2] not in ("", "null")):
        return None
    if end is None and found[3] not in ("", "null"):
        return None
    # What has no limit does not include it.
    if (start_included and start is None) or (end_included and end is None):
        return None
    operator = (">=" if start_included else ">") if end is None else "<=" if end_included else "<"
    return Range(start, end, start_included, end_included, operator)


def _end_of(text: str) -> Any:
    if text in ("", "null"):
        return None
    if text.startswith("@"):
        return temporal.read_at(text[2:-1])
    if text.startswith('"'):
        return text[1:-1]
    name, bracket, rest = text.partition("(")
    if bracket:
        read = _READERS.get(name.strip())
        return None if read is None else read(rest[1:-2])
    return numbers.of_text(text)
