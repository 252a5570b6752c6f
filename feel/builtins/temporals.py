"""Dates, times and durations: constructors, day of week, week of year, ..."""

from __future__ import annotations

import calendar
import datetime as dt
from decimal import Decimal
from typing import Any

from feel import numbers, temporal
from feel.builtins.registry import builtin
from feel.errors import FeelEvaluationError, FeelUnsupported
from feel.runtime.scope import Scope
from feel.values import YearsMonths

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@builtin("date", "from: string")
def date_of_text(_scope: Scope, text: str) -> Any:
    """`2026-03-04`."""
    return temporal.read_date(text)


@builtin("date", "from: date|date time")
def date_of_moment(_scope: Scope, value: dt.date) -> dt.date:
    """The date of a date-time."""
    return value.date() if isinstance(value, dt.datetime) else value


@builtin("date", "year: number", "month: number", "day: number")
def date_of_parts(_scope: Scope, year: Decimal, month: Decimal, day: Decimal) -> Any:
    """Null when there is no such day."""
    parts = [numbers.whole(part) for part in (year, month, day)]
    return _made(dt.date, *parts)


def _made(make: Any, *parts: Any) -> Any:
    if any(part is None for part in parts):
        return None
    try:
        return make(*parts)
    except (ValueError, OverflowError):
        return None


@builtin("date and time", "from: string")
def moment_of_text(_scope: Scope, text: str) -> Any:
    """`2026-03-04T09:30:00`, with an offset or a zone."""
    return temporal.read_date_time(text)


@builtin("date and time", "from: date time")
def same_moment(_scope: Scope, value: dt.datetime) -> dt.datetime:
    """The date-time itself."""
    return value


@builtin("date and time", "date: date|date time", "time: time")
def moment_of_parts(_scope: Scope, day: dt.date, clock: dt.time) -> Any:
    """A day and a time of it, with the zone of the time."""
    return dt.datetime.combine(day.date() if isinstance(day, dt.datetime) else day, clock)


@builtin("date and time", "date: date time", "timezone: string")
def moment_in_zone(_scope: Scope, value: dt.datetime, name: str) -> Any:
    """The same instant in another zone; a local date-time is taken to be in that zone."""
    zone = dt.UTC if name in ("Z", "z") else temporal.zone(name)
    if zone is None:
        return None
    return value.replace(tzinfo=zone) if value.tzinfo is None else _made(value.astimezone, zone)


@builtin("time", "from: string")
def time_of_text(_scope: Scope, text: str) -> Any:
    """`09:30:00`, with an offset or a zone."""
    return temporal.read_time(text)


@builtin("time", "from: time|date time|date")
def time_of_moment(_scope: Scope, value: Any) -> Any:
    """The time of a date-time; a date has midnight UTC."""
    if isinstance(value, dt.datetime):
        shift = temporal.offset(value)
        named = temporal.zone_name(value)
        return value.timetz() if named or shift is None else value.time().replace(tzinfo=dt.timezone(shift))
    return dt.time(tzinfo=dt.UTC) if isinstance(value, dt.date) else value


@builtin("time", "hour: number", "minute: number", "second: number", "offset?: days duration|null")
def time_of_parts(
    _scope: Scope, hour: Decimal, minute: Decimal, second: Decimal, offset: dt.timedelta | None = None
) -> Any:
    """Null when there is no such time."""
    whole = [numbers.whole(part) for part in (hour, minute, second)]
    micro = int((second % 1) * 1_000_000) if second.adjusted() < 3 else None
    made = _made(dt.time, *whole, micro)
    if offset is None or made is None:
        return made
    zone = _made(dt.timezone, offset)
    return None if zone is None else made.replace(tzinfo=zone)


@builtin("duration", "from: string")
def duration_of_text(_scope: Scope, text: str) -> Any:
    """`P1DT2H` or `P1Y2M`."""
    return temporal.read_duration(text)


@builtin("duration", "from: duration")
def same_duration(_scope: Scope, value: Any) -> Any:
    """The duration itself."""
    return value


@builtin("years and months duration", "from: date|date time", "to: date|date time")
def months_between(_scope: Scope, start: dt.date, end: dt.date) -> YearsMonths:
    """The whole months from one date to another."""
    first, last = _day(start), _day(end)
    if first > last:
        return YearsMonths(-months_between(_scope, last, first).total)
    months = (last.year - first.year) * 12 + last.month - first.month
    return YearsMonths(months - (last.day < first.day))


def _day(value: dt.date) -> dt.date:
    return value.date() if isinstance(value, dt.datetime) else value


@builtin("day of year", "date: date|date time")
def day_of_year(_scope: Scope, value: dt.date) -> Decimal:
    """1 to 366."""
    return Decimal(value.timetuple().tm_yday)


@builtin("day of week", "date: date|date time")
def day_of_week(_scope: Scope, value: dt.date) -> str:
    """The English name."""
    return _DAYS[value.weekday()]


@builtin("month of year", "date: date|date time")
def month_of_year(_scope: Scope, value: dt.date) -> str:
    """The English name."""
    return _MONTHS[value.month - 1]


@builtin("week of year", "date: date|date time")
def week_of_year(_scope: Scope, value: dt.date) -> Decimal:
    """By ISO 8601."""
    return Decimal(value.isocalendar().week)


@builtin("last day of month", "date: date|date time")
def last_day_of_month(_scope: Scope, value: dt.date) -> Decimal:
    """28 to 31."""
    return Decimal(calendar.monthrange(value.year, value.month)[1])


def _no_clock(name: str) -> None:
    def function(_scope: Scope) -> Any:
        raise FeelEvaluationError("no_clock", function=name)

    builtin(name)(function)


def _unrepeatable(name: str) -> None:
    def function(_scope: Scope) -> Any:
        raise FeelUnsupported(name)

    builtin(name)(function)


# The same step must give the same values again, so chance has no place in an expression.
_unrepeatable("uuid")
_unrepeatable("random number")

# The instant is the caller's: the engine gives these as host functions.
_no_clock("now")
_no_clock("today")
