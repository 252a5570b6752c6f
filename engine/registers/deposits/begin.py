"""A case begins to follow a deposit. One deposit has one case.

The deposit is in the register where a loan paid it; one that was paid outside of the house is entered now,
from what the case was started with.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.execution.ports import Operation, OperationCall
from engine.execution.step import Step
from engine.kernel.errors import OperationRefused
from engine.registers.deposits import facts, record
from engine.registers.deposits import open as open_
from engine.registers.deposits import row as rows
from engine.registers.deposits.given import Given


def _run(step: Step, call: OperationCall) -> Mapping[str, Any]:
    """Raises OperationRefused where another case follows it, and for what `open` refuses."""
    given = Given(step, call.variables)
    row, is_new = rows.of_number(step, given.text("deposit_no")), False
    if row is None:
        row, is_new = open_.enter(step, call)
    if row["instance_key"] not in (None, call.instance_key):
        raise OperationRefused(reason="deposit_has_case", number=row["deposit_no"])
    learnt = record.facts_in(step, row, given)
    row = rows.change(step, row, learnt | {"instance_key": call.instance_key}, call.instance_key)
    return {**facts.facts_of(step, row), "is_new": is_new}


def _leave(step: Step, call: OperationCall) -> Mapping[str, Any]:
    """The case is cancelled: nobody follows the deposit until another case begins."""
    row = rows.of_call(step, call)
    if row["instance_key"] == call.instance_key:
        rows.change(step, row, {"instance_key": None}, call.instance_key)
    return {}


OPERATION = Operation(
    "register.deposits.begin",
    _run,
    inputs={name: kind.rstrip("?") + "?" for name, kind in open_.INPUTS.items()},
    outputs={**facts.OUTPUTS, "is_new": "boolean"},
    inverse="register.deposits.leave",
)
LEAVE = Operation("register.deposits.leave", _leave, inputs={"deposit_no": "text"}, irreversible=True)
