"""A person logs out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.kernel.actor import Actor
from engine.organisation import accounts
from engine.organisation.commands.subjects import load_session
from engine.permissions import rules


@dataclass(frozen=True)
class CloseSession:
    id_hash: str


def _is_own(actor: Actor, session: Mapping[str, Any]) -> bool:
    return bool(actor.user_id == session["user_id"]) or rules.is_admin(actor, session)


def _run(step: Step, command: CloseSession, session: Mapping[str, Any]) -> dict[str, Any]:
    accounts.revoke_session(step.connection, command.id_hash, step.real_now)
    return {"user_id": session["user_id"]}


HANDLER = Handler(
    CloseSession,
    action="session.close",
    load=lambda step, command: load_session(step, command.id_hash),
    rule=_is_own,
    run=_run,
    chain=lambda _command, session: f"account:{session['user_id']}",
    object=lambda _command, session: f"account:{session['user_id']}",
)
