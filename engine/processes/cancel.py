"""Cancel a case: by its starter up to the point of no return, by an operator at any time; always with a
reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from engine.execution.advance import advance
from engine.execution.cases import load_case, lock_root
from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.execution.tables import ELEMENT_INSTANCE
from engine.execution.visibility import may_see
from engine.kernel.errors import Conflict, InvalidInput, NotFound, Problem
from engine.permissions import rules
from engine.processes.subject import CaseSubject
from engine.processes.undo import undo_operations

SHORTEST_REASON = 5
NO_RETURN = "pointOfNoReturn"


@dataclass(frozen=True)
class CancelCase:
    instance_key: int
    reason: str


def _load(step: Step, command: CancelCase) -> CaseSubject:
    if len(command.reason.strip()) < SHORTEST_REASON:
        raise InvalidInput(fields={"reason": [Problem("reason_too_short", facts={"min": SHORTEST_REASON})]})
    root = lock_root(step, command.instance_key)
    if not may_see(step.connection, step.actor, root):
        raise NotFound(kind="process_instance", key=command.instance_key)
    case = load_case(step, root)
    if case.state != "active":
        raise Conflict(kind="process_instance", key=case.key, state=case.state)
    return CaseSubject(case, True, _past_no_return(step, case))


def _past_no_return(step: Step, case: Any) -> bool:
    """An element that carries `neiqin:pointOfNoReturn` has been completed."""
    marked = [node.id for node in case.definition.process.nodes.values() if NO_RETURN in node.rules]
    if not marked:
        return False
    done = select(ELEMENT_INSTANCE.c.token_key).where(
        ELEMENT_INSTANCE.c.instance_key == case.key,
        ELEMENT_INSTANCE.c.element_id.in_(marked),
        ELEMENT_INSTANCE.c.how == "completed",
    )
    return step.connection.execute(done.limit(1)).first() is not None


def _run(step: Step, command: CancelCase, subject: CaseSubject) -> dict[str, Any]:
    step.history(subject.instance_key, "case_canceled", None, reason=command.reason.strip())
    undone = undo_operations(step, subject.case, command.reason.strip())
    step.audit_detail(reason=command.reason.strip(), undone=undone)
    subject.case.instance.cancel()
    advance(step, subject.case)
    return {"instance_key": subject.instance_key, "state": subject.case.state}


HANDLER = Handler(
    CancelCase,
    action="case.cancel",
    load=_load,
    rule=rules.is_starter_before_no_return,
    run=_run,
    chain=lambda _command, subject: f"instance:{subject.instance_key}",
    object=lambda _command, subject: f"instance:{subject.instance_key}",
    instance_key=lambda _command, subject: subject.instance_key,
)
