"""Bids.

status   assessing, preparing, submitted, opened; then won, partly_won, lost, rejected, terminated, or without
         an opening declined, abandoned, missed_deadline, withdrawn
result   won, partly_won, lost, rejected, withdrawn, terminated; empty until it is known
lines    list of {product, spec, qty, qty_unknown, estimated_price, below_floor, quoted_price}
quote_rounds   list of {round, product, price, by, reviewed_by, at}
award_lines    list of {product, award_price, award_qty}
competitor_lines   list of {name, price}
last_call      idempotency key of the last operation that changed the row

While a bid counts, no other bidder of its kind bids in the package.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Index, Integer, Table, Text, text

from engine.registers.shared.rows import kept
from engine.storage.metadata import METADATA
from engine.storage.types import ExactDecimal, ExactJson, Key, UtcDateTime

ASSESSING, PREPARING, SUBMITTED, OPENED = "assessing", "preparing", "submitted", "opened"
DECLINED, ABANDONED, MISSED = "declined", "abandoned", "missed_deadline"
WON, PARTLY_WON, LOST, REJECTED = "won", "partly_won", "lost", "rejected"
TERMINATED, WITHDRAWN = "terminated", "withdrawn"
# It came to no bid: another may take the place of the bidder.
WITHOUT_BID = frozenset({DECLINED, ABANDONED, MISSED, WITHDRAWN})
ENDED = WITHOUT_BID | {WON, PARTLY_WON, LOST, REJECTED, TERMINATED}
SELF, AGENT = "self", "agent"

_COUNTS = (
    "bidder_entity IS NOT NULL AND status NOT IN ('declined', 'abandoned', 'missed_deadline', 'withdrawn')"
)

BID = Table(
    "register_bid",
    METADATA,
    Column("key", Key(), primary_key=True, autoincrement=False),
    Column("bid_no", Text, nullable=False, unique=True),
    # Bids of the day before the house had this register belong to no case.
    Column("instance_key", Key(), unique=True),
    Column("tender", Text, nullable=False),
    Column("package", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("bidder_entity", Text),
    Column("agent", Text),
    Column("distributor", Text),
    Column("sales_owner", Text),
    Column("lines", ExactJson()),
    Column("estimated_amount", ExactDecimal(2)),
    Column("confirmed_by", Text),
    Column("confirmed_at", UtcDateTime()),
    Column("preparer", Text, nullable=False),
    Column("no_go_reason", Text),
    Column("submission", Text),
    Column("copies_original", Integer),
    Column("copies_duplicate", Integer),
    Column("bid_validity_days", Integer),
    Column("price_total", ExactDecimal(2)),
    Column("checked_by", Text),
    Column("checks_failed", Integer, nullable=False),
    Column("approvals", ExactJson()),
    Column("quote_rounds", ExactJson()),
    Column("submitted_at", UtcDateTime()),
    Column("receipt_file", ExactJson()),
    Column("own_decrypted", Boolean),
    Column("competitor_lines", ExactJson()),
    Column("result", Text),
    Column("result_on", Date),
    Column("award_notice_on", Date),
    Column("award_lines", ExactJson()),
    Column("loss_reason", Text),
    Column("doc_fee", ExactDecimal(2)),
    Column("contract_signed_on", Date),
    Column("withdrawn_on", Date),
    Column("withdraw_letter", ExactJson()),
    Column("withdraw_reason", Text),
    Column("last_call", Text),
    *kept(),
    Index(
        "ux_register_bid_bidder",
        "tender",
        "package",
        "bidder_entity",
        unique=True,
        sqlite_where=text(_COUNTS),
        postgresql_where=text(_COUNTS),
    ),
    Index("ix_register_bid_tender", "tender", "key"),
)
