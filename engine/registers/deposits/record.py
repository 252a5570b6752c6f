"""A fact about the deposit is learnt, early or late: it is written, and only what was given.

result, award_notice_on, result_on     how the bid ended
contract_signed_on                     the day that the law counts from
terminated_on                          the tender was terminated
withdrawn_on, withdrawn_late           we withdrew, before or after the bid deadline
legal_regime, document_refund_on       another law applies, or the document names a day
forfeit_noticed_on, forfeit_reason     the tenderer will not pay back
contested_on, demanded_on              we object, and demand it by a day
next_promise_on                        the tenderer promised a day
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.execution.ports import Operation, OperationCall
from engine.execution.step import Step
from engine.registers.deposits import facts, neighbours, news, restore
from engine.registers.deposits import row as rows
from engine.registers.deposits.given import Given
from engine.registers.deposits.words import REGIMES, RESULTS

_DAYS = (
    "result_on", "award_notice_on", "contract_signed_on", "terminated_on", "withdrawn_on",
    "document_refund_on", "forfeit_noticed_on", "contested_on", "demanded_on", "next_promise_on",
    "bid_validity_to",
)  # fmt: skip
_CODES: Mapping[str, Mapping[str, Any]] = {"result": RESULTS, "legal_regime": REGIMES}
_TEXTS = ("forfeit_reason", "receipt_no", "receipt_location")
INPUTS = (
    dict.fromkeys(_DAYS, "date?")
    | dict.fromkeys((*_CODES, *_TEXTS), "text?")
    | {"withdrawn_late": "boolean?"}
)


def facts_in(step: Step, row: rows.Row, given: Given) -> dict[str, Any]:
    """The columns that are given. Raises OperationRefused for a code that nobody knows."""
    found: dict[str, Any] = {name: given.day(name) for name in _DAYS}
    for name, known in _CODES.items():
        found[name] = given.text(name)
        if found[name] is not None and found[name] not in known:
            raise given.wrong(name)
    found |= {name: given.text(name) for name in _TEXTS}
    found = {name: value for name, value in found.items() if value is not None}
    if "withdrawn_on" in found or given.flag("withdrawn_late"):
        found["withdrawn_late"] = given.flag("withdrawn_late") or _is_late(step, row, found)
    return found


def _is_late(step: Step, row: rows.Row, found: Mapping[str, Any]) -> bool:
    """After the day of the bid deadline, where the tender says which day that is."""
    deadline = neighbours.deadline_day(step, neighbours.tender(step, row["tender"]))
    return deadline is not None and found["withdrawn_on"] > deadline


def _run(step: Step, call: OperationCall) -> Mapping[str, Any]:
    row = rows.of_call(step, call)
    learnt = facts_in(step, row, Given(step, call.variables))
    after = rows.change(step, row, learnt, call.instance_key)
    return {**facts.facts_of(step, after), "before": restore.before(row, learnt)}


OPERATION = Operation(
    "register.deposits.record",
    _run,
    inputs={"deposit_no": "text", **INPUTS},
    outputs={**facts.OUTPUTS, "before": "context"},
    inverse="register.deposits.restore",
)


def _promise(step: Step, call: OperationCall) -> Mapping[str, Any]:
    """A promise is a late fact: the chase hears of it when the case stands still."""
    told = _run(step, call)
    news.facts_changed(step, told)
    return told


PROMISE = Operation(
    "register.deposits.promise",
    _promise,
    inputs={"deposit_no": "text", "next_promise_on": "date"},
    outputs={**facts.OUTPUTS, "before": "context"},
    inverse="register.deposits.restore",
)
