"""Agencies and platforms.

account_name, bank_name, bank_account_for_deposit   to whom a deposit is paid: a change needs a second person
contacts                                            list of {name, title, phone}
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Integer, Table, Text

from engine.registers.shared.rows import kept
from engine.storage.metadata import METADATA
from engine.storage.types import ExactJson, Key

AGENCY = Table(
    "register_agency",
    METADATA,
    Column("key", Key(), primary_key=True, autoincrement=False),
    Column("agency_code", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("territory", Text, nullable=False),
    Column("site_url", Text),
    Column("check_interval_days", Integer, nullable=False),
    Column("deposit_regime", Text, nullable=False),
    Column("account_name", Text),
    Column("bank_name", Text),
    Column("bank_account_for_deposit", Text),
    Column("contacts", ExactJson(), nullable=False),
    Column("notes", Text),
    *kept(),
    CheckConstraint("check_interval_days >= 1", name="check_interval_days"),
)
