"""Dates, times and durations."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

import feel


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('date("2026-01-31") + duration("P1M")', dt.date(2026, 2, 28)),
        ('date("2026-03-01") - date("2026-02-01") = duration("P28D")', True),
        ('@"2026-03-04T10:00:00+08:00" = @"2026-03-04T02:00:00Z"', True),
        ('@"2026-03-04T10:00:00@Asia/Shanghai" - @"2026-03-04T02:00:00Z" = @"P0D"', True),
        ('years and months duration(date("2024-02-29"), date("2026-02-28"))', feel.YearsMonths(23)),
        ('time("23:30:00") + duration("PT1H") = time("00:30:00")', True),
        ('@"10:00:00@Asia/Tokyo" = time("10:00:00@Asia/Tokyo")', True),
        ('date("2026-02-30")', None),
        ('date("2026-03-04").weekday', Decimal(3)),
        ('duration("P1DT2H").hours', Decimal(2)),
        ('string(duration("PT49H"))', "P2DT1H"),
        ('date and time("2026-03-04T24:00:00") = date and time("2026-03-05T00:00:00")', True),
        ('day of week(date("2026-03-04"))', "Wednesday"),
        ('last day of month(date("2028-02-01"))', dt.date(2028, 2, 29)),
    ],
)
def test_calendar_arithmetic(text: str, expected: Any) -> None:
    assert feel.evaluate(text) == expected


def test_a_process_variable_holds_iso_text() -> None:
    moment = feel.evaluate('@"2026-07-04T10:00:00@Europe/Berlin"')

    assert feel.to_json({"at": moment, "term": feel.YearsMonths(14), "n": Decimal("1.50"), "days": [1]}) == {
        "at": "2026-07-04T10:00:00+02:00",
        "term": "P1Y2M",
        "n": Decimal("1.50"),
        "days": [Decimal(1)],
    }


def test_a_function_is_no_process_variable() -> None:
    with pytest.raises(feel.FeelEvaluationError):
        feel.to_json(feel.evaluate("function(x) x"))


def test_years_have_no_end_within_a_thousand_million() -> None:
    assert feel.evaluate('string(date("9999-12-31") + duration("P1D"))') == "10000-01-01"
    assert feel.evaluate('string(date("-0001-12-31") + duration("P1D"))') == "0000-01-01"
    assert feel.evaluate('date("10000-01-01") - date("9999-12-31") = duration("P1D")') is True
    assert feel.evaluate('day of week(date("-0044-03-15"))') == "Thursday"
    assert feel.evaluate('date("999999999-12-31") + duration("P1D")') is None
    assert feel.evaluate('date("9999-12-31") < date("10000-01-01")') is True
    assert feel.evaluate('date("01999-12-31")') is None


def test_fractions_of_a_second_go_down_to_nanoseconds() -> None:
    assert (
        feel.evaluate('string(time("10:00:00.123456789") + duration("PT0.000000001S"))')
        == "10:00:00.12345679"
    )
    assert feel.evaluate('time("10:00:00.123456789").second') == Decimal("0.123456789")
    assert feel.evaluate('string(duration("PT1S") / 3)') == "PT0.333333333S"


def test_a_day_of_twenty_four_hours_stays_that_long_when_clocks_change() -> None:
    before = 'date and time("2026-03-28T12:00:00@Europe/Berlin")'

    assert feel.evaluate(f'string({before} + duration("P1D"))') == "2026-03-29T13:00:00@Europe/Berlin"
    assert feel.evaluate(f'string({before} + duration("P1M"))') == "2026-04-28T12:00:00@Europe/Berlin"
    left_out = 'date and time("2026-03-29T02:30:00@Europe/Berlin")'
    assert feel.evaluate(f"string({left_out})") == "2026-03-29T03:30:00@Europe/Berlin"
