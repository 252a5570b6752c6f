"""Boxed expressions: literal, context, list, relation, function, invocation, conditional, filter, loops."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import feel
from engine.decisions.faults import DecisionFault
from engine.decisions.frame import Frame, Logic, function_of

ITEMS = 5_000


@dataclass(frozen=True, slots=True)
class Literal:
    """FEEL text."""

    element: str
    expression: feel.Expression

    def evaluate(self, frame: Frame) -> Any:
        """The value of the text."""
        return frame.run(self.expression, self.element)


@dataclass(frozen=True, slots=True)
class BoxedContext:
    """Entries one after the other, each seeing the ones before; a last entry without a name is the result."""

    entries: tuple[tuple[str, Logic], ...]
    result: Logic | None = None

    def evaluate(self, frame: Frame) -> Any:
        """The context, or the value of the result entry."""
        values: dict[str, Any] = {}
        inner = frame.below(values)
        for name, logic in self.entries:
            values[name] = logic.evaluate(inner)
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

    columns: tuple[str, ...]
    rows: tuple[tuple[Logic, ...], ...]

    def evaluate(self, frame: Frame) -> Any:
        """One context a row."""
        return [
            {column: cell.evaluate(frame) for column, cell in zip(self.columns, row, strict=True)}
            for row in self.rows
        ]


@dataclass(frozen=True, slots=True)
class FunctionDefinition:
    """A function."""

    parameters: tuple[str, ...]
    body: Logic

    def evaluate(self, frame: Frame) -> Any:
        """The function as a value."""
        return function_of(self.parameters, self.body, frame)


@dataclass(frozen=True, slots=True)
class Invocation:
    """A call with bindings by name."""

    element: str
    callee: Logic
    bindings: tuple[tuple[str, Logic], ...]

    def evaluate(self, frame: Frame) -> Any:
        """The value of the call; null when there is no such function or the names do not fit."""
        function = self.callee.evaluate(frame)
        given = {name: logic.evaluate(frame) for name, logic in self.bindings}
        if not isinstance(function, feel.Function) or given.keys() != set(function.parameters):
            return None
        call = feel.parse(f"f({', '.join(f'a{place}' for place in range(len(given)))})")
        names = {f"a{place}": given[name] for place, name in enumerate(function.parameters)}
        return frame.below({**names, "f": function}).run(call, self.element)


@dataclass(frozen=True, slots=True)
class Conditional:
    """If, then, else."""

    condition: Logic
    then: Logic
    otherwise: Logic

    def evaluate(self, frame: Frame) -> Any:
        """The value of one branch."""
        return (self.then if self.condition.evaluate(frame) is True else self.otherwise).evaluate(frame)


@dataclass(frozen=True, slots=True)
class Loop:
    """`for`, `some` or `every` over a list."""

    kind: str
    variable: str
    domain: Logic
    body: Logic

    def evaluate(self, frame: Frame) -> Any:
        """A list of values, or a three-valued answer."""
        items = _items(self.domain.evaluate(frame), frame)
        if items is None:
            return None
        results: list[Any] = []
        for item in items:
            names = {self.variable: item}
            if self.kind == "for":
                names["partial"] = list(results)
            results.append(self.body.evaluate(frame.below(names)))
        return results if self.kind == "for" else _quantified(results, decisive=self.kind == "some")


def _items(value: Any, frame: Frame) -> list[Any] | None:
    if isinstance(value, feel.Range):
        value = frame.below({"r": value}).run(feel.parse("for i in r return i"), "")
    if isinstance(value, list) and len(value) > ITEMS:
        raise DecisionFault(decision=frame.trace.decision, reason="feel_budget", limit="list")
    return value if isinstance(value, list) else None


def _quantified(results: list[Any], *, decisive: bool) -> bool | None:
    if any(result is decisive for result in results):
        return decisive
    return (not decisive) if all(result is (not decisive) for result in results) else None


@dataclass(frozen=True, slots=True)
class Filter:
    """The items that satisfy a condition, or the item at an index."""

    domain: Logic
    match: Logic

    def evaluate(self, frame: Frame) -> Any:
        """As FEEL's filter."""
        items = self.domain.evaluate(frame)
        if not isinstance(items, list):
            return None
        found = []
        for item in items:
            names = {**item, "item": item} if isinstance(item, dict) else {"item": item}
            result = self.match.evaluate(frame.below(names))
            if isinstance(result, Decimal):
                return frame.below({"l": items, "i": result}).run(feel.parse("l[i]"), "")
            if result is True:
                found.append(item)
        return found
