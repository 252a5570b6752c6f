"""who changed which column of a register's row, changes that wait for a second person, files of rows"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import engine.storage.types as own

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "register_change",
        sa.Column("register", sa.Text(), nullable=False),
        sa.Column("row_key", own.Key(), nullable=False),
        sa.Column("id", own.Key(), nullable=False),
        sa.Column("at", own.UtcDateTime(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("on_behalf_of", sa.Text(), nullable=True),
        sa.Column("column", sa.Text(), nullable=False),
        sa.Column("old", own.ExactJson(), nullable=True),
        sa.Column("new", own.ExactJson(), nullable=True),
        sa.Column("instance_key", own.Key(), nullable=True),
        sa.PrimaryKeyConstraint("register", "row_key", "id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_register_change_instance", "register_change", ["instance_key"])
    op.create_table(
        "register_proposal",
        sa.Column("key", own.Key(), autoincrement=False, nullable=False),
        sa.Column("register", sa.Text(), nullable=False),
        sa.Column("row_key", own.Key(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("values", own.ExactJson(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("proposed_at", own.UtcDateTime(), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("on_behalf_of", sa.Text(), nullable=True),
        sa.Column("decided_at", own.UtcDateTime(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("ix_register_proposal_row", "register_proposal", ["register", "state", "row_key"])
    op.create_table(
        "register_file",
        sa.Column("key", own.Key(), autoincrement=False, nullable=False),
        sa.Column("register", sa.Text(), nullable=False),
        sa.Column("row_key", own.Key(), nullable=False),
        sa.Column("column", sa.Text(), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", own.Key(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.Column("added_at", own.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("ix_register_file_row", "register_file", ["register", "row_key", "sha256"])
    op.create_index("ix_register_file_sha256", "register_file", ["sha256"])
    _keep("register_change")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for act in ("update", "delete"):
            op.execute(f"DROP TRIGGER register_change_keep_{act} ON register_change")
    for table in ("register_file", "register_proposal", "register_change"):
        op.drop_table(table)


def _keep(table: str) -> None:
    """What is a record is only ever added to: the database itself refuses to change or remove it."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    body = (
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        if postgresql
        else "BEGIN SELECT RAISE(ABORT, 'this table is only added to'); END"
    )
    for act in ("UPDATE", "DELETE"):
        op.execute(f"CREATE TRIGGER {table}_keep_{act.lower()} BEFORE {act} ON {table} {body}")
