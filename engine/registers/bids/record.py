"""What happens to a bid is written into its row.

event      from                     what it does
declined   assessing                nothing is bid for: why
confirmed  assessing, preparing     bidder, distributor, lines; who confirmed
approved   assessing, preparing     keeps the approvals; from now on the bid is prepared
made       preparing                copies, prices, total, validity, how it is handed in
checked    preparing                by whom the document was cross-checked, and whether it failed
quoted     preparing                a round of quotation that two persons typed alike
delivered  preparing                when the agency received it, and its receipt
submitted  preparing, submitted     everything is handed in
opened     submitted, opened        how the opening went, and what others offered
abandoned  before the opening       given up: why, and the document fee that is lost
missed     before the opening       nothing was handed in by the deadline
result     submitted, opened, ended won, lost, ...; who follows the deposit hears of it
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from engine.execution.ports import Operation, OperationCall
from engine.execution.step import Step
from engine.kernel.errors import OperationRefused
from engine.registers.bids import row as rows
from engine.registers.bids.columns import RESULTS
from engine.registers.bids.tables import (
    ABANDONED,
    ASSESSING,
    DECLINED,
    ENDED,
    MISSED,
    OPENED,
    PARTLY_WON,
    PREPARING,
    SUBMITTED,
    WON,
)
from engine.registers.shared import references
from engine.registers.shared.values import Values

Row = dict[str, Any]
_EARLY = frozenset({ASSESSING, PREPARING})
_BEFORE_OPENING = _EARLY | {SUBMITTED}
KEPT_FOR = "P365D"


def _run(step: Step, call: OperationCall) -> Mapping[str, Any]:
    """Raises OperationRefused for an unknown event, a row in another state."""
    values = Values(call.variables, step.services.zone)
    event = values.text("event")
    if event not in _EVENTS:
        raise OperationRefused(reason="event_unknown", event=event)
    row = rows.of_call(step, call)
    if row["last_call"] != call.idempotency_key:
        row = rows.change(step, row, _EVENTS[event](step, row, values), call)
        if event == "result":
            _tell_result(step, row)
    return {
        "status": row["status"],
        "rounds": len(row["quote_rounds"] or []),
        "by": step.actor.user_id,
        "at": step.now.astimezone(step.services.zone).isoformat(),
        "agent_name": _customer(step, row["agent"]),
        "distributor_name": _customer(step, row["distributor"]),
    }


def _customer(step: Step, code: str | None) -> str | None:
    """For papers, which name customers and no codes."""
    found = None if code is None else references.row_of(step, "customers", code)
    return code if found is None else str(found["name"])


def _tell_result(step: Step, row: Row) -> None:
    told: dict[str, Any] = {"bid_no": row["bid_no"], "result": row["result"]}
    if row["award_notice_on"] is not None:
        told["award_notice_on"] = row["award_notice_on"].isoformat()
    step.announce("bid_result", row["bid_no"], told, time_to_live=KEPT_FOR)


def _declined(_step: Step, row: Row, values: Values) -> Row:
    rows.require_status(row, {ASSESSING})
    return {"status": DECLINED, "no_go_reason": values.text_or_none("reason")}


def _confirmed(step: Step, row: Row, values: Values) -> Row:
    rows.require_status(row, _EARLY)
    return {
        "bidder_entity": values.text("bidder_entity"),
        "agent": values.text_or_none("agent") if values.text("bidder_entity") == "agent" else None,
        "distributor": values.text_or_none("distributor"),
        "sales_owner": values.text_or_none("sales_owner"),
        "lines": values.contexts("lines"),
        "estimated_amount": _money(values, "amount"),
        "confirmed_by": values.text_or_none("confirmed_by") or step.actor.user_id,
        "confirmed_at": step.now,
    }


def _approved(_step: Step, row: Row, values: Values) -> Row:
    rows.require_status(row, _EARLY)
    return {"status": PREPARING, "approvals": [*(row["approvals"] or []), *values.contexts("approvals")]}


def _made(_step: Step, row: Row, values: Values) -> Row:
    rows.require_status(row, {PREPARING})
    prices = {line.get("product"): line.get("quoted_price") for line in values.contexts("lines")}
    return {
        "submission": values.text("submission"),
        "copies_original": values.whole_or_none("copies_original"),
        "copies_duplicate": values.whole_or_none("copies_duplicate"),
        "bid_validity_days": values.whole_or_none("bid_validity_days"),
        "price_total": _money(values, "price_total"),
        "lines": [{**line, "quoted_price": prices.get(line["product"])} for line in row["lines"] or []],
    }


def _checked(step: Step, row: Row, values: Values) -> Row:
    rows.require_status(row, {PREPARING})
    failed = values.text("check_result") != "pass"
    return {
        "checked_by": values.text_or_none("checked_by") or step.actor.user_id,
        "checks_failed": row["checks_failed"] + failed,
    }


def _quoted(step: Step, row: Row, values: Values) -> Row:
    rows.require_status(row, {PREPARING})
    round_ = {
        "round": values.whole_or_none("round_no"),
        "product": values.text_or_none("product"),
        "price": values.number_or_none("price"),
        "by": values.text("quoted_by"),
        "reviewed_by": step.actor.user_id,
        "at": step.now.astimezone(step.services.zone).isoformat(),
    }
    return {"quote_rounds": [*(row["quote_rounds"] or []), round_]}


def _delivered(_step: Step, row: Row, values: Values) -> Row:
    rows.require_status(row, {PREPARING})
    files = values.contexts("receipt_file")
    return {"submitted_at": values.moment_or_none("received_at"), "receipt_file": files}


def _submitted(step: Step, row: Row, _values: Values) -> Row:
    rows.require_status(row, {PREPARING, SUBMITTED})
    return {"status": SUBMITTED, "submitted_at": row["submitted_at"] or step.now}


def _opened(_step: Step, row: Row, values: Values) -> Row:
    rows.require_status(row, {SUBMITTED, OPENED})
    decrypted = values.flag("own_decrypted") if values.holds("own_decrypted") else None
    return {
        "status": OPENED,
        "own_decrypted": decrypted,
        "competitor_lines": values.contexts("competitor_lines"),
    }


def _abandoned(_step: Step, row: Row, values: Values) -> Row:
    rows.require_status(row, _BEFORE_OPENING)
    reason, fee = values.text_or_none("reason"), _money(values, "doc_fee")
    return {"status": ABANDONED, "no_go_reason": reason, "doc_fee": fee}


def _missed(_step: Step, row: Row, values: Values) -> Row:
    rows.require_status(row, _EARLY)
    return {"status": MISSED, "doc_fee": _money(values, "doc_fee")}


def _result(step: Step, row: Row, values: Values) -> Row:
    """`terminated` may come at any time before; the rest only for what was handed in."""
    result = values.text("result")
    if result not in RESULTS:
        raise OperationRefused(reason="input_wrong", input="result")
    if result == "terminated":
        rows.require_status(row, (_BEFORE_OPENING | {OPENED}) - ENDED)
    else:
        rows.require_status(row, {SUBMITTED, OPENED})
    has_won = result in (WON, PARTLY_WON)
    return {
        "status": result,
        "result": result,
        "result_on": step.services.calendar.local_date(step.now),
        "award_notice_on": _day(values, "award_notice_on") or row["award_notice_on"],
        "award_lines": values.contexts("award_lines") if has_won else [],
        "loss_reason": None if has_won else values.text_or_none("loss_reason"),
    }


def _money(values: Values, name: str) -> Decimal | None:
    found = values.number_or_none(name)
    return None if found is None else round(found, 2)


def _day(values: Values, name: str) -> date | None:
    return values.day(name) if values.text_or_none(name) else None


_EVENTS: Mapping[str, Callable[[Step, Row, Values], Row]] = {
    "declined": _declined,
    "confirmed": _confirmed,
    "approved": _approved,
    "made": _made,
    "checked": _checked,
    "quoted": _quoted,
    "delivered": _delivered,
    "submitted": _submitted,
    "opened": _opened,
    "abandoned": _abandoned,
    "missed": _missed,
    "result": _result,
}

OPERATION = Operation(
    "register.bids.record",
    _run,
    inputs={
        "bid_no": "text?",
        "event": "text",
        "reason": "text?",
        "bidder_entity": "text?",
        "agent": "text?",
        "distributor": "text?",
        "sales_owner": "text?",
        "lines": "list?",
        "amount": "number?",
        "confirmed_by": "text?",
        "approvals": "list?",
        "submission": "text?",
        "copies_original": "number?",
        "copies_duplicate": "number?",
        "bid_validity_days": "number?",
        "price_total": "number?",
        "check_result": "text?",
        "checked_by": "text?",
        "round_no": "number?",
        "product": "text?",
        "price": "number?",
        "quoted_by": "text?",
        "received_at": "text?",
        "receipt_file": "list?",
        "own_decrypted": "boolean?",
        "competitor_lines": "list?",
        "doc_fee": "number?",
        "result": "text?",
        "award_notice_on": "date?",
        "award_lines": "list?",
        "loss_reason": "text?",
    },
    outputs={
        "status": "text",
        "rounds": "number",
        "by": "text",
        "at": "text",
        "agent_name": "text?",
        "distributor_name": "text?",
    },
    irreversible=True,
)
