"""A loan for a deposit: its money moves from what the borrower owes to the deposit, once for each bid."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from engine.bootstrap import Engine
from engine.execution.ports import OperationCall
from engine.kernel.actor import Actor
from engine.kernel.clock import FixedClock
from engine.organisation.roles import ROLES
from engine.processes.view import variables
from engine.seeds.scenarios.compare import differences
from engine.seeds.scenarios.play import Played, play
from engine.seeds.scenarios.read import Scenario
from tests.engine.registers.conftest import step_of

TENDER = "TB-2026-0010"
PAYEE = {"payee_name": "苏澄市政府采购中心(演示)", "payee_account": "9901017700002"}
DEPOSIT = {"purpose": "deposit", "amount": 20_000}
AGREED = [{"task": "UserTask_ApproveStep", "who": who, "values": {"decision": "approved"}}
          for who in ("sunlixing", "fengyaqin")]  # fmt: skip
Step = dict[str, Any]


@pytest.fixture
def bid(engine: Engine) -> str:
    """A bid that was begun for the tender."""
    with step_of(engine, "zhouzimo") as step:
        call = OperationCall(7, 7, "Step_1", "7:7", {"tender": TENDER}, {}, "zhouzimo")
        return str(engine.services.operations["register.bids.open"].run(step, call)["bid_no"])


def started(bid: str) -> Step:
    given = {"tender": TENDER, "bid_no": bid, "loan_purpose": "deposit"}
    return {"start": "bid_cost_loan", "who": "system", "values": given}


def asked(*lines: Step) -> Step:
    values = {**PAYEE, "lines": list(lines), "expected_settle_on": "2026-06-30"}
    return {"task": "UserTask_LoanRequest", "who": "zhouzimo", "values": values}


def paid(**changes: Any) -> Step:
    slip = {"name": "回单.pdf", "text": "%PDF-1.7 回单"}
    values = {"paid_on": "2026-05-20", "bank_ref": "YH-1", "pay_from_account": "basic", "voucher": slip}
    return {"task": "UserTask_Pay", "who": "duanhong", "values": {**values, **changes}}


def played(engine: Engine, clock: FixedClock, *steps: Step, then: tuple[Step, ...] = ()) -> Played:
    scenario = Scenario("保证金借款", clock.now(), "demo", steps, then)
    found = play(engine, clock, scenario)
    assert differences(engine, scenario, found) == []
    return found


def row(engine: Engine, register: str) -> dict[str, Any]:
    with engine.read() as reader:
        return dict(engine.services.registers[register].list(reader, {}).rows[0])


def test_a_deposit_opens_its_row_and_nothing_stays_to_be_settled(
    engine: Engine, clock: FixedClock, bid: str
) -> None:
    ends = ({"ended": "EndEvent_Paid"}, {"ended": "EndEvent_Settled"}, {"no_task": "UserTask_Settle"})
    played(engine, clock, started(bid), asked(DEPOSIT), *AGREED, paid(), then=ends)

    loan, deposit = row(engine, "loans"), row(engine, "deposits")
    assert (loan["status"], loan["open"], loan["deposit"]) == ("settled", 0, deposit["deposit_no"])
    assert [line["kind"] for line in loan["settlements"]] == ["transfer_to_deposit"]
    assert (deposit["bid"], deposit["amount"], deposit["loan"]) == (bid, 20_000, loan["loan_no"])
    assert (deposit["paid_on"], deposit["payee_account"]) == (date(2026, 5, 20), PAYEE["payee_account"])
    assert (deposit["pay_from_account"], deposit["form"]) == ("basic", "transfer")


def test_what_was_lent_beside_the_deposit_is_settled_by_the_borrower(
    engine: Engine, clock: FixedClock, bid: str
) -> None:
    travel = {"purpose": "travel", "amount": 300}
    open_ones = ({"task": "UserTask_Settle", "who": "zhouzimo", "on": "2026-06-30"},)
    played(engine, clock, started(bid), asked(DEPOSIT, travel), *AGREED, paid(), then=open_ones)

    loan = row(engine, "loans")
    assert (loan["status"], loan["settled"], loan["open"]) == ("partly_settled", 20_000, 300)


def test_a_deposit_leaves_from_the_basic_account_alone(engine: Engine, clock: FixedClock, bid: str) -> None:
    refused = ({"refused": 5, "code": "invalid_input", "field": "pay_from_account"},)
    wrong = paid(pay_from_account="general")
    played(engine, clock, started(bid), asked(DEPOSIT), *AGREED, wrong, paid(), then=refused)

    assert row(engine, "loans")["pay_from_account"] == "basic"


def test_one_bid_has_one_deposit(engine: Engine, clock: FixedClock, bid: str) -> None:
    """The second loan is stopped before its money leaves."""
    played(engine, clock, started(bid), asked(DEPOSIT), *AGREED, paid())
    refused = ({"refused": 5, "code": "invalid_input", "field": "paid_on"},)
    again = (started(bid), asked(DEPOSIT), *AGREED, paid(bank_ref="YH-2"))
    played(engine, clock, *again, then=refused)

    assert row(engine, "loans")["status"] == "approved"


def test_the_request_begins_with_the_tenders_own_figures(engine: Engine, clock: FixedClock, bid: str) -> None:
    found = played(engine, clock, started(bid))

    assert found.root_key is not None
    with engine.read() as reader:
        values = variables(reader, Actor("zhouzimo", frozenset(ROLES)), found.root_key)
    assert [line["amount"] for line in values["lines"]] == [Decimal(20_000)]
    assert values["lines"][0]["need_by"] == values["deposit_deadline"] == "2026-06-11"
    assert values["expected_settle_on"] == "2026-09-10"
