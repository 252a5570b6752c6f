"""calls that can be undone"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import engine.storage.types

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "operation_call",
        sa.Column("instance_key", key, nullable=False),
        sa.Column("history_id", key, nullable=False),
        sa.Column("variables", engine.storage.types.ExactJson(), nullable=False),
        sa.PrimaryKeyConstraint("instance_key", "history_id"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("operation_call")
