"""What a case waits for: people, jobs, timers, messages; and what went wrong."""

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

_OPEN = text("state = 'created'")

# state: created, completed, canceled. available_from: in no inbox before. It and due_at are copied into the
# candidate rows, which the inbox pages by. notify: roles and persons who are told of its opening and its end.
# draft_key: the next task of the element with this key takes over what was typed in one that was taken away.
USER_TASK = Table(
    "user_task",
    METADATA,
    Column("key", Key(), primary_key=True, autoincrement=False),
    Column("instance_key", Key(), nullable=False),
    Column("token_key", Key(), nullable=False),
    Column("process_id", Text, nullable=False),
    Column("element_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("business_key", Text),
    Column("form_key", Key()),
    Column("state", Text, nullable=False),
    Column("assignee", Text),
    Column("candidate_groups", ExactJson(), nullable=False),
    Column("candidate_users", ExactJson(), nullable=False),
    Column("four_eyes", ExactJson()),
    Column("notify", ExactJson()),
    Column("priority", Integer, nullable=False),
    Column("due_at", UtcDateTime()),
    Column("due_sort", Text, nullable=False),
    Column("follow_up_at", UtcDateTime()),
    Column("available_from", UtcDateTime()),
    Column("created_at", UtcDateTime(), nullable=False),
    Column("opened_at", UtcDateTime()),
    Column("ended_at", UtcDateTime()),
    Column("completed_by", Text),
    Column("revision", Integer, nullable=False),
    Column("draft", ExactJson()),
    Column("draft_at", UtcDateTime()),
    Column("draft_key", Text),
    Index("ix_user_task_instance", "instance_key", "token_key"),
    Index("ix_user_task_mine", "assignee", "due_sort", "key", sqlite_where=_OPEN, postgresql_where=_OPEN),
)

# who: `u:<user id>` or `g:<role>`. One row for each way in which an unassigned open task may be seen.
USER_TASK_CANDIDATE = Table(
    "user_task_candidate",
    METADATA,
    Column("who", Text, nullable=False),
    Column("due_sort", Text, nullable=False),
    Column("task_key", Key(), nullable=False),
    Column("available_from", UtcDateTime()),
    PrimaryKeyConstraint("who", "due_sort", "task_key"),
    Index("ix_user_task_candidate_task", "task_key"),
    sqlite_with_rowid=False,
)

# Persons whom four eyes keep away from an open task, and the step they did.
USER_TASK_EXCLUSION = Table(
    "user_task_exclusion",
    METADATA,
    Column("task_key", Key(), nullable=False),
    Column("person", Text, nullable=False),
    Column("step", Text, nullable=False),
    PrimaryKeyConstraint("task_key", "person"),
    sqlite_with_rowid=False,
)

# state: waiting, fired, canceled, failed. A cycle writes a row for each beat.
# is_whole_day: it was set for a day and not for an hour.
TIMER = Table(
    "timer",
    METADATA,
    Column("key", Key(), primary_key=True, autoincrement=False),
    Column("instance_key", Key(), nullable=False),
    Column("token_key", Key(), nullable=False),
    Column("element_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("interrupting", Boolean, nullable=False),
    Column("due_at", UtcDateTime(), nullable=False),
    Column("try_at", UtcDateTime(), nullable=False),
    Column("remaining", Integer),
    Column("interval", Text),
    Column("anchor", UtcDateTime()),
    Column("state", Text, nullable=False),
    Column("fired_at", UtcDateTime()),
    Column("attempts", Integer, nullable=False),
    Column("is_whole_day", Boolean),
    UniqueConstraint("instance_key", "token_key", "element_id", "due_at"),
    Index(
        "ix_timer_waiting",
        "try_at",
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
)

# state: created, completed, canceled, failed. lease_until and next_at are real time, not the company's clock.
# opens_at: the tasks and notices that come of it wait until then.
JOB = Table(
    "job",
    METADATA,
    Column("key", Key(), primary_key=True, autoincrement=False),
    Column("instance_key", Key(), nullable=False),
    Column("token_key", Key(), nullable=False),
    Column("element_id", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("headers", ExactJson(), nullable=False),
    Column("state", Text, nullable=False),
    Column("retries", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_at", UtcDateTime(), nullable=False),
    Column("lease_until", UtcDateTime()),
    Column("worker", Text),
    Column("error", Text),
    Column("created_at", UtcDateTime(), nullable=False),
    Column("ended_at", UtcDateTime()),
    Column("opens_at", UtcDateTime()),
    Index("ix_job_instance", "instance_key", "token_key"),
    Index(
        "ix_job_ready",
        "type",
        "next_at",
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    ),
)

SUBSCRIPTION = Table(
    "subscription",
    METADATA,
    Column("instance_key", Key(), nullable=False),
    Column("token_key", Key(), nullable=False),
    Column("element_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("correlation_key", Text, nullable=False),
    PrimaryKeyConstraint("instance_key", "token_key", "element_id"),
    Index("ix_subscription_name", "name", "correlation_key"),
)

# state: waiting, correlated, expired, dropped (no process caught it when it was sent).
# expires_at - published_at is its time to live. receiver_instance: the case that took it. try_at: before that
# nobody tries again to let it expire.
MESSAGE = Table(
    "message",
    METADATA,
    Column("key", Key(), primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("correlation_key", Text, nullable=False),
    Column("variables", ExactJson(), nullable=False),
    Column("sender_instance", Key()),
    Column("sender_element", Text),
    Column("receiver_instance", Key()),
    Column("state", Text, nullable=False),
    Column("published_at", UtcDateTime(), nullable=False),
    Column("expires_at", UtcDateTime(), nullable=False),
    Column("try_at", UtcDateTime()),
    Index("ix_message_name", "name", "correlation_key", "state"),
    Index(
        "ix_message_waiting",
        "expires_at",
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
)

# Which messages the deployed versions of processes wait for; the empty name stands for one that an expression
# gives. A message that none of them waits for is dropped when it is sent.
CAUGHT_MESSAGE = Table(
    "caught_message",
    METADATA,
    Column("name", Text, nullable=False),
    Column("definition_key", Key(), nullable=False),
    PrimaryKeyConstraint("name", "definition_key"),
    sqlite_with_rowid=False,
)

# kind: element, job, timer, timer_setting, user_task, outbox, message. `code` and `facts` make the operator's
# sentence.
INCIDENT = Table(
    "incident",
    METADATA,
    Column("key", Key(), primary_key=True, autoincrement=False),
    Column("instance_key", Key(), nullable=False),
    Column("token_key", Key(), nullable=False),
    Column("element_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("subject_key", Key()),
    Column("code", Text, nullable=False),
    Column("facts", ExactJson(), nullable=False),
    Column("created_at", UtcDateTime(), nullable=False),
    Column("resolved_at", UtcDateTime()),
    Column("resolved_by", Text),
    Index("ix_incident_instance", "instance_key"),
    Index(
        "ix_incident_open",
        "created_at",
        sqlite_where=text("resolved_at IS NULL"),
        postgresql_where=text("resolved_at IS NULL"),
    ),
)
