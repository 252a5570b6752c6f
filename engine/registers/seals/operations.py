"""What service tasks and other registers may ask of the seals; all take `kinds`, a list of codes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from engine.execution.ports import Operation, OperationCall
from engine.execution.step import Step
from engine.registers.seals import bound, custody
from engine.registers.seals.tables import DAMAGED, IN_USE
from engine.registers.shared.values import Values

Run = Callable[[Step, OperationCall], Mapping[str, Any]]


def _keepers(step: Step, call: OperationCall) -> Mapping[str, Any]:
    """Raises OperationRefused for a kind without any seal."""
    kinds = _values(step, call).texts("kinds")
    return {"keepers": custody.keepers_of(step, kinds) if kinds else []}


def _require(step: Step, call: OperationCall) -> Mapping[str, Any]:
    """Raises OperationRefused where a seal is not where it should be: in its safe, or out for `number`."""
    values = _values(step, call)
    kinds = values.texts("kinds")
    if values.flag("outside"):
        custody.require_out_for(step, kinds, values.text("number"))
    else:
        custody.require_here(step, kinds)
    return {}


def _take_out(step: Step, call: OperationCall) -> Mapping[str, Any]:
    values = _values(step, call)
    outing = custody.Outing(
        values.text("number"),
        call.instance_key,
        values.texts("held_by"),
        values.moment_or_none("since"),
        values.moment_or_none("back_by"),
    )
    custody.take_out(step, values.texts("kinds"), outing)
    return {}


def _take_back(step: Step, call: OperationCall) -> Mapping[str, Any]:
    """Where nobody says in what condition it came back, as when the case is cancelled, it is fit for use."""
    values = _values(step, call)
    status = DAMAGED if values.text_or_none("condition") == DAMAGED else IN_USE
    outing, note = custody.Outing(values.text("number"), call.instance_key), values.text_or_none("note")
    custody.take_back(step, values.texts("kinds"), outing, status, note)
    return {}


def _lose(step: Step, call: OperationCall) -> Mapping[str, Any]:
    values = _values(step, call)
    outing, note = custody.Outing(values.text("number"), call.instance_key), values.text_or_none("note")
    return {"missing": custody.report_missing(step, values.texts("kinds"), outing, note)}


def _void(step: Step, call: OperationCall) -> Mapping[str, Any]:
    values = _values(step, call)
    said = custody.Said(
        values.moment_or_none("police_reported_at"),
        values.text("police_report_no"),
        values.day("void_declared_on"),
        values.text("void_declared_in"),
    )
    outing = custody.Outing(values.text("number"), call.instance_key)
    return {"void": custody.declare_void(step, values.texts("kinds"), outing, said)}


def _values(step: Step, call: OperationCall) -> Values:
    return Values(call.variables, step.services.zone)


_KINDS = {"kinds": "list"}
_USE = {**_KINDS, "number": "text"}
_OUTING = {**_USE, "held_by": "list?", "since": "text?", "back_by": "text?"}
_LOST = {**_USE, "note": "text?"}
_VOID = {
    **_USE,
    "police_reported_at": "text?",
    "police_report_no": "text",
    "void_declared_on": "date",
    "void_declared_in": "text",
}
_WRITTEN = {"key": "text?"} | dict.fromkeys((*bound.FIXED, *bound.CHANGEABLE), "text?")

OPERATIONS = (
    Operation("register.seals.keepers", _keepers, _KINDS, {"keepers": "list"}, reads_only=True),
    Operation(
        "register.seals.require",
        _require,
        {**_KINDS, "outside": "boolean?", "number": "text?"},
        reads_only=True,
    ),
    Operation("register.seals.take_out", _take_out, _OUTING, inverse="register.seals.take_back"),
    Operation(
        "register.seals.take_back",
        _take_back,
        {**_USE, "condition": "text?", "note": "text?"},
        irreversible=True,
    ),
    Operation(
        "register.seals.lose", _lose, {**_USE, "note": "text?"}, {"missing": "list"}, irreversible=True
    ),
    Operation("register.seals.void", _void, _VOID, {"void": "list"}, irreversible=True),
    Operation(
        "register.seals.write",
        lambda step, call: bound.write(step, _values(step, call), call.instance_key),
        _WRITTEN,
        {"key": "text", "before": "context?"},
        inverse="register.seals.restore",
    ),
    Operation(
        "register.seals.restore",
        lambda step, call: bound.restore(step, _values(step, call), call.instance_key),
        {"key": "text", "before": "context?", "reason": "text?"},
        irreversible=True,
    ),
)
