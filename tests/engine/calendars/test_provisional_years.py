from __future__ import annotations

import json
from datetime import date

import pytest

from engine.calendars.compare import compare
from engine.calendars.published import published_years
from engine.calendars.work_calendar import WorkCalendar
from engine.calendars.year import CalendarYear
from engine.calendars.year_file import read_year
from engine.kernel.errors import DefinitionRejected

UNPUBLISHED = max(published_years()) + 1
NOTICE = CalendarYear(
    UNPUBLISHED,
    holidays={date(UNPUBLISHED, 1, 1): "元旦", date(UNPUBLISHED, 2, 8): "春节"},
    workdays={date(UNPUBLISHED, 2, 6): "春节"},
)


def test_a_year_that_is_not_published_knows_weekends_and_the_fixed_holidays_only():
    calendar = WorkCalendar("Asia/Shanghai")

    fixed = [(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)]
    assert not any(calendar.is_workday(date(UNPUBLISHED, month, day)) for month, day in fixed)
    assert all(calendar.is_provisional(date(UNPUBLISHED, month, day)) for month, day in fixed)
    assert not calendar.is_provisional(date(2026, 5, 20))


def test_loading_a_year_ends_its_being_provisional():
    assert not WorkCalendar("Asia/Shanghai", [NOTICE]).is_provisional(date(UNPUBLISHED, 7, 7))


def test_the_preview_names_each_date_that_changes_when_a_year_is_loaded():
    old, new = WorkCalendar("Asia/Shanghai"), WorkCalendar("Asia/Shanghai", [NOTICE])

    changes = {change.date: (change.was_workday, change.is_workday) for change in compare(old, new)}

    assert changes[date(2027, 2, 8)] == (True, False)
    assert changes[date(2027, 2, 6)] == (False, True)
    assert all(change.was_provisional for change in compare(old, new))


def test_two_equal_calendars_have_no_changes():
    assert compare(WorkCalendar("Asia/Shanghai", [NOTICE]), WorkCalendar("Asia/Shanghai", [NOTICE])) == ()


def test_our_own_list_of_a_year_replaces_the_published_one():
    ours = CalendarYear(2026, holidays={date(2026, 5, 20): "司庆"}, workdays={})

    calendar = WorkCalendar("Asia/Shanghai", [ours])

    assert not calendar.is_workday(date(2026, 5, 20))
    assert calendar.is_workday(date(2026, 10, 1))


def test_a_notice_may_name_the_last_days_of_the_year_before():
    notice = CalendarYear(UNPUBLISHED, holidays={date(UNPUBLISHED - 1, 12, 31): "元旦"}, workdays={})

    assert not WorkCalendar("Asia/Shanghai", [notice]).is_workday(date(UNPUBLISHED - 1, 12, 31))


def _off(first: str, last: str) -> dict:
    return {"from": first, "to": last, "name": "春节"}


WORKED = {"on": "2027-02-01", "name": "春节"}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ([], "calendar_unreadable"),
        ({"year": 2027, "holidays": []}, "calendar_unreadable"),
        (
            {"year": 2027, "holidays": [_off("2027-02-09", "2027-02-01")], "workdays": []},
            "calendar_unreadable",
        ),
        (
            {"year": 2027, "holidays": [_off("2037-02-01", "2037-02-01")], "workdays": []},
            "calendar_date_outside",
        ),
        (
            {"year": 2027, "holidays": [_off("2027-02-01", "2027-02-01")], "workdays": [WORKED]},
            "calendar_day_twice",
        ),
    ],
)
def test_a_wrong_year_file_is_refused_with_its_name(content, code):
    with pytest.raises(DefinitionRejected) as refused:
        read_year(json.dumps(content).encode(), "2027.json")

    assert [(problem.code, problem.file) for problem in refused.value.problems] == [(code, "2027.json")]
