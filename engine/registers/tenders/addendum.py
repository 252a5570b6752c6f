"""What the agency sends after the notice: a clarification, a change, another deadline (实施条例 21)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine.execution.ports import Operation, OperationCall
from engine.execution.step import Step
from engine.kernel.errors import InvalidInput, Problem
from engine.registers.shared.values import Values
from engine.registers.tenders import dates, facts
from engine.registers.tenders import row as rows

Row = Mapping[str, Any]
KEPT_FOR = "P365D"


def record(step: Step, row: Row, values: Values, *, call: OperationCall | None = None) -> dict[str, Any]:
    """The row with the addendum; the same one is entered once, whoever hears of it first.

    Raises InvalidInput where the new dates do not follow one another.
    """
    deadline = values.moment_or_none("new_bid_deadline")
    opening = values.moment_or_none("new_opening_at") or (
        max(deadline, row["opening_at"]) if deadline else None
    )
    told = {"addendum_on": values.day("addendum_on").isoformat(), "summary": values.text("summary")}
    if any({name: one[name] for name in told} == told for one in row["addenda"] or []) and _is_so(
        row, deadline, opening
    ):
        return dict(row)
    moved = _moved(step, row, deadline, opening)
    line = {
        **told,
        "new_bid_deadline": None if deadline is None else facts.local(step, deadline),
        "new_opening_at": None if opening is None else facts.local(step, opening),
        "by": step.actor.user_id,
        "at": facts.local(step, step.now),
    }
    changes = {**moved, "addenda": [*(row["addenda"] or []), line]}
    if call is None:
        return rows.change(step, row, changes)
    return rows.change(step, row, changes, instance_key=call.instance_key, call=call.idempotency_key)


def _is_so(row: Row, deadline: datetime | None, opening: datetime | None) -> bool:
    return deadline in (None, row["bid_deadline"]) and opening in (None, row["opening_at"])


def _moved(step: Step, row: Row, deadline: datetime | None, opening: datetime | None) -> dict[str, Any]:
    """The dates that change. Objections are raised by the old date or ten days before the new deadline."""
    given = {"bid_deadline": deadline, "opening_at": opening}
    moved = {name: at for name, at in given.items() if at is not None}
    if deadline is not None and deadline != row["bid_deadline"]:
        moved |= dates.question_deadline(step, {**row, **moved, "question_deadline": None})
    problems: dict[str, list[Problem]] = {}
    for name, problem in dates.in_order(step, {**row, **moved}):
        problems.setdefault(_FIELDS.get(name, "new_bid_deadline"), []).append(problem)
    if moved and problems:
        raise InvalidInput(fields=problems)
    return moved


_FIELDS = {"opening_at": "new_opening_at"}


def announce(step: Step, row: Row, before: Row, values: Values) -> None:
    """Tells the cases of this tender; a moved deadline moves the validity of bids and what hangs on it."""
    number = row["tender_internal_no"]
    told = {
        "addendum_on": values.text("addendum_on"),
        "summary": values.text("summary"),
        "new_bid_deadline": facts.local(step, row["bid_deadline"]),
    }
    step.announce("addendum", number, told)
    announce_moved(step, row, before)


def announce_moved(step: Step, row: Row, before: Row) -> None:
    """Only where the last day of the bids' validity is another one."""
    if facts.validity_ends(step, row) != facts.validity_ends(step, before):
        until = {"bid_validity_to": facts.validity_ends(step, row).isoformat()}
        step.announce("tender_deadline_moved", row["tender_internal_no"], until, time_to_live=KEPT_FOR)


def _run(step: Step, call: OperationCall) -> Mapping[str, Any]:
    """Answers the facts of the tender as they are then."""
    values = Values(call.variables, step.services.zone)
    before = rows.locked(step, values.text("tender"))
    row = before
    if before["last_call"] != call.idempotency_key:
        row = record(step, before, values, call=call)
        announce_moved(step, row, before)
    return facts.of(step, row)


OPERATION = Operation(
    "register.tenders.apply_addendum",
    _run,
    inputs={
        "tender": "text",
        "addendum_on": "date",
        "summary": "text",
        "new_bid_deadline": "text?",
        "new_opening_at": "text?",
    },
    outputs=facts.OUTPUTS,
    irreversible=True,
)
