"""What diagrams and forms may ask of the products."""

from __future__ import annotations

from engine.registers.products import check_bid

OPERATIONS = (check_bid.OPERATION,)
