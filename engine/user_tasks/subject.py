"""A user task as the subject of a command: its row, locked with its case, and who is kept away from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from engine.execution import kept_away_by
from engine.execution.cases import load_case
from engine.execution.step import Step
from engine.execution.tables import COMPLETION, PROCESS_INSTANCE, USER_TASK, USER_TASK_EXCLUSION
from engine.execution.visibility import may_see
from engine.kernel.actor import Actor
from engine.kernel.errors import FourEyes, NotFound, TaskNotOpen
from engine.storage.database import one_writer
from engine.storage.prepared import Prepared

NAMES = [column.name for column in USER_TASK.columns]
_SELECT = Prepared(select(USER_TASK).where(USER_TASK.c.key == bindparam("k")))
_MEMBER = PROCESS_INSTANCE.alias("member")
_LOCK_CASE = Prepared(
    select(PROCESS_INSTANCE.c.key)
    .where(
        PROCESS_INSTANCE.c.key
        == select(_MEMBER.c.root_key)
        .join(USER_TASK, USER_TASK.c.instance_key == _MEMBER.c.key)
        .where(USER_TASK.c.key == bindparam("k"))
        .scalar_subquery()
    )
    .with_for_update()
)
_EXCLUDED = Prepared(
    select(USER_TASK_EXCLUSION.c.person, USER_TASK_EXCLUSION.c.step).where(
        USER_TASK_EXCLUSION.c.task_key == bindparam("k")
    )
)
_COMPLETED = Prepared(
    select(COMPLETION.c.completed_by, COMPLETION.c.completed_at).where(
        COMPLETION.c.task_key == bindparam("k")
    )
)


@dataclass(frozen=True)
class TaskSubject:
    """What the rules read. `kept_away`: person id -> the step that person did."""

    row: Mapping[str, Any]
    kept_away: Mapping[str, str]

    @property
    def key(self) -> int:
        return int(self.row["key"])

    @property
    def instance_key(self) -> int:
        return int(self.row["instance_key"])

    @property
    def assignee(self) -> str | None:
        assignee: str | None = self.row["assignee"]
        return assignee

    @property
    def candidate_groups(self) -> frozenset[str]:
        return frozenset(self.row["candidate_groups"])

    @property
    def candidate_users(self) -> frozenset[str]:
        return frozenset(self.row["candidate_users"])

    @property
    def excluded(self) -> frozenset[str]:
        return frozenset(self.kept_away)


def load_task(step: Step, key: int) -> TaskSubject:
    """The task with its case locked.

    Raises NotFound also when the actor may not know of it; FourEyes when he is kept away from it.
    """
    if not one_writer(step.connection):
        _LOCK_CASE.fetch_one(step.connection, {"k": key})
    found = _SELECT.fetch_one(step.connection, {"k": key})
    if found is None:
        raise NotFound(kind="user_task", key=key)
    # What a register said when the task opened may have changed: it is asked anew, see `refuse_by_register`.
    kept_away = {
        person: done
        for person, done in _EXCLUDED.fetch_all(step.connection, {"k": key})
        if not done.startswith(kept_away_by.BY_REASON)
    }
    subject = TaskSubject(dict(zip(NAMES, found, strict=True)), kept_away)
    if not _may_know_of(step, subject):
        raise NotFound(kind="user_task", key=key)
    refuse_kept_away(step.actor, subject)
    return subject


def _may_know_of(step: Step, subject: TaskSubject) -> bool:
    """It is or was offered to the actor, or he may see its case. Cheapest first: most who ask have it."""
    actor = step.actor
    return (
        actor.is_system
        or subject.assignee in actor.persons
        or bool(subject.candidate_users & actor.persons or subject.candidate_groups & actor.roles)
        or may_see(step.connection, actor, subject.instance_key)
    )


def refuse_kept_away(actor: Actor, subject: TaskSubject) -> None:
    """Says which earlier step keeps the actor away, instead of a bare refusal."""
    for person in sorted(actor.persons & subject.excluded):
        raise FourEyes(task_key=subject.key, step=subject.kept_away[person], person=person)


def refuse_by_register(step: Step, subject: TaskSubject) -> None:
    """Raises FourEyes where a register keeps the actor away because of what he did in other cases."""
    if kept_away_by.RULE not in (subject.row["four_eyes"] or {}):
        return
    case = load_case(step, subject.instance_key)
    node = case.definition.process.nodes[subject.row["element_id"]]
    found = kept_away_by.ask(step, case, subject.row["token_key"], node, step.actor.persons)
    for person in sorted(found):
        raise FourEyes(**{"task_key": subject.key, "person": person, **found[person]})


def require_open(step: Step, subject: TaskSubject) -> None:
    """Raises TaskNotOpen with who ended it and when, so that the second person reads more than a refusal."""
    if subject.row["state"] == "created":
        return
    done = _COMPLETED.fetch_one(step.connection, {"k": subject.key})
    by, at = done if done is not None else (None, subject.row["ended_at"])
    raise TaskNotOpen(task_key=subject.key, state=subject.row["state"], by=by, at=at)


def display(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
