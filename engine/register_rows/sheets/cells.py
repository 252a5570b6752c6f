"""What stands in a cell, brought to what a browser would have posted for the field.

So rows from a file pass the same parsers, rights and rules as rows that are typed. What cannot be brought
over is handed on as it stands, and the form says what is wrong with it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal, InvalidOperation

from engine.kernel.errors import Problem
from engine.register_rows.sheets.table import Bad, Cell
from forms.components import CheckboxField, ChoiceField, DateTimeField, Field, NumberField

Code = Callable[[ChoiceField, str], str]
"""The code of a choice, given by code or by its words; the text itself where it is neither."""

YES = frozenset({"是", "有", "yes", "y", "true", "1", "√", "✓", "对", "對"})
NO = frozenset({"否", "无", "無", "no", "n", "false", "0", "×", "x", ""})
_DAY = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T\s]+(\d{1,2})[:时](\d{1,2}).*)?"
)
_WITH_OFFSET = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)", re.ASCII)
_SHORT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SEVERAL = re.compile(r"[、,，;；\n]+")
_NOT_IN_NUMBERS = str.maketrans("", "", ",¥￥% \u00a0")
# Day 60 of Excel's calendar is a day that never was; from day 61 on it counts from here.
_EXCEL_ZERO = date(1899, 12, 30)
_EXCEL_DAYS = (61, 109_574)
_EXACT_DIGITS = 15


def posted(field: Field, cell: Cell, code: Code, zone: tzinfo) -> list[str]:
    """The texts to post; empty for an empty cell. Raises BadCell."""
    if cell is None:
        return []
    if isinstance(cell, Bad):
        raise BadCell(Problem(cell.code))
    if isinstance(field, DateTimeField):
        return [_moment(field, cell, zone)]
    if isinstance(field, NumberField):
        return [_number(cell)]
    if isinstance(field, CheckboxField):
        return [_flag(cell)]
    if isinstance(field, ChoiceField):
        return [code(field, one) for one in _choices(field, _text(cell))]
    return [_text(cell)]


class BadCell(Exception):
    """The cell holds what no field takes; `problem` says what."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def _text(cell: Cell) -> str:
    if isinstance(cell, Decimal):
        if len(cell.as_tuple().digits) >= _EXACT_DIGITS and abs(cell) >= 10 ** (_EXACT_DIGITS - 1):
            # An account of nineteen digits that was typed as a number has lost its last four.
            raise BadCell(Problem("cell_lost_digits"))
        return f"{cell:f}".rstrip("0").rstrip(".") if "." in f"{cell:f}" else f"{cell:f}"
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime):
        is_day = cell.hour == cell.minute == cell.second == 0
        return cell.date().isoformat() if is_day else cell.isoformat(" ", "minutes")
    return str(cell)


def _choices(field: ChoiceField, text: str) -> Sequence[str]:
    return [one.strip() for one in _SEVERAL.split(text) if one.strip()] if field.multiple else [text]


def _number(cell: Cell) -> str:
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    text = unicodedata.normalize("NFKC", _text(cell)).strip()
    plain = text.translate(_NOT_IN_NUMBERS)
    try:
        return f"{Decimal(plain):f}" if re.fullmatch(r"-?\d+(\.\d+)?", plain, re.ASCII) else text
    except InvalidOperation:
        return text


def _flag(cell: Cell) -> str:
    word = unicodedata.normalize("NFKC", _text(cell)).strip().lower()
    return "true" if word in YES else "false" if word in NO else word


def _moment(field: DateTimeField, cell: Cell, zone: tzinfo) -> str:
    """As a browser writes it: `2026-05-20`, `2026-05-20T09:30`, in the company's zone."""
    if isinstance(cell, Decimal):
        found = _of_excel(cell, zone)
    elif isinstance(cell, datetime):
        found = cell.astimezone(zone) if cell.tzinfo else cell.replace(tzinfo=zone)
    elif isinstance(cell, date):
        found = datetime(cell.year, cell.month, cell.day, tzinfo=zone)
    else:
        found = _of_text(unicodedata.normalize("NFKC", _text(cell)).strip(), zone)
    if found is None or field.subtype == "time":
        return _text(cell)
    return found.strftime("%Y-%m-%d" if field.subtype == "date" else "%Y-%m-%dT%H:%M").zfill(10)


def _of_excel(days: Decimal, zone: tzinfo) -> datetime | None:
    """A day number of Excel whose cell was not formatted as a date."""
    if not _EXCEL_DAYS[0] <= days <= _EXCEL_DAYS[1]:
        return None
    minutes = int((days % 1 * 1440).to_integral_value())
    day = _EXCEL_ZERO + timedelta(days=int(days))
    return datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(minutes=minutes)


def _of_text(text: str, zone: tzinfo) -> datetime | None:
    found = _DAY.fullmatch(text) or _SHORT_DAY.fullmatch(text)
    if found is None:
        return None
    numbers = [int(part or 0) for part in found.groups()]
    year, month, day, hour, minute = [*numbers, 0, 0][:5]
    try:
        if _WITH_OFFSET.fullmatch(text):
            # An instant said whole: the same one on the company's clock.
            return datetime.fromisoformat(text).astimezone(zone)
        return datetime(year, month, day, hour, minute, tzinfo=zone)
    except ValueError:
        return None
