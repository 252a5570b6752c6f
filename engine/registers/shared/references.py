"""A row of another register, by the code that people know it by: registers meet through what they offer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.execution.step import Reader, Step
from engine.kernel.errors import OperationRefused

Row = Mapping[str, Any]
MOST = 500


def row_of(reader: Reader | Step, register: str, code: str) -> Row | None:
    """None where there is no such row, or it is void, or the register is not there."""
    found = reader.services.registers.get(register)
    if found is None or found.find is None:
        return None
    row = found.find(reader, {found.reference[0]: code})
    return None if row is None or row.get("is_void") else row


def required(reader: Reader | Step, register: str, code: str) -> Row:
    """Raises OperationRefused where there is no such row."""
    row = row_of(reader, register, code)
    if row is None:
        title = (
            reader.services.registers[register].title if register in reader.services.registers else register
        )
        raise OperationRefused(reason="row_not_there", register=title, code=code)
    return row


def rows_of(reader: Reader | Step, register: str, **filters: str) -> Iterator[Row]:
    """All rows that fit the filters and are not void."""
    found = reader.services.registers.get(register)
    cursor: str | None = None
    while found is not None:
        page = found.list(reader, filters, "", cursor, MOST)
        yield from page.rows
        cursor = page.next_cursor
        if cursor is None:
            return
