"""Undoes what operations of a case wrote, newest first, by the inverse that each declares (ruling 6)."""

from __future__ import annotations

from sqlalchemy import select

from engine.execution.cases import Case
from engine.execution.ports import OperationCall
from engine.execution.step import Step
from engine.execution.tables import HISTORY


def undo_operations(step: Step, case: Case, reason: str) -> list[str]:
    """Names of the inverses that ran. An inverse is told the case's variables and the reason.

    What is irreversible stays as it was recorded: a process says by its point of no return from when on
    nobody may
    cancel any more.
    """
    done = select(HISTORY.c.element_id, HISTORY.c.facts).where(
        HISTORY.c.instance_key == case.key, HISTORY.c.kind == "operation"
    )
    ran: list[str] = []
    for element_id, facts in step.connection.execute(done.order_by(HISTORY.c.id.desc())).all():
        operation = step.services.operations.get(facts["operation"])
        inverse = step.services.operations.get(operation.inverse or "") if operation is not None else None
        if inverse is None or inverse.name in ran:
            continue
        call = OperationCall(
            instance_key=case.key,
            token_key=0,
            element_id=element_id or "",
            idempotency_key=f"{case.key}:undo:{inverse.name}",
            variables={**case.instance.variables(), "reason": reason},
            headers={},
            started_by=case.started_by,
        )
        inverse.run(step, call)
        ran.append(inverse.name)
    return ran
