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
    handed = _handed_builtins(node)
    if isinstance(node.callee, nodes.Name):
        word = node.callee.name

        def target(values: list[Any], scope: Scope) -> Any:
            return by_name(word, values, names, scope, handed)
    else:
        callee = build(node.callee)

        def target(values: list[Any], scope: Scope) -> Any:
            function = callee(scope)
            if not isinstance(function, Function):
                return None
            return by_value(function, _with_builtins(values, handed), names, scope)

    def run(scope: Scope) -> Any:
        try:
            return target([argument(scope) for argument in arguments], scope)
        except FeelError as error:
            raise placed(error, pos) from error.__cause__

    return run


Handed = tuple[tuple[int, str], ...]


def _handed_builtins(node: nodes.Call) -> Handed:
    """Arguments that are nothing but the name of a builtin: `sort(list, before)`, `apply(abs, x)`."""
    return tuple(
        (place, item.name)
        for place, item in enumerate(node.arguments)
        if isinstance(item, nodes.Name) and item.name in BUILTINS
    )


def _with_builtins(values: list[Any], handed: Handed) -> list[Any]:
    """The values; where no variable of the name has a value, the builtin of this name is meant."""
    for place, word in handed:
        if values[place] is None:
            values[place] = builtin_value(word)
    return values


def builtin_value(word: str) -> Function:
    """A builtin as a value that can be handed on and called."""
    overloads = BUILTINS[word]
    parameters = tuple(parameter.name for parameter in overloads[0].parameters)

    def call_it(scope: Scope, values: list[Any]) -> Any:
        return _call_builtin(overloads, values, (), scope)

    variadic = len(overloads) > 1 or overloads[0].required != overloads[0].most
    return Function(parameters, call_it, variadic)


def by_name(word: str, values: list[Any], names: Sequence[str], scope: Scope, handed: Handed = ()) -> Any:
    """Call what the name means in this scope."""
    function = scope.get(word)
    if isinstance(function, Function):
        return by_value(function, _with_builtins(values, handed), names, scope)
    host = scope.host(word)
    if host is not None:
        return _call_host(word, host, values, names, scope)
    overloads = BUILTINS.get(word)
    if overloads is None:
        return None
    if handed and word in _TAKE_FUNCTIONS:
        values = _with_builtins(values, handed)
    return _call_builtin(overloads, values, names, scope)


_TAKE_FUNCTIONS = frozenset(
    name
    for name, overloads in BUILTINS.items()
    if any(Function in parameter.kinds for overload in overloads for parameter in overload.parameters)
)


def by_value(function: Function, values: list[Any], names: Sequence[str], scope: Scope) -> Any:
    """Call a function that is a value."""
    if names:
        if sorted(names) != sorted(function.parameters):
            return None
        given = dict(zip(names, values, strict=True))
        values = [given[parameter] for parameter in function.parameters]
    return function.call(scope, values)


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
