"""A password that may be seen is shown, once, for a minute, to whoever asked for it.

1. The command notes that it is shown; it carries no password, so that nothing which keeps commands or answers
   (the audit, repeated requests) can hold one.
2. `password` opens it then, for the same person and for that minute.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from engine.execution.handler import Handler
from engine.execution.step import Reader, Step
from engine.kernel.actor import Actor
from engine.kernel.errors import NotFound, OperationRefused
from engine.registers.platform_accounts import reveals
from engine.registers.platform_accounts.queries import NAME, needs_two
from engine.registers.platform_accounts.set_password import about, may_use
from engine.registers.platform_accounts.tables import ACCOUNT, ACTIVE, APPROVED, CREDENTIAL, REVEAL, SHOWN
from engine.storage.keyring import CannotBeOpened

SECONDS = 60


@dataclass(frozen=True)
class ShowPassword:
    reveal: int


def _may_open(actor: Actor, reveal: Any) -> bool:
    """Only who asked for it, as himself."""
    return may_use(actor, reveal) and actor.user_id == reveal["asked_by"]


def _run(step: Step, command: ShowPassword, reveal: Mapping[str, Any]) -> dict[str, Any]:
    """Raises OperationRefused where it was not let, was shown before, or was let too long ago."""
    if reveals.state(reveal, step.now) != APPROVED:
        raise OperationRefused(reason="reveal_is_over")
    account = step.connection.execute(
        select(ACCOUNT).where(ACCOUNT.c.key == reveal["account_key"])
    ).mappings()
    row = account.one()
    if row["is_void"] or row["status"] != ACTIVE:
        raise OperationRefused(reason="no_password_to_show", login=row["login_name"])
    # It may have become an account of two persons since it was asked for.
    if needs_two(dict(row)) and reveal["decided_by"] is None:
        raise OperationRefused(reason="second_person_needed", login=row["login_name"])
    until = step.now + timedelta(seconds=SECONDS)
    reveals.move(step, reveal, APPROVED, state=SHOWN, shown_at=step.now, until=until)
    step.audit_detail(reveal=str(command.reveal), reason=reveal["reason"], second_person=reveal["decided_by"])
    return {"account": str(reveal["account_key"]), "until": until.isoformat()}


def password(reader: Reader, actor: Actor, reveal: int) -> str:
    """The password in clear. Raises NotFound for anybody else, and as soon as the minute is over."""
    query = (
        select(REVEAL, CREDENTIAL.c.sealed)
        .join_from(REVEAL, CREDENTIAL, CREDENTIAL.c.account_key == REVEAL.c.account_key)
        .where(REVEAL.c.key == reveal, REVEAL.c.state == SHOWN, REVEAL.c.asked_by == actor.user_id)
    )
    row = reader.connection.execute(query).mappings().first()
    if row is None or row["until"] is None or reader.now > row["until"]:
        raise NotFound(kind="credential_reveal", key=reveal)
    try:
        return reader.services.vault.open(row["sealed"], about(row["account_key"]))
    except CannotBeOpened as error:
        raise OperationRefused(reason="vault_does_not_open") from error


HANDLER = Handler(
    ShowPassword,
    action="platform_account.show_password",
    load=lambda step, command: reveals.locked(step, command.reveal),
    rule=_may_open,
    run=_run,
    chain=lambda _command, reveal: f"register:{NAME}:{reveal['account_key']}",
    object=lambda _command, reveal: f"platform_account:{reveal['account_key']}",
)
