"""by what a draft is known when its task is taken away"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("user_task", sa.Column("draft_key", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("user_task", "draft_key")
