"""Customers: how they are entered, and whether one may bid for us or distribute."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from engine.bootstrap import Engine
from engine.kernel.clock import FixedClock
from engine.kernel.errors import InvalidInput, OperationRefused
from engine.registers.customers.queries import REGISTER, write
from tests.engine.registers.conftest import Operate, step_of

AGENT, DISTRIBUTOR = "register.customers.check_agent", "register.customers.check_distributor"
LAB: dict[str, Any] = {
    "name": "新检验所(演示)",
    "uscc": "91990101MADEM1006W",
    "kind": "clinic_lab",
    "ownership": "private",
    "territory": "330000",
    "address": "演示路",
    "salesperson": "jintao",
}


def enter(engine: Engine, key: int | None = None, **values: Any) -> int:
    with step_of(engine, "zhouzimo") as step:
        return write(step, key, values if key else LAB | values)


def row(engine: Engine, code: str) -> Mapping[str, Any]:
    with engine.read() as reader:
        assert REGISTER.find is not None
        found = REGISTER.find(reader, {"customer_code": code})
    assert found is not None
    return found


def refusal(operate: Operate, name: str, **inputs: Any) -> Mapping[str, Any]:
    with pytest.raises(OperationRefused) as refused:
        operate(name, **inputs)
    return refused.value.facts


def test_a_new_customer_gets_the_next_number_and_its_own_name_on_invoices(engine: Engine) -> None:
    enter(engine)

    found = row(engine, "KH-2026-0001")
    assert (found["invoice_title"], found["tax_no"], found["status"]) == (
        LAB["name"],
        LAB["uscc"],
        "prospect",
    )
    assert found["regional_manager"] == "zhengkai"


def test_a_refused_customer_takes_no_number(engine: Engine) -> None:
    with pytest.raises(InvalidInput):
        enter(engine, uscc="91990101MADEM1006X")
    enter(engine)

    assert row(engine, "KH-2026-0001")


@pytest.mark.parametrize(
    ("wrong", "column", "code"),
    [
        ({"uscc": "91990101MADEM1006A"}, "uscc", "uscc_wrong"),
        ({"uscc": "91990101MADEM20178"}, "uscc", "taken_already"),
        ({"name": "泊远生物(演示)有限公司"}, "name", "taken_already"),
        ({"customer_code": "A01"}, "customer_code", "taken_already"),
        ({"kind": "agent"}, "warehouse_address", "required"),
        ({"credit_days": 181}, "credit_days", "credit_days_out_of_bounds"),
        ({"credit_limit": "-1"}, "credit_limit", "must_not_be_negative"),
        ({"bank_account": "12 34"}, "bank_account", "bank_account_malformed"),
        ({"invoice_email": "nobody"}, "invoice_email", "email_malformed"),
        ({"contacts": [{"name": "某", "mobile": "123"}]}, "contacts", "mobile_malformed"),
        ({"licence_scope": ["drug", "wine"]}, "licence_scope", "option_unknown"),
        ({"salesperson": "nobody"}, "salesperson", "person_unknown"),
        ({"territory": "110000"}, "territory", "row_not_there"),
    ],
)
def test_a_wrong_customer_is_refused_at_its_column(
    engine: Engine, wrong: dict[str, Any], column: str, code: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        enter(engine, **wrong)

    found = [(name, one[0].code) for name, one in refused.value.facts["fields"].items()]
    assert (column, code) in found
    assert {name for name, _ in found} <= {column, "tax_no"}


def test_a_bank_account_needs_a_second_person() -> None:
    before = {"bank_name": "演示银行", "bank_account": "99010100000001"}
    assert REGISTER.needs_second is not None

    assert REGISTER.needs_second(before, {"bank_account": "99010100000002"})
    assert REGISTER.needs_second(None, {"bank_account": "99010100000002"})
    assert not REGISTER.needs_second(before, {"address": "新路"})
    assert not REGISTER.needs_second(None, {"address": "新路"})


def test_an_agent_whose_papers_are_in_order_may_bid(operate: Operate) -> None:
    told = operate(AGENT, agent="A01", products=["QL-1001", "QL-1004"], territory="330100", on="2026-05-29")

    assert told["licence_valid_to"] == "2028-01-28"


@pytest.mark.parametrize(
    ("inputs", "reason"),
    [
        ({"agent": "Z99"}, "row_not_there"),
        ({"agent": "C01"}, "customer_of_other_kind"),
        ({"agent": "A02", "products": ["QL-1004"]}, "outside_licence_scope"),
        ({"agent": "A01", "lines": [{"product": "QL-3001"}]}, "outside_licence_scope"),
        ({"agent": "A02", "territory": "330200"}, "outside_territory"),
        ({"agent": "A02", "territory": "330000"}, "outside_territory"),
        ({"agent": "A07", "products": ["QL-1004"], "on": "2026-06-06"}, "customer_licence_expired"),
    ],
)
def test_an_agent_who_does_not_fit_is_refused_with_what_would(
    operate: Operate, inputs: dict[str, Any], reason: str
) -> None:
    facts = refusal(operate, AGENT, **inputs)

    assert facts["reason"] == reason
    if reason == "customer_licence_expired":
        assert (str(facts["ends"]), str(facts["on"])) == ("2026-06-05", "2026-06-06")


def test_a_licence_holds_to_the_end_of_its_last_day(operate: Operate) -> None:
    assert operate(AGENT, agent="A07", products=["QL-1004"], on="2026-06-05T23:59:00+08:00")


def test_for_a_class_2_device_the_filing_is_enough(operate: Operate) -> None:
    assert operate(AGENT, agent="A02", products=["QL-1001"])["licence_valid_to"] is None


@pytest.mark.parametrize("status", ["prospect", "pending_review", "frozen", "closed"])
def test_only_active_customers_are_dealt_with(engine: Engine, operate: Operate, status: str) -> None:
    enter(engine, row(engine, "A03")["key"], status=status)

    assert refusal(operate, DISTRIBUTOR, distributor="A03")["reason"] == "customer_not_active"


@pytest.mark.parametrize(
    ("inputs", "reason"),
    [
        ({"distributor": "A01"}, "customer_of_other_kind"),
        ({"distributor": "A03", "territory": "370000"}, "outside_territory"),
        ({"distributor": "C17", "products": ["QL-3001"], "territory": "370000"}, "outside_licence_scope"),
        ({"distributor": "A03", "products": ["QL-3001"], "on": "2029-07-01"}, "customer_licence_expired"),
    ],
)
def test_a_distributor_who_does_not_fit_is_refused(
    operate: Operate, inputs: dict[str, Any], reason: str
) -> None:
    assert refusal(operate, DISTRIBUTOR, **inputs)["reason"] == reason


def test_a_distributor_of_drugs_needs_the_licence_to_trade_in_them(engine: Engine, operate: Operate) -> None:
    """In Jiangsu drugs go by two invoices; A03 holds the licence, C17 gets the scope and still lacks it."""
    inputs = {"products": ["QL-3001"], "territory": "320500"}
    assert operate(DISTRIBUTOR, distributor="A03", **inputs)["licence_valid_to"] == "2029-06-30"

    enter(engine, row(engine, "C17")["key"], licence_scope=["drug"], territory="320000")
    facts = refusal(operate, DISTRIBUTOR, distributor="C17", **inputs)
    assert facts["reason"] == "customer_licence_missing"


def test_where_drugs_go_by_two_invoices_an_agent_who_is_no_distributor_is_refused(
    engine: Engine, operate: Operate
) -> None:
    enter(engine, row(engine, "A06")["key"], licence_scope=["drug"], territory="000000")

    facts = refusal(operate, AGENT, agent="A06", products=["QL-3001"], territory="320500")
    assert facts["reason"] == "two_invoices_need_distributor"
    other = refusal(operate, AGENT, agent="A06", products=["QL-3001"], territory="440000")
    assert other["reason"] == "customer_licence_missing"


def test_a_licence_that_ran_out_is_noticed_by_the_clock_alone(operate: Operate, clock: FixedClock) -> None:
    assert operate(AGENT, agent="A07", products=["QL-1004"])
    clock.move_to("2026-06-05T16:00:00+00:00")

    assert refusal(operate, AGENT, agent="A07", products=["QL-1004"])["reason"] == "customer_licence_expired"
