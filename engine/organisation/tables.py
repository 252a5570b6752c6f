"""The tables of the organisation. Login names (`linxiaolan`) are the ids of people everywhere."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, PrimaryKeyConstraint, Table, Text

from engine.storage.metadata import METADATA
from engine.storage.types import ExactJson, Key, UtcDateTime

ACTIVE, LEFT = "active", "left"
THEMES = ("auto", "light", "dark")


def kept() -> list[Column[object]]:
    """What every row says about itself. Nothing is ever deleted: a wrong row is made void, with a reason."""
    return [
        Column("created_at", UtcDateTime(), nullable=False),
        Column("created_by", Text, nullable=False),
        Column("updated_at", UtcDateTime(), nullable=False),
        Column("updated_by", Text, nullable=False),
        Column("version", Integer, nullable=False),
        Column("is_void", Boolean, nullable=False),
        Column("void_reason", Text),
    ]


DEPARTMENT = Table(
    "department",
    METADATA,
    Column("key", Key(), primary_key=True, autoincrement=False),
    Column("code", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("head", Text),
    *kept(),
)

# territory_codes: division codes of six digits (GB/T 2260); an empty list means the whole country.
PERSON = Table(
    "person",
    METADATA,
    Column("key", Key(), primary_key=True, autoincrement=False),
    Column("user_id", Text, nullable=False, unique=True),
    Column("emp_no", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("mobile", Text),
    Column("email", Text),
    Column("department", Text, ForeignKey("department.code")),
    Column("manager", Text),
    Column("territory_codes", ExactJson(), nullable=False),
    Column("status", Text, nullable=False),
    Column("left_on", Date),
    *kept(),
    Index("ix_person_department", "department"),
)

MEMBERSHIP = Table(
    "membership",
    METADATA,
    Column("user_id", Text, ForeignKey("person.user_id"), nullable=False),
    Column("role", Text, nullable=False),
    PrimaryKeyConstraint("user_id", "role"),
    Index("ix_membership_role", "role", "user_id"),
)

# Rights lent for a time. `roles` empty means all of the delegator's roles. Read by nobody yet.
DELEGATION = Table(
    "delegation",
    METADATA,
    Column("key", Key(), primary_key=True, autoincrement=False),
    Column("delegator", Text, ForeignKey("person.user_id"), nullable=False),
    Column("delegate", Text, ForeignKey("person.user_id"), nullable=False),
    Column("starts_at", UtcDateTime(), nullable=False),
    Column("ends_at", UtcDateTime(), nullable=False),
    Column("roles", ExactJson(), nullable=False),
    *kept(),
    Index("ix_delegation_delegate", "delegate", "starts_at"),
    Index("ix_delegation_delegator", "delegator", "starts_at"),
)

# locked_until and the times of sessions are real time, which demo mode does not move.
ACCOUNT = Table(
    "account",
    METADATA,
    Column("user_id", Text, ForeignKey("person.user_id"), primary_key=True),
    Column("password_hash", Text, nullable=False),
    Column("failed", Integer, nullable=False),
    Column("locked_until", UtcDateTime()),
    Column("must_change", Boolean, nullable=False),
    Column("is_disabled", Boolean, nullable=False),
    Column("changed_at", UtcDateTime(), nullable=False),
    Column("last_login_at", UtcDateTime()),
    # What the person chose; nothing = what the browser says, and for letters the company's own language.
    Column("language", Text),
    Column("theme", Text),
)

# id_hash: SHA-256 of the random token in the cookie, so that a copy of the database opens no session.
WEB_SESSION = Table(
    "web_session",
    METADATA,
    Column("id_hash", Text, primary_key=True),
    Column("user_id", Text, ForeignKey("person.user_id"), nullable=False),
    Column("created_at", UtcDateTime(), nullable=False),
    Column("last_seen_at", UtcDateTime(), nullable=False),
    Column("expires_at", UtcDateTime(), nullable=False),
    Column("ip", Text, nullable=False),
    Column("user_agent", Text, nullable=False),
    Column("revoked_at", UtcDateTime()),
    Index("ix_web_session_user", "user_id", "revoked_at"),
    Index("ix_web_session_expires", "expires_at"),
)
