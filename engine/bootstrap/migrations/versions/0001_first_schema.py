"""first schema"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import engine.storage.types

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attachment",
        sa.Column(
            "key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("instance_key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("task_key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.Column("added_at", engine.storage.types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_attachment")),
    )
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.create_index("ix_attachment_instance", ["instance_key", "key"], unique=False)
        batch_op.create_index("ix_attachment_sha256", ["sha256"], unique=False)

    op.create_table(
        "audit",
        sa.Column("chain", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", engine.storage.types.UtcDateTime(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("on_behalf_of", sa.Text(), nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("object", sa.Text(), nullable=False),
        sa.Column("instance_key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("prev_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("chain", "seq", name=op.f("pk_audit")),
        sa.UniqueConstraint("id", name=op.f("uq_audit_id")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "audit_anchor",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", engine.storage.types.UtcDateTime(), nullable=False),
        sa.Column("heads", engine.storage.types.ExactJson(), nullable=False),
        sa.Column("prev_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_anchor")),
    )
    op.create_table(
        "audit_head",
        sa.Column("chain", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("chain", name=op.f("pk_audit_head")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "comment",
        sa.Column(
            "key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("instance_key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("task_key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", engine.storage.types.UtcDateTime(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_comment")),
    )
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.create_index("ix_comment_instance", ["instance_key", "key"], unique=False)

    op.create_table(
        "completion",
        sa.Column(
            "task_key",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("instance_key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("element_id", sa.Text(), nullable=False),
        sa.Column("completed_by", sa.Text(), nullable=False),
        sa.Column("on_behalf_of", sa.Text(), nullable=True),
        sa.Column("completed_at", engine.storage.types.UtcDateTime(), nullable=False),
        sa.Column("idempotency_key", sa.Text(), nullable=True),
        sa.Column("values", engine.storage.types.ExactJson(), nullable=False),
        sa.PrimaryKeyConstraint("task_key", name=op.f("pk_completion")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_completion_idempotency_key")),
    )
    with op.batch_alter_table("completion", schema=None) as batch_op:
        batch_op.create_index("ix_completion_instance", ["instance_key", "element_id"], unique=False)
        batch_op.create_index("ix_completion_person", ["completed_by", "completed_at"], unique=False)

    op.create_table(
        "definition",
        sa.Column(
            "key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("bindings", engine.storage.types.ExactJson(), nullable=False),
        sa.Column("effective_from", engine.storage.types.UtcDateTime(), nullable=False),
        sa.Column("deployed_at", engine.storage.types.UtcDateTime(), nullable=False),
        sa.Column("deployment_key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_definition")),
        sa.UniqueConstraint("kind", "id", "version", name=op.f("uq_definition_kind_id_version")),
    )
    with op.batch_alter_table("definition", schema=None) as batch_op:
        batch_op.create_index("ix_definition_in_force", ["kind", "id", "effective_from"], unique=False)

    op.create_table(
        "department",
        sa.Column(
            "key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("head", sa.Text(), nullable=True),
        sa.Column("created_at", engine.storage.types.UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("updated_at", engine.storage.types.UtcDateTime(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_void", sa.Boolean(), nullable=False),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_department")),
        sa.UniqueConstraint("code", name=op.f("uq_department_code")),
    )
    op.create_table(
        "deployment",
        sa.Column(
            "key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("deployed_at", engine.storage.types.UtcDateTime(), nullable=False),
        sa.Column("deployed_by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("report", engine.storage.types.ExactJson(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_deployment")),
    )
    op.create_table(
        "element_instance",
        sa.Column("instance_key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("parent_key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("element_id", sa.Text(), nullable=False),
        sa.Column("entered_at", engine.storage.types.UtcDateTime(), nullable=False),
        sa.Column("left_at", engine.storage.types.UtcDateTime(), nullable=True),
        sa.Column("how", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("instance_key", "token_key", name=op.f("pk_element_instance")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("element_instance", schema=None) as batch_op:
        batch_op.create_index(
            "ix_element_instance_live",
            ["instance_key"],
            unique=False,
            sqlite_where=sa.text("left_at IS NULL"),
            postgresql_where=sa.text("left_at IS NULL"),
        )

    op.create_table(
        "history",
        sa.Column("instance_key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", engine.storage.types.UtcDateTime(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("element_id", sa.Text(), nullable=True),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("on_behalf_of", sa.Text(), nullable=True),
        sa.Column("facts", engine.storage.types.ExactJson(), nullable=False),
        sa.PrimaryKeyConstraint("instance_key", "id", name=op.f("pk_history")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "idempotency",
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("command", sa.Text(), nullable=False),
        sa.Column("body_hash", sa.Text(), nullable=False),
        sa.Column("answer", engine.storage.types.ExactJson(), nullable=False),
        sa.Column("at", engine.storage.types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("actor", "key", name=op.f("pk_idempotency")),
    )
    with op.batch_alter_table("idempotency", schema=None) as batch_op:
        batch_op.create_index("ix_idempotency_at", ["at"], unique=False)

    op.create_table(
        "incident",
        sa.Column(
            "key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("instance_key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("element_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("facts", engine.storage.types.ExactJson(), nullable=False),
        sa.Column("created_at", engine.storage.types.UtcDateTime(), nullable=False),
        sa.Column("resolved_at", engine.storage.types.UtcDateTime(), nullable=True),
        sa.Column("resolved_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_incident")),
    )
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.create_index("ix_incident_instance", ["instance_key"], unique=False)
        batch_op.create_index(
            "ix_incident_open",
            ["created_at"],
            unique=False,
            sqlite_where=sa.text("resolved_at IS NULL"),
            postgresql_where=sa.text("resolved_at IS NULL"),
        )

    op.create_table(
        "job",
        sa.Column(
            "key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("instance_key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("element_id", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("headers", engine.storage.types.ExactJson(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("retries", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", engine.storage.types.UtcDateTime(), nullable=False),
        sa.Column("lease_until", engine.storage.types.UtcDateTime(), nullable=True),
        sa.Column("worker", sa.Text(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created_at", engine.storage.types.UtcDateTime(), nullable=False),
        sa.Column("ended_at", engine.storage.types.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_job")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index("ix_job_instance", ["instance_key", "token_key"], unique=False)
        batch_op.create_index(
            "ix_job_ready",
            ["type", "next_at"],
            unique=False,
            sqlite_where=sa.text("state = 'created'"),
            postgresql_where=sa.text("state = 'created'"),
        )

    op.create_table(
        "message",
        sa.Column(
            "key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("correlation_key", sa.Text(), nullable=False),
        sa.Column("variables", engine.storage.types.ExactJson(), nullable=False),
        sa.Column("sender_instance", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("published_at", engine.storage.types.UtcDateTime(), nullable=False),
        sa.Column("expires_at", engine.storage.types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_message")),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index("ix_message_name", ["name", "correlation_key", "state"], unique=False)

    op.create_table(
        "node",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("started_at", engine.storage.types.UtcDateTime(), nullable=False),
        sa.Column("seen_at", engine.storage.types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_node")),
    )
    op.create_table(
        "notice",
        sa.Column(
            "key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("instance_key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("task_key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("facts", engine.storage.types.ExactJson(), nullable=False),
        sa.Column("created_at", engine.storage.types.UtcDateTime(), nullable=False),
        sa.Column("read_at", engine.storage.types.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_notice")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index("ix_notice_person", ["person", "key"], unique=False)
        batch_op.create_index(
            "ix_notice_unread",
            ["person"],
            unique=False,
            sqlite_where=sa.text("read_at IS NULL"),
            postgresql_where=sa.text("read_at IS NULL"),
        )

    op.create_table(
        "number_counter",
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("prefix", "year", name=op.f("pk_number_counter")),
    )
    op.create_table(
        "outbox",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("instance_key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("payload", engine.storage.types.ExactJson(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", engine.storage.types.UtcDateTime(), nullable=False),
        sa.Column("next_at", engine.storage.types.UtcDateTime(), nullable=False),
        sa.Column("locked_until", engine.storage.types.UtcDateTime(), nullable=True),
        sa.Column("sent_at", engine.storage.types.UtcDateTime(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outbox_waiting",
            ["next_at"],
            unique=False,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )

    op.create_table(
        "process_instance",
        sa.Column(
            "key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("root_key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("parent_key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("parent_token", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("parent_element", sa.Text(), nullable=True),
        sa.Column("definition_key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("process_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("has_incident", sa.Boolean(), nullable=False),
        sa.Column("business_key", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("started_by", sa.Text(), nullable=False),
        sa.Column("started_at", engine.storage.types.UtcDateTime(), nullable=False),
        sa.Column("ended_at", engine.storage.types.UtcDateTime(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("tokens", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_process_instance")),
    )
    with op.batch_alter_table("process_instance", schema=None) as batch_op:
        batch_op.create_index("ix_process_instance_process", ["process_id", "key"], unique=False)
        batch_op.create_index("ix_process_instance_root", ["root_key"], unique=False)
        batch_op.create_index("ix_process_instance_starter", ["started_by", "key"], unique=False)

    op.create_table(
        "rate_counter",
        sa.Column("bucket", sa.Text(), nullable=False),
        sa.Column("window", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("bucket", "window", name=op.f("pk_rate_counter")),
    )
    op.create_table(
        "register_seal",
        sa.Column(
            "key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("seal_code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("keeper", sa.Text(), nullable=False),
        sa.Column("backup_keeper", sa.Text(), nullable=True),
        sa.Column("location", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("missing_since", engine.storage.types.UtcDateTime(), nullable=True),
        sa.Column("created_at", engine.storage.types.UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("updated_at", engine.storage.types.UtcDateTime(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_void", sa.Boolean(), nullable=False),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_register_seal")),
        sa.UniqueConstraint("seal_code", name=op.f("uq_register_seal_seal_code")),
    )
    with op.batch_alter_table("register_seal", schema=None) as batch_op:
        batch_op.create_index("ix_register_seal_kind", ["kind"], unique=False)

    op.create_table(
        "register_seal_use",
        sa.Column(
            "key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("instance_key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("revision_no", sa.Integer(), nullable=False),
        sa.Column("last_call", sa.Text(), nullable=False),
        sa.Column("applicant", sa.Text(), nullable=False),
        sa.Column("doc_type", sa.Text(), nullable=False),
        sa.Column("doc_ref", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("counterpart", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=True),
        sa.Column("file_name", sa.Text(), nullable=True),
        sa.Column("file_sha256", sa.Text(), nullable=True),
        sa.Column("copies", sa.Integer(), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("impressions", sa.Integer(), nullable=True),
        sa.Column("cross_page", sa.Boolean(), nullable=False),
        sa.Column("seals", engine.storage.types.ExactJson(), nullable=False),
        sa.Column("approvals", engine.storage.types.ExactJson(), nullable=False),
        sa.Column("out_of_office", sa.Boolean(), nullable=False),
        sa.Column("out_reason", sa.Text(), nullable=True),
        sa.Column("out_place", sa.Text(), nullable=True),
        sa.Column("back_by", engine.storage.types.UtcDateTime(), nullable=True),
        sa.Column("taken_by", engine.storage.types.ExactJson(), nullable=False),
        sa.Column("handed_out_by", sa.Text(), nullable=True),
        sa.Column("handed_at", engine.storage.types.UtcDateTime(), nullable=True),
        sa.Column("keeper", sa.Text(), nullable=True),
        sa.Column("used_at", engine.storage.types.UtcDateTime(), nullable=True),
        sa.Column("impressions_made", sa.Integer(), nullable=True),
        sa.Column("sealed_scan", engine.storage.types.ExactJson(), nullable=True),
        sa.Column("mismatch_note", sa.Text(), nullable=True),
        sa.Column("refused_reason", sa.Text(), nullable=True),
        sa.Column("returned_at", engine.storage.types.UtcDateTime(), nullable=True),
        sa.Column("returned_to", sa.Text(), nullable=True),
        sa.Column("return_condition", sa.Text(), nullable=True),
        sa.Column("return_note", sa.Text(), nullable=True),
        sa.Column("created_at", engine.storage.types.UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("updated_at", engine.storage.types.UtcDateTime(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_void", sa.Boolean(), nullable=False),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_register_seal_use")),
        sa.UniqueConstraint("instance_key", name=op.f("uq_register_seal_use_instance_key")),
        sa.UniqueConstraint("number", name=op.f("uq_register_seal_use_number")),
    )
    with op.batch_alter_table("register_seal_use", schema=None) as batch_op:
        batch_op.create_index("ix_register_seal_use_applicant", ["applicant", "key"], unique=False)
        batch_op.create_index("ix_register_seal_use_state", ["state", "key"], unique=False)

    op.create_table(
        "setting",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", engine.storage.types.ExactJson(), nullable=False),
        sa.Column("updated_at", engine.storage.types.UtcDateTime(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_setting")),
    )
    op.create_table(
        "subscription",
        sa.Column("instance_key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("element_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("correlation_key", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("instance_key", "token_key", "element_id", name=op.f("pk_subscription")),
    )
    with op.batch_alter_table("subscription", schema=None) as batch_op:
        batch_op.create_index("ix_subscription_name", ["name", "correlation_key"], unique=False)

    op.create_table(
        "timer",
        sa.Column(
            "key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("instance_key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("element_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("interrupting", sa.Boolean(), nullable=False),
        sa.Column("due_at", engine.storage.types.UtcDateTime(), nullable=False),
        sa.Column("try_at", engine.storage.types.UtcDateTime(), nullable=False),
        sa.Column("remaining", sa.Integer(), nullable=True),
        sa.Column("interval", sa.Text(), nullable=True),
        sa.Column("anchor", engine.storage.types.UtcDateTime(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("fired_at", engine.storage.types.UtcDateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_timer")),
        sa.UniqueConstraint(
            "instance_key",
            "token_key",
            "element_id",
            "due_at",
            name=op.f("uq_timer_instance_key_token_key_element_id_due_at"),
        ),
    )
    with op.batch_alter_table("timer", schema=None) as batch_op:
        batch_op.create_index(
            "ix_timer_waiting",
            ["try_at"],
            unique=False,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )

    op.create_table(
        "user_task",
        sa.Column(
            "key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("instance_key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("process_id", sa.Text(), nullable=False),
        sa.Column("element_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("business_key", sa.Text(), nullable=True),
        sa.Column("form_key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("assignee", sa.Text(), nullable=True),
        sa.Column("candidate_groups", engine.storage.types.ExactJson(), nullable=False),
        sa.Column("candidate_users", engine.storage.types.ExactJson(), nullable=False),
        sa.Column("four_eyes", engine.storage.types.ExactJson(), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("due_at", engine.storage.types.UtcDateTime(), nullable=True),
        sa.Column("due_sort", sa.Text(), nullable=False),
        sa.Column("follow_up_at", engine.storage.types.UtcDateTime(), nullable=True),
        sa.Column("created_at", engine.storage.types.UtcDateTime(), nullable=False),
        sa.Column("opened_at", engine.storage.types.UtcDateTime(), nullable=True),
        sa.Column("ended_at", engine.storage.types.UtcDateTime(), nullable=True),
        sa.Column("completed_by", sa.Text(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("draft", engine.storage.types.ExactJson(), nullable=True),
        sa.Column("draft_at", engine.storage.types.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_user_task")),
    )
    with op.batch_alter_table("user_task", schema=None) as batch_op:
        batch_op.create_index("ix_user_task_instance", ["instance_key", "token_key"], unique=False)
        batch_op.create_index(
            "ix_user_task_mine",
            ["assignee", "due_sort", "key"],
            unique=False,
            sqlite_where=sa.text("state = 'created'"),
            postgresql_where=sa.text("state = 'created'"),
        )

    op.create_table(
        "user_task_candidate",
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("due_sort", sa.Text(), nullable=False),
        sa.Column("task_key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("who", "due_sort", "task_key", name=op.f("pk_user_task_candidate")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("user_task_candidate", schema=None) as batch_op:
        batch_op.create_index("ix_user_task_candidate_task", ["task_key"], unique=False)

    op.create_table(
        "user_task_exclusion",
        sa.Column("task_key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("task_key", "person", name=op.f("pk_user_task_exclusion")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "variable",
        sa.Column("instance_key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("scope", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("instance_key", "scope", "name", name=op.f("pk_variable")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "person",
        sa.Column(
            "key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("emp_no", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("mobile", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("department", sa.Text(), nullable=True),
        sa.Column("manager", sa.Text(), nullable=True),
        sa.Column("territory_codes", engine.storage.types.ExactJson(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("created_at", engine.storage.types.UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("updated_at", engine.storage.types.UtcDateTime(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_void", sa.Boolean(), nullable=False),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["department"], ["department.code"], name=op.f("fk_person_department")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_person")),
        sa.UniqueConstraint("emp_no", name=op.f("uq_person_emp_no")),
        sa.UniqueConstraint("user_id", name=op.f("uq_person_user_id")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index("ix_person_department", ["department"], unique=False)

    op.create_table(
        "account",
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("locked_until", engine.storage.types.UtcDateTime(), nullable=True),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("is_disabled", sa.Boolean(), nullable=False),
        sa.Column("changed_at", engine.storage.types.UtcDateTime(), nullable=False),
        sa.Column("last_login_at", engine.storage.types.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["person.user_id"], name=op.f("fk_account_user_id")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_account")),
    )
    op.create_table(
        "delegation",
        sa.Column(
            "key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("delegator", sa.Text(), nullable=False),
        sa.Column("delegate", sa.Text(), nullable=False),
        sa.Column("starts_at", engine.storage.types.UtcDateTime(), nullable=False),
        sa.Column("ends_at", engine.storage.types.UtcDateTime(), nullable=False),
        sa.Column("roles", engine.storage.types.ExactJson(), nullable=False),
        sa.Column("created_at", engine.storage.types.UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("updated_at", engine.storage.types.UtcDateTime(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_void", sa.Boolean(), nullable=False),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["delegate"], ["person.user_id"], name=op.f("fk_delegation_delegate")),
        sa.ForeignKeyConstraint(["delegator"], ["person.user_id"], name=op.f("fk_delegation_delegator")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_delegation")),
    )
    with op.batch_alter_table("delegation", schema=None) as batch_op:
        batch_op.create_index("ix_delegation_delegate", ["delegate", "starts_at"], unique=False)
        batch_op.create_index("ix_delegation_delegator", ["delegator", "starts_at"], unique=False)

    op.create_table(
        "membership",
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["person.user_id"], name=op.f("fk_membership_user_id")),
        sa.PrimaryKeyConstraint("user_id", "role", name=op.f("pk_membership")),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index("ix_membership_role", ["role", "user_id"], unique=False)

    op.create_table(
        "web_session",
        sa.Column("id_hash", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("created_at", engine.storage.types.UtcDateTime(), nullable=False),
        sa.Column("last_seen_at", engine.storage.types.UtcDateTime(), nullable=False),
        sa.Column("expires_at", engine.storage.types.UtcDateTime(), nullable=False),
        sa.Column("ip", sa.Text(), nullable=False),
        sa.Column("user_agent", sa.Text(), nullable=False),
        sa.Column("revoked_at", engine.storage.types.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["person.user_id"], name=op.f("fk_web_session_user_id")),
        sa.PrimaryKeyConstraint("id_hash", name=op.f("pk_web_session")),
    )
    with op.batch_alter_table("web_session", schema=None) as batch_op:
        batch_op.create_index("ix_web_session_expires", ["expires_at"], unique=False)
        batch_op.create_index("ix_web_session_user", ["user_id", "revoked_at"], unique=False)

    _triggers()
    _views()


def downgrade() -> None:
    op.execute("DROP VIEW v_audit")
    op.execute("DROP VIEW v_register")
    op.execute("DROP VIEW v_outbox")
    op.execute("DROP VIEW v_timer")
    op.execute("DROP VIEW v_completion")
    op.execute("DROP VIEW v_task")
    op.execute("DROP VIEW v_instance")
    _drop_triggers()
    with op.batch_alter_table("web_session", schema=None) as batch_op:
        batch_op.drop_index("ix_web_session_user")
        batch_op.drop_index("ix_web_session_expires")

    op.drop_table("web_session")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index("ix_membership_role")

    op.drop_table("membership")
    with op.batch_alter_table("delegation", schema=None) as batch_op:
        batch_op.drop_index("ix_delegation_delegator")
        batch_op.drop_index("ix_delegation_delegate")

    op.drop_table("delegation")
    op.drop_table("account")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index("ix_person_department")

    op.drop_table("person")
    op.drop_table("variable")
    op.drop_table("user_task_exclusion")
    with op.batch_alter_table("user_task_candidate", schema=None) as batch_op:
        batch_op.drop_index("ix_user_task_candidate_task")

    op.drop_table("user_task_candidate")
    with op.batch_alter_table("user_task", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_user_task_mine",
            sqlite_where=sa.text("state = 'created'"),
            postgresql_where=sa.text("state = 'created'"),
        )
        batch_op.drop_index("ix_user_task_instance")

    op.drop_table("user_task")
    with op.batch_alter_table("timer", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_timer_waiting",
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )

    op.drop_table("timer")
    with op.batch_alter_table("subscription", schema=None) as batch_op:
        batch_op.drop_index("ix_subscription_name")

    op.drop_table("subscription")
    op.drop_table("setting")
    with op.batch_alter_table("register_seal_use", schema=None) as batch_op:
        batch_op.drop_index("ix_register_seal_use_state")
        batch_op.drop_index("ix_register_seal_use_applicant")

    op.drop_table("register_seal_use")
    with op.batch_alter_table("register_seal", schema=None) as batch_op:
        batch_op.drop_index("ix_register_seal_kind")

    op.drop_table("register_seal")
    op.drop_table("rate_counter")
    with op.batch_alter_table("process_instance", schema=None) as batch_op:
        batch_op.drop_index("ix_process_instance_starter")
        batch_op.drop_index("ix_process_instance_root")
        batch_op.drop_index("ix_process_instance_process")

    op.drop_table("process_instance")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_outbox_waiting",
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )

    op.drop_table("outbox")
    op.drop_table("number_counter")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_notice_unread",
            sqlite_where=sa.text("read_at IS NULL"),
            postgresql_where=sa.text("read_at IS NULL"),
        )
        batch_op.drop_index("ix_notice_person")

    op.drop_table("notice")
    op.drop_table("node")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index("ix_message_name")

    op.drop_table("message")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_job_ready",
            sqlite_where=sa.text("state = 'created'"),
            postgresql_where=sa.text("state = 'created'"),
        )
        batch_op.drop_index("ix_job_instance")

    op.drop_table("job")
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_incident_open",
            sqlite_where=sa.text("resolved_at IS NULL"),
            postgresql_where=sa.text("resolved_at IS NULL"),
        )
        batch_op.drop_index("ix_incident_instance")

    op.drop_table("incident")
    with op.batch_alter_table("idempotency", schema=None) as batch_op:
        batch_op.drop_index("ix_idempotency_at")

    op.drop_table("idempotency")
    op.drop_table("history")
    with op.batch_alter_table("element_instance", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_element_instance_live",
            sqlite_where=sa.text("left_at IS NULL"),
            postgresql_where=sa.text("left_at IS NULL"),
        )

    op.drop_table("element_instance")
    op.drop_table("deployment")
    op.drop_table("department")
    with op.batch_alter_table("definition", schema=None) as batch_op:
        batch_op.drop_index("ix_definition_in_force")

    op.drop_table("definition")
    with op.batch_alter_table("completion", schema=None) as batch_op:
        batch_op.drop_index("ix_completion_person")
        batch_op.drop_index("ix_completion_instance")

    op.drop_table("completion")
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.drop_index("ix_comment_instance")

    op.drop_table("comment")
    op.drop_table("audit_head")
    op.drop_table("audit_anchor")
    op.drop_table("audit")
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.drop_index("ix_attachment_sha256")
        batch_op.drop_index("ix_attachment_instance")

    op.drop_table("attachment")


_KEPT_TABLES = ("audit", "audit_anchor", "history", "completion")


def _triggers() -> None:
    """What is a record is only ever added to: the database itself refuses to change or remove it."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    if postgresql:
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'this table is only added to'; END $$"
        )
    for table in _KEPT_TABLES:
        for act in ("UPDATE", "DELETE"):
            name = f"{table}_keep_{act.lower()}"
            body = (
                "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
                if postgresql
                else "BEGIN SELECT RAISE(ABORT, 'this table is only added to'); END"
            )
            op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} {body}")


