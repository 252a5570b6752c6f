"""`instance of`."""

from __future__ import annotations

from typing import Any

from feel.errors import FeelUnsupported
from feel.grammar import nodes
from feel.grammar.nodes import Type
from feel.runtime.build import Run, build, builds
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
    "yearMonthDuration": "years and months duration",
}


@builds(nodes.InstanceOf)
def instance_of(node: nodes.InstanceOf) -> Run:
    """Whether the value is of the type; null is an instance of `Null` and `Any` alone."""
    value, kind = build(node.value), node.type
    unknown = _unknown_name(kind)
    if unknown:
        return _refusing(unknown, node.pos)
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
        return value.variadic or len(value.parameters) == sum(1 for name, _ in kind.parts if name != "->")
    return True
