"""Which ISO 8601 texts a timer may have. Due dates are computed elsewhere, with calendar and clock."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

import feel

_DURATION = re.compile(
    r"P(?=\d|T\d)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d{1,9})?S)?)?"
)
_PARTS = re.compile(
    r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?)?"
)
_CYCLE = re.compile(r"R(\d{0,6})/(?:([^/]+)/)?([^/]+)")
_ZONE_NAME = re.compile(r"\[[A-Za-z_]+(?:/[A-Za-z_]+)*\]$")


def is_duration(text: str) -> bool:
    """`P3D`, `PT1.5H` is not one (ISO allows fractions in seconds here); never negative, never empty."""
    return _DURATION.fullmatch(text) is not None and len(text) <= 64


_WORK_TIME = re.compile(r"(?:R\d*/(?:[^/]+/)?)?P(?:\d{1,4}D)?(?:T(?=\d)(?:\d{1,5}H)?(?:\d{1,7}M)?)?")


def is_work_time(text: str) -> bool:
    """A duration or a cycle of days, hours and minutes, which working time can be counted in."""
    return _WORK_TIME.fullmatch(text) is not None


MOST_DAYS_TO_LIVE = 365


def is_time_to_live(text: str) -> bool:
    """A duration of at most 365 days; a month counts as its longest, 31 days, and a year as 366."""
    match = _PARTS.fullmatch(text) if is_duration(text) else None
    if match is None:
        return False
    years, months, weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    whole_days = 366 * years + 31 * months + 7 * weeks + days
    try:
        length = timedelta(days=whole_days, hours=hours, minutes=minutes, seconds=seconds)
    except OverflowError:
        return False
    return length <= timedelta(days=MOST_DAYS_TO_LIVE)


def is_date(text: str) -> bool:
    """A day, or a day and time with or without offset; a zone name in brackets may follow."""
    try:
        datetime.fromisoformat(_ZONE_NAME.sub("", text))
    except ValueError:
        return False
    return len(text) <= 64


def is_cycle(text: str) -> bool:
    """`R3/PT1H`, `R/P1D`, `R5/2026-03-02T09:00:00+08:00/P1W`."""
    match = _CYCLE.fullmatch(text)
    if match is None or match[1] == "0":
        return False
    return is_duration(match[3]) and (match[2] is None or is_date(match[2]))


_CHECKS = {"duration": is_duration, "date": is_date, "cycle": is_cycle}


def is_timer(kind: str, text: str) -> bool:
    return _CHECKS[kind](text)


def timer_value(kind: str, value: Any) -> str | date | datetime | None:
    """What a timer of that kind is set by, from what its expression gave; None where it is no such time."""
    if kind == "date" and isinstance(value, date):
        return value
    text = value if isinstance(value, str) else feel.to_json(value)
    return text if isinstance(text, str) and is_timer(kind, text) else None
