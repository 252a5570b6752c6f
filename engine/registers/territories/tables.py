"""Territories.

code                which one lies in which is read from the code alone; see `shared.divisions`
two_invoice_...     whether drugs, or devices, may pass one wholesaler only on their way to a hospital
"""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, Table, Text

from engine.registers.shared.rows import kept
from engine.storage.metadata import METADATA
from engine.storage.types import Key

TERRITORY = Table(
    "register_territory",
    METADATA,
    Column("key", Key(), primary_key=True, autoincrement=False),
    Column("code", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("parent_code", Text),
    Column("two_invoice_drug", Boolean, nullable=False),
    Column("two_invoice_device", Boolean, nullable=False),
    Column("regional_manager", Text),
    *kept(),
    CheckConstraint("length(code) = 6", name="code"),
)
