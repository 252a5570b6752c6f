"""Items of the price list.

price_key     product, kind, territory and customer in one text: for one key no two items hold on the same
              day. The database refuses that too (migration), so that of two who write at once one succeeds
floor_price   in place of `price` where the item is a floor: seen by three roles alone
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, Index, Table, Text

from engine.registers.shared.rows import kept
from engine.storage.metadata import METADATA
from engine.storage.types import ExactDecimal, Key

LIST, TIER_A, TIER_B = "list", "agent_tier_a", "agent_tier_b"
HOSPITAL, BID_FLOOR, BID_AWARD = "hospital", "bid_floor", "bid_award"

PRICE = Table(
    "register_price",
    METADATA,
    Column("key", Key(), primary_key=True, autoincrement=False),
    Column("price_key", Text, nullable=False),
    Column("product", Text, nullable=False),
    Column("price_type", Text, nullable=False),
    Column("territory", Text),
    Column("customer", Text),
    Column("price", ExactDecimal(4)),
    Column("floor_price", ExactDecimal(4)),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
    *kept(),
    CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="term"),
    CheckConstraint("price > 0 OR floor_price > 0", name="positive"),
    CheckConstraint(
        "(price_type = 'bid_floor' AND price IS NULL AND floor_price IS NOT NULL)"
        " OR (price_type <> 'bid_floor' AND price IS NOT NULL AND floor_price IS NULL)",
        name="one_price",
    ),
    Index("ix_register_price_key", "price_key", "valid_from"),
    Index("ix_register_price_product", "product", "price_type"),
)
