"""A seal that was out did not come back: it is missing, and those who must act are told at once.

What follows is for people: report to the police, declare the seal void in the newspaper, have a new one cut.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.execution.ports import Operation, OperationCall
from engine.execution.step import Step
from engine.registers.seal_uses import row as rows
from engine.registers.seal_uses import seals
from engine.registers.shared.values import Values

TOLD = ("general_manager", "legal_reviewer")
NOTICE = "seal_missing"


def _run(step: Step, call: OperationCall) -> Mapping[str, Any]:
    row = rows.of_call(step, call)
    note = Values(call.variables, step.services.zone).text_or_none("note")
    codes = seals.lose(step, call, row, note)
    if codes:
        _tell(
            step,
            call,
            {"seal_codes": codes, "seal_use_no": row["number"], "taken_by": row["taken_by"], "note": note},
        )
    return {"missing": codes}


def _tell(step: Step, call: OperationCall, facts: dict[str, Any]) -> None:
    people = sorted({person for role in TOLD for person in step.organisation.holders(role)})
    for person in people:
        step.notice(person, NOTICE, facts, instance_key=call.instance_key)
        step.outbox(
            "email",
            {"to": person, "kind": NOTICE, "facts": facts},
            f"{NOTICE}:{call.idempotency_key}:{person}",
            call.instance_key,
        )


OPERATION = Operation(
    "register.seals.report_missing",
    _run,
    inputs={"seal_use_key": "text", "note": "text?"},
    outputs={"missing": "list"},
    irreversible=True,
)
