"""A row that was entered by mistake counts no more; it stays, with its number and the reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.execution.advance import advance_announced
from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.kernel.errors import InvalidInput, NotFound, OperationRefused, Problem
from engine.permissions import rules
from engine.register_rows.subject import RowSubject, load, require_version
from engine.register_rows.write import at_field, changed_since

SHORTEST, LONGEST = 4, 500


@dataclass(frozen=True)
class VoidRegisterRow:
    register: str
    key: int
    reason: str
    version: int | None = None


def _load(step: Step, command: VoidRegisterRow) -> RowSubject:
    subject = load(step, command.register, command.key)
    if subject.register.void is None:
        raise NotFound(kind="register_void", name=command.register)
    return subject


def _run(step: Step, command: VoidRegisterRow, subject: RowSubject) -> dict[str, Any]:
    require_version(subject.row, command.version)
    reason = require_reason(command.reason)
    before = len(step.writes.register_changes)
    assert subject.register.void is not None
    try:
        subject.register.void(step, command.key, reason)
    except OperationRefused as refused:
        raise at_field(refused) from refused
    step.audit_detail(reason=reason, changed=changed_since(step, before, command.register, command.key))
    advance_announced(step)
    return {"key": command.key}


def require_reason(text: str) -> str:
    """Raises InvalidInput for a reason that says nothing, or that no file could hold."""
    reason = text.strip()
    if len(reason) < SHORTEST:
        raise InvalidInput(fields={"reason": [Problem("reason_too_short", facts={"min": SHORTEST})]})
    if len(reason) > LONGEST or any(ord(sign) < 32 and sign not in "\n\r\t" for sign in reason):
        raise InvalidInput(fields={"reason": [Problem("text_refused", facts={"max": LONGEST})]})
    return reason


HANDLER = Handler(
    VoidRegisterRow,
    action="register.void",
    load=_load,
    rule=rules.may_edit_register,
    run=_run,
    chain=lambda _command, subject: subject.chain,
    object=lambda _command, subject: subject.chain,
)
