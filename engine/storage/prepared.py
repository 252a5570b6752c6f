"""Statements compiled once and run on the driver.

SQLAlchemy Core costs about 0.1 ms a statement, three quarters of a step. The hot path therefore compiles its
Core statements once per dialect and hands text and parameters straight to the driver, with the same column
types.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import ClauseElement
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import UpdateBase

# PostgreSQL's type number of numeric; only its numeric columns ask for one.
_NUMERIC_OID = 1700


class Prepared:
    """One Core statement. Rows are mappings by bind name; results are tuples in column order."""

    def __init__(self, statement: ClauseElement, columns: Sequence[str] | None = None) -> None:
        """`columns` names the columns of an insert or the set-clause of an update."""
        self._statement = statement
        self._columns = list(columns) if columns is not None else None
        self._compiled: dict[str, _Compiled] = {}

    def execute(self, connection: Connection, row: Mapping[str, Any] | None = None) -> int:
        """Runs once; returns the number of rows that it touched."""
        compiled = self._for(connection.dialect)
        with _cursor(connection, compiled) as cursor:
            cursor.execute(compiled.text, compiled.bind(row or {}))
            count: int = cursor.rowcount
            return count

    def execute_many(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Runs for each row."""
        if not rows:
            return
        compiled = self._for(connection.dialect)
        with _cursor(connection, compiled) as cursor:
            if len(rows) == 1:
                cursor.execute(compiled.text, compiled.bind(rows[0]))
            else:
                cursor.executemany(compiled.text, [compiled.bind(row) for row in rows])

    def fetch_all(
        self, connection: Connection, row: Mapping[str, Any] | None = None
    ) -> list[tuple[Any, ...]]:
        compiled = self._for(connection.dialect)
        with _cursor(connection, compiled) as cursor:
            cursor.execute(compiled.text, compiled.bind(row or {}))
            return [compiled.read(found) for found in cursor.fetchall()]

    def fetch_one(
        self, connection: Connection, row: Mapping[str, Any] | None = None
    ) -> tuple[Any, ...] | None:
        compiled = self._for(connection.dialect)
        with _cursor(connection, compiled) as cursor:
            cursor.execute(compiled.text, compiled.bind(row or {}))
            found = cursor.fetchone()
            return None if found is None else compiled.read(found)

    def _for(self, dialect: Dialect) -> _Compiled:
        found = self._compiled.get(dialect.name)
        if found is None:
            found = self._compiled[dialect.name] = _Compiled(self._statement, dialect, self._columns)
        return found


class _Compiled:
    def __init__(self, statement: ClauseElement, dialect: Dialect, columns: list[str] | None) -> None:
        keywords: dict[str, Any] = {"column_keys": columns} if columns is not None else {}
        compiled = statement.compile(dialect=dialect, **keywords)
        assert isinstance(compiled, SQLCompiler)
        self.text = compiled.string
        self._positional = compiled.positional
        self._names: list[str] = list(compiled.positiontup or compiled.params)
        self._processors: dict[str, Any] = dict(compiled._bind_processors)
        self._constants = {name: value for name, value in compiled.params.items() if value is not None}
        self._readers: list[Any] = []
        if not isinstance(statement, UpdateBase):
            self._readers = [
                column.type._cached_result_processor(dialect, _NUMERIC_OID)
                for column in statement.selected_columns  # type: ignore[attr-defined]
            ]
        self._reads = any(self._readers)

    def bind(self, row: Mapping[str, Any]) -> Any:
        values = []
        for name in self._names:
            value = row[name] if name in row else self._constants.get(name)
            process = self._processors.get(name)
            values.append(process(value) if process is not None else value)
        return values if self._positional else dict(zip(self._names, values, strict=True))

    def read(self, found: tuple[Any, ...]) -> tuple[Any, ...]:
        if not self._reads:
            return tuple(found)
        return tuple(
            value if reader is None else reader(value)
            for reader, value in zip(self._readers, found, strict=True)
        )


@contextmanager
def _cursor(connection: Connection, compiled: _Compiled) -> Iterator[Any]:
    """The transaction was begun through SQLAlchemy; only the statement takes the short way.

    What the driver refuses is raised as SQLAlchemy would raise it, so that whoever tries again knows a
    deadlock or a key that is taken already from either way. Values stay out of the message.
    """
    cursor = connection.connection.cursor()
    driver: Any = connection.dialect.dbapi
    try:
        yield cursor
    except driver.Error as error:
        raise DBAPIError.instance(
            compiled.text, None, error, driver.Error, hide_parameters=True, dialect=connection.dialect
        ) from error
    finally:
        cursor.close()
