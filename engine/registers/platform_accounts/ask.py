"""Somebody asks to see a password, and says why.

1. An account on which can be quoted, or that is bound to a CA key, needs a second person (SOD-07): the leads
   are told, and the password stays closed until one of them lets it be seen.
2. Any other may be opened at once, within the same time as one that was let.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.kernel.errors import InvalidInput, OperationRefused, Problem
from engine.registers.platform_accounts.queries import NAME, needs_two
from engine.registers.platform_accounts.set_password import load, may_use
from engine.registers.platform_accounts.tables import ACTIVE, APPROVED, CREDENTIAL, REVEAL, WAITING
from engine.registers.shared import references

SHORTEST, LONGEST = 5, 500
LASTS = timedelta(minutes=10)
DECIDES = ("sales_assistant_lead", "sales_manager")


@dataclass(frozen=True)
class AskReveal:
    """tender: what it is asked for, where it is for one."""

    account: int
    reason: str
    tender: str | None = None


def _run(step: Step, command: AskReveal, account: Mapping[str, Any]) -> dict[str, Any]:
    """{"reveal": key, "state"}. Raises InvalidInput, OperationRefused where there is nothing to show."""
    reason, tender = command.reason.strip(), (command.tender or "").strip() or None
    _require(step, reason, tender)
    held = select(CREDENTIAL.c.account_key).where(CREDENTIAL.c.account_key == command.account)
    if account["status"] != ACTIVE or step.connection.execute(held).first() is None:
        raise OperationRefused(reason="no_password_to_show", login=account["login_name"])
    waits = needs_two(account)
    key = step.keys.next()
    step.connection.execute(
        REVEAL.insert().values(
            key=key,
            account_key=command.account,
            asked_by=step.actor.user_id,
            on_behalf_of=step.actor.on_behalf_of,
            asked_at=step.now,
            reason=reason,
            tender=tender,
            state=WAITING if waits else APPROVED,
            until=None if waits else step.now + LASTS,
        )
    )
    if waits:
        _tell(step, command.account, account)
    step.audit_detail(reveal=str(key), reason=reason, tender=tender, second_person=waits)
    return {"reveal": str(key), "state": WAITING if waits else APPROVED}


def _require(step: Step, reason: str, tender: str | None) -> None:
    problems: dict[str, list[Problem]] = {}
    if len(reason) < SHORTEST:
        problems["reason"] = [Problem("reason_too_short", facts={"min": SHORTEST})]
    elif len(reason) > LONGEST:
        problems["reason"] = [Problem("text_too_long", facts={"max": LONGEST, "length": len(reason)})]
    tenders = step.services.registers.get("tenders")
    if tender and tenders is not None and references.row_of(step, "tenders", tender) is None:
        problems["tender"] = [Problem("row_not_there", facts={"register": tenders.title, "code": tender})]
    if problems:
        raise InvalidInput(fields=problems)


def _tell(step: Step, key: int, account: Mapping[str, Any]) -> None:
    """Everybody who may decide, but for whoever asks."""
    people = {person for role in DECIDES for person in step.organisation.holders(role)}
    facts = {"by": step.actor.user_id, "login": account["login_name"], "account": str(key)}
    for person in sorted(people - step.actor.persons):
        step.notice(person, "reveal_asked", facts, is_at_once=True)


HANDLER = Handler(
    AskReveal,
    action="platform_account.ask_reveal",
    load=load,
    rule=may_use,
    run=_run,
    chain=lambda command, _subject: f"register:{NAME}:{command.account}",
    object=lambda command, _subject: f"platform_account:{command.account}",
)
