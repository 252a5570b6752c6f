"""Bars of a report as numbers that the page draws: the longest is as wide as the picture."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

WIDTH = 640
ROW = 30


@dataclass(frozen=True)
class Bar:
    """words: what the bar is of; value: the sum or count; y, width: in units of the picture."""

    words: str
    value: Decimal
    count: int
    y: int
    width: int


@dataclass(frozen=True)
class Chart:
    bars: Sequence[Bar]
    height: int


def bars(
    rows: Iterable[Mapping[str, Any]],
    key: str,
    measure: str,
    order: Sequence[str],
    words: Callable[[Any], str],
) -> Chart:
    """One bar for each value of the column `key`, in the order of its options; others follow by name.

    measure   column that is added up; empty = rows are counted
    A value that is a list counts in each of its bars.
    """
    sums: dict[Any, Decimal] = {}
    counts: dict[Any, int] = {}
    for row in rows:
        value = row.get(key)
        for one in value if isinstance(value, list | tuple) else [value]:
            sums[one] = sums.get(one, Decimal(0)) + (
                Decimal(row.get(measure) or 0) if measure else Decimal(1)
            )
            counts[one] = counts.get(one, 0) + 1
    places = {code: number for number, code in enumerate(order)}
    found = sorted(sums, key=lambda one: (one is not None, places.get(one, len(places)), str(one)))
    most = max(sums.values(), default=Decimal(0))
    drawn = [
        Bar(words(one), sums[one], counts[one], number * ROW, _width(sums[one], most))
        for number, one in enumerate(found)
    ]
    return Chart(drawn, len(drawn) * ROW)


def _width(value: Decimal, most: Decimal) -> int:
    """Something that is there is seen, however small."""
    return 0 if most <= 0 or value <= 0 else max(2, int(value / most * WIDTH))