def _drop_triggers() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change CASCADE")


def _views() -> None:
    """For people who report and check; names and columns are pinned for the outside."""
    op.execute(
        """
        CREATE VIEW v_instance AS
        SELECT key AS instance_key, process_id, version, state, business_key, started_by, started_at, ended_at
        FROM process_instance
        """
    )
    op.execute(
        """
        CREATE VIEW v_task AS
        SELECT key AS task_key, instance_key, element_id, state, assignee, candidate_groups, created_at,
        due_at,
        completed_by, ended_at AS completed_at
        FROM user_task
        """
    )
    op.execute(
        """
        CREATE VIEW v_completion AS
        SELECT task_key, instance_key, element_id, completed_by, on_behalf_of, completed_at, idempotency_key
        FROM completion
        """
    )
    op.execute(
        """
        CREATE VIEW v_timer AS
        SELECT key AS timer_key, instance_key, element_id, due_at, state, fired_at
        FROM timer
        """
    )
    op.execute(
        """
        CREATE VIEW v_outbox AS
        SELECT id, instance_key, kind, state, attempts, created_at, sent_at
        FROM outbox
        """
    )
    op.execute(
        """
        CREATE VIEW v_register AS
        SELECT 'seals' AS register, key AS row_key, seal_code AS number, NULL AS instance_key, status AS
        state,
        updated_by, updated_at
        FROM register_seal
        UNION ALL
        SELECT 'seal_uses', key, number, instance_key, state, updated_by, updated_at
        FROM register_seal_use
        UNION ALL
        SELECT 'employees', key, emp_no, NULL, status, updated_by, updated_at
        FROM person
        UNION ALL
        SELECT 'departments', key, code, NULL, 'active', updated_by, updated_at
        FROM department
        """
    )
    op.execute(
        """
        CREATE VIEW v_audit AS
        SELECT id, chain, seq, at, actor, on_behalf_of, action, object, instance_key
        FROM audit
        """
    )
