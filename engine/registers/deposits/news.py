"""What the case that follows a deposit is told, under the number by which it listens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.execution.step import Step

Row = Mapping[str, Any]
Facts = Mapping[str, Any]


def paid(step: Step, row: Row) -> None:
    step.announce("deposit_paid", row["deposit_no"], _own(row))


def facts_changed(step: Step, row: Row, _told: Facts | None = None) -> None:
    """The row says what is so now."""
    step.announce("facts_changed", row["deposit_no"], _own(row))


def closed(step: Step, row: Row) -> None:
    step.announce("deposit_closed", row["deposit_no"], _own(row))


def refund_received(step: Step, row: Row, told: Facts) -> None:
    step.announce("refund_received", row["deposit_no"], {**told, **_own(row)})


def forfeiture_noticed(step: Step, row: Row, told: Facts) -> None:
    step.announce("forfeiture_notice", row["deposit_no"], {**told, **_own(row)})


def contract_signed(step: Step, row: Row, told: Facts) -> None:
    step.announce("contract_signed", row["bid"], told)


def bid_withdrawn(step: Step, row: Row, told: Facts) -> None:
    step.announce("bid_withdrawn", row["bid"], told)


def result(step: Step, row: Row, told: Facts) -> None:
    step.announce("bid_result", row["bid"], {"bid_no": row["bid"], **told})


def terminated(step: Step, row: Row, told: Facts) -> None:
    """The bid waits for the same news of its tender."""
    step.announce("tender_terminated", row["tender"] or row["bid"], told)


def _own(row: Row) -> dict[str, Any]:
    return {"deposit_no": row["deposit_no"]}
