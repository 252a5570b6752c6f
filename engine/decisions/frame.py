"""What logic sees while it is evaluated: names, functions, and the trace of what happened."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

import feel
from engine.decisions.faults import DecisionFault
from engine.decisions.value_types import ANYTHING, MISFIT, ValueType, Walk, convert
from feel.runtime.inward import inward

EVALUATIONS = 200_000
DEPTH = 40
#: The work of one evaluation in FEEL, all expressions together; each list and text has its own limit.
BUDGET = feel.Budget(steps=400_000, text=100_000, items=50_000, memory=8_000_000)
_TABLES = 100
_ABSENT = object()


class Lookup(Protocol):
    """A mapping, or anything that answers `get`."""

    def get(self, name: str, default: Any = None, /) -> Any:
        """The value, or the default when there is none."""


class Outside:
    """Values from outside, made into values of the language once.

    strict   what is no such value is null; elsewhere it is an error of the expression that reads it
    """

    speaks_feel = True

    def __init__(self, lookup: Lookup, *, strict: bool) -> None:
        self.lookup = lookup
        self.strict = strict
        self.done: dict[str, Any] = {}

    def get(self, name: str, default: Any = None, /) -> Any:
        """The value of a name."""
        if name not in self.done:
            value = self.lookup.get(name, _ABSENT)
            if value is _ABSENT:
                return default
            try:
                self.done[name] = inward(value)
            except feel.FeelError:
                if not self.strict:
                    raise
                self.done[name] = None
        return self.done[name]


@dataclass(frozen=True, slots=True)
class Match:
    """One run of a decision table: its id, the values of its input columns, the rules that gave its value."""

    table: str
    inputs: Mapping[str, Any]
    matched: tuple[str, ...]


@dataclass(slots=True)
class Trace:
    """Shared by all frames of one evaluation: the work that is left, and what the current decision noted.

    strict   errors of an expression or a table give null, as the standard says; otherwise they are faults
    """

    strict: bool = False
    decision: str = ""
    evaluations: int = 0
    depth: int = 0
    tables: list[Match] = field(default_factory=list)
    notes: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    meter: feel.Meter = field(default_factory=lambda: feel.Meter(BUDGET))

    @property
    def walk(self) -> Walk:
        """For going over values."""
        return Walk(self.meter)

    def tick(self, count: int = 1) -> None:
        """Count expressions; functions that call functions must come to an end."""
        self.evaluations += count
        if self.evaluations > EVALUATIONS:
            raise DecisionFault(decision=self.decision, reason="feel_budget", limit="evaluations")

    def table(self, element: str, inputs: Mapping[str, Any], matched: tuple[str, ...]) -> None:
        """Keep which rules of a table gave its value; the last table of a decision is always kept."""
        if len(self.tables) >= _TABLES:
            self.tables.pop()
        self.tables.append(Match(element, inputs, matched))

    def note(self, code: str, **facts: Any) -> None:
        """Keep what a person should know although there is a value."""
        if len(self.notes) < _TABLES:
            self.notes.append((code, facts))

    def open_notes(self, decision: str) -> tuple[str, list[Match], list[tuple[str, Mapping[str, Any]]]]:
        """Open the notes of another decision; `close_notes` takes what this returns."""
        before = (self.decision, self.tables, self.notes)
        self.decision, self.tables, self.notes = decision, [], []
        return before

    def close_notes(self, before: tuple[str, list[Match], list[tuple[str, Mapping[str, Any]]]]) -> None:
        """Go on with the notes of the decision that was open before."""
        self.decision, self.tables, self.notes = before


class Logic(Protocol):
    """Anything that gives a value in a frame."""

    def evaluate(self, frame: Frame) -> Any:
        """The value."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Names of this frame, else those of the caller; None is an absent name.

    All values are values of the language: what comes from outside is converted once, by `Outside`.
    """

    speaks_feel: ClassVar[bool] = True
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
        """The value of an expression; a FEEL error is null or a fault that names the element."""
        self.trace.tick()
        try:
            return expression.evaluate(self, self.functions, self.trace.meter)
        except feel.FeelError as error:
            return self.failed(error, element)

    def passes(self, tests: feel.UnaryTests, value: Any, element: str) -> bool:
        """Whether a value passes tests."""
        self.trace.tick()
        try:
            return tests.holds(feel.tested(value, self, self.functions, self.trace.meter))
        except feel.FeelError as error:
            self.failed(error, element)
            return False

    def passing(self, cells: Sequence[tuple[feel.UnaryTests, int, str]], value: Any) -> Iterator[int]:
        """The sets of rules whose tests a value passes; the value is looked at once for all of them."""
        self.trace.tick(len(cells))
        scope = feel.tested(value, self, self.functions, self.trace.meter)
        for tests, rules, element in cells:
            try:
                if tests.holds(scope):
                    yield rules
            except feel.FeelError as error:
                self.failed(error, element)

    def failed(self, error: feel.FeelError, element: str) -> None:
        """Null, with a note, where errors are null; a fault elsewhere, and where all work is used up."""
        if not self.trace.strict or error.facts.get("limit") in ("steps", "memory"):
            raise DecisionFault(
                decision=self.trace.decision, reason=error.code, element=element, **error.facts
            ) from error
        self.trace.note(error.code, element=element, **error.facts)

    def call(self, function: feel.Function, arguments: Sequence[Any], element: str) -> Any:
        """The value of a function for arguments."""
        names = {f"a{place}": value for place, value in enumerate(arguments)}
        return self.below({**names, "f": function}).run(_call_of(len(arguments)), element)


def _call_of(count: int) -> feel.Expression:
    return feel.parse(f"f({', '.join(f'a{place}' for place in range(count))})")


def function_of(
    parameters: Sequence[tuple[str, ValueType]],
    logic: Logic,
    frame: Frame,
    result: ValueType = ANYTHING,
) -> feel.Function:
    """Logic as a FEEL function that sees the frame where it was defined.

    An argument that is not of its parameter's type makes the call null; so does a wrong number of them.
    """

    def call(_scope: Any, arguments: list[Any]) -> Any:
        trace = frame.trace
        given = bound(parameters, arguments, trace.walk)
        if given is None:
            return None
        trace.depth += 1
        if trace.depth > DEPTH:
            trace.depth -= 1
            raise DecisionFault(decision=trace.decision, reason="feel_budget", limit="call_depth")
        try:
            return fitting(result, logic.evaluate(frame.below(given)), trace.walk)
        finally:
            trace.depth -= 1

    return feel.Function(tuple(name for name, _ in parameters), call)


def bound(
    parameters: Sequence[tuple[str, ValueType]], arguments: Sequence[Any], walk: Walk
) -> dict[str, Any] | None:
    """Arguments by name, converted; None when they do not fit."""
    if len(arguments) != len(parameters):
        return None
    given = {}
    for (name, kind), argument in zip(parameters, arguments, strict=True):
        value = convert(kind, argument, walk)
        if value is MISFIT:
            return None
        given[name] = value
    return given


def fitting(kind: ValueType, value: Any, walk: Walk) -> Any:
    """The value as one of a type, null when it does not fit."""
    converted = convert(kind, value, walk)
    return None if converted is MISFIT else converted
