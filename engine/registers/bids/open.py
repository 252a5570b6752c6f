"""A bid is begun: a number at the first assessment, the same row at every later one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.execution.ports import Operation, OperationCall
from engine.execution.step import Step
from engine.kernel.errors import OperationRefused
from engine.registers.bids import row as rows
from engine.registers.bids.tables import ASSESSING, BID, ENDED, WITHDRAWN
from engine.registers.shared import references
from engine.registers.shared.rows import insert, locked
from engine.registers.shared.values import Values

PREFIX = "BD"


def _run(step: Step, call: OperationCall) -> Mapping[str, Any]:
    """Who completes the assessment prepares the bid. Raises OperationRefused for no such tender."""
    values = Values(call.variables, step.services.zone)
    tender = references.required(step, "tenders", values.text("tender"))
    row = rows.of_case(step, call.instance_key)
    if row is None:
        row = _add(step, call, tender)
        rows.follow(step, row["tender"], call)
    elif row["last_call"] != call.idempotency_key:
        rows.require_status(row, {ASSESSING})
        row = _move(step, call, locked(step, BID, row["key"]), tender)
    return {
        "bid_no": row["bid_no"],
        "bid_key": str(row["key"]),
        "business_key": row["bid_no"],
        "preparer": row["preparer"],
    }


def _add(step: Step, call: OperationCall, tender: Mapping[str, Any]) -> dict[str, Any]:
    told = {
        "bid_no": step.number(PREFIX),
        "instance_key": call.instance_key,
        "tender": tender["tender_internal_no"],
        "package": tender["package_no"],
        "status": ASSESSING,
        "preparer": step.actor.user_id,
        "checks_failed": 0,
        "last_call": call.idempotency_key,
    }
    return insert(step, BID, rows.NAME, told, call.instance_key)


def _move(
    step: Step, call: OperationCall, row: Mapping[str, Any], tender: Mapping[str, Any]
) -> dict[str, Any]:
    """Another tender was chosen, or another person assessed it anew."""
    told = {
        "tender": tender["tender_internal_no"],
        "package": tender["package_no"],
        "preparer": step.actor.user_id,
    }
    changed = rows.change(step, row, told, call)
    if changed["tender"] != row["tender"]:
        rows.follow(step, row["tender"], call)
        rows.follow(step, changed["tender"], call)
    return changed


def _withdraw(step: Step, call: OperationCall) -> Mapping[str, Any]:
    """The case was withdrawn: the number stays taken, the deposit comes back.

    Raises OperationRefused once the result is known.
    """
    row = rows.of_case(step, call.instance_key)
    if row is None or row["status"] == WITHDRAWN:
        return {}
    if row["status"] in ENDED:
        raise OperationRefused(reason="row_in_other_state", number=row["bid_no"], state=row["status"])
    reason = Values(call.variables, step.services.zone).text_or_none("reason")
    withdraw(step, locked(step, BID, row["key"]), {"withdraw_reason": reason}, call)
    return {}


def withdraw(
    step: Step, row: Mapping[str, Any], told: Mapping[str, Any], call: OperationCall | None = None
) -> None:
    """The bid is withdrawn today unless `told` says another day; who follows its deposit hears of it."""
    today = step.services.calendar.local_date(step.now)
    facts = {"status": WITHDRAWN, "result": WITHDRAWN, "withdrawn_on": today, "result_on": today, **told}
    changed = rows.change(step, row, facts, call)
    said = {"withdrawn_on": changed["withdrawn_on"].isoformat()}
    step.announce("bid_withdrawn", row["bid_no"], said, time_to_live="P365D")


OPERATIONS = (
    Operation(
        "register.bids.open",
        _run,
        inputs={"tender": "text"},
        outputs={"bid_no": "text", "bid_key": "text", "business_key": "text", "preparer": "text"},
        inverse="register.bids.withdraw",
    ),
    Operation("register.bids.withdraw", _withdraw, inputs={"reason": "text?"}, irreversible=True),
)
