"""What the elements of a model see of each other while they are evaluated."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import feel
from engine.decisions.frame import Frame, Lookup, Match, Trace, function_of
from engine.decisions.model import (
    Decision,
    Element,
    Home,
    InputData,
    Knowledge,
    Need,
    Outcome,
    Service,
    element_of,
)
from engine.decisions.value_types import ANYTHING, MISFIT, ValueType, Walk, convert

Functions = Mapping[str, Callable[..., Any]]
_NOTHING: dict[str, Any] = {}
_NO_INPUTS: Lookup = _NOTHING


class _Inside:
    """The inputs of an imported model: those under the name of the import."""

    __slots__ = ("name", "outer")

    def __init__(self, outer: Lookup, name: str) -> None:
        self.outer = outer
        self.name = name

    def get(self, name: str, default: Any = None, /) -> Any:
        inner = self.outer.get(self.name, None)
        if isinstance(inner, Mapping) and name in inner:
            return inner[name]
        return self.outer.get(f"{self.name}.{name}", default)


class _Hiding:
    """Inputs without the names of elements that are not required."""

    __slots__ = ("hidden", "outer")

    def __init__(self, outer: Lookup, hidden: frozenset[str]) -> None:
        self.outer = outer
        self.hidden = hidden

    def get(self, name: str, default: Any = None, /) -> Any:
        return default if name in self.hidden else self.outer.get(name, default)


class Environment:
    """One model with one set of inputs; every decision is evaluated once.

    given     values from outside by name
    replaced  values of decisions that are given and not evaluated, by path and key: the input decisions of a
              service
    """

    def __init__(
        self,
        home: Home,
        given: Lookup,
        functions: Functions,
        trace: Trace,
        replaced: Mapping[tuple[tuple[str, ...], str], Any] | None = None,
    ) -> None:
        self.home = home
        self.given = given
        self.functions = functions
        self.trace = trace
        self.replaced = replaced or {}
        self.done: dict[str, Outcome] = {}
        self.below: dict[str, Environment] = {}
        self.known: dict[str, feel.Function] = {}

    def child(self, name: str) -> Environment:
        """The environment of an imported model; one without a name has the inputs of this model."""
        if name not in self.below:
            replaced = {
                (path[1:], key): value for (path, key), value in self.replaced.items() if path[:1] == (name,)
            }
            given = _Inside(self.given, name) if name else self.given
            self.below[name] = Environment(
                self.home.imports[name], given, self.functions, self.trace, replaced
            )
        return self.below[name]

    def of(self, need: Need) -> Environment:
        """The environment of the model in which a required element lies."""
        found = self
        for name in need.path:
            found = found.child(name)
        return found

    def outcome(self, decision: Decision) -> Outcome:
        """What a decision of this model gives."""
        if decision.id not in self.done:
            self.done[decision.id] = self._evaluated(decision)
        return self.done[decision.id]

    def _evaluated(self, decision: Decision) -> Outcome:
        required: list[Outcome] = []
        values = self.values(decision.needs, required)
        before = self.trace.open_notes(decision.id)
        try:
            value = decision.logic.evaluate(self.frame(values))
            value = self._typed(decision.kind, value, decision.id)
            tables: Sequence[Match] = self.trace.tables
            own = tables[-1] if tables else Match("", _NOTHING, ())
            return Outcome(
                decision.id,
                value,
                own.matched,
                dict(own.inputs),
                tuple(self.trace.notes),
                tuple(required),
                tuple(tables),
            )
        finally:
            self.trace.close_notes(before)

    def _typed(self, kind: ValueType, value: Any, element: str) -> Any:
        """The value as one of the declared type; what does not fit is null, or noted in a process."""
        converted = convert(kind, value, self.trace.walk)
        if converted is not MISFIT:
            return converted
        self.trace.note("type_mismatch", element=element, given=feel.type_name(value))
        return None if self.trace.strict else value

    def frame(self, values: Mapping[str, Any]) -> Frame:
        """The names that logic of this model sees, beside those it is given."""
        outer = _Hiding(self.given, self.home.names) if self.trace.strict else self.given
        return Frame(values, outer, self.functions, self.trace)

    def values(self, needs: Sequence[Need], required: list[Outcome] | None = None) -> dict[str, Any]:
        """The values of requirements by name; those of an import are in a context of its name."""
        values: dict[str, Any] = {}
        ranked: list[tuple[Need, str, Any]] = []
        for need in needs:
            element = element_of(self.home, need)
            if isinstance(element, InputData) and not self.trace.strict and not need.path:
                # Every variable of a process is visible as it is.
                continue
            ranked.append((need, element.variable, self._value(need, element, required)))
            if isinstance(element, Decision) and not need.path:
                # Camunda's models read a required decision by its id.
                values.setdefault(element.id, ranked[-1][2])
                values.setdefault(element.name, ranked[-1][2])
        for need, name, value in ranked:
            _bind(values, need.path, name, value)
        return values

    def _value(self, need: Need, element: Element, required: list[Outcome] | None) -> Any:
        where = self.of(need)
        if isinstance(element, InputData):
            return where.input(element)
        if isinstance(element, Decision):
            return where.decided(element, required)
        return where.function(element)

    def decided(self, decision: Decision, required: list[Outcome] | None) -> Any:
        """The value of a decision of this model, given or evaluated; its outcome is added to `required`."""
        if ((), decision.id) in self.replaced:
            return self.replaced[(), decision.id]
        outcome = self.outcome(decision)
        if required is not None:
            required.append(outcome)
        return outcome.value

    def input(self, element: InputData) -> Any:
        """The value of input data, of its declared type."""
        value = self.given.get(element.variable, None)
        if value is None and element.name != element.variable:
            value = self.given.get(element.name, None)
        if not self.trace.strict:
            return value
        # The standard does not ask for what is missing in a structure from outside.
        converted = convert(element.kind, value, Walk(self.trace.meter, whole=False))
        return None if converted is MISFIT else converted

    def function(self, element: Knowledge | Service) -> feel.Function:
        """A business knowledge model or a decision service as a function."""
        if element.id not in self.known:
            self.known[element.id] = (
                self._knowledge(element) if isinstance(element, Knowledge) else self._service(element)
            )
        return self.known[element.id]

    def _knowledge(self, model: Knowledge) -> feel.Function:
        parameters = [(one.name, one.kind) for one in model.parameters]
        return function_of(parameters, _KnowledgeBody(self, model), self.frame(_NOTHING), model.result)

    def _service(self, service: Service) -> feel.Function:
        parameters = [
            (one.variable, one.kind if isinstance(one, InputData | Decision) else ANYTHING)
            for one in (element_of(self.home, need) for need in service.inputs)
        ]
        return function_of(parameters, _ServiceBody(self, service), self.frame(_NOTHING), service.result)


class _KnowledgeBody:
    """Logic that sees its parameters and what the model itself requires, nothing of who calls it."""

    def __init__(self, where: Environment, model: Knowledge) -> None:
        self.where = where
        self.model = model

    def evaluate(self, frame: Frame) -> Any:
        # A model may call itself, which no requirement can say.
        itself = {self.model.variable: self.where.function(self.model)}
        needed = {**itself, **self.where.values(self.model.needs)}
        return self.model.logic.evaluate(
            Frame({**needed, **frame.values}, _NO_INPUTS, frame.functions, frame.trace)
        )


class _ServiceBody:
    """The decisions of a service, with inputs of their own."""

    def __init__(self, where: Environment, service: Service) -> None:
        self.where = where
        self.service = service

    def evaluate(self, frame: Frame) -> Any:
        return service_value(self.service, list(frame.values.values()), self.where)


def service_value(service: Service, arguments: Sequence[Any], where: Environment) -> Any:
    """The value of the one output decision, or a context of several; arguments in the order of the inputs."""
    given: dict[str, Any] = {}
    replaced: dict[tuple[tuple[str, ...], str], Any] = {}
    for need, argument in zip(service.inputs, arguments, strict=True):
        element = element_of(service.home, need)
        if isinstance(element, Decision):
            replaced[need.path, need.key] = argument
        _bind(given, need.path, element.variable, argument)
    inside = Environment(service.home, given, where.functions, where.trace, replaced)
    values: dict[str, Any] = {}
    for need in service.outputs:
        element = element_of(service.home, need)
        if isinstance(element, Decision):
            values[element.variable] = inside.of(need).decided(element, None)
    return next(iter(values.values())) if len(values) == 1 else values


def _bind(values: dict[str, Any], path: tuple[str, ...], name: str, value: Any) -> None:
    for step in path:
        if step:
            inner = values.get(step)
            if not isinstance(inner, dict):
                inner = values[step] = {}
            values = inner
    values[name] = value
