"""Save what was typed so far: kept as typed, unchecked, on the server, for any device."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam

from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.execution.tables import USER_TASK
from engine.kernel import exact_json
from engine.kernel.errors import InvalidInput, Problem
from engine.permissions import rules
from engine.storage.prepared import Prepared
from engine.user_tasks.subject import TaskSubject, load_task, require_open

LARGEST = 1_000_000

_KEEP = Prepared(
    USER_TASK.update()
    .where(USER_TASK.c.key == bindparam("k"))
    .values(
        draft=bindparam("typed", type_=USER_TASK.c.draft.type),
        draft_at=bindparam("at", type_=USER_TASK.c.draft_at.type),
    )
)


@dataclass(frozen=True)
class SaveDraft:
    """draft: what `forms.submission.draft` made of the posted form."""

    task_key: int
    draft: dict[str, Any] = field(default_factory=dict)


def _load(step: Step, command: SaveDraft) -> TaskSubject:
    subject = load_task(step, command.task_key)
    require_open(step, subject)
    return subject


def _run(step: Step, command: SaveDraft, subject: TaskSubject) -> dict[str, Any]:
    if len(exact_json.dumps(command.draft)) > LARGEST:
        raise InvalidInput(fields={"": [Problem("draft_too_large", facts={"limit": LARGEST})]})
    # A draft does not change the revision: it must never make a completion in another window fail.
    _KEEP.execute(step.connection, {"k": subject.key, "typed": command.draft, "at": step.now})
    return {"saved_at": step.now.isoformat()}


HANDLER = Handler(
    SaveDraft,
    action="user_task.save_draft",
    load=_load,
    rule=rules.is_assignee,
    run=_run,
    chain=lambda _command, subject: f"instance:{subject.instance_key}",
    object=lambda command, _subject: f"user_task:{command.task_key}",
    instance_key=lambda _command, subject: subject.instance_key,
    audited=False,
)
