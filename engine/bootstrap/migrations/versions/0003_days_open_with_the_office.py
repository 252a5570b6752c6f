"""days open with the office"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import engine.storage.types

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_MOMENTS = (
    ("user_task", "available_from"),
    ("user_task_candidate", "available_from"),
    ("job", "opens_at"),
    ("notice", "not_before"),
    ("outbox", "not_before"),
)


def upgrade() -> None:
    for table, column in _MOMENTS:
        op.add_column(table, sa.Column(column, engine.storage.types.UtcDateTime(), nullable=True))
    op.add_column("timer", sa.Column("is_whole_day", sa.Boolean(), nullable=True))


def downgrade() -> None:
    op.drop_column("timer", "is_whole_day")
    for table, column in reversed(_MOMENTS):
        op.drop_column(table, column)
