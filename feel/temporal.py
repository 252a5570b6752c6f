"""Reading and writing dates, times, date-times and durations (ISO 8601 as FEEL uses it)."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from feel.values import YearsMonths

_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIME = re.compile(
    r"T?([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,9}))?)?"
    r"(?:([zZ])|([+-])([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?|@([A-Za-z][A-Za-z0-9_+/-]{0,60}))?"
)
_DURATION = re.compile(
    r"(-?)P(?:(-?[0-9]{1,10})Y)?(?:(-?[0-9]{1,10})M)?(?:(-?[0-9]{1,10})D)?"
    r"(?:T(?:(-?[0-9]{1,12})H)?(?:(-?[0-9]{1,12})M)?(?:(-?[0-9]{1,14})(?:\.([0-9]{0,9}))?S)?)?"
)
_MONTHS = 12
_MAX_MONTHS = 12 * 999_999_999


def read_at(text: str) -> Any:
    """The value of `@"..."`; null when the text is no temporal value."""
    if "P" in text[:2]:
        return read_duration(text)
    if "T" in text[1:]:
        return read_date_time(text)
    return read_date(text) if _DATE.fullmatch(text) else read_time(text)


def read_date(text: str) -> dt.date | None:
    """`2026-03-04`."""
    found = _DATE.fullmatch(text)
    if not found:
        return None
    try:
        return dt.date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def read_time(text: str) -> dt.time | None:
    """`09:30:00`, with `Z`, an offset or `@Area/City`; a leading `T` is taken."""
    found = _TIME.fullmatch(text)
    if not found:
        return None
    zone = _zone_of(found)
    if zone is _NO_ZONE:
        return None
    micro = int((found[4] or "").ljust(6, "0")[:6])
    try:
        return dt.time(int(found[1]), int(found[2]), int(found[3] or 0), micro, zone)
    except ValueError:
        return None


def read_date_time(text: str) -> dt.datetime | None:
    """`2026-03-04T09:30:00`, with a zone as in a time; a date alone is its midnight."""
    day_text, separator, time_text = text.partition("T")
    day = read_date(day_text)
    if day is None:
        return None
    if not separator:
        return dt.datetime(day.year, day.month, day.day)  # noqa: DTZ001 - FEEL knows local date-times
    # The end of a day is the beginning of the next.
    ends_day = time_text.startswith("24:00:00")
    clock = None if time_text.startswith("T") else read_time("00" + time_text[2:] if ends_day else time_text)
    if clock is None:
        return None
    try:
        return dt.datetime.combine(day + dt.timedelta(days=1) if ends_day else day, clock)
    except OverflowError:
        return None


# Stands for a zone name that the time zone data does not have; no real offset is as odd.
_NO_ZONE = dt.timezone(dt.timedelta(hours=23, minutes=59, seconds=59))


def _zone_of(found: re.Match[str]) -> dt.tzinfo | None:
    if found[5]:
        return dt.UTC
    if found[6]:
        seconds = int(found[7]) * 3600 + int(found[8]) * 60 + int(found[9] or 0)
        if int(found[8]) > 59 or int(found[9] or 0) > 59 or seconds > 18 * 3600:
            return _NO_ZONE
        if not seconds:
            return dt.UTC
        return dt.timezone(dt.timedelta(seconds=-seconds if found[6] == "-" else seconds))
    return zone(found[10]) or _NO_ZONE if found[10] else None


@lru_cache(maxsize=600)
def zone(name: str) -> dt.tzinfo | None:
    """The zone of this name, None when there is none."""
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_+/-]{0,60}", name):
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def read_duration(text: str) -> dt.timedelta | YearsMonths | None:
    """`P1DT2H` or `P1Y2M`; years and months do not mix with days."""
    found = _DURATION.fullmatch(text)
    if not found or not any(found.group(2, 3, 4, 5, 6, 7)) or text.endswith("T"):
        return None
    sign = -1 if found[1] else 1
    if found[2] or found[3]:
        if any(found.group(4, 5, 6, 7)):
            return None
        return months(sign * (int(found[2] or 0) * _MONTHS + int(found[3] or 0)))
    try:
        return sign * dt.timedelta(
            days=int(found[4] or 0),
            hours=int(found[5] or 0),
            minutes=int(found[6] or 0),
            seconds=int(found[7] or 0),
            microseconds=int((found[8] or "").ljust(6, "0")[:6]),
        )
    except OverflowError:
        return None


def months(total: int) -> YearsMonths | None:
    """A duration of months, null beyond a thousand million years."""
    return YearsMonths(total) if abs(total) <= _MAX_MONTHS else None


def write(value: Any) -> str:
    """The FEEL text of a temporal value (zone names after `@`)."""
    if isinstance(value, YearsMonths):
        return _write_months(value)
    if isinstance(value, dt.timedelta):
        return _write_duration(value)
    if isinstance(value, dt.datetime | dt.time):
        key = zone_name(value)
        text = value.replace(tzinfo=None).isoformat() if key else value.isoformat()
        text = text.rstrip("0") if "." in text and not key and not value.tzinfo else text
        text = _short_fraction(text)
        return f"{text}@{key}" if key else text.replace("+00:00", "Z")
    return str(value.isoformat())


def _short_fraction(text: str) -> str:
    return re.sub(r"(\.[0-9]*?)0+(?=$|[+-])", r"\1", text)


def zone_name(value: dt.datetime | dt.time) -> str:
    """The name of the zone, empty for offsets and local values."""
    return value.tzinfo.key if isinstance(value.tzinfo, ZoneInfo) else ""


def _write_months(value: YearsMonths) -> str:
    years, rest = divmod(abs(value.total), _MONTHS)
    text = (f"{years}Y" if years else "") + (f"{rest}M" if rest else "")
    return ("-P" if value.total < 0 else "P") + (text or "0Y")


def _write_duration(value: dt.timedelta) -> str:
    sign, value = ("-", -value) if value < dt.timedelta() else ("", value)
    hours, rest = divmod(value.seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    fraction = f".{value.microseconds:06d}".rstrip("0") if value.microseconds else ""
    time = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    time += f"{seconds}{fraction}S" if seconds or fraction else ""
    days = f"{value.days}D" if value.days or not time else ""
    return f"{sign}P{days}{'T' if time else ''}{time}"


def offset(value: dt.datetime | dt.time) -> dt.timedelta | None:
    """The offset from UTC, None for a local value.

    A time with a zone name has no date to take the offset of; the standard offset of a January stands for it.
    """
    if isinstance(value, dt.time) and isinstance(value.tzinfo, ZoneInfo):
        return value.tzinfo.utcoffset(dt.datetime(2000, 1, 1, 12))  # noqa: DTZ001 - local time of that zone
    return value.utcoffset()
