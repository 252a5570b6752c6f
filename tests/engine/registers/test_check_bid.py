"""VR-02 and VR-12: what may be offered in a bid, what ends too soon, what lies below the floor."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from engine.bootstrap import Engine
from engine.kernel.actor import Actor
from engine.kernel.errors import OperationRefused
from engine.registers.prices.queries import write as write_price
from engine.registers.products.queries import REGISTER, write
from tests.engine.registers.conftest import Operate, step_of

CHECK = "register.products.check_bid"
SOON = "2026-05-29T09:30:00+08:00"


def line(product: str, price: str | None = None) -> dict[str, Any]:
    return {"product": product, "estimated_price": None if price is None else Decimal(price)}


def refusal(operate: Operate, **inputs: Any) -> Mapping[str, Any]:
    with pytest.raises(OperationRefused) as refused:
        operate(CHECK, **inputs)
    return refused.value.facts


def test_products_in_force_may_be_offered(operate: Operate) -> None:
    told = operate(CHECK, lines=[line("QL-1001"), line("QL-1004")], bid_deadline=SOON)

    assert (told["below_floor"], told["expires_within"], told["warnings"]) == (False, False, [])
    assert [one["product"] for one in told["lines"]] == ["QL-1001", "QL-1004"]


def test_bare_codes_are_enough(operate: Operate) -> None:
    assert operate(CHECK, products=["QL-1001"], bid_deadline=SOON)["lines"][0]["spec"] == "50人份"


def test_a_certificate_that_ends_before_the_contract_would_is_told(operate: Operate) -> None:
    told = operate(CHECK, products=["QL-1001", "QL-1003"], bid_deadline=SOON)

    assert told["warnings"] == [{"product": "QL-1003", "what": "certificate", "valid_to": "2026-12-20"}]
    assert [one["expires_within"] for one in told["lines"]] == [False, True]
    short = operate(CHECK, products=["QL-1003"], bid_deadline=SOON, bid_validity_days=30, contract_months=0)
    assert short["warnings"] == []


def test_goods_of_others_hang_on_the_licence_to_trade(operate: Operate) -> None:
    """The company makes QL-2002 itself and only trades in QL-2003; its trade licence ends on 15 September."""
    told = operate(CHECK, products=["QL-2002", "QL-2003"], bid_deadline=SOON)
    assert {(one["product"], one["what"]) for one in told["warnings"]} >= {("QL-2003", "licence")}
    assert ("QL-2002", "licence") not in {(one["product"], one["what"]) for one in told["warnings"]}

    facts = refusal(operate, products=["QL-2003"], bid_deadline="2026-09-16T09:00:00+08:00")
    assert facts["reason"] == "own_licence_expired"
    assert str(facts["ends"]) == "2026-09-15"


@pytest.mark.parametrize(
    ("deadline", "is_valid"),
    [("2026-12-20T23:59:00+08:00", True), ("2026-12-20T16:30:00+00:00", False), ("2026-12-21", False)],
)
def test_the_certificate_must_hold_on_the_day_of_the_deadline_here(
    operate: Operate, deadline: str, is_valid: bool
) -> None:
    if is_valid:
        assert operate(CHECK, products=["QL-1003"], bid_deadline=deadline)
        return
    facts = refusal(operate, products=["QL-1003"], bid_deadline=deadline)
    assert facts["reason"] == "product_without_certificate"
    assert (facts["cert_no"], str(facts["ends"])) == ("苏械注准20212409903", "2026-12-20")


@pytest.mark.parametrize("status", ["draft", "suspended", "discontinued"])
def test_only_what_is_on_sale_may_be_offered(engine: Engine, operate: Operate, status: str) -> None:
    with step_of(engine, "sunlixing") as step:
        row: Any = REGISTER.find(step, {"product_code": "QL-1001"}) if REGISTER.find else None
        write(step, row["key"], {"status": status})

    assert refusal(operate, products=["QL-1001"], bid_deadline=SOON)["reason"] == "product_not_on_sale"


def test_an_unknown_product_is_named(operate: Operate) -> None:
    facts = refusal(operate, products=["QL-0000"], bid_deadline=SOON)

    assert (facts["reason"], facts["code"]) == ("row_not_there", "QL-0000")


def test_a_price_below_the_floor_is_flagged_and_the_floor_is_not_told(operate: Operate) -> None:
    told = operate(CHECK, lines=[line("QL-1001", "759.99"), line("QL-1002", "1400.00")], bid_deadline=SOON)

    assert [one["below_floor"] for one in told["lines"]] == [True, False]
    assert told["below_floor"] is True
    assert "760" not in str(told)
    assert "1400" not in str(told)


def test_the_quoted_price_goes_before_the_estimated_one(operate: Operate) -> None:
    quoted = {**line("QL-1001", "1000"), "quoted_price": Decimal("700")}

    assert operate(CHECK, lines=[quoted], bid_deadline=SOON)["below_floor"] is True


def test_a_floor_of_the_price_list_goes_before_that_of_the_product(engine: Engine, operate: Operate) -> None:
    """In Zhejiang 700 is enough; in a city of it, 650; anywhere else the product's own 760."""
    with step_of(engine, "sunlixing") as step:
        step.actor = Actor("sunlixing", frozenset({"sales_manager"}))
        for territory, floor in (("330000", "700"), ("330200", "650")):
            item = {"product": "QL-1001", "price_type": "bid_floor", "territory": territory}
            write_price(step, None, {**item, "floor_price": floor, "valid_from": "2026-01-01"})

    def below(price: str, territory: str | None) -> bool:
        told = operate(CHECK, lines=[line("QL-1001", price)], bid_deadline=SOON, territory=territory)
        return bool(told["below_floor"])

    assert [below("700", "330100"), below("699", "330100")] == [False, True]
    assert [below("650", "330200"), below("649", "330200")] == [False, True]
    assert [below("759", "320000"), below("759", None)] == [True, True]
