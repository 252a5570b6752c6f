"""The preview of what changes when a year is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from engine.calendars.work_calendar import WorkCalendar


@dataclass(frozen=True)
class Change:
    """One date on which two calendars disagree.

    holiday           name that the new calendar gives the day, or None
    was_provisional   the old answer was a guess, so a change was to be expected
    """

    date: date
    was_workday: bool
    is_workday: bool
    holiday: str | None
    was_provisional: bool


def compare(old: WorkCalendar, new: WorkCalendar) -> tuple[Change, ...]:
    """Dates, ascending, of all years either one knows, that are workdays in one and days off in the other."""
    changes = []
    for year in sorted(old.years | new.years):
        day = date(year, 1, 1)
        while day.year == year:
            before, after = old.day(day), new.day(day)
            if before.is_workday != after.is_workday:
                changes.append(
                    Change(day, before.is_workday, after.is_workday, after.holiday, before.provisional)
                )
            day += timedelta(days=1)
    return tuple(changes)
