"""What an exception says to an operator, as facts that a row can keep."""

from __future__ import annotations

from typing import Any

from engine.kernel import exact_json
from engine.kernel.errors import EngineError

LONGEST = 1_000


def facts_of(fault: Exception) -> dict[str, Any]:
    """The facts for an incident; of a fault that nobody foresaw, its own words as `reason`."""
    if not isinstance(fault, EngineError):
        return {"reason": f"{type(fault).__name__}: {fault}"[:LONGEST]}
    return {name: _kept(value) for name, value in fault.facts.items()}


def _kept(value: Any) -> Any:
    try:
        exact_json.dumps(value)
    except exact_json.NotJson:
        return str(value)[:LONGEST]
    return value
