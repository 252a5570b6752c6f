"""Tenders.

status   captured, assessing, preparing, submitted, opened, won, partly_won, lost, abandoned, terminated:
         of our bids the one that has come furthest; see `follow`
lines    list of {product_or_desc, spec, qty, unit, max_unit_price}; a product stands by its code
addenda  list of {addendum_on, summary, new_bid_deadline, new_opening_at, by, at}: what the agency sent later
package_no   empty where the project has one package only
last_call    idempotency key of the last operation that changed the row
"""

from __future__ import annotations

from sqlalchemy import Column, Date, Index, Integer, Table, Text, text

from engine.registers.shared.rows import kept
from engine.storage.metadata import METADATA
from engine.storage.types import ExactDecimal, ExactJson, Key, UtcDateTime

CAPTURED, ASSESSING, PREPARING = "captured", "assessing", "preparing"
SUBMITTED, OPENED = "submitted", "opened"
WON, PARTLY_WON, LOST, ABANDONED, TERMINATED = "won", "partly_won", "lost", "abandoned", "terminated"
# Nothing can be bid for any more.
ENDED = frozenset({WON, PARTLY_WON, LOST, TERMINATED})

TENDER = Table(
    "register_tender",
    METADATA,
    Column("key", Key(), primary_key=True, autoincrement=False),
    Column("tender_internal_no", Text, nullable=False, unique=True),
    Column("agency", Text, nullable=False),
    Column("tender_no", Text, nullable=False),
    Column("package_no", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("tenderer", Text, nullable=False),
    Column("procurement_kind", Text, nullable=False),
    Column("legal_regime", Text, nullable=False),
    Column("budget_or_estimate", ExactDecimal(2)),
    Column("max_price", ExactDecimal(2)),
    Column("notice_on", Date, nullable=False),
    Column("doc_sale_from", Date),
    Column("doc_sale_to", Date),
    Column("question_deadline", Date),
    Column("deposit_deadline", Date),
    Column("bid_deadline", UtcDateTime(), nullable=False),
    Column("opening_at", UtcDateTime(), nullable=False),
    Column("bid_validity_days", Integer, nullable=False),
    Column("deposit_required", ExactDecimal(2)),
    Column("doc_price", ExactDecimal(2)),
    Column("lines", ExactJson()),
    Column("source_url", Text),
    Column("files", ExactJson()),
    Column("status", Text, nullable=False),
    Column("addenda", ExactJson()),
    Column("terminated_on", Date),
    Column("last_call", Text),
    *kept(),
    Index(
        "ux_register_tender_notice",
        "agency",
        "tender_no",
        "package_no",
        unique=True,
        sqlite_where=text("NOT is_void"),
        postgresql_where=text("NOT is_void"),
    ),
    Index("ix_register_tender_status", "status", "key"),
)
