"""Codes of products on platforms.

unit_ratio   how many of our base units one of the platform's units is: where it is wrong, so is every price
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, Index, Table, Text, UniqueConstraint

from engine.registers.shared.rows import kept
from engine.storage.metadata import METADATA
from engine.storage.types import ExactDecimal, Key

PLATFORM_CODE = Table(
    "register_platform_code",
    METADATA,
    Column("key", Key(), primary_key=True, autoincrement=False),
    Column("agency", Text, nullable=False),
    Column("product", Text, nullable=False),
    Column("platform_code", Text, nullable=False),
    Column("platform_name", Text),
    Column("platform_spec", Text),
    Column("unit_ratio", ExactDecimal(6), nullable=False),
    Column("listed_price", ExactDecimal(4)),
    Column("status", Text, nullable=False),
    Column("last_synced_on", Date),
    *kept(),
    UniqueConstraint("agency", "platform_code", name="uq_register_platform_code_agency_code"),
    UniqueConstraint("agency", "product", name="uq_register_platform_code_agency_product"),
    CheckConstraint("unit_ratio > 0", name="unit_ratio"),
    CheckConstraint("listed_price > 0", name="listed_price"),
    Index("ix_register_platform_code_product", "product"),
)
