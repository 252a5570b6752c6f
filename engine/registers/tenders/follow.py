"""The state of a tender follows our bids for it; the register of bids says how they stand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.execution.ports import Operation, OperationCall
from engine.execution.step import Step
from engine.kernel.errors import OperationRefused
from engine.registers.shared.values import Values
from engine.registers.tenders import row as rows
from engine.registers.tenders.tables import (
    ABANDONED,
    ASSESSING,
    CAPTURED,
    LOST,
    OPENED,
    PARTLY_WON,
    PREPARING,
    SUBMITTED,
    TERMINATED,
    WON,
)

# Of several bids (our own, an agent's) the one that has come furthest counts; what is over, last.
_FURTHEST = (WON, PARTLY_WON, OPENED, SUBMITTED, PREPARING, ASSESSING, LOST, ABANDONED)


def _run(step: Step, call: OperationCall) -> Mapping[str, Any]:
    """`states`: of every bid that counts. Raises OperationRefused for no such tender or state."""
    values = Values(call.variables, step.services.zone)
    row = rows.locked(step, values.text("tender"))
    states = set(values.texts("states"))
    if not states <= {*_FURTHEST, TERMINATED}:
        raise OperationRefused(reason="input_wrong", input="states")
    status = next((one for one in _FURTHEST if one in states), CAPTURED)
    if row["terminated_on"] is not None or states == {TERMINATED}:
        status = TERMINATED
    rows.change(step, row, {"status": status}, instance_key=call.instance_key or None)
    return {"status": status}


OPERATION = Operation(
    "register.tenders.follow",
    _run,
    inputs={"tender": "text", "states": "list"},
    outputs={"status": "text"},
    irreversible=True,
)
