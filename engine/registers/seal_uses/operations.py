"""What a service task may call here."""

from __future__ import annotations

from engine.registers.seal_uses import declare_void, record, report_missing, withdraw
from engine.registers.seal_uses import open as open_

OPERATIONS = (
    open_.OPERATION,
    record.OPERATION,
    withdraw.OPERATION,
    report_missing.OPERATION,
    declare_void.OPERATION,
)
