"""Reads ISO 8601 text as processes use it: extended form only, and no guessing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)"
    r"(Z|[+-]\d\d:\d\d)?"
    r"(?:@([A-Za-z0-9_+/-]{1,64}))?",
    re.ASCII,
)
_DURATION = re.compile(
    r"P(?:(\d{1,6})Y)?(?:(\d{1,6})M)?(?:(\d{1,6})W)?(?:(\d{1,7})D)?"
    r"(?:T(?=\d)(?:(\d{1,8})H)?(?:(\d{1,9})M)?(?:(\d{1,11}(?:\.\d{1,6})?)S)?)?",
    re.ASCII,
)


@dataclass(frozen=True)
class Duration:
    """A length of time: calendar months, calendar days, and exact time after them. Never negative."""

    months: int = 0
    days: int = 0
    exact: timedelta = timedelta(0)

    @property
    def is_zero(self) -> bool:
        return not (self.months or self.days or self.exact)


def read_moment(text: str) -> date | datetime | None:
    """A date, or a date and time (naive without offset); None when the text is neither.

    `2026-05-20`, `2026-05-20T09:00`, `2026-05-20T09:00:00+08:00`, `...Z`,
    `2026-05-20T09:00:00@Asia/Shanghai` (FEEL).
    """
    match = _MOMENT.fullmatch(text)
    try:
        if match is None:
            return date.fromisoformat(text) if _DATE.fullmatch(text) else None
        moment = datetime.fromisoformat(match[1] + (match[2] or ""))
        if match[3] is None:
            return moment
        return moment.replace(tzinfo=ZoneInfo(match[3])) if match[2] is None else None
    except (ValueError, ZoneInfoNotFoundError, OSError):
        return None


def read_duration(text: str) -> Duration | None:
    """None for empty text, `P`, `PT`, a sign, or anything else that is not a duration."""
    match = _DURATION.fullmatch(text)
    if match is None or not any(match.groups()):
        return None
    years, months, weeks, days, hours, minutes = (int(group or 0) for group in match.groups()[:6])
    seconds = Decimal(match[7] or 0)
    exact = timedelta(hours=hours, minutes=minutes, microseconds=int(seconds * 1_000_000))
    return Duration(12 * years + months, 7 * weeks + days, exact)
