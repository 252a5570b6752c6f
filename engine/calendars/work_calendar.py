"""The company's working calendar.

Words: a *workday* is Monday to Friday minus holidays plus make-up days. All dates are dates of the
company's zone; instants go in aware (a naive one is the company's wall clock) and come out aware in UTC.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from engine.calendars.hours import OFFICE_HOURS, WorkingHours
from engine.calendars.provisional import fixed_holiday
from engine.calendars.published import published_years
from engine.calendars.work_hours import add_hours
from engine.calendars.year import CalendarYear
from engine.kernel.errors import InvalidInput, Problem

FARTHEST_WORKDAYS = 5_000
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Day:
    """What the calendar says of one date.

    holiday       name of the holiday, or of the one a make-up day makes up for; else None
    provisional   the year is not published: the answer may still change (ruled by `compare` when it is
                  loaded)
    """

    date: date
    is_workday: bool
    provisional: bool
    holiday: str | None = None


class WorkCalendar:
    """Implements `engine.execution.ports.Calendar`.

    zone    the company's zone or its name
    years   lists of our own; each replaces what the `chinesecalendar` package says of that year
    hours   spans of an ordinary working day
    """

    def __init__(
        self, zone: ZoneInfo | str, years: Iterable[CalendarYear] = (), hours: WorkingHours = OFFICE_HOURS
    ) -> None:
        self.zone = ZoneInfo(zone) if isinstance(zone, str) else zone
        self.hours = hours
        known = {**published_years(), **{year.year: year for year in years}}
        self.years = frozenset(known)
        self._named: dict[date, tuple[bool, str]] = {}
        # Ascending, so that a later notice wins where it names the last days of the year before.
        for _, year in sorted(known.items()):
            self._named.update({day: (False, name) for day, name in year.holidays.items()})
            self._named.update({day: (True, name) for day, name in year.workdays.items()})

    def day(self, day: date) -> Day:
        """Everything the calendar knows of a date."""
        named = self._named.get(day)
        if named is not None:
            return Day(day, named[0], False, named[1])
        provisional = day.year not in self.years
        holiday = fixed_holiday(day) if provisional else None
        return Day(day, day.weekday() < 5 and holiday is None, provisional, holiday)

    def is_workday(self, day: date) -> bool:
        return self.day(day).is_workday

    def is_provisional(self, day: date) -> bool:
        return self.day(day).provisional

    def add_workdays(self, day: date, count: int) -> date:
        """The `count`-th workday after `day` (the next one is 1), before it when negative; 0 is `day` itself.

        Raises InvalidInput beyond 5,000 workdays or the years 1 to 9999.
        """
        if abs(count) > FARTHEST_WORKDAYS:
            raise _too_far("count", count)
        step = _DAY if count > 0 else -_DAY
        left = abs(count)
        while left:
            day = self._step(day, step)
            left -= self.is_workday(day)
        return day

    def next_workday(self, day: date) -> date:
        """`day` itself when it is a workday, else the first one after it: where a day off moves to.

        The workday strictly after `day` is `add_workdays(day, 1)`.
        """
        while not self.is_workday(day):
            day = self._step(day, _DAY)
        return day

    def prev_workday(self, day: date) -> date:
        """`day` itself when it is a workday, else the last one before it (Saturday moves to Friday)."""
        while not self.is_workday(day):
            day = self._step(day, -_DAY)
        return day

    def workdays_between(self, start: date, end: date) -> int:
        """How many workdays lead from `start` to `end`: `add_workdays(start, n) == end` gives n; negative
        backwards.

        Counts the workdays after `start` up to and with `end`. Raises InvalidInput beyond 20,000 calendar
        days.
        """
        if abs((end - start).days) > 4 * FARTHEST_WORKDAYS:
            raise _too_far("end", end)
        if end < start:
            return -sum(self.is_workday(end + _DAY * offset) for offset in range((start - end).days))
        return sum(self.is_workday(start + _DAY * offset) for offset in range(1, (end - start).days + 1))

    def add_work_hours(self, moment: datetime, hours: Decimal) -> datetime:
        """The instant when `hours` of working time have passed since `moment`; lunch, nights and days off
        do not count.

        Work that ends with a span is due at its close (16:30 and one hour is 17:30, not the next morning).
        No hours give `moment` itself. Raises InvalidInput for negative hours and beyond 5,000 workdays.
        """
        return self.instant(add_hours(self, self.local(moment), hours))

    def start_of_workday(self, day: date) -> datetime:
        """When the hours of `day` begin, also if it is a day off."""
        return self.at(day, self.hours.opens)

    def end_of_workday(self, day: date) -> datetime:
        """When the hours of `day` end, also if it is a day off: the close of a due day."""
        return self.at(day, self.hours.closes)

    def local_date(self, moment: datetime) -> date:
        """The company's date at an instant."""
        return self.local(moment).date()

    def local(self, moment: datetime) -> datetime:
        """The instant on the company's wall clock, aware; a naive one already is the wall clock."""
        return moment.replace(tzinfo=self.zone) if moment.tzinfo is None else moment.astimezone(self.zone)

    def at(self, day: date, clock: time) -> datetime:
        """The instant of a wall-clock time on a day, in UTC."""
        return self.instant(datetime.combine(day, clock, self.zone))

    def instant(self, moment: datetime) -> datetime:
        return self.local(moment).astimezone(UTC)

    def _step(self, day: date, step: timedelta) -> date:
        try:
            return day + step
        except OverflowError as error:
            raise _too_far("day", day) from error


def _too_far(field: str, value: object) -> InvalidInput:
    return InvalidInput(
        fields={field: [Problem("calendar_too_far", element=field, facts={"value": str(value)})]}
    )
