"""The calendar's functions in FEEL.

Days are given as a date, a date and time (its local date counts) or ISO text; numbers as Decimal. As
everywhere in FEEL, null or a value of another kind gives null, and so does a day out of reach. Instants
come back on the company's wall clock with its offset.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from engine.calendars.business_duration import add_work_duration
from engine.calendars.iso import read_moment
from engine.calendars.work_calendar import WorkCalendar
from engine.kernel.errors import InvalidInput


def calendar_functions(calendar: WorkCalendar) -> Mapping[str, Callable[..., Any]]:
    """FEEL name -> function over this calendar."""

    def day(value: Any) -> date:
        moment = _temporal(value)
        return calendar.local_date(moment) if isinstance(moment, datetime) else moment

    def moment(value: Any) -> datetime:
        given = _temporal(value)
        return given if isinstance(given, datetime) else datetime.combine(given, time.min, calendar.zone)

    functions: dict[str, Callable[..., Any]] = {
        "is_workday": lambda d: calendar.is_workday(day(d)),
        "add_workdays": lambda d, n: calendar.add_workdays(day(d), _whole(n)),
        "next_workday": lambda d: calendar.next_workday(day(d)),
        "prev_workday": lambda d: calendar.prev_workday(day(d)),
        "workdays_between": lambda a, b: Decimal(calendar.workdays_between(day(a), day(b))),
        "add_work_hours": lambda t, n: calendar.local(calendar.add_work_hours(moment(t), _number(n))),
        "add_work_duration": lambda t, p: calendar.local(add_work_duration(calendar, moment(t), _text(p))),
        "start_of_workday": lambda d: calendar.local(calendar.start_of_workday(day(d))),
        "end_of_workday": lambda d: calendar.local(calendar.end_of_workday(day(d))),
    }
    return {name: _null_for_wrong_values(function) for name, function in functions.items()}


def _null_for_wrong_values(function: Callable[..., Any]) -> Callable[..., Any]:
    def answer(*values: Any) -> Any:
        try:
            return function(*values)
        except (_WrongValue, InvalidInput, OverflowError):
            return None

    return answer


class _WrongValue(Exception):
    """A value that is not of the kind asked for."""


def _temporal(value: Any) -> date | datetime:
    if isinstance(value, date):
        return value
    found = read_moment(value) if isinstance(value, str) else None
    if found is None:
        raise _WrongValue
    return found


def _number(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise _WrongValue
    return Decimal(value)


def _whole(value: Any) -> int:
    number = _number(value)
    if not number.is_finite() or abs(number) > 10**6 or number != int(number):
        raise _WrongValue
    return int(number)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise _WrongValue
    return value
