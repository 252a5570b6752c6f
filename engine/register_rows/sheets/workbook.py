"""An .xlsx package: inflated under limits first, then read from what was inflated and from nothing else."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from openpyxl import load_workbook

from engine.documents.word.inflate import inflate
from engine.documents.word.refusal import Refused
from engine.register_rows.sheets.table import MOST_COLUMNS, Bad, Cell, Table, refused, table_of, text_cell

_LAST_ROW = 1_048_576
_ROW_NUMBER = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br\s*=\s*["\'](\d+)["\']')
# Excel keeps fifteen digits; a float shows what it kept.
_DIGITS = 15


def read_workbook(data: bytes) -> Table:
    """The first sheet. Raises InvalidInput."""
    package = _repacked(_inflated(data))
    try:
        book = load_workbook(package, read_only=True, data_only=False, keep_links=False)
        try:
            sheets = book.worksheets
            if not sheets:
                raise refused("sheet_empty")
            sheets[0].reset_dimensions()
            return table_of(_rows(sheets[0]))
        finally:
            book.close()
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, SyntaxError, OSError) as error:
        # What a hand-made file can make its reader trip over; a good one from any office program reads.
        raise refused("sheet_unreadable") from error


def _inflated(data: bytes) -> dict[str, bytes]:
    try:
        parts = inflate(data)
    except Refused as error:
        raise refused("sheet_unreadable") from error
    for name, content in parts.items():
        if name.lower().endswith((".xml", ".rels")) and b"<!" in content.replace(b"<!--", b""):
            raise refused("sheet_unreadable")
        if any(int(found) > _LAST_ROW for found in _ROW_NUMBER.findall(content)):
            raise refused("sheet_unreadable")
    return parts


def _repacked(parts: dict[str, bytes]) -> io.BytesIO:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    stream.seek(0)
    return stream


def _rows(sheet: Any) -> Iterator[tuple[int, Sequence[Cell]]]:
    for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
        yield number, [_cell(cell) for cell in row]


def _cell(cell: Any) -> Cell:
    value = cell.value
    if value is None:
        return None
    if cell.data_type == "f":
        return Bad("cell_formula")
    if cell.data_type == "e":
        return Bad("cell_error")
    if isinstance(value, bool | datetime | date):
        return value
    if isinstance(value, int | float):
        number = Decimal(f"{value:.{_DIGITS}g}")
        return number * 100 if _is_percent(cell.number_format or "") else number
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return text_cell(str(value))


def _is_percent(pattern: str) -> bool:
    """A percent sign that multiplies, and not one that is only written behind the number."""
    return "%" in re.sub(r'"[^"]*"|\\.', "", pattern)
