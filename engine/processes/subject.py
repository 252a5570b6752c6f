"""A case as the subject of a command, and who may see it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from engine.execution.cases import Case, load_case, lock_root
from engine.execution.step import Step
from engine.execution.tables import PROCESS_INSTANCE, USER_TASK
from engine.execution.visibility import may_see
from engine.kernel.errors import NotFound


@dataclass(frozen=True)
class CaseSubject:
    """What the rules read."""

    case: Case
    visible: bool
    past_no_return: bool = False

    @property
    def started_by(self) -> str:
        return self.case.started_by

    @property
    def instance_key(self) -> int:
        return self.case.key


def load_visible(step: Step, key: int, task_key: int | None = None) -> CaseSubject:
    """The case, locked. Raises NotFound also when the actor may not see it: its existence is told to nobody
    else.

    task_key   a task that the command speaks of; one of another case is not found either
    """
    lock_root(step, key)
    if not may_see(step.connection, step.actor, key):
        raise NotFound(kind="process_instance", key=key)
    case = load_case(step, key)
    if task_key is not None and not _has_task(step.connection, case.root_key, task_key):
        raise NotFound(kind="user_task", key=task_key)
    return CaseSubject(case, True)


def _has_task(connection: Connection, root_key: int, task_key: int) -> bool:
    """Whether the task stands in the case or one of its parts."""
    found = (
        select(USER_TASK.c.key)
        .join(PROCESS_INSTANCE, PROCESS_INSTANCE.c.key == USER_TASK.c.instance_key)
        .where(USER_TASK.c.key == task_key, PROCESS_INSTANCE.c.root_key == root_key)
    )
    return connection.execute(found).first() is not None
