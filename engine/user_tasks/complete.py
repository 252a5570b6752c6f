"""Complete: the person at the task has done it, and the case goes on.

1. The task is open, its revision is the one the person saw, and an interrupting timer that was due before has
   had its turn.
2. What was typed is read against the form of this version; problems are told by field and nothing is changed.
3. Completion, history and files are written; the tokens move to the next wait states.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, select

from engine.bpmn.graph import Node
from engine.execution import bound_fields
from engine.execution.advance import advance
from engine.execution.cases import Case, load_case
from engine.execution.commands.fire_timer import fire
from engine.execution.form_entry import attach_files, read_entry
from engine.execution.handler import Handler
from engine.execution.keep_away import keep_away
from engine.execution.kept_drafts import form_subject
from engine.execution.step import Step
from engine.execution.tables import TIMER, USER_TASK, USER_TASK_CANDIDATE
from engine.execution.what_follows import what_follows
from engine.kernel.errors import ConcurrentChange, ProcessFault, TaskNotOpen, TimerDueFirst
from engine.permissions import rules
from engine.storage.prepared import Prepared
from engine.user_tasks.subject import TaskSubject, load_task, refuse_by_register, require_open

SIGN_MEANING = "signMeaning"

_END = Prepared(
    USER_TASK.update()
    .where(
        USER_TASK.c.key == bindparam("k"),
        USER_TASK.c.revision == bindparam("was"),
        USER_TASK.c.state == "created",
    )
    .values(
        state="completed",
        completed_by=bindparam("who"),
        ended_at=bindparam("at", type_=USER_TASK.c.ended_at.type),
        revision=USER_TASK.c.revision + 1,
        draft=None,
    )
)
_OUT_OF_GROUPS = Prepared(
    USER_TASK_CANDIDATE.delete().where(USER_TASK_CANDIDATE.c.task_key == bindparam("k"))
)
_DUE_FIRST = Prepared(
    select(TIMER)
    .where(
        TIMER.c.instance_key == bindparam("i"),
        TIMER.c.token_key == bindparam("t"),
        TIMER.c.state == "waiting",
        TIMER.c.due_at < bindparam("at", type_=TIMER.c.due_at.type),
    )
    .order_by(TIMER.c.due_at)
)
_TIMER_NAMES = [column.name for column in TIMER.columns]


@dataclass(frozen=True)
class CompleteTask:
    """posted: name -> list of texts; files: name -> list of uploads; revision: the one that the form was
    shown with.
    """

    task_key: int
    posted: Mapping[str, Any] = field(default_factory=dict)
    revision: int | None = None
    files: Mapping[str, Any] = field(default_factory=dict)


def _load(step: Step, command: CompleteTask) -> TaskSubject:
    subject = load_task(step, command.task_key)
    require_open(step, subject)
    refuse_by_register(step, subject)
    return subject


def _run(step: Step, command: CompleteTask, subject: TaskSubject) -> dict[str, Any]:
    if command.revision is not None and command.revision != subject.row["revision"]:
        raise ConcurrentChange(kind="user_task", key=subject.key)
    case = load_case(step, subject.instance_key)
    _due_timers_first(step, subject, case)
    values = _read(step, command, subject, case)
    _end_row(step, subject)
    case.tasks_ended.add(subject.row["token_key"])
    _record(step, subject, values, case.definition.process.nodes[subject.row["element_id"]])
    keep_away(step, case, subject.row["element_id"], step.actor.persons)
    _move(step, case, subject, values)
    return {"task_key": subject.key, "instance_key": case.key, **what_follows(step, case)}


def _due_timers_first(step: Step, subject: TaskSubject, case: Case) -> None:
    """What was due earlier fires first (ruling 9): a reminder and the completion goes on; an interruption
    and it does not. Asked for the task, for the parts of the diagram around it, and for whoever called its
    case.
    """
    token: int | None = subject.row["token_key"]
    while token is not None:
        for row in _due_around(step, case, token):
            if row["interrupting"]:
                facts = {"element_id": row["element_id"], "due_at": row["due_at"], "timer_key": row["key"]}
                raise TimerDueFirst(task_key=subject.key, **facts)
            fire(step, row)
        token = case.parent_token
        case = load_case(step, case.parent_key) if case.parent_key is not None else case


def _due_around(step: Step, case: Case, token: int) -> list[dict[str, Any]]:
    """Timers of the token and of the scopes that it is in, the longest due first."""
    wanted = {"i": case.key, "at": step.now}
    due = [
        dict(zip(_TIMER_NAMES, found, strict=True))
        for host in case.hosts_of_timers(token)
        for found in _DUE_FIRST.fetch_all(step.connection, {**wanted, "t": host})
    ]
    return sorted(due, key=lambda row: row["due_at"])


def _read(step: Step, command: CompleteTask, subject: TaskSubject, case: Case) -> dict[str, Any]:
    form_key = subject.row["form_key"]
    if form_key is None:
        return {}
    form = step.services.definitions.form(step.connection, form_key).form
    known = case.instance.variables(subject.row["token_key"])
    values = read_entry(
        step,
        form,
        posted=command.posted,
        files=command.files,
        values=bound_fields.with_rows(step, form, known),
        subject=form_subject(subject.row),
    )
    attach_files(step, form, values, case.key, subject.key)
    return bound_fields.write(step, form, values, known=known, where=_place(subject, case))


def _place(subject: TaskSubject, case: Case) -> bound_fields.Place:
    return bound_fields.Place(
        case.key, subject.row["token_key"], subject.row["element_id"], f"task:{subject.key}", case.started_by
    )


def _end_row(step: Step, subject: TaskSubject) -> None:
    row = {"k": subject.key, "was": subject.row["revision"], "who": step.actor.user_id, "at": step.now}
    if _END.execute(step.connection, row) != 1:
        raise TaskNotOpen(task_key=subject.key, state="completed", by=None, at=None)
    if subject.row["candidate_users"] or subject.row["candidate_groups"]:
        _OUT_OF_GROUPS.execute(step.connection, {"k": subject.key})


def _record(step: Step, subject: TaskSubject, values: dict[str, Any], node: Node) -> None:
    element_id = subject.row["element_id"]
    step.writes.completions.append(
        {
            "task_key": subject.key,
            "instance_key": subject.instance_key,
            "element_id": element_id,
            "completed_by": step.actor.user_id,
            "on_behalf_of": step.actor.on_behalf_of,
            "completed_at": step.now,
            "idempotency_key": None
            if step.idempotency_key is None
            else f"{step.actor.user_id}:{step.idempotency_key}",
            "values": values,
        }
    )
    # What the person puts his name to with this, in the model's word.
    meaning = node.rules.get(SIGN_MEANING)
    signed = {} if meaning is None else {"signed_as": meaning}
    said = _opinions(step, subject, values)
    step.history(
        subject.instance_key,
        "task_completed",
        element_id,
        task=subject.key,
        name=subject.row["name"],
        values=values,
        **({"said": said} if said else {}),
        **signed,
    )
    step.audit_detail(values=values, element=element_id, **signed)


def _opinions(step: Step, subject: TaskSubject, values: dict[str, Any]) -> list[str]:
    """Keys of the fields in which the person said something in words (`widget: opinion`)."""
    form_key = subject.row["form_key"]
    if form_key is None:
        return []
    form = step.services.definitions.form(step.connection, form_key).form
    return [field.key for field in form.fields() if field.widget == "opinion" and values.get(field.key)]


def _move(step: Step, case: Case, subject: TaskSubject, values: dict[str, Any]) -> None:
    token = subject.row["token_key"]
    try:
        case.instance.complete(token, values)
    except ProcessFault as fault:
        fault.facts.setdefault("instance_key", case.key)
        fault.facts.setdefault("token_key", token)
        fault.facts.setdefault("element_id", subject.row["element_id"])
        raise
    advance(step, case)


HANDLER = Handler(
    CompleteTask,
    action="user_task.complete",
    load=_load,
    rule=rules.is_assignee,
    run=_run,
    chain=lambda _command, subject: f"instance:{subject.instance_key}",
    object=lambda command, _subject: f"user_task:{command.task_key}",
    instance_key=lambda _command, subject: subject.instance_key,
)
