"""who has a seal and who confirmed it, electronic seals, seals declared void"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import engine.storage.types as own

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("register_seal", sa.Column("held_by", own.ExactJson(), nullable=True))
    op.add_column("register_seal", sa.Column("out_since", own.UtcDateTime(), nullable=True))
    op.add_column("register_seal", sa.Column("back_by", own.UtcDateTime(), nullable=True))
    op.add_column("register_seal", sa.Column("out_for", sa.Text(), nullable=True))
    op.add_column("register_seal", sa.Column("police_reported_at", own.UtcDateTime(), nullable=True))
    op.add_column("register_seal", sa.Column("police_report_no", sa.Text(), nullable=True))
    op.add_column("register_seal", sa.Column("void_declared_on", sa.Date(), nullable=True))
    op.add_column("register_seal", sa.Column("void_declared_in", sa.Text(), nullable=True))
    op.add_column("register_seal_use", sa.Column("medium", sa.Text(), nullable=True))
    op.add_column("register_seal_use", sa.Column("takings", own.ExactJson(), nullable=True))
    op.add_column("register_seal_use", sa.Column("certificate_no", sa.Text(), nullable=True))
    op.add_column("register_seal_use", sa.Column("differences", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("register_seal_use", "differences")
    op.drop_column("register_seal_use", "certificate_no")
    op.drop_column("register_seal_use", "takings")
    op.drop_column("register_seal_use", "medium")
    op.drop_column("register_seal", "void_declared_in")
    op.drop_column("register_seal", "void_declared_on")
    op.drop_column("register_seal", "police_report_no")
    op.drop_column("register_seal", "police_reported_at")
    op.drop_column("register_seal", "out_for")
    op.drop_column("register_seal", "back_by")
    op.drop_column("register_seal", "out_since")
    op.drop_column("register_seal", "held_by")
