"""Reads `workflows/calendars/<year>.json`.

{"year": 2026, "source": "...",
 "holidays": [{"from": "2026-01-01", "to": "2026-01-03", "name": "元旦"}, ...],
 "workdays": [{"on": "2026-01-04", "name": "元旦"}, ...]}
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from engine.calendars.year import CalendarYear
from engine.kernel.errors import DefinitionRejected, Problem

_LONGEST_HOLIDAY_DAYS = 31


def read_year(data: bytes, filename: str) -> CalendarYear:
    """The year in the file.

    Raises DefinitionRejected with one problem: `calendar_unreadable` (not JSON, or a key is missing or of
    another kind), `calendar_date_outside` (a date more than one year off), `calendar_day_twice` (holiday
    and make-up day at once).
    """
    try:
        raw = json.loads(data)
        year = CalendarYear(
            year=int(raw["year"]),
            holidays=dict(_holidays(raw["holidays"])),
            workdays={date.fromisoformat(item["on"]): str(item["name"]) for item in raw["workdays"]},
            source=str(raw.get("source", "")),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _rejected("calendar_unreadable", filename, reason=str(error)) from error
    _check(year, filename)
    return year


def read_years(folder: Path) -> list[CalendarYear]:
    """All year files of a folder, ascending; an absent folder holds none."""
    return [read_year(path.read_bytes(), path.name) for path in sorted(folder.glob("*.json"))]


def _holidays(items: list[dict[str, Any]]) -> Iterator[tuple[date, str]]:
    for item in items:
        first, last = date.fromisoformat(item["from"]), date.fromisoformat(item["to"])
        if not 0 <= (last - first).days < _LONGEST_HOLIDAY_DAYS:
            raise ValueError(f"{first} to {last}")
        for offset in range((last - first).days + 1):
            yield first + timedelta(days=offset), str(item["name"])


def _check(year: CalendarYear, filename: str) -> None:
    for day in sorted({*year.holidays, *year.workdays}):
        # A notice for 2023 gave 2022-12-31 off, so the neighbouring years are allowed.
        if abs(day.year - year.year) > 1:
            raise _rejected("calendar_date_outside", filename, element=day.isoformat(), year=year.year)
    for day in sorted(set(year.holidays) & set(year.workdays)):
        raise _rejected("calendar_day_twice", filename, element=day.isoformat())


def _rejected(code: str, filename: str, element: str = "", **facts: Any) -> DefinitionRejected:
    return DefinitionRejected([Problem(code, file=filename, element=element, facts=facts)])
