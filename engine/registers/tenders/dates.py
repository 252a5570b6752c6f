"""The dates of a tender follow one another: notice, sale of the documents, deadlines, opening."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from engine.execution.step import Step
from engine.kernel.errors import Problem
from engine.registers.tenders.columns import COLUMNS

Row = Mapping[str, Any]
# Objections to the documents are raised ten days before the deadline: 招标投标法实施条例, article 22.
OBJECTION_DAYS = 10
# (earlier, later, may both be the same day)
_ORDER = (
    ("notice_on", "doc_sale_from", True),
    ("doc_sale_from", "doc_sale_to", True),
    ("notice_on", "bid_deadline", False),
    ("doc_sale_to", "bid_deadline", False),
    ("notice_on", "question_deadline", True),
    ("question_deadline", "bid_deadline", False),
    ("notice_on", "deposit_deadline", True),
    ("deposit_deadline", "bid_deadline", True),
)
_LABELS = {column.key: column.label for column in COLUMNS}


def question_deadline(step: Step, row: Row) -> dict[str, Any]:
    """Ten days before the bid deadline, where the notice says nothing."""
    if row["question_deadline"] is not None or not isinstance(row["bid_deadline"], datetime):
        return {}
    last = step.services.calendar.local_date(row["bid_deadline"]) - timedelta(days=OBJECTION_DAYS)
    return {"question_deadline": last if row["notice_on"] is None or last >= row["notice_on"] else None}


def in_order(step: Step, row: Row) -> Iterator[tuple[str, Problem]]:
    """A problem at the later date of each pair that stands the wrong way round."""
    for earlier, later, may_equal in _ORDER:
        first, second = _day(step, row[earlier]), _day(step, row[later])
        if first is None or second is None or first < second or (may_equal and first == second):
            continue
        code = "date_must_not_be_before" if may_equal else "date_must_be_after"
        yield later, Problem(code, facts={"other": _LABELS[earlier], "at": first})
    if row["opening_at"] < row["bid_deadline"]:
        yield "opening_at", Problem("opening_before_deadline", facts={"at": row["bid_deadline"]})


def _day(step: Step, value: Any) -> date | None:
    return step.services.calendar.local_date(value) if isinstance(value, datetime) else value
