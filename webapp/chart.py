"""Bars of a report as numbers that the page draws: the longest is as wide as the picture."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

WIDTH = 640


@dataclass(frozen=True)
class Bar:
    """words: what it is of; value: the sum or count; width: in units of the picture; tone: its colour."""

    words: str
    value: Decimal
    count: int
    width: int
    tone: str = ""


@dataclass(frozen=True)
class Chart:
    bars: Sequence[Bar]


def bars(
    rows: Iterable[Mapping[str, Any]],
    key: str,
    measure: str,
    order: Sequence[str],
    words: Callable[[Any], str],
    tone: Callable[[Any], str] = lambda _value: "",
    *,
    shows_all: bool = False,
) -> Chart:
    """One bar for each value of the column `key`, in the order of its options; others follow by name.

    measure     column that is added up; empty = rows are counted
    shows_all   options that no row has stand there too, with nothing
    A value that is a list counts in each of its bars.
    """
    sums: dict[Any, Decimal] = dict.fromkeys(order, Decimal(0)) if shows_all else {}
    counts: dict[Any, int] = dict.fromkeys(sums, 0)
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
    return Chart(
        [Bar(words(one), sums[one], counts[one], _width(sums[one], most), tone(one)) for one in found]
    )


def _width(value: Decimal, most: Decimal) -> int:
    """Something that is there is seen, however small."""
    return 0 if most <= 0 or value <= 0 else max(2, int(value / most * WIDTH))
