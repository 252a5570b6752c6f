"""A person has proved who he is (`accounts.verify`) and comes in.

Only the product's own login page gives this command, as the system; it never comes from outside.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.kernel.errors import PermissionDenied
from engine.notifications.kinds import LANGUAGES
from engine.organisation import accounts
from engine.organisation.commands.subjects import load_account
from engine.organisation.tables import ACCOUNT
from engine.permissions import rules


@dataclass(frozen=True)
class OpenSession:
    """new_hash: the password under today's cost, where the stored hash was older.

    language: chosen on the login page; kept for a person who has chosen none yet.
    """

    user_id: str
    ip: str = ""
    user_agent: str = ""
    new_hash: str | None = field(default=None, repr=False)
    language: str | None = None


def _run(step: Step, command: OpenSession, account: Mapping[str, Any]) -> dict[str, Any]:
    """The result's `token` goes into the cookie and nowhere else."""
    if account["is_disabled"]:
        raise PermissionDenied(reason="account_disabled")
    token = accounts.open_session(
        step.connection, command.user_id, step.real_now, ip=command.ip, user_agent=command.user_agent
    )
    if command.new_hash is not None:
        step.connection.execute(
            ACCOUNT.update()
            .where(ACCOUNT.c.user_id == command.user_id)
            .values(password_hash=command.new_hash)
        )
    if account["language"] is None and command.language in LANGUAGES:
        step.connection.execute(
            ACCOUNT.update().where(ACCOUNT.c.user_id == command.user_id).values(language=command.language)
        )
    step.audit_detail(ip=command.ip[:64])
    return {"user_id": command.user_id, "token": token, "must_change": account["must_change"]}


HANDLER = Handler(
    OpenSession,
    action="session.open",
    load=lambda step, command: load_account(step, command.user_id),
    rule=rules.is_system,
    run=_run,
    chain=lambda command, _subject: f"account:{command.user_id}",
    object=lambda command, _subject: f"account:{command.user_id}",
)
