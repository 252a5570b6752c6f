"""Undoes what the operations of a case wrote, by the inverse that each declares (rulings 6 and 7).

The whole case is undone, its called parts included, newest first: each call by an inverse of its own, which
is told what the call was given and what it answered, over the variables as they are now, and the reason. An
operation that says neither how it is undone nor that it cannot be, and an inverse that refuses, refuse the
whole cancelling and are named. What declares itself irreversible (a letter that was sent) stays as it was
recorded: a process says by its point of no return from when on nobody but an operator may cancel any more.
So does what a called part did that has ended beyond its own point of no return: the paper that it sealed
stays sealed, the money that it paid stays paid.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, select

from engine.execution.cases import Case, load_case
from engine.execution.ports import Operation, OperationCall
from engine.execution.step import Step
from engine.execution.tables import HISTORY, OPERATION_CALL, PROCESS_INSTANCE
from engine.kernel.errors import BusinessError, OperationRefused
from engine.processes.no_return import is_past

_H, _CALL, _PI = HISTORY.c, OPERATION_CALL.c, PROCESS_INSTANCE.c


def undo_operations(step: Step, root: Case, reason: str) -> list[str]:
    """Names of the inverses that ran, in their order. Raises OperationRefused; then nothing is undone."""
    done = (
        select(_H.instance_key, _H.id, _H.element_id, _H.facts, _CALL.variables)
        .join(PROCESS_INSTANCE, PROCESS_INSTANCE.c.key == _H.instance_key)
        .join(
            OPERATION_CALL,
            and_(_CALL.instance_key == _H.instance_key, _CALL.history_id == _H.id),
            isouter=True,
        )
        .where(PROCESS_INSTANCE.c.root_key == root.key, _H.kind == "operation")
        .order_by(_H.id.desc())
    )
    ran: list[str] = []
    stay = _parts_that_stay(step, root)
    for row in step.connection.execute(done).all():
        if row.instance_key in stay:
            continue
        inverse = _inverse(step, row)
        if inverse is not None:
            _undo(step, row, inverse, reason)
            ran.append(inverse.name)
    return ran


def _parts_that_stay(step: Step, root: Case) -> set[int]:
    """Called parts that have ended beyond their own point of no return."""
    ended = select(_PI.key, _PI.definition_key).where(
        _PI.root_key == root.key, _PI.key != root.key, _PI.state == "completed"
    )
    store = step.services.definitions
    return {
        part.key
        for part in step.connection.execute(ended).all()
        if is_past(step, part.key, store.process(step.connection, part.definition_key))
    }


def _inverse(step: Step, row: Any) -> Operation | None:
    """None for what needs no undoing, or has none by its own word."""
    name = row.facts["operation"]
    operation = step.services.operations.get(name)
    if operation is not None and (operation.reads_only or operation.irreversible):
        return None
    inverse = step.services.operations.get(operation.inverse or "") if operation is not None else None
    if inverse is None:
        raise OperationRefused(reason="operation_without_inverse", operation=name)
    return inverse


def _undo(step: Step, row: Any, inverse: Operation, reason: str) -> None:
    case = load_case(step, row.instance_key)
    call = OperationCall(
        instance_key=case.key,
        token_key=0,
        element_id=row.element_id or "",
        idempotency_key=f"{case.key}:undo:{row.id}",
        variables={**case.instance.variables(), **(row.variables or {}), "reason": reason},
        headers={},
        started_by=case.started_by,
    )
    try:
        inverse.run(step, call)
    except OperationRefused as refused:
        why = {name: fact for name, fact in refused.facts.items() if name != "reason"}
        raise OperationRefused(
            reason="operation_not_undone",
            operation=row.facts["operation"],
            cause=str(refused.facts.get("reason", "")),
            **{name: fact for name, fact in why.items() if name not in ("operation", "cause")},
        ) from refused
    except BusinessError as error:
        # No diagram stands around an inverse that could catch it.
        raise OperationRefused(
            reason="operation_not_undone", operation=row.facts["operation"], cause=error.error_code
        ) from error
    step.history(case.key, "operation_undone", row.element_id, operation=inverse.name)
