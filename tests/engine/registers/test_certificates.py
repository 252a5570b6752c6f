"""Certificates: what their numbers say, how long they hold, when a renewal must be begun."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engine.bootstrap import Engine
from engine.kernel.clock import FixedClock
from engine.kernel.errors import InvalidInput, OperationRefused
from engine.registers.certificates import numbers, terms
from engine.registers.certificates.queries import ENTERED, REGISTER
from tests.engine.registers.conftest import Operate, step_of

GOOD: dict[str, Any] = {
    "cert_no": "苏械注准20242409999",
    "kind": "device_reg",
    "product_names": "某试剂盒",
    "holder": "某公司(演示)",
    "valid_from": "2024-01-01",
    "valid_to": "2028-12-31",
}


@pytest.mark.parametrize(
    ("kind", "number", "code"),
    [
        ("device_reg", "苏械注准20232409901", None),
        ("device_reg", "国械注准20243409904", None),
        ("device_reg", "国械注进20242409904", None),
        ("device_reg", "苏械注准20233409901", "certificate_place_must_be_national"),
        ("device_reg", "苏械注进20232409901", "certificate_place_must_be_national"),
        ("device_reg", "国械注准20242409904", "certificate_class_must_be_3"),
        ("device_reg", "苏械注准2023409901", "certificate_no_malformed"),
        ("device_reg", "苏械注准20231409901", "certificate_no_malformed"),
        ("device_reg", "国药准字H20239909", "certificate_no_malformed"),
        ("device_filing", "苏械备20230001", None),
        ("device_filing", "苏苏械备20230001号", None),
        ("device_filing", "苏械备202301", "certificate_no_malformed"),
        ("drug_approval", "国药准字H20239909", None),
        ("import_drug", "国药准字HJ20239909", None),
        ("drug_approval", "国药准字X20239909", "certificate_no_malformed"),
    ],
)
def test_a_number_says_its_place_form_and_class(kind: str, number: str, code: str | None) -> None:
    problem = numbers.problem(kind, number)

    assert (problem.code if problem else None) == code


@pytest.mark.parametrize(
    ("wrong", "column", "code"),
    [
        ({"valid_to": None}, "valid_to", "required"),
        ({"valid_to": "2023-12-31"}, "valid_to", "ends_before_it_begins"),
        ({"valid_to": "2029-01-01"}, "valid_to", "term_too_long"),
        ({"renewal_status": "accepted", "renewal_accept_no": "A1"}, "renewal_accepted_on", "required"),
        ({"renewal_accepted_on": "2028-07-01"}, "renewal_accepted_on", "renewal_too_late"),
        ({"cert_no": "苏械注准20232409901"}, "cert_no", "taken_already"),
    ],
)
def test_a_wrong_certificate_is_refused_at_its_column(
    engine: Engine, wrong: dict[str, Any], column: str, code: str
) -> None:
    with step_of(engine, "fangying") as step, pytest.raises(InvalidInput) as refused:
        ENTERED.write(step, None, GOOD | wrong)

    assert [(name, found[0].code) for name, found in refused.value.facts["fields"].items()] == [
        (column, code)
    ]


def test_a_filing_does_not_expire(engine: Engine) -> None:
    filing = GOOD | {"cert_no": "苏械备20240001", "kind": "device_filing", "valid_to": None}
    with step_of(engine, "fangying") as step:
        row: Any = REGISTER.one(step, ENTERED.write(step, None, filing))

    assert (row["status"], row["renewal_alert"], row["device_class"]) == ("valid", "none", "1")


TERM = {"valid_from": date(2021, 12, 21), "valid_to": date(2026, 12, 20)}


@pytest.mark.parametrize(
    ("renewal", "accepted", "day", "state"),
    [
        ("none", None, "2026-12-20", "valid"),
        ("none", None, "2026-12-21", "expired"),
        ("accepted", "2026-06-20", "2026-12-21", "deemed_renewed"),
        ("accepted", "2026-06-21", "2026-12-21", "expired"),
        ("refused", "2026-06-20", "2026-12-21", "expired"),
    ],
)
def test_a_renewal_that_was_taken_in_in_time_keeps_a_certificate_in_force(
    renewal: str, accepted: str | None, day: str, state: str
) -> None:
    accepted_on = date.fromisoformat(accepted) if accepted else None
    row = {**TERM, "renewal_status": renewal, "renewal_accepted_on": accepted_on}

    assert terms.status(row, date.fromisoformat(day)) == state


@pytest.mark.parametrize(
    ("day", "alert"),
    [
        ("2025-12-19", "none"),
        ("2025-12-20", "12"),
        ("2026-03-20", "9"),
        ("2026-05-20", "7"),
        ("2026-06-20", "7"),
        ("2026-06-21", "closed"),
    ],
)
def test_people_are_told_twelve_nine_and_seven_months_before(day: str, alert: str) -> None:
    row = {**TERM, "renewal_status": "preparing", "renewal_accepted_on": None}

    assert terms.alert(row, date.fromisoformat(day)) == alert


def test_the_state_is_that_of_the_company_clock(engine: Engine, clock: FixedClock) -> None:
    clock.move_to("2026-12-21T01:00:00+00:00")
    with engine.read() as reader:
        row: Any = REGISTER.find(reader, {"cert_no": "苏械注准20212409903"}) if REGISTER.find else None

    assert row["status"] == "expired"


def test_a_certificate_out_of_force_is_refused_with_its_term(operate: Operate) -> None:
    told = operate("register.certificates.check", cert_no="苏械注准20212409903", on="2026-12-20")
    assert told["valid_to"] == "2026-12-20"

    with pytest.raises(OperationRefused) as refused:
        operate("register.certificates.check", cert_no="苏械注准20212409903", on="2026-12-21")
    assert refused.value.facts["reason"] == "certificate_not_in_force"
    assert refused.value.facts["ends"] == date(2026, 12, 20)
