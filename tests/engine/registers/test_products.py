"""Products: what must hold between their columns, and who may see and set a floor price."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from engine.bootstrap import Engine
from engine.kernel.actor import Actor
from engine.kernel.errors import InvalidInput
from engine.registers.products.queries import REGISTER, write
from tests.engine.registers.conftest import step_of

SOLD: dict[str, Any] = {
    "product_code": "QL-9001",
    "generic_name": "某试剂盒",
    "spec": "10人份",
    "category": "ivd_2",
    "unit": "盒",
    "pack_qty": 10,
    "storage_cond": "cold_2_8",
    "shelf_life_months": 12,
    "manufacturer": "某公司(演示)",
    "mah_registrant": "某公司(演示)",
    "registration": "苏械注准20232409901",
    "list_price": "100.00",
    "floor_price": "60.00",
    "status": "on_sale",
}
DRUG = {
    "category": "drug", "registration": "国药准字H20239909", "dosage_form": "片剂", "is_rx": True
}  # fmt: skip


def enter(engine: Engine, values: dict[str, Any], role: str = "sales_manager", key: int | None = None) -> int:
    with step_of(engine, "sunlixing") as step:
        step.actor = Actor("sunlixing", frozenset({role}))
        return write(step, key, values)


def refusal(engine: Engine, values: dict[str, Any], role: str = "sales_manager") -> list[tuple[str, str]]:
    with pytest.raises(InvalidInput) as refused:
        enter(engine, values, role)
    return [(name, found[0].code) for name, found in refused.value.facts["fields"].items()]


def test_the_demo_company_sells_twelve_products(engine: Engine) -> None:
    with engine.read() as reader:
        rows = REGISTER.list(reader, {"status": "on_sale"}).rows

    assert len(rows) == 12
    assert {row["label"] for row in rows} >= {"QL-1001 降钙素原测定试剂盒(化学发光法) 50人份"}


@pytest.mark.parametrize(
    ("wrong", "column", "code"),
    [
        ({"product_code": "QL-1001"}, "product_code", "taken_already"),
        ({"generic_name": "一次性使用静脉留置针", "spec": "24G", "unit": "支"}, "spec", "taken_already"),
        ({"unit": "桶"}, "unit", "option_unknown"),
        ({"pack_qty": 0}, "pack_qty", "must_be_positive"),
        ({"mid_pack_qty": 3}, "mid_pack_qty", "must_divide"),
        ({"carton_l_cm": "-1"}, "carton_l_cm", "must_be_positive"),
        ({"min_remaining_pct": "101"}, "min_remaining_pct", "not_a_percentage"),
        ({"floor_price": "100.01"}, "floor_price", "floor_above_list"),
        ({"floor_price": None}, "floor_price", "price_needed_for_sale"),
        ({"list_price": "1.00001"}, "list_price", "value_does_not_fit"),
        ({"registration": "苏械注准20999999999"}, "registration", "row_not_there"),
        ({"category": "ivd_3", "udi_di": "02990000000019"}, "registration", "certificate_of_other_class"),
        ({"category": "drug", "dosage_form": "片剂"}, "registration", "certificate_of_other_class"),
        ({**DRUG, "dosage_form": None}, "dosage_form", "required"),
        ({"is_rx": True}, "is_rx", "drugs_only"),
        ({"tax_rate": "0.03"}, "tax_rate", "tax_rate_not_for_category"),
        ({"tax_rate": "0.12"}, "tax_rate", "option_unknown"),
        ({"udi_di": "02990000000018"}, "udi_di", "udi_malformed"),
        ({"nmpa_trace_code": "1234567"}, "nmpa_trace_code", "drugs_only"),
        ({**DRUG, "nmpa_trace_code": "12"}, "nmpa_trace_code", "must_have_digits"),
        ({"tax_code": "107"}, "tax_code", "must_have_digits"),
        ({"trade_name": "长" * 81}, "trade_name", "text_too_long"),
    ],
)
def test_a_wrong_product_is_refused_at_its_column(
    engine: Engine, wrong: dict[str, Any], column: str, code: str
) -> None:
    assert refusal(engine, SOLD | wrong) == [(column, code)]


def test_a_class_3_product_needs_its_device_identifier(engine: Engine) -> None:
    class_3 = SOLD | {"category": "ivd_3", "registration": "国械注准20243409904"}

    assert refusal(engine, class_3) == [("udi_di", "required")]
    assert enter(engine, class_3 | {"udi_di": "MA.156.M0.123456"})


def test_a_code_stays_as_it_was_entered(engine: Engine) -> None:
    key = enter(engine, SOLD)
    with pytest.raises(InvalidInput) as refused:
        enter(engine, {"product_code": "QL-9002"}, key=key)

    assert refused.value.facts["fields"]["product_code"][0].code == "column_fixed"


@pytest.mark.parametrize("wrong", [{"floor_price": "50"}, {"list_price": "200"}])
def test_a_lead_enters_a_draft_and_no_price(engine: Engine, wrong: dict[str, Any]) -> None:
    draft = {**SOLD, "status": "draft", "list_price": None, "floor_price": None}

    assert enter(engine, draft, role="sales_assistant_lead")
    assert [code for _, code in refusal(engine, draft | wrong, role="sales_assistant_lead")] == [
        "price_not_yours"
    ]


def test_a_price_needs_a_second_person_and_a_storage_place_does_not() -> None:
    before = {"list_price": 100, "floor_price": 60}
    assert REGISTER.needs_second is not None

    assert REGISTER.needs_second(before, {"floor_price": 61})
    assert REGISTER.needs_second(before, {"list_price": 101})
    assert REGISTER.needs_second(None, SOLD)
    assert not REGISTER.needs_second(before, {"spec": "20人份"})


def test_three_roles_see_the_floor_and_no_search_finds_it(engine: Engine) -> None:
    (column,) = (one for one in REGISTER.columns if one.key == "floor_price")
    assert column.see == {"sales_manager", "finance_manager", "general_manager"}
    assert not column.filter

    with engine.read() as reader:
        assert not REGISTER.list(reader, {}, "760").rows
        assert not REGISTER.list(reader, {}, "760.0000").rows


@pytest.mark.parametrize(
    "change",
    ["floor_price = list_price + 1", "pack_qty = 0", "list_price = NULL", "product_code = 'QL-1001'"],
)
def test_the_database_itself_refuses_what_cannot_be(engine: Engine, change: str) -> None:
    with pytest.raises(IntegrityError), engine.database.begin() as connection:
        connection.execute(text(f"UPDATE register_product SET {change} WHERE product_code = 'QL-1002'"))
