"""What a form that was filled in well must still ask the house: whether a thing is there, whether it is free.

The answer is another's: here only the operation's name and what it is told come out, field by field.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import feel
from forms import expressions
from forms.submission import Submission


@dataclass(frozen=True)
class Question:
    """name: the field that a refusal stands at; inputs: what the operation is told, null where FEEL fails."""

    name: str
    operation: str
    inputs: Mapping[str, Any]


def questions(submission: Submission) -> Iterator[Question]:
    """One for each field that the person may edit, does see, and that has a check."""
    settled = submission.settled
    for cell in settled.root.all_cells():
        check = cell.definition.check
        if cell.open and check is not None:
            scope, functions = settled.cell_scope(cell), settled.context.feel_functions
            inputs = {name: _value(feel_, scope, functions) for name, feel_ in check.inputs.items()}
            yield Question(cell.name, check.operation, inputs)


def _value(expression: feel.Expression, scope: Any, functions: expressions.Functions) -> Any:
    try:
        return expressions.value(expression, scope, functions)
    except feel.FeelError:
        return None
