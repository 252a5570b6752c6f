"""not, is defined, get or else, assert, is."""

from __future__ import annotations

import datetime as dt
from typing import Any

from feel import compare, temporal
from feel.builtins.registry import builtin
from feel.errors import FeelEvaluationError
from feel.runtime.scope import Scope


@builtin("not", "negand: any")
def negation(_scope: Scope, value: Any) -> Any:
    """Three-valued."""
    return not value if isinstance(value, bool) else None


@builtin("is defined", "value: any")
def is_defined(_scope: Scope, value: Any) -> bool:
    """Whether the value is not null."""
    return value is not None


@builtin("get or else", "value: any", "default: any")
def get_or_else(_scope: Scope, value: Any, default: Any) -> Any:
    """The value, the default in place of null."""
    return default if value is None else value


@builtin("assert", "value: any", "condition: any", "cause?: any")
def assertion(_scope: Scope, value: Any, condition: Any, cause: Any = None) -> Any:
    """The value; an error that names the cause when the condition is not true."""
    if condition is not True:
        raise FeelEvaluationError("assertion_failed", cause=cause if isinstance(cause, str) else "")
    return value


def _fields(value: Any) -> tuple[Any, ...]:
    return value.replace(tzinfo=None), temporal.offset(value), temporal.zone_name(value)


@builtin("is", "value1: any", "value2: any")
def identical(scope: Scope, left: Any, right: Any) -> bool:
    """Equal and of one type; dates and times also in their offset and zone."""
    if isinstance(left, dt.datetime | dt.time) and type(left) is type(right):
        return _fields(left) == _fields(right)
    return type(left) is type(right) and compare.same(left, right, scope.meter)
