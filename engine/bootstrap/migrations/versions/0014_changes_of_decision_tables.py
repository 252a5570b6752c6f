"""proposed changes of decision tables; the newest decisions are found without reading all of history"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import engine.storage.types as own

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "decision_change",
        sa.Column("key", own.Key(), autoincrement=False, nullable=False),
        sa.Column("decision_id", sa.Text(), nullable=False),
        sa.Column("base", own.Key(), nullable=False),
        sa.Column("rows", own.ExactJson(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("effective_from", own.UtcDateTime(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("proposed_at", own.UtcDateTime(), nullable=False),
        sa.Column("settled_by", sa.Text(), nullable=True),
        sa.Column("settled_at", own.UtcDateTime(), nullable=True),
        sa.Column("settled_reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("ix_decision_change_decision", "decision_change", ["decision_id", "key"])
    decided = sa.text("kind = 'decided'")
    op.create_index("ix_history_decided", "history", ["id"], sqlite_where=decided, postgresql_where=decided)


def downgrade() -> None:
    op.drop_index("ix_history_decided", table_name="history")
    op.drop_index("ix_decision_change_decision", table_name="decision_change")
    op.drop_table("decision_change")
