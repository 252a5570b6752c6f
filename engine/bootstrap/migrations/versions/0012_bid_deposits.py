"""bid deposits and what is done to get them back"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

import engine.storage.types as own

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_DEPOSIT, _FOLLOWUP = "register_deposit", "register_deposit_followup"
# How a deposit stands follows from the company's day: the machine's time, what people moved the clock by, and
# the zone.
_TODAY = {
    "sqlite": """date('now', coalesce(
        (SELECT value FROM setting WHERE name = 'clock_offset_seconds'), '0') || ' seconds', '+8 hours')""",
    "postgresql": """((now() + make_interval(secs => coalesce(
        (SELECT value FROM setting WHERE name = 'clock_offset_seconds'), '0')::double precision))
        AT TIME ZONE coalesce((SELECT trim(both '"' from value) FROM setting WHERE name = 'company_zone'),
        'Asia/Shanghai'))::date""",
}
_PARTS = (
    """SELECT 'deposits', key, deposit_no, instance_key,
        CASE WHEN closed_as IS NOT NULL THEN closed_as
            WHEN outstanding < amount THEN 'partly_returned'
            WHEN refund_due_on = {today} THEN 'due'
            WHEN refund_due_on < {today} THEN 'overdue'
            ELSE 'paid' END,
        updated_by, updated_at FROM register_deposit""",
    """SELECT 'deposit_followups', key, deposit || '/' || stage, instance_key,
        CASE WHEN done_on IS NOT NULL THEN 'done' WHEN begun_on IS NOT NULL THEN 'open' ELSE 'planned' END,
        updated_by, updated_at FROM register_deposit_followup""",
)
_UNION = " UNION ALL "


def upgrade() -> None:
    _make_deposit()
    _make_followup()
    today = _TODAY[op.get_bind().dialect.name]
    _replace_view(_view_parts() + [part.format(today=today) for part in _PARTS])


def downgrade() -> None:
    _replace_view(_view_parts()[: -len(_PARTS)])
    op.drop_table(_FOLLOWUP)
    op.drop_table(_DEPOSIT)


def _view_parts() -> list[str]:
    """What the view holds so far, one SELECT for each register: others may have added theirs."""
    if op.get_bind().dialect.name == "postgresql":
        text = op.get_bind().scalar(sa.text("SELECT pg_get_viewdef('v_register'::regclass)"))
    else:
        named = "SELECT sql FROM sqlite_master WHERE type = 'view' AND name = 'v_register'"
        text = op.get_bind().scalar(sa.text(named)).split(" AS", 1)[1]
    return [part.strip() for part in text.strip().rstrip(";").split("UNION ALL")]


def _replace_view(parts: list[str]) -> None:
    op.execute("DROP VIEW v_register")
    # A colon is a bound parameter to SQLAlchemy.
    op.execute("CREATE VIEW v_register AS " + _UNION.join(parts).replace(":", "\\:"))


def _make_deposit() -> None:
    op.create_table(
        _DEPOSIT,
        sa.Column("key", own.Key(), autoincrement=False, nullable=False),
        sa.Column("deposit_no", sa.Text(), nullable=False),
        sa.Column("bid", sa.Text(), nullable=False),
        *_texts("tender", "title", "tender_no", "package_no"),
        sa.Column("legal_regime", sa.Text(), nullable=False),
        sa.Column("amount", own.ExactDecimal(2), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("pay_from_account", sa.Text()),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("voucher", own.ExactJson()),
        *_texts("bank_ref", "payee_name", "payee_account", "loan", "receipt_no", "receipt_location"),
        sa.Column("bid_validity_to", sa.Date()),
        *_texts("preparer", "regional_manager", "result"),
        *_days("result_on", "award_notice_on", "contract_signed_on", "terminated_on", "withdrawn_on"),
        sa.Column("withdrawn_late", sa.Boolean(), nullable=False),
        *_days("document_refund_on", "forfeit_noticed_on", "contested_on", "demanded_on"),
        sa.Column("refund_basis", sa.Text()),
        *_days("refund_due_on", "next_promise_on"),
        sa.Column("refund_lines", own.ExactJson(), nullable=False),
        sa.Column("refunded_total", own.ExactDecimal(2), nullable=False),
        sa.Column("interest_received", own.ExactDecimal(2), nullable=False),
        sa.Column("forfeited_amount", own.ExactDecimal(2), nullable=False),
        sa.Column("forfeit_reason", sa.Text()),
        sa.Column("offset_to", sa.Text(), nullable=False),
        sa.Column("offset_amount", own.ExactDecimal(2), nullable=False),
        sa.Column("written_off_amount", own.ExactDecimal(2), nullable=False),
        sa.Column("outstanding", own.ExactDecimal(2), nullable=False),
        sa.Column("closed_as", sa.Text()),
        sa.Column("closed_on", sa.Date()),
        sa.Column("instance_key", own.Key()),
        sa.Column("last_call", sa.Text(), nullable=False),
        *_kept(),
        sa.CheckConstraint(
            "amount = refunded_total + forfeited_amount + offset_amount + written_off_amount + outstanding",
            name=op.f("ck_register_deposit_deposit_adds_up"),
        ),
        sa.CheckConstraint(
            "amount > 0 AND refunded_total >= 0 AND forfeited_amount >= 0 AND offset_amount >= 0"
            " AND written_off_amount >= 0 AND outstanding >= 0 AND interest_received >= 0",
            name=op.f("ck_register_deposit_deposit_not_negative"),
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_register_deposit")),
        sa.UniqueConstraint("deposit_no", name=op.f("uq_register_deposit_deposit_no")),
    )
    _unique_while_it_counts("ux_register_deposit_bid", _DEPOSIT, ["bid"])
    op.create_index("ix_register_deposit_due", _DEPOSIT, ["refund_due_on", "key"])


def _make_followup() -> None:
    op.create_table(
        _FOLLOWUP,
        sa.Column("key", own.Key(), autoincrement=False, nullable=False),
        sa.Column("deposit", sa.Text(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        *_texts("action", "owner"),
        sa.Column("told", own.ExactJson(), nullable=False),
        *_days("begun_on", "done_on"),
        *_texts("by", "method", "contact", "answer", "decision"),
        sa.Column("next_promise_on", sa.Date()),
        sa.Column("interest_claimed", own.ExactDecimal(2)),
        sa.Column("file", own.ExactJson()),
        sa.Column("letter", own.ExactJson()),
        sa.Column("seal_use_no", sa.Text()),
        sa.Column("instance_key", own.Key()),
        *_kept(),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_register_deposit_followup")),
    )
    _unique_while_it_counts("ux_register_deposit_followup_stage", _FOLLOWUP, ["deposit", "stage"])


def _unique_while_it_counts(name: str, table: str, columns: list[str]) -> None:
    """A row that was taken back leaves its place free."""
    op.create_index(
        name,
        table,
        columns,
        unique=True,
        sqlite_where=sa.literal_column("is_void") == sa.false(),
        postgresql_where=sa.literal_column("is_void", type_=sa.Boolean).is_(False),
    )


def _texts(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text()) for name in names]


def _days(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Date()) for name in names]


def _kept() -> list[sa.Column[Any]]:
    return [
        sa.Column("created_at", own.UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("updated_at", own.UtcDateTime(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_void", sa.Boolean(), nullable=False),
        sa.Column("void_reason", sa.Text()),
    ]
