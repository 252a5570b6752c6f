"""Calls: functions of the text first, then host functions, then builtins."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from feel import numbers
from feel.builtins import BUILTINS
from feel.builtins.registry import Overload, choose, choose_named
from feel.errors import FeelError, FeelEvaluationError
from feel.grammar import nodes
from feel.runtime.build import Run, build, builds, placed
from feel.runtime.inward import inward
from feel.runtime.scope import Scope
from feel.values import Function


@builds(nodes.Call)
def call(node: nodes.Call) -> Run:
    """`f(...)`; a function that does not exist gives null, as in Camunda."""
    arguments, names, pos = [build(item) for item in node.arguments], node.names, node.pos
    if isinstance(node.callee, nodes.Name):
        word = node.callee.name

        def target(values: list[Any], scope: Scope) -> Any:
            return by_name(word, values, names, scope)
    else:
        callee = build(node.callee)

        def target(values: list[Any], scope: Scope) -> Any:
            function = callee(scope)
            return by_value(function, values, names, scope) if isinstance(function, Function) else None

    def run(scope: Scope) -> Any:
        try:
            return target([argument(scope) for argument in arguments], scope)
        except FeelError as error:
            raise placed(error, pos) from error.__cause__

    return run


def by_name(word: str, values: list[Any], names: Sequence[str], scope: Scope) -> Any:
    """Call what the name means in this scope."""
    function = scope.get(word)
    if isinstance(function, Function):
        return by_value(function, values, names, scope)
    host = _host(word, scope)
    if host is not None:
        return _call_host(word, host, values, names, scope)
    overloads = BUILTINS.get(word)
    if overloads is None:
        return None
    return _call_builtin(overloads, values, names, scope)


def by_value(function: Function, values: list[Any], names: Sequence[str], scope: Scope) -> Any:
    """Call a function that is a value."""
    if names:
        if sorted(names) != sorted(function.parameters):
            return None
        given = dict(zip(names, values, strict=True))
        values = [given[parameter] for parameter in function.parameters]
    return function.call(scope, values)


def _host(word: str, scope: Scope) -> Callable[..., Any] | None:
    if not scope.functions:
        return None
    host = scope.functions.get(word)
    return host if host is not None or " " not in word else scope.functions.get(word.replace(" ", "_"))


def _call_host(
    word: str, host: Callable[..., Any], values: list[Any], names: Sequence[str], scope: Scope
) -> Any:
    scope.meter.step()
    positional = () if names else tuple(values)
    named = (
        {name.replace(" ", "_"): value for name, value in zip(names, values, strict=True)} if names else {}
    )
    try:
        return inward(host(*positional, **named))
    except TypeError as error:
        if _fits(host, positional, named):
            raise
        raise FeelEvaluationError("wrong_arguments", function=word, given=len(values)) from error


def _fits(host: Callable[..., Any], positional: tuple[Any, ...], named: dict[str, Any]) -> bool:
    """Whether the host function takes such arguments; if so, its TypeError is its own."""
    try:
        inspect.signature(host).bind(*positional, **named)
    except (TypeError, ValueError):
        return False
    return True


def _call_builtin(
    overloads: tuple[Overload, ...], values: list[Any], names: Sequence[str], scope: Scope
) -> Any:
    chosen = choose_named(overloads, names, values) if names else choose(overloads, values)
    if chosen is None:
        return None
    overload, arguments = chosen
    result = overload.function(scope, *arguments)
    kind = type(result)
    if kind is Decimal:
        return numbers.finite(result)
    if kind is str:
        scope.meter.text_size(len(result))
    elif kind is list:
        scope.meter.items(result)
    return result
