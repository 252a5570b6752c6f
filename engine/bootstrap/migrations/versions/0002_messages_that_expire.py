"""messages that expire"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.add_column("message", sa.Column("sender_element", sa.Text(), nullable=True))
    op.add_column("message", sa.Column("receiver_instance", key, nullable=True))
    op.create_index(
        "ix_message_waiting",
        "message",
        ["expires_at"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "caught_message",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("definition_key", key, nullable=False),
        sa.PrimaryKeyConstraint("name", "definition_key"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("caught_message")
    op.drop_index("ix_message_waiting", table_name="message")
    op.drop_column("message", "receiver_instance")
    op.drop_column("message", "sender_element")
