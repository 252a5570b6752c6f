"""The schema's versions: upgrade, and is it current?"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from engine.storage.database import Database

# Any number that nothing else locks in this database.
_UPGRADE_LOCK = 7_340_271
FOLDER = Path(__file__).parent / "migrations"


def upgrade(database: Database, to: str = "head") -> None:
    """Brings the schema to a version, in one transaction; nodes that start at once do it one by one."""
    with database.begin() as connection:
        _wait_for_others(connection)
        command.upgrade(_config(connection), to)


def downgrade(database: Database, to: str) -> None:
    """Takes the schema back to a version, in one transaction; for tests of the migrations."""
    with database.begin() as connection:
        command.downgrade(_config(connection), to)


def _wait_for_others(connection: Connection) -> None:
    """PostgreSQL: a lock until the commit, without the time limits of business. SQLite has one writer."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_UPGRADE_LOCK})")


def is_current(connection: Connection) -> bool:
    """True when the database has the newest version that this program knows."""
    return MigrationContext.configure(connection).get_current_revision() == newest()


def newest() -> str | None:
    return ScriptDirectory.from_config(_config()).get_current_head()


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", FOLDER.as_posix())
    config.attributes["connection"] = connection
    return config
