"""How a worker says that it failed, and what an exception says to an operator, as facts for a row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from engine.kernel import exact_json
from engine.kernel.errors import EngineError

LONGEST = 1_000


class JobFailed(Exception):
    """What a worker raises that knows whether and when another try makes sense.

    message    what an operator reads
    retries    how many tries are left; None: one less; zero: an incident at once
    backoff    until the next try; None: later after each try
    variables  become local ones of the job's element
    """

    def __init__(
        self,
        message: str,
        *,
        retries: int | None = None,
        backoff: timedelta | None = None,
        variables: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.retries = retries
        self.backoff = backoff
        self.variables = dict(variables or {})


def facts_of(fault: BaseException) -> dict[str, Any]:
    """The facts for an incident; of a fault that nobody foresaw, its own words as `reason`."""
    if isinstance(fault, JobFailed):
        return {"reason": str(fault)[:LONGEST]}
    if not isinstance(fault, EngineError):
        return {"reason": f"{type(fault).__name__}: {fault}"[:LONGEST]}
    return {name: _kept(value) for name, value in fault.facts.items()}


def _kept(value: Any) -> Any:
    try:
        exact_json.dumps(value)
    except exact_json.NotJson:
        return str(value)[:LONGEST]
    return value
