"""Process instances, their variables and what their elements did."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, PrimaryKeyConstraint, Table, Text, text

from engine.storage.metadata import METADATA
from engine.storage.types import ExactJson, Key, UtcDateTime

# tokens: live tokens in the format of `engine.bpmn.state`, which carries its own version.
# visible_to: roles and persons who may open it besides those who take part, as its process says.
# revision: grows with every step; the optimistic lock of the whole case.
PROCESS_INSTANCE = Table(
    "process_instance",
    METADATA,
    Column("key", Key(), primary_key=True, autoincrement=False),
    Column("root_key", Key(), nullable=False),
    Column("parent_key", Key()),
    Column("parent_token", Key()),
    Column("parent_element", Text),
    Column("definition_key", Key(), nullable=False),
    Column("process_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("has_incident", Boolean, nullable=False),
    Column("business_key", Text),
    Column("title", Text, nullable=False),
    Column("started_by", Text, nullable=False),
    Column("started_at", UtcDateTime(), nullable=False),
    Column("ended_at", UtcDateTime()),
    Column("visible_to", ExactJson()),
    Column("revision", Integer, nullable=False),
    Column("tokens", Text, nullable=False),
    Index("ix_process_instance_root", "root_key"),
    Index("ix_process_instance_starter", "started_by", "key"),
    Index("ix_process_instance_process", "process_id", "key"),
)

VARIABLE = Table(
    "variable",
    METADATA,
    Column("instance_key", Key(), nullable=False),
    Column("scope", Key(), nullable=False),
    Column("name", Text, nullable=False),
    Column("value", Text, nullable=False),
    PrimaryKeyConstraint("instance_key", "scope", "name"),
    sqlite_with_rowid=False,
)

# how: completed, terminated; null while the element is live.
ELEMENT_INSTANCE = Table(
    "element_instance",
    METADATA,
    Column("instance_key", Key(), nullable=False),
    Column("token_key", Key(), nullable=False),
    Column("parent_key", Key()),
    Column("element_id", Text, nullable=False),
    Column("entered_at", UtcDateTime(), nullable=False),
    Column("left_at", UtcDateTime()),
    Column("how", Text),
    PrimaryKeyConstraint("instance_key", "token_key"),
    Index(
        "ix_element_instance_live",
        "instance_key",
        sqlite_where=text("left_at IS NULL"),
        postgresql_where=text("left_at IS NULL"),
    ),
    sqlite_with_rowid=False,
)
