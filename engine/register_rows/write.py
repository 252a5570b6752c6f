"""A person enters a row or changes one, by the register's own form.

1. The form is read as that of a task is, with this person's rights on each field.
2. A change that the register wants a second person for waits as a proposal.
3. Else the register writes it, and the audit names the columns that are different now.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.execution.advance import advance_announced
from engine.execution.form_entry import read_entry
from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.kernel.errors import InvalidInput, NotFound, OperationRefused, Problem
from engine.permissions import rules
from engine.register_rows import files, proposals
from engine.register_rows.entry_forms import form_at, seen_by_form, subject_of
from engine.register_rows.subject import RowSubject, load, require_version
from forms.schema import Form


@dataclass(frozen=True)
class WriteRegisterRow:
    """key: None = a new row; version: of the row that the person saw; posted, files: as for a task.

    values   typed values, given by the system instead of a form
    """

    register: str
    key: int | None = None
    posted: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, Any] = field(default_factory=dict)
    version: int | None = None
    values: Mapping[str, Any] = field(default_factory=dict)


def _load(step: Step, command: WriteRegisterRow) -> RowSubject:
    subject = load(step, command.register, command.key)
    if subject.register.entry is None or subject.register.write is None:
        raise NotFound(kind="register_entry", name=command.register)
    return subject


def _run(step: Step, command: WriteRegisterRow, subject: RowSubject) -> dict[str, Any]:
    require_version(subject.row, command.version)
    if step.actor.is_system:
        return _heard(step, write(step, subject, dict(command.values)))
    form = form_at(subject.register.entry)
    values = entered(step, subject, form, command.posted, command.files)
    waits = proposals.propose_if_needed(step, subject, values)
    if waits is not None:
        return {"key": subject.key, "changed": [], "proposal": waits}
    return _heard(step, write(step, subject, values, form))


def _heard(step: Step, answer: dict[str, Any]) -> dict[str, Any]:
    """Cases that wait for what was written go on in the same step."""
    advance_announced(step)
    return answer


def entered(
    step: Step, subject: RowSubject, form: Form, posted: Mapping[str, Any], uploads: Mapping[str, Any]
) -> dict[str, Any]:
    """What this person typed. A secret that was left empty stays what it is. Raises InvalidInput."""
    values = read_entry(
        step,
        form,
        posted=posted,
        files=uploads,
        values=seen_by_form(subject.register, subject.row),
        subject=subject_of(subject.register.name, subject.key),
    )
    return without_empty_secrets(subject, values)


def without_empty_secrets(subject: RowSubject, values: dict[str, Any]) -> dict[str, Any]:
    """A form never shows a secret again, so one that came back empty was not meant to be emptied."""
    if subject.row is None:
        return values
    secret = subject.register.secret
    return {name: value for name, value in values.items() if name not in secret or value not in (None, "")}


def write(
    step: Step, subject: RowSubject, values: Mapping[str, Any], form: Form | None = None
) -> dict[str, Any]:
    """{"key", "changed": names of the columns, "proposal": None}. Raises InvalidInput at the columns."""
    register = subject.register
    if register.write is None:
        raise NotFound(kind="register_entry", name=register.name)
    before = len(step.writes.register_changes)
    try:
        key = register.write(step, subject.key, values)
    except OperationRefused as refused:
        raise at_field(refused) from refused
    is_new, subject.key = subject.key is None, int(key)
    if form is not None:
        files.keep(step, register.name, subject.key, form, values)
    changed = changed_since(step, before, register.name, subject.key)
    step.audit_detail(entered=is_new, changed=changed)
    return {"key": subject.key, "changed": changed, "proposal": None}


def changed_since(step: Step, before: int, register: str, key: int) -> list[str]:
    """Names of the columns of this row that were changed since there were `before` lines."""
    lines = step.writes.register_changes[before:]
    mine = [one for one in lines if (one["register"], one["row_key"]) == (register, key)]
    return sorted({one["column"] for one in mine if one["column"]})


def at_field(refused: OperationRefused) -> InvalidInput:
    """A refusal of the register, said at the field it names, else above the form."""
    problem = Problem(refused.facts["reason"], facts=refused.facts)
    return InvalidInput(fields={str(refused.facts.get("input", "")): [problem]})


HANDLER = Handler(
    WriteRegisterRow,
    action="register.write",
    load=_load,
    rule=rules.may_edit_register,
    run=_run,
    chain=lambda _command, subject: subject.chain,
    object=lambda _command, subject: subject.chain,
)
