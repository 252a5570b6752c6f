"""A password was changed on the platform and is put into the vault."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.kernel.actor import Actor
from engine.kernel.errors import InvalidInput, NotFound, Problem
from engine.registers.platform_accounts.queries import NAME, USE
from engine.registers.platform_accounts.tables import ACCOUNT, CREDENTIAL
from engine.registers.shared import rows

LONGEST = 200


@dataclass(frozen=True)
class SetPassword:
    """password: in clear, so this command is neither printed nor kept anywhere."""

    account: int
    password: str = field(repr=False)


def about(account: int) -> str:
    """What the sealed password opens for."""
    return f"platform_account:{account}"


def put(step: Step, account: int, password: str) -> None:
    """Seals it in place of the one before; the term begins anew."""
    row = {
        "sealed": step.services.vault.seal(password, about(account)),
        "set_at": step.now,
        "set_by": step.actor.user_id,
    }
    changed = CREDENTIAL.update().where(CREDENTIAL.c.account_key == account).values(**row)
    if step.connection.execute(changed).rowcount == 0:
        step.connection.execute(CREDENTIAL.insert().values(account_key=account, **row))
    today = step.services.calendar.local_date(step.now)
    before = rows.locked(step, ACCOUNT, account)
    rows.update(step, ACCOUNT, NAME, before, {"last_rotated_on": today, "change_since": None})


def drawn() -> str:
    """A password that nobody knows yet, for the accounts of a demo."""
    return secrets.token_urlsafe(12)


def load(step: Step, command: Any) -> Mapping[str, Any]:
    """The account that a command names. Raises NotFound; what is void is not there."""
    query = select(ACCOUNT).where(ACCOUNT.c.key == command.account, ACCOUNT.c.is_void.is_(False))
    row = step.connection.execute(query.with_for_update()).mappings().first()
    if row is None:
        raise NotFound(kind="register_row", key=command.account)
    return {str(name): row[name] for name in row}


def may_use(actor: Actor, _subject: Any) -> bool:
    """Who works on the platforms."""
    return bool(actor.roles & USE)


def _run(step: Step, command: SetPassword, _subject: Mapping[str, Any]) -> None:
    if not command.password.strip():
        raise InvalidInput(fields={"password": [Problem("required")]})
    if len(command.password) > LONGEST:
        raise InvalidInput(fields={"password": [Problem("password_too_long", facts={"max": LONGEST})]})
    put(step, command.account, command.password)


HANDLER = Handler(
    SetPassword,
    action="platform_account.set_password",
    load=load,
    rule=may_use,
    run=_run,
    chain=lambda command, _subject: f"register:{NAME}:{command.account}",
    object=lambda command, _subject: f"platform_account:{command.account}",
)
