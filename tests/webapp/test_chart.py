"""Bars of a report: sums by value, in the order of the codes, the longest as wide as the picture."""

from __future__ import annotations

from decimal import Decimal

from webapp.chart import WIDTH, bars

ROWS = [
    {"age": "31-60", "open": Decimal(80000)},
    {"age": None, "open": Decimal(30000)},
    {"age": "0-30", "open": Decimal(10000)},
    {"age": "31-60", "open": Decimal("0.50")},
]


def drawn(rows=ROWS, measure="open", **more):
    return bars(rows, "age", measure, ["0-30", "31-60"], lambda one: one or "none", **more)


def test_sums_stand_in_the_order_of_the_codes_and_what_has_none_comes_first():
    found = drawn()

    assert [(bar.words, bar.value, bar.count) for bar in found.bars] == [
        ("none", Decimal(30000), 1),
        ("0-30", Decimal(10000), 1),
        ("31-60", Decimal("80000.50"), 2),
    ]


def test_the_longest_is_as_wide_as_the_picture_and_the_smallest_is_still_seen():
    found = drawn([*ROWS, {"age": "0-30", "open": Decimal(0)}, {"age": "x", "open": Decimal(1)}])

    assert max(bar.width for bar in found.bars) == WIDTH
    assert min(bar.width for bar in found.bars) == 2


def test_without_a_measure_rows_are_counted_and_several_values_count_each():
    found = drawn([{"age": ["a", "b"]}, {"age": ["b"]}], "")

    assert [(bar.words, bar.value) for bar in found.bars] == [("a", 1), ("b", 2)]


def test_nothing_gives_no_bars():
    assert drawn([]).bars == []


def test_what_no_row_has_is_shown_empty_where_the_report_wants_it():
    found = drawn(ROWS[:1], shows_all=True)

    assert [(bar.words, bar.count, bar.width) for bar in found.bars] == [("0-30", 0, 0), ("31-60", 1, WIDTH)]
