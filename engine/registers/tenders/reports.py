"""What is reported of tenders: the weekly digest (T-01), and the deadlines that come."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.execution.ports import Report
from engine.registers.tenders.write import NAME

# What still waits for its deadline.
_COMING = frozenset({"captured", "assessing", "preparing", "submitted"})


def _is_coming(row: Mapping[str, Any], _today: date) -> bool:
    return row["status"] in _COMING


DIGEST = Report(
    name="tender_digest",
    title={"zh-Hans": "招标信息周报", "en": "Weekly digest of tenders"},
    about={
        "zh-Hans": "按公告日期汇总登记的招标信息，默认最近一周。",
        "en": "Tenders by the day of their notice; the last week where nothing else is chosen.",
    },
    register=NAME,
    columns=(
        "tender_internal_no", "title", "agency", "tender_no", "package_no", "tenderer", "procurement_kind",
        "legal_regime", "notice_on", "bid_deadline", "deposit_required", "budget_or_estimate", "status",
    ),
    sort=lambda row: (row["notice_on"], row["tender_internal_no"]),
    bars="status",
    totals=("deposit_required", "budget_or_estimate"),
    period="notice_on",
    days=7,
)  # fmt: skip

DEADLINES = Report(
    name="bid_deadlines",
    title={"zh-Hans": "投标截止时间一览", "en": "Bid deadlines"},
    about={
        "zh-Hans": "还没有开标的招标项目，截止时间最近的在最前。",
        "en": "Tenders that are not opened yet, the next deadline first.",
    },
    register=NAME,
    columns=(
        "tender_internal_no", "title", "status", "bid_deadline", "opening_at", "deposit_deadline",
        "deposit_required", "question_deadline", "agency", "tenderer",
    ),
    keep=_is_coming,
    sort=lambda row: (row["bid_deadline"], row["tender_internal_no"]),
    bars="status",
    totals=("deposit_required",),
)  # fmt: skip

REPORTS = (DEADLINES, DIGEST)
