"""Service tasks: an operation runs inside the step, anything else becomes a job that is worked after the
commit.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy.exc import DBAPIError

from engine.bpmn.effects import Continue, JobCreated
from engine.execution.carry_out.answers import answer, fault_at, standing_at
from engine.execution.carry_out.incidents import add_incident
from engine.execution.case_rules import give_business_key
from engine.execution.cases import Case
from engine.execution.operation_calls import note_call
from engine.execution.ports import Operation, OperationCall
from engine.execution.step import Step
from engine.kernel.errors import BusinessError, ConcurrentChange, OperationRefused, ProcessFault

CONTINUE_TYPE, SIGNAL_TYPE = "neiqin.continue", "neiqin.signal"
# Jobs of our own, which no element asks for.
OWN_TYPES = (CONTINUE_TYPE, SIGNAL_TYPE)
TRIES = 3


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
    _add_row(step, case, 0, "", CONTINUE_TYPE, {}, TRIES)


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
    announced = len(step.announcements)
    try:
        # A savepoint, so that a refused operation leaves nothing behind while the step itself goes on.
        with step.connection.begin_nested():
            results = dict(operation.run(step, call))
    except (OperationRefused, BusinessError) as said:
        # What it had gathered to be written at the end of the step goes with its savepoint.
        step.writes.back_to(gathered)
        step.details = details
        del step.announcements[announced:]
        _said_no(step, case, effect, operation, said)
        return
    except (ConcurrentChange, ProcessFault, DBAPIError):
        raise
    except Exception as crash:
        facts = {"operation": operation.name, "error": f"{type(crash).__name__}: {crash}"[:500]}
        raise fault_at(step, case, effect.key, effect.element_id, "operation_failed", **facts) from crash
    if "business_key" in results:
        give_business_key(step, case, str(results["business_key"]))
    note_call(step, call, operation, results)
    answer(step, case, effect.key, effect.element_id, results)


def _said_no(
    step: Step, case: Case, effect: JobCreated, operation: Operation, said: OperationRefused | BusinessError
) -> None:
    """An error goes to whoever catches its code; a refusal, and an error that nothing catches, is an
    incident.
    """
    if isinstance(said, OperationRefused):
        case.instance.fail(effect.key, "operation_refused", {"operation": operation.name, **said.facts})
        return
    facts = {"error_code": said.error_code, "operation": operation.name}
    step.history(case.key, "error_thrown", effect.element_id, **facts)
    with standing_at(step, case, effect.key, effect.element_id):
        case.instance.throw_error(effect.key, said.error_code, said.variables, has_waited=False)


def _add_row(
    step: Step, case: Case, token: int, element_id: str, type: str, headers: dict[str, str], retries: int
) -> int:
    row = new_row(step, case.key, token, element_id, type, headers, retries)
    step.writes.jobs.append(row)
    return int(row["key"])


def new_row(
    step: Step,
    instance_key: int,
    token: int,
    element_id: str,
    type: str,
    headers: dict[str, str],
    retries: int = TRIES,
) -> dict[str, Any]:
    """A job that may be taken at once."""
    return {
        "key": step.keys.next(),
        "instance_key": instance_key,
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
