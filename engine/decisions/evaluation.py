"""Evaluating a decision with everything that it requires."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import feel
from engine.decisions.frame import Frame, Lookup, Trace, function_of
from engine.decisions.model import Decision, Knowledge, Outcome, Service

Functions = Mapping[str, Callable[..., Any]]


def evaluate(decision: Decision, lookup: Lookup, functions: Functions | None = None) -> Outcome:
    """The outcome of a decision.

    lookup      variables; anything that answers `get(name, default)`
    functions   FEEL host functions, `now` and `today` among them

    Raises DecisionFault.
    """
    return _Run(lookup, functions or {}).outcome(decision)


def evaluate_service(service: Service, lookup: Lookup, functions: Functions | None = None) -> Any:
    """The value of a decision service; its input decisions are read from the lookup and not evaluated."""
    return _Run(lookup, functions or {}).service(service)


class _Run:
    """One evaluation: every required decision is evaluated once."""

    def __init__(self, lookup: Lookup, functions: Functions, budget: Trace | None = None) -> None:
        self.lookup = lookup
        self.functions = functions
        self.budget = budget or Trace()
        self.done: dict[str, Outcome] = {}
        self.given: frozenset[str] = frozenset()

    def outcome(self, decision: Decision) -> Outcome:
        if decision.id in self.done:
            return self.done[decision.id]
        needed = [one for one in decision.requires if one.variable not in self.given]
        required = tuple(self.outcome(one) for one in needed)
        values: dict[str, Any] = {}
        for one, outcome in zip(needed, required, strict=True):
            values.update({one.id: outcome.value, one.name: outcome.value, one.variable: outcome.value})
        trace = self.budget
        trace.decision, trace.matched, trace.inputs, trace.notes = decision.id, (), {}, []
        frame = Frame(values, self.lookup, self.functions, trace)
        values.update(self._knowledge(decision.knowledge, frame))
        value = decision.logic.evaluate(frame)
        outcome = Outcome(decision.id, value, trace.matched, dict(trace.inputs), tuple(trace.notes), required)
        self.done[decision.id] = outcome
        return outcome

    def _knowledge(self, models: tuple[Knowledge | Service, ...], frame: Frame) -> dict[str, Any]:
        functions: dict[str, Any] = {}
        for model in models:
            if isinstance(model, Service):
                functions[model.name] = self._service_function(model, frame)
            else:
                inner = frame.below(self._knowledge(model.requires, frame))
                functions[model.name] = model.logic.evaluate(inner)
        return functions

    def _service_function(self, service: Service, frame: Frame) -> feel.Function:
        run = self

        class Body:
            def evaluate(self, inner: Frame) -> Any:
                outer = (frame.trace.decision, frame.trace.matched, frame.trace.inputs, frame.trace.notes)
                below = _Run(inner, run.functions, frame.trace)
                value = below.service(service)
                frame.trace.decision, frame.trace.matched, frame.trace.inputs, frame.trace.notes = outer
                return value

        return function_of(service.parameters, Body(), frame)

    def service(self, service: Service) -> Any:
        self.given = frozenset(service.parameters)
        values = {decision.variable: self.outcome(decision).value for decision in service.outputs}
        return next(iter(values.values())) if len(values) == 1 else values
