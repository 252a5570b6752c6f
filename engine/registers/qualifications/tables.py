"""Qualification papers.

owner_type, owner_id   whose it is: the company itself (`company`), or the code of a customer or product
valid_to               the last day; without one `no_expiry` says that this is meant
supersedes             doc_no of the paper that this one takes the place of
"""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, Date, Index, Table, Text

from engine.registers.shared.rows import kept
from engine.storage.metadata import METADATA
from engine.storage.types import ExactJson, Key

COMPANY, CUSTOMER, PRODUCT, LOGISTICS = "company", "customer", "product", "logistics"

QUALIFICATION = Table(
    "register_qualification",
    METADATA,
    Column("key", Key(), primary_key=True, autoincrement=False),
    Column("doc_no", Text, nullable=False, unique=True),
    Column("owner_type", Text, nullable=False),
    Column("owner_id", Text, nullable=False),
    Column("doc_kind", Text, nullable=False),
    Column("cert_no", Text),
    Column("issuer", Text),
    Column("valid_from", Date),
    Column("valid_to", Date),
    Column("no_expiry", Boolean, nullable=False),
    Column("paper_location", Text, nullable=False),
    Column("scan", ExactJson()),
    Column("sha256", Text),
    Column("is_public", Boolean, nullable=False),
    Column("confidentiality", Text, nullable=False),
    Column("supersedes", Text, unique=True),
    *kept(),
    CheckConstraint("valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from", name="term"),
    Index("ix_register_qualification_owner", "owner_type", "owner_id", "doc_kind"),
)
