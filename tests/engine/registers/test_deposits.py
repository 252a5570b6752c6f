"""A deposit is entered once for a bid, its sum always adds up, and how it stands follows from the day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from engine.bootstrap import Engine
from engine.execution.tables import REGISTER_CHANGE
from engine.kernel.clock import FixedClock
from engine.kernel.errors import OperationRefused
from engine.registers.deposits.status import age_bucket, days_overdue
from engine.registers.deposits.tables import DEPOSIT
from tests.engine.registers.conftest import Operate, step_of

MONEY = ("amount", "refunded_total", "offset_amount", "forfeited_amount", "written_off_amount", "outstanding")
PAID: Mapping[str, Any] = {
    "bid_no": "BD-2026-0903",
    "tender": "TB-2026-0903",
    "legal_regime": "bidding_law",
    "amount": Decimal("80000"),
    "form": "transfer",
    "paid_on": "2026-02-20",
    "payee_name": "滨江省招标中心(演示)",
    "payee_account": "990101000001",
    "preparer": "zhouzimo",
}


@pytest.fixture
def deposit(operate: Operate) -> str:
    number: str = operate("register.deposits.open", **PAID)["deposit_no"]
    return number


def row_of(engine: Engine, number: str) -> Mapping[str, Any]:
    with engine.read() as reader:
        (row,) = engine.services.registers["deposits"].list(reader, {}, number, None, 5).rows
        return row


def money_of(engine: Engine, number: str) -> dict[str, Decimal]:
    row = row_of(engine, number)
    assert row["amount"] == sum(row[name] for name in MONEY[1:])
    return {name: row[name] for name in MONEY if row[name]}


def test_a_deposit_gets_its_number_and_nothing_of_it_is_back_yet(engine: Engine, deposit: str) -> None:
    assert deposit == "DP-2026-0001"
    assert money_of(engine, deposit) == {"amount": Decimal("80000.00"), "outstanding": Decimal("80000.00")}
    assert row_of(engine, deposit)["status"] == "paid"


def test_asked_again_for_the_same_bid_it_is_the_same_deposit(operate: Operate, deposit: str) -> None:
    again = operate("register.deposits.open", **PAID)

    assert (again["deposit_no"], again["is_new"]) == (deposit, False)


@pytest.mark.parametrize("other", [{"amount": Decimal("70000")}, {"loan_no": "JK-2026-0009"}])
def test_a_second_payment_for_a_bid_is_refused(operate: Operate, other: Mapping[str, Any]) -> None:
    operate("register.deposits.open", **{**PAID, "loan_no": "JK-2026-0001"})
    with pytest.raises(OperationRefused) as refused:
        operate("register.deposits.open", **{**PAID, **other})

    assert refused.value.facts["reason"] == "bid_has_deposit"
    with pytest.raises(OperationRefused):
        operate("register.deposits.require_none", bid_no=PAID["bid_no"])


def test_what_was_paid_by_mistake_is_taken_back_and_the_bid_is_free(operate: Operate, deposit: str) -> None:
    operate("register.deposits.withdraw", deposit_no=deposit, is_new=True)

    assert operate("register.deposits.open", **PAID)["deposit_no"] == "DP-2026-0002"


@pytest.mark.parametrize("missing", ["legal_regime", "amount", "paid_on", "bid_no"])
def test_what_a_deposit_cannot_be_without(operate: Operate, missing: str) -> None:
    with pytest.raises(OperationRefused) as refused:
        operate("register.deposits.open", **{**PAID, missing: None})

    assert refused.value.facts["input"] == missing


def test_one_deposit_is_followed_by_one_case(operate: Operate, deposit: str) -> None:
    assert operate("register.deposits.begin", case=1, deposit_no=deposit)["preparer"] == "zhouzimo"
    assert operate("register.deposits.begin", case=1, deposit_no=deposit)["deposit_no"] == deposit
    with pytest.raises(OperationRefused) as refused:
        operate("register.deposits.begin", case=2, deposit_no=deposit)

    assert refused.value.facts["reason"] == "deposit_has_case"


@pytest.mark.parametrize(
    ("day", "status", "days", "bucket"),
    [
        ("2026-04-13", "paid", 0, None),
        ("2026-04-14", "due", 0, None),
        ("2026-04-15", "overdue", 1, "0-30"),
        ("2026-05-14", "overdue", 30, "0-30"),
        ("2026-05-20", "overdue", 36, "31-60"),
        ("2026-06-14", "overdue", 61, "61-90"),
        ("2026-07-14", "overdue", 91, ">90"),
    ],
)
def test_how_it_stands_follows_from_the_companys_day(
    engine: Engine,
    clock: FixedClock,
    operate: Operate,
    deposit: str,
    day: str,
    status: str,
    days: int,
    bucket: str,
) -> None:
    operate(
        "register.deposits.set_refund_due",
        deposit_no=deposit,
        refund_due_on="2026-04-14",
        refund_basis="award_notice_estimate",
    )
    clock.move_to(f"{day}T00:30:00+08:00")
    row = row_of(engine, deposit)

    assert (row["status"], row["days_overdue"], row["age_bucket"]) == (status, days, bucket)
    with engine.read() as reader:
        deposits = engine.services.registers["deposits"]
        for name, value in (("status", status), ("age_bucket", bucket or "0-30")):
            found = deposits.list(reader, {name: value}, "", None, 5).rows
            assert bool(found) == (value == row[name])


def test_a_refund_in_full_closes_the_deposit(engine: Engine, operate: Operate, deposit: str) -> None:
    operate("register.deposits.refund", deposit_no=deposit, amount=Decimal("80000"), interest=Decimal("7.45"))
    row = row_of(engine, deposit)

    assert (row["status"], row["outstanding"], row["interest_received"]) == ("returned", 0, Decimal("7.45"))
    assert (row["days_overdue"], row["closed_on"]) == (0, date(2026, 5, 20))


PROOF = [{"name": "通知.pdf", "sha256": "0" * 64}]


@pytest.mark.parametrize(
    ("given", "moved", "status"),
    [
        ({"partial_reason": "deduct_agency_fee", "proof": PROOF}, {"offset_amount": 20000}, "returned"),
        ({"partial_reason": "deduct_penalty", "proof": PROOF}, {"forfeited_amount": 20000}, "returned"),
        ({"partial_reason": "convert_bond", "proof": PROOF}, {"offset_amount": 20000}, "returned"),
        ({"partial_reason": "convert_bond"}, {"outstanding": 20000}, "partly_returned"),
        ({"partial_reason": "error", "proof": PROOF}, {"outstanding": 20000}, "partly_returned"),
        (
            {"partial_reason": "deduct_agency_fee", "proof": PROOF, "explained_amount": Decimal("15000")},
            {"offset_amount": 15000, "outstanding": 5000},
            "partly_returned",
        ),
    ],
)
def test_what_is_missing_goes_where_its_reason_and_its_document_say(
    engine: Engine,
    operate: Operate,
    deposit: str,
    given: Mapping[str, Any],
    moved: Mapping[str, int],
    status: str,
) -> None:
    operate("register.deposits.refund", deposit_no=deposit, amount=Decimal("60000"), **given)

    assert money_of(engine, deposit) == {"amount": 80000, "refunded_total": 60000, **moved}
    assert row_of(engine, deposit)["status"] == status


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"amount": Decimal("80000.01")}, "amount"),
        ({"amount": Decimal("0")}, "amount"),
        ({"amount": None}, "amount"),
        ({"amount": Decimal("1"), "interest": Decimal("-1")}, "interest"),
        ({"amount": Decimal("1")}, "partial_reason"),
        (
            {"amount": Decimal("1"), "partial_reason": "convert_bond", "explained_amount": Decimal("5")},
            "proof",
        ),
    ],
)
def test_a_refund_that_cannot_be_is_refused(
    operate: Operate, deposit: str, given: Mapping[str, Any], wrong: str
) -> None:
    with pytest.raises(OperationRefused) as refused:
        operate("register.deposits.refund", deposit_no=deposit, **given)

    assert refused.value.facts["input"] == wrong


def test_mostly_turned_into_the_bond_it_is_converted(engine: Engine, operate: Operate, deposit: str) -> None:
    given = {"amount": Decimal("100"), "partial_reason": "convert_bond", "proof": PROOF}
    operate("register.deposits.refund", deposit_no=deposit, **given)

    assert row_of(engine, deposit)["status"] == "converted"


@pytest.mark.parametrize(
    ("name", "column", "status"),
    [("forfeit", "forfeited_amount", "forfeited"), ("write_off", "written_off_amount", "written_off")],
)
def test_what_is_given_up_is_still_the_same_sum(
    engine: Engine, operate: Operate, deposit: str, name: str, column: str, status: str
) -> None:
    operate("register.deposits.refund", deposit_no=deposit, amount=Decimal("30000"), partial_reason="error")
    operate(f"register.deposits.{name}", deposit_no=deposit)

    assert money_of(engine, deposit) == {"amount": 80000, "refunded_total": 30000, column: 50000}
    assert row_of(engine, deposit)["status"] == status
    with pytest.raises(OperationRefused):
        operate("register.deposits.refund", deposit_no=deposit, amount=Decimal("1"), partial_reason="error")


def test_a_cancelled_refund_puts_everything_back(engine: Engine, operate: Operate, deposit: str) -> None:
    before = row_of(engine, deposit)
    told = operate("register.deposits.refund", deposit_no=deposit, amount=Decimal("80000"))
    operate("register.deposits.restore", deposit_no=deposit, before=told["before"])
    after = row_of(engine, deposit)

    stamps = {"updated_at", "updated_by", "version"}
    assert {name for name in before if before[name] != after[name]} <= stamps


def test_the_database_refuses_a_deposit_that_does_not_add_up(engine: Engine, deposit: str) -> None:
    for wrong in ({"outstanding": Decimal("79999.99")}, {"refunded_total": Decimal("1")}):
        with pytest.raises(IntegrityError), engine.database.begin() as connection:
            connection.execute(DEPOSIT.update().where(DEPOSIT.c.deposit_no == deposit).values(**wrong))


def test_withdrawing_after_the_deadline_is_remembered(engine: Engine, operate: Operate, deposit: str) -> None:
    operate("register.deposits.record", deposit_no=deposit, withdrawn_on="2026-03-06", withdrawn_late=True)

    assert row_of(engine, deposit)["withdrawn_late"] is True


def test_only_what_is_given_is_learnt_and_each_change_has_its_line(
    engine: Engine, operate: Operate, deposit: str
) -> None:
    told = operate(
        "register.deposits.record", deposit_no=deposit, result="lost", award_notice_on="2026-03-10"
    )
    assert told["before"] == {"award_notice_on": None, "result": None}
    operate("register.deposits.record", deposit_no=deposit, contract_signed_on="2026-03-27")

    row = row_of(engine, deposit)
    assert (row["result"], row["award_notice_on"]) == ("lost", date(2026, 3, 10))
    with engine.read() as reader:
        lines = reader.connection.scalars(
            select(REGISTER_CHANGE.c.column)
            .where(REGISTER_CHANGE.c.row_key == row["key"])
            .order_by(REGISTER_CHANGE.c.id)
        ).all()
    assert set(lines) == {"", "result", "award_notice_on", "contract_signed_on"}


ACTIONS: Mapping[str, tuple[dict[str, Any], str | None, str | None]] = {
    "award_notice": ({"result": "lost", "award_notice_on": "2026-03-10"}, "bid_result", "BD-2026-0903"),
    "contract_signed": ({"contract_signed_on": "2026-03-27"}, "contract_signed", "BD-2026-0903"),
    "regime_changed": ({"legal_regime": "gov_procurement"}, "facts_changed", "DP-2026-0001"),
    "terminated": ({"terminated_on": "2026-03-02"}, "tender_terminated", "TB-2026-0903"),
    "withdrawn": ({"withdrawn_on": "2026-03-02"}, "bid_withdrawn", "BD-2026-0903"),
    "refund_received": (
        {"on": "2026-04-14", "arrived_amount": Decimal("80000")},
        "refund_received",
        "DP-2026-0001",
    ),
    "deducted": (
        {"explained_amount": Decimal("500"), "partial_reason": "deduct_agency_fee", "proof": PROOF},
        "facts_changed",
        "DP-2026-0001",
    ),
    "promised": ({"next_promise_on": "2026-05-25"}, "facts_changed", "DP-2026-0001"),
    "receipt": ({"receipt_no": "NO-1"}, None, None),
    "forfeiture_notice": (
        {"forfeit_noticed_on": "2026-03-20", "forfeit_reason": "拒签合同"},
        "forfeiture_notice",
        "DP-2026-0001",
    ),
}


@pytest.mark.parametrize("name", ACTIONS)
def test_a_fact_that_comes_late_is_written_and_told_to_the_case(
    engine: Engine, deposit: str, name: str
) -> None:
    values, message, key = ACTIONS[name]
    deposits = engine.services.registers["deposits"]
    (action,) = [one for one in deposits.actions if one.name == name]
    row = row_of(engine, deposit)
    assert action.when(row)
    with step_of(engine, "zhouzimo") as step:
        action.run(step, row["key"], values)
        announced = [(one.name, one.correlation_key) for one in step.announcements]

    assert announced == ([] if message is None else [(message, key)])
    after = row_of(engine, deposit)
    for column in set(values) & {"result", "legal_regime", "receipt_no", "forfeit_reason"}:
        assert after[column] == values[column]


def test_the_ageing_counts_nothing_that_is_not_due() -> None:
    row = {"refund_due_on": None, "closed_as": None}

    assert days_overdue(row, date(2026, 5, 20)) == 0
    assert age_bucket(row, date(2026, 5, 20)) is None
