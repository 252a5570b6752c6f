"""Deployed files. Rows are never updated: a change is a new version."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, Table, Text, UniqueConstraint

from engine.storage.metadata import METADATA
from engine.storage.types import ExactJson, Key, UtcDateTime

DEPLOYMENT = Table(
    "deployment",
    METADATA,
    Column("key", Key(), primary_key=True, autoincrement=False),
    Column("deployed_at", UtcDateTime(), nullable=False),
    Column("deployed_by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("report", ExactJson(), nullable=False),
)

# kind: process, form, decision, template, catalogue. `id` is the id inside the file (process id, form id,
# decision id).
# bindings: for a process, {"form": {form id: definition key}, "decision": {...}} of the files it came with;
# for a decision, {"imports": [base64 of each file that it imports]}.
DEFINITION = Table(
    "definition",
    METADATA,
    Column("key", Key(), primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("filename", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("bindings", ExactJson(), nullable=False),
    Column("effective_from", UtcDateTime(), nullable=False),
    Column("deployed_at", UtcDateTime(), nullable=False),
    Column("deployment_key", Key(), nullable=False),
    UniqueConstraint("kind", "id", "version"),
    Index("ix_definition_in_force", "kind", "id", "effective_from"),
)
