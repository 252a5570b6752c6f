"""What a service task may call here."""

from __future__ import annotations

from engine.registers.seal_uses import open as open_
from engine.registers.seal_uses import record, report_missing, withdraw

OPERATIONS = (open_.OPERATION, record.OPERATION, withdraw.OPERATION, report_missing.OPERATION)
