"""What only the day can tell of a loan: whether it is overdue, and since when it should have been settled.

Nothing of this is stored, so that a page, an export and a rule say the same at every moment of the clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_

from engine.execution.step import Reader, Step
from engine.registers.loans.tables import LOAN, OUTSTANDING, OVERDUE

_L = LOAN.c
_NONE = Decimal(0)


def today(reader: Reader | Step) -> date:
    """The company's day."""
    return reader.now.astimezone(reader.services.zone).date()


def is_outstanding(row: Mapping[str, Any]) -> bool:
    """Money is out: paid, and not settled whole."""
    return row["status"] in OUTSTANDING and row["open"] > 0


def is_overdue(row: Mapping[str, Any], day: date) -> bool:
    return is_outstanding(row) and row["overdue_on"] is not None and row["overdue_on"] <= day


def status_on(row: Mapping[str, Any], day: date) -> str:
    return OVERDUE if is_overdue(row, day) else str(row["status"])


def days_late(row: Mapping[str, Any], day: date) -> int | None:
    """Days since the day on which it should have been settled; None while it is not late."""
    late = (day - row["expected_settle_on"]).days
    return late if is_outstanding(row) and late > 0 else None


def outstanding_condition() -> ColumnElement[bool]:
    return and_(_L.status.in_(OUTSTANDING), _L.open > _NONE)


def overdue_condition(day: date) -> ColumnElement[bool]:
    return and_(outstanding_condition(), _L.overdue_on.is_not(None), _L.overdue_on <= day)
