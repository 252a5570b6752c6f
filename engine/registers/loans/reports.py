"""What is reported of loans: those that are not settled yet."""

from __future__ import annotations

from engine.execution.ports import Report
from engine.registers.loans.row import NAME

OPEN = Report(
    name="loans_open",
    title={"zh-Hans": "未平账标书借款", "en": "Open loans for bid costs"},
    about={
        "zh-Hans": "已付款、还没有平清的标书借款；最早该平账的在最前。",
        "en": "Loans that were paid and are not settled yet; the earliest date of settlement first.",
    },
    register=NAME,
    columns=(
        "loan_no", "applicant", "tender", "purpose", "amount", "open", "paid_on", "expected_settle_on",
        "days_late", "status",
    ),
    filters={"is_open": "true"},
    sort=lambda row: (row["expected_settle_on"], row["loan_no"]),
    bars="status",
    measure="open",
    totals=("amount", "open"),
)  # fmt: skip

REPORTS = (OPEN,)
