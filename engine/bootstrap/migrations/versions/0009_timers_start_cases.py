"""timers start cases"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import engine.storage.types as own

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "start_timer",
        sa.Column("key", own.Key(), nullable=False, autoincrement=False),
        sa.Column("process_id", sa.Text(), nullable=False),
        sa.Column("definition_key", own.Key(), nullable=False),
        sa.Column("element_id", sa.Text(), nullable=False),
        sa.Column("due_at", own.UtcDateTime(), nullable=False),
        sa.Column("try_at", own.UtcDateTime(), nullable=False),
        sa.Column("remaining", sa.Integer(), nullable=True),
        sa.Column("interval", sa.Text(), nullable=True),
        sa.Column("anchor", own.UtcDateTime(), nullable=True),
        sa.Column("is_whole_day", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("fired_at", own.UtcDateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
        sa.UniqueConstraint("definition_key", "element_id"),
    )
    op.create_index(
        "ix_start_timer_waiting",
        "start_timer",
        ["try_at"],
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index("ix_start_timer_process", "start_timer", ["process_id"])


def downgrade() -> None:
    op.drop_table("start_timer")
