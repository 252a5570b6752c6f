"""What another register answers: it is asked through its operations, never by import."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.execution.ports import OperationCall
from engine.execution.step import Step


def ask(step: Step, operation: str, **variables: Any) -> Mapping[str, Any]:
    """For operations that only read. Raises OperationRefused as they do."""
    call = OperationCall(0, 0, "", "", variables, {}, step.actor.user_id)
    return step.services.operations[operation].run(step, call)
