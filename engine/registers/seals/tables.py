"""Seals. `status`: in_use, out (taken out of the office), damaged, missing, void."""

from __future__ import annotations

from sqlalchemy import Column, Index, Table, Text

from engine.registers.shared.rows import kept
from engine.storage.metadata import METADATA
from engine.storage.types import Key, UtcDateTime

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
    *kept(),
    Index("ix_register_seal_kind", "kind"),
)
