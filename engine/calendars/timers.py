"""Due instants of timers: pure functions of the timer's value and the instant it was set.

date       ISO text, date or datetime. A naive time is the company's wall clock; a date alone falls due at
           00:00 of it.
duration   `P3D`, `PT2H`, `P1M`, or a FEEL duration; days and months are counted on the company's wall clock.
cycle      `R3/PT1H`, `R/P1M`, `R2/2026-05-20T09:00:00+08:00/P1W`. Beats are counted from the anchor (the
           given start, else the instant it was set), so that monthly beats do not drift: 31 January, 28
           February, 31 March. Beats that were slept through are one late beat and no burst.

Given a working calendar, all three are counted in working time: `P2D` is two workdays and `PT4H` four working
hours, from beat to beat as well, and a date that is a day off moves to the next workday.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from engine.calendars.business_duration import Workdays, add_work_duration
from engine.calendars.iso import Duration, read_duration, read_moment
from engine.kernel.errors import EngineError, InvalidInput
from feel.values import YearsMonths

_CYCLE = re.compile(r"R(\d{0,9})/(?:([^/]+)/)?([^/]+)", re.ASCII)
_SHORTEST_BEAT = timedelta(seconds=1)


class TimerRefused(EngineError):
    """A timer's value can not be used (facts: reason, value).

    reason   timer_empty, timer_date_unreadable, timer_duration_unreadable, timer_cycle_unreadable,
             timer_cycle_without_beats, timer_beat_too_short, timer_too_far, timer_kind_unknown,
             timer_not_in_working_time
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


def first(kind: str, value: Any, now: datetime, zone: ZoneInfo, calendar: Workdays | None = None) -> Due:
    """The first due instant of a timer of kind `date`, `duration` or `cycle` that is set at `now`.

    An instant that lies in the past is due at once. Raises TimerRefused.
    """
    if value is None or value == "":
        raise TimerRefused(reason="timer_empty", value="")
    try:
        if kind == "date":
            return Due(_workday(_instant(value, zone), calendar), is_whole_day=_is_day(value))
        if kind == "duration":
            return Due(_after(now, value, zone, calendar))
        if kind == "cycle":
            return _first_beat(value, now, zone, calendar)
    except OverflowError as error:
        raise TimerRefused(reason="timer_too_far", value=str(value)[:80]) from error
    raise TimerRefused(reason="timer_kind_unknown", value=str(kind)[:80])


def following(due: Due, now: datetime, zone: ZoneInfo, calendar: Workdays | None = None) -> Due | None:
    """The beat after `due`, which fired at `now`; None when it was the last one.

    It is the first multiple of the interval after the anchor that lies after both.
    """
    if due.interval is None or due.anchor is None or due.remaining == 0:
        return None
    anchor, interval = due.anchor, due.interval
    try:
        at = _beat_after(lambda n: _after(anchor, interval, zone, calendar, n), max(due.at, now))
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


def _after(
    moment: datetime, length: Any, zone: ZoneInfo, calendar: Workdays | None, times: int = 1
) -> datetime:
    """`moment` plus `times` a duration, on the clock or in working time."""
    if calendar is None:
        return add_duration(moment, _duration(length), zone, times)
    _duration(length)
    try:
        return add_work_duration(calendar, moment, str(length), times)
    except InvalidInput as error:
        is_unreadable = "duration" in error.facts["fields"]
        reason = "timer_not_in_working_time" if is_unreadable else "timer_too_far"
        raise TimerRefused(reason=reason, value=str(length)[:80]) from error


def _workday(moment: datetime, calendar: Workdays | None) -> datetime:
    """The same hour of the first workday that is not before."""
    if calendar is None:
        return moment
    local = calendar.local(moment)
    return calendar.at(calendar.next_workday(local.date()), local.time())


def _first_beat(value: Any, now: datetime, zone: ZoneInfo, calendar: Workdays | None) -> Due:
    match = _CYCLE.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise TimerRefused(reason="timer_cycle_unreadable", value=str(value)[:80])
    if match[1] and not int(match[1]):
        raise TimerRefused(reason="timer_cycle_without_beats", value=value[:80])
    interval = _duration(match[3])
    anchor = _workday(_instant(match[2], zone), calendar) if match[2] else now.astimezone(UTC)
    second = _after(anchor, match[3], zone, calendar)
    if second - anchor < _SHORTEST_BEAT:
        raise TimerRefused(reason="timer_beat_too_short", value=value[:80])
    at = anchor if match[2] else second
    # From a day in steps of days each beat is a day; an hour in the interval gives the beats hours.
    is_whole_day = bool(match[2]) and _is_day(match[2]) and not interval.exact
    return Due(at, int(match[1]) - 1 if match[1] else None, match[3], anchor, is_whole_day)


def _beat_after(beat: Callable[[int], datetime], moment: datetime) -> datetime:
    """Doubles and then halves, so that a timer that slept for years is found in a few steps."""
    high = 1
    while beat(high) <= moment:
        high *= 2
    low = high // 2
    while low < high:
        middle = (low + high) // 2
        if beat(middle) > moment:
            high = middle
        else:
            low = middle + 1
    return beat(high)


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
