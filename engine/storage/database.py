"""Opens the database and begins transactions; nobody else does.

SQLite: WAL, synchronous=FULL, `BEGIN IMMEDIATE` for writing, and a randomised wait of our own instead of the
busy handler, which is unfair (measured: one of four writers waited 3 s with it, 70 ms without).
PostgreSQL: statement and lock timeouts, serialisation failures and deadlocks tried again. A connection that
lay in the pool while the server was started anew is found dead by its first statement, so that looking first
costs nothing: whoever reads gets another one, and a command is run anew, as nothing of it was committed.
"""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import QueuePool

from engine.kernel.errors import CommitInDoubt

BUSY_SECONDS = 20.0
_RETRY_SQLSTATES = frozenset({"40001", "40P01", "55P03"})


class Database:
    """One database, SQLite or PostgreSQL."""

    def __init__(self, url: str, *, pool_size: int = 5, echo: bool = False) -> None:
        self.url = url
        self.is_sqlite = url.startswith("sqlite")
        self.engine = _sqlite(url, echo, pool_size) if self.is_sqlite else _postgresql(url, echo, pool_size)

    @property
    def dialect_name(self) -> str:
        return "sqlite" if self.is_sqlite else "postgresql"

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """A write transaction: leaving normally commits durably, leaving by an exception rolls back."""
        with self.engine.connect() as connection:
            transaction = connection.begin()
            if self.is_sqlite:
                _begin_immediate(connection)
            try:
                yield connection
            except BaseException:
                transaction.rollback()
                raise
            try:
                transaction.commit()
            except DBAPIError as error:
                if is_gone(error):
                    raise CommitInDoubt() from error
                raise

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent snapshot for reading; whatever is written in it is undone."""
        with self._snapshot() as connection:
            try:
                yield connection
            finally:
                connection.rollback()

    def forget_connections(self) -> None:
        """The others in the pool are as old as the one that was found dead."""
        self.engine.dispose()

    def _snapshot(self) -> Connection:
        connection = self.engine.connect()
        try:
            self._begin_reading(connection)
        except DBAPIError as error:
            connection.close()
            if not is_gone(error):
                raise
            self.forget_connections()
            connection = self.engine.connect()
            self._begin_reading(connection)
        return connection

    def _begin_reading(self, connection: Connection) -> None:
        if self.is_sqlite:
            connection.begin()
            connection.connection.dbapi_connection.execute("BEGIN DEFERRED")  # type: ignore[union-attr]
        else:
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")

    def dispose(self) -> None:
        self.engine.dispose()


def may_be_tried_again(error: DBAPIError) -> bool:
    """True for faults that another try, from a fresh load, can cure: deadlock, serialisation, lock timeout,
    busy.
    """
    original = error.orig
    if getattr(original, "sqlstate", None) in _RETRY_SQLSTATES:
        return True
    return isinstance(original, sqlite3.OperationalError) and "locked" in str(original)


def is_gone(error: DBAPIError) -> bool:
    """True when the connection itself is dead. What it had not committed, the server undoes."""
    return error.connection_invalidated


def one_writer(connection: Connection) -> bool:
    """True on SQLite: whoever is in a write transaction is alone in it, so no row needs a lock of its own."""
    return connection.dialect.name == "sqlite"


def _begin_immediate(connection: Connection) -> None:
    raw: Any = connection.connection.dbapi_connection
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            raw.execute("BEGIN IMMEDIATE")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise OperationalError("BEGIN IMMEDIATE", None, error) from error
            time.sleep(random.uniform(0.0001, 0.001))


def _sqlite(url: str, echo: bool, pool_size: int) -> Engine:
    engine = create_engine(
        url,
        echo=echo,
        poolclass=QueuePool,
        pool_size=pool_size,
        max_overflow=20,
        pool_reset_on_return=None,
        connect_args={"timeout": 0, "check_same_thread": False, "cached_statements": 512},
    )

    @event.listens_for(engine, "connect")
    def _prepare(raw: sqlite3.Connection, _record: Any) -> None:
        # We write BEGIN ourselves; the driver's implicit transactions would start them as DEFERRED.
        raw.isolation_level = None
        _pragmas(raw)

    return engine


def _pragmas(raw: sqlite3.Connection) -> None:
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            raw.execute("PRAGMA journal_mode=WAL")
            break
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(random.uniform(0.001, 0.005))
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "temp_store=MEMORY", "cache_size=-16000"):
        raw.execute(f"PRAGMA {pragma}")


def _postgresql(url: str, echo: bool, pool_size: int) -> Engine:
    driver_url = url.replace("postgresql://", "postgresql+psycopg://", 1)
    return create_engine(
        driver_url,
        echo=echo,
        pool_size=pool_size,
        max_overflow=20,
        pool_pre_ping=False,
        connect_args={
            "options": "-c statement_timeout=15000 -c lock_timeout=5000 -c timezone=UTC",
            "prepare_threshold": 1,
        },
    )
