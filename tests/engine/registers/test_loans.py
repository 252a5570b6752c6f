"""The register of loans: what is lent, what is settled, and that the two sums always meet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from engine.bootstrap import Engine
from engine.execution.ports import Operation
from engine.kernel.clock import FixedClock
from engine.kernel.errors import OperationRefused
from engine.registers.loans.queries import REGISTER
from engine.registers.loans.tables import LOAN
from tests.engine.registers.conftest import Operate, step_of

OPEN, RECORD, SETTLE = "register.loans.open", "register.loans.record", "register.loans.settle"
CHECK, WITHDRAW, FACTS = "register.loans.check", "register.loans.withdraw", "register.loans.facts"
TRANSFER, OWED = "register.loans.transfer", "register.loans.of_applicant"
D = Decimal
REQUEST = {
    "lines": [{"purpose": "doc_fee", "amount": D(500)}, {"purpose": "travel", "amount": D("1200.50")}],
    "payee_name": "滨江招标代理(演示)",
    "payee_account": "9558 0000 0001",
    "expected_settle_on": "2026-06-20",
}
PAYMENT = {
    "event": "paid",
    "paid_on": "2026-05-20",
    "pay_from_account": "basic",
    "bank_ref": "B-1",
    "voucher": [{"name": "回单.pdf", "sha256": "ab" * 32}],
    "overdue_on": "2026-07-05",
}
INVOICE = {"kind": "expense", "amount": D(500), "invoice_no": "2632 0001", "file": [{"sha256": "cd" * 32}]}


def row_of(engine: Engine, loan_no: str) -> Mapping[str, Any]:
    with engine.read() as reader:
        rows = REGISTER.list(reader, {}, loan_no).rows
        return next(row for row in rows if row["loan_no"] == loan_no)


def numbers(engine: Engine, **filters: str) -> set[str]:
    with engine.read() as reader:
        return {row["loan_no"] for row in REGISTER.list(reader, filters).rows}


def lent(operate: Operate, case: int = 1, by: str = "zhouzimo", **changes: Any) -> str:
    """Number of a loan that is paid."""
    loan_no: str = operate(OPEN, by=by, case=case, **REQUEST | changes)["loan_no"]
    operate(RECORD, case=case, loan_no=loan_no, event="approved", approvals=[{"approver": "sunlixing"}])
    operate(RECORD, by="duanhong", case=case, loan_no=loan_no, **PAYMENT | {"bank_ref": f"B-{case}"})
    return loan_no


def settle(operate: Operate, loan_no: str, *lines: Mapping[str, Any], **more: Any) -> Mapping[str, Any]:
    return operate(SETTLE, loan_no=loan_no, lines=list(lines), **more)


def check(operate: Operate, loan_no: str, ok: bool = True, by: str = "qijianguo") -> Mapping[str, Any]:
    return operate(CHECK, by=by, loan_no=loan_no, checked_ok=ok)


def refused(reason: str, run: Any, *args: Any, **more: Any) -> Mapping[str, Any]:
    with pytest.raises(OperationRefused) as found:
        run(*args, **more)
    assert found.value.facts["reason"] == reason
    return found.value.facts


def test_the_first_submit_takes_a_number_and_a_later_one_keeps_it(engine: Engine, operate: Operate) -> None:
    opened = operate(OPEN, **REQUEST)
    operate(RECORD, loan_no=opened["loan_no"], event="sent_back", approvals=[])
    assert row_of(engine, opened["loan_no"])["status"] == "draft"

    again = operate(OPEN, **REQUEST | {"lines": [{"purpose": "print", "amount": D(80)}]})

    assert again["loan_no"] == opened["loan_no"] == again["business_key"]
    row = row_of(engine, opened["loan_no"])
    assert (row["status"], row["revision_no"], row["amount"], row["open"]) == ("approving", 2, 80, 80)
    assert (row["purpose"], row["applicant"]) == (["print"], "zhouzimo")


def test_a_paid_loan_keeps_who_paid_when_and_by_which_reference(engine: Engine, operate: Operate) -> None:
    row = row_of(engine, lent(operate))

    assert (row["status"], row["amount"], row["settled"], row["open"]) == (
        "paid",
        D("1700.50"),
        0,
        D("1700.50"),
    )
    assert (row["paid_by"], row["paid_on"], row["bank_ref"]) == ("duanhong", date(2026, 5, 20), "B-1")
    assert row["approvers"] == ["sunlixing"]


def test_a_loan_is_paid_once_and_not_before_it_is_approved(operate: Operate) -> None:
    loan_no = operate(OPEN, **REQUEST)["loan_no"]
    refused("row_in_other_state", operate, RECORD, loan_no=loan_no, **PAYMENT)
    operate(RECORD, loan_no=loan_no, event="approved")
    operate(RECORD, by="duanhong", loan_no=loan_no, **PAYMENT)

    refused("row_in_other_state", operate, RECORD, loan_no=loan_no, **PAYMENT)


def test_nobody_pays_in_the_future_nor_a_deposit_from_another_account(operate: Operate) -> None:
    lines = [{"purpose": "deposit", "amount": D(30_000)}]
    loan_no = operate(OPEN, **REQUEST | {"lines": lines})["loan_no"]
    operate(RECORD, loan_no=loan_no, event="approved")

    refused("input_wrong", operate, RECORD, loan_no=loan_no, **PAYMENT | {"paid_on": "2026-05-21"})
    general = PAYMENT | {"pay_from_account": "general"}
    refused("deposit_from_basic_account", operate, RECORD, loan_no=loan_no, **general)


def test_a_loan_is_settled_in_parts_and_counts_only_what_was_checked(
    engine: Engine, operate: Operate
) -> None:
    loan_no = lent(operate)

    handed_in = settle(operate, loan_no, INVOICE)
    assert (handed_in["part_no"], handed_in["part_amount"], handed_in["open"]) == (1, 500, D("1700.50"))
    assert check(operate, loan_no)["open"] == D("1200.50")
    assert row_of(engine, loan_no)["status"] == "partly_settled"

    settle(operate, loan_no, {"kind": "refund_cash", "amount": D("1200.50")})
    whole = check(operate, loan_no)
    assert (whole["open"], whole["settled"], whole["status"]) == (0, D("1700.50"), "settled")
    assert [(line["kind"], line["checked_by"]) for line in whole["part_lines"]] == [
        ("refund_cash", "qijianguo")
    ]
    assert row_of(engine, loan_no)["settled_on"] == date(2026, 5, 20)


def test_refused_lines_count_nothing_and_their_invoice_may_come_again(
    engine: Engine, operate: Operate
) -> None:
    loan_no = lent(operate)
    settle(operate, loan_no, INVOICE)
    assert check(operate, loan_no, ok=False)["open"] == D("1700.50")
    assert row_of(engine, loan_no)["status"] == "paid"

    settle(operate, loan_no, INVOICE)
    check(operate, loan_no)

    assert row_of(engine, loan_no)["invoice_nos"] == ["26320001"]


def test_an_invoice_is_used_once_in_the_company(operate: Operate) -> None:
    settle(operate, lent(operate), INVOICE)
    other = lent(operate, case=2, by="heyutong")

    refused("invoice_used", settle, operate, other, INVOICE | {"invoice_no": " 2632 0001"})
    facts = refused("invoice_used", operate, "register.loans.check_invoice", invoice_no="26320001")
    assert facts["number"] != other


def test_more_than_is_open_is_not_settled_nor_twice_before_a_check(operate: Operate) -> None:
    loan_no = lent(operate)
    refused("settled_too_much", settle, operate, loan_no, INVOICE | {"amount": D("1700.51")})
    settle(operate, loan_no, INVOICE)

    refused("settlement_unchecked", settle, operate, loan_no, {"kind": "refund_cash", "amount": D(1)})


def test_an_expense_without_an_invoice_and_a_transfer_by_hand_are_no_settlement(operate: Operate) -> None:
    loan_no = lent(operate)
    refused("input_missing", settle, operate, loan_no, {"kind": "expense", "amount": D(1)})

    refused("input_wrong", settle, operate, loan_no, {"kind": "transfer_to_deposit", "amount": D(1)})


@pytest.mark.parametrize("who", ["duanhong", "zhouzimo"])
def test_who_paid_or_borrowed_does_not_check(operate: Operate, who: str) -> None:
    loan_no = lent(operate)
    settle(operate, loan_no, INVOICE)

    refused("checker_not_apart", check, operate, loan_no, by=who)


def test_the_same_call_again_changes_nothing(engine: Engine, operate: Operate) -> None:
    loan_no = lent(operate)
    settle(operate, loan_no, INVOICE, key="1:7")

    assert settle(operate, loan_no, INVOICE, key="1:7")["part_no"] == 1
    assert len(row_of(engine, loan_no)["settlements"]) == 1


def test_what_was_handed_in_and_checked_can_be_undone(engine: Engine, operate: Operate) -> None:
    loan_no = lent(operate)
    settle(operate, loan_no, INVOICE)
    check(operate, loan_no)

    operate("register.loans.uncheck", loan_no=loan_no, part_no=1)
    assert row_of(engine, loan_no)["pending"] == 500
    operate("register.loans.unsettle", loan_no=loan_no, part_no=1)

    row = row_of(engine, loan_no)
    assert (row["open"], row["status"], row["settlements"]) == (D("1700.50"), "paid", [])


def test_a_voucher_that_stood_in_another_part_is_told(operate: Operate) -> None:
    loan_no = lent(operate)
    assert not settle(operate, loan_no, INVOICE)["is_voucher_used"]
    check(operate, loan_no)

    again = settle(operate, loan_no, INVOICE | {"invoice_no": "2", "amount": D(1)})

    assert again["is_voucher_used"]


def test_money_for_a_deposit_moves_to_the_deposit_at_once(engine: Engine, operate: Operate) -> None:
    lines = [{"purpose": "deposit", "amount": D(30_000)}, {"purpose": "travel", "amount": D(800)}]
    mixed, alone = lent(operate, lines=lines), lent(operate, case=2, lines=lines[:1])

    moved = operate(TRANSFER, loan_no=mixed, deposit_no="DP-2026-0001")

    assert (moved["open"], moved["settled"], moved["status"]) == (800, 30_000, "partly_settled")
    assert operate(TRANSFER, case=2, loan_no=alone, deposit_no="DP-2026-0002")["status"] == "settled"
    row = row_of(engine, mixed)
    assert (row["deposit"], row["settlements"][0]["kind"]) == ("DP-2026-0001", "transfer_to_deposit")


def test_a_request_is_withdrawn_until_it_is_paid(engine: Engine, operate: Operate) -> None:
    loan_no = operate(OPEN, **REQUEST)["loan_no"]
    operate(WITHDRAW, reason="不投标了")
    row = row_of(engine, loan_no)
    assert (row["status"], row["refused_reason"]) == ("withdrawn", "不投标了")
    assert operate(OPEN, case=2, **REQUEST)["loan_no"] != loan_no

    paid = lent(operate, case=3)
    operate(WITHDRAW, case=3)
    assert row_of(engine, paid)["status"] == "paid"


def test_a_loan_is_overdue_from_its_day_on_by_the_companys_clock(
    engine: Engine, operate: Operate, clock: FixedClock
) -> None:
    loan_no = lent(operate)
    clock.move_to("2026-07-04T15:59:59+00:00")
    assert row_of(engine, loan_no)["status"] == "paid"
    assert row_of(engine, loan_no)["days_late"] == 14
    assert numbers(engine, is_overdue="true") & {loan_no} == set()

    clock.move_to("2026-07-04T16:00:00+00:00")

    assert row_of(engine, loan_no)["status"] == "overdue"
    assert loan_no in numbers(engine, status="overdue") & numbers(engine, is_overdue="true")
    assert loan_no not in numbers(engine, status="paid")
    owed = operate(OWED, applicant="zhouzimo")
    assert owed["overdue_loans"] == 1
    assert [loan["loan_no"] for loan in owed["open_loans"]] == [loan_no]
    settle(operate, loan_no, {"kind": "refund_cash", "amount": D("1700.50")})
    check(operate, loan_no)
    assert row_of(engine, loan_no)["status"] == "settled"


def test_the_list_is_filtered_by_applicant_purpose_tender_and_what_is_open(
    engine: Engine, operate: Operate
) -> None:
    mine = lent(operate, tender="TB-2026-0007")
    hers = operate(OPEN, case=2, by="heyutong", **REQUEST)["loan_no"]

    assert numbers(engine, is_open="true") & {mine, hers} == {mine}
    assert hers in numbers(engine, applicant="heyutong", purpose="travel")
    assert mine not in numbers(engine, applicant="heyutong")
    assert mine in numbers(engine, tender="TB-2026-0007")
    assert numbers(engine, purpose="notary") & {mine, hers} == set()


def test_the_database_itself_holds_the_sums(engine: Engine, operate: Operate) -> None:
    loan_no = lent(operate)

    with pytest.raises(IntegrityError), step_of(engine, "zhouzimo") as step:
        step.connection.execute(update(LOAN).where(LOAN.c.loan_no == loan_no).values(open=D(1)))


def test_a_bank_reference_is_one_loans_alone(operate: Operate) -> None:
    loan_no = lent(operate)

    facts = refused("bank_ref_used", operate, "register.loans.check_bank_ref", bank_ref=" B-1 ")

    assert facts["number"] == loan_no


@pytest.mark.parametrize(
    "line",
    [
        {"purpose": "gift", "amount": D(1)},
        {"purpose": "travel", "amount": D(0)},
        {"purpose": "travel", "amount": D("0.001")},
        {"purpose": "travel", "amount": True},
        {"purpose": "travel", "amount": D(1), "need_by": "tomorrow"},
    ],
)
def test_lines_that_are_none_are_refused(operate: Operate, line: Mapping[str, Any]) -> None:
    refused("input_wrong", operate, OPEN, **REQUEST | {"lines": [line]})


@pytest.fixture
def tender(engine: Engine) -> dict[str, Any]:
    """The house knows one tender and its agency."""
    facts = {"agency": "AG-1", "bid_deadline": "2026-05-29T09:30:00+08:00", "deposit_deadline": "2026-05-27",
             "deposit_required": D(10_000), "doc_price": D(300)}  # fmt: skip
    file = {"name": "滨江招标代理(演示)", "bank_account_for_deposit": "955800000001"}
    for operation in (
        _answering("register.tenders.facts", facts),
        _answering("register.agencies.facts", file),
    ):
        engine.services.operations[operation.name] = operation
    return file


def _answering(name: str, answer: Mapping[str, Any]) -> Operation:
    return Operation(name, lambda _step, _call: answer, reads_only=True)


def test_a_request_begins_with_what_the_tender_says(operate: Operate, tender: dict[str, Any]) -> None:
    prepared = operate("register.loans.prepare", applicant="zhouzimo", tender="TB-1", loan_purpose="deposit")

    assert prepared["lines"] == [{"purpose": "deposit", "amount": 10_000, "need_by": "2026-05-27"}]
    assert (prepared["payee_name"], prepared["payee_account"]) == tuple(tender.values())
    assert prepared["overdue_loans"] == 0
    plain = operate("register.loans.prepare", applicant=None, tender=None)
    assert [line["purpose"] for line in plain["lines"]] == [None]
    assert (plain["payee_name"], plain["open_loans"]) == (None, [])


def test_what_goes_to_the_agency_goes_to_the_account_in_its_file(
    operate: Operate, tender: dict[str, Any]
) -> None:
    ask = "register.loans.check_payee"
    given = {"tender": "TB-1", "lines": [{"purpose": "deposit"}]}
    assert operate(ask, **given, payee_account="9558 0000 0001") == {}
    refused("payee_account_differs", operate, ask, **given, payee_account="1")
    refused("payee_name_differs", operate, ask, **given, payee_name="别家")
    assert operate(ask, tender="TB-1", lines=[{"purpose": "travel"}], payee_account="1") == {}
    tender["bank_account_for_deposit"] = None
    refused("payee_account_not_on_file", operate, ask, **given, payee_account="1")


def test_document_fee_and_travel_are_settled_within_their_days(
    operate: Operate, tender: dict[str, Any]
) -> None:
    ask, days = "register.loans.check_settle_date", {"purposes": ["doc_fee", "travel"], "most_days": D(30)}
    given = {"tender": "TB-1", "lines": [{"purpose": "travel"}], **days}
    assert operate(ask, **given, expected_settle_on="2026-06-28") == {}
    facts = refused("settle_date_too_late", operate, ask, **given, expected_settle_on="2026-06-29")
    assert facts["latest"] == "2026-06-28"
    assert operate(ask, **given | {"lines": [{"purpose": "deposit"}]}, expected_settle_on="2026-12-31") == {}


def test_the_facts_of_a_loan_name_who_settles_and_who_may_not_check(operate: Operate) -> None:
    facts = operate(FACTS, loan_no=lent(operate))

    assert (facts["settler"], facts["kept_from_check"]) == ("zhouzimo", ["duanhong", "zhouzimo"])
    assert (facts["open"], facts["overdue_on"], facts["paid_on"]) == (
        D("1700.50"),
        "2026-07-05",
        "2026-05-20",
    )
    refused("row_unknown", operate, FACTS, loan_no="JK-1999-0001")


def test_the_demo_company_has_lent_before_and_one_loan_is_overdue(engine: Engine) -> None:
    with engine.read() as reader:
        rows = REGISTER.list(reader, {}).rows

    assert [row["loan_no"] for row in rows] == [f"JK-2026-000{number}" for number in (4, 3, 2, 1)]
    assert [row["status"] for row in rows].count("overdue") == 1
    assert all(row["amount"] == row["settled"] + row["open"] for row in rows)
    assert {row["applicant"] for row in rows if row["is_open"]} == {"heyutong"}
