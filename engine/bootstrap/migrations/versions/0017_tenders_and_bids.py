"""tenders and the bids for them"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import engine.storage.types as own

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

# A void row keeps its number, not its place.
_NOT_VOID = "NOT is_void"
_COUNTS = (
    "bidder_entity IS NOT NULL AND status NOT IN ('declined', 'abandoned', 'missed_deadline', 'withdrawn')"
)


def upgrade() -> None:
    op.create_table(
        "register_tender",
        sa.Column("key", own.Key(), nullable=False),
        sa.Column("tender_internal_no", sa.Text(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("tender_no", sa.Text(), nullable=False),
        sa.Column("package_no", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("tenderer", sa.Text(), nullable=False),
        sa.Column("procurement_kind", sa.Text(), nullable=False),
        sa.Column("legal_regime", sa.Text(), nullable=False),
        sa.Column("budget_or_estimate", own.ExactDecimal(2), nullable=True),
        sa.Column("max_price", own.ExactDecimal(2), nullable=True),
        sa.Column("notice_on", sa.Date(), nullable=False),
        sa.Column("doc_sale_from", sa.Date(), nullable=True),
        sa.Column("doc_sale_to", sa.Date(), nullable=True),
        sa.Column("question_deadline", sa.Date(), nullable=True),
        sa.Column("deposit_deadline", sa.Date(), nullable=True),
        sa.Column("bid_deadline", own.UtcDateTime(), nullable=False),
        sa.Column("opening_at", own.UtcDateTime(), nullable=False),
        sa.Column("bid_validity_days", sa.Integer(), nullable=False),
        sa.Column("deposit_required", own.ExactDecimal(2), nullable=True),
        sa.Column("doc_price", own.ExactDecimal(2), nullable=True),
        sa.Column("lines", own.ExactJson(), nullable=True),
        sa.Column("source_url", sa.Text(), nullable=True),
        sa.Column("files", own.ExactJson(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("addenda", own.ExactJson(), nullable=True),
        sa.Column("terminated_on", sa.Date(), nullable=True),
        sa.Column("last_call", sa.Text(), nullable=True),
        sa.Column("created_at", own.UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("updated_at", own.UtcDateTime(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_void", sa.Boolean(), nullable=False),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("key"),
        sa.UniqueConstraint("tender_internal_no"),
    )
    op.create_index("ix_register_tender_status", "register_tender", ["status", "key"])
    op.create_index(
        "ux_register_tender_notice",
        "register_tender",
        ["agency", "tender_no", "package_no"],
        unique=True,
        sqlite_where=sa.text(_NOT_VOID),
        postgresql_where=sa.text(_NOT_VOID),
    )
    op.create_table(
        "register_bid",
        sa.Column("key", own.Key(), nullable=False),
        sa.Column("bid_no", sa.Text(), nullable=False),
        sa.Column("instance_key", own.Key(), nullable=True),
        sa.Column("tender", sa.Text(), nullable=False),
        sa.Column("package", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("bidder_entity", sa.Text(), nullable=True),
        sa.Column("agent", sa.Text(), nullable=True),
        sa.Column("distributor", sa.Text(), nullable=True),
        sa.Column("sales_owner", sa.Text(), nullable=True),
        sa.Column("lines", own.ExactJson(), nullable=True),
        sa.Column("estimated_amount", own.ExactDecimal(2), nullable=True),
        sa.Column("confirmed_by", sa.Text(), nullable=True),
        sa.Column("confirmed_at", own.UtcDateTime(), nullable=True),
        sa.Column("preparer", sa.Text(), nullable=False),
        sa.Column("no_go_reason", sa.Text(), nullable=True),
        sa.Column("submission", sa.Text(), nullable=True),
        sa.Column("copies_original", sa.Integer(), nullable=True),
        sa.Column("copies_duplicate", sa.Integer(), nullable=True),
        sa.Column("bid_validity_days", sa.Integer(), nullable=True),
        sa.Column("price_total", own.ExactDecimal(2), nullable=True),
        sa.Column("checked_by", sa.Text(), nullable=True),
        sa.Column("checks_failed", sa.Integer(), nullable=False),
        sa.Column("approvals", own.ExactJson(), nullable=True),
        sa.Column("quote_rounds", own.ExactJson(), nullable=True),
        sa.Column("submitted_at", own.UtcDateTime(), nullable=True),
        sa.Column("receipt_file", own.ExactJson(), nullable=True),
        sa.Column("own_decrypted", sa.Boolean(), nullable=True),
        sa.Column("competitor_lines", own.ExactJson(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("result_on", sa.Date(), nullable=True),
        sa.Column("award_notice_on", sa.Date(), nullable=True),
        sa.Column("award_lines", own.ExactJson(), nullable=True),
        sa.Column("loss_reason", sa.Text(), nullable=True),
        sa.Column("doc_fee", own.ExactDecimal(2), nullable=True),
        sa.Column("contract_signed_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdraw_letter", own.ExactJson(), nullable=True),
        sa.Column("withdraw_reason", sa.Text(), nullable=True),
        sa.Column("last_call", sa.Text(), nullable=True),
        sa.Column("created_at", own.UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("updated_at", own.UtcDateTime(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_void", sa.Boolean(), nullable=False),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("key"),
        sa.UniqueConstraint("bid_no"),
        sa.UniqueConstraint("instance_key"),
    )
    op.create_index("ix_register_bid_tender", "register_bid", ["tender", "key"])
    op.create_index(
        "ux_register_bid_bidder",
        "register_bid",
        ["tender", "package", "bidder_entity"],
        unique=True,
        sqlite_where=sa.text(_COUNTS),
        postgresql_where=sa.text(_COUNTS),
    )


def downgrade() -> None:
    op.drop_table("register_bid")
    op.drop_table("register_tender")
