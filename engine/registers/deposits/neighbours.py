"""What tender and bid say about a deposit: asked through the registers as anybody would, never by import."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from engine.execution.step import Step

Row = Mapping[str, Any]


def tender(step: Step, number: str | None) -> Row:
    return _row(step, "tenders", "tender_internal_no", number)


def bid(step: Step, number: str | None) -> Row:
    return _row(step, "bids", "bid_no", number)


def validity_to(step: Step, tender: Row) -> date | None:
    """The bid is valid from its deadline on; the last day."""
    deadline, days = tender.get("bid_deadline"), tender.get("bid_validity_days")
    if deadline is None or days is None:
        return None
    return _day(step, deadline) + timedelta(days=int(days))


def deadline_day(step: Step, tender: Row) -> date | None:
    deadline = tender.get("bid_deadline")
    return None if deadline is None else _day(step, deadline)


def _day(step: Step, moment: datetime) -> date:
    return moment.astimezone(step.services.zone).date()


def _row(step: Step, register: str, column: str, number: str | None) -> Row:
    """An empty row where the register or the row is not there."""
    kept = step.services.registers.get(register)
    if kept is None or not number:
        return {}
    found = kept.list(step, {}, number, None, 50).rows
    return next((row for row in found if row.get(column) == number), {})
