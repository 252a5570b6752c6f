"""Dates, times and durations: constructors, day of week, week of year, ..."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from feel import arithmetic, numbers, temporal, wide
from feel.builtins.registry import builtin
from feel.errors import FeelEvaluationError, FeelUnsupported
from feel.runtime.scope import Scope

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
def date_of_moment(_scope: Scope, value: Any) -> Any:
    """The date of a date-time."""
    return wide.make_date(wide.days_of(value))


@builtin("date", "year: number", "month: number", "day: number")
def date_of_parts(_scope: Scope, year: Decimal, month: Decimal, day: Decimal) -> Any:
    """Null when there is no such day."""
    parts = [numbers.whole(part) for part in (year, month, day)]
    return None if None in parts else temporal.date_of(*parts)  # type: ignore[arg-type]


@builtin("date and time", "from: string")
def moment_of_text(_scope: Scope, text: str) -> Any:
    """`2026-03-04T09:30:00`, with an offset or a zone."""
    return temporal.read_date_time(text)


@builtin("date and time", "from: date time")
def same_moment(_scope: Scope, value: Any) -> Any:
    """The date-time itself."""
    return value


@builtin("date and time", "date: date|date time", "time: time")
def moment_of_parts(_scope: Scope, day: Any, clock: Any) -> Any:
    """A day and a time of it, with the zone of the time."""
    return temporal.moment_of(day, clock)


@builtin("date and time", "date: date time", "timezone: string")
def moment_in_zone(_scope: Scope, value: Any, name: str) -> Any:
    """The same instant in another zone; a local date-time is taken to be in that zone."""
    zone = dt.UTC if name in ("Z", "z") else temporal.zone(name)
    if zone is None:
        return None
    if value.tzinfo is None:
        return temporal.settled(wide.make_moment(wide.local_nanos(value), zone))
    return wide.in_zone(wide.local_nanos(value) - temporal.offset_nanos(value), zone)


@builtin("time", "from: string")
def time_of_text(_scope: Scope, text: str) -> Any:
    """`09:30:00`, with an offset or a zone."""
    return temporal.read_time(text)


@builtin("time", "from: time|date time|date")
def time_of_moment(_scope: Scope, value: Any) -> Any:
    """The time of a date-time; a date has midnight UTC."""
    if type(value) in wide.DATE_TYPES:
        return dt.time(tzinfo=dt.UTC)
    return wide.make_time(wide.nanos_of_day(value), value.tzinfo)


@builtin("time", "hour: number", "minute: number", "second: number", "offset?: days duration|null")
def time_of_parts(
    _scope: Scope, hour: Decimal, minute: Decimal, second: Decimal, offset: wide.Duration | None = None
) -> Any:
    """Null when there is no such time."""
    whole = [numbers.whole(part) for part in (hour, minute, second)]
    if any(part is None or not 0 <= part < most for part, most in zip(whole, (24, 60, 60), strict=True)):
        return None
    seconds, rest = divmod(0 if offset is None else wide.length(offset), wide.SECOND)
    zone = None if offset is None else temporal.fixed_zone(seconds)
    if rest or (offset is not None and zone is None):
        return None
    hours, minutes = int(hour), int(minute)
    return wide.make_time((hours * 60 + minutes) * 60 * wide.SECOND + int(second * wide.SECOND), zone)


@builtin("duration", "from: string")
def duration_of_text(_scope: Scope, text: str) -> Any:
    """`P1DT2H` or `P1Y2M`."""
    return temporal.read_duration(text)


@builtin("duration", "from: duration")
def same_duration(_scope: Scope, value: Any) -> Any:
    """The duration itself."""
    return value


@builtin("years and months duration", "from: date|date time", "to: date|date time")
def months_between(_scope: Scope, start: Any, end: Any) -> Any:
    """The whole months from one date to another."""
    first, last = wide.days_of(start), wide.days_of(end)
    count = _months(min(first, last), max(first, last))
    return temporal.months(-count if first > last else count)


def _months(first: int, last: int) -> int:
    year, month, day = wide.year_month_day(first)
    last_year, last_month, last_day = wide.year_month_day(last)
    return (last_year - year) * 12 + last_month - month - (last_day < day)


@builtin("day of year", "date: date|date time")
def day_of_year(_scope: Scope, value: Any) -> Decimal:
    """1 to 366."""
    return Decimal(wide.days_of(value) - wide.day_number(value.year, 1, 1) + 1)


@builtin("day of week", "date: date|date time")
def day_of_week(_scope: Scope, value: Any) -> str:
    """The English name."""
    return _DAYS[int(value.weekday())]


@builtin("month of year", "date: date|date time")
def month_of_year(_scope: Scope, value: Any) -> str:
    """The English name."""
    return _MONTHS[int(value.month) - 1]


@builtin("week of year", "date: date|date time")
def week_of_year(_scope: Scope, value: Any) -> Decimal:
    """By ISO 8601: the week of a day is the week of the Thursday beside it."""
    thursday = wide.days_of(value) - value.weekday() + 3
    year = wide.year_month_day(thursday)[0]
    return Decimal((thursday - wide.day_number(year, 1, 1)) // 7 + 1)


@builtin("last day of month", "date: date|date time")
def last_day_of_month(_scope: Scope, value: Any) -> Any:
    """The date of the last day of the value's month."""
    return temporal.date_of(value.year, value.month, arithmetic.days_in_month(value.year, value.month))


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
