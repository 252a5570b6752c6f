"""Walks through working hours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from typing import Protocol

from engine.calendars.hours import WorkingHours
from engine.kernel.errors import InvalidInput, Problem

_MICROSECONDS = 3_600_000_000
_MOST_HOURS = Decimal(40_000)


class _Days(Protocol):
    hours: WorkingHours

    def next_workday(self, day: date) -> date: ...

    def add_workdays(self, day: date, count: int) -> date: ...


def add_hours(days: _Days, start: datetime, hours: Decimal) -> datetime:
    """The wall-clock time when `hours` of work have passed since `start` (aware, in the company's zone)."""
    if not hours.is_finite() or not 0 <= hours <= _MOST_HOURS:
        raise InvalidInput(
            fields={"hours": [Problem("work_hours_out_of_range", facts={"hours": str(hours)})]}
        )
    left = timedelta(microseconds=int(hours * _MICROSECONDS))
    if not left:
        return start
    wall = start.replace(tzinfo=None)
    for opens, closes in _spans(days, wall):
        begin = max(wall, opens)
        if begin + left <= closes:
            return _aware(begin + left, start.tzinfo)
        left -= max(closes - begin, timedelta(0))
    raise AssertionError("working spans never end")


def _spans(days: _Days, wall: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The spans of work that are not over at `wall`, without end; each as wall-clock opening and closing."""
    day = days.next_workday(wall.date())
    while True:
        for span in days.hours.spans:
            closes = datetime.combine(day, span.closes)
            if closes > wall:
                yield datetime.combine(day, span.opens), closes
        day = days.add_workdays(day, 1)


def _aware(wall: datetime, zone: tzinfo | None) -> datetime:
    return wall.replace(tzinfo=zone)
