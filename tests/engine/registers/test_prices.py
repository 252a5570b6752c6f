"""The price list: one price for a key and a day, and the order in which prices are looked up."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from engine.bootstrap import Engine
from engine.kernel.actor import Actor
from engine.kernel.errors import EngineError, InvalidInput, OperationRefused
from engine.registers.prices.queries import REGISTER, write
from engine.registers.shared.enter_rows import EnterRows
from tests.engine.registers.conftest import Operate, step_of

SEED = Actor.system("seed")
AWARD: dict[str, Any] = {
    "product": "QL-1001", "price_type": "bid_award", "territory": "330000", "price": "800.00",
    "valid_from": "2026-06-01", "valid_to": "2026-06-30",
}  # fmt: skip


def enter(engine: Engine, values: dict[str, Any], key: int | None = None, role: str = "sales_manager") -> int:
    with step_of(engine, "sunlixing") as step:
        step.actor = Actor("sunlixing", frozenset({role}))
        return write(step, key, values)


def refusal(engine: Engine, values: dict[str, Any], **more: Any) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInput) as refused:
        enter(engine, values, **more)
    return [(name, found[0].code) for name, found in refused.value.facts["fields"].items()]


@pytest.mark.parametrize(
    ("term", "overlaps"),
    [
        (("2026-05-01", "2026-05-31"), False),
        (("2026-05-01", "2026-06-01"), True),
        (("2026-06-10", "2026-06-20"), True),
        (("2026-05-01", None), True),
        (("2026-06-30", None), True),
        (("2026-07-01", None), False),
    ],
)
def test_two_prices_for_one_key_never_hold_on_the_same_day(
    engine: Engine, term: tuple[str, str | None], overlaps: bool
) -> None:
    enter(engine, AWARD)
    again = AWARD | {"valid_from": term[0], "valid_to": term[1], "price": "790.00"}

    if overlaps:
        assert refusal(engine, again) == [("valid_from", "price_overlaps")]
    else:
        assert enter(engine, again)


def test_another_territory_customer_or_kind_is_another_key(engine: Engine) -> None:
    enter(engine, AWARD)

    assert enter(engine, AWARD | {"territory": "330100"})
    assert enter(engine, AWARD | {"customer": "A01"})
    assert enter(engine, AWARD | {"price_type": "hospital"})


def test_an_open_price_must_be_ended_before_the_next_begins(engine: Engine) -> None:
    hospital = {"product": "QL-1001", "price_type": "hospital", "price": "1000", "valid_from": "2026-07-01"}
    assert refusal(engine, hospital) == [("valid_from", "price_overlaps_open")]

    with engine.read() as reader:
        (old,) = REGISTER.list(reader, {"product": "QL-1001", "price_type": "hospital"}).rows
    enter(engine, {"valid_to": "2026-06-30"}, old["key"])
    assert enter(engine, hospital)


def test_of_two_overlapping_prices_at_once_one_stands(engine: Engine) -> None:
    """The second of two steps that meet sees the first one when it is tried again."""
    both = Barrier(2)
    told: list[str] = []

    def one(price: str) -> None:
        both.wait()
        try:
            engine.execute(EnterRows("prices", (AWARD | {"price": price},)), SEED)
            told.append("stands")
        except EngineError as error:
            told.append(error.code)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, ("800.00", "790.00")))

    assert sorted(told) == ["invalid_input", "stands"]
    with engine.read() as reader:
        found = REGISTER.list(reader, {"product": "QL-1001", "price_type": "bid_award"}).rows
    assert len(found) == 1


def test_the_database_itself_refuses_an_overlap(engine: Engine) -> None:
    enter(engine, AWARD)
    later = enter(engine, AWARD | {"valid_from": "2026-07-01", "valid_to": "2026-07-31"})

    moved = "UPDATE register_price SET valid_from = '2026-06-15' WHERE key = :key"
    with pytest.raises(IntegrityError), engine.database.begin() as connection:
        connection.execute(text(moved), {"key": later})


@pytest.mark.parametrize(
    ("wrong", "column", "code"),
    [
        ({"price": "0"}, "price", "must_be_positive"),
        ({"price": None}, "price", "required"),
        ({"territory": None}, "territory", "required"),
        ({"floor_price": "1"}, "floor_price", "price_of_other_kind"),
        ({"valid_to": "2026-05-01"}, "valid_to", "ends_before_it_begins"),
        ({"product": "QL-0000"}, "product", "row_not_there"),
        ({"customer": "Z99"}, "customer", "row_not_there"),
        ({"price_type": "bid_floor"}, "floor_price", "required"),
    ],
)
def test_a_wrong_price_is_refused_at_its_column(
    engine: Engine, wrong: dict[str, Any], column: str, code: str
) -> None:
    assert (column, code) in refusal(engine, AWARD | wrong)


def test_only_who_sees_floors_sets_prices(engine: Engine) -> None:
    assert refusal(engine, AWARD, role="sales_assistant_lead") == [("price", "price_not_yours")]
    assert REGISTER.needs_second is not None
    assert REGISTER.needs_second(None, AWARD)


@pytest.mark.parametrize(
    ("inputs", "price", "source"),
    [
        ({"product": "QL-3001"}, "128.00", "list"),
        ({"product": "QL-3001", "customer": "A03"}, "99.84", "tier"),
        ({"product": "QL-3001", "customer": "A02"}, "108.80", "tier"),
        ({"product": "QL-3001", "customer": "C01"}, "128.00", "tier"),
        ({"product": "QL-2001", "customer": "C03"}, "458000.00", "award"),
        ({"product": "QL-2001", "customer": "A03"}, "374400.00", "tier"),
        ({"product": "QL-2001", "customer": "A03", "territory": "320500"}, "458000.00", "award"),
        ({"product": "QL-3001", "customer": "A03", "contract_price": Decimal("90.00")}, "90.00", "contract"),
    ],
)
def test_the_look_up_goes_from_contract_and_award_to_tier_and_list(
    operate: Operate, inputs: dict[str, Any], price: str, source: str
) -> None:
    told = operate("register.prices.look_up", **inputs)

    assert (told["price"], told["source"]) == (Decimal(price), source)


def test_a_customer_price_goes_before_the_tier_and_after_the_award(engine: Engine, operate: Operate) -> None:
    tier = {"product": "QL-1001", "price_type": "agent_tier_a", "customer": "A01"}
    enter(engine, {**tier, "price": "850.00", "valid_from": "2026-01-01"})

    def found(on: str) -> tuple[Decimal, str]:
        told = operate("register.prices.look_up", product="QL-1001", customer="A01", on=on)
        return told["price"], told["source"]

    assert found("2026-06-15") == (Decimal("850.00"), "customer")
    enter(engine, AWARD)
    assert found("2026-06-15") == (Decimal("800.00"), "award")
    assert found("2026-07-01") == (Decimal("850.00"), "customer")


def test_a_floor_is_never_looked_up(engine: Engine, operate: Operate) -> None:
    floor = {"product": "QL-1001", "price_type": "bid_floor", "customer": "A01", "valid_from": "2026-01-01"}
    enter(engine, {**floor, "floor_price": "700"})

    assert operate("register.prices.look_up", product="QL-1001", customer="A01")["source"] == "tier"
    with pytest.raises(OperationRefused):
        operate("register.prices.look_up", product="QL-0000")
