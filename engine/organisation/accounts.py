"""Logging in and web sessions, as functions over a connection. All instants here are real time.

A login is two parts: the slow comparison of the password on a read snapshot (`verify`), and then one short
command that opens the session or counts the failure. So no writer waits for a password hash.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, select

from engine.organisation import passwords
from engine.organisation.tables import ACCOUNT, ACTIVE, PERSON, WEB_SESSION
from engine.storage.prepared import Prepared

FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
TOUCH_EVERY = timedelta(minutes=1)

OK, WRONG, LOCKED = "ok", "wrong", "locked"

# Asked by every request, so it is compiled once.
_OPEN = Prepared(
    select(
        WEB_SESSION.c.id_hash,
        WEB_SESSION.c.user_id,
        ACCOUNT.c.must_change,
        WEB_SESSION.c.created_at,
        WEB_SESSION.c.last_seen_at,
        WEB_SESSION.c.expires_at,
        ACCOUNT.c.language,
        ACCOUNT.c.theme,
    )
    .join_from(WEB_SESSION, ACCOUNT, WEB_SESSION.c.user_id == ACCOUNT.c.user_id)
    .join(PERSON, PERSON.c.user_id == WEB_SESSION.c.user_id)
    .where(WEB_SESSION.c.id_hash == bindparam("hash"), WEB_SESSION.c.revoked_at.is_(None))
    .where(ACCOUNT.c.is_disabled.is_(False), PERSON.c.status == ACTIVE)
)


@dataclass(frozen=True)
class Verified:
    """outcome: ok, wrong, locked. A disabled account, one who has left and an unknown name are all `wrong`.

    user_id    the account to which the outcome belongs; None for an unknown name
    new_hash   a hash with today's cost, where the stored one is older
    must_change   the password was given by somebody else and is only good for choosing an own one
    """

    outcome: str
    user_id: str | None = None
    new_hash: str | None = None
    locked_until: datetime | None = None
    must_change: bool = False


@dataclass(frozen=True)
class Session:
    """A session that is open now. language, theme: what the person chose once, on whatever machine."""

    id_hash: str
    user_id: str
    must_change: bool
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    language: str | None = None
    theme: str | None = None

    def should_touch(self, now: datetime) -> bool:
        """Not on every request: one write a minute keeps the idle limit exact enough."""
        return now - self.last_seen_at >= TOUCH_EVERY


def verify(connection: Connection, user_id: str, password: str, now: datetime) -> Verified:
    """Compares; changes nothing. Takes about as long for an unknown name as for a known one."""
    row = account(connection, user_id)
    is_right = passwords.fits(password, None if row is None else row["password_hash"])
    if row is None or row["is_disabled"] or row["status"] != ACTIVE:
        return Verified(WRONG, None if row is None else user_id)
    if row["locked_until"] is not None and now < row["locked_until"]:
        return Verified(LOCKED, user_id, locked_until=row["locked_until"])
    if not is_right:
        return Verified(WRONG, user_id)
    old = passwords.should_rehash(row["password_hash"])
    new_hash = passwords.hash_password(password) if old else None
    return Verified(OK, user_id, new_hash, must_change=row["must_change"])


def account(connection: Connection, user_id: str) -> Mapping[str, Any] | None:
    """The account with the person's status, or None."""
    statement = (
        select(ACCOUNT, PERSON.c.status)
        .join_from(ACCOUNT, PERSON, ACCOUNT.c.user_id == PERSON.c.user_id)
        .where(ACCOUNT.c.user_id == user_id)
    )
    row = connection.execute(statement).mappings().first()
    return None if row is None else {str(name): value for name, value in row.items()}


def count_failure(connection: Connection, user_id: str, now: datetime) -> datetime | None:
    """One more wrong password; the fifth locks for fifteen minutes. Returns until when, or None."""
    row = account(connection, user_id)
    if row is None:
        return None
    failed = row["failed"] + 1
    locked_until = now + LOCKED_FOR if failed >= FAILURES else None
    connection.execute(
        ACCOUNT.update()
        .where(ACCOUNT.c.user_id == user_id)
        .values(failed=0 if locked_until else failed, locked_until=locked_until or row["locked_until"])
    )
    return locked_until


def open_session(connection: Connection, user_id: str, now: datetime, *, ip: str, user_agent: str) -> str:
    """Writes the session; returns the token for the cookie, which is stored nowhere."""
    token = secrets.token_urlsafe(32)
    connection.execute(
        WEB_SESSION.insert().values(
            id_hash=hash_token(token),
            user_id=user_id,
            created_at=now,
            last_seen_at=now,
            expires_at=now + LONGEST,
            ip=ip[:64],
            user_agent=user_agent[:300],
        )
    )
    connection.execute(
        ACCOUNT.update()
        .where(ACCOUNT.c.user_id == user_id)
        .values(failed=0, locked_until=None, last_login_at=now)
    )
    return token


def find_session(connection: Connection, token: str, now: datetime) -> Session | None:
    """The open session of this token: not revoked, not idle for half an hour, not older than twelve hours."""
    found = _OPEN.fetch_one(connection, {"hash": hash_token(token)})
    if found is None:
        return None
    session = Session(*found)
    is_over = now >= session.expires_at or now - session.last_seen_at >= IDLE
    return None if is_over else session


def touch_session(connection: Connection, id_hash: str, now: datetime) -> None:
    connection.execute(
        WEB_SESSION.update()
        .where(WEB_SESSION.c.id_hash == id_hash, WEB_SESSION.c.revoked_at.is_(None))
        .values(last_seen_at=now)
    )


def revoke_session(connection: Connection, id_hash: str, now: datetime) -> None:
    connection.execute(
        WEB_SESSION.update()
        .where(WEB_SESSION.c.id_hash == id_hash, WEB_SESSION.c.revoked_at.is_(None))
        .values(revoked_at=now)
    )


def revoke_all(connection: Connection, user_id: str, now: datetime, *, except_hash: str | None = None) -> int:
    """Ends the person's sessions, all or all but one; returns how many."""
    statement = WEB_SESSION.update().where(
        WEB_SESSION.c.user_id == user_id, WEB_SESSION.c.revoked_at.is_(None)
    )
    if except_hash is not None:
        statement = statement.where(WEB_SESSION.c.id_hash != except_hash)
    return connection.execute(statement.values(revoked_at=now)).rowcount


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
