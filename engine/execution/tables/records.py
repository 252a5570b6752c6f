"""What is kept: completions, history, the audit chain, the outbox, numbers, comments, files, notices,
settings.
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)

from engine.storage.metadata import METADATA
from engine.storage.types import ExactJson, Key, UtcDateTime

COMPLETION = Table(
    "completion",
    METADATA,
    Column("task_key", Key(), primary_key=True, autoincrement=False),
    Column("instance_key", Key(), nullable=False),
    Column("element_id", Text, nullable=False),
    Column("completed_by", Text, nullable=False),
    Column("on_behalf_of", Text),
    Column("completed_at", UtcDateTime(), nullable=False),
    Column("idempotency_key", Text, unique=True),
    Column("values", ExactJson(), nullable=False),
    Index("ix_completion_instance", "instance_key", "element_id"),
    Index("ix_completion_person", "completed_by", "completed_at"),
)

HISTORY = Table(
    "history",
    METADATA,
    Column("instance_key", Key(), nullable=False),
    Column("id", Key(), nullable=False),
    Column("at", UtcDateTime(), nullable=False),
    Column("kind", Text, nullable=False),
    Column("element_id", Text),
    Column("actor", Text, nullable=False),
    Column("on_behalf_of", Text),
    Column("facts", ExactJson(), nullable=False),
    PrimaryKeyConstraint("instance_key", "id"),
    # For trying a changed table on what was decided lately; other lines cost nothing by it.
    Index(
        "ix_history_decided",
        "id",
        sqlite_where=text("kind = 'decided'"),
        postgresql_where=text("kind = 'decided'"),
    ),
    sqlite_with_rowid=False,
)

# What an operation that can be undone was given and answered: a history row of kind `operation` says which.
OPERATION_CALL = Table(
    "operation_call",
    METADATA,
    Column("instance_key", Key(), nullable=False),
    Column("history_id", Key(), nullable=False),
    Column("variables", ExactJson(), nullable=False),
    PrimaryKeyConstraint("instance_key", "history_id"),
    sqlite_with_rowid=False,
)

# hash = HMAC-SHA256(key, prev_hash || canonical row). One chain for each case, register row, account and the
# settings.
AUDIT = Table(
    "audit",
    METADATA,
    Column("chain", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("id", Key(), nullable=False, unique=True),
    Column("at", UtcDateTime(), nullable=False),
    Column("actor", Text, nullable=False),
    Column("on_behalf_of", Text),
    Column("action", Text, nullable=False),
    Column("object", Text, nullable=False),
    Column("instance_key", Key()),
    Column("detail", Text, nullable=False),
    Column("prev_hash", Text, nullable=False),
    Column("hash", Text, nullable=False),
    PrimaryKeyConstraint("chain", "seq"),
    sqlite_with_rowid=False,
)

AUDIT_HEAD = Table(
    "audit_head",
    METADATA,
    Column("chain", Text, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("hash", Text, nullable=False),
    sqlite_with_rowid=False,
)

# The sealer chains all heads once a day, so that a chain that was cut off or left out is found too.
AUDIT_ANCHOR = Table(
    "audit_anchor",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime(), nullable=False),
    Column("heads", ExactJson(), nullable=False),
    Column("prev_hash", Text, nullable=False),
    Column("hash", Text, nullable=False),
)

# state: waiting, sent, dead. next_at, locked_until and sent_at are real time, not_before is the company's.
OUTBOX = Table(
    "outbox",
    METADATA,
    Column("id", Key(), primary_key=True, autoincrement=False),
    Column("instance_key", Key()),
    Column("kind", Text, nullable=False),
    Column("payload", ExactJson(), nullable=False),
    Column("key", Text, nullable=False, unique=True),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("created_at", UtcDateTime(), nullable=False),
    Column("next_at", UtcDateTime(), nullable=False),
    Column("locked_until", UtcDateTime()),
    Column("sent_at", UtcDateTime()),
    Column("error", Text),
    Column("not_before", UtcDateTime()),
    Index(
        "ix_outbox_waiting",
        "next_at",
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
)

NUMBER_COUNTER = Table(
    "number_counter",
    METADATA,
    Column("prefix", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    PrimaryKeyConstraint("prefix", "year"),
)

IDEMPOTENCY = Table(
    "idempotency",
    METADATA,
    Column("actor", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("command", Text, nullable=False),
    Column("body_hash", Text, nullable=False),
    Column("answer", ExactJson(), nullable=False),
    Column("at", UtcDateTime(), nullable=False),
    PrimaryKeyConstraint("actor", "key"),
    Index("ix_idempotency_at", "at"),
)

COMMENT = Table(
    "comment",
    METADATA,
    Column("key", Key(), primary_key=True, autoincrement=False),
    Column("instance_key", Key(), nullable=False),
    Column("task_key", Key()),
    Column("at", UtcDateTime(), nullable=False),
    Column("author", Text, nullable=False),
    Column("text", Text, nullable=False),
    Index("ix_comment_instance", "instance_key", "key"),
)

# source: upload, form:<field key>, document:<template>.
ATTACHMENT = Table(
    "attachment",
    METADATA,
    Column("key", Key(), primary_key=True, autoincrement=False),
    Column("instance_key", Key(), nullable=False),
    Column("task_key", Key()),
    Column("source", Text, nullable=False),
    Column("filename", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size", Key(), nullable=False),
    Column("sha256", Text, nullable=False),
    Column("added_by", Text, nullable=False),
    Column("added_at", UtcDateTime(), nullable=False),
    Index("ix_attachment_instance", "instance_key", "key"),
    Index("ix_attachment_sha256", "sha256"),
)

# not_before: nobody sees it earlier.
NOTICE = Table(
    "notice",
    METADATA,
    Column("key", Key(), primary_key=True, autoincrement=False),
    Column("person", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("instance_key", Key()),
    Column("task_key", Key()),
    Column("facts", ExactJson(), nullable=False),
    Column("created_at", UtcDateTime(), nullable=False),
    Column("read_at", UtcDateTime()),
    Column("not_before", UtcDateTime()),
    Index("ix_notice_person", "person", "key"),
    Index(
        "ix_notice_unread",
        "person",
        sqlite_where=text("read_at IS NULL"),
        postgresql_where=text("read_at IS NULL"),
    ),
)

SETTING = Table(
    "setting",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("value", ExactJson(), nullable=False),
    Column("updated_at", UtcDateTime(), nullable=False),
    Column("updated_by", Text, nullable=False),
)

# One row for each running node: `seen_at` is real time.
NODE = Table(
    "node",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("started_at", UtcDateTime(), nullable=False),
    Column("seen_at", UtcDateTime(), nullable=False),
)

# Fixed windows in real time: `window` is the start of the window in seconds since 1970.
RATE_COUNTER = Table(
    "rate_counter",
    METADATA,
    Column("bucket", Text, nullable=False),
    Column("window", Key(), nullable=False),
    Column("count", Integer, nullable=False),
    PrimaryKeyConstraint("bucket", "window"),
)
