"""The row of a loan: found, locked, changed with a stamp."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import ColumnElement, select

from engine.execution.ports import OperationCall
from engine.execution.step import Step
from engine.kernel.errors import OperationRefused
from engine.registers.loans.tables import LOAN
from engine.registers.shared import rows
from engine.registers.shared.rows import Reader
from engine.registers.shared.values import Values

NAME, PREFIX = "loans", "JK"
Row = dict[str, Any]


def of_case(step: Step, instance_key: int) -> Row | None:
    return _first(step, LOAN.c.instance_key == instance_key)


def of_number(reader: Reader, loan_no: str) -> Row:
    """Raises OperationRefused."""
    row = _first(reader, LOAN.c.loan_no == loan_no)
    if row is None:
        raise OperationRefused(reason="row_unknown", register=NAME, key=loan_no)
    return row


def of_call(step: Step, call: OperationCall) -> Row:
    """The row that the input `loan_no` names, held until this step ends. Raises OperationRefused."""
    loan_no = Values(call.variables, step.services.zone).text("loan_no")
    row = _first(step, LOAN.c.loan_no == loan_no, lock=True)
    if row is None:
        raise OperationRefused(reason="row_unknown", register=NAME, key=loan_no)
    return row


def require(row: Mapping[str, Any], states: Collection[str]) -> None:
    """Raises OperationRefused where the row is in none of these states."""
    if row["status"] not in states:
        raise OperationRefused(reason="row_in_other_state", number=row["loan_no"], state=row["status"])


def add(step: Step, call: OperationCall, values: Mapping[str, Any]) -> Row:
    case = {"instance_key": call.instance_key, "last_call": call.idempotency_key}
    return rows.insert(step, LOAN, NAME, {**values, **case}, call.instance_key)


def change(step: Step, call: OperationCall, row: Row, values: Mapping[str, Any]) -> Row:
    """The row as it is then."""
    beside = {"last_call": call.idempotency_key}
    return rows.update(step, LOAN, NAME, row, values, call.instance_key, beside=beside)


def is_done(row: Mapping[str, Any], call: OperationCall) -> bool:
    """The same call came before, and nothing has happened since."""
    return bool(row["last_call"] == call.idempotency_key)


def _first(reader: Reader, condition: ColumnElement[bool], *, lock: bool = False) -> Row | None:
    statement = select(LOAN).where(condition)
    if lock:
        statement = statement.with_for_update()
    row = reader.connection.execute(statement).mappings().first()
    return None if row is None else {str(name): value for name, value in row.items()}
