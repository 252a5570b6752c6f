"""What was refused and why: codes and facts, never sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class FormProblem:
    """One reason why a form file was refused (severity "error") or is shown only in part ("warning").

    code      key of the sentence in `forms/messages/*.json`
    file      file name as uploaded
    element   component id or key, "" for the file itself
    line      1-based line in the JSON text, 0 when unknown
    facts     named values for the sentence
    """

    code: str
    file: str = ""
    element: str = ""
    line: int = 0
    severity: str = "error"
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class FieldProblem:
    """One reason why a posted value was refused; the key of the field is where it is kept."""

    code: str
    facts: dict[str, Any] = field(default_factory=dict)


class FormRejected(Exception):
    """The form file was refused whole; `problems` names every reason found, in file order."""

    def __init__(self, problems: Sequence[FormProblem]) -> None:
        super().__init__(", ".join(f"{p.code} {p.element} line {p.line}" for p in problems))
        self.problems = list(problems)


class Refused(ValueError):
    """A parser says no to one posted value. WTForms collects the `problem` from a ValueError's first
    argument.
    """

    def __init__(self, code: str, **facts: Any) -> None:
        self.problem = FieldProblem(code, facts)
        super().__init__(self.problem)
