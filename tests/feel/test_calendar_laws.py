"""Dates and durations against Python's calendar and dateutil's month arithmetic."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

import feel

DATES = st.dates(dt.date(1900, 1, 1), dt.date(2200, 12, 31))
MOMENTS = st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(2200, 12, 31)).map(  # noqa: DTZ001 - local ones
    lambda moment: moment.replace(microsecond=0, fold=0)
)
MONTHS = st.integers(-1_200, 1_200)
SECONDS = st.integers(-(10**9), 10**9)


def value(text: str, **values: Any) -> Any:
    return feel.evaluate(text, values)


@given(DATES, MONTHS)
def test_months_are_added_as_dateutil_adds_them(day: dt.date, months: int) -> None:
    assert value("d + m", d=day, m=feel.YearsMonths(months)) == day + relativedelta(months=months)
    assert value("d - m", d=day, m=feel.YearsMonths(months)) == day - relativedelta(months=months)


@given(MOMENTS, MONTHS)
def test_months_of_a_moment_keep_its_time(moment: dt.datetime, months: int) -> None:
    assert value("d + m", d=moment, m=feel.YearsMonths(months)) == moment + relativedelta(months=months)


@given(MOMENTS, SECONDS)
def test_seconds_are_added_as_python_adds_them(moment: dt.datetime, seconds: int) -> None:
    length = dt.timedelta(seconds=seconds)

    assert value("d + l", d=moment, l=length) == moment + length
    assert value("d + l - d = l", d=moment, l=length) is True


@given(DATES, DATES)
def test_the_distance_of_two_days_leads_from_one_to_the_other(start: dt.date, end: dt.date) -> None:
    assert value("b - a", a=start, b=end) == end - start
    assert value("a + (b - a) = b", a=start, b=end) is True
    assert value("(b - a).days", a=start, b=end) == Decimal((end - start).days)


@given(DATES, DATES)
def test_whole_months_between_are_those_of_dateutil(one: dt.date, other: dt.date) -> None:
    start, end = sorted((one, other))
    # The last day of a longer month counts from the day itself, not from a clipped one.
    months = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    between = value("years and months duration(a, b)", a=start, b=end)

    assert between == feel.YearsMonths(months)
    assert start + relativedelta(months=between.total) <= end
    if start.day <= 28:
        delta = relativedelta(end, start)
        assert between.total == delta.years * 12 + delta.months


@given(MONTHS, MONTHS)
def test_month_durations_add_up_and_are_written_and_read(one: int, other: int) -> None:
    a, b = feel.YearsMonths(one), feel.YearsMonths(other)

    assert value("a + b", a=a, b=b) == feel.YearsMonths(one + other)
    assert value("a - b", a=a, b=b) == feel.YearsMonths(one - other)
    assert value("duration(string(a)) = a", a=a) is True
    assert value("a.years * 12 + a.months", a=a) == one


@given(SECONDS, st.integers(-100, 100))
def test_time_durations_are_scaled_and_written_and_read(seconds: int, factor: int) -> None:
    length = dt.timedelta(seconds=seconds)

    assert value("a * n", a=length, n=factor) == length * factor
    assert value("duration(string(a)) = a", a=length) is True
    parts = value("a.days * 86400 + a.hours * 3600 + a.minutes * 60 + a.seconds", a=length)
    assert parts == seconds


@given(DATES)
def test_a_day_is_read_and_written_and_taken_apart(day: dt.date) -> None:
    assert value("date(t)", t=day.isoformat()) == day
    assert value("string(d)", d=day) == day.isoformat()
    assert value("date(d.year, d.month, d.day)", d=day) == day
    assert value("d.weekday", d=day) == day.isoweekday()
    assert value("week of year(d)", d=day) == day.isocalendar().week
    assert value("day of year(d)", d=day) == day.timetuple().tm_yday
    assert value("last day of month(d)", d=day) == day + relativedelta(day=31)


@given(MOMENTS, st.integers(-14 * 4, 14 * 4), st.integers(-14 * 4, 14 * 4))
def test_the_same_instant_in_another_offset_is_equal(moment: dt.datetime, one: int, other: int) -> None:
    here = moment.replace(tzinfo=dt.timezone(dt.timedelta(minutes=15 * one)))
    there = here.astimezone(dt.timezone(dt.timedelta(minutes=15 * other)))

    assert value("a = b", a=here, b=there) is True
    assert value("a - b", a=here, b=there) == dt.timedelta()
    assert value("date and time(string(a)) = a", a=there) is True
