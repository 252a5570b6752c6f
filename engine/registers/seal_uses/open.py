"""A request enters the register: a number at the first submit, the same row at every later one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.execution.ports import Operation, OperationCall
from engine.execution.step import Step
from engine.registers.seal_uses import row as rows
from engine.registers.seal_uses import seals
from engine.registers.seal_uses.tables import DECLINED, MISMATCH, REQUESTED, SEAL_USE, SENT_BACK
from engine.registers.shared.rows import insert
from engine.registers.shared.values import Values

PREFIX = "YY"
PHYSICAL = "physical"


def _run(step: Step, call: OperationCall) -> Mapping[str, Any]:
    """The case has one row; a repetition changes it. Raises OperationRefused for an unknown kind of seal."""
    facts = _facts(Values(call.variables, step.services.zone))
    seals.keepers(step, call, facts["seals"])
    row = rows.of_case(step, call.instance_key)
    if row is None:
        row = _add(step, call, facts)
    elif row["last_call"] != call.idempotency_key:
        rows.require_state(row, {REQUESTED, SENT_BACK, MISMATCH, DECLINED})
        rows.change(step, call, row, state=REQUESTED, **facts)
    return {
        "seal_use_key": str(row["key"]),
        "seal_use_no": row["number"],
        "business_key": row["number"],
        "revision_no": row["revision_no"],
        "applicant": row["applicant"],
        "applied_on": row["created_at"].astimezone(step.services.zone).date().isoformat(),
    }


def _add(step: Step, call: OperationCall, facts: dict[str, Any]) -> dict[str, Any]:
    row = facts | {
        "number": step.number(PREFIX),
        "instance_key": call.instance_key,
        "state": REQUESTED,
        "revision_no": 1,
        "last_call": call.idempotency_key,
        "approvals": [],
        "takings": [],
        "differences": 0,
    }
    return insert(step, SEAL_USE, "seal_uses", row, call.instance_key)


def _facts(values: Values) -> dict[str, Any]:
    file = next(iter(values.contexts("file")), {})
    is_out = values.flag("out_of_office")
    return {
        "applicant": values.text("applicant"),
        "doc_type": values.text("doc_type"),
        "doc_ref": values.text_or_none("doc_ref"),
        "title": values.text("title"),
        "counterpart": values.text("counterpart"),
        "purpose": values.text_or_none("purpose"),
        "file_name": file.get("name"),
        "file_sha256": file.get("sha256"),
        "copies": values.whole_or_none("copies"),
        "pages": values.whole_or_none("pages"),
        "impressions": values.whole_or_none("impressions"),
        "cross_page": values.flag("cross_page"),
        "seals": values.texts("seals"),
        "medium": values.text_or_none("medium") or PHYSICAL,
        "out_of_office": is_out,
        "out_reason": values.text_or_none("out_reason") if is_out else None,
        "out_place": values.text_or_none("out_place") if is_out else None,
        "back_by": values.moment_or_none("back_by") if is_out else None,
        "taken_by": values.texts("taken_by") if is_out else [],
    }


OPERATION = Operation(
    "register.seal_uses.open",
    _run,
    inputs={
        "applicant": "text",
        "doc_type": "text",
        "doc_ref": "text?",
        "title": "text",
        "counterpart": "text",
        "purpose": "text?",
        "file": "list?",
        "copies": "number?",
        "pages": "number?",
        "impressions": "number?",
        "cross_page": "boolean?",
        "seals": "list?",
        "medium": "text?",
        "out_of_office": "boolean?",
        "out_reason": "text?",
        "out_place": "text?",
        "back_by": "text?",
        "taken_by": "list?",
    },
    outputs={
        "seal_use_key": "text",
        "seal_use_no": "text",
        "business_key": "text",
        "revision_no": "number",
        "applicant": "text",
        "applied_on": "date",
    },
    inverse="register.seal_uses.withdraw",
)
