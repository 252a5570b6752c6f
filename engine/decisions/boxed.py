"""Boxed expressions: literal, context, list, relation, function, invocation, conditional."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import feel
from engine.decisions.frame import Frame, Logic, fitting, function_of
from engine.decisions.value_types import ANYTHING, ValueType


@dataclass(frozen=True, slots=True)
class Literal:
    """FEEL text."""

    element: str
    expression: feel.Expression

    def evaluate(self, frame: Frame) -> Any:
        """The value of the text."""
        return frame.run(self.expression, self.element)


@dataclass(frozen=True, slots=True)
class Nothing:
    """Logic that is not there, or that this engine does not run."""

    def evaluate(self, _frame: Frame) -> Any:
        """Null."""
        return None


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a context, with the type of its variable."""

    name: str
    logic: Logic
    kind: ValueType = ANYTHING


@dataclass(frozen=True, slots=True)
class BoxedContext:
    """Entries one after the other, each seeing the ones before; a last entry without a name is the result."""

    entries: tuple[Entry, ...]
    result: Logic | None = None

    def evaluate(self, frame: Frame) -> Any:
        """The context, or the value of the result entry."""
        values: dict[str, Any] = {}
        inner = frame.below(values)
        for entry in self.entries:
            values[entry.name] = fitting(entry.kind, entry.logic.evaluate(inner), frame.trace.walk)
        return dict(values) if self.result is None else self.result.evaluate(inner)


@dataclass(frozen=True, slots=True)
class BoxedList:
    """Items."""

    items: tuple[Logic, ...]

    def evaluate(self, frame: Frame) -> Any:
        """The list."""
        return [item.evaluate(frame) for item in self.items]


@dataclass(frozen=True, slots=True)
class Relation:
    """A list of contexts, written as rows and columns."""

    columns: tuple[tuple[str, ValueType], ...]
    rows: tuple[tuple[Logic, ...], ...]

    def evaluate(self, frame: Frame) -> Any:
        """One context a row."""
        return [
            {
                name: fitting(kind, cell.evaluate(frame), frame.trace.walk)
                for (name, kind), cell in zip(self.columns, row, strict=True)
            }
            for row in self.rows
        ]


@dataclass(frozen=True, slots=True)
class FunctionDefinition:
    """A function."""

    parameters: tuple[tuple[str, ValueType], ...]
    body: Logic

    def evaluate(self, frame: Frame) -> Any:
        """The function as a value."""
        return function_of(self.parameters, self.body, frame)


@dataclass(frozen=True, slots=True)
class Invocation:
    """A call with bindings by name.

    call    the text's function, called with the bindings, which are the names in `slots`; None where what is
            called is no text
    """

    element: str
    callee: Logic
    call: feel.Expression | None
    bindings: tuple[Entry, ...]

    def evaluate(self, frame: Frame) -> Any:
        """The value of the call; null when there is no such function or the names do not fit."""
        walk = frame.trace.walk
        given = [fitting(binding.kind, binding.logic.evaluate(frame), walk) for binding in self.bindings]
        if self.call is not None:
            return frame.below(dict(zip(slots(len(given)), given, strict=True))).run(self.call, self.element)
        function = self.callee.evaluate(frame)
        if not isinstance(function, feel.Function):
            return None
        by_name = {binding.name: value for binding, value in zip(self.bindings, given, strict=True)}
        if by_name.keys() != set(function.parameters):
            return None
        return frame.call(function, [by_name[name] for name in function.parameters], self.element)


def slots(count: int) -> tuple[str, ...]:
    """Names for the values of bindings that no text can mean."""
    return tuple(f"#{place}" for place in range(count))


@dataclass(frozen=True, slots=True)
class Conditional:
    """If, then, else."""

    condition: Logic
    then: Logic
    otherwise: Logic

    def evaluate(self, frame: Frame) -> Any:
        """The value of one branch; a condition that is not true takes the other."""
        return (self.then if self.condition.evaluate(frame) is True else self.otherwise).evaluate(frame)
