"""Service tasks: an operation runs inside the step, anything else becomes a job that is worked after the
commit.
"""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError

from engine.bpmn.effects import Continue, JobCreated
from engine.execution.carry_out.incidents import add_incident
from engine.execution.case_rules import give_business_key
from engine.execution.cases import Case, load_case
from engine.execution.operation_calls import note_call
from engine.execution.ports import Operation, OperationCall
from engine.execution.step import Step
from engine.kernel.errors import ConcurrentChange, OperationRefused, ProcessFault

CONTINUE_TYPE = "neiqin.continue"


def create(step: Step, case: Case, effect: JobCreated) -> None:
    operation = step.services.operations.get(effect.type)
    if operation is not None:
        _operate(step, case, effect, operation)
    else:
        key = _add_row(
            step, case, effect.key, effect.element_id, effect.type, dict(effect.headers), effect.retries
        )
        if effect.retries == 0:
            # No worker may ever take it: an operator reads so and gives it tries.
            facts = {"type": effect.type}
            add_incident(step, case, effect.key, effect.element_id, "job", key, "job_without_tries", facts)


def go_on_later(step: Step, case: Case, effect: Continue) -> None:
    """The step reached its limit of moves: the rest goes on in a step of its own."""
    _add_row(step, case, 0, "", CONTINUE_TYPE, {}, 3)


def _operate(step: Step, case: Case, effect: JobCreated, operation: Operation) -> None:
    call = OperationCall(
        instance_key=case.key,
        token_key=effect.key,
        element_id=effect.element_id,
        idempotency_key=f"{case.key}:{effect.key}",
        variables=case.instance.local_variables(effect.key) or case.instance.variables(effect.key),
        headers=dict(effect.headers),
        started_by=case.started_by,
    )
    gathered, details = step.writes.mark(), dict(step.details)
    try:
        # A savepoint, so that a refused operation leaves nothing behind while the step itself goes on.
        with step.connection.begin_nested():
            results = dict(operation.run(step, call))
    except OperationRefused as refused:
        # What it had gathered to be written at the end of the step goes with its savepoint.
        step.writes.back_to(gathered)
        step.details = details
        case.instance.fail(effect.key, "operation_refused", {"operation": operation.name, **refused.facts})
        return
    except (ConcurrentChange, ProcessFault, DBAPIError):
        raise
    except Exception as crash:
        raise _fault(step, case, effect, operation, crash) from crash
    if "business_key" in results:
        give_business_key(step, case, str(results["business_key"]))
    note_call(step, call, operation, results)
    case.instance.answer(effect.key, results)


def _fault(
    step: Step, case: Case, effect: JobCreated, operation: Operation, crash: Exception
) -> ProcessFault:
    """The step will be rolled back, so the incident stands at the element of the nearest case that stays."""
    token, element, at = effect.key, effect.element_id, case
    while at.revision is None and at.parent_key is not None:
        token, element = at.parent_token or 0, at.parent_element or ""
        at = load_case(step, at.parent_key)
    return ProcessFault(
        instance_key=at.key,
        token_key=token,
        element_id=element,
        reason="operation_failed",
        operation=operation.name,
        error=f"{type(crash).__name__}: {crash}"[:500],
    )


def _add_row(
    step: Step, case: Case, token: int, element_id: str, type: str, headers: dict[str, str], retries: int
) -> int:
    key = step.keys.next()
    step.writes.jobs.append(
        {
            "key": key,
            "instance_key": case.key,
            "token_key": token,
            "element_id": element_id,
            "type": type,
            "headers": headers,
            "state": "created",
            "retries": retries,
            "attempts": 0,
            "next_at": step.real_now,
            "created_at": step.now,
            "opens_at": step.opens_at,
        }
    )
    return key
