"""Over lists of numbers: sum, mean, product, median, stddev, mode; min and max of anything with an order."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from feel import compare, numbers
from feel.builtins.registry import builtin
from feel.runtime.scope import Scope


def spread(values: Sequence[Any]) -> list[Any]:
    """`f([1, 2])` and `f(1, 2)` mean the same."""
    return values[0] if len(values) == 1 and isinstance(values[0], list) else list(values)


def _numbers(scope: Scope, values: Sequence[Any]) -> list[Decimal] | None:
    """The numbers; null when there is none or when one is something else."""
    items = spread(values)
    scope.meter.walk(len(items))
    return items if items and all(isinstance(item, Decimal) for item in items) else None


def _extreme(scope: Scope, values: Sequence[Any], sign: int) -> Any:
    items = spread(values)
    scope.meter.walk(len(items))
    if not items or (len(items) == 1 and compare.order(items[0], items[0]) is None):
        return None
    best = items[0]
    for item in items[1:]:
        result = compare.order(item, best)
        if result is None:
            return None
        best = item if result == sign else best
    return best


@builtin("min", "list...: any")
def minimum(scope: Scope, *values: Any) -> Any:
    """The least value; null of an empty list or where there is no order."""
    return _extreme(scope, values, -1)


@builtin("max", "list...: any")
def maximum(scope: Scope, *values: Any) -> Any:
    """The greatest value; null of an empty list or where there is no order."""
    return _extreme(scope, values, 1)


def _total(items: Sequence[Decimal]) -> Decimal:
    total = Decimal(0)
    for item in items:
        total = numbers.CONTEXT.add(total, item)
    return total


@builtin("sum", "list...: any")
def total(scope: Scope, *values: Any) -> Any:
    """The sum; null of an empty list."""
    items = _numbers(scope, values)
    if items is None:
        return None
    return _total(items)


@builtin("count", "list: list")
def count(_scope: Scope, items: list[Any]) -> Decimal:
    """The number of items."""
    return Decimal(len(items))


@builtin("mean", "list...: any")
def mean(scope: Scope, *values: Any) -> Any:
    """The average."""
    items = _numbers(scope, values)
    return None if items is None else numbers.CONTEXT.divide(_total(items), Decimal(len(items)))


@builtin("product", "list...: any")
def product(scope: Scope, *values: Any) -> Any:
    """The product."""
    items = _numbers(scope, values)
    if items is None:
        return None
    result = Decimal(1)
    for item in items:
        result = numbers.CONTEXT.multiply(result, item)
        numbers.finite(result)
    return result


@builtin("median", "list...: any")
def median(scope: Scope, *values: Any) -> Any:
    """The middle value, the mean of the two middle ones for an even count."""
    items = _numbers(scope, values)
    if items is None:
        return None
    ordered = sorted(items)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return numbers.CONTEXT.divide(_total(ordered[middle - 1 : middle + 1]), Decimal(2))


@builtin("stddev", "list...: any")
def standard_deviation(scope: Scope, *values: Any) -> Any:
    """Of a sample; null for fewer than two numbers."""
    items = _numbers(scope, values)
    if items is None or len(items) < 2:
        return None
    scope.meter.step()
    context, size = numbers.CONTEXT, Decimal(len(items))
    middle = context.divide(_total(items), size)
    squares = _total([context.power(context.subtract(item, middle), 2) for item in items])
    return context.sqrt(context.divide(squares, size - 1))


@builtin("mode", "list...: any")
def mode(scope: Scope, *values: Any) -> Any:
    """The most frequent numbers, ascending."""
    items = spread(values)
    if not items:
        return []
    found = _numbers(scope, values)
    if found is None:
        return None
    counts: dict[Decimal, int] = {}
    for item in found:
        counts[item] = counts.get(item, 0) + 1
    most = max(counts.values())
    return sorted(item for item, frequency in counts.items() if frequency == most)
