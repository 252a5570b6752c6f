"""The stages of a chase get their days; those that are done keep theirs, and no stage comes twice.

A stage is {stage, planned_on, action, owner, told}. One whose day has passed is due today.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.execution.ports import Operation, OperationCall
from engine.execution.step import Step
from engine.kernel.errors import OperationRefused
from engine.registers.deposit_followups import row as rows
from engine.registers.shared.values import Values


def _run(step: Step, call: OperationCall) -> Mapping[str, Any]:
    """`stages`: those that are left to do, in their order, each with its day. Raises OperationRefused."""
    values = Values(call.variables, step.services.zone)
    deposit = values.text("deposit_no")
    there = rows.of_deposit(step, deposit)
    today = step.services.calendar.local_date(step.now)
    left = []
    for wanted in sorted((_read(one) for one in values.contexts("stages")), key=lambda one: one["stage"]):
        row = there.get(wanted["stage"])
        if row is not None and row["done_on"] is not None:
            continue
        wanted["planned_on"] = max(wanted["planned_on"], today)
        there[wanted["stage"]] = rows.put(step, row, {"deposit": deposit, **wanted}, call.instance_key)
        left.append({**wanted, "planned_on": wanted["planned_on"].isoformat()})
    return {"stages": left}


def _read(given: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return {
            "stage": int(given["stage"]),
            "planned_on": date.fromisoformat(str(given["planned_on"])[:10]),
            "action": given.get("action"),
            "owner": given.get("owner"),
            "told": list(given.get("told") or []),
        }
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise OperationRefused(reason="input_wrong", input="stages") from error


OPERATION = Operation(
    "register.deposit_followups.plan",
    _run,
    inputs={"deposit_no": "text", "stages": "list"},
    outputs={"stages": "list"},
    inverse="register.deposit_followups.drop",
)
