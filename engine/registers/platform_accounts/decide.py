"""A second person lets a password be seen, or does not (SOD-07)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.kernel.actor import Actor
from engine.kernel.errors import FourEyes, InvalidInput, Problem
from engine.registers.platform_accounts import reveals
from engine.registers.platform_accounts.ask import DECIDES, LASTS, SHORTEST
from engine.registers.platform_accounts.queries import NAME
from engine.registers.platform_accounts.tables import APPROVED, REFUSED, WAITING

_WORDS = {"zh-Hans": "申请查看密码", "en": "Asking for a password"}


@dataclass(frozen=True)
class DecideReveal:
    """reason: why not, where it is refused."""

    reveal: int
    is_approved: bool
    reason: str = ""


def _may_decide(actor: Actor, _subject: Any) -> bool:
    """The lead, or the manager in the lead's place; whether it is another person is asked of the reveal."""
    return bool(actor.roles & set(DECIDES))


def _run(step: Step, command: DecideReveal, reveal: Mapping[str, Any]) -> dict[str, Any]:
    """Raises FourEyes for whoever asked, and for both sides of a substitution."""
    if step.actor.persons & {reveal["asked_by"], reveal["on_behalf_of"]}:
        raise FourEyes(step=_WORDS, person=reveal["asked_by"])
    reason = command.reason.strip()
    if not command.is_approved and len(reason) < SHORTEST:
        raise InvalidInput(fields={"reason": [Problem("reason_too_short", facts={"min": SHORTEST})]})
    state = APPROVED if command.is_approved else REFUSED
    reveals.move(
        step,
        reveal,
        WAITING,
        state=state,
        decided_by=step.actor.user_id,
        decided_at=step.now,
        decision_reason=reason[:500] or None,
        until=step.now + LASTS if command.is_approved else None,
    )
    facts = {"login": reveals.login_of(step, reveal), "account": str(reveal["account_key"])}
    kind = "reveal_approved" if command.is_approved else "reveal_refused"
    step.notice(reveal["asked_by"], kind, {**facts, "by": step.actor.user_id}, is_at_once=True)
    step.audit_detail(reveal=str(command.reveal), approved=command.is_approved, reason=reason)
    return {"account": str(reveal["account_key"]), "state": state}


HANDLER = Handler(
    DecideReveal,
    action="platform_account.decide_reveal",
    load=lambda step, command: reveals.locked(step, command.reveal),
    rule=_may_decide,
    run=_run,
    chain=lambda _command, reveal: f"register:{NAME}:{reveal['account_key']}",
    object=lambda _command, reveal: f"platform_account:{reveal['account_key']}",
)
