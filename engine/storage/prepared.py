"""Statements compiled once and run on the driver.

SQLAlchemy Core costs about 0.1 ms a statement, three quarters of a step. The hot path therefore compiles its
Core statements once per dialect and hands text and parameters straight to the driver, with the same column
types.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, literal_column
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import ClauseElement, visitors
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.elements import BindParameter

# PostgreSQL's type number of numeric; only its numeric columns ask for one.
_NUMERIC_OID = 1700
_CURSOR = "neiqin.cursor"
_WORD = re.compile(r"[a-z_]+")
_NOTHING: Mapping[str, Any] = {}


class Prepared:
    """One Core statement. Rows are mappings by bind name; results are tuples in column order."""

    def __init__(self, statement: ClauseElement, columns: Sequence[str] | None = None) -> None:
        """`columns` names the columns of an insert or the set-clause of an update."""
        self._statement = statement
        self._columns = list(columns) if columns is not None else None
        self._compiled: dict[str, _Compiled] = {}

    def execute(self, connection: Connection, row: Mapping[str, Any] = _NOTHING) -> int:
        """Runs once; returns the number of rows that it touched."""
        count: int = self._run(connection, row).rowcount
        return count

    def execute_many(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Runs for each row."""
        if len(rows) == 1:
            self._run(connection, rows[0])
        elif rows:
            compiled = self._for(connection.dialect)
            values = [compiled.bind(row) for row in rows]
            try:
                _cursor(connection).executemany(compiled.text, values)
            except connection.dialect.dbapi.Error as error:  # type: ignore[union-attr]
                raise _refused(connection, compiled, error) from error

    def fetch_all(self, connection: Connection, row: Mapping[str, Any] = _NOTHING) -> list[tuple[Any, ...]]:
        found = self._run(connection, row).fetchall()
        return self._for(connection.dialect).read(found)

    def fetch_one(self, connection: Connection, row: Mapping[str, Any] = _NOTHING) -> tuple[Any, ...] | None:
        """The first row. All are fetched: a statement left half read would keep SQLite's snapshot open."""
        found = self.fetch_all(connection, row)
        return found[0] if found else None

    def _run(self, connection: Connection, row: Mapping[str, Any]) -> Any:
        compiled = self._for(connection.dialect)
        values = compiled.bind(row)
        cursor = _cursor(connection)
        try:
            cursor.execute(compiled.text, values)
        except connection.dialect.dbapi.Error as error:  # type: ignore[union-attr]
            raise _refused(connection, compiled, error) from error
        return cursor

    def _for(self, dialect: Dialect) -> _Compiled:
        found = self._compiled.get(dialect.name)
        if found is None:
            found = self._compiled[dialect.name] = _Compiled(self._statement, dialect, self._columns)
        return found


class _Compiled:
    """Text and column types of a statement for one dialect, taken apart so that binding a row is short."""

    def __init__(self, statement: ClauseElement, dialect: Dialect, columns: list[str] | None) -> None:
        keywords: dict[str, Any] = {"column_keys": columns} if columns is not None else {}
        compiled = _with_words(statement).compile(dialect=dialect, **keywords)
        assert isinstance(compiled, SQLCompiler)
        self.text = compiled.string
        self._positional = compiled.positional
        self._names: list[str] = list(compiled.positiontup or compiled.params)
        processors: dict[str, Any] = dict(compiled._bind_processors)
        # Places of the parameters that are the statement's own, and of those whose type changes the value.
        self._fixed: list[tuple[int, Any]] = []
        self._typed: list[tuple[int, Any]] = []
        for place, name in enumerate(self._names):
            bind = compiled.binds[name]
            process = _writer(bind.type, dialect) or processors.get(name)
            own = bind.effective_value
            if not bind.required and own is not None:
                self._fixed.append((place, own if process is None else process(own)))
            elif process is not None:
                self._typed.append((place, process))
        self._readers = _readers(statement, dialect)

    def bind(self, row: Mapping[str, Any]) -> Any:
        values = list(map(row.get, self._names))
        for place, process in self._typed:
            # NULL is None for every type, so it needs no word of the type.
            if values[place] is not None:
                values[place] = process(values[place])
        for place, value in self._fixed:
            values[place] = value
        return values if self._positional else dict(zip(self._names, values, strict=True))

    def read(self, found: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        readers = self._readers
        if not readers:
            return found
        result = []
        for row in found:
            values = list(row)
            for place, read in readers:
                if values[place] is not None:
                    values[place] = read(values[place])
            result.append(tuple(values))
        return result


def _with_words(statement: ClauseElement) -> ClauseElement:
    """The statement with its own words (`state = 'created'`) written out instead of bound.

    Only then does a planner know that a partial index serves; where the word is bound, SQLite looks at its
    value and therefore prepares the statement anew at each run.
    """

    def written_out(element: Any, **_: Any) -> Any:
        if isinstance(element, BindParameter) and not element.required:
            word = element.effective_value
            if isinstance(word, str) and _WORD.fullmatch(word):
                return literal_column(f"'{word}'", element.type)
        return None

    found = visitors.replacement_traverse(statement, {}, written_out)
    assert isinstance(found, ClauseElement)
    return found


def _readers(statement: ClauseElement, dialect: Dialect) -> list[tuple[int, Any]]:
    """Place and function of the columns whose type changes the value."""
    if isinstance(statement, UpdateBase):
        return []
    columns = statement.selected_columns  # type: ignore[attr-defined]
    readers = [_reader(column.type, dialect) for column in columns]
    return [(place, reader) for place, reader in enumerate(readers) if reader is not None]


def _writer(of_type: Any, dialect: Dialect) -> Any:
    """As `_reader`, for values that are bound."""
    return of_type.direct_writer(dialect) if hasattr(of_type, "direct_writer") else None


def _reader(of_type: Any, dialect: Dialect) -> Any:
    """Types of ours may name a shorter way than through SQLAlchemy's wrappers; NULL never gets that far."""
    direct = of_type.direct_reader(dialect) if hasattr(of_type, "direct_reader") else None
    return direct or of_type._cached_result_processor(dialect, _NUMERIC_OID)


def _cursor(connection: Connection) -> Any:
    """One cursor for each of the driver's connections, kept as long as it.

    The transaction was begun through SQLAlchemy; only the statement takes the short way. Every result is read
    to its end before the next statement runs, so one cursor is enough.
    """
    info = connection.info
    cursor = info.get(_CURSOR)
    if cursor is None:
        cursor = info[_CURSOR] = connection.connection.cursor()
    return cursor


def _refused(connection: Connection, compiled: _Compiled, error: Any) -> Exception:
    """What SQLAlchemy would raise, so that whoever tries again knows a deadlock or a key that is taken from
    either way. Values stay out of the message.
    """
    driver: Any = connection.dialect.dbapi
    is_dead = connection.dialect.is_disconnect(error, connection.connection.dbapi_connection, None)
    if is_dead:
        connection.invalidate(error)
    found: Exception = DBAPIError.instance(
        compiled.text,
        None,
        error,
        driver.Error,
        hide_parameters=True,
        connection_invalidated=is_dead,
        dialect=connection.dialect,
    )
    return found
