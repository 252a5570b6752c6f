"""The row of a deposit: found, entered and changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from engine.execution.ports import OperationCall
from engine.execution.step import Step
from engine.kernel.errors import OperationRefused
from engine.registers.deposits.tables import DEPOSIT
from engine.registers.shared import rows
from engine.registers.shared.values import Values

NAME = "deposits"
Row = dict[str, Any]


def of_number(step: Step, number: str | None) -> Row | None:
    return None if not number else _first(step, DEPOSIT.c.deposit_no == number)


def of_bid(step: Step, bid_no: str | None) -> Row | None:
    return None if not bid_no else _first(step, DEPOSIT.c.bid == bid_no)


def of_key(step: Step, key: int) -> Row:
    """Raises OperationRefused."""
    return _there(_first(step, DEPOSIT.c.key == key), str(key))


def of_call(step: Step, call: OperationCall) -> Row:
    """The row that the input `deposit_no` names. Raises OperationRefused."""
    number = Values(call.variables, step.services.zone).text("deposit_no")
    return _there(of_number(step, number), number)


def enter(step: Step, values: Mapping[str, Any], instance_key: int | None) -> Row:
    return rows.insert(step, DEPOSIT, NAME, values, instance_key)


def change(step: Step, row: Row, values: Mapping[str, Any], instance_key: int | None = None) -> Row:
    """The row as it is then."""
    return rows.update(step, DEPOSIT, NAME, row, values, instance_key)


def _there(row: Row | None, named: str) -> Row:
    if row is None:
        raise OperationRefused(reason="row_unknown", register=NAME, key=named)
    return row


def _first(step: Step, condition: Any) -> Row | None:
    """Locked, so that two who record money at once do it one after the other."""
    statement = select(DEPOSIT).where(condition, DEPOSIT.c.is_void.is_(False)).with_for_update()
    found = step.connection.execute(statement).mappings().first()
    return None if found is None else {str(name): value for name, value in found.items()}
