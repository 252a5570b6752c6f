from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.calendars.hours import WorkingHours
from engine.calendars.published import published_years
from engine.calendars.work_calendar import WorkCalendar
from engine.calendars.year_file import read_years
from engine.execution.ports import Calendar
from engine.kernel.errors import InvalidInput

ROOT = Path(__file__).parents[3]
CALENDAR = WorkCalendar("Asia/Shanghai", read_years(ROOT / "workflows" / "calendars"))
DAYS = st.dates(date(2019, 1, 1), date(2028, 12, 31))


def shanghai(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


def test_the_work_calendar_is_what_execution_asks_for():
    port: Calendar = CALENDAR

    assert port.is_workday(date(2026, 5, 20))


def test_the_shipped_list_of_2026_says_the_same_as_the_published_one():
    shipped, published = read_years(ROOT / "workflows" / "calendars")[0], published_years()[2026]

    assert (set(shipped.holidays), set(shipped.workdays)) == (
        set(published.holidays),
        set(published.workdays),
    )


def test_labour_day_is_off_and_the_saturday_that_makes_up_for_it_is_worked():
    assert [CALENDAR.is_workday(date(2026, 5, day)) for day in (1, 4, 5, 6, 9, 10)] == [
        False, False, False, True, True, False,
    ]  # fmt: skip
    assert CALENDAR.day(date(2026, 5, 9)).holiday == "劳动节"


def test_five_workdays_after_signing_skip_the_may_holiday():
    assert CALENDAR.add_workdays(date(2026, 4, 28), 5) == date(2026, 5, 8)


def test_three_workdays_after_the_signed_copy_came_on_30_april_are_8_may():
    assert CALENDAR.add_workdays(date(2026, 4, 30), 3) == date(2026, 5, 8)


def test_no_workdays_from_a_holiday_are_the_holiday_itself():
    assert CALENDAR.add_workdays(date(2026, 5, 3), 0) == date(2026, 5, 3)


def test_workdays_are_counted_backwards_over_the_holiday():
    assert CALENDAR.add_workdays(date(2026, 5, 6), -1) == date(2026, 4, 30)


@pytest.mark.parametrize(
    ("planned", "moved"),
    [
        ("2026-04-15", "2026-04-15"),
        ("2026-04-19", "2026-04-20"),
        ("2026-05-01", "2026-05-06"),
        ("2026-06-13", "2026-06-15"),
    ],
)
def test_a_stage_that_falls_on_a_day_off_moves_to_the_next_workday(planned, moved):
    assert CALENDAR.next_workday(date.fromisoformat(planned)) == date.fromisoformat(moved)


@pytest.mark.parametrize(
    ("planned", "moved"),
    [("2026-04-11", "2026-04-10"), ("2026-03-29", "2026-03-27"), ("2026-04-10", "2026-04-10")],
)
def test_a_preparation_that_falls_on_a_day_off_moves_to_the_workday_before(planned, moved):
    assert CALENDAR.prev_workday(date.fromisoformat(planned)) == date.fromisoformat(moved)


@given(DAYS, st.integers(-60, 60))
def test_workdays_between_counts_what_add_workdays_added(day, count):
    assert CALENDAR.workdays_between(day, CALENDAR.add_workdays(day, count)) == count


@given(DAYS, st.integers(0, 60))
def test_adding_workdays_always_lands_on_a_workday(day, count):
    assert count == 0 or CALENDAR.is_workday(CALENDAR.add_workdays(day, count))


def test_a_call_at_16_40_is_due_after_two_working_hours_at_9_40_the_next_morning():
    due = CALENDAR.add_work_hours(shanghai("2026-05-20T16:40:00"), Decimal(2))

    assert due == shanghai("2026-05-21T09:40:00")
    assert due.tzinfo is UTC


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2026-05-20T11:30:00", "1", "2026-05-20T13:30:00"),
        ("2026-05-20T12:20:00", "0.5", "2026-05-20T13:30:00"),
        ("2026-05-20T16:30:00", "1", "2026-05-20T17:30:00"),
        ("2026-05-20T11:00:00", "1", "2026-05-20T12:00:00"),
        ("2026-05-20T22:00:00", "4", "2026-05-21T13:30:00"),
        ("2026-05-20T06:00:00", "0.25", "2026-05-20T08:45:00"),
        ("2026-04-30T17:00:00", "1", "2026-05-06T09:00:00"),
        ("2026-05-08T17:00:00", "9", "2026-05-11T09:00:00"),
        ("2026-05-03T10:00:00", "8", "2026-05-06T17:30:00"),
        ("2026-05-20T20:00:00", "0", "2026-05-20T20:00:00"),
    ],
)
def test_working_hours_pass_over_lunch_nights_and_days_off(start, hours, due):
    assert CALENDAR.add_work_hours(shanghai(start), Decimal(hours)) == shanghai(due)


def test_a_naive_moment_is_the_wall_clock_of_the_company():
    naive = datetime(2026, 5, 20, 16, 40)  # noqa: DTZ001

    assert CALENDAR.add_work_hours(naive, Decimal(2)) == shanghai("2026-05-21T09:40:00")


@pytest.mark.parametrize("hours", ["-1", "NaN", "Infinity", "1E+20"])
def test_hours_that_can_not_be_worked_are_refused(hours):
    with pytest.raises(InvalidInput):
        CALENDAR.add_work_hours(shanghai("2026-05-20T09:00:00"), Decimal(hours))


def test_endless_counts_of_workdays_are_refused():
    with pytest.raises(InvalidInput):
        CALENDAR.add_workdays(date(2026, 5, 20), 10**9)


def test_the_end_of_the_world_is_refused_and_not_an_overflow():
    with pytest.raises(InvalidInput):
        CALENDAR.add_workdays(date(9999, 12, 30), 5)


def test_a_due_day_ends_with_its_working_hours():
    assert CALENDAR.end_of_workday(date(2026, 5, 20)) == datetime(2026, 5, 20, 9, 30, tzinfo=UTC)
    assert CALENDAR.start_of_workday(date(2026, 5, 20)) == datetime(2026, 5, 20, 0, 30, tzinfo=UTC)


def test_the_date_is_the_one_on_the_wall_in_shanghai():
    assert CALENDAR.local_date(datetime(2026, 5, 20, 16, 0, tzinfo=UTC)) == date(2026, 5, 21)


def test_other_working_hours_come_from_the_settings():
    calendar = WorkCalendar("Asia/Shanghai", hours=WorkingHours.parse("09:00-12:00, 14:00-18:00"))

    assert calendar.add_work_hours(shanghai("2026-05-20T11:00:00"), Decimal(2)) == shanghai(
        "2026-05-20T15:00:00"
    )


@pytest.mark.parametrize("text", ["", "12:00-08:30", "08:30-12:00,11:00-17:30", "08:30"])
def test_working_hours_that_overlap_or_run_backwards_are_refused(text):
    with pytest.raises(ValueError):
        WorkingHours.parse(text)
