"""Calendar arithmetic on whole numbers agrees with Python where Python has a calendar, and goes on."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feel import temporal, wide

YEARS = st.integers(-999_999_998, 999_999_998)
ZONES = st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/St_Johns", "UTC", "Australia/Lord_Howe"])
MOMENTS = st.datetimes(dt.datetime(1900, 1, 2), dt.datetime(9998, 12, 30))  # noqa: DTZ001 - local times


@given(st.dates())
def test_days_of_pythons_calendar_have_its_numbers(day: dt.date) -> None:
    number = wide.days_of(day)

    assert wide.make_date(number) == day
    assert wide.year_month_day(number) == (day.year, day.month, day.day)
    assert wide.day_number(day.year, day.month, day.day) == number


@given(YEARS, st.integers(1, 12), st.integers(1, 28))
def test_a_day_of_any_year_is_taken_apart_and_put_together(year: int, month: int, day: int) -> None:
    number = wide.day_number(year, month, day)
    date = wide.make_date(number)

    assert wide.year_month_day(number) == (year, month, day)
    assert date is not None
    assert temporal.read_date(temporal.write(date)) == date
    assert wide.make_date(number + 1) != date


@given(st.integers(-3_000_000, 3_000_000))
def test_the_week_goes_on_through_all_years(number: int) -> None:
    today, tomorrow = wide.make_date(number), wide.make_date(number + 1)

    assert today is not None
    assert tomorrow is not None
    assert tomorrow.weekday() == (today.weekday() + 1) % 7


@given(MOMENTS, ZONES)
def test_an_instant_in_a_zone_is_what_python_says(moment: dt.datetime, name: str) -> None:
    instant = moment.replace(tzinfo=dt.UTC)
    there = wide.in_zone(wide.local_nanos(instant), ZoneInfo(name))

    assert there == instant.astimezone(ZoneInfo(name))


@given(st.integers(-(10**28), 10**28))
def test_durations_are_written_and_read_to_the_nanosecond(nanos: int) -> None:
    duration = wide.make_duration(nanos)

    if duration is not None:
        assert wide.length(duration) == nanos
        assert temporal.read_duration(temporal.write(duration)) == duration


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("-0044-03-15T10:00:00Z", "-0044-03-15T10:00:00Z"),
        ("12026-07-01T10:00:00@Europe/Berlin", "12026-07-01T10:00:00+02:00"),
        ("2026-01-01T10:00:00.123456789+08:00", "2026-01-01T10:00:00.123456789+08:00"),
        ("0000-02-29T00:00:00", "0000-02-29T00:00:00"),
    ],
)
def test_moments_beyond_pythons_have_its_attributes(text: str, iso: str) -> None:
    moment = temporal.read_date_time(text)

    assert isinstance(moment, wide.WideMoment)
    assert moment.isoformat() == iso
    assert temporal.write(moment) == text
    assert (moment.hour, moment.minute, moment.second) == (
        (0, 0, 0) if text.startswith("0000") else (10, 0, 0)
    )
