"""Evaluating a decision of a process: what is wrong is a fault that names its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from engine.decisions.environment import Environment, service_value
from engine.decisions.faults import DecisionFault
from engine.decisions.frame import Lookup, Trace
from engine.decisions.model import Decision, Outcome, Service

Functions = Mapping[str, Callable[..., Any]]


def evaluate(decision: Decision, lookup: Lookup, functions: Functions | None = None) -> Outcome:
    """The outcome of a decision.

    lookup      variables; anything that answers `get(name, default)`
    functions   FEEL host functions, `now` and `today` among them

    As in Camunda every variable is visible, drawn as a requirement or not, and a value of another type than
    the declared one is noted and kept; `evaluate_decision` goes by the letter of the standard.

    Raises DecisionFault.
    """
    try:
        return Environment(decision.home, lookup, functions or {}, Trace()).outcome(decision)
    except RecursionError as error:
        raise DecisionFault(decision=decision.id, reason="feel_budget", limit="call_depth") from error


def evaluate_service(service: Service, lookup: Lookup, functions: Functions | None = None) -> Any:
    """The value of a decision service; its input decisions are read from the lookup and not evaluated.

    Raises DecisionFault.
    """
    trace = Trace()
    given = [lookup.get(name, None) for name in service.parameters]
    return service_value(service, given, Environment(service.home, lookup, functions or {}, trace))
