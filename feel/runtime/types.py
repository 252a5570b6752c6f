"""`instance of`."""

from __future__ import annotations

import datetime as dt
from typing import Any

from feel import wide
from feel.builtins import BUILTINS
from feel.errors import FeelUnsupported
from feel.grammar import nodes
from feel.grammar.nodes import Type
from feel.runtime.build import Run, build, builds
from feel.runtime.calls import builtin_value
from feel.runtime.scope import Scope
from feel.values import Function, Range, type_name

_NAMES = frozenset(
    (
        "Any",
        "Null",
        "null",
        "boolean",
        "number",
        "string",
        "list",
        "context",
        "date",
        "time",
        "date and time",
        "days and time duration",
        "years and months duration",
        "range",
        "function",
    )
)
_SYNONYMS = {
    "dateTime": "date and time",
    "date time": "date and time",
    "dayTimeDuration": "days and time duration",
    "day time duration": "days and time duration",
    "day-time-duration": "days and time duration",
    "year month duration": "years and months duration",
    "year-month-duration": "years and months duration",
    "yearMonthDuration": "years and months duration",
}


@builds(nodes.InstanceOf)
def instance_of(node: nodes.InstanceOf) -> Run:
    """Whether the value is of the type; null is an instance of `Null` and `Any` alone."""
    value, kind = build(node.value), node.type
    unknown = _unknown_name(kind)
    if unknown:
        return _refusing(unknown, node.pos)
    if isinstance(node.value, nodes.Name) and node.value.name in BUILTINS:
        function = builtin_value(node.value.name)

        def run(scope: Scope) -> bool:
            found = value(scope)
            return is_instance(function if found is None else found, kind)

        return run
    return lambda scope: is_instance(value(scope), kind)


def _unknown_name(kind: Type) -> str:
    if _SYNONYMS.get(kind.name, kind.name) not in _NAMES:
        return kind.name
    return next((name for _, part in kind.parts if (name := _unknown_name(part))), "")


def _refusing(name: str, pos: int) -> Run:
    def run(_scope: Scope) -> Any:
        raise FeelUnsupported(f"type {name}", pos)

    return run


def is_instance(value: Any, kind: Type) -> bool:
    """Whether a value conforms to a type, parts included."""
    name = _SYNONYMS.get(kind.name, kind.name)
    if name == "Any":
        return value is not None
    if value is None:
        return name in ("Null", "null")
    if type_name(value) != name:
        return False
    return not kind.parts or _parts_conform(value, kind)


def _parts_conform(value: Any, kind: Type) -> bool:
    if isinstance(value, list):
        return all(item is None or is_instance(item, kind.parts[0][1]) for item in value)
    if isinstance(value, dict):
        return all(
            key in value and (value[key] is None or is_instance(value[key], part)) for key, part in kind.parts
        )
    if isinstance(value, Range):
        ends = [end for end in (value.start, value.end) if end is not None]
        return all(is_instance(end, kind.parts[0][1]) for end in ends)
    if isinstance(value, Function):
        return _function_conforms(value, kind)
    return True


def _function_conforms(value: Function, kind: Type) -> bool:
    """A function may stand for a type when it takes everything that the type's parameters take."""
    wanted = [part for name, part in kind.parts if name != "->"]
    if value.variadic:
        return True
    if len(value.parameters) != len(wanted):
        return False
    declared = value.types or (None,) * len(wanted)
    return all(one is None or _is_part_of(part, one) for one, part in zip(declared, wanted, strict=True))


def _is_part_of(one: Type, other: Type) -> bool:
    """Whether all values of one type are values of the other, as far as their names and parts say."""
    if other.name == "Any":
        return True
    names = [_SYNONYMS.get(kind.name, kind.name) for kind in (one, other)]
    if one.name in ("Null", "null"):
        return True
    if names[0] != names[1]:
        return False
    given = dict(one.parts)
    return all(name in given and _is_part_of(given[name], part) for name, part in other.parts)


class _NoFit:
    """Stands for a value that does not fit a type."""


NO_FIT = _NoFit()


def converted(value: Any, kind: Type) -> Any:
    """The value as a parameter of this type has it, NO_FIT where it is of another type.

    Null is of every type; a single value and a list of one stand for each other; a date is its midnight.
    """
    if value is None or _unknown_name(kind) or is_instance(value, kind):
        return value
    name = _SYNONYMS.get(kind.name, kind.name)
    if type(value) is list and len(value) == 1 and name != "list":
        return converted(value[0], kind)
    if name == "list" and type(value) is not list:
        return [value] if is_instance([value], kind) else NO_FIT
    if name == "date and time" and type(value) in wide.DATE_TYPES:
        return wide.make_moment(wide.days_of(value) * wide.DAY, dt.UTC)
    return NO_FIT
