"""What the expression language can say when it refuses.

FeelError(code, **facts)       position: 0-based offset into the text; line, column: 1-based; -1 and 0 unknown
├─ FeelSyntaxError              the text is not FEEL (facts: expected, found)
├─ FeelUnsupported              valid FEEL that this evaluator does not run (facts: construct)
├─ FeelBudgetError              a limit of size or work was reached (facts: limit, allowed)
└─ FeelEvaluationError          the caller or the model is at fault, and null would hide it
"""

from __future__ import annotations

from typing import Any


class FeelError(Exception):
    """A refusal with a code, facts and a place in the text."""

    def __init__(self, code: str, position: int = -1, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.position = position
        self.line = 0
        self.column = 0
        self.facts: dict[str, Any] = facts

    def locate(self, text: str) -> None:
        """Fill line and column from the position; the innermost place wins, a second call changes nothing."""
        if self.line or self.position < 0:
            return
        before = text[: self.position]
        self.line = before.count("\n") + 1
        self.column = self.position - (before.rfind("\n") + 1) + 1
        self.facts.update(position=self.position, line=self.line, column=self.column)

    def __str__(self) -> str:
        return f"{self.code} {self.facts}" if self.facts else self.code


class FeelSyntaxError(FeelError):
    """The text is not FEEL."""

    def __init__(self, code: str, position: int = -1, expected: str = "", **facts: Any) -> None:
        super().__init__(code, position, expected=expected, **facts)
        self.expected = expected


class FeelUnsupported(FeelError):
    """Valid FEEL that is refused by name."""

    def __init__(self, construct: str, position: int = -1) -> None:
        super().__init__("feel_unsupported", position, construct=construct)
        self.construct = construct


class FeelBudgetError(FeelError):
    """A limit was reached; `limit` names it, `allowed` is its value."""

    def __init__(self, limit: str, allowed: int, position: int = -1) -> None:
        super().__init__("feel_budget", position, limit=limit, allowed=allowed)
        self.limit = limit


class FeelEvaluationError(FeelError):
    """Something that null would hide: no clock, a foreign value, a host function that does not exist here."""
