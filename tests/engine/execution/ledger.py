"""Operations for tests: they write rows of every sort, and then go on, refuse or break."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.execution.ports import Operation, OperationCall
from engine.execution.step import Step
from engine.execution.tables import SETTING
from engine.kernel.errors import BusinessError, OperationRefused


def _book(step: Step, call: OperationCall) -> dict[str, Any]:
    number = step.number("TT")
    row = {
        "name": call.idempotency_key,
        "value": number,
        "updated_at": step.now,
        "updated_by": step.actor.user_id,
    }
    step.connection.execute(SETTING.insert().values(**row))
    step.notice("linxiaolan", "booked", {"number": number}, instance_key=call.instance_key)
    step.outbox(
        "email", {"to": "linxiaolan", "kind": "booked", "facts": {}}, call.idempotency_key, call.instance_key
    )
    step.history(call.instance_key, "booked", call.element_id, number=number)
    step.audit_detail(booked=number)
    return {"number": number, "business_key": number}


def book(step: Step, call: OperationCall) -> Mapping[str, Any]:
    return _book(step, call)


def refuse(step: Step, call: OperationCall) -> Mapping[str, Any]:
    """Writes everywhere and then says no, unless the variable `open` is true."""
    booked = _book(step, call)
    if call.variables.get("open"):
        return booked
    raise OperationRefused(reason="sold_out", number="never")


def throw(step: Step, call: OperationCall) -> Mapping[str, Any]:
    """Writes everywhere and then reports the error that the variable `code` names, else BAD."""
    booked = _book(step, call)
    # As an operation does that asks what this step has written already.
    step.writes.flush(step.connection)
    code = str(call.variables.get("code") or "BAD")
    raise BusinessError(code, {"why": "sold out", "lost": booked["number"]})


def crash(step: Step, call: OperationCall) -> Mapping[str, Any]:
    """Writes everywhere and then breaks, as a fault in our own code does."""
    _book(step, call)
    raise KeyError("customer 77")


BOOK = Operation("test.book", book)
REFUSE = Operation("test.refuse", refuse)
THROW = Operation("test.throw", throw)
CRASH = Operation("test.crash", crash)
