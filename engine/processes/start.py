"""Start a process.

1. The version in force; may this person start it? (`neiqin:startableBy`: groups or a FEEL list; none =
   nobody)
2. What was typed into the start form is read like any form.
3. The case runs to its first wait states. Variable `starter` is the person who started it.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import feel
from engine.execution import bound_fields
from engine.execution.advance import advance
from engine.execution.carry_out.starts import STARTER, title_of
from engine.execution.case_rules import names
from engine.execution.cases import Case, evaluator, new_case
from engine.execution.definitions import ProcessDefinition
from engine.execution.form_entry import attach_files, read_entry
from engine.execution.handler import Handler
from engine.execution.step import Reader, Step
from engine.execution.what_follows import what_follows
from engine.permissions import rules
from forms.schema import Form

log = logging.getLogger("neiqin.starts")


@dataclass(frozen=True)
class StartProcess:
    """posted and files as for a task; values: typed variables given by the system instead of a form."""

    process_id: str
    posted: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, Any] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class StartSubject:
    """`case` is there once it runs: the audit row stands in its chain."""

    definition: ProcessDefinition
    startable_by: frozenset[str]
    case: Case | None = None

    @property
    def instance_key(self) -> int:
        assert self.case is not None
        return self.case.key


def startable_by(
    step: Step | Reader, definition: ProcessDefinition, functions: Mapping[str, Any]
) -> frozenset[str]:
    """Groups and persons that the process names; nobody where its expression fails.

    One process that cannot say it must not hide all the others.
    """
    template = definition.process.root.rules.get("startableBy")
    if template is None:
        return frozenset()
    try:
        return frozenset(names(template if isinstance(template, str) else template.evaluate({}, functions)))
    except feel.FeelError as error:
        log.warning("startableBy of %s: %s", definition.id, error)
        return frozenset()


def start_form_id(definition: ProcessDefinition) -> str | None:
    """The form of the none start event, if it has one."""
    start = definition.process.plain_start(definition.process.root)
    return start.form_id if start is not None and isinstance(start.form_id, str) else None


def start_form(step: Step | Reader, definition: ProcessDefinition) -> Form | None:
    form_id = start_form_id(definition)
    if form_id is None:
        return None
    store = step.services.definitions
    key = store.form_key(step.connection, definition, form_id, step.now)
    return None if key is None else store.form(step.connection, key).form


def _load(step: Step, command: StartProcess) -> StartSubject:
    definition = step.services.definitions.latest_process(step.connection, command.process_id, step.now)
    return StartSubject(definition, startable_by(step, definition, evaluator(step).functions))


def _run(step: Step, command: StartProcess, subject: StartSubject) -> dict[str, Any]:
    definition = subject.definition
    form = start_form(step, definition)
    values = dict(command.values) if step.actor.is_system else {}
    if form is not None and not step.actor.is_system:
        starts = {STARTER: step.actor.user_id}
        key = f"start:{definition.id}"
        values |= read_entry(
            step, form, posted=command.posted, files=command.files, values=starts, subject=key
        )
    case = subject.case = new_case(step, definition, started_by=step.actor.user_id, title=definition.name)
    if form is not None:
        attach_files(step, form, values, case.key, None)
        place = bound_fields.Place(case.key, 0, "", f"start:{case.key}", step.actor.user_id)
        values = bound_fields.write(step, form, values, known={}, where=place)
    values[STARTER] = step.actor.user_id
    case.title = title_of(step, definition, values)
    step.history(case.key, "case_started", None, process=definition.id, version=definition.version)
    step.audit_detail(process=definition.id, version=definition.version, values=values)
    case.instance.start(values)
    advance(step, case)
    return {"instance_key": case.key, **what_follows(step, case)}


HANDLER = Handler(
    StartProcess,
    action="process.start",
    load=_load,
    rule=rules.may_start,
    run=_run,
    chain=lambda _command, subject: f"instance:{subject.instance_key}",
    object=lambda command, _subject: f"process:{command.process_id}",
    instance_key=lambda _command, subject: subject.instance_key,
)
