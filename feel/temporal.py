"""Reading and writing dates, times, date-times and durations (ISO 8601 as FEEL uses it)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from feel import wide
from feel.values import YearsMonths
from feel.wide import DAY, SECOND, Date, Duration, Moment, Time

_DATE = re.compile(r"(-?)([0-9]{4}|[1-9][0-9]{4,8})-([0-9]{2})-([0-9]{2})")
_TIME = re.compile(
    r"T?([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,9}))?)?"
    r"(?:([zZ])|([+-])([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?|@([A-Za-z][A-Za-z0-9_+/-]{0,60}))?"
)
_DURATION = re.compile(
    r"(-?)P(?:(-?[0-9]{1,10})Y)?(?:(-?[0-9]{1,10})M)?(?:(-?[0-9]{1,18})D)?"
    r"(?:T(?:(-?[0-9]{1,18})H)?(?:(-?[0-9]{1,18})M)?(?:(-?[0-9]{1,19})(?:\.([0-9]{0,9}))?S)?)?"
)
_MONTHS = 12
_MAX_MONTHS = 12 * 999_999_999


T = TypeVar("T")
_LONGEST = 200


def _kept(read: Callable[[str], T]) -> Callable[[str], T | None]:
    """Values cannot be changed, and the same texts are read again and again; none of them is long."""
    cached = lru_cache(maxsize=1_024)(read)

    @wraps(read)
    def short(text: str) -> T | None:
        return cached(text) if len(text) <= _LONGEST else None

    return short


def read_at(text: str) -> Any:
    """The value of `@"..."`; null when the text is no temporal value."""
    if "P" in text[:2]:
        return read_duration(text)
    # The name of a zone may have the letter too: `10:00:00@Asia/Tokyo` is a time.
    if "T" in text.partition("@")[0][1:]:
        return read_date_time(text)
    return read_date(text) if _DATE.fullmatch(text) else read_time(text)


@_kept
def read_date(text: str) -> Date | None:
    """`2026-03-04`, also `-0044-03-15` and `12026-03-04`."""
    found = _DATE.fullmatch(text)
    if not found or (found[1] and not int(found[2])):
        return None
    year = int(found[2])
    return date_of(-year if found[1] else year, int(found[3]), int(found[4]))


def date_of(year: int, month: int, day: int) -> Date | None:
    """The date of its parts; null when there is no such day."""
    try:
        return wide.make_date(wide.day_number(year, month, day))
    except (ValueError, OverflowError):
        return None


@_kept
def read_time(text: str) -> Time | None:
    """`09:30:00`, with `Z`, an offset or `@Area/City`; a leading `T` is taken."""
    found = _TIME.fullmatch(text)
    if not found:
        return None
    zone = _zone_of(found)
    if zone is _NO_ZONE:
        return None
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    nanos = int((found[4] or "").ljust(9, "0"))
    return wide.make_time((hour * 3600 + minute * 60 + second) * SECOND + nanos, zone)


@_kept
def read_date_time(text: str) -> Moment | None:
    """`2026-03-04T09:30:00`, with a zone as in a time; a date alone is its midnight."""
    day_text, separator, time_text = text.partition("T")
    day = read_date(day_text)
    if day is None:
        return None
    if not separator:
        return moment_of(day, dt.time())
    # The end of a day is the beginning of the next.
    ends_day = time_text.startswith("24:00:00")
    if time_text.endswith("]"):
        return _with_offset_and_zone(day, time_text)
    clock = None if time_text.startswith("T") else read_time("00" + time_text[2:] if ends_day else time_text)
    if clock is None or (ends_day and wide.nanos_of_day(clock)):
        return None
    return moment_of(day, clock, DAY if ends_day else 0)


def _with_offset_and_zone(day: Date, time_text: str) -> Moment | None:
    """`2026-03-04T09:30:00+02:00[Europe/Berlin]`, as JSON has it: the offset says which instant."""
    clock_text, _, name = time_text[:-1].partition("[")
    clock, there = read_time(clock_text), zone(name)
    if clock is None or clock.tzinfo is None or zone_name(clock) or there is None:
        return None
    moment = moment_of(day, clock)
    return None if moment is None else wide.in_zone(wide.local_nanos(moment) - offset_nanos(moment), there)


def moment_of(day: Date | Moment, clock: Time, more: int = 0) -> Moment | None:
    """A day and a time of it, with the zone of the time; `more` nanoseconds later."""
    nanos = wide.days_of(day) * DAY + wide.nanos_of_day(clock) + more
    return settled(wide.make_moment(nanos, clock.tzinfo))


def settled(value: Moment | None) -> Moment | None:
    """A time of day that a zone leaves out (clocks go forward) is as much later as the clocks go forward."""
    if value is None or not isinstance(value.tzinfo, ZoneInfo):
        return value
    there = wide.in_zone(wide.local_nanos(value) - offset_nanos(value), value.tzinfo)
    return value if there is None or wide.local_nanos(there) == wide.local_nanos(value) else there


# Stands for a zone name that the time zone data does not have; no real offset is as odd.
_NO_ZONE = dt.timezone(dt.timedelta(hours=23, minutes=59, seconds=59))


def _zone_of(found: re.Match[str]) -> dt.tzinfo | None:
    if found[5]:
        return dt.UTC
    if found[6]:
        seconds = int(found[7]) * 3600 + int(found[8]) * 60 + int(found[9] or 0)
        if int(found[8]) > 59 or int(found[9] or 0) > 59:
            return _NO_ZONE
        return fixed_zone(-seconds if found[6] == "-" else seconds) or _NO_ZONE
    return zone(found[10]) or _NO_ZONE if found[10] else None


def fixed_zone(seconds: int) -> dt.timezone | None:
    """The zone of an offset of at most eighteen hours; null beyond."""
    if abs(seconds) > 18 * 3600:
        return None
    return dt.timezone(dt.timedelta(seconds=seconds)) if seconds else dt.UTC


@lru_cache(maxsize=600)
def zone(name: str) -> dt.tzinfo | None:
    """The zone of this name, None when there is none."""
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_+/-]{0,60}", name):
        return _offset_zone(name)
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def _offset_zone(name: str) -> dt.tzinfo | None:
    found = re.fullmatch(r"([+-])([0-9]{2}):([0-5][0-9])", name)
    if not found:
        return None
    seconds = int(found[2]) * 3600 + int(found[3]) * 60
    return fixed_zone(-seconds if found[1] == "-" else seconds)


@_kept
def read_duration(text: str) -> Duration | YearsMonths | None:
    """`P1DT2H` or `P1Y2M`; years and months do not mix with days."""
    found = _DURATION.fullmatch(text)
    if not found or not any(found.group(2, 3, 4, 5, 6, 7)) or text.endswith("T"):
        return None
    sign = -1 if found[1] else 1
    if found[2] or found[3]:
        if any(found.group(4, 5, 6, 7)):
            return None
        return months(sign * (int(found[2] or 0) * _MONTHS + int(found[3] or 0)))
    seconds = int(found[4] or 0) * 86_400 + int(found[5] or 0) * 3600 + int(found[6] or 0) * 60
    seconds += int(found[7] or 0)
    fraction = int((found[8] or "").ljust(9, "0"))
    if (found[7] or "").startswith("-"):
        fraction = -fraction
    return wide.make_duration(sign * (seconds * SECOND + fraction))


def months(total: int) -> YearsMonths | None:
    """A duration of months, null beyond a thousand million years."""
    return YearsMonths(total) if abs(total) <= _MAX_MONTHS else None


def write(value: Any) -> str:
    """The FEEL text of a temporal value (zone names after `@`)."""
    if isinstance(value, YearsMonths):
        return _write_months(value)
    if type(value) in wide.DURATION_TYPES:
        return _write_duration(wide.length(value))
    return _write_point(value, zone_names=True)


def write_iso(value: Any) -> str:
    """Without zone names: with the offset that the zone has at that time."""
    return _write_point(value, zone_names=False)


def _write_point(value: Any, *, zone_names: bool) -> str:
    kind = type(value)
    text = ""
    if kind not in wide.TIME_TYPES:
        year, month, day = wide.year_month_day(wide.days_of(value))
        text = f"{'-' if year < 0 else ''}{abs(year):04d}-{month:02d}-{day:02d}"
    if kind in wide.DATE_TYPES:
        return text
    text += ("T" if text else "") + wide.clock_text(wide.nanos_of_day(value))
    name = zone_name(value) if zone_names else ""
    return f"{text}@{name}" if name else text + wide.offset_text(offset(value))


def zone_name(value: Moment | Time) -> str:
    """The name of the zone, empty for offsets and local values."""
    return value.tzinfo.key if isinstance(value.tzinfo, ZoneInfo) else ""


def _write_months(value: YearsMonths) -> str:
    years, rest = divmod(abs(value.total), _MONTHS)
    text = (f"{years}Y" if years else "") + (f"{rest}M" if rest else "")
    return ("-P" if value.total < 0 else "P") + (text or "0Y")


def _write_duration(nanos: int) -> str:
    sign = "-" if nanos < 0 else ""
    days, rest = divmod(abs(nanos), DAY)
    seconds, fraction = divmod(rest, SECOND)
    hours, minutes, seconds = seconds // 3600, seconds // 60 % 60, seconds % 60
    point = f".{fraction:09d}".rstrip("0") if fraction else ""
    time = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    time += f"{seconds}{point}S" if seconds or point else ""
    text = f"{days}D" if days or not time else ""
    return f"{sign}P{text}{'T' if time else ''}{time}"


def offset(value: Moment | Time) -> dt.timedelta | None:
    """The offset from UTC, None for a local value.

    A time with a zone name has no date to take the offset of; the standard offset of a January stands for it.
    """
    if isinstance(value, dt.time | wide.WideTime) and isinstance(value.tzinfo, ZoneInfo):
        return value.tzinfo.utcoffset(dt.datetime(2000, 1, 1, 12))  # noqa: DTZ001 - local time of that zone
    return value.utcoffset()


def offset_nanos(value: Moment | Time) -> int:
    """The offset in nanoseconds, 0 for a local value."""
    shift = offset(value)
    return 0 if shift is None else wide.length(shift)
