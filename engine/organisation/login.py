"""The whole of a login, for the login page and the API's password grant."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from engine.kernel.actor import Actor
from engine.organisation import accounts, strangers
from engine.organisation.commands.note_failed_login import NoteFailedLogin
from engine.organisation.commands.note_stranger import NoteStranger
from engine.organisation.commands.open_session import OpenSession

SYSTEM = Actor.system("login")


class Engine(Protocol):
    """What a login asks of the engine."""

    def execute(self, command: Any, actor: Actor) -> Any: ...

    def read(self) -> AbstractContextManager[Any]: ...


@dataclass(frozen=True)
class Login:
    """outcome: ok, wrong or locked; token: for the cookie, only where it is ok."""

    outcome: str
    token: str | None = None
    must_change: bool = False
    locked_until: datetime | None = None


def log_in(
    engine: Engine,
    user_id: str,
    password: str,
    now: datetime,
    *,
    ip: str,
    user_agent: str,
    language: str | None = None,
) -> Login:
    """1. Compare on a snapshot. 2. Open a session, or count the failure, whether the name exists or not.

    now        real time, as locks and sessions are
    language   chosen before signing in, for a person who has chosen none yet
    """
    name = user_id.strip().lower()
    with engine.read() as reader:
        verified = accounts.verify(reader.connection, name, password, now)
        locked = strangers.locked_until(reader.connection, name, now) if verified.user_id is None else None
    if locked is not None:
        return Login(accounts.LOCKED, locked_until=locked)
    if verified.outcome == accounts.OK:
        opened = engine.execute(OpenSession(name, ip, user_agent, verified.new_hash, language), SYSTEM)
        return Login(accounts.OK, opened["token"], opened["must_change"])
    if verified.outcome == accounts.WRONG:
        known = verified.user_id is not None
        answer = engine.execute(NoteFailedLogin(name, ip) if known else NoteStranger(name), SYSTEM)
        if answer["locked_until"] is not None:
            return Login(accounts.LOCKED, locked_until=datetime.fromisoformat(answer["locked_until"]))
    return Login(verified.outcome, locked_until=verified.locked_until)
