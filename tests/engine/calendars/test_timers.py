from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from engine.calendars.timers import TimerRefused, first, following
from feel import YearsMonths

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 5, 20, 1, 0, tzinfo=UTC)


def local(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


def beats(due, count, asleep_until=None):
    """The instants of a cycle that is served at each beat, the first one only when the server woke."""
    found = []
    while due is not None and len(found) < count:
        found.append(due.at.astimezone(SHANGHAI).strftime("%m-%d %H:%M"))
        due, asleep_until = following(due, max(due.at, asleep_until or due.at), SHANGHAI), None
    return found


def test_a_date_alone_falls_due_at_midnight_in_the_company():
    assert first("date", "2026-05-29", NOW, SHANGHAI).at == local("2026-05-29T00:00:00")
    assert first("date", date(2026, 5, 29), NOW, SHANGHAI).at == local("2026-05-29T00:00:00")


def test_a_naive_time_is_the_wall_clock_of_the_company():
    assert first("date", "2026-05-29T09:30:00", NOW, SHANGHAI).at == local("2026-05-29T09:30:00")


@pytest.mark.parametrize(
    "value",
    [
        "2026-05-29T01:30:00Z",
        "2026-05-29T09:30:00+08:00",
        "2026-05-29T09:30@Asia/Shanghai",
        local("2026-05-29T09:30:00"),
    ],
)
def test_an_aware_time_is_that_instant(value):
    assert first("date", value, NOW, SHANGHAI).at == datetime(2026, 5, 29, 1, 30, tzinfo=UTC)


def test_a_date_in_the_past_is_due_then_and_not_refused():
    assert first("date", "2026-05-01", NOW, SHANGHAI).at < NOW


@pytest.mark.parametrize(
    ("value", "due"),
    [
        ("PT2H", "2026-05-20T11:00:00"),
        ("P3D", "2026-05-23T09:00:00"),
        ("P1W", "2026-05-27T09:00:00"),
        ("P1Y2M3DT4H5M6.5S", "2027-07-23T13:05:06.500000"),
        (timedelta(days=2, hours=1), "2026-05-22T10:00:00"),
        (YearsMonths(14), "2027-07-20T09:00:00"),
        ("PT0S", "2026-05-20T09:00:00"),
    ],
)
def test_a_duration_counts_from_the_instant_it_was_set(value, due):
    assert first("duration", value, NOW, SHANGHAI).at == local(due)


def test_a_month_after_31_january_is_the_last_day_of_february():
    assert first("duration", "P1M", local("2026-01-31T09:00:00"), SHANGHAI).at == local("2026-02-28T09:00:00")


def test_a_day_is_a_day_on_the_wall_where_clocks_are_changed():
    berlin = ZoneInfo("Europe/Berlin")

    due = first("duration", "P1D", datetime(2026, 3, 28, 8, 0, tzinfo=UTC), berlin)

    assert due.at == datetime(2026, 3, 29, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize("value", ["", None])
def test_a_timer_without_value_is_refused(value):
    with pytest.raises(TimerRefused) as refused:
        first("duration", value, NOW, SHANGHAI)

    assert refused.value.facts["reason"] == "timer_empty"


@pytest.mark.parametrize(
    ("kind", "value", "reason"),
    [
        ("duration", "-PT1H", "timer_duration_unreadable"),
        ("duration", "P", "timer_duration_unreadable"),
        ("duration", "PT", "timer_duration_unreadable"),
        ("duration", "P1DT", "timer_duration_unreadable"),
        ("duration", "1h", "timer_duration_unreadable"),
        ("duration", "P1.5D", "timer_duration_unreadable"),
        ("duration", "PT１H", "timer_duration_unreadable"),
        ("duration", "P1H", "timer_duration_unreadable"),
        ("duration", timedelta(hours=-1), "timer_duration_unreadable"),
        ("duration", YearsMonths(-1), "timer_duration_unreadable"),
        ("duration", 3, "timer_duration_unreadable"),
        ("duration", "P9999Y", "timer_too_far"),
        ("duration", "PT99999999H", "timer_too_far"),
        ("date", "29.05.2026", "timer_date_unreadable"),
        ("date", "2026-02-30", "timer_date_unreadable"),
        ("date", "20260529", "timer_date_unreadable"),
        ("date", "2026-05-29T25:00:00", "timer_date_unreadable"),
        ("date", "2026-05-29T09:30@Nowhere/Land", "timer_date_unreadable"),
        ("date", True, "timer_date_unreadable"),
        ("cycle", "PT1H", "timer_cycle_unreadable"),
        ("cycle", "R3/", "timer_cycle_unreadable"),
        ("cycle", "R-1/PT1H", "timer_cycle_unreadable"),
        ("cycle", "0 0 9 * * MON", "timer_cycle_unreadable"),
        ("cycle", "R0/PT1H", "timer_cycle_without_beats"),
        ("cycle", "R3/-PT1H", "timer_duration_unreadable"),
        ("cycle", "R/PT0S", "timer_beat_too_short"),
        ("cycle", "R/PT0.1S", "timer_beat_too_short"),
        ("cycle", "R/soon/PT1H", "timer_date_unreadable"),
        ("moon", "full", "timer_kind_unknown"),
    ],
)
def test_a_value_that_is_no_timer_is_refused_with_its_reason(kind, value, reason):
    with pytest.raises(TimerRefused) as refused:
        first(kind, value, NOW, SHANGHAI)

    assert refused.value.facts["reason"] == reason


def test_three_hourly_beats_are_three():
    assert beats(first("cycle", "R3/PT1H", NOW, SHANGHAI), 9) == ["05-20 10:00", "05-20 11:00", "05-20 12:00"]


def test_a_cycle_with_a_start_begins_with_it():
    due = first("cycle", "R2/2026-05-21T09:30:00/P1W", NOW, SHANGHAI)

    assert beats(due, 9) == ["05-21 09:30", "05-28 09:30"]


def test_beats_that_were_slept_through_are_one_late_beat_and_no_burst():
    due = first("cycle", "R/PT1H", NOW, SHANGHAI)

    assert beats(due, 3, asleep_until=local("2026-05-20T14:20:00")) == [
        "05-20 10:00",
        "05-20 15:00",
        "05-20 16:00",
    ]


def test_a_monthly_beat_from_the_31st_does_not_drift():
    due = first("cycle", "R/P1M", local("2026-01-31T09:00:00"), SHANGHAI)

    assert beats(due, 4) == ["02-28 09:00", "03-31 09:00", "04-30 09:00", "05-31 09:00"]


def test_a_beat_a_second_that_slept_for_ten_years_is_found_at_once():
    due = first("cycle", "R/PT1S", NOW, SHANGHAI)

    assert following(due, NOW + timedelta(days=3650, milliseconds=1), SHANGHAI).at == NOW + timedelta(
        days=3650, seconds=1
    )


def test_a_date_has_no_following_beat():
    assert following(first("date", "2026-05-29", NOW, SHANGHAI), NOW, SHANGHAI) is None
