"""Alembic's environment: `engine.bootstrap.schema` hands it a connection; it never opens one itself."""

from __future__ import annotations

from alembic import context

import engine.bootstrap.handlers
import engine.bootstrap.registers
from engine.storage.metadata import METADATA

# Every room registers its tables by being imported.
engine.bootstrap.registers.register_packages()

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=METADATA,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=False,
)
with context.begin_transaction():
    context.run_migrations()
