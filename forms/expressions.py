"""FEEL in forms: parsed when a file is read, evaluated over what the case knows and what was posted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import feel

Functions = Mapping[str, Callable[..., Any]]


class ExpressionRefused(Exception):
    """The text is not FEEL; facts say where and what was expected, `explained` also what was meant."""

    def __init__(self, text: str, error: feel.FeelError) -> None:
        super().__init__(text)
        self._body = text.strip().removeprefix("=")
        self.facts = _facts(text, error, error.facts)
        self._error = error

    def explained(self) -> dict[str, Any]:
        """The facts with what was probably meant; takes milliseconds."""
        wrong = feel.mistake(self._body)
        return self.facts if wrong is None else _facts(self.args[0], self._error, wrong.facts)


def _facts(text: str, error: feel.FeelError, more: Mapping[str, Any]) -> dict[str, Any]:
    # The line of a problem is the file's, so the one in the expression has another name.
    facts = {name: fact for name, fact in more.items() if name != "line"}
    place = {"at_line": error.line, "at_column": error.column}
    return {"expression": text[:200], "detail": error.code, **facts, **place}


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
