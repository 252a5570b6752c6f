"""Lists and look-ups of a register whose rows stand in one table, made from its columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Table, bindparam, select

from engine.execution.ports import Column, RegisterPage
from engine.registers.shared import listing
from engine.storage.prepared import Prepared
from engine.storage.types import ExactJson

Row = Mapping[str, Any]
# (reader, rows) -> the rows with what is computed of them.
Told = Callable[[Any, Sequence[dict[str, Any]]], Sequence[dict[str, Any]]]
# (reader) -> filter key -> condition, of columns that stand in no table.
Conditions = Callable[[Any], Mapping[str, listing.Condition]]


class Rows:
    """What `Register` wants: `list`, `one` and `find`.

    number     the column that people know a row by
    searched   names of the columns of which one must hold every word of a search
    """

    def __init__(
        self,
        table: Table,
        columns: Sequence[Column],
        *,
        number: str,
        searched: Sequence[str],
        told: Told = lambda _reader, rows: rows,
        conditions: Conditions = lambda _reader: {},
    ) -> None:
        self._table = table
        self._number = number
        self._told = told
        self._computed = conditions
        self._numbered = Prepared(select(table).where(table.c[number] == bindparam("number")))
        self._searched = [table.c[name] for name in searched]
        self._conditions = {
            column.key: _condition(table.c[column.key])
            for column in columns
            if column.filter and column.key in table.c
        }

    def list(
        self,
        reader: Any,
        filters: Mapping[str, str],
        search: str = "",
        cursor: str | None = None,
        limit: int = 50,
    ) -> RegisterPage:
        page = listing.page(
            reader.connection,
            self._table,
            filters=filters,
            conditions={**self._conditions, **self._computed(reader)},
            search=search,
            searched=self._searched,
            cursor=cursor,
            limit=limit,
        )
        return RegisterPage(self._told(reader, [dict(row) for row in page.rows]), page.next_cursor)

    def one(self, reader: Any, key: int) -> Row | None:
        return self._first(reader, self._table.c.key == key)

    def find(self, reader: Any, values: Row) -> Row | None:
        """The row with this number."""
        number = values.get(self._number)
        return None if number is None else self._by_number(reader, str(number))

    def _by_number(self, reader: Any, number: str) -> Row | None:
        """Asked for every reference of every row that is entered."""
        row = self._numbered.fetch_one(reader.connection, {"number": number})
        if row is None:
            return None
        names = (column.name for column in self._table.columns)
        return self._told(reader, [dict(zip(names, row, strict=True))])[0]

    def _first(self, reader: Any, condition: ColumnElement[bool]) -> Row | None:
        row = reader.connection.execute(select(self._table).where(condition)).mappings().first()
        return None if row is None else self._told(reader, [{str(name): row[name] for name in row}])[0]


def _condition(column: ColumnElement[Any]) -> listing.Condition:
    if isinstance(column.type, Boolean):
        return listing.is_true(column)
    return listing.holds_member(column) if isinstance(column.type, ExactJson) else listing.equals(column)
