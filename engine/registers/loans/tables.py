"""Loans for the costs of bids, and the lines by which they are settled.

status       draft (sent back to who asks), approving, approved, paid, partly_settled, settled, rejected,
             withdrawn. `overdue` is never stored: it is read from `overdue_on` by the company's clock
lines        list of {purpose, amount, need_by, basis}; purpose: the codes in it, each once
amount       CNY; always what was settled plus what is open, held by the database
overdue_on   from this day on an open loan is overdue and stops new ones; a diagram says how late that is
approvals    list of {approver, decision, comment, conditions, decided_at, ...}
paid_for, settled_for, checked_for   for whom a substitute acted
last_call    idempotency key of the last operation that changed the row

A settlement line belongs to a part (what was handed in together). state: pending (not checked yet; it does
not count), accepted, refused. An invoice stands in one line of the company that is not refused.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, Index, Integer, Table, Text, text

from engine.registers.shared.rows import kept
from engine.storage.metadata import METADATA
from engine.storage.types import ExactDecimal, ExactJson, Key, UtcDateTime

DRAFT, APPROVING, APPROVED, REJECTED, WITHDRAWN = "draft", "approving", "approved", "rejected", "withdrawn"
PAID, PARTLY_SETTLED, SETTLED, OVERDUE = "paid", "partly_settled", "settled", "overdue"
OUTSTANDING = (PAID, PARTLY_SETTLED)
PENDING, ACCEPTED, REFUSED = "pending", "accepted", "refused"
TO_DEPOSIT = "transfer_to_deposit"
EXPENSE, REFUND_CASH, DEPOSIT_RETURNED = "expense", "refund_cash", "deposit_returned"
BY_HAND = (EXPENSE, REFUND_CASH, DEPOSIT_RETURNED)
DEPOSIT = "deposit"

LOAN = Table(
    "register_loan",
    METADATA,
    Column("key", Key(), primary_key=True, autoincrement=False),
    Column("loan_no", Text, nullable=False, unique=True),
    # Rows of the day before the house had this register belong to no case.
    Column("instance_key", Key(), unique=True),
    Column("status", Text, nullable=False),
    Column("revision_no", Integer, nullable=False),
    Column("last_call", Text, nullable=False),
    Column("applicant", Text, nullable=False),
    Column("tender", Text),
    Column("bid", Text),
    Column("purpose", ExactJson(), nullable=False),
    Column("lines", ExactJson(), nullable=False),
    Column("amount", ExactDecimal(2), nullable=False),
    Column("settled", ExactDecimal(2), nullable=False),
    Column("open", ExactDecimal(2), nullable=False),
    Column("payee_name", Text, nullable=False),
    Column("payee_account", Text, nullable=False),
    Column("expected_settle_on", Date, nullable=False),
    Column("overdue_on", Date),
    Column("approvals", ExactJson(), nullable=False),
    Column("override_by", Text),
    Column("override_reason", Text),
    Column("refused_reason", Text),
    Column("paid_on", Date),
    Column("pay_from_account", Text),
    Column("bank_ref", Text, unique=True),
    Column("voucher", ExactJson()),
    Column("paid_by", Text),
    Column("paid_for", Text),
    Column("deposit", Text),
    Column("parts", Integer, nullable=False),
    Column("settled_on", Date),
    *kept(),
    CheckConstraint("amount = settled + open", name="ck_register_loan_sum"),
    CheckConstraint("amount > 0 AND settled >= 0 AND open >= 0", name="ck_register_loan_signs"),
    Index("ix_register_loan_status", "status", "key"),
    Index("ix_register_loan_applicant", "applicant", "key"),
)

SETTLEMENT = Table(
    "register_loan_settlement",
    METADATA,
    Column("key", Key(), primary_key=True, autoincrement=False),
    Column("loan_key", Key(), nullable=False),
    Column("part_no", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("on", Date, nullable=False),
    Column("kind", Text, nullable=False),
    Column("amount", ExactDecimal(2), nullable=False),
    Column("invoice_no", Text),
    Column("voucher", ExactJson()),
    Column("voucher_sha256", Text),
    Column("settled_by", Text, nullable=False),
    Column("settled_for", Text),
    Column("settled_at", UtcDateTime(), nullable=False),
    Column("checked_by", Text),
    Column("checked_for", Text),
    Column("checked_at", UtcDateTime()),
    Column("check_note", Text),
    CheckConstraint("amount > 0", name="ck_register_loan_settlement_sign"),
    Index("ix_register_loan_settlement_loan", "loan_key", "part_no"),
    Index("ix_register_loan_settlement_voucher", "voucher_sha256"),
    Index(
        "uq_register_loan_settlement_invoice",
        "invoice_no",
        unique=True,
        sqlite_where=text("state <> 'refused'"),
        postgresql_where=text("state <> 'refused'"),
    ),
)
