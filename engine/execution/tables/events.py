"""Who waits for signals, what starts processes, and who has had which message."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from engine.storage.metadata import METADATA
from engine.storage.types import ExactJson, Key, UtcDateTime

SIGNAL_SUBSCRIPTION = Table(
    "signal_subscription",
    METADATA,
    Column("instance_key", Key(), nullable=False),
    Column("token_key", Key(), nullable=False),
    Column("element_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    PrimaryKeyConstraint("instance_key", "token_key", "element_id"),
    Index("ix_signal_subscription_name", "name"),
)

# What a signal brings to receivers that go on one after the other, each by a job that names its key.
SIGNAL = Table(
    "signal",
    METADATA,
    Column("key", Key(), primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("variables", ExactJson(), nullable=False),
    Column("sent_at", UtcDateTime(), nullable=False),
)

# kind: message, signal. The start events of every version; the version in force is asked when one comes.
START_SUBSCRIPTION = Table(
    "start_subscription",
    METADATA,
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("process_id", Text, nullable=False),
    Column("definition_key", Key(), nullable=False),
    Column("element_id", Text, nullable=False),
    PrimaryKeyConstraint("kind", "name", "definition_key", "element_id"),
    sqlite_with_rowid=False,
)

# A message goes to each process once, whichever of its versions and cases takes it.
MESSAGE_RECEIPT = Table(
    "message_receipt",
    METADATA,
    Column("message_key", Key(), nullable=False),
    Column("process_id", Text, nullable=False),
    Column("instance_key", Key(), nullable=False),
    PrimaryKeyConstraint("message_key", "process_id"),
    sqlite_with_rowid=False,
)

# Ids that senders gave to their messages; each is taken for as long as its message is kept.
MESSAGE_ID = Table(
    "message_id",
    METADATA,
    Column("name", Text, nullable=False),
    Column("correlation_key", Text, nullable=False),
    Column("message_id", Text, nullable=False),
    Column("message_key", Key(), nullable=False),
    PrimaryKeyConstraint("name", "correlation_key", "message_id"),
    sqlite_with_rowid=False,
)

# Running cases that a message with a key has started: as long as one runs, no second one is started by it.
STARTED_BY_MESSAGE = Table(
    "started_by_message",
    METADATA,
    Column("process_id", Text, nullable=False),
    Column("correlation_key", Text, nullable=False),
    Column("instance_key", Key(), nullable=False),
    PrimaryKeyConstraint("process_id", "correlation_key"),
    Index("ix_started_by_message_instance", "instance_key"),
)

# state: waiting, ended (its last beat has started a case), replaced (by those of a newer version).
# A row for each timer start event of a version; each beat moves its row on to the next one, so that who has
# changed `due_at` has started the case of that beat. fired_at: its last one.
START_TIMER = Table(
    "start_timer",
    METADATA,
    Column("key", Key(), primary_key=True, autoincrement=False),
    Column("process_id", Text, nullable=False),
    Column("definition_key", Key(), nullable=False),
    Column("element_id", Text, nullable=False),
    Column("due_at", UtcDateTime(), nullable=False),
    Column("try_at", UtcDateTime(), nullable=False),
    Column("remaining", Integer),
    Column("interval", Text),
    Column("anchor", UtcDateTime()),
    Column("is_whole_day", Boolean, nullable=False),
    Column("state", Text, nullable=False),
    Column("fired_at", UtcDateTime()),
    Column("attempts", Integer, nullable=False),
    UniqueConstraint("definition_key", "element_id"),
    Index(
        "ix_start_timer_waiting",
        "try_at",
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
    Index("ix_start_timer_process", "process_id"),
)
