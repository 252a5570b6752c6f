"""May these products be offered in a bid? (VR-02, VR-12)

The certificate and the own licence must hold on the day of the deadline; what ends before the bid's validity
and the contract's term are over is told, and no reason to refuse.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from engine.execution.ports import Operation, OperationCall
from engine.execution.step import Step
from engine.kernel.errors import OperationRefused
from engine.registers.products import floor_prices, own_licences
from engine.registers.products.columns import STATUS
from engine.registers.products.queries import NAME
from engine.registers.products.tables import ON_SALE
from engine.registers.shared import references
from engine.registers.shared.asking import ask
from engine.registers.shared.values import Values

# The term of a contract where nothing is said, and of a bid's validity: the usual ones of a sales contract.
MONTHS, DAYS = 12, 90
_PRICES = ("quoted_price", "estimated_price", "price")
Row = Mapping[str, Any]


@dataclass(frozen=True)
class _Bid:
    """deadline: its day; runs_until: the day on which a contract that is won will be over."""

    deadline: date
    runs_until: date
    territory: str | None


def _run(step: Step, call: OperationCall) -> Mapping[str, Any]:
    """Raises OperationRefused for the first line that may not be offered."""
    values = Values(call.variables, step.services.zone)
    bid = _bid(step, values)
    lines = [_line(step, line, bid) for line in _lines(values)]
    warnings = [warning for line in lines for warning in line.pop("warnings")]
    return {
        "lines": lines,
        "below_floor": any(line["below_floor"] for line in lines),
        "expires_within": bool(warnings),
        "warnings": warnings,
    }


def _bid(step: Step, values: Values) -> _Bid:
    moment = values.moment_or_none("bid_deadline")
    if moment is None:
        raise OperationRefused(reason="input_missing", input="bid_deadline")
    deadline = step.services.calendar.local_date(moment)
    validity = values.whole_or_none("bid_validity_days")
    months = values.whole_or_none("contract_months")
    term = MONTHS if months is None else months
    valid_until = deadline + timedelta(days=DAYS if validity is None else validity)
    return _Bid(deadline, _months_after(valid_until, term), values.text_or_none("territory"))


def _lines(values: Values) -> Sequence[Row]:
    """`lines` with a product each, or the bare codes in `products`."""
    return values.contexts("lines") or [{"product": code} for code in values.texts("products")]


# What the papers of a bid say of a product.
_FOR_PAPERS = {
    "name": "generic_name",
    "unit": "unit",
    "list_price": "list_price",
    "cert_no": "registration",
    "manufacturer": "manufacturer",
    "shelf_life_months": "shelf_life_months",
}


def _line(step: Step, line: Row, bid: _Bid) -> dict[str, Any]:
    product = references.required(step, NAME, str(line.get("product") or ""))
    if product["status"] != ON_SALE:
        state = STATUS[product["status"]]
        raise OperationRefused(reason="product_not_on_sale", product=product["label"], state=state)
    ends = {
        "certificate": _certificate_ends(step, product, bid.deadline),
        "licence": own_licences.require(step, product, bid.deadline),
    }
    return {
        "product": product["product_code"],
        "spec": product["spec"],
        **{name: product[column] for name, column in _FOR_PAPERS.items()},
        "below_floor": _is_below(step, product, line, bid),
        "expires_within": any(end is not None and end < bid.runs_until for end in ends.values()),
        "warnings": [
            {"product": product["product_code"], "what": what, "valid_to": end.isoformat()}
            for what, end in ends.items()
            if end is not None and end < bid.runs_until
        ],
    }


def _certificate_ends(step: Step, product: Row, day: date) -> date | None:
    if product["registration"] is None:
        return None
    try:
        found = ask(step, "register.certificates.check", cert_no=product["registration"], on=day.isoformat())
    except OperationRefused as refused:
        raise OperationRefused(
            **{**refused.facts, "reason": "product_without_certificate", "product": product["label"]}
        ) from refused
    # What counts as renewed has no known end.
    if found["valid_to"] is None or found["deemed_renewed"]:
        return None
    return date.fromisoformat(found["valid_to"])


def _is_below(step: Step, product: Row, line: Row, bid: _Bid) -> bool:
    """False where no price is said yet."""
    price = next((line[name] for name in _PRICES if line.get(name) is not None), None)
    if price is None:
        return False
    if not isinstance(price, int | Decimal):
        raise OperationRefused(reason="input_wrong", input="lines")
    return floor_prices.is_below(step, product, Decimal(price), bid.territory, bid.deadline)


def _months_after(day: date, months: int) -> date:
    place = day.year * 12 + day.month - 1 + months
    following = date((place + 1) // 12, (place + 1) % 12 + 1, 1)
    return min(
        date(place // 12, place % 12 + 1, 1) + timedelta(days=day.day - 1), following - timedelta(days=1)
    )


OPERATION = Operation(
    "register.products.check_bid",
    _run,
    inputs={
        "lines": "list?",
        "products": "list?",
        "bid_deadline": "text",
        "bid_validity_days": "number?",
        "contract_months": "number?",
        "territory": "text?",
    },
    outputs={"lines": "list", "below_floor": "boolean", "expires_within": "boolean", "warnings": "list"},
    reads_only=True,
)
