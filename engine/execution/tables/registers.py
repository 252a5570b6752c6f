"""What is kept of the rows of registers, whichever register they stand in.

The rows themselves are the registers' own. `register` and `row_key` say which row is meant.
"""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, PrimaryKeyConstraint, Table, Text

from engine.storage.metadata import METADATA
from engine.storage.types import ExactJson, Key, UtcDateTime

# One line for each column that was changed, in the order of `id`; a line whose `column` is empty says that
# the row was entered. Values are exact JSON; those of secret columns stand as `"…"`.
REGISTER_CHANGE = Table(
    "register_change",
    METADATA,
    Column("register", Text, nullable=False),
    Column("row_key", Key(), nullable=False),
    Column("id", Key(), nullable=False),
    Column("at", UtcDateTime(), nullable=False),
    Column("by", Text, nullable=False),
    Column("on_behalf_of", Text),
    Column("column", Text, nullable=False),
    Column("old", ExactJson()),
    Column("new", ExactJson()),
    Column("instance_key", Key()),
    PrimaryKeyConstraint("register", "row_key", "id"),
    Index("ix_register_change_instance", "instance_key"),
    sqlite_with_rowid=False,
)

# A change that waits for a second person. state: waiting, accepted, refused. row_key: null for a new row;
# version: of the row when it was proposed.
REGISTER_PROPOSAL = Table(
    "register_proposal",
    METADATA,
    Column("key", Key(), primary_key=True, autoincrement=False),
    Column("register", Text, nullable=False),
    Column("row_key", Key()),
    Column("version", Integer),
    Column("values", ExactJson(), nullable=False),
    Column("state", Text, nullable=False),
    Column("proposed_at", UtcDateTime(), nullable=False),
    Column("proposed_by", Text, nullable=False),
    Column("on_behalf_of", Text),
    Column("decided_at", UtcDateTime()),
    Column("decided_by", Text),
    Column("reason", Text),
    Index("ix_register_proposal_row", "register", "state", "row_key"),
)

# Files that were entered on a row's page: they belong to the row and to no case.
REGISTER_FILE = Table(
    "register_file",
    METADATA,
    Column("key", Key(), primary_key=True, autoincrement=False),
    Column("register", Text, nullable=False),
    Column("row_key", Key(), nullable=False),
    Column("column", Text, nullable=False),
    Column("filename", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size", Key(), nullable=False),
    Column("sha256", Text, nullable=False),
    Column("added_by", Text, nullable=False),
    Column("added_at", UtcDateTime(), nullable=False),
    Index("ix_register_file_row", "register", "row_key", "sha256"),
    Index("ix_register_file_sha256", "sha256"),
)
