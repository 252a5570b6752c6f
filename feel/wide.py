"""Dates, times and durations beyond what Python's own types hold: years outside 1 to 9999, nanoseconds.

Python's types are used wherever they hold a value exactly; the `make_*` functions choose. All calendar
arithmetic is done on whole numbers (days since 1970-01-01, nanoseconds), where nothing is rounded and
nothing overflows. The calendar is the Gregorian one, carried on in both directions (ISO 8601); year 0 exists.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

SECOND = 1_000_000_000
DAY = 86_400 * SECOND
_MOST_YEAR = 999_999_999
_EPOCH = dt.date(1970, 1, 1).toordinal()
_CYCLE = 146_097  # days of 400 years; the calendar and the days of the week repeat after them
# The longest duration: seconds that fit 63 bits, as in other engines.
_MOST_NANOS = 2**63 * SECOND


def day_number(year: int, month: int, day: int) -> int:
    """Days since 1970-01-01 of a day that exists."""
    cycles, rest = divmod(year, 400)
    return cycles * _CYCLE + dt.date(rest + 400, month, day).toordinal() - _EPOCH - _CYCLE


def year_month_day(number: int) -> tuple[int, int, int]:
    """The day of a number of days since 1970-01-01."""
    cycles, rest = divmod(number + _EPOCH - 1, _CYCLE)
    proxy = dt.date.fromordinal(rest + 1)
    return proxy.year + 400 * cycles, proxy.month, proxy.day


@dataclass(frozen=True, slots=True)
class WideDate:
    """A date outside of the years 1 to 9999; `number` is in days since 1970-01-01."""

    number: int

    @property
    def year(self) -> int:
        """The year, negative before year 0."""
        return year_month_day(self.number)[0]

    @property
    def month(self) -> int:
        """1 to 12."""
        return year_month_day(self.number)[1]

    @property
    def day(self) -> int:
        """1 to 31."""
        return year_month_day(self.number)[2]

    def weekday(self) -> int:
        """Monday is 0."""
        return (self.number + 3) % 7

    def isoformat(self) -> str:
        """`-0004-02-29`, `12026-01-31`."""
        year, month, day = year_month_day(self.number)
        return f"{'-' if year < 0 else ''}{abs(year):04d}-{month:02d}-{day:02d}"


class _Clock:
    """Hours to fractions of a second out of nanoseconds of a day."""

    __slots__ = ()

    @property
    def of_day(self) -> int:
        """Nanoseconds since midnight."""
        raise NotImplementedError

    @property
    def hour(self) -> int:
        """0 to 23."""
        return self.of_day // (3600 * SECOND)

    @property
    def minute(self) -> int:
        """0 to 59."""
        return self.of_day // (60 * SECOND) % 60

    @property
    def second(self) -> int:
        """0 to 59."""
        return self.of_day // SECOND % 60

    @property
    def microsecond(self) -> int:
        """Whole microseconds of the second."""
        return self.of_day % SECOND // 1000


@dataclass(frozen=True, slots=True)
class WideTime(_Clock):
    """A time with a fraction finer than microseconds."""

    nanos: int
    tzinfo: dt.tzinfo | None

    @property
    def of_day(self) -> int:
        """Nanoseconds since midnight."""
        return self.nanos

    def utcoffset(self) -> dt.timedelta | None:
        """The offset, as Python's own times have it."""
        return make_python_time(self.nanos, self.tzinfo).utcoffset()

    def isoformat(self) -> str:
        """ISO 8601 with the offset."""
        return clock_text(self.nanos) + offset_text(self.utcoffset())


