"""Which of the company's own licences a product is sold under, and until when one holds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.execution.step import Step
from engine.kernel.errors import OperationRefused
from engine.registers.shared.asking import ask
from engine.registers.shared.product_kinds import DRUGS, device_class

Row = Mapping[str, Any]


def kinds_for(product: Row, company: str) -> tuple[str, ...]:
    """Codes of licences of which one is enough; none for goods that need none.

    What the company makes itself it sells under its licence to make it; the rest, under one to trade.
    """
    is_own = product["manufacturer"] == company
    if product["category"] in DRUGS:
        return ("drug_mfg_licence",) if is_own else ("drug_trade_licence",)
    class_ = device_class(product["category"])
    if class_ in (None, "1"):
        return ()
    if is_own:
        return ("device_mfg_licence",)
    return ("device_trade_licence",) if class_ == "3" else ("device_trade_licence", "device_trade_filing")


def require(step: Step, product: Row, day: date) -> date | None:
    """The last day of the licence that holds longest; None where it does not end or none is needed.

    Raises OperationRefused where none holds on that day.
    """
    kinds = kinds_for(product, step.services.company)
    if not kinds:
        return None
    try:
        found = ask(step, "register.qualifications.check", any_of=list(kinds), on=day.isoformat())
    except OperationRefused as refused:
        ends = refused.facts["ends"]
        raise OperationRefused(
            reason="own_licence_missing" if ends is None else "own_licence_expired",
            product=product["label"],
            licence=refused.facts["kinds"],
            ends=ends,
            on=day,
        ) from refused
    return date.fromisoformat(found["valid_to"]) if found["valid_to"] else None
