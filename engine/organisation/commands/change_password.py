"""A person chooses an own new password; every other session of the person ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.kernel.actor import Actor
from engine.kernel.errors import InvalidInput, Problem
from engine.organisation import accounts, passwords
from engine.organisation.commands.subjects import load_account, load_person, names_of
from engine.organisation.tables import ACCOUNT


@dataclass(frozen=True)
class ChangePassword:
    """session_hash: id hash of the session that stays open."""

    user_id: str
    old_password: str = field(repr=False)
    new_password: str = field(repr=False)
    session_hash: str | None = None


def _is_own(actor: Actor, account: Mapping[str, Any]) -> bool:
    return bool(actor.user_id == account["user_id"])


def _run(step: Step, command: ChangePassword, account: Mapping[str, Any]) -> dict[str, Any]:
    if not passwords.fits(command.old_password, account["password_hash"]):
        raise InvalidInput(fields={"old_password": [Problem("password_wrong")]})
    if command.old_password == command.new_password:
        raise InvalidInput(fields={"password": [Problem("password_unchanged")]})
    names = names_of(step, load_person(step, command.user_id))
    passwords.require_good(command.new_password, command.user_id, names)
    step.connection.execute(
        ACCOUNT.update()
        .where(ACCOUNT.c.user_id == command.user_id)
        .values(
            password_hash=passwords.hash_password(command.new_password),
            must_change=False,
            changed_at=step.now,
        )
    )
    ended = accounts.revoke_all(
        step.connection, command.user_id, step.real_now, except_hash=command.session_hash
    )
    step.audit_detail(sessions_ended=ended)
    return {"user_id": command.user_id}


HANDLER = Handler(
    ChangePassword,
    action="account.change_password",
    load=lambda step, command: load_account(step, command.user_id),
    rule=_is_own,
    run=_run,
    chain=lambda command, _subject: f"account:{command.user_id}",
    object=lambda command, _subject: f"account:{command.user_id}",
)
