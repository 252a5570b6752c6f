"""How a deposit stands on a day: nothing of this is stored, so it is the same wherever it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

PAID, DUE, OVERDUE, PARTLY_RETURNED = "paid", "due", "overdue", "partly_returned"
RETURNED, CONVERTED, FORFEITED, WRITTEN_OFF = "returned", "converted", "forfeited", "written_off"

# Days overdue up to which a bucket goes; the last has no end.
BUCKETS = ((30, "0-30"), (60, "31-60"), (90, "61-90"))
OLDEST = ">90"

Row = Mapping[str, Any]


def status(row: Row, today: date) -> str:
    """Closed as it was closed; partly returned whatever the day; else by the day: due on T, overdue after."""
    if row["closed_as"] is not None:
        return str(row["closed_as"])
    if row["outstanding"] < row["amount"]:
        return PARTLY_RETURNED
    due = row["refund_due_on"]
    if due is None or today < due:
        return PAID
    return DUE if today == due else OVERDUE


def days_overdue(row: Row, today: date) -> int:
    """Calendar days after the day on which it was due; 0 before, and when nothing is outstanding."""
    due = row["refund_due_on"]
    if due is None or row["closed_as"] is not None:
        return 0
    days: int = (today - due).days
    return max(0, days)


def age_bucket(row: Row, today: date) -> str | None:
    """Of the ageing table; None for what is not overdue."""
    days = days_overdue(row, today)
    if days == 0:
        return None
    return next((name for most, name in BUCKETS if days <= most), OLDEST)
