"""What diagrams and forms may ask here."""

from __future__ import annotations

from engine.registers.loans import check, checks, facts, of_applicant, prepare, record, settle, withdraw
from engine.registers.loans import open as open_

OPERATIONS = (
    prepare.OPERATION,
    of_applicant.OPERATION,
    open_.OPERATION,
    record.OPERATION,
    withdraw.OPERATION,
    facts.OPERATION,
    settle.TRANSFER,
    settle.SETTLE,
    settle.UNSETTLE,
    check.CHECK,
    check.UNCHECK,
    *checks.OPERATIONS,
)
