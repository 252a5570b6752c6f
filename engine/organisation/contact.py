"""Where and in which language a person is written to."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from engine.notifications.kinds import FALLBACK_LANGUAGE
from engine.organisation.tables import ACCOUNT, PERSON


@dataclass(frozen=True)
class Contact:
    email: str | None
    language: str


def contact_of(connection: Connection, user_id: str) -> Contact | None:
    """None for an unknown person."""
    chosen = select(PERSON.c.email, ACCOUNT.c.language).join_from(
        PERSON, ACCOUNT, ACCOUNT.c.user_id == PERSON.c.user_id, isouter=True
    )
    row = connection.execute(chosen.where(PERSON.c.user_id == user_id)).first()
    return None if row is None else Contact(row.email, row.language or FALLBACK_LANGUAGE)
