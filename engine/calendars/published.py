"""The years that the `chinesecalendar` package knows."""

from __future__ import annotations

from datetime import date
from functools import cache

from chinese_calendar.constants import Holiday, holidays, workdays

from engine.calendars.year import CalendarYear

_CHINESE = {member.value: member.chinese for member in Holiday}


@cache
def published_years() -> dict[int, CalendarYear]:
    """Year -> its list.

    A year counts as published when its National Day is listed: the first days of January alone belong to
    the notice before.
    """
    years = {day.year for day, name in holidays.items() if name == Holiday.national_day.value}
    return {
        year: CalendarYear(year, _of(year, holidays), _of(year, workdays), "chinesecalendar")
        for year in years
    }


def _of(year: int, days: dict[date, str]) -> dict[date, str]:
    return {day: _CHINESE.get(name, name) for day, name in days.items() if day.year == year}
