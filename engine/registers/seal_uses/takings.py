"""Each of those who take a seal out says himself that he has it, or why he does not take it.

An entry is {person, on_behalf_of, taker, result, reason, at, revision_no}; the person and the moment are the
step's own, never a form's. After one `declined` the seals are still out until a keeper has them back.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.execution.ports import OperationCall
from engine.execution.step import Step
from engine.kernel.errors import OperationRefused
from engine.registers.seal_uses import row as rows
from engine.registers.seal_uses.tables import DECLINED, HANDED_OUT
from engine.registers.shared.values import Values

CONFIRMED = "confirmed"
RESULTS = frozenset({CONFIRMED, DECLINED})
Row = dict[str, Any]


def record(step: Step, _call: OperationCall, row: Row, values: Values) -> dict[str, Any]:
    """Raises OperationRefused where the actor is not named as a taker, or has said it already."""
    rows.require_state(row, {HANDED_OUT})
    result = values.text("taking_result")
    if result not in RESULTS:
        raise OperationRefused(reason="input_wrong", input="taking_result")
    # Two takers are two people, also where one of them is stood in for.
    taker = step.actor.on_behalf_of or step.actor.user_id
    there = [one for one in _said_now(row) if step.actor.user_id == one["person"] or taker == one["taker"]]
    if taker not in row["taken_by"] or there:
        raise OperationRefused(reason="not_a_taker", number=row["number"], person=step.actor.user_id)
    entry = {
        "person": step.actor.user_id,
        "on_behalf_of": step.actor.on_behalf_of,
        "taker": taker,
        "result": result,
        "reason": values.text_or_none("reason") if result == DECLINED else None,
        "at": step.now.astimezone(step.services.zone).isoformat(),
        "revision_no": row["revision_no"],
    }
    changes: dict[str, Any] = {"takings": [*(row["takings"] or []), entry]}
    if result == DECLINED:
        changes |= {"state": DECLINED, "revision_no": row["revision_no"] + 1}
    return changes


def last(row: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """What was said last."""
    said = row["takings"] or []
    return said[-1] if said else None


def of_last_outing(row: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """What the takers of the last hand-out said."""
    said = row["takings"] or []
    return [one for one in said if one["revision_no"] == said[-1]["revision_no"]]


def confirmed(row: Mapping[str, Any]) -> list[str]:
    """The takers who have the seals, as they said in this revision of the request."""
    return [one["taker"] for one in _said_now(row) if one["result"] == CONFIRMED]


def require_all(row: Mapping[str, Any]) -> None:
    """Raises OperationRefused while a taker has not said that he has the seals."""
    silent = sorted(set(row["taken_by"]) - set(confirmed(row)))
    if silent:
        raise OperationRefused(reason="takers_not_confirmed", number=row["number"], held_by=silent)


def _said_now(row: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [one for one in row["takings"] or [] if one["revision_no"] == row["revision_no"]]
