"""Seals.

status              in_use, out (taken out of the office), damaged, missing, void
held_by ... out_for while it is out, and still when it went missing: who has it, since when, until when, and
                    for which number of the register of seal uses
police_... void_... what was done about a missing one
"""

from __future__ import annotations

from sqlalchemy import Column, Date, Index, Table, Text

from engine.registers.shared.rows import kept
from engine.storage.metadata import METADATA
from engine.storage.types import ExactJson, Key, UtcDateTime

IN_USE, OUT, DAMAGED, MISSING, VOID = "in_use", "out", "damaged", "missing", "void"

SEAL = Table(
    "register_seal",
    METADATA,
    Column("key", Key(), primary_key=True, autoincrement=False),
    Column("seal_code", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("keeper", Text, nullable=False),
    Column("backup_keeper", Text),
    Column("location", Text),
    Column("status", Text, nullable=False),
    Column("note", Text),
    Column("missing_since", UtcDateTime()),
    Column("held_by", ExactJson()),
    Column("out_since", UtcDateTime()),
    Column("back_by", UtcDateTime()),
    Column("out_for", Text),
    Column("police_reported_at", UtcDateTime()),
    Column("police_report_no", Text),
    Column("void_declared_on", Date),
    Column("void_declared_in", Text),
    *kept(),
    Index("ix_register_seal_kind", "kind"),
)
