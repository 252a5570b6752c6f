"""Qualification papers: their state by the clock; none is used on a day it does not hold (VR-01)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from engine.bootstrap import Engine
from engine.kernel.clock import FixedClock
from engine.kernel.errors import InvalidInput, OperationRefused
from engine.registers.qualifications.queries import ENTERED, REGISTER
from tests.engine.registers.conftest import Operate, step_of

CHECK = "register.qualifications.check"
PAPER: dict[str, Any] = {
    "doc_no": "X-01",
    "owner_type": "company",
    "doc_kind": "device_trade_licence",
    "valid_from": "2026-07-01",
    "valid_to": "2031-06-30",
    "paper_location": "档案柜",
}


def enter(engine: Engine, **values: Any) -> int:
    with step_of(engine, "fangying") as step:
        return ENTERED.write(step, None, PAPER | values)


def state(engine: Engine, number: str) -> str:
    with engine.read() as reader:
        assert REGISTER.find is not None
        row = REGISTER.find(reader, {"doc_no": number})
    assert row is not None
    return str(row["status"])


def found(engine: Engine, **filters: str) -> set[str]:
    with engine.read() as reader:
        return {row["doc_no"] for row in REGISTER.list(reader, filters).rows}


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-06-16T15:59:00+00:00", "valid"),
        ("2026-06-16T16:01:00+00:00", "expiring"),
        ("2026-09-15T15:59:00+00:00", "expiring"),
        ("2026-09-15T16:01:00+00:00", "expired"),
    ],
)
def test_the_state_is_that_of_the_company_clock_in_lists_too(
    engine: Engine, clock: FixedClock, now: str, expected: str
) -> None:
    clock.move_to(now)

    assert state(engine, "OWN-04") == expected
    for status in ("valid", "expiring", "expired", "replaced"):
        assert ("OWN-04" in found(engine, owner_type="company", status=status)) == (status == expected)


def test_a_paper_is_replaced_once_the_newer_one_is_in_force(engine: Engine, clock: FixedClock) -> None:
    enter(engine, supersedes="OWN-04")
    assert state(engine, "OWN-04") == "valid"

    clock.move_to("2026-07-01T01:00:00+00:00")
    assert state(engine, "OWN-04") == "replaced"
    assert "OWN-04" in found(engine, status="replaced")


@pytest.mark.parametrize(
    ("wrong", "column", "code"),
    [
        ({"doc_no": "OWN-01"}, "doc_no", "taken_already"),
        ({"valid_to": None}, "valid_to", "expiry_or_none"),
        ({"no_expiry": True}, "no_expiry", "expiry_or_none"),
        ({"valid_to": "2026-06-30"}, "valid_to", "ends_before_it_begins"),
        ({"owner_type": "customer", "owner_id": "Z99"}, "owner_id", "row_not_there"),
        ({"owner_type": "customer"}, "owner_id", "required"),
        ({"supersedes": "OWN-03"}, "supersedes", "supersedes_another"),
        ({"doc_kind": "diploma"}, "doc_kind", "option_unknown"),
        ({"paper_location": ""}, "paper_location", "required"),
    ],
)
def test_a_wrong_paper_is_refused_at_its_column(
    engine: Engine, wrong: dict[str, Any], column: str, code: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        enter(engine, **wrong)

    assert [(name, one[0].code) for name, one in refused.value.facts["fields"].items()] == [(column, code)]


def refusal(operate: Operate, **inputs: Any) -> Mapping[str, Any]:
    with pytest.raises(OperationRefused) as refused:
        operate(CHECK, **inputs)
    return refused.value.facts


def test_papers_that_hold_on_the_day_are_told_with_their_first_end(operate: Operate) -> None:
    told = operate(CHECK, docs=["OWN-01", "OWN-02", "OWN-04"], on="2026-09-15")

    assert told == {"docs": ["OWN-01", "OWN-02", "OWN-04"], "valid_to": "2026-09-15"}
    assert operate(CHECK, doc_no="OWN-01", on="2090-01-01")["valid_to"] is None


def test_a_paper_that_has_ended_by_then_is_named(operate: Operate) -> None:
    facts = refusal(operate, docs=["OWN-02", "OWN-04"], on="2026-09-16")

    assert (facts["reason"], facts["number"]) == ("qualification_not_in_force", "OWN-04")
    assert (facts["ends"], facts["on"]) == (date(2026, 9, 15), date(2026, 9, 16))


def test_without_a_day_it_is_today(operate: Operate, clock: FixedClock) -> None:
    assert operate(CHECK, doc_no="OWN-04")
    clock.move_to("2026-09-15T16:01:00+00:00")

    assert refusal(operate, doc_no="OWN-04")["reason"] == "qualification_not_in_force"


@pytest.mark.parametrize(
    ("inputs", "reason"),
    [
        ({"doc_kind": "drug_trade_licence"}, "qualification_missing"),
        ({"any_of": ["device_trade_licence"], "on": "2026-10-01"}, "qualification_expired"),
        ({"doc_kinds": ["business_licence", "iso13485"]}, "qualification_missing"),
        ({"doc_no": "OWN-99"}, "row_not_there"),
    ],
)
def test_a_kind_that_nobody_has_is_refused(operate: Operate, inputs: dict[str, Any], reason: str) -> None:
    assert refusal(operate, **inputs)["reason"] == reason


def test_the_paper_that_holds_longest_counts(engine: Engine, operate: Operate) -> None:
    enter(engine)

    assert operate(CHECK, doc_kind="device_trade_licence", on="2026-08-01")["docs"] == ["X-01"]
