"""loans for bid costs and their settlement"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import engine.storage.types as own

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "register_loan",
        sa.Column("key", own.Key(), autoincrement=False, nullable=False),
        sa.Column("loan_no", sa.Text(), nullable=False),
        sa.Column("instance_key", own.Key(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("revision_no", sa.Integer(), nullable=False),
        sa.Column("last_call", sa.Text(), nullable=False),
        sa.Column("applicant", sa.Text(), nullable=False),
        sa.Column("tender", sa.Text(), nullable=True),
        sa.Column("bid", sa.Text(), nullable=True),
        sa.Column("purpose", own.ExactJson(), nullable=False),
        sa.Column("lines", own.ExactJson(), nullable=False),
        sa.Column("amount", own.ExactDecimal(2), nullable=False),
        sa.Column("settled", own.ExactDecimal(2), nullable=False),
        sa.Column("open", own.ExactDecimal(2), nullable=False),
        sa.Column("payee_name", sa.Text(), nullable=False),
        sa.Column("payee_account", sa.Text(), nullable=False),
        sa.Column("expected_settle_on", sa.Date(), nullable=False),
        sa.Column("overdue_on", sa.Date(), nullable=True),
        sa.Column("approvals", own.ExactJson(), nullable=False),
        sa.Column("override_by", sa.Text(), nullable=True),
        sa.Column("override_reason", sa.Text(), nullable=True),
        sa.Column("refused_reason", sa.Text(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("pay_from_account", sa.Text(), nullable=True),
        sa.Column("bank_ref", sa.Text(), nullable=True),
        sa.Column("voucher", own.ExactJson(), nullable=True),
        sa.Column("paid_by", sa.Text(), nullable=True),
        sa.Column("paid_for", sa.Text(), nullable=True),
        sa.Column("deposit", sa.Text(), nullable=True),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        *_kept(),
        sa.CheckConstraint("amount = settled + open", name="ck_register_loan_sum"),
        sa.CheckConstraint("amount > 0 AND settled >= 0 AND open >= 0", name="ck_register_loan_signs"),
        sa.PrimaryKeyConstraint("key"),
        sa.UniqueConstraint("loan_no"),
        sa.UniqueConstraint("instance_key"),
        sa.UniqueConstraint("bank_ref"),
    )
    op.create_index("ix_register_loan_status", "register_loan", ["status", "key"])
    op.create_index("ix_register_loan_applicant", "register_loan", ["applicant", "key"])
    op.create_table(
        "register_loan_settlement",
        sa.Column("key", own.Key(), autoincrement=False, nullable=False),
        sa.Column("loan_key", own.Key(), nullable=False),
        sa.Column("part_no", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("amount", own.ExactDecimal(2), nullable=False),
        sa.Column("invoice_no", sa.Text(), nullable=True),
        sa.Column("voucher", own.ExactJson(), nullable=True),
        sa.Column("voucher_sha256", sa.Text(), nullable=True),
        sa.Column("settled_by", sa.Text(), nullable=False),
        sa.Column("settled_for", sa.Text(), nullable=True),
        sa.Column("settled_at", own.UtcDateTime(), nullable=False),
        sa.Column("checked_by", sa.Text(), nullable=True),
        sa.Column("checked_for", sa.Text(), nullable=True),
        sa.Column("checked_at", own.UtcDateTime(), nullable=True),
        sa.Column("check_note", sa.Text(), nullable=True),
        sa.CheckConstraint("amount > 0", name="ck_register_loan_settlement_sign"),
        sa.PrimaryKeyConstraint("key"),
    )
    table = "register_loan_settlement"
    op.create_index("ix_register_loan_settlement_loan", table, ["loan_key", "part_no"])
    op.create_index("ix_register_loan_settlement_voucher", table, ["voucher_sha256"])
    counts = sa.text("state <> 'refused'")
    op.create_index(
        "uq_register_loan_settlement_invoice",
        table,
        ["invoice_no"],
        unique=True,
        sqlite_where=counts,
        postgresql_where=counts,
    )


def downgrade() -> None:
    op.drop_table("register_loan_settlement")
    op.drop_table("register_loan")


def _kept() -> list[sa.Column[object]]:
    return [
        sa.Column("created_at", own.UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("updated_at", own.UtcDateTime(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_void", sa.Boolean(), nullable=False),
        sa.Column("void_reason", sa.Text(), nullable=True),
    ]
