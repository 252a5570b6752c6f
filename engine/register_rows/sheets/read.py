"""The entrance for uploaded sheets. Raises InvalidInput with one problem at `file`."""

from __future__ import annotations

import csv
import io
from pathlib import PurePath

from engine.register_rows.sheets.table import (
    MOST_BYTES,
    MOST_COLUMNS,
    Bad,
    Cell,
    Table,
    refused,
    table_of,
    text_cell,
)

# What Excel in China writes for "CSV", after what it writes for "CSV UTF-8".
_ENCODINGS = ("utf-8-sig", "gb18030")


def read_sheet(data: bytes, filename: str) -> Table:
    if len(data) > MOST_BYTES:
        raise refused("sheet_too_large", most=MOST_BYTES)
    ending = PurePath(filename).suffix.lower()
    if ending == ".xlsx":
        # A fifth of a second to load, for what is seldom asked.
        from engine.register_rows.sheets.workbook import read_workbook

        return read_workbook(data)
    if ending == ".csv":
        return _read_csv(data)
    raise refused("sheet_kind_unknown", suffix=ending[:20])


def _read_csv(data: bytes) -> Table:
    text = _decoded(data)
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True))
    except csv.Error as error:
        raise refused("sheet_unreadable") from error
    if any(len(row) > MOST_COLUMNS for row in rows):
        raise refused("sheet_too_wide", most=MOST_COLUMNS)
    return table_of((number, [_csv_cell(text) for text in row]) for number, row in enumerate(rows, start=1))


def _csv_cell(text: str) -> Cell:
    # In a CSV file nothing tells a text from a formula, and Excel would run it.
    return Bad("cell_formula") if text.lstrip().startswith("=") else text_cell(text)


def _decoded(data: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise refused("sheet_encoding")
