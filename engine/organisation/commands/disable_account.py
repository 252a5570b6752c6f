"""An administrator closes an account: no login any more, all sessions end. The person's past stays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.organisation import accounts
from engine.organisation.commands.subjects import load_account
from engine.organisation.tables import ACCOUNT
from engine.permissions import rules


@dataclass(frozen=True)
class DisableAccount:
    user_id: str
    reason: str


def _run(step: Step, command: DisableAccount, _account: Mapping[str, Any]) -> dict[str, Any]:
    step.connection.execute(
        ACCOUNT.update().where(ACCOUNT.c.user_id == command.user_id).values(is_disabled=True)
    )
    ended = accounts.revoke_all(step.connection, command.user_id, step.real_now)
    step.audit_detail(reason=command.reason, sessions_ended=ended)
    return {"user_id": command.user_id}


HANDLER = Handler(
    DisableAccount,
    action="account.disable",
    load=lambda step, command: load_account(step, command.user_id),
    rule=rules.is_admin,
    run=_run,
    chain=lambda command, _subject: f"account:{command.user_id}",
    object=lambda command, _subject: f"account:{command.user_id}",
)
