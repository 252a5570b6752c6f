"""When a password must be changed and a CA certificate renewed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

CA_DAYS = (60, 30, 7)
Row = Mapping[str, Any]


def due_on(row: Row) -> date | None:
    """The day on which its term ends, or since when it is due for another reason; None without a password."""
    changed: date | None = row["last_rotated_on"]
    if changed is None:
        return None
    term = changed + timedelta(days=row["rotate_every_days"])
    since: date | None = row["change_since"]
    return term if since is None else min(term, since)


def is_due(row: Row, today: date) -> bool:
    due = due_on(row)
    return due is not None and due <= today


def ca_alert(row: Row, today: date) -> int | None:
    """60, 30 or 7: the nearest of these numbers of days before the end that has been reached."""
    ends = row["ca_valid_to"]
    if ends is None:
        return None
    reached = [days for days in CA_DAYS if today >= ends - timedelta(days=days)]
    return min(reached) if reached else None
