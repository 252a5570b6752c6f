"""What the task page shows: the task, its form, what is known and typed, and what this person may do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select

from engine.execution import bound_fields
from engine.execution.cases import load_variables
from engine.execution.definitions import FormDefinition, ProcessDefinition
from engine.execution.expressions import host_functions
from engine.execution.kept_drafts import form_subject
from engine.execution.lookups import RegisterLookup
from engine.execution.step import Reader
from engine.execution.tables import COMPLETION, PROCESS_INSTANCE, USER_TASK, USER_TASK_EXCLUSION
from engine.execution.visibility import may_see, takes_part
from engine.kernel.actor import Actor
from engine.kernel.errors import NotFound
from engine.permissions import rules
from engine.user_tasks.subject import TaskSubject
from forms.context import Context


@dataclass(frozen=True)
class TaskView:
    """may: verbs among `claim`, `release`, `complete`, `comment`; kept_away_by: the step that four eyes name,
    or None.
    """

    task: Mapping[str, Any]
    instance: Mapping[str, Any]
    definition: ProcessDefinition
    form: FormDefinition | None
    values: Mapping[str, Any]
    context: Context
    draft: Mapping[str, Any] | None
    may: frozenset[str]
    kept_away_by: str | None
    ended_by: str | None


def task_view(reader: Reader, actor: Actor, key: int) -> TaskView:
    """Raises NotFound when there is no such task or the actor may not see its case."""
    found = reader.connection.execute(select(USER_TASK).where(USER_TASK.c.key == key)).mappings().first()
    if found is None or not may_see(reader.connection, actor, found["instance_key"]):
        raise NotFound(kind="user_task", key=key)
    row = dict(found)
    of_task = select(PROCESS_INSTANCE).where(PROCESS_INSTANCE.c.key == row["instance_key"])
    instance = dict(reader.connection.execute(of_task).mappings().one())
    store = reader.services.definitions
    definition = store.process(reader.connection, instance["definition_key"])
    form = store.form(reader.connection, row["form_key"]) if row["form_key"] is not None else None
    exclusions = select(USER_TASK_EXCLUSION.c.person, USER_TASK_EXCLUSION.c.step).where(
        USER_TASK_EXCLUSION.c.task_key == key
    )
    kept_away = {person: done for person, done in reader.connection.execute(exclusions)}  # noqa: C416 - typed
    subject = TaskSubject(row, kept_away)
    values = bound_fields.with_rows(
        reader, form.form if form is not None else None, _values(reader, row, instance)
    )
    by = reader.connection.execute(
        select(COMPLETION.c.completed_by).where(COMPLETION.c.task_key == key)
    ).scalar()
    draft = row["draft"] if row["assignee"] in actor.persons else None
    return TaskView(
        task={**row, "draft": draft},
        instance=instance,
        definition=definition,
        form=form,
        values=values,
        context=replace(
            _context(reader, actor, values, form_subject(row)),
            takes_part=takes_part(reader.connection, actor, row["instance_key"]),
        ),
        draft=draft,
        may=_may(actor, subject),
        kept_away_by=next((kept_away[person] for person in sorted(actor.persons & kept_away.keys())), None),
        ended_by=by,
    )


def start_context(reader: Reader, actor: Actor, process_id: str) -> Context:
    """What the start form of a process is shown with."""
    return _context(reader, actor, {"starter": actor.user_id}, f"start:{process_id}")


def _may(actor: Actor, subject: TaskSubject) -> frozenset[str]:
    verbs = {"comment"}
    if subject.row["state"] == "created":
        if subject.assignee is None and rules.is_candidate(actor, subject):
            verbs.add("claim")
        if rules.is_assignee(actor, subject):
            verbs.add("complete")
            if subject.candidate_users or subject.candidate_groups:
                verbs.add("release")
    return frozenset(verbs)


def _values(reader: Reader, row: Any, instance: Any) -> dict[str, Any]:
    """The variables that the task sees; those of an ended task as they were typed over what the case holds
    now.
    """
    known = load_variables(reader, instance["key"], row["token_key"])
    if row["state"] == "created":
        return known
    typed = reader.connection.execute(
        select(COMPLETION.c["values"]).where(COMPLETION.c.task_key == row["key"])
    ).scalar()
    return {**known, **(typed or {})}


def _functions(reader: Reader) -> dict[str, Any]:
    services = reader.services
    return host_functions(reader.now, services.zone, services.feel_calendar, lambda: reader.organisation)


def _context(reader: Reader, actor: Actor, values: Mapping[str, Any], subject: str) -> Context:
    return Context(
        now=reader.now,
        zone=reader.services.zone,
        values=values,
        roles=actor.roles,
        language=actor.language,
        functions=_functions(reader),
        lookups=RegisterLookup(reader, actor),
        secret=reader.services.secret_key,
        subject=subject,
    )
