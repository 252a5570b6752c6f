"""Agencies and the codes of products on their platforms."""

from __future__ import annotations

from typing import Any

import pytest

from engine.bootstrap import Engine
from engine.execution.ports import Register
from engine.kernel.errors import InvalidInput, OperationRefused
from engine.registers.agencies.queries import REGISTER as AGENCIES
from engine.registers.platform_codes.queries import REGISTER as CODES
from tests.engine.registers.conftest import Operate, step_of

AGENCY: dict[str, Any] = {
    "agency_code": "AG-99",
    "name": "新招标代理(演示)",
    "kind": "agent_company",
    "territory": "330000",
    "deposit_regime": "bidding_law",
}
CODE: dict[str, Any] = {
    "agency": "AG-03", "product": "QL-1001", "platform_code": "CL-1", "unit_ratio": "1", "status": "listed"
}  # fmt: skip


def enter(engine: Engine, register: Register, values: dict[str, Any]) -> int:
    assert register.write is not None
    with step_of(engine, "zhouzimo") as step:
        return register.write(step, None, values)


def refusal(engine: Engine, register: Register, values: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInput) as refused:
        enter(engine, register, values)
    return [(name, found[0].code) for name, found in refused.value.facts["fields"].items()]


@pytest.mark.parametrize(
    ("wrong", "column", "code"),
    [
        ({"agency_code": "AG-01"}, "agency_code", "taken_already"),
        ({"kind": "friend"}, "kind", "option_unknown"),
        ({"territory": "110000"}, "territory", "row_not_there"),
        ({"site_url": "javascript:alert(1)"}, "site_url", "address_malformed"),
        ({"check_interval_days": 0}, "check_interval_days", "must_be_positive"),
        ({"bank_account_for_deposit": "12 34", "account_name": "x"}, "bank_account_for_deposit",
         "bank_account_malformed"),
        ({"bank_account_for_deposit": "99010177000099"}, "account_name", "required"),
    ],
)  # fmt: skip
def test_a_wrong_agency_is_refused_at_its_column(
    engine: Engine, wrong: dict[str, Any], column: str, code: str
) -> None:
    assert refusal(engine, AGENCIES, AGENCY | wrong) == [(column, code)]


def test_an_account_for_deposits_needs_a_second_person() -> None:
    assert AGENCIES.needs_second is not None
    for name in ("account_name", "bank_name", "bank_account_for_deposit"):
        assert AGENCIES.needs_second({}, {name: "x"})
        assert AGENCIES.needs_second(None, {name: "x"})
    assert not AGENCIES.needs_second({}, {"notes": "x"})


def test_an_agency_tells_to_whom_deposits_are_paid(operate: Operate) -> None:
    told = operate("register.agencies.facts", agency="AG-03")

    assert told["deposit_regime"] == "bidding_law"
    assert (told["account_name"], told["bank_account_for_deposit"]) == (told["name"], "9901017700003")
    with pytest.raises(OperationRefused):
        operate("register.agencies.facts", agency="AG-77")


@pytest.mark.parametrize(
    ("wrong", "column", "code"),
    [
        ({"agency": "AG-01", "platform_code": "BJ99000002", "product": "QL-3002"}, "platform_code",
         "taken_already"),
        ({"agency": "AG-01"}, "product", "taken_already"),
        ({"unit_ratio": "0"}, "unit_ratio", "must_be_positive"),
        ({"unit_ratio": None}, "unit_ratio", "required"),
        ({"listed_price": "0"}, "listed_price", "must_be_positive"),
        ({"product": "QL-0000"}, "product", "row_not_there"),
        ({"agency": "AG-77"}, "agency", "row_not_there"),
    ],
)  # fmt: skip
def test_a_wrong_platform_code_is_refused_at_its_column(
    engine: Engine, wrong: dict[str, Any], column: str, code: str
) -> None:
    assert refusal(engine, CODES, CODE | wrong) == [(column, code)]


def test_the_same_code_may_stand_on_another_platform(engine: Engine) -> None:
    assert enter(engine, CODES, CODE | {"platform_code": "BJ99000001"})
