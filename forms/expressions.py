"""FEEL in forms: parsed when a file is read, evaluated over what the case knows and what was posted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import feel

Functions = Mapping[str, Callable[..., Any]]


class ExpressionRefused(Exception):
    """The text is not FEEL; facts say where, what was expected and what was probably meant."""

    def __init__(self, text: str, error: feel.FeelError) -> None:
        super().__init__(text)
        self.facts: dict[str, Any] = {"expression": text[:200], "detail": error.code}
        wrong = feel.mistake(text.strip().removeprefix("="))
        self.facts.update(error.facts if wrong is None else wrong.facts)
        # The line of a problem is the file's.
        self.facts.update(at_line=self.facts.pop("line", 0), at_column=error.column)


def parse(text: str) -> feel.Expression:
    """The expression of a text with or without the leading `=`. Raises ExpressionRefused."""
    body = text.strip().removeprefix("=")
    try:
        return feel.parse(body)
    except feel.FeelError as error:
        raise ExpressionRefused(text, error) from error


def value(expression: feel.Expression, lookup: Any, functions: Functions) -> Any:
    """The value as a process variable would hold it (temporals as ISO text). Raises feel.FeelError."""
    return feel.to_json(expression.evaluate(lookup, functions=functions))


def holds(expression: feel.Expression, lookup: Any, functions: Functions) -> bool:
    """True only where the value is true; an expression that fails at run time does not hold."""
    try:
        return expression.evaluate(lookup, functions=functions) is True
    except feel.FeelError:
        return False
