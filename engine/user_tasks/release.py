"""Release: give a claimed task back to its candidates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam

from engine.execution.carry_out.user_tasks import candidate_rows
from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.execution.tables import USER_TASK
from engine.kernel.errors import ConcurrentChange, OperationRefused
from engine.permissions import rules
from engine.storage.prepared import Prepared
from engine.user_tasks.subject import TaskSubject, load_task, require_open

_GIVE_BACK = Prepared(
    USER_TASK.update()
    .where(USER_TASK.c.key == bindparam("k"), USER_TASK.c.revision == bindparam("was"))
    .values(assignee=None, revision=USER_TASK.c.revision + 1)
)


@dataclass(frozen=True)
class ReleaseTask:
    task_key: int


def _load(step: Step, command: ReleaseTask) -> TaskSubject:
    subject = load_task(step, command.task_key)
    require_open(step, subject)
    return subject


def _run(step: Step, _command: ReleaseTask, subject: TaskSubject) -> dict[str, Any]:
    row = subject.row
    if not row["candidate_users"] and not row["candidate_groups"]:
        # The model gave it to one person: released, it would be nobody's.
        raise OperationRefused(reason="task_has_no_candidates")
    if _GIVE_BACK.execute(step.connection, {"k": subject.key, "was": row["revision"]}) != 1:
        raise ConcurrentChange(kind="user_task", key=subject.key)
    step.writes.candidates.extend(candidate_rows(row))
    step.history(subject.instance_key, "task_released", row["element_id"], task=subject.key)
    return {"task_key": subject.key, "instance_key": subject.instance_key}


HANDLER = Handler(
    ReleaseTask,
    action="user_task.release",
    load=_load,
    rule=rules.is_assignee,
    run=_run,
    chain=lambda _command, subject: f"instance:{subject.instance_key}",
    object=lambda command, _subject: f"user_task:{command.task_key}",
    instance_key=lambda _command, subject: subject.instance_key,
)
