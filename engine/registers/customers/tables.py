"""Customers.

licence_scope   categories of products that the customer may buy
contacts        list of {name, title, mobile, is_buyer, auth_doc}
status          only `active` ones are dealt with; `frozen` until a paper that ran out is renewed
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Integer, Table, Text

from engine.registers.shared.rows import kept
from engine.storage.metadata import METADATA
from engine.storage.types import ExactDecimal, ExactJson, Key

PROSPECT, PENDING, ACTIVE, FROZEN, CLOSED = "prospect", "pending_review", "active", "frozen", "closed"

CUSTOMER = Table(
    "register_customer",
    METADATA,
    Column("key", Key(), primary_key=True, autoincrement=False),
    Column("customer_code", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False, unique=True),
    Column("uscc", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("ownership", Text, nullable=False),
    Column("grade", Text),
    Column("territory", Text, nullable=False),
    Column("legal_rep", Text),
    Column("address", Text, nullable=False),
    Column("warehouse_address", Text),
    Column("licence_scope", ExactJson(), nullable=False),
    Column("salesperson", Text, nullable=False),
    Column("credit_limit", ExactDecimal(2)),
    Column("credit_days", Integer),
    Column("invoice_title", Text, nullable=False),
    Column("tax_no", Text, nullable=False),
    Column("invoice_address", Text),
    Column("invoice_phone", Text),
    Column("bank_name", Text),
    Column("bank_account", Text),
    Column("invoice_email", Text),
    Column("contacts", ExactJson(), nullable=False),
    Column("status", Text, nullable=False),
    *kept(),
    CheckConstraint("length(uscc) = 18", name="uscc"),
    CheckConstraint("credit_days >= 0 AND credit_days <= 180", name="credit_days"),
    CheckConstraint("credit_limit >= 0", name="credit_limit"),
    Index("ix_register_customer_kind", "kind", "status"),
    Index("ix_register_customer_territory", "territory"),
)
