"""Which price holds for a customer: the first of award, customer, tier and list that is in force.

A line of a contract goes before all of them; whoever has one says it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import or_, select

from engine.execution.ports import Operation, OperationCall
from engine.execution.step import Step
from engine.kernel.errors import OperationRefused
from engine.registers.prices.tables import BID_AWARD, HOSPITAL, LIST, PRICE, TIER_A, TIER_B
from engine.registers.shared import divisions, references
from engine.registers.shared.values import Values

TIERS = {"A": TIER_A, "B": TIER_B}
AGENTS = frozenset({"agent", "dealer", "distributor"})
PATIENTS = frozenset({"hospital", "clinic_lab", "cdc", "pharmacy"})
_P = PRICE.c
Row = Mapping[str, Any]


def _run(step: Step, call: OperationCall) -> Mapping[str, Any]:
    """Raises OperationRefused for an unknown product, or one that has no price at all."""
    values = Values(call.variables, step.services.zone)
    contract = call.variables.get("contract_price")
    if isinstance(contract, int | Decimal):
        return {"price": Decimal(contract), "source": "contract", "price_type": None}
    product = references.required(step, "products", values.text("product"))
    code = values.text_or_none("customer")
    customer = references.required(step, "customers", code) if code else None
    moment = values.moment_or_none("on")
    day = step.services.calendar.local_date(step.now if moment is None else moment)
    territory = values.text_or_none("territory") or (customer["territory"] if customer else None)
    found = _first(_in_force(step, product["product_code"], day), customer, territory)
    if found is None:
        found = {"price": product["list_price"], "source": "list", "price_type": LIST}
    if found["price"] is None:
        raise OperationRefused(reason="product_without_price", product=product["label"], on=day)
    return found


def _in_force(step: Step, product: str, day: date) -> list[Row]:
    query = select(PRICE).where(
        _P.product == product,
        _P.price.is_not(None),
        _P.is_void.is_(False),
        _P.valid_from <= day,
        or_(_P.valid_to.is_(None), _P.valid_to >= day),
    )
    return [dict(row) for row in step.connection.execute(query).mappings()]


def _first(found: list[Row], customer: Row | None, territory: str | None) -> dict[str, Any] | None:
    """Of each source the price of the narrowest territory, before the next source is asked."""
    around: list[str | None] = [*divisions.around(territory)] if territory else []
    sources = {
        "award": ([row for row in found if _is_award(row, customer)], around),
        "customer": ([row for row in found if _is_customers(row, customer)], [*around, None]),
        "tier": (_general(found, _tier(customer)), [*around, None]),
        "list": (_general(found, LIST), [*around, None]),
    }
    for source, (rows, territories) in sources.items():
        for wanted in territories:
            for row in rows:
                if row["territory"] == wanted:
                    return {"price": row["price"], "source": source, "price_type": row["price_type"]}
    return None


def _is_award(row: Row, customer: Row | None) -> bool:
    """Won for everybody there, or for this customer."""
    code = customer["customer_code"] if customer else None
    return row["price_type"] == BID_AWARD and row["customer"] in (None, code)


def _is_customers(row: Row, customer: Row | None) -> bool:
    if customer is None or row["price_type"] == BID_AWARD:
        return False
    return bool(row["customer"] == customer["customer_code"])


def _general(found: list[Row], price_type: str | None) -> list[Row]:
    return [row for row in found if row["price_type"] == price_type and row["customer"] is None]


def _tier(customer: Row | None) -> str | None:
    """The kind of price that the customer's kind and grade stand for."""
    if customer is None:
        return None
    if customer["kind"] in PATIENTS:
        return HOSPITAL
    return TIERS.get(customer["grade"] or "") if customer["kind"] in AGENTS else None


OPERATION = Operation(
    "register.prices.look_up",
    _run,
    inputs={
        "product": "text",
        "customer": "text?",
        "territory": "text?",
        "on": "date?",
        "contract_price": "number?",
    },
    outputs={"price": "number", "source": "text", "price_type": "text?"},
    reads_only=True,
)
OPERATIONS = (OPERATION,)
