"""what a person chose"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_CHOSEN = ("language", "theme")


def upgrade() -> None:
    for column in _CHOSEN:
        op.add_column("account", sa.Column(column, sa.Text(), nullable=True))


def downgrade() -> None:
    for column in reversed(_CHOSEN):
        op.drop_column("account", column)
