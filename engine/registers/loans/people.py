"""Who settles a loan, and who may not judge what was handed in (SOD-05: applicant, cashier, accountant)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from engine.execution.step import Step

Row = Mapping[str, Any]


def settler(step: Step, row: Row) -> str | None:
    """The borrower, and when he has left, his superior."""
    is_here = step.organisation.is_active(row["applicant"])
    return str(row["applicant"]) if is_here else step.organisation.manager(row["applicant"])


def kept_from_check(row: Row, lines: Iterable[Row] = ()) -> list[str]:
    """Who borrowed, paid, or handed in these lines; a substitute and the person he stood in for both."""
    people = {row[name] for name in ("applicant", "paid_by", "paid_for")}
    people |= {line[name] for line in lines for name in ("settled_by", "settled_for")}
    return sorted(person for person in people if person is not None)
