"""Whether a price lies below the floor: the answer leaves this room, the floor never does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from engine.execution.step import Step
from engine.registers.shared import divisions, references

Row = Mapping[str, Any]


def is_below(step: Step, product: Row, price: Decimal, territory: str | None, day: date) -> bool:
    floor = _of_territory(step, product, territory, day) or product["floor_price"]
    return floor is not None and price < floor


def _of_territory(step: Step, product: Row, territory: str | None, day: date) -> Decimal | None:
    """The floor of bids that the price list has for the narrowest territory around, else for everywhere."""
    found = {
        row["territory"]: row["floor_price"]
        for row in references.rows_of(step, "prices", product=product["product_code"], price_type="bid_floor")
        if row["customer"] is None and row["valid_from"] <= day and (row["valid_to"] or day) >= day
    }
    around = divisions.around(territory) if territory else []
    floor: Decimal | None = next((found[one] for one in (*around, None) if one in found), None)
    return floor
