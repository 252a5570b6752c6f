"""Excel files in which every text is text: a value that begins with `=` is never a formula."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any, cast

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill

FORMATS = {
    "money": "#,##0.00",
    "price": "#,##0.00##",
    "qty": "#,##0.###",
    "date": "yyyy-mm-dd",
    "number": "#,##0.######",
}
# What XML does not hold would make the whole file unreadable, or fail to be written.
ILLEGAL = dict.fromkeys({*range(32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF} - {0x09, 0x0A})
WIDTHS = {
    "money": 16,
    "price": 16,
    "number": 12,
    "qty": 12,
    "pct": 8,
    "date": 13,
    "datetime": 18,
    "bool": 8,
    "person": 12,
}


def workbook(
    title: str, heads: Sequence[str], kinds: Sequence[str], rows: Sequence[Sequence[Any]], out: IO[bytes]
) -> None:
    """Write one sheet: a frozen bold head, typed cells."""
    sheets([(title, heads, kinds, rows)], out)


Sheet = tuple[str, Sequence[str], Sequence[str], Sequence[Sequence[Any]]]


def sheets(all_sheets: Sequence[Sheet], out: IO[bytes]) -> None:
    """The same for several: (title, heads, kinds, rows) of each."""
    book = Workbook(write_only=True)
    for title, heads, kinds, rows in all_sheets:
        _add(book, title, heads, kinds, rows)
    book.save(out)


def _add(
    book: Workbook, title: str, heads: Sequence[str], kinds: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    sheet = book.create_sheet(_sheet_name(title))
    sheet.freeze_panes = "B2"
    for place, kind in enumerate(kinds):
        sheet.column_dimensions[_letter(place)].width = WIDTHS.get(kind, 22)
    sheet.append([_head(sheet, text) for text in heads])
    for row in rows:
        sheet.append([_cell(sheet, value, kind) for value, kind in zip(row, kinds, strict=True)])


def _head(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, value=_clean(text))
    cell.data_type = "s"
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor="EEF2F5")
    cell.alignment = Alignment(vertical="center")
    return cell


def _cell(sheet: Any, value: Any, kind: str) -> Any:
    if isinstance(value, Decimal | int | date) and not isinstance(value, bool | datetime):
        cell = WriteOnlyCell(sheet, value=cast(Any, value))
        cell.number_format = FORMATS.get(kind, "General")
        return cell
    cell = WriteOnlyCell(sheet, value=_clean(str(value)) if value is not None else None)
    if value is not None:
        cell.data_type = "s"
    return cell


def _clean(text: str) -> str:
    return text.translate(ILLEGAL)[:32_000]


def _sheet_name(title: str) -> str:
    return "".join(char for char in title if char not in "[]:*?/\\")[:31] or "Sheet"


def _letter(place: int) -> str:
    return chr(65 + place) if place < 26 else chr(64 + place // 26) + chr(65 + place % 26)
