"""The first sheet of an .xlsx file, or a .csv file, as headings and rows of values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from engine.kernel.errors import InvalidInput, Problem

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 5_000
MOST_COLUMNS = 200
LONGEST_TEXT = 20_000

Value = str | Decimal | date | datetime | bool


@dataclass(frozen=True)
class Bad:
    """A cell whose value is not taken. code: `cell_formula`, `cell_error`, `cell_too_long`."""

    code: str


Cell = Value | Bad | None


@dataclass(frozen=True)
class Line:
    """number: of the row in the file, as Excel counts."""

    number: int
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Table:
    headings: Sequence[str]
    lines: Sequence[Line]


def refused(code: str, **facts: Any) -> InvalidInput:
    return InvalidInput(fields={"file": [Problem(code, facts=facts)]})


def table_of(rows: Iterable[tuple[int, Sequence[Cell]]]) -> Table:
    """The first row that holds anything has the headings. Raises InvalidInput."""
    filled = _filled(rows)
    first = next(filled, None)
    if first is None:
        raise refused("sheet_empty")
    headings = [_heading(cell) for cell in first[1]]
    while headings and not headings[-1]:
        headings.pop()
    lines: list[Line] = []
    for number, cells in filled:
        if len(lines) == MOST_ROWS:
            raise refused("sheet_too_many_rows", most=MOST_ROWS)
        lines.append(Line(number, cells[: len(headings)]))
    if not lines:
        raise refused("sheet_empty")
    return Table(headings, lines)


def _filled(rows: Iterable[tuple[int, Sequence[Cell]]]) -> Iterator[tuple[int, Sequence[Cell]]]:
    return ((number, cells) for number, cells in rows if any(cell is not None for cell in cells))


def _heading(cell: Cell) -> str:
    return " ".join(str(cell).split()).rstrip("*").strip()[:200] if isinstance(cell, str) else ""


def text_cell(text: str) -> Cell:
    """None for a cell that holds only spaces."""
    if len(text) > LONGEST_TEXT:
        return Bad("cell_too_long")
    return text.strip() or None
