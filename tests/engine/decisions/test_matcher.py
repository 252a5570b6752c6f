"""A column finds the rules that FEEL would find cell by cell."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

import feel
from engine.decisions.frame import Frame, Trace
from engine.decisions.matcher import columns

CELLS = (
    *("-", "", "1", '"a"', "true", "null", '"a", "b"', "1, 2, null", 'not("a")', "not(1, 2)", "not(null)"),
    *("< 5", "<= 5", "> 5", ">= 5", "= 5", "!= 5", "[1..5]", "(1..5)", "]1..5[", "[1..2], > 4"),
    *('< "b"', '["a".."c"]', '< @"2026-03-05"', 'date("2026-03-04")', '[@"2026-03-01"..@"2026-04-01")'),
    *("not([1..5])", "< limit", "limit", "[limit..9]", "names", "? > 3", "count(?) = 1"),
    *("> ? - 1", "= ?", "[? - 1..?]", "not(> abs(?))", "< item", "<= (for i in [4] return i)[1]"),
    *("[1, 2]", '{a: 1}', "1 + 1", "-1"),
    *('< "b", > 3', "not(< limit)", "< 5, limit", "not(-)", "1/0", 'time("10:00:00")', '> duration("P1D")'),
    *("[1..5], null", 'not(true)', "function(x) x", "<5 , >7", "[duration(\"P1D\")..duration(\"P3D\")]"),
)  # fmt: skip
VALUES: tuple[Any, ...] = (
    *(None, True, False, "a", "b", "c", "", Decimal(1), Decimal("1.0"), Decimal(2), Decimal(5), Decimal(-1)),
    *(Decimal("4.5"), [Decimal(1)], [Decimal(1), Decimal(2)], ["a"], [], {"a": Decimal(1)}, {}),
    *(dt.date(2026, 3, 4), dt.datetime(2026, 3, 4, 10, tzinfo=dt.UTC), dt.time(10), dt.timedelta(days=2)),
    *(feel.YearsMonths(3), feel.Range(Decimal(1), Decimal(5), True, True)),
)
NAMES = {"limit": Decimal(4), "names": ["a", "c"], "item": Decimal(4)}


def frame() -> Frame:
    return Frame(NAMES, {}, {}, Trace(strict=True))


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_a_column_agrees_with_its_cells(value: Any) -> None:
    cells = [feel.parse_unary_tests(text) for text in CELLS if readable(text)]
    (column,) = columns([((cell,), ("c",)) for cell in cells], 1)

    found = column.hits(value, (1 << len(cells)) - 1, frame())

    expected = [frame().passes(cell, value, "c") for cell in cells]
    assert [bool(found >> place & 1) for place in range(len(cells))] == expected


def readable(text: str) -> bool:
    try:
        feel.parse_unary_tests(text)
    except feel.FeelError:
        return False
    return True


def test_rules_that_another_column_ruled_out_are_not_found_again() -> None:
    cells = [feel.parse_unary_tests(text) for text in ("1", "> 0", "-", "? > 0")]
    (column,) = columns([((cell,), ("c",)) for cell in cells], 1)

    assert column.hits(Decimal(1), 0b1010, frame()) == 0b1010
