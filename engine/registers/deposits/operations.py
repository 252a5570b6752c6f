"""What a service task may call here."""

from __future__ import annotations

from engine.registers.deposits import begin, close, due, facts, record, refund, restore, withdraw
from engine.registers.deposits import open as open_

OPERATIONS = (
    open_.OPERATION,
    open_.REQUIRE_NONE,
    withdraw.OPERATION,
    begin.OPERATION,
    begin.LEAVE,
    facts.OPERATION,
    record.OPERATION,
    record.PROMISE,
    due.OPERATION,
    refund.OPERATION,
    close.FORFEIT,
    close.WRITE_OFF,
    restore.OPERATION,
)
