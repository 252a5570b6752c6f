"""Values of the caller, made into values of the language."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from feel import numbers, wide
from feel.errors import FeelBudgetError, FeelEvaluationError
from feel.values import Function, Range, YearsMonths

_SCALARS = frozenset(
    (
        *(type(None), bool, str, YearsMonths, Range, Function),
        *(*wide.DATE_TYPES, *wide.TIME_TYPES, *wide.MOMENT_TYPES, *wide.DURATION_TYPES),
    )
)
_DEPTH = 100


def inward(value: Any, depth: int = 0) -> Any:
    """The value itself where it is one of ours, a converted copy where it holds ints, floats or tuples.

    Raises FeelEvaluationError for anything else: an object of the caller never becomes reachable by a text.
    """
    kind = type(value)
    if kind is Decimal:
        return value if value.is_finite() else None
    if kind in _SCALARS:
        return value
    if kind is list:
        return _inward_list(value, depth)
    if kind is dict:
        return _inward_dict(value, depth)
    if kind is int or kind is float:
        return numbers.from_python(value)
    if isinstance(value, Mapping):
        return _inward_dict(dict(value), depth)
    if isinstance(value, list | tuple):
        return _inward_list(list(value), depth)
    if isinstance(value, str):
        return str(value)
    raise FeelEvaluationError("foreign_value", type=kind.__name__)


def _inward_list(value: list[Any], depth: int) -> list[Any]:
    """The list itself unless an item changes; most variables are already what they should be."""
    if depth > _DEPTH:
        raise FeelBudgetError("value_depth", _DEPTH)
    changed: list[Any] | None = None
    for place, item in enumerate(value):
        kind = type(item)
        if kind in _SCALARS or (kind is Decimal and item.is_finite()):
            continue
        converted = inward(item, depth + 1)
        if converted is not item:
            changed = list(value) if changed is None else changed
            changed[place] = converted
    return value if changed is None else changed


def _inward_dict(value: dict[Any, Any], depth: int) -> dict[str, Any]:
    if depth > _DEPTH:
        raise FeelBudgetError("value_depth", _DEPTH)
    changed: dict[str, Any] | None = None
    for key, item in value.items():
        if type(key) is not str:
            raise FeelEvaluationError("foreign_value", type="key")
        kind = type(item)
        if kind in _SCALARS or (kind is Decimal and item.is_finite()):
            continue
        converted = inward(item, depth + 1)
        if converted is not item:
            changed = dict(value) if changed is None else changed
            changed[key] = converted
    return value if changed is None else changed
