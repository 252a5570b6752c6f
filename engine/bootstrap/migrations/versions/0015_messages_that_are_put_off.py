"""messages that are put off"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import engine.storage.types as own

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("message", sa.Column("try_at", own.UtcDateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("message", "try_at")
