"""Whether somebody's identity number is on file: asked before he is named in a paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.execution.ports import Operation, OperationCall
from engine.execution.step import Step
from engine.kernel.errors import OperationRefused
from engine.registers.identities.queries import find
from engine.registers.shared.values import Values


def _check(step: Step, call: OperationCall) -> Mapping[str, Any]:
    """Raises OperationRefused where it is not."""
    person = Values(call.variables, step.services.zone).text("person")
    row = find(step, {"person": person})
    if row is None or row["state"] != "on_file":
        raise OperationRefused(reason="identity_not_on_file", person=person)
    return {"person": person}


OPERATIONS = (
    Operation("register.identities.check", _check, {"person": "text"}, {"person": "text"}, reads_only=True),
)
