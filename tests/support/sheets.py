"""Excel files for tests."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook


def workbook(*lines: Sequence[Any]) -> io.BytesIO:
    """An .xlsx file of these lines."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in lines:
        sheet.append(list(line))
    stream = io.BytesIO()
    book.save(stream)
    stream.seek(0)
    return stream
