"""Cancel a case: by its starter up to the point of no return, by an operator at any time; always with a
reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.execution.advance import advance
from engine.execution.cases import load_case, lock_root
from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.execution.visibility import may_see
from engine.kernel.errors import Conflict, InvalidInput, NotFound, Problem
from engine.permissions import rules
from engine.processes.no_return import is_past_no_return
from engine.processes.subject import CaseSubject
from engine.processes.undo import undo_operations

SHORTEST_REASON = 5


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
    return CaseSubject(case, True, is_past_no_return(step, root))


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
