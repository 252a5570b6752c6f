"""Accounts on platforms, and what is kept of their passwords.

bidder_entity   `self`, or `agent` where an agent of ours bids with it
change_since    the password is due since then, whatever its term: somebody who knew it leaves

The password stands in a table of its own, so that no list, search, export or history can reach it: sealed by
the keyring, for this account alone. A reveal is asked, perhaps decided, and shown once:

state           waiting, approved, refused, shown
decided_by      absent where no second person was needed
until           approved: last instant at which it may be opened; shown: at which it may be looked at
"""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, Date, Index, Integer, Table, Text, UniqueConstraint

from engine.registers.shared.rows import kept
from engine.storage.metadata import METADATA
from engine.storage.types import Key, UtcDateTime

ACTIVE, CLOSED = "active", "closed"
WAITING, APPROVED, REFUSED, SHOWN = "waiting", "approved", "refused", "shown"

ACCOUNT = Table(
    "register_platform_account",
    METADATA,
    Column("key", Key(), primary_key=True, autoincrement=False),
    Column("agency", Text, nullable=False),
    Column("bidder_entity", Text, nullable=False),
    Column("login_name", Text, nullable=False),
    Column("phone_bound", Text),
    Column("ca_key_no", Text),
    Column("ca_holder", Text),
    Column("ca_valid_to", Date),
    Column("can_quote", Boolean, nullable=False),
    Column("last_rotated_on", Date),
    Column("rotate_every_days", Integer, nullable=False),
    Column("change_since", Date),
    Column("status", Text, nullable=False),
    *kept(),
    UniqueConstraint("agency", "login_name", name="uq_register_platform_account_login"),
    CheckConstraint("rotate_every_days >= 1", name="rotate_every_days"),
)

CREDENTIAL = Table(
    "platform_credential",
    METADATA,
    Column("account_key", Key(), primary_key=True, autoincrement=False),
    Column("sealed", Text, nullable=False),
    Column("set_at", UtcDateTime(), nullable=False),
    Column("set_by", Text, nullable=False),
)

REVEAL = Table(
    "credential_reveal",
    METADATA,
    Column("key", Key(), primary_key=True, autoincrement=False),
    Column("account_key", Key(), nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("on_behalf_of", Text),
    Column("asked_at", UtcDateTime(), nullable=False),
    Column("reason", Text, nullable=False),
    Column("tender", Text),
    Column("state", Text, nullable=False),
    Column("decided_by", Text),
    Column("decided_at", UtcDateTime()),
    Column("decision_reason", Text),
    Column("shown_at", UtcDateTime()),
    Column("until", UtcDateTime()),
    CheckConstraint("decided_by IS NULL OR decided_by <> asked_by", name="two_persons"),
    Index("ix_credential_reveal_account", "account_key", "key"),
    Index("ix_credential_reveal_state", "state", "key"),
)

# What was said of an account, once: kind `rotation`, or `ca_60`, `ca_30`, `ca_7`; about: the day it fell due.
REMINDER = Table(
    "platform_reminder",
    METADATA,
    Column("account_key", Key(), primary_key=True, autoincrement=False),
    Column("kind", Text, primary_key=True),
    Column("about", Date, primary_key=True),
    Column("at", UtcDateTime(), nullable=False),
)
