"""What a service task and other registers may call here."""

from __future__ import annotations

from engine.registers.tenders import addendum, assess, facts, follow

OPERATIONS = (facts.OPERATION, *assess.OPERATIONS, follow.OPERATION, addendum.OPERATION)
