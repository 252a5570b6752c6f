"""The floor of a step: the very rows that steps wrote, written by the raw driver, one durable commit each.

The statements are recorded on one copy of a database and replayed on another; what steps read is left out.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import make_url

from engine.storage import prepared
from engine.storage.database import Database

Transaction = list[tuple[str, Any, bool]]


@contextmanager
def recorded() -> Iterator[list[Transaction]]:
    """The statements of every step that is executed meanwhile, a list for each transaction."""
    transactions: list[Transaction] = []
    cursor, begin = prepared._cursor, Database.begin

    @contextmanager
    def beginning(self: Database) -> Iterator[Any]:
        transactions.append([])
        with begin(self) as connection:
            yield connection

    prepared._cursor = lambda connection: _Recorder(cursor(connection), transactions[-1])
    Database.begin = beginning  # type: ignore[method-assign]
    try:
        yield transactions
    finally:
        prepared._cursor = cursor
        Database.begin = begin  # type: ignore[method-assign]


class _Recorder:
    """A cursor that keeps what it was told to write."""

    def __init__(self, cursor: Any, transaction: Transaction) -> None:
        self._cursor = cursor
        self._transaction = transaction

    def execute(self, text: str, values: Any) -> None:
        self._keep(text, values, False)
        self._cursor.execute(text, values)

    def executemany(self, text: str, values: Any) -> None:
        self._keep(text, values, True)
        self._cursor.executemany(text, values)

    def _keep(self, text: str, values: Any, many: bool) -> None:
        if not text.lstrip().upper().startswith("SELECT"):
            self._transaction.append((text, values, many))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)


class Replay:
    """Writes recorded transactions with nothing between the loop and the driver."""

    def __init__(self, url: str) -> None:
        self._is_sqlite = url.startswith("sqlite")
        if self._is_sqlite:
            # The product's own connection: the same journal mode, the same synchronous=FULL.
            self._engine = Database(url).engine
            self._raw: Any = self._engine.raw_connection().dbapi_connection
        else:
            address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
            self._raw = psycopg.connect(address, prepare_threshold=1)

    def go(self, transactions: list[Transaction]) -> list[float]:
        """Seconds of each transaction."""
        cursor, seconds = self._raw.cursor(), []
        for transaction in transactions:
            began = time.perf_counter()
            if self._is_sqlite:
                cursor.execute("BEGIN IMMEDIATE")
            for text, values, many in transaction:
                if many:
                    cursor.executemany(text, values)
                else:
                    cursor.execute(text, values)
            self._raw.commit()
            seconds.append(time.perf_counter() - began)
        return seconds

    def close(self) -> None:
        self._raw.close()
