"""Declaring builtin functions.

    @builtin("substring", "string: string", "start position: number", "length?: number")
    def substring(scope, text, start, length=None): ...

A parameter is `name: type`, `name?: type` when it may be left out, `name...: type` when it takes all that
follow. Types: any, number, string, boolean, list (a single value counts as a list of one), context, date,
time, date time, duration, range, function; `type|null` takes null, `a|b` takes both. Any other value makes
the call null, as in Camunda. Several declarations of one name are tried in order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from feel import wide
from feel.values import Function, Range, YearsMonths

BuiltinFunction = Callable[..., Any]
F = Any

BUILTINS: dict[str, tuple[Overload, ...]] = {}


@dataclass(frozen=True, slots=True)
class Parameter:
    """`kinds` empty means any."""

    name: str
    kinds: frozenset[type]
    as_list: bool
    optional: bool
    variadic: bool


@dataclass(frozen=True, slots=True)
class Overload:
    """One way to call a builtin; the function takes the scope and the converted arguments."""

    parameters: tuple[Parameter, ...]
    function: BuiltinFunction
    required: int
    most: int


_KINDS: dict[str, tuple[type, ...]] = {
    "number": (Decimal,),
    "string": (str,),
    "boolean": (bool,),
    "list": (list,),
    "context": (dict,),
    "date": wide.DATE_TYPES,
    "time": wide.TIME_TYPES,
    "date time": wide.MOMENT_TYPES,
    "duration": (*wide.DURATION_TYPES, YearsMonths),
    "days duration": wide.DURATION_TYPES,
    "months duration": (YearsMonths,),
    "range": (Range,),
    "function": (Function,),
    "null": (type(None),),
}


def builtin(name: str, *declared: str) -> Callable[[BuiltinFunction], BuiltinFunction]:
    """Register a function under a name."""
    parameters = tuple(_parameter(text) for text in declared)
    required = sum(1 for parameter in parameters if not parameter.optional)
    most = 10_000 if any(parameter.variadic for parameter in parameters) else len(parameters)

    def register(function: BuiltinFunction) -> BuiltinFunction:
        overload = Overload(parameters, function, required, most)
        BUILTINS[name] = (*BUILTINS.get(name, ()), overload)
        return function

    return register


def _parameter(text: str) -> Parameter:
    name, _, kinds = (part.strip() for part in text.partition(":"))
    words = [word.strip() for word in kinds.split("|")]
    found = frozenset() if "any" in words else frozenset(kind for word in words for kind in _KINDS[word])
    return Parameter(name.rstrip("?."), found, words == ["list"], name.endswith("?"), name.endswith("..."))


Chosen = tuple[Overload, list[Any]]


def choose(overloads: Sequence[Overload], values: Sequence[Any]) -> Chosen | None:
    """The first overload that takes these positional values."""
    for overload in overloads:
        if overload.required <= len(values) <= overload.most:
            arguments = _fit(overload, values)
            if arguments is not None:
                return overload, arguments
    return None


def _fit(overload: Overload, values: Sequence[Any]) -> list[Any] | None:
    last = len(overload.parameters) - 1
    arguments: list[Any] = []
    for place, value in enumerate(values):
        parameter = overload.parameters[min(place, last)]
        if parameter.kinds and type(value) not in parameter.kinds:
            if not parameter.as_list or value is None:
                return None
            value = [value]
        arguments.append(value)
    return arguments


def choose_named(overloads: Sequence[Overload], names: Sequence[str], values: Sequence[Any]) -> Chosen | None:
    """The first overload that has all these names; what is not given is null, where null is taken."""
    given = dict(zip(names, values, strict=True))
    for overload in overloads:
        arguments = _positional(overload, given) if len(given) == len(names) else None
        fitted = None if arguments is None else _fit(overload, arguments)
        if fitted is not None:
            return overload, fitted
    return None


def _positional(overload: Overload, given: dict[str, Any]) -> list[Any] | None:
    known = [parameter.name for parameter in overload.parameters]
    if not given or not given.keys() <= set(known):
        return None
    last = max(overload.required - 1, *(known.index(name) for name in given))
    values = [given.get(name) for name in known[: last + 1]]
    # A variadic parameter that is named takes its values as one list.
    if overload.parameters and overload.parameters[-1].variadic and last == len(known) - 1:
        rest = values.pop()
        values.extend(rest if isinstance(rest, list) else [rest])
    return values
