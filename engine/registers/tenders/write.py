"""How a tender is entered and changed: its number, its dates, and that it is not there already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import select

from engine.execution.step import Step
from engine.kernel.errors import Problem
from engine.registers.shared import references
from engine.registers.shared.entering import Entered
from engine.registers.tenders import dates
from engine.registers.tenders.columns import COLUMNS
from engine.registers.tenders.tables import CAPTURED, TENDER

NAME = "tenders"
PREFIX = "TB"
Row = Mapping[str, Any]


def write(step: Step, key: int | None, values: Row) -> int:
    """Key of the row; a new one takes the next number. Raises InvalidInput with every column that is wrong.

    The state follows the bids and what is recorded has actions of its own: of people, only the house may say
    them when it begins.
    """
    given = _NEVER if step.actor.is_system else _NEVER | _FOLLOWS
    return ENTERED.write(step, key, {name: value for name, value in values.items() if name not in given})


def _ready(step: Step, row: Row) -> dict[str, Any]:
    """A refused row gives its number back with the transaction."""
    number = row["tender_internal_no"] or step.number(PREFIX)
    found = {"tender_internal_no": number, "package_no": row["package_no"] or ""}
    return {**found, **dates.question_deadline(step, row)}


def _rules(step: Step, row: Row) -> Iterable[tuple[str, Problem]]:
    return [*_agency(step, row), *_known_already(step, row), *dates.in_order(step, row), *_amounts(row)]


def _agency(step: Step, row: Row) -> Iterator[tuple[str, Problem]]:
    """A house without a register of agencies takes any."""
    agencies = step.services.registers.get("agencies")
    if agencies is not None and references.row_of(step, "agencies", row["agency"]) is None:
        yield "agency", Problem("row_not_there", facts={"register": agencies.title, "code": row["agency"]})


def _known_already(step: Step, row: Row) -> Iterator[tuple[str, Problem]]:
    same = [TENDER.c[name] == row[name] for name in ("agency", "tender_no", "package_no")]
    others = select(TENDER).where(*same, TENDER.c.is_void.is_(False))
    found = step.connection.execute(others).mappings().first()
    if found is not None and found["key"] != row.get("key"):
        on = step.services.calendar.local_date(found["created_at"])
        facts = {"date": on, "user": found["created_by"], "number": found["tender_internal_no"]}
        yield "tender_no", Problem("tender_entered_already", facts=facts)


def _amounts(row: Row) -> Iterator[tuple[str, Problem]]:
    for name in ("budget_or_estimate", "max_price", "bid_validity_days"):
        if row[name] is not None and row[name] <= 0:
            yield name, Problem("number_must_be_positive")
    for name in ("deposit_required", "doc_price"):
        if row[name] is not None and row[name] < 0:
            yield name, Problem("number_must_not_be_negative")


_NEVER = frozenset({"tender_internal_no", "last_call"})
_FOLLOWS = frozenset({"status", "addenda", "terminated_on"})
ENTERED = Entered(
    NAME,
    TENDER,
    [column for column in COLUMNS if column.key != "agency"],
    required=(
        "agency", "tender_no", "title", "tenderer", "procurement_kind", "legal_regime", "notice_on",
        "bid_deadline", "opening_at", "bid_validity_days",
    ),
    defaults={"status": CAPTURED, "package_no": "", "addenda": []},
    lengths={"tender_no": 60, "package_no": 20, "title": 200, "tenderer": 120},
    rules=_rules,
    ready=_ready,
)  # fmt: skip
