"""A wrong password for a name that no account has. It leaves no audit row: anyone could fill the chain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.organisation import strangers
from engine.permissions import rules


@dataclass(frozen=True)
class NoteStranger:
    name: str


def _run(step: Step, command: NoteStranger, _subject: None) -> dict[str, Any]:
    until = strangers.count_failure(step.connection, command.name, step.real_now)
    return {"locked_until": None if until is None else until.isoformat()}


HANDLER = Handler(
    NoteStranger,
    action="session.refuse_stranger",
    load=lambda _step, _command: None,
    rule=rules.is_system,
    run=_run,
    chain=lambda _command, _subject: "sessions",
    object=lambda _command, _subject: "session",
    audited=False,
)
