"""signals reach many receivers, each in a step of its own"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import engine.storage.types as own

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "signal",
        sa.Column("key", own.Key(), nullable=False, autoincrement=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("variables", own.ExactJson(), nullable=False),
        sa.Column("sent_at", own.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )


def downgrade() -> None:
    op.drop_table("signal")
