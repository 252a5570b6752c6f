"""What service tasks and other registers may ask of the seals; all take `kinds`, a list of codes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from engine.execution.ports import Operation, OperationCall
from engine.execution.step import Step
from engine.registers.seals import custody
from engine.registers.seals.tables import DAMAGED, IN_USE, OUT
from engine.registers.shared.values import Values

Run = Callable[[Step, OperationCall], Mapping[str, Any]]


def _keepers(step: Step, call: OperationCall) -> Mapping[str, Any]:
    """Raises OperationRefused for a kind without any seal."""
    kinds = _values(step, call).texts("kinds")
    return {"keepers": custody.keepers_of(step, kinds) if kinds else []}


def _require(step: Step, call: OperationCall) -> Mapping[str, Any]:
    """Raises OperationRefused where a seal is not where it should be."""
    values = _values(step, call)
    custody.require(step, values.texts("kinds"), {OUT} if values.flag("outside") else {IN_USE})
    return {}


def _take_out(step: Step, call: OperationCall) -> Mapping[str, Any]:
    custody.take_out(step, _values(step, call).texts("kinds"))
    return {}


def _take_back(step: Step, call: OperationCall) -> Mapping[str, Any]:
    values = _values(step, call)
    status = DAMAGED if values.text("condition") == DAMAGED else IN_USE
    custody.take_back(step, values.texts("kinds"), status, values.text_or_none("note"))
    return {}


def _lose(step: Step, call: OperationCall) -> Mapping[str, Any]:
    values = _values(step, call)
    return {"missing": custody.report_missing(step, values.texts("kinds"), values.text_or_none("note"))}


def _values(step: Step, call: OperationCall) -> Values:
    return Values(call.variables, step.services.zone)


_KINDS = {"kinds": "list"}

OPERATIONS = (
    Operation("register.seals.keepers", _keepers, _KINDS, {"keepers": "list"}, reads_only=True),
    Operation("register.seals.require", _require, {**_KINDS, "outside": "boolean?"}, reads_only=True),
    Operation("register.seals.take_out", _take_out, _KINDS, inverse="register.seals.take_back"),
    Operation(
        "register.seals.take_back",
        _take_back,
        {**_KINDS, "condition": "text", "note": "text?"},
        irreversible=True,
    ),
    Operation(
        "register.seals.lose", _lose, {**_KINDS, "note": "text?"}, {"missing": "list"}, irreversible=True
    ),
)
