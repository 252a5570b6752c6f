"""The loans of a company file that are not in the register yet; a bank reference is one loan's alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from engine.registers.loans.add_loan import AddLoan
from engine.registers.loans.tables import LOAN
from engine.registers.shared.rows import Reader


def missing(reader: Reader, rows: Sequence[Mapping[str, Any]]) -> list[AddLoan]:
    """One command for each; rows hold the command's arguments."""
    known = set(reader.connection.scalars(select(LOAN.c.bank_ref)))
    return [AddLoan(**row) for row in rows if row["bank_ref"] not in known]
