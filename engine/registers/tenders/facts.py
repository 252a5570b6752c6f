"""What a diagram is told of a tender: its columns as process variables."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import feel
from engine.execution.ports import Operation, OperationCall
from engine.execution.step import Step
from engine.registers.shared import references
from engine.registers.shared.values import Values
from engine.registers.tenders import row as rows

Row = Mapping[str, Any]
_COLUMNS = {
    "agency": "text", "tender_no": "text", "package_no": "text", "title": "text", "tenderer": "text",
    "procurement_kind": "text", "legal_regime": "text", "budget_or_estimate": "number?",
    "max_price": "number?", "notice_on": "date", "doc_sale_from": "date?", "doc_sale_to": "date?",
    "question_deadline": "date?", "deposit_deadline": "date?", "bid_validity_days": "number",
    "deposit_required": "number?", "doc_price": "number?", "status": "text",
}  # fmt: skip
OUTPUTS = {
    **_COLUMNS,
    "bid_deadline": "text",
    "opening_at": "text",
    "bid_validity_to": "date",
    "lines": "list?",
    "territory": "text?",
    "agency_name": "text?",
    "tender": "text",
}


def of(step: Step, row: Row) -> dict[str, Any]:
    """Days and instants as ISO text on the company's clock; validity is counted from the deadline."""
    told = {name: feel.to_json(row[name]) for name in (*_COLUMNS, "lines")}
    agency = references.row_of(step, "agencies", row["agency"]) or {}
    return {
        **told,
        "tender": row["tender_internal_no"],
        "bid_deadline": local(step, row["bid_deadline"]),
        "opening_at": local(step, row["opening_at"]),
        "bid_validity_to": validity_ends(step, row).isoformat(),
        "territory": agency.get("territory"),
        "agency_name": agency.get("name"),
    }


def local(step: Step, moment: datetime) -> str:
    return moment.astimezone(step.services.zone).isoformat()


def validity_ends(step: Step, row: Row) -> date:
    """The validity of a bid begins with the deadline (实施条例, article 25)."""
    return step.services.calendar.local_date(row["bid_deadline"]) + timedelta(days=row["bid_validity_days"])


def _run(step: Step, call: OperationCall) -> Mapping[str, Any]:
    """Nothing is known of no tender. Raises OperationRefused for one that is not there."""
    number = Values(call.variables, step.services.zone).text_or_none("tender")
    return dict.fromkeys(OUTPUTS) if number is None else of(step, rows.found(step, number))


OPERATION = Operation(
    "register.tenders.facts", _run, inputs={"tender": "text?"}, outputs=OUTPUTS, reads_only=True
)
