"""Say something about a case; `@name` tells that person.

A notice opens the case to its reader. So naming somebody who takes no part in it is sharing it, which not
everyone may; who does is written into the audit.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.execution.tables import COMMENT, PROCESS_INSTANCE, USER_TASK
from engine.execution.visibility import may_see
from engine.kernel.actor import Actor
from engine.kernel.errors import InvalidInput, Problem
from engine.permissions import rules
from engine.processes.subject import CaseSubject, load_visible

LONGEST = 5_000
# A name ends with a letter or a digit: the full stop after it belongs to the sentence. What stands before the
# sign tells a mention from an address.
_MENTION = re.compile(r"(?<![A-Za-z0-9._-])@([A-Za-z0-9._-]{0,63}[A-Za-z0-9])")


@dataclass(frozen=True)
class AddComment:
    instance_key: int
    text: str
    task_key: int | None = None


@dataclass(frozen=True)
class Sharing:
    """What the rule of sharing reads; assignees: who works on an open task of the case now."""

    started_by: str
    assignees: frozenset[str]


def _load(step: Step, command: AddComment) -> CaseSubject:
    text = command.text.strip()
    if not text:
        raise InvalidInput(fields={"text": [Problem("required")]})
    if len(text) > LONGEST or "\x00" in text or any("\ud800" <= c <= "\udfff" for c in text):
        raise InvalidInput(fields={"text": [Problem("text_refused", facts={"max": LONGEST})]})
    return load_visible(step, command.instance_key, command.task_key)


def _run(step: Step, command: AddComment, subject: CaseSubject) -> dict[str, Any]:
    key, text = step.keys.next(), command.text.strip()
    named = _named(step, text)
    opened_to = _newcomers(step, subject, named)
    row = {
        "key": key,
        "instance_key": subject.instance_key,
        "task_key": command.task_key,
        "at": step.now,
        "author": step.actor.user_id,
        "text": text,
    }
    step.connection.execute(COMMENT.insert().values(**row))
    # Its hash and not its words: a comment may have to be made unreadable one day, the chain must still hold.
    digest = hashlib.sha256(text.encode()).hexdigest()
    step.audit_detail(comment=key, sha256=digest, mentioned=named, opened_to=opened_to)
    step.history(subject.instance_key, "comment", None, text=text, comment=key, opened_to=opened_to)
    for person in named:
        facts = {"text": text[:200], "title": subject.case.title, "by": step.actor.user_id}
        step.notice(
            person, "comment_mention", facts, instance_key=subject.instance_key, task_key=command.task_key
        )
    return {"comment_key": key, "opened_to": opened_to}


def _named(step: Step, text: str) -> list[str]:
    return [name for name in dict.fromkeys(_MENTION.findall(text)) if step.organisation.is_active(name)]


def _newcomers(step: Step, subject: CaseSubject, named: Iterable[str]) -> list[str]:
    """Who of them may not see the case yet. Raises InvalidInput where the actor may not open it to them."""
    found = [name for name in named if not may_see(step.connection, _as(step, name), subject.instance_key)]
    if found and not rules.may_share_case(step.actor, _sharing(step, subject)):
        raise InvalidInput(fields={"text": [Problem("mention_may_not_see", facts={"person": found})]})
    return found


def _as(step: Step, name: str) -> Actor:
    return Actor(name, step.organisation.roles_of(name))


def _sharing(step: Step, subject: CaseSubject) -> Sharing:
    holders = (
        select(USER_TASK.c.assignee)
        .join(PROCESS_INSTANCE, PROCESS_INSTANCE.c.key == USER_TASK.c.instance_key)
        .where(PROCESS_INSTANCE.c.root_key == subject.case.root_key, USER_TASK.c.state == "created")
        .where(USER_TASK.c.assignee.isnot(None))
    )
    return Sharing(subject.started_by, frozenset(step.connection.scalars(holders)))


HANDLER = Handler(
    AddComment,
    action="case.comment",
    load=_load,
    rule=rules.may_see_case,
    run=_run,
    chain=lambda command, _subject: f"instance:{command.instance_key}",
    object=lambda command, _subject: f"instance:{command.instance_key}",
    instance_key=lambda command, _subject: command.instance_key,
)
