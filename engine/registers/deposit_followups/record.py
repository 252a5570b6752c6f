"""A stage is done, or its letter is sealed. What is done stays as it is.

A promise of the tenderer moves the day of the next telephone call, so the chase hears that facts changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.execution.ports import Operation, OperationCall
from engine.execution.step import Step
from engine.kernel.errors import OperationRefused
from engine.registers.deposit_followups import row as rows
from engine.registers.deposit_followups.tables import DEPOSIT_FOLLOWUP
from engine.registers.shared.typed import typed
from engine.registers.shared.values import Values

_DONE = (
    "done_on", "method", "contact", "answer", "decision", "next_promise_on", "interest_claimed", "file",
)  # fmt: skip
_LETTER = ("letter", "seal_use_no")


def _done(step: Step, call: OperationCall) -> Mapping[str, Any]:
    """Raises OperationRefused for a stage that is done already."""
    deposit, row = _row(step, call)
    if row["done_on"] is not None:
        raise OperationRefused(reason="row_in_other_state", number=deposit, state="done")
    told = _given(step, call, _DONE)
    told |= {"by": step.actor.user_id}
    told.setdefault("done_on", step.services.calendar.local_date(step.now))
    rows.put(step, row, told, call.instance_key)
    promised = told.get("next_promise_on")
    return {
        "followup_key": str(row["key"]),
        "next_promise_on": None if promised is None else promised.isoformat(),
    }


def _sealed(step: Step, call: OperationCall) -> Mapping[str, Any]:
    _deposit, row = _row(step, call)
    rows.put(step, row, _given(step, call, _LETTER), call.instance_key)
    return {"followup_key": str(row["key"])}


def _row(step: Step, call: OperationCall) -> tuple[str, rows.Row]:
    values = Values(call.variables, step.services.zone)
    deposit, stage = values.text("deposit_no"), values.whole_or_none("stage")
    row = rows.of_deposit(step, deposit).get(-1 if stage is None else stage)
    if row is None:
        raise OperationRefused(reason="row_unknown", register=rows.NAME, key=f"{deposit} {stage}")
    return deposit, row


def _given(step: Step, call: OperationCall, names: tuple[str, ...]) -> dict[str, Any]:
    told = {name: call.variables[name] for name in names if call.variables.get(name) is not None}
    return typed(DEPOSIT_FOLLOWUP, told, step.services.zone)


_STAGE = {"deposit_no": "text", "stage": "number"}
DONE = Operation(
    "register.deposit_followups.record",
    _done,
    inputs=_STAGE
    | {
        "done_on": "date?",
        "method": "text?",
        "contact": "text?",
        "answer": "text?",
        "decision": "text?",
        "next_promise_on": "date?",
        "interest_claimed": "number?",
        "file": "list?",
    },
    outputs={"followup_key": "text", "next_promise_on": "date?"},
    irreversible=True,
)
SEALED = Operation(
    "register.deposit_followups.letter_sealed",
    _sealed,
    inputs=_STAGE | {"letter": "list?", "seal_use_no": "text?"},
    outputs={"followup_key": "text"},
    irreversible=True,
)
