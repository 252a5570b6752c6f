"""Proposed changes of decision tables.

state   open, accepted, refused, withdrawn
rows    the whole table as it shall be: list of {id, tests, results, note}
base    key of the definition that was changed; another one in force meanwhile makes the proposal stale
"""

from __future__ import annotations

from sqlalchemy import Column, Index, Table, Text

from engine.storage.metadata import METADATA
from engine.storage.types import ExactJson, Key, UtcDateTime

OPEN, ACCEPTED, REFUSED, WITHDRAWN = "open", "accepted", "refused", "withdrawn"

DECISION_CHANGE = Table(
    "decision_change",
    METADATA,
    Column("key", Key(), primary_key=True, autoincrement=False),
    Column("decision_id", Text, nullable=False),
    Column("base", Key(), nullable=False),
    Column("rows", ExactJson(), nullable=False),
    Column("reason", Text, nullable=False),
    Column("effective_from", UtcDateTime()),
    Column("state", Text, nullable=False),
    Column("proposed_by", Text, nullable=False),
    Column("proposed_at", UtcDateTime(), nullable=False),
    Column("settled_by", Text),
    Column("settled_at", UtcDateTime()),
    Column("settled_reason", Text),
    Index("ix_decision_change_decision", "decision_id", "key"),
)
