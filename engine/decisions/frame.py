"""What logic sees while it is evaluated: names, functions, and the trace of what happened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import feel
from engine.decisions.faults import DecisionFault

EVALUATIONS = 50_000
DEPTH = 12


class Lookup(Protocol):
    """A mapping, or anything that answers `get`."""

    def get(self, name: str, default: Any = None, /) -> Any:
        """The value, or the default when there is none."""


@dataclass(slots=True)
class Trace:
    """Shared by all frames of one evaluation: the work that is left, and what the current table noted."""

    decision: str = ""
    evaluations: int = 0
    depth: int = 0
    matched: tuple[str, ...] = ()
    inputs: dict[str, Any] = field(default_factory=dict)
    notes: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)

    def tick(self) -> None:
        """Count one expression; functions that call functions must come to an end."""
        self.evaluations += 1
        if self.evaluations > EVALUATIONS:
            raise DecisionFault(decision=self.decision, reason="feel_budget", limit="evaluations")


class Logic(Protocol):
    """Anything that gives a value in a frame."""

    def evaluate(self, frame: Frame) -> Any:
        """The value."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Names of this frame, else those of the caller; None is an absent name."""

    values: Mapping[str, Any]
    outer: Lookup
    functions: Mapping[str, Callable[..., Any]]
    trace: Trace

    def get(self, name: str, default: Any = None, /) -> Any:
        """The value of a name."""
        return self.values[name] if name in self.values else self.outer.get(name, default)

    def below(self, values: Mapping[str, Any]) -> Frame:
        """A frame inside this one."""
        return Frame(values, self, self.functions, self.trace)

    def run(self, expression: feel.Expression, element: str) -> Any:
        """The value of an expression; a FEEL error becomes a fault that names the element."""
        self.trace.tick()
        try:
            return expression.evaluate(self, self.functions)
        except feel.FeelError as error:
            raise self.fault(error, element) from error

    def passes(self, tests: feel.UnaryTests, value: Any, element: str) -> bool:
        """Whether a value passes tests."""
        self.trace.tick()
        try:
            return tests.evaluate(value, self, self.functions)
        except feel.FeelError as error:
            raise self.fault(error, element) from error

    def fault(self, error: feel.FeelError, element: str) -> DecisionFault:
        """The fault of a FEEL error."""
        return DecisionFault(decision=self.trace.decision, reason=error.code, element=element, **error.facts)


def function_of(parameters: tuple[str, ...], logic: Logic, frame: Frame) -> feel.Function:
    """Logic as a FEEL function that sees the frame where it was defined."""

    def call(_scope: Any, arguments: list[Any]) -> Any:
        if len(arguments) != len(parameters):
            return None
        trace = frame.trace
        trace.depth += 1
        if trace.depth > DEPTH:
            raise DecisionFault(decision=trace.decision, reason="feel_budget", limit="call_depth")
        try:
            return logic.evaluate(frame.below(dict(zip(parameters, arguments, strict=True))))
        finally:
            trace.depth -= 1

    return feel.Function(parameters, call)