@dataclass(frozen=True, slots=True)
class WideMoment(_Clock):
    """A date-time outside of the years 1 to 9999, or a finer one; `nanos` are local, since 1970."""

    nanos: int
    tzinfo: dt.tzinfo | None
    fold: int = 0

    @property
    def of_day(self) -> int:
        """Nanoseconds since midnight."""
        return self.nanos % DAY

    @property
    def year(self) -> int:
        """The year, negative before year 0."""
        return year_month_day(self.nanos // DAY)[0]

    @property
    def month(self) -> int:
        """1 to 12."""
        return year_month_day(self.nanos // DAY)[1]

    @property
    def day(self) -> int:
        """1 to 31."""
        return year_month_day(self.nanos // DAY)[2]

    def weekday(self) -> int:
        """Monday is 0."""
        return (self.nanos // DAY + 3) % 7

    def utcoffset(self) -> dt.timedelta | None:
        """The offset of its zone at that time; far years have the rules of the nearest that Python knows."""
        return None if self.tzinfo is None else _proxy(self.nanos, self.tzinfo, self.fold).utcoffset()

    def isoformat(self) -> str:
        """ISO 8601 with the offset."""
        date = WideDate(self.nanos // DAY).isoformat()
        return f"{date}T{clock_text(self.of_day)}{offset_text(self.utcoffset())}"


@dataclass(frozen=True, slots=True)
class WideDuration:
    """A days and time duration that Python's does not hold exactly."""

    nanos: int


Date = dt.date | WideDate
Time = dt.time | WideTime
Moment = dt.datetime | WideMoment
Duration = dt.timedelta | WideDuration

DATE_TYPES: tuple[type, ...] = (dt.date, WideDate)
TIME_TYPES: tuple[type, ...] = (dt.time, WideTime)
MOMENT_TYPES: tuple[type, ...] = (dt.datetime, WideMoment)
DURATION_TYPES: tuple[type, ...] = (dt.timedelta, WideDuration)


def make_date(number: int) -> Date | None:
    """The date of a number of days since 1970-01-01; null beyond a thousand million years."""
    if 1 <= number + _EPOCH <= dt.date.max.toordinal():
        return dt.date.fromordinal(number + _EPOCH)
    return WideDate(number) if abs(number) <= 366 * _MOST_YEAR and _is_year(number) else None


def _is_year(number: int) -> bool:
    return abs(year_month_day(number)[0]) <= _MOST_YEAR


def make_python_time(nanos: int, zone: dt.tzinfo | None) -> dt.time:
    """Without what is finer than microseconds."""
    seconds, fraction = divmod(nanos, SECOND)
    return dt.time(seconds // 3600, seconds // 60 % 60, seconds % 60, fraction // 1000, zone)


def make_time(nanos: int, zone: dt.tzinfo | None) -> Time:
    """The time so many nanoseconds after midnight."""
    return WideTime(nanos, zone) if nanos % 1000 else make_python_time(nanos, zone)


def make_moment(nanos: int, zone: dt.tzinfo | None, fold: int = 0) -> Moment | None:
    """The date-time of local nanoseconds since 1970; null beyond a thousand million years."""
    date = make_date(nanos // DAY)
    if date is None:
        return None
    if isinstance(date, WideDate) or nanos % 1000:
        return WideMoment(nanos, zone, fold)
    return dt.datetime.combine(date, make_python_time(nanos % DAY, zone)).replace(fold=fold)


def make_duration(nanos: int) -> Duration | None:
    """The duration of so many nanoseconds; null where its seconds do not fit 63 bits."""
    if not nanos % 1000 and abs(nanos) < 999_999_999 * DAY:
        return dt.timedelta(microseconds=nanos // 1000)
    return WideDuration(nanos) if abs(nanos) < _MOST_NANOS else None


def days_of(value: Date | Moment) -> int:
    """Days since 1970-01-01, in local time."""
    if isinstance(value, dt.date):
        return value.toordinal() - _EPOCH
    return value.number if isinstance(value, WideDate) else value.nanos // DAY


def nanos_of_day(value: Time | Moment) -> int:
    """Nanoseconds since midnight, in local time."""
    if isinstance(value, dt.datetime | dt.time):
        seconds = value.hour * 3600 + value.minute * 60 + value.second
        return seconds * SECOND + value.microsecond * 1000
    return value.of_day


def local_nanos(value: Moment) -> int:
    """Nanoseconds since 1970-01-01, in local time."""
    return value.nanos if isinstance(value, WideMoment) else days_of(value) * DAY + nanos_of_day(value)


def length(value: Duration) -> int:
    """Nanoseconds of a duration."""
    if isinstance(value, WideDuration):
        return value.nanos
    return (value.days * 86_400 + value.seconds) * SECOND + value.microseconds * 1000


def _proxy(nanos: int, zone: dt.tzinfo, fold: int) -> dt.datetime:
    """A date-time that Python has, at the same place in the calendar's cycle: zones know its offset."""
    day, rest = divmod(nanos, DAY)
    number = day + _EPOCH
    if number < 1 + _CYCLE:
        number = number % _CYCLE + _CYCLE
    elif number > 20 * _CYCLE:
        number = number % _CYCLE + 20 * _CYCLE
    return dt.datetime.combine(dt.date.fromordinal(number), make_python_time(rest, zone)).replace(fold=fold)


def in_zone(instant: int, zone: dt.tzinfo) -> Moment | None:
    """The date-time in a zone of nanoseconds since 1970 in UTC."""
    if not isinstance(zone, ZoneInfo):
        shift = zone.utcoffset(None)
        return make_moment(instant + length(shift or dt.timedelta()), zone)
    local = _proxy(instant, zone, 0)
    there = zone.fromutc(local)
    shift = there.utcoffset() or dt.timedelta()
    return make_moment(instant + length(shift), zone, there.fold)


def clock_text(of_day: int) -> str:
    """`09:30:00`, with as many digits of a fraction as are needed."""
    seconds, fraction = divmod(of_day, SECOND)
    text = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return f"{text}.{fraction:09d}".rstrip("0") if fraction else text


def offset_text(shift: dt.timedelta | None) -> str:
    """`+08:00`, `Z`; empty for local time."""
    if shift is None:
        return ""
    seconds = int(shift.total_seconds())
    if not seconds:
        return "Z"
    hours, rest = divmod(abs(seconds), 3600)
    text = f"{'-' if seconds < 0 else '+'}{hours:02d}:{rest // 60:02d}"
    return f"{text}:{rest % 60:02d}" if rest % 60 else text
