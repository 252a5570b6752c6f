"""May this customer bid for us, or distribute what is won? Asked by forms and diagrams."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from engine.execution.ports import Operation, OperationCall
from engine.execution.step import Step
from engine.kernel.errors import OperationRefused
from engine.registers.customers.columns import KINDS, STATUS
from engine.registers.customers.queries import NAME
from engine.registers.customers.tables import ACTIVE
from engine.registers.shared import divisions, references
from engine.registers.shared.asking import ask
from engine.registers.shared.product_kinds import CATEGORIES, DRUGS, device_class
from engine.registers.shared.values import Values

AGENTS = ("agent", "dealer", "distributor")
DISTRIBUTORS = ("distributor",)
Row = Mapping[str, Any]


def _agent(step: Step, call: OperationCall) -> Mapping[str, Any]:
    return _check(step, call, "agent", AGENTS)


def _distributor(step: Step, call: OperationCall) -> Mapping[str, Any]:
    return _check(step, call, "distributor", DISTRIBUTORS)


def _check(step: Step, call: OperationCall, name: str, kinds: Sequence[str]) -> Mapping[str, Any]:
    """1. Kind and state. 2. What he may buy. 3. Where. 4. His licences on the day.

    Raises OperationRefused for the first that does not fit.
    """
    values = Values(call.variables, step.services.zone)
    customer = references.required(step, NAME, values.text(name))
    moment = values.moment_or_none("on")
    day = step.services.calendar.local_date(step.now if moment is None else moment)
    territory = values.text_or_none("territory")
    products = [references.required(step, "products", code) for code in _codes(values)]
    _require_kind(customer, kinds)
    _require_wholesaler(step, customer, products, territory)
    _require_scope(customer, products)
    if territory is not None:
        _require_territory(step, customer, territory)
    valid_to = _require_licences(step, customer, products, day)
    return {
        "customer": customer["customer_code"],
        "name": customer["name"],
        "licence_valid_to": None if valid_to is None else valid_to.isoformat(),
    }


def _codes(values: Values) -> list[str]:
    """`products` as codes, or `lines` with a product each."""
    lines = [str(line["product"]) for line in values.contexts("lines") if line.get("product")]
    return list(dict.fromkeys([*values.texts("products"), *lines]))


def _require_kind(customer: Row, kinds: Sequence[str]) -> None:
    if customer["kind"] not in kinds:
        raise OperationRefused(
            reason="customer_of_other_kind",
            customer=customer["label"],
            kind=KINDS[customer["kind"]],
            wanted=[KINDS[kind] for kind in kinds],
        )
    if customer["status"] != ACTIVE:
        state = STATUS[customer["status"]]
        raise OperationRefused(reason="customer_not_active", customer=customer["label"], state=state)


def _require_wholesaler(step: Step, customer: Row, products: Sequence[Row], territory: str | None) -> None:
    """Where drugs may pass one wholesaler only, he who deals in them is that one (VR-09)."""
    is_drug = any(row["category"] in DRUGS for row in products)
    if is_drug and customer["kind"] not in DISTRIBUTORS and _two_invoices(step, territory):
        raise OperationRefused(
            reason="two_invoices_need_distributor",
            customer=customer["label"],
            territory=_name(step, territory or divisions.NATION),
        )


def _require_scope(customer: Row, products: Sequence[Row]) -> None:
    """The licence covers the categories of all products (VR-04 says the same of shipping)."""
    outside = [row for row in products if row["category"] not in customer["licence_scope"]]
    if outside:
        raise OperationRefused(
            reason="outside_licence_scope",
            customer=customer["label"],
            products=[row["label"] for row in outside],
            categories=[CATEGORIES[one] for one in dict.fromkeys(row["category"] for row in outside)],
        )


def _require_territory(step: Step, customer: Row, territory: str) -> None:
    if not divisions.covers(customer["territory"], territory):
        raise OperationRefused(
            reason="outside_territory",
            customer=customer["label"],
            territory=_name(step, territory),
            own=_name(step, customer["territory"]),
        )


def _name(step: Step, code: str) -> str:
    row = references.row_of(step, "territories", code)
    return code if row is None else str(row["name"])


def _require_licences(step: Step, customer: Row, products: Sequence[Row], day: date) -> date | None:
    """The last day on which all of them hold; None where none of them ends."""
    ends: list[date] = []
    for any_of in _licences(products):
        try:
            found = ask(
                step,
                "register.qualifications.check",
                any_of=list(any_of),
                owner_type="customer",
                owner_id=customer["customer_code"],
                on=day.isoformat(),
            )
        except OperationRefused as refused:
            reason = (
                "customer_licence_missing" if refused.facts["ends"] is None else "customer_licence_expired"
            )
            facts = {**refused.facts, "customer": customer["label"]}
            raise OperationRefused(**{**facts, "reason": reason}) from refused
        ends += [date.fromisoformat(found["valid_to"])] if found["valid_to"] else []
    return min(ends) if ends else None


def _licences(products: Sequence[Row]) -> list[tuple[str, ...]]:
    """Groups of licences, of each of which one is needed: for a class 2 device the filing is enough."""
    wanted: list[tuple[str, ...]] = []
    classes = {device_class(row["category"]) for row in products}
    if any(row["category"] in DRUGS for row in products):
        wanted.append(("drug_trade_licence",))
    if "3" in classes:
        wanted.append(("device_trade_licence",))
    elif "2" in classes:
        wanted.append(("device_trade_licence", "device_trade_filing"))
    return wanted


def _two_invoices(step: Step, territory: str | None) -> bool:
    """Whether the territory, or one that it lies in, lets drugs pass through one wholesaler only."""
    around = divisions.around(territory) if territory else []
    found = (references.row_of(step, "territories", code) for code in around)
    return any(row is not None and row["two_invoice_drug"] for row in found)


_INPUTS = {"products": "list?", "lines": "list?", "territory": "text?", "on": "date?"}
_OUTPUTS = {"customer": "text", "name": "text", "licence_valid_to": "date?"}
OPERATIONS = (
    Operation(
        "register.customers.check_agent", _agent, {"agent": "text", **_INPUTS}, _OUTPUTS, reads_only=True
    ),
    Operation(
        "register.customers.check_distributor",
        _distributor,
        {"distributor": "text", **_INPUTS},
        _OUTPUTS,
        reads_only=True,
    ),
)
