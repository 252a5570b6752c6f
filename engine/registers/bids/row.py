"""The row of a bid: found by key, number or case, and changed with its history; its tender follows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import ColumnElement, select

from engine.execution.ports import OperationCall
from engine.execution.step import Reader, Step
from engine.kernel.errors import OperationRefused
from engine.registers.bids.tables import (
    ABANDONED,
    BID,
    DECLINED,
    LOST,
    MISSED,
    REJECTED,
    WITHDRAWN,
)
from engine.registers.shared import rows
from engine.registers.shared.values import Values

NAME = "bids"
Row = Mapping[str, Any]
# What the tender is, by what a bid for it is, where the words differ.
_OF_TENDER = {DECLINED: ABANDONED, MISSED: ABANDONED, WITHDRAWN: ABANDONED, REJECTED: LOST}


def of_case(reader: Reader | Step, instance_key: int) -> dict[str, Any] | None:
    return _first(reader, BID.c.instance_key == instance_key)


def of_number(reader: Reader | Step, bid_no: str) -> dict[str, Any] | None:
    return _first(reader, BID.c.bid_no == bid_no)


def of_call(step: Step, call: OperationCall) -> dict[str, Any]:
    """The row that the input `bid_no` names, else the one of the case. Raises OperationRefused."""
    number = Values(call.variables, step.services.zone).text_or_none("bid_no")
    row = of_number(step, number) if number is not None else of_case(step, call.instance_key)
    if row is None:
        raise OperationRefused(reason="row_unknown", register=NAME, key=number or str(call.instance_key))
    return rows.locked(step, BID, row["key"])


def of_tender(reader: Reader | Step, tender: str, *, locked: bool = False) -> list[dict[str, Any]]:
    """All bids for the package that are not void, oldest first."""
    statement = select(BID).where(BID.c.tender == tender, BID.c.is_void.is_(False)).order_by(BID.c.key)
    if locked:
        statement = statement.with_for_update()
    found = reader.connection.execute(statement).mappings().all()
    return [{str(name): value for name, value in row.items()} for row in found]


def require_status(row: Row, allowed: Collection[str]) -> None:
    """Raises OperationRefused where the row is in none of these states."""
    if row["status"] not in allowed:
        raise OperationRefused(reason="row_in_other_state", number=row["bid_no"], state=row["status"])


def change(step: Step, row: Row, values: Row, call: OperationCall | None = None) -> dict[str, Any]:
    """The row as it is then. A change of state is told to the tender."""
    instance, beside = None, {}
    if call is not None:
        instance, beside = call.instance_key, {"last_call": call.idempotency_key}
    changed = rows.update(step, BID, NAME, row, values, instance, beside=beside)
    if changed["status"] != row["status"]:
        follow(step, changed["tender"], call)
    return changed


def follow(step: Step, tender: str, call: OperationCall | None) -> None:
    """The tender's register is told how our bids for it stand."""
    states = [_OF_TENDER.get(one["status"], one["status"]) for one in of_tender(step, tender)]
    told = {"tender": tender, "states": states}
    key, token, element = (0, 0, "") if call is None else (call.instance_key, call.token_key, call.element_id)
    asked = OperationCall(key, token, element, "", told, {}, step.actor.user_id)
    step.services.operations["register.tenders.follow"].run(step, asked)


def _first(reader: Reader | Step, condition: ColumnElement[bool]) -> dict[str, Any] | None:
    statement = select(BID).where(condition, BID.c.is_void.is_(False))
    row = reader.connection.execute(statement).mappings().first()
    return None if row is None else {str(name): value for name, value in row.items()}
