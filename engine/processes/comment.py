"""Say something about a case; `@name` tells that person."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any

from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.execution.tables import COMMENT
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


def _load(step: Step, command: AddComment) -> CaseSubject:
    text = command.text.strip()
    if not text:
        raise InvalidInput(fields={"text": [Problem("required")]})
    if len(text) > LONGEST or "\x00" in text or any("\ud800" <= c <= "\udfff" for c in text):
        raise InvalidInput(fields={"text": [Problem("text_refused", facts={"max": LONGEST})]})
    return load_visible(step, command.instance_key)


def _run(step: Step, command: AddComment, subject: CaseSubject) -> dict[str, Any]:
    key, text = step.keys.next(), command.text.strip()
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
    step.audit_detail(comment=key, sha256=digest)
    step.history(subject.instance_key, "comment", None, text=text, comment=key)
    for person in dict.fromkeys(_MENTION.findall(text)):
        if step.organisation.is_active(person):
            facts = {"text": text[:200], "title": subject.case.title, "by": step.actor.user_id}
            step.notice(
                person, "comment_mention", facts, instance_key=subject.instance_key, task_key=command.task_key
            )
    return {"comment_key": key}


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
