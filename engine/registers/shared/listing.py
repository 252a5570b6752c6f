"""Lists of a register: filters, search and pages, the same for every register.

Pages follow the key and not an offset, so that rows which arrive meanwhile neither repeat nor hide others.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Table, Text, and_, or_, select, type_coerce

from engine.execution.ports import RegisterPage
from engine.kernel.errors import InvalidInput, Problem

MOST = 1_000
Condition = Callable[[str], ColumnElement[bool]]


def page(
    connection: Any,
    table: Table,
    *,
    filters: Mapping[str, str],
    conditions: Mapping[str, Condition],
    search: str,
    searched: Sequence[ColumnElement[Any]],
    cursor: str | None,
    limit: int,
) -> RegisterPage:
    """Rows that are not void, newest first.

    conditions   filter key -> condition for the wanted text; a filter without one is InvalidInput
    searched     columns of which one must hold every word of the search
    """
    wanted: list[ColumnElement[bool]] = [table.c.is_void.is_(False)]
    for key, text in filters.items():
        if not text:
            continue
        if key not in conditions:
            raise InvalidInput(fields={key: [Problem("filter_unknown")]})
        wanted.append(conditions[key](text))
    wanted.extend(
        or_(*(column.icontains(word, autoescape=True) for column in searched)) for word in search.split()
    )
    if cursor:
        wanted.append(table.c.key < read_cursor(cursor))
    most = max(1, min(limit, MOST))
    statement = select(table).where(and_(*wanted)).order_by(table.c.key.desc()).limit(most + 1)
    rows = [dict(row) for row in connection.execute(statement).mappings()]
    more = len(rows) > most
    rows = rows[:most]
    return RegisterPage(rows, write_cursor(rows[-1]["key"]) if more else None)


def one(connection: Any, table: Table, key: int) -> dict[str, Any] | None:
    row = connection.execute(select(table).where(table.c.key == key)).mappings().first()
    return None if row is None else dict(row)


def equals(column: ColumnElement[Any]) -> Condition:
    return lambda text: column == text


def holds_member(column: ColumnElement[Any]) -> Condition:
    """For a column with a JSON list of codes."""
    return lambda text: type_coerce(column, Text).contains(f'"{text}"', autoescape=True)


def is_true(column: ColumnElement[Any]) -> Condition:
    """`true` or `false`."""
    return lambda text: column.is_(text == "true")


def write_cursor(key: int) -> str:
    return base64.urlsafe_b64encode(str(key).encode()).decode()


def read_cursor(cursor: str) -> int:
    """Raises InvalidInput for what is no cursor of ours."""
    try:
        key = int(base64.b64decode(cursor.encode(), b"-_", validate=True))
        if not 0 <= key < 2**63:
            raise ValueError("no key")
        return key
    except (ValueError, binascii.Error) as error:
        raise InvalidInput(fields={"cursor": [Problem("cursor_malformed")]}) from error
