"""What a service task may call here."""

from __future__ import annotations

from engine.registers.deposit_followups import begin, drop, plan, record

OPERATIONS = (plan.OPERATION, begin.OPERATION, record.DONE, record.SEALED, drop.OPERATION)
