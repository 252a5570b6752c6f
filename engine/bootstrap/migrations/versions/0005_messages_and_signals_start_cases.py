"""messages and signals start cases"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import engine.storage.types

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def _key(name: str) -> sa.Column[int]:
    return sa.Column(name, engine.storage.types.Key(), nullable=False)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def upgrade() -> None:
    op.create_table(
        "signal_subscription",
        _key("instance_key"),
        _key("token_key"),
        _text("element_id"),
        _text("name"),
        sa.PrimaryKeyConstraint("instance_key", "token_key", "element_id"),
    )
    op.create_index("ix_signal_subscription_name", "signal_subscription", ["name"])
    op.create_table(
        "start_subscription",
        _text("kind"),
        _text("name"),
        _text("process_id"),
        _key("definition_key"),
        _text("element_id"),
        sa.PrimaryKeyConstraint("kind", "name", "definition_key", "element_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "message_receipt",
        _key("message_key"),
        _text("process_id"),
        _key("instance_key"),
        sa.PrimaryKeyConstraint("message_key", "process_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "message_id",
        _text("name"),
        _text("correlation_key"),
        _text("message_id"),
        _key("message_key"),
        sa.PrimaryKeyConstraint("name", "correlation_key", "message_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "started_by_message",
        _text("process_id"),
        _text("correlation_key"),
        _key("instance_key"),
        sa.PrimaryKeyConstraint("process_id", "correlation_key"),
    )
    op.create_index("ix_started_by_message_instance", "started_by_message", ["instance_key"])


def downgrade() -> None:
    for table in ("started_by_message", "message_id", "message_receipt", "start_subscription"):
        op.drop_table(table)
    op.drop_table("signal_subscription")
