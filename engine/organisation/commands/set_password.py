"""An administrator gives a person a password; the account is made with the first one.

All sessions of the person end. At the next login the person must choose an own one, unless told otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.organisation import accounts, passwords
from engine.organisation.commands.subjects import load_person, names_of
from engine.organisation.tables import ACCOUNT
from engine.permissions import rules


@dataclass(frozen=True)
class SetPassword:
    user_id: str
    password: str = field(repr=False)
    must_change: bool = True


def _run(step: Step, command: SetPassword, person: Mapping[str, Any]) -> dict[str, Any]:
    passwords.require_good(command.password, command.user_id, names_of(step, person))
    values = {
        "password_hash": passwords.hash_password(command.password),
        "failed": 0,
        "locked_until": None,
        "must_change": command.must_change,
        "is_disabled": False,
        "changed_at": step.now,
    }
    known = accounts.account(step.connection, command.user_id)
    if known is None:
        step.connection.execute(ACCOUNT.insert().values(user_id=command.user_id, **values))
    else:
        step.connection.execute(ACCOUNT.update().where(ACCOUNT.c.user_id == command.user_id).values(**values))
    ended = accounts.revoke_all(step.connection, command.user_id, step.real_now)
    step.audit_detail(is_new=known is None, sessions_ended=ended)
    return {"user_id": command.user_id}


HANDLER = Handler(
    SetPassword,
    action="account.set_password",
    load=lambda step, command: load_person(step, command.user_id),
    rule=rules.is_admin,
    run=_run,
    chain=lambda command, _subject: f"account:{command.user_id}",
    object=lambda command, _subject: f"account:{command.user_id}",
)
