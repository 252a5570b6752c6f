"""Registration certificates.

valid_to              the last day; absent for what does not expire
renewal_accepted_on   when the authority took the application in: in time, the certificate stays in force
                      until it decides
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, Table, Text

from engine.registers.shared.rows import kept
from engine.storage.metadata import METADATA
from engine.storage.types import ExactJson, Key

CERTIFICATE = Table(
    "register_certificate",
    METADATA,
    Column("key", Key(), primary_key=True, autoincrement=False),
    Column("cert_no", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("product_names", Text, nullable=False),
    Column("holder", Text, nullable=False),
    Column("approved_on", Date),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
    Column("scan", ExactJson()),
    Column("renewal_status", Text, nullable=False),
    Column("renewal_accept_no", Text),
    Column("renewal_accepted_on", Date),
    *kept(),
    CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="term"),
    CheckConstraint("valid_to IS NOT NULL OR kind = 'device_filing'", name="expires"),
)
