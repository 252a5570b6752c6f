"""Seal uses.

state   requested, sent_back, approved, handed_out, declined, sealed, mismatch, refused, withdrawn
medium  physical, or electronic where the keeper seals with a certificate; absent in old rows: physical
takings list of {person, on_behalf_of, result, reason, at, revision_no}: what each taker himself said
seals   list of kinds; approvals: list of {approver, decision, comment, conditions, decided_at, ...}
differences   how often the paper was found to differ from the approved one
last_call   idempotency key of the last operation that changed the row
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, Table, Text

from engine.registers.shared.rows import kept
from engine.storage.metadata import METADATA
from engine.storage.types import ExactJson, Key, UtcDateTime

REQUESTED, SENT_BACK, APPROVED, HANDED_OUT = "requested", "sent_back", "approved", "handed_out"
SEALED, MISMATCH, REFUSED, WITHDRAWN = "sealed", "mismatch", "refused", "withdrawn"
DECLINED = "declined"
ELECTRONIC = "electronic"

SEAL_USE = Table(
    "register_seal_use",
    METADATA,
    Column("key", Key(), primary_key=True, autoincrement=False),
    Column("number", Text, nullable=False, unique=True),
    Column("instance_key", Key(), nullable=False, unique=True),
    Column("state", Text, nullable=False),
    Column("revision_no", Integer, nullable=False),
    Column("last_call", Text, nullable=False),
    Column("applicant", Text, nullable=False),
    Column("doc_type", Text, nullable=False),
    Column("doc_ref", Text),
    Column("title", Text, nullable=False),
    Column("counterpart", Text, nullable=False),
    Column("purpose", Text),
    Column("file_name", Text),
    Column("file_sha256", Text),
    Column("copies", Integer),
    Column("pages", Integer),
    Column("impressions", Integer),
    Column("cross_page", Boolean, nullable=False),
    Column("medium", Text),
    Column("seals", ExactJson(), nullable=False),
    Column("approvals", ExactJson(), nullable=False),
    Column("out_of_office", Boolean, nullable=False),
    Column("out_reason", Text),
    Column("out_place", Text),
    Column("back_by", UtcDateTime()),
    Column("taken_by", ExactJson(), nullable=False),
    Column("handed_out_by", Text),
    Column("handed_at", UtcDateTime()),
    Column("takings", ExactJson()),
    Column("keeper", Text),
    Column("used_at", UtcDateTime()),
    Column("impressions_made", Integer),
    Column("sealed_scan", ExactJson()),
    Column("certificate_no", Text),
    Column("mismatch_note", Text),
    Column("differences", Integer),
    Column("refused_reason", Text),
    Column("returned_at", UtcDateTime()),
    Column("returned_to", Text),
    Column("return_condition", Text),
    Column("return_note", Text),
    *kept(),
    Index("ix_register_seal_use_state", "state", "key"),
    Index("ix_register_seal_use_applicant", "applicant", "key"),
)
