"""What may be asked of a certificate; it changes nothing and refuses what does not hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.execution.ports import Operation, OperationCall
from engine.execution.step import Step
from engine.kernel.errors import OperationRefused
from engine.registers.certificates import terms
from engine.registers.certificates.queries import NAME
from engine.registers.shared import references
from engine.registers.shared.values import Values


def _check(step: Step, call: OperationCall) -> Mapping[str, Any]:
    """Raises OperationRefused where it is not in force on that day, or not there."""
    values = Values(call.variables, step.services.zone)
    day = values.day("on")
    row = references.required(step, NAME, values.text("cert_no"))
    if not terms.is_valid(row, day):
        raise OperationRefused(
            reason="certificate_not_in_force",
            cert_no=row["cert_no"],
            begins=row["valid_from"],
            ends=row["valid_to"] or "—",
            on=day,
        )
    return {
        "cert_no": row["cert_no"],
        "valid_to": None if row["valid_to"] is None else row["valid_to"].isoformat(),
        "deemed_renewed": terms.status(row, day) == terms.RENEWING,
    }


OPERATIONS = (
    Operation(
        "register.certificates.check",
        _check,
        {"cert_no": "text", "on": "date"},
        {"cert_no": "text", "valid_to": "date?", "deemed_renewed": "boolean"},
        reads_only=True,
    ),
)
