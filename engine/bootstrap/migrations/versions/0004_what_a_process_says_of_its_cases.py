"""what a process says of its cases"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import engine.storage.types

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "process_instance", sa.Column("visible_to", engine.storage.types.ExactJson(), nullable=True)
    )
    op.add_column("user_task", sa.Column("notify", engine.storage.types.ExactJson(), nullable=True))


def downgrade() -> None:
    op.drop_column("user_task", "notify")
    op.drop_column("process_instance", "visible_to")
