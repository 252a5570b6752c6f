"""Values of the caller, made into values of the language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from feel import numbers
from feel.errors import FeelBudgetError, FeelEvaluationError
from feel.values import Function, Range, YearsMonths

_SCALARS = frozenset(
    (type(None), bool, str, dt.date, dt.time, dt.datetime, dt.timedelta, YearsMonths, Range, Function)
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
    if depth > _DEPTH:
        raise FeelBudgetError("value_depth", _DEPTH)
    changed = [inward(item, depth + 1) for item in value]
    return value if all(a is b for a, b in zip(value, changed, strict=True)) else changed


def _inward_dict(value: dict[Any, Any], depth: int) -> dict[str, Any]:
    if depth > _DEPTH:
        raise FeelBudgetError("value_depth", _DEPTH)
    if not all(isinstance(key, str) for key in value):
        raise FeelEvaluationError("foreign_value", type="key")
    changed = {key: inward(item, depth + 1) for key, item in value.items()}
    return value if all(value[key] is item for key, item in changed.items()) else changed
