"""How long a certificate holds.

Five years; a renewal must be applied for six months before. What was taken in by then and is not decided when
the term ends counts as renewed (医疗器械监督管理条例 art. 22).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

NONE, PREPARING, ACCEPTED, APPROVED, REFUSED = "none", "preparing", "accepted", "approved", "refused"
YEARS = 5
# Months before the end at which people are told; at the last one the door of the renewal closes soon.
ALERTS = (12, 9, 7)
CLOSES = 6

VALID, RENEWING, EXPIRED = "valid", "deemed_renewed", "expired"
Row = Mapping[str, Any]


def status(row: Row, day: date) -> str:
    """`valid`, `deemed_renewed` (its term is over, the authority has not decided) or `expired`."""
    if row["valid_to"] is None or day <= row["valid_to"]:
        return VALID
    return RENEWING if row["renewal_status"] == ACCEPTED and was_in_time(row) else EXPIRED


def is_valid(row: Row, day: date) -> bool:
    return bool(row["valid_from"] <= day) and status(row, day) != EXPIRED


def was_in_time(row: Row) -> bool:
    """Whether the renewal was taken in before its door closed."""
    accepted, closes = row["renewal_accepted_on"], closes_on(row)
    return accepted is not None and closes is not None and bool(accepted <= closes)


def closes_on(row: Row) -> date | None:
    """The last day on which a renewal can be applied for."""
    return None if row["valid_to"] is None else months_before(row["valid_to"], CLOSES)


def alert(row: Row, day: date) -> str:
    """`none`, `12`, `9`, `7` (red) or `closed`: what is to be said of the renewal on this day."""
    if row["valid_to"] is None or row["renewal_status"] in (ACCEPTED, APPROVED):
        return "none"
    if day > months_before(row["valid_to"], CLOSES):
        return "closed"
    passed = [months for months in ALERTS if day >= months_before(row["valid_to"], months)]
    return str(min(passed)) if passed else "none"


def longest(valid_from: date) -> date:
    """The last day of five years."""
    return years_after(valid_from, YEARS) - timedelta(days=1)


def years_after(day: date, years: int) -> date:
    """29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or that month's last."""
    place = day.year * 12 + day.month - 1 - months
    first = date(place // 12, place % 12 + 1, 1)
    after = date((place + 1) // 12, (place + 1) % 12 + 1, 1)
    return min(first.replace(day=1) + timedelta(days=day.day - 1), after - timedelta(days=1))
