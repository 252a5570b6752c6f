"""Due instants of timers: pure functions of the timer's value and the instant it was set.

date       ISO text, date or datetime. A naive time is the company's wall clock; a date alone falls due at
           00:00 of it.
duration   `P3D`, `PT2H`, `P1M`, or a FEEL duration; days and months are counted on the company's wall clock.
cycle      `R3/PT1H`, `R/P1M`, `R2/2026-05-20T09:00:00+08:00/P1W`. Beats are counted from the anchor (the
           given start, else the instant it was set), so that monthly beats do not drift: 31 January, 28
           February, 31 March. Beats that were slept through are one late beat and no burst.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from engine.calendars.iso import Duration, read_duration, read_moment
from engine.kernel.errors import EngineError
from feel.values import YearsMonths

_CYCLE = re.compile(r"R(\d{0,9})/(?:([^/]+)/)?([^/]+)", re.ASCII)
_SHORTEST_BEAT = timedelta(seconds=1)


class TimerRefused(EngineError):
    """A timer's value can not be used (facts: reason, value).

    reason   timer_empty, timer_date_unreadable, timer_duration_unreadable, timer_cycle_unreadable,
             timer_cycle_without_beats, timer_beat_too_short, timer_too_far, timer_kind_unknown
    """


@dataclass(frozen=True)
class Due:
    """When a timer fires, and what is needed to find its next beat.

    at          aware, UTC
    remaining   beats after this one; None without end; 0 for dates and durations
    interval    ISO text of a cycle's interval, else None
    anchor      the instant, UTC, from which a cycle's beats are counted, else None
    is_whole_day   it was set for a day and not for an hour of it
    """

    at: datetime
    remaining: int | None = 0
    interval: str | None = None
    anchor: datetime | None = None
    is_whole_day: bool = False


def first(kind: str, value: Any, now: datetime, zone: ZoneInfo) -> Due:
    """The first due instant of a timer of kind `date`, `duration` or `cycle` that is set at `now`.

    An instant that lies in the past is due at once. Raises TimerRefused.
    """
    if value is None or value == "":
        raise TimerRefused(reason="timer_empty", value="")
    try:
        if kind == "date":
            return Due(_instant(value, zone), is_whole_day=_is_day(value))
        if kind == "duration":
            return Due(add_duration(now, _duration(value), zone))
        if kind == "cycle":
            return _first_beat(value, now, zone)
    except OverflowError as error:
        raise TimerRefused(reason="timer_too_far", value=str(value)[:80]) from error
    raise TimerRefused(reason="timer_kind_unknown", value=str(kind)[:80])


def following(due: Due, now: datetime, zone: ZoneInfo) -> Due | None:
    """The beat after `due`, which fired at `now`; None when it was the last one.

    It is the first multiple of the interval after the anchor that lies after both.
    """
    if due.interval is None or due.anchor is None or due.remaining == 0:
        return None
    interval = _duration(due.interval)
    try:
        at = _beat_after(due.anchor, interval, max(due.at, now), zone)
    except OverflowError as error:
        raise TimerRefused(reason="timer_too_far", value=due.interval) from error
    remaining = None if due.remaining is None else due.remaining - 1
    return replace(due, at=at, remaining=remaining)


def add_duration(moment: datetime, duration: Duration, zone: ZoneInfo, times: int = 1) -> datetime:
    """`moment` plus `times` durations, in UTC: months (their last day where too short), days, exact time."""
    local = moment.astimezone(zone)
    month = local.month - 1 + duration.months * times
    year, month = local.year + month // 12, month % 12 + 1
    if year > 9998:
        raise OverflowError(year)
    last = calendar.monthrange(year, month)[1]
    wall = (
        local.replace(year=year, month=month, day=min(local.day, last))
        + timedelta(days=duration.days) * times
    )
    return wall.astimezone(UTC) + duration.exact * times


def _first_beat(value: Any, now: datetime, zone: ZoneInfo) -> Due:
    match = _CYCLE.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise TimerRefused(reason="timer_cycle_unreadable", value=str(value)[:80])
    if match[1] and not int(match[1]):
        raise TimerRefused(reason="timer_cycle_without_beats", value=value[:80])
    interval = _duration(match[3])
    anchor = _instant(match[2], zone) if match[2] else now.astimezone(UTC)
    if add_duration(anchor, interval, zone) - anchor < _SHORTEST_BEAT:
        raise TimerRefused(reason="timer_beat_too_short", value=value[:80])
    at = anchor if match[2] else add_duration(anchor, interval, zone)
    # From a day in steps of days each beat is a day; an hour in the interval gives the beats hours.
    is_whole_day = bool(match[2]) and _is_day(match[2]) and not interval.exact
    return Due(at, int(match[1]) - 1 if match[1] else None, match[3], anchor, is_whole_day)


def _beat_after(anchor: datetime, interval: Duration, moment: datetime, zone: ZoneInfo) -> datetime:
    """Doubles and then halves, so that a timer that slept for years is found in a few steps."""
    high = 1
    while add_duration(anchor, interval, zone, high) <= moment:
        high *= 2
    low = high // 2
    while low < high:
        middle = (low + high) // 2
        if add_duration(anchor, interval, zone, middle) > moment:
            high = middle
        else:
            low = middle + 1
    return add_duration(anchor, interval, zone, high)


def _instant(value: Any, zone: ZoneInfo) -> datetime:
    moment = read_moment(value) if isinstance(value, str) else value
    if isinstance(moment, datetime):
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    if isinstance(moment, date):
        return datetime(moment.year, moment.month, moment.day, tzinfo=zone).astimezone(UTC)
    raise TimerRefused(reason="timer_date_unreadable", value=str(value)[:80])


def _is_day(value: Any) -> bool:
    moment = read_moment(value) if isinstance(value, str) else value
    return isinstance(moment, date) and not isinstance(moment, datetime)


def _duration(value: Any) -> Duration:
    if isinstance(value, timedelta) and value >= timedelta(0):
        return Duration(exact=value)
    if isinstance(value, YearsMonths) and value.total >= 0:
        return Duration(months=int(value.total))
    found = read_duration(value) if isinstance(value, str) else None
    if found is None:
        raise TimerRefused(reason="timer_duration_unreadable", value=str(value)[:80])
    return found
