"""Attach a file to a case. Its content is in the store already, on disk before this step began."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.permissions import rules
from engine.processes.subject import CaseSubject, load_visible


@dataclass(frozen=True)
class AttachFile:
    instance_key: int
    filename: str
    media_type: str
    size: int
    sha256: str
    task_key: int | None = None


def _load(step: Step, command: AttachFile) -> CaseSubject:
    return load_visible(step, command.instance_key, command.task_key)


def _run(step: Step, command: AttachFile, subject: CaseSubject) -> dict[str, Any]:
    key = step.keys.next()
    step.writes.attachments.append(
        {
            "key": key,
            "instance_key": subject.instance_key,
            "task_key": command.task_key,
            "source": "upload",
            "filename": command.filename,
            "media_type": command.media_type,
            "size": command.size,
            "sha256": command.sha256,
            "added_by": step.actor.user_id,
            "added_at": step.now,
        }
    )
    step.audit_detail(attachment=key, filename=command.filename, size=command.size, sha256=command.sha256)
    step.history(subject.instance_key, "attached", None, filename=command.filename, attachment=key)
    return {"attachment_key": key}


HANDLER = Handler(
    AttachFile,
    action="case.attach",
    load=_load,
    rule=rules.may_see_case,
    run=_run,
    chain=lambda command, _subject: f"instance:{command.instance_key}",
    object=lambda command, _subject: f"instance:{command.instance_key}",
    instance_key=lambda command, _subject: command.instance_key,
)
