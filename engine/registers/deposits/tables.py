"""Bid deposits.

Money stands where it is, and the sum never changes: amount = refunded_total + forfeited_amount +
offset_amount + written_off_amount + outstanding. The database itself refuses a row that does not add up.

bid, tender, loan   business numbers of rows in other registers
refund_due_on       the legal day of the refund, a working day; absent while it is not known or forfeitable
refund_basis        which row of the decision gave it
refund_lines        list of {on, amount, interest, bank_ref, payer, reason, explained, proof, by}
closed_as           returned, converted, forfeited, written_off once nothing is outstanding
instance_key        the case that chases it; one deposit has one
last_call           idempotency key of the operation that opened it

How it stands (paid, due, overdue, ...) is no column: it follows from the day on which somebody looks.
"""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, Date, Index, Table, Text, false, literal_column

from engine.registers.shared.rows import kept
from engine.storage.metadata import METADATA
from engine.storage.types import ExactDecimal, ExactJson, Key

DEPOSIT = Table(
    "register_deposit",
    METADATA,
    Column("key", Key(), primary_key=True, autoincrement=False),
    Column("deposit_no", Text, nullable=False, unique=True),
    Column("bid", Text, nullable=False),
    Column("tender", Text),
    Column("title", Text),
    Column("tender_no", Text),
    Column("package_no", Text),
    Column("legal_regime", Text, nullable=False),
    Column("amount", ExactDecimal(2), nullable=False),
    Column("form", Text, nullable=False),
    Column("pay_from_account", Text),
    Column("paid_on", Date, nullable=False),
    Column("voucher", ExactJson()),
    Column("bank_ref", Text),
    Column("payee_name", Text),
    Column("payee_account", Text),
    Column("loan", Text),
    Column("receipt_no", Text),
    Column("receipt_location", Text),
    Column("bid_validity_to", Date),
    Column("preparer", Text),
    Column("regional_manager", Text),
    Column("result", Text),
    Column("result_on", Date),
    Column("award_notice_on", Date),
    Column("contract_signed_on", Date),
    Column("terminated_on", Date),
    Column("withdrawn_on", Date),
    Column("withdrawn_late", Boolean, nullable=False),
    Column("document_refund_on", Date),
    Column("forfeit_noticed_on", Date),
    Column("contested_on", Date),
    Column("demanded_on", Date),
    Column("refund_basis", Text),
    Column("refund_due_on", Date),
    Column("next_promise_on", Date),
    Column("refund_lines", ExactJson(), nullable=False),
    Column("refunded_total", ExactDecimal(2), nullable=False),
    Column("interest_received", ExactDecimal(2), nullable=False),
    Column("forfeited_amount", ExactDecimal(2), nullable=False),
    Column("forfeit_reason", Text),
    Column("offset_to", Text, nullable=False),
    Column("offset_amount", ExactDecimal(2), nullable=False),
    Column("written_off_amount", ExactDecimal(2), nullable=False),
    Column("outstanding", ExactDecimal(2), nullable=False),
    Column("closed_as", Text),
    Column("closed_on", Date),
    Column("instance_key", Key()),
    Column("last_call", Text, nullable=False),
    *kept(),
    CheckConstraint(
        "amount = refunded_total + forfeited_amount + offset_amount + written_off_amount + outstanding",
        name="deposit_adds_up",
    ),
    CheckConstraint(
        "amount > 0 AND refunded_total >= 0 AND forfeited_amount >= 0 AND offset_amount >= 0"
        " AND written_off_amount >= 0 AND outstanding >= 0 AND interest_received >= 0",
        name="deposit_not_negative",
    ),
    # A row that was taken back leaves its bid free.
    Index(
        "ux_register_deposit_bid",
        "bid",
        unique=True,
        sqlite_where=literal_column("is_void") == false(),
        postgresql_where=literal_column("is_void", type_=Boolean).is_(False),
    ),
    Index("ix_register_deposit_due", "refund_due_on", "key"),
)
