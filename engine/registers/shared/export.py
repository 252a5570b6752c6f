"""Rows of a register as an Excel workbook.

Every text is written as text: a title that begins with `=` must not become a formula on somebody's machine.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, tzinfo
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from engine.execution.ports import Column, Register

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_YES_NO = {"zh-Hans": ("是", "否"), "zh-Hant": ("是", "否"), "en": ("Yes", "No")}
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_TITLES = str.maketrans("", "", "[]:*?/\\")


def export(
    register: Register,
    rows: Iterable[Mapping[str, Any]],
    *,
    language: str,
    zone: tzinfo,
    roles: frozenset[str],
    name_of: Callable[[str], str] = str,
) -> bytes:
    """The workbook's bytes: one sheet, a heading row, the columns that these roles may see.

    zone      the company's zone; instants are written on its wall clock
    name_of   person id -> name
    """
    columns = [column for column in register.columns if not column.see or column.see & roles]
    book = Workbook(write_only=True)
    sheet = book.create_sheet(said(register.title, language).translate(_NOT_IN_TITLES)[:31])
    sheet.freeze_panes = "A2"
    sheet.append([_heading(sheet, said(column.label, language)) for column in columns])
    for row in rows:
        sheet.append(
            [_cell(sheet, shown(column, row.get(column.key), language, zone, name_of)) for column in columns]
        )
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def shown(
    column: Column, value: Any, language: str, zone: tzinfo, name_of: Callable[[str], str]
) -> str | Decimal | int | date | None:
    """What stands in the cell: words for codes, names for people, wall-clock times, numbers as numbers."""
    if value is None:
        return None
    if isinstance(value, list | tuple):
        return "、".join(str(shown(column, item, language, zone, name_of)) for item in value)
    if isinstance(value, bool):
        return _YES_NO.get(language, _YES_NO["en"])[0 if value else 1]
    if column.kind == "enum":
        return said(column.options.get(value, {}), language) or str(value)
    if column.kind == "person":
        return name_of(value)
    if isinstance(value, datetime):
        return value.astimezone(zone).replace(tzinfo=None, microsecond=0)
    if column.kind == "instance":
        return str(value)
    return value if isinstance(value, Decimal | int | date) else str(value)


def said(texts: Mapping[str, str], language: str) -> str:
    """The text in the language; Traditional readers get Simplified where nothing else is written."""
    return texts.get(language) or texts.get("zh-Hans", "")


def _heading(sheet: Any, text: str) -> Any:
    cell = _cell(sheet, text)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: Any, value: Any) -> Any:
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value)
    cell = WriteOnlyCell(sheet, _NO_XML.sub("", value)[:32_767])
    cell.data_type = "s"
    return cell
