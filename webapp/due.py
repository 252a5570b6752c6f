"""Due dates in words: always working days of the company, never bare dates.

`剩 2 个工作日`, `今天 17:30`, `逾期 3 个工作日`: a shape, a word and a colour, in that order.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from webapp import i18n


class Workdays(Protocol):
    def workdays_between(self, start: date, end: date) -> int: ...


class Due(NamedTuple):
    """A due date as a row shows it.

    kind   `late`, `soon` or empty (time enough); bucket: the group in the inbox (`late`, `today`, ...)
    words  the short form; exact: date, weekday and time for the title and the task page
    """

    kind: str
    bucket: str
    icon: str
    words: str
    exact: str


class DueWords:
    """Writes due dates for one request: `now` and the calendar are fixed, and equal dates are asked once."""

    def __init__(self, now: datetime, zone: ZoneInfo, calendar: Workdays, language: str) -> None:
        self._now = now.astimezone(zone)
        self._today = self._now.date()
        self._week = self._today.isocalendar()[:2]
        self._zone = zone
        self._calendar = calendar
        self._language = language
        self._days: dict[date, int] = {}

    def __call__(self, due_at: datetime | None) -> Due | None:
        if due_at is None:
            return None
        local = aware(due_at).astimezone(self._zone)
        exact = exact_words(local, self._language)
        today = self._today
        if local < self._now:
            return self._late(local, today, exact)
        if local.date() == today:
            return Due("soon", "today", "clock", self._say("due.today", time=f"{local:%H:%M}"), exact)
        return self._ahead(local, today, exact)

    def _late(self, local: datetime, today: date, exact: str) -> Due:
        days = self._between(local.date(), today)
        if days == 0:
            return Due(
                "late", "late", "circle-alert", self._say("due.late_today", time=f"{local:%H:%M}"), exact
            )
        return Due("late", "late", "circle-alert", i18n.plural(self._language, "due.late", days), exact)

    def _ahead(self, local: datetime, today: date, exact: str) -> Due:
        days = self._between(today, local.date())
        bucket = "week" if local.date().isocalendar()[:2] == self._week else "later"
        kind, icon = ("soon", "clock") if days <= 1 else ("", "")
        return Due(kind, bucket, icon, i18n.plural(self._language, "due.left", days), exact)

    def _between(self, start: date, end: date) -> int:
        """Working days after `start` up to and with `end`."""
        other = end if start == self._today else start
        known = self._days.get(other)
        if known is None:
            known = self._days[other] = self._calendar.workdays_between(start, end)
        return known

    def _say(self, code: str, **facts: str) -> str:
        return i18n.say(self._language, code, facts)


def aware(moment: datetime) -> datetime:
    """Stores without zones give naive UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def exact_words(local: datetime, language: str) -> str:
    """`5/22 周五 17:30`."""
    return _day_words(local.date(), language) + f" {local.hour:02}:{local.minute:02}"


@lru_cache(maxsize=1024)
def _day_words(day: date, language: str) -> str:
    return f"{day.month}/{day.day} {i18n.say(language, f'weekday.{day.isoweekday()}')}"


Writer = Callable[[datetime | None], Due | None]
