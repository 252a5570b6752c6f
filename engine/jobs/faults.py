"""What an exception says to an operator: a code with a sentence of its own where it is one of ours."""

from __future__ import annotations

from typing import Any

from engine.kernel import exact_json
from engine.kernel.errors import EngineError

LONGEST = 1_000


def what_failed(fault: Exception, otherwise: str) -> tuple[str, dict[str, Any]]:
    """Code and facts for an incident; `otherwise` is the code of a fault that nobody foresaw."""
    if not isinstance(fault, EngineError):
        return otherwise, {"reason": f"{type(fault).__name__}: {fault}"[:LONGEST]}
    return fault.code, {name: _kept(value) for name, value in fault.facts.items()}


def _kept(value: Any) -> Any:
    try:
        exact_json.dumps(value)
    except exact_json.NotJson:
        return str(value)[:LONGEST]
    return value
