from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from engine.calendars.business_duration import add_work_duration
from engine.calendars.functions import calendar_functions
from engine.calendars.work_calendar import WorkCalendar
from engine.kernel.errors import InvalidInput

CALENDAR = WorkCalendar("Asia/Shanghai")
FEEL = calendar_functions(CALENDAR)


@pytest.mark.parametrize(
    "day",
    [date(2026, 4, 28), "2026-04-28", "2026-04-28T23:00:00+08:00", datetime(2026, 4, 27, 17, 0, tzinfo=UTC)],
)
def test_a_day_may_be_given_as_date_text_or_instant(day):
    assert FEEL["add_workdays"](day, Decimal(5)) == date(2026, 5, 8)


def test_every_function_answers_a_typed_feel_value():
    assert FEEL["is_workday"]("2026-05-09") is True
    assert FEEL["next_workday"]("2026-05-01") == date(2026, 5, 6)
    assert FEEL["prev_workday"]("2026-04-11") == date(2026, 4, 10)
    assert FEEL["workdays_between"]("2026-04-28", "2026-05-08") == Decimal(5)
    assert FEEL["end_of_workday"]("2026-05-20").isoformat() == "2026-05-20T17:30:00+08:00"
    assert FEEL["start_of_workday"]("2026-05-20").isoformat() == "2026-05-20T08:30:00+08:00"
    assert (
        FEEL["add_work_hours"]("2026-05-20T16:40:00", Decimal(2)).isoformat() == "2026-05-21T09:40:00+08:00"
    )
    assert FEEL["add_work_duration"]("2026-05-20T16:40:00", "PT2H").isoformat() == "2026-05-21T09:40:00+08:00"


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("add_workdays", (None, Decimal(1))),
        ("add_workdays", ("2026-04-28", None)),
        ("add_workdays", ("2026-04-28", Decimal("1.5"))),
        ("add_workdays", ("2026-04-28", Decimal("NaN"))),
        ("add_workdays", ("2026-04-28", Decimal("1E+999999"))),
        ("add_workdays", ("2026-04-28", True)),
        ("add_workdays", ("28 April", Decimal(1))),
        ("add_work_hours", ("2026-05-20T16:40:00", Decimal(-1))),
        ("add_work_duration", ("2026-05-20T16:40:00", "P1M")),
        ("add_work_duration", ("2026-05-20T16:40:00", Decimal(1))),
        ("is_workday", ([],)),
        ("add_workdays", ("9999-12-31", Decimal(1))),
    ],
)
def test_null_and_values_of_another_kind_give_null(name, values):
    assert FEEL[name](*values) is None


def test_working_days_of_a_duration_keep_the_time_of_day():
    moment = datetime.fromisoformat("2026-04-30T10:00:00+08:00")

    assert (
        CALENDAR.local(add_work_duration(CALENDAR, moment, "P2D")).isoformat() == "2026-05-07T10:00:00+08:00"
    )
    assert (
        CALENDAR.local(add_work_duration(CALENDAR, moment, "P1DT8H30M")).isoformat()
        == "2026-05-07T10:30:00+08:00"
    )


@pytest.mark.parametrize("text", ["", "P", "PT", "P1M", "P1W", "-P1D", "PT1S", "P1DT", "2 days"])
def test_a_working_duration_that_is_not_defined_is_refused(text):
    with pytest.raises(InvalidInput):
        add_work_duration(CALENDAR, datetime(2026, 5, 20, tzinfo=UTC), text)
