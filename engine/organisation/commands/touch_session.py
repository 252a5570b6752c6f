"""A session was used; once a minute is enough (`Session.should_touch`)."""

from __future__ import annotations

from dataclasses import dataclass

from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.organisation import accounts
from engine.permissions import rules


@dataclass(frozen=True)
class TouchSession:
    id_hash: str


def _run(step: Step, command: TouchSession, _subject: None) -> None:
    accounts.touch_session(step.connection, command.id_hash, step.real_now)


HANDLER = Handler(
    TouchSession,
    action="session.touch",
    load=lambda _step, _command: None,
    rule=rules.is_system,
    run=_run,
    chain=lambda _command, _subject: "sessions",
    object=lambda _command, _subject: "session",
    audited=False,
)
