"""Ranges against sets of points, and the relations of two ranges against each other."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import feel

POINTS = st.integers(0, 6)
# Every half is a point, so that open and closed ends can be told apart by what lies in them.
HALVES = [Decimal(number) / 2 for number in range(-2, 15)]


@st.composite
def ranges(draw: st.DrawFn) -> feel.Range:
    low, high = sorted((draw(POINTS), draw(POINTS)))
    closed = low == high
    return feel.Range(
        Decimal(low), Decimal(high), closed or draw(st.booleans()), closed or draw(st.booleans())
    )


def value(text: str, **values: Any) -> Any:
    return feel.evaluate(text, values)


def points(one: feel.Range) -> set[Decimal]:
    return {
        point
        for point in HALVES
        if (one.start < point or (one.start == point and one.start_included))
        and (point < one.end or (point == one.end and one.end_included))
    }


@given(ranges())
def test_a_point_lies_in_a_range_by_its_ends(one: feel.Range) -> None:
    opening, closing = "[" if one.start_included else "(", "]" if one.end_included else ")"
    written = f"{opening}{one.start}..{one.end}{closing}"
    for point in HALVES:
        inside = point in points(one)
        assert value(f"p in {written}", p=point) is inside
        assert value("p in r", p=point, r=one) is inside
        assert value("includes(r, p)", p=point, r=one) is inside
        assert value("during(p, r)", p=point, r=one) is inside
        assert feel.parse_unary_tests(written).evaluate(point, {}) is inside


@given(ranges(), ranges())
def test_relations_of_two_ranges_are_those_of_their_points(a: feel.Range, b: feel.Range) -> None:
    one, other = points(a), points(b)

    assert value("overlaps(a, b)", a=a, b=b) is bool(one & other)
    assert value("includes(a, b)", a=a, b=b) is (other <= one)
    assert value("during(a, b)", a=a, b=b) is (one <= other)
    assert value("before(a, b)", a=a, b=b) is (max(one) < min(other))
    assert value("after(a, b)", a=a, b=b) is (min(one) > max(other))
    assert value("coincides(a, b)", a=a, b=b) is (one == other)


@given(ranges(), ranges())
def test_relations_have_their_reverse(a: feel.Range, b: feel.Range) -> None:
    for name, reverse in (
        ("before", "after"),
        ("meets", "met by"),
        ("includes", "during"),
        ("starts", "started by"),
        ("finishes", "finished by"),
        ("overlaps", "overlaps"),
        ("coincides", "coincides"),
        ("overlaps before", "overlaps after"),
    ):
        assert value(f"{name}(a, b)", a=a, b=b) == value(f"{reverse}(b, a)", a=a, b=b), name


@given(ranges())
def test_a_range_knows_its_ends(one: feel.Range) -> None:
    assert value("[r.start, r.end]", r=one) == [one.start, one.end]
    assert value("[r.start included, r.end included]", r=one) == [one.start_included, one.end_included]


@given(POINTS, POINTS)
def test_a_range_of_whole_numbers_counts_up_or_down(first: int, last: int) -> None:
    step = 1 if first <= last else -1
    assert value("for n in a..b return n", a=first, b=last) == list(range(first, last + step, step))
