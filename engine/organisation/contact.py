"""Where and in which language a person is written to."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from engine.organisation.tables import PERSON


@dataclass(frozen=True)
class Contact:
    email: str | None
    language: str


def contact_of(connection: Connection, user_id: str) -> Contact | None:
    """None for an unknown person."""
    row = connection.execute(select(PERSON.c.email).where(PERSON.c.user_id == user_id)).first()
    return None if row is None else Contact(row.email, "zh-Hans")
