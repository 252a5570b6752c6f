"""The lines by which a loan is settled: written, judged, and counted into the loan's two sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from engine.execution.step import Step
from engine.registers.loans.tables import (
    ACCEPTED,
    LOAN,
    PARTLY_SETTLED,
    PENDING,
    REFUSED,
    SETTLED,
    SETTLEMENT,
)
from engine.registers.shared.rows import Reader

_S = SETTLEMENT.c
Line = Mapping[str, Any]


def of_loan(reader: Reader, loan_key: int, *states: str) -> list[dict[str, Any]]:
    """In the order in which they were written; of all states where none is named."""
    wanted = select(SETTLEMENT).where(_S.loan_key == loan_key)
    if states:
        wanted = wanted.where(_S.state.in_(states))
    found = reader.connection.execute(wanted.order_by(_S.part_no, _S.key)).mappings()
    return [{str(name): value for name, value in line.items()} for line in found]


def of_part(reader: Reader, loan_key: int, part_no: int) -> list[dict[str, Any]]:
    return [line for line in of_loan(reader, loan_key) if line["part_no"] == part_no]


def write(step: Step, loan_key: int, part_no: int, state: str, lines: Sequence[Line]) -> None:
    """A line may say itself who settled and who checked it."""
    for line in lines:
        stamp = {
            "key": step.keys.next(),
            "loan_key": loan_key,
            "part_no": part_no,
            "state": state,
            "settled_by": step.actor.user_id,
            "settled_for": step.actor.on_behalf_of,
            "settled_at": step.now,
        }
        step.connection.execute(SETTLEMENT.insert().values(**{**stamp, **line}))


def judge(step: Step, loan_key: int, part_no: int, before: str, after: str, note: str | None) -> None:
    """The lines of a part go from one state to the other, in the name of who says so."""
    said = {
        "state": after,
        "checked_by": step.actor.user_id,
        "checked_for": step.actor.on_behalf_of,
        "checked_at": step.now,
        "check_note": note,
    }
    step.connection.execute(
        SETTLEMENT.update()
        .where(_S.loan_key == loan_key, _S.part_no == part_no, _S.state == before)
        .values(**said)
    )


def counted(step: Step, row: Mapping[str, Any], paid_status: str) -> dict[str, Any]:
    """The loan's sums and status by the lines that were accepted."""
    lines = of_loan(step, row["key"], ACCEPTED)
    settled = sum((line["amount"] for line in lines), Decimal("0.00"))
    is_whole = settled == row["amount"]
    return {
        "settled": settled,
        "open": row["amount"] - settled,
        "status": SETTLED if is_whole else PARTLY_SETTLED if settled else paid_status,
        "settled_on": step.now.astimezone(step.services.zone).date() if is_whole else None,
    }


def pending_total(reader: Reader, loan_key: int) -> Decimal:
    return sum((line["amount"] for line in of_loan(reader, loan_key, PENDING)), Decimal("0.00"))


def invoice_taken(reader: Reader, invoice_no: str) -> str | None:
    """Number of the loan that an invoice stands in already."""
    found: str | None = reader.connection.scalar(
        select(LOAN.c.loan_no)
        .join(SETTLEMENT, _S.loan_key == LOAN.c.key)
        .where(_S.invoice_no == invoice_no, _S.state != REFUSED)
    )
    return found


def vouchers_used(reader: Reader, hashes: Sequence[str], loan_key: int, part_no: int) -> dict[str, int]:
    """Hash of a file -> key of the loan in whose other part the same file stands."""
    wanted = select(_S.voucher_sha256, _S.loan_key, _S.part_no).where(
        _S.voucher_sha256.in_(hashes), _S.state != REFUSED
    )
    return {
        str(sha256): int(loan)
        for sha256, loan, part in reader.connection.execute(wanted)
        if (loan, part) != (loan_key, part_no)
    }
