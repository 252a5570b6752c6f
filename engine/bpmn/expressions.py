"""The door to FEEL: templates as they stand in attributes, and values on their way into variables."""

from __future__ import annotations

from typing import Any, Protocol, TypeAlias

import feel
from engine.bpmn.fault import Fault
from engine.kernel import exact_json

Template: TypeAlias = "feel.Expression | str"


class Lookup(Protocol):
    """Where an expression finds its names; an absent name is the default."""

    def get(self, name: str, default: Any = None, /) -> Any: ...


class Evaluator(Protocol):
    """Given by the caller: adds host functions, the instant of the step and budgets."""

    def evaluate(self, expression: feel.Expression | str, lookup: Any) -> Any: ...


def is_expression(template: Template) -> bool:
    return not isinstance(template, str)


def source_of(template: Template) -> str:
    """The text as it stands in the file, with its equals sign; for messages."""
    return template if isinstance(template, str) else f"={template.text}"


def names_in(template: Template) -> frozenset[str]:
    return frozenset() if isinstance(template, str) else template.names


def to_text(value: Any) -> str:
    """A FEEL value as the exact JSON text of a variable. Raises Fault for functions and the like."""
    try:
        return exact_json.dumps(kept(value))
    except exact_json.NotJson as error:
        raise Fault("value_not_storable", detail=str(error)) from error


def kept(value: Any) -> Any:
    """A FEEL value as variables hold it. Raises Fault for a function, and for what unfolds beyond 4 MB."""
    try:
        return feel.to_json(value)
    except feel.FeelError as error:
        raise Fault("value_not_storable", detail=error.code) from error
