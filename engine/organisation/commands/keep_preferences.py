"""A person chooses language and theme: pages everywhere, and letters, follow. What is not named stays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.kernel.actor import Actor
from engine.kernel.errors import InvalidInput, Problem
from engine.notifications.kinds import LANGUAGES
from engine.organisation.commands.subjects import load_account
from engine.organisation.tables import ACCOUNT, THEMES


@dataclass(frozen=True)
class KeepPreferences:
    """language: one of LANGUAGES; theme: one of THEMES, where `auto` is the machine's own."""

    user_id: str
    language: str | None = None
    theme: str | None = None


def _is_own(actor: Actor, account: Mapping[str, Any]) -> bool:
    return bool(actor.user_id == account["user_id"])


def _run(step: Step, command: KeepPreferences, _account: Mapping[str, Any]) -> None:
    wanted = {"language": command.language, "theme": command.theme}
    known = {"language": LANGUAGES, "theme": THEMES}
    wrong = [name for name, value in wanted.items() if value and value not in known[name]]
    if wrong:
        raise InvalidInput(fields={name: [Problem("option_unknown")] for name in wrong})
    values = {name: value for name, value in wanted.items() if value}
    if values:
        step.connection.execute(ACCOUNT.update().where(ACCOUNT.c.user_id == command.user_id).values(**values))


HANDLER = Handler(
    KeepPreferences,
    action="account.keep_preferences",
    load=lambda step, command: load_account(step, command.user_id),
    rule=_is_own,
    run=_run,
    chain=lambda command, _subject: f"account:{command.user_id}",
    object=lambda command, _subject: f"account:{command.user_id}",
    audited=False,
)
