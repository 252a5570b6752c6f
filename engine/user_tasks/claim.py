"""Claim: take an open task that you are a candidate of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam

from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.execution.tables import USER_TASK, USER_TASK_CANDIDATE
from engine.kernel.errors import AlreadyClaimed, ConcurrentChange
from engine.permissions import rules
from engine.storage.prepared import Prepared
from engine.user_tasks.subject import TaskSubject, load_task, refuse_by_register, require_open

_TAKE = Prepared(
    USER_TASK.update()
    .where(USER_TASK.c.key == bindparam("k"), USER_TASK.c.revision == bindparam("was"))
    # Who takes a task of the day before the day opens, from the page of its case, has it at once.
    .values(assignee=bindparam("who"), revision=USER_TASK.c.revision + 1, available_from=None)
)
_OUT_OF_GROUPS = Prepared(
    USER_TASK_CANDIDATE.delete().where(USER_TASK_CANDIDATE.c.task_key == bindparam("k"))
)


@dataclass(frozen=True)
class ClaimTask:
    task_key: int


def _load(step: Step, command: ClaimTask) -> TaskSubject:
    subject = load_task(step, command.task_key)
    require_open(step, subject)
    if subject.assignee is not None and subject.assignee not in step.actor.persons:
        raise AlreadyClaimed(task_key=subject.key, by=subject.assignee)
    refuse_by_register(step, subject)
    return subject


def _run(step: Step, _command: ClaimTask, subject: TaskSubject) -> dict[str, Any]:
    if subject.assignee is None:
        row = {"k": subject.key, "was": subject.row["revision"], "who": step.actor.user_id}
        if _TAKE.execute(step.connection, row) != 1:
            raise ConcurrentChange(kind="user_task", key=subject.key)
        _OUT_OF_GROUPS.execute(step.connection, {"k": subject.key})
        step.history(subject.instance_key, "task_claimed", subject.row["element_id"], task=subject.key)
    return {"task_key": subject.key, "instance_key": subject.instance_key}


HANDLER = Handler(
    ClaimTask,
    action="user_task.claim",
    load=_load,
    rule=rules.is_candidate,
    run=_run,
    chain=lambda _command, subject: f"instance:{subject.instance_key}",
    object=lambda command, _subject: f"user_task:{command.task_key}",
    instance_key=lambda _command, subject: subject.instance_key,
)
