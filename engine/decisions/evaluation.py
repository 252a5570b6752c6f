"""Evaluating a decision of a process: what is wrong is a fault that names its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import feel
from engine.decisions.environment import Environment, service_value
from engine.decisions.faults import DecisionFault
from engine.decisions.frame import Lookup, Outside, Trace
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
    where = Environment(decision.home, Outside(lookup, strict=False), functions or {}, Trace())
    with _faults_of(decision.id):
        return where.outcome(decision)


@contextmanager
def _faults_of(element: str) -> Iterator[None]:
    """What is no value and what never ends is a fault too."""
    try:
        yield
    except feel.FeelError as error:
        raise DecisionFault(decision=element, reason=error.code, element=element, **error.facts) from error
    except RecursionError as error:
        raise DecisionFault(decision=element, reason="feel_budget", limit="call_depth") from error


def evaluate_service(service: Service, lookup: Lookup, functions: Functions | None = None) -> Any:
    """The value of a decision service; its input decisions are read from the lookup and not evaluated.

    Raises DecisionFault.
    """
    outside = Outside(lookup, strict=False)
    where = Environment(service.home, outside, functions or {}, Trace())
    with _faults_of(service.id):
        return service_value(service, [outside.get(name, None) for name in service.parameters], where)
