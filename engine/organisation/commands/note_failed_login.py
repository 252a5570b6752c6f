"""A wrong password for a known account: counted, and the fifth locks the account for a while."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.organisation import accounts
from engine.organisation.commands.subjects import load_account
from engine.permissions import rules


@dataclass(frozen=True)
class NoteFailedLogin:
    user_id: str
    ip: str = ""


def _run(step: Step, command: NoteFailedLogin, _account: Mapping[str, Any]) -> dict[str, Any]:
    locked_until = accounts.count_failure(step.connection, command.user_id, step.real_now)
    step.audit_detail(ip=command.ip[:64], locked_until=locked_until)
    return {"locked_until": None if locked_until is None else locked_until.isoformat()}


HANDLER = Handler(
    NoteFailedLogin,
    action="session.refuse",
    load=lambda step, command: load_account(step, command.user_id),
    rule=rules.is_system,
    run=_run,
    chain=lambda command, _subject: f"account:{command.user_id}",
    object=lambda command, _subject: f"account:{command.user_id}",
)
