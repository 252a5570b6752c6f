"""A person records a fact on a row's page: an award, a refund, an addendum."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.execution.advance import advance_announced
from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.kernel.errors import NotFound, OperationRefused, RowChanged
from engine.permissions import rules
from engine.register_rows import files
from engine.register_rows.entry_forms import form_at
from engine.register_rows.subject import RowSubject, load
from engine.register_rows.write import at_field, changed_since, entered


@dataclass(frozen=True)
class RunRegisterAction:
    """action: its name; posted and files: as for a task."""

    register: str
    key: int
    action: str
    posted: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, Any] = field(default_factory=dict)


def _load(step: Step, command: RunRegisterAction) -> RowSubject:
    subject = load(step, command.register, command.key)
    found = [one for one in subject.register.actions if one.name == command.action]
    if not found:
        raise NotFound(kind="register_action", name=command.action)
    subject.action = found[0]
    return subject


def _run(step: Step, command: RunRegisterAction, subject: RowSubject) -> dict[str, Any]:
    """Raises RowChanged where the row has left the state in which this can be recorded."""
    action, row = subject.action, subject.row
    assert action is not None
    assert row is not None
    if row.get("is_void") or not action.when(row):
        raise RowChanged(by=row.get("updated_by", ""), at=row.get("updated_at"))
    form = form_at(action.form)
    values = entered(step, subject, form, command.posted, command.files)
    before = len(step.writes.register_changes)
    try:
        action.run(step, command.key, values)
    except OperationRefused as refused:
        raise at_field(refused) from refused
    files.keep(step, command.register, command.key, form, values)
    changed = changed_since(step, before, command.register, command.key)
    step.audit_detail(action=command.action, changed=changed)
    advance_announced(step)
    return {"key": command.key, "changed": changed}


HANDLER = Handler(
    RunRegisterAction,
    action="register.act",
    load=_load,
    rule=rules.may_record_on_row,
    run=_run,
    chain=lambda _command, subject: subject.chain,
    object=lambda _command, subject: subject.chain,
)
