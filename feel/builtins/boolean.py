"""not, is defined, get or else, assert, fromAi, is."""

from __future__ import annotations

from typing import Any

from feel import compare, temporal, wide
from feel.builtins.registry import builtin
from feel.errors import FeelEvaluationError
from feel.runtime.scope import Scope
from feel.values import type_name


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


@builtin("fromAi", "value: any", "description?: any", "type?: any", "schema?: any", "options?: any")
def from_ai(_scope: Scope, value: Any, *_described: Any) -> Any:
    """The value; the rest describes it for an integration that fills it in."""
    return value


@builtin("is", "value1: any", "value2: any")
def identical(scope: Scope, left: Any, right: Any) -> bool:
    """Equal and of one type; dates and times also in their local time, offset and zone."""
    if type_name(left) != type_name(right):
        return False
    if type(left) in wide.TIME_TYPES or type(left) in wide.MOMENT_TYPES:
        return temporal.write(left) == temporal.write(right)
    return compare.same(left, right, scope.meter)
