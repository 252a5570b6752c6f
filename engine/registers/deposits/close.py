"""What is outstanding is given up: the tenderer keeps it rightly, or it is written off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.execution.ports import Operation, OperationCall
from engine.execution.step import Step
from engine.registers.deposits import facts, money, restore
from engine.registers.deposits import row as rows
from engine.registers.deposits.given import Given
from engine.registers.deposits.refund import MOVED, NOTHING
from engine.registers.deposits.status import FORFEITED, WRITTEN_OFF


def _forfeit(step: Step, call: OperationCall) -> Mapping[str, Any]:
    def changes(row: rows.Row, given: Given) -> money.Changes:
        reason = given.text("reason") or row["forfeit_reason"]
        forfeited = row["forfeited_amount"] + row["outstanding"]
        return {"forfeited_amount": forfeited, "forfeit_reason": reason}

    return _give_up(step, call, FORFEITED, changes)


def _write_off(step: Step, call: OperationCall) -> Mapping[str, Any]:
    return _give_up(
        step,
        call,
        WRITTEN_OFF,
        lambda row, _given: {"written_off_amount": row["written_off_amount"] + row["outstanding"]},
    )


def _give_up(step: Step, call: OperationCall, kind: str, changes: Any) -> Mapping[str, Any]:
    """Once closed that way, the same answer again. Raises OperationRefused where it is closed otherwise."""
    row = rows.of_call(step, call)
    if row["closed_as"] == kind:
        return facts.facts_of(step, row)
    given_up = changes(row, Given(step, call.variables)) | {"outstanding": NOTHING}
    after = money.settle(step, row, given_up, call.instance_key, kind)
    return {**facts.facts_of(step, after), "before": restore.before(row, MOVED)}


_OUTPUTS = {**facts.OUTPUTS, "before": "context?"}
FORFEIT = Operation(
    "register.deposits.forfeit",
    _forfeit,
    inputs={"deposit_no": "text", "reason": "text?"},
    outputs=_OUTPUTS,
    inverse="register.deposits.restore",
)
WRITE_OFF = Operation(
    "register.deposits.write_off",
    _write_off,
    inputs={"deposit_no": "text"},
    outputs=_OUTPUTS,
    inverse="register.deposits.restore",
)
