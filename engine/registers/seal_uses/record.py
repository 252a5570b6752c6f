"""What happened to a seal use is written into its row.

event        from                      what it does
approved     requested                 keeps the approvals; answers with the keepers of these seals
sent_back    requested                 keeps the approvals; the next submit is a new revision
refused      requested                 keeps approvals or reason; the end
handed_out   approved                  the seals are out of the office from now on
taking       handed_out                one of the takers says himself whether he takes them: see `takings`
sealing      approved, handed_out      `seal_result` sealed: who, when, pictures; mismatch: a new revision
returned     any after handed_out      the seals are back, whole or damaged
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from engine.execution.ports import Operation, OperationCall
from engine.execution.step import Step
from engine.kernel.errors import OperationRefused
from engine.registers.seal_uses import row as rows
from engine.registers.seal_uses import seals, takings
from engine.registers.seal_uses.tables import (
    APPROVED,
    DECLINED,
    ELECTRONIC,
    HANDED_OUT,
    MISMATCH,
    REFUSED,
    REQUESTED,
    SEALED,
    SENT_BACK,
)
from engine.registers.shared.values import Values

Row = dict[str, Any]


def _run(step: Step, call: OperationCall) -> Mapping[str, Any]:
    """Raises OperationRefused for an unknown event, a row in another state, a seal that is not there."""
    values = Values(call.variables, step.services.zone)
    event = values.text("event")
    if event not in _EVENTS:
        raise OperationRefused(reason="event_unknown", event=event)
    row = rows.of_call(step, call)
    if row["last_call"] != call.idempotency_key:
        rows.change(step, call, row, **_EVENTS[event](step, call, row, values))
    answer = _answer(step, row)
    if event == APPROVED:
        # Asked once: a seal that went missing since has no keeper any more.
        answer["keepers"] = seals.keepers(step, call, row["seals"])
    return answer


def _answer(step: Step, row: Row) -> dict[str, Any]:
    return {
        "state": row["state"],
        "revision_no": row["revision_no"],
        "taken": takings.last(row),
        "sealed_by": row["keeper"],
        "used_at": None
        if row["used_at"] is None
        else row["used_at"].astimezone(step.services.zone).isoformat(),
    }


def _approved(_step: Step, _call: OperationCall, row: Row, values: Values) -> dict[str, Any]:
    rows.require_state(row, {REQUESTED})
    return {"state": APPROVED, "approvals": values.contexts("approvals")}


def _sent_back(_step: Step, _call: OperationCall, row: Row, values: Values) -> dict[str, Any]:
    rows.require_state(row, {REQUESTED})
    return {
        "state": SENT_BACK,
        "approvals": values.contexts("approvals"),
        "revision_no": row["revision_no"] + 1,
    }


def _refused(_step: Step, _call: OperationCall, row: Row, values: Values) -> dict[str, Any]:
    rows.require_state(row, {REQUESTED})
    reason = values.text_or_none("reason")
    return {"state": REFUSED, "approvals": values.contexts("approvals"), "refused_reason": reason}


def _handed_out(step: Step, call: OperationCall, row: Row, values: Values) -> dict[str, Any]:
    rows.require_state(row, {APPROVED})
    handed_at = values.moment_or_none("handed_at") or step.now
    seals.take_out(step, call, row, handed_at)
    back = {"returned_at": None, "returned_to": None, "return_condition": None, "return_note": None}
    return {"state": HANDED_OUT, "handed_out_by": step.actor.user_id, "handed_at": handed_at, **back}


def _sealing(step: Step, call: OperationCall, row: Row, values: Values) -> dict[str, Any]:
    rows.require_state(row, {APPROVED, HANDED_OUT})
    if values.text("seal_result") == MISMATCH:
        return {
            "state": MISMATCH,
            "mismatch_note": values.text_or_none("mismatch_note"),
            "differences": (row["differences"] or 0) + 1,
            "revision_no": row["revision_no"] + 1,
        }
    if not values.flag("file_matches"):
        raise OperationRefused(reason="file_does_not_match", number=row["number"])
    if row["state"] == HANDED_OUT:
        takings.require_all(row)
    if row["medium"] != ELECTRONIC:
        seals.require(step, call, row, outside=row["state"] == HANDED_OUT)
    return {
        "state": SEALED,
        "keeper": step.actor.user_id,
        "used_at": step.now,
        "impressions_made": values.whole_or_none("impressions_made"),
        "sealed_scan": values.contexts("sealed_scan"),
        "certificate_no": values.text_or_none("certificate_no"),
    }


def _returned(step: Step, call: OperationCall, row: Row, values: Values) -> dict[str, Any]:
    rows.require_state(row, {SEALED, MISMATCH, DECLINED})
    condition, note = values.text("condition"), values.text_or_none("condition_note")
    seals.take_back(step, call, row, condition, note)
    return {
        "returned_at": values.moment_or_none("returned_at") or step.now,
        "returned_to": step.actor.user_id,
        "return_condition": condition,
        "return_note": note,
    }


_EVENTS: Mapping[str, Callable[[Step, OperationCall, Row, Values], dict[str, Any]]] = {
    "approved": _approved,
    "sent_back": _sent_back,
    "refused": _refused,
    "handed_out": _handed_out,
    "taking": takings.record,
    "sealing": _sealing,
    "returned": _returned,
}

OPERATION = Operation(
    "register.seal_uses.record",
    _run,
    inputs={
        "seal_use_key": "text",
        "event": "text",
        "approvals": "list?",
        "reason": "text?",
        "handed_at": "text?",
        "taking_result": "text?",
        "seal_result": "text?",
        "mismatch_note": "text?",
        "file_matches": "boolean?",
        "impressions_made": "number?",
        "sealed_scan": "list?",
        "certificate_no": "text?",
        "returned_at": "text?",
        "condition": "text?",
        "condition_note": "text?",
    },
    outputs={
        "state": "text",
        "revision_no": "number",
        "keepers": "list?",
        "taken": "context?",
        "sealed_by": "text?",
        "used_at": "text?",
    },
    irreversible=True,
)
