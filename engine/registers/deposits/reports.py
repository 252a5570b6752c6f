"""What is reported of deposits: their ages (T-02)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.execution.ports import Report
from engine.registers.deposits.row import NAME

_LAST = date.max


def _is_open(row: Mapping[str, Any], _today: date) -> bool:
    return row["closed_as"] is None


AGING = Report(
    name="deposit_aging",
    title={"zh-Hans": "投标保证金账龄表", "en": "Ages of bid deposits"},
    about={
        "zh-Hans": "还没有退回的投标保证金，按逾期天数分档；最久的在最前。",
        "en": "Bid deposits that are not back yet, by days overdue; the oldest first.",
    },
    register=NAME,
    columns=(
        "deposit_no", "title", "tender", "payee_name", "legal_regime", "paid_on", "refund_due_on",
        "days_overdue", "age_bucket", "status", "amount", "outstanding", "preparer",
    ),
    keep=_is_open,
    sort=lambda row: (row["refund_due_on"] or _LAST, row["deposit_no"]),
    bars="age_bucket",
    other={"zh-Hans": "未到期", "en": "Not overdue"},
    shows_all=True,
    late=frozenset({"31-60", "61-90", ">90"}),
    measure="outstanding",
    totals=("amount", "outstanding"),
)  # fmt: skip

REPORTS = (AGING,)
