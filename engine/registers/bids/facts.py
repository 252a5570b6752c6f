"""What other processes are told of a bid."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import feel
from engine.execution.ports import Operation, OperationCall
from engine.execution.step import Step
from engine.kernel.errors import OperationRefused
from engine.registers.bids import row as rows
from engine.registers.shared.values import Values

_TOLD = {
    "bid_no": "text",
    "tender": "text",
    "package": "text",
    "status": "text",
    "bidder_entity": "text?",
    "agent": "text?",
    "distributor": "text?",
    "sales_owner": "text?",
    "preparer": "text",
    "submission": "text?",
    "result": "text?",
    "result_on": "date?",
    "award_notice_on": "date?",
    "award_lines": "list?",
    "contract_signed_on": "date?",
    "withdrawn_on": "date?",
}


def _run(step: Step, call: OperationCall) -> Mapping[str, Any]:
    """Raises OperationRefused for no such bid."""
    number = Values(call.variables, step.services.zone).text("bid_no")
    row = rows.of_number(step, number)
    if row is None:
        raise OperationRefused(reason="row_unknown", register=rows.NAME, key=number)
    return {name: feel.to_json(row[name]) for name in _TOLD}


OPERATION = Operation("register.bids.facts", _run, inputs={"bid_no": "text"}, outputs=_TOLD, reads_only=True)
