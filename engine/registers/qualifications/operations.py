"""What diagrams, forms and other registers may ask of the papers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.execution.ports import Operation, OperationCall
from engine.execution.step import Step
from engine.kernel.errors import OperationRefused
from engine.registers.qualifications import states
from engine.registers.qualifications.queries import NAME
from engine.registers.qualifications.tables import COMPANY
from engine.registers.qualifications.words import KINDS
from engine.registers.shared import references
from engine.registers.shared.values import Values

Row = Mapping[str, Any]


def _check(step: Step, call: OperationCall) -> Mapping[str, Any]:
    """Each paper that `doc_no` or `docs` names holds on that day; or the owner has one of each kind (VR-01).

    Raises OperationRefused for the first that does not.
    """
    values = Values(call.variables, step.services.zone)
    day = _day(step, values)
    named = [*values.texts("docs"), *filter(None, [values.text_or_none("doc_no")])]
    found = [_named(step, number, day) for number in named]
    for kind in [*values.texts("doc_kinds"), *filter(None, [values.text_or_none("doc_kind")])]:
        found.append(_of_kind(step, values, [kind], day))
    any_of = values.texts("any_of")
    if any_of:
        found.append(_of_kind(step, values, any_of, day))
    ends = [row["valid_to"] for row in found if row["valid_to"] is not None]
    return {
        "docs": [row["doc_no"] for row in found],
        "valid_to": min(ends).isoformat() if ends else None,
    }


def _day(step: Step, values: Values) -> date:
    """`on`: a day, or an instant whose day it is; today where nothing is said."""
    moment = values.moment_or_none("on")
    return step.services.calendar.local_date(step.now if moment is None else moment)


def _named(step: Step, number: str, day: date) -> Row:
    row = references.required(step, NAME, number)
    if not states.holds(row, day):
        raise OperationRefused(
            reason="qualification_not_in_force",
            number=number,
            kind=KINDS[row["doc_kind"]],
            ends=row["valid_to"],
            on=day,
        )
    return row


def _of_kind(step: Step, values: Values, kinds: list[str], day: date) -> Row:
    """The owner's paper of one of these kinds that holds longest."""
    owner_type = values.text_or_none("owner_type") or COMPANY
    owner = values.text_or_none("owner_id") or COMPANY
    found = [
        row
        for kind in kinds
        for row in references.rows_of(step, NAME, owner_type=owner_type, owner_id=owner, doc_kind=kind)
    ]
    holding = [row for row in found if states.holds(row, day)]
    if not holding:
        last = max((row["valid_to"] for row in found if row["valid_to"]), default=None)
        reason = "qualification_missing" if last is None else "qualification_expired"
        raise OperationRefused(
            reason=reason,
            belongs_to=owner,
            kinds=[KINDS.get(kind, kind) for kind in kinds],
            ends=last,
            on=day,
        )
    return max(holding, key=lambda row: row["valid_to"] or date.max)


OPERATIONS = (
    Operation(
        "register.qualifications.check",
        _check,
        {
            "doc_no": "text?",
            "docs": "list?",
            "doc_kind": "text?",
            "doc_kinds": "list?",
            "any_of": "list?",
            "owner_type": "text?",
            "owner_id": "text?",
            "on": "date?",
        },
        {"docs": "list", "valid_to": "date?"},
        reads_only=True,
    ),
)
