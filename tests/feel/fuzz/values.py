"""What the made-up expressions read: awkward values of every type."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import feel

SHANGHAI = dt.timezone(dt.timedelta(hours=8))
NOW = dt.datetime(2026, 5, 20, 9, tzinfo=SHANGHAI)

NAMES = ("a", "b", "n", "s", "xs", "ls", "c", "d", "t", "m", "p", "q", "r", "u", "金额")

LOOKUPS: tuple[dict[str, Any], ...] = (
    {},
    {
        "a": 1,
        "b": Decimal("-2.50"),
        "n": 3,
        "s": "合同章 abc",
        "xs": [1, 2, 3, None],
        "ls": [{"a": 1, "s": "x"}, {"a": 2, "s": "y"}, {"b": 1}],
        "c": {"a": 1, "b": {"c": [1, {"d": 2}]}},
        "d": dt.date(2026, 2, 28),
        "t": dt.datetime(2026, 5, 20, 9, 30, tzinfo=SHANGHAI),
        "m": dt.time(23, 59, 59),
        "p": dt.timedelta(days=1, seconds=-1),
        "q": feel.YearsMonths(13),
        "r": feel.evaluate("[1..5)"),
        "u": True,
        "金额": Decimal("50000"),
    },
    {
        "a": Decimal("1E+30"),
        "b": Decimal("-1E-40"),
        "n": 0,
        "s": "a" * 2_000,
        "xs": [Decimal(number) for number in range(1_000)],
        "ls": [{"a": number, "b": [number] * 3} for number in range(200)],
        "c": {f"k{number}": number for number in range(200)},
        "d": dt.date(9999, 12, 31),
        "t": dt.datetime(1, 1, 1),  # noqa: DTZ001 - a local one
        "m": dt.time(0, 0, tzinfo=SHANGHAI),
        "p": dt.timedelta.max,
        "q": feel.YearsMonths(-(10**9)),
        "r": feel.evaluate('(<= @"2026-01-01")'),
        "u": False,
        "金额": 0,
    },
    {
        "a": "1",
        "b": None,
        "n": -1,
        "s": "",
        "xs": [[1, [2, [3]]], "x", True, {"a": None}, dt.date(2026, 1, 1)],
        "ls": [],
        "c": {},
        "d": None,
        "t": dt.datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=dt.UTC),
        "m": None,
        "p": dt.timedelta(microseconds=1),
        "q": feel.YearsMonths(0),
        "r": feel.evaluate('("a".."z")'),
        "u": None,
        "金额": 0.1,
    },
)

FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "now": lambda: NOW,
    "today": lambda: NOW.date(),
    "holders": lambda role: [role, "lin"],
    "work_days": lambda start, count=1: start,
}
