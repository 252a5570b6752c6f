"""What a service task may call here."""

from __future__ import annotations

from engine.registers.bids import facts, open, others, paper, record

OPERATIONS = (*open.OPERATIONS, record.OPERATION, facts.OPERATION, paper.OPERATION, *others.OPERATIONS)
