"""Recipes as people write them down for each other: several constructs that have to work together."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

import feel

NOON = dt.datetime(2026, 3, 4, 9, tzinfo=dt.UTC)
FUNCTIONS: dict[str, Any] = {"now": lambda: NOON, "today": NOON.date}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("years and months duration(date(born), today()).years", Decimal(35)),
        ('day of week(today()) in ("Saturday", "Sunday")', False),
        ('(now() - @"1970-01-01T00:00Z") / @"PT1S" * 1000', Decimal(1772614800000)),
        ('for x in ["a", "b"] return {value: x, index: count(partial) + 1}.index', [Decimal(1), Decimal(2)]),
        (
            'for d in ["2021-04-21T07:25:06.000Z"] return {date: date(date and time(d)), '
            "day: string(date.day), month: substring(month of year(date), 1, 3), "
            'text: day + "-" + month}.text',
            ["21-Apr"],
        ),
        (
            '(for x in 1..3 return date and time(today(), @"00:00:00Z") + @"P1D" * x)'
            '[not(day of week(item) in ("Thursday", "Friday"))][1]',
            dt.datetime(2026, 3, 7, tzinfo=dt.UTC),
        ),
        (
            '{time: @"09:00:00@Europe/Berlin", date: if time(now()) < time then today() else today() + @"P1D"'
            ", wait: date and time(date, time) - now()}.wait",
            dt.timedelta(hours=23),
        ),
        (
            "for p in distinct values(bills.person) return sum(bills[person = p].amount)",
            [Decimal(30), Decimal(5)],
        ),
        ("{fac: function(n) if n <= 1 then 1 else n * fac(n - 1), r: fac(5)}.r", Decimal(120)),
    ],
)
def test_a_recipe_gives_what_it_promises(text: str, expected: Any) -> None:
    bills = [
        {"person": "A", "amount": 10},
        {"person": "A", "amount": 20},
        {"person": "B", "amount": 5},
    ]

    assert feel.evaluate(text, {"born": "1990-05-01", "bills": bills}, FUNCTIONS) == expected
