"""A bid goes from assessment to result; one bidder a product, one person a bidder."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from engine.bootstrap import Engine
from engine.kernel.errors import InvalidInput, OperationRefused, PermissionDenied
from engine.registers.bids import queries
from engine.registers.tenders import queries as tenders
from engine.registers.tenders.write import write as enter_tender
from tests.engine.registers.bidding import NOTICE, neighbours
from tests.engine.registers.conftest import step_of

LINE = {"product": "QL-1001", "spec": "50人份", "qty": Decimal(10), "estimated_price": Decimal("900.00")}


@pytest.fixture
def tender(engine: Engine) -> str:
    neighbours(engine)
    with step_of(engine, "zhouzimo") as step:
        key = enter_tender(step, None, NOTICE)
    with engine.read() as reader:
        found = tenders.REGISTER.one(reader, key)
    assert found is not None
    return str(found["tender_internal_no"])


@pytest.fixture
def bid(operate: Any, tender: str) -> str:
    return str(operate("register.bids.open", tender=tender)["bid_no"])


def row(engine: Engine, number: str) -> Mapping[str, Any]:
    assert queries.REGISTER.find is not None
    with engine.read() as reader:
        found = queries.REGISTER.find(reader, {"bid_no": number})
    assert found is not None
    return found


def of_tender(engine: Engine, number: str) -> Mapping[str, Any]:
    assert tenders.REGISTER.find is not None
    with engine.read() as reader:
        found = tenders.REGISTER.find(reader, {"tender_internal_no": number})
    assert found is not None
    return found


def confirm(operate: Any, case: int = 1, entity: str = "self", agent: str | None = None, **more: Any) -> None:
    operate(
        "register.bids.record",
        case=case,
        event="confirmed",
        bidder_entity=entity,
        agent=agent,
        lines=[LINE],
        **more,
    )


def act(engine: Engine, name: str, number: str, by: str = "zhouzimo", roles: str = "", **values: Any) -> Any:
    action = next(one for one in queries.REGISTER.actions if one.name == name)
    with step_of(engine, by) as step:
        step.actor = type(step.actor)(by, frozenset(roles.split()))
        action.run(step, row(engine, number)["key"], values)
        return [(said.name, said.correlation_key, dict(said.variables)) for said in step.announcements]


def test_a_bid_has_one_number_whoever_assesses_it_again(
    engine: Engine, operate: Any, tender: str, bid: str
) -> None:
    again = operate("register.bids.open", by="heyutong", tender=tender)

    assert bid.startswith("BD-2026-")
    assert (again["bid_no"], again["preparer"]) == (bid, "heyutong")
    assert of_tender(engine, tender)["status"] == "assessing"


def test_the_row_follows_the_way_of_the_bid_and_the_tender_the_row(
    engine: Engine, operate: Any, tender: str, bid: str
) -> None:
    confirm(operate, by="zhengkai", amount=Decimal("9000.00"))
    operate("register.bids.record", event="approved", approvals=[{"approver": "sunlixing"}])
    assert of_tender(engine, tender)["status"] == "preparing"
    prices = [{"product": "QL-1001", "quoted_price": Decimal("880.00")}]
    operate(
        "register.bids.record",
        event="made",
        submission="both",
        copies_original=1,
        copies_duplicate=4,
        bid_validity_days=90,
        price_total=Decimal("8800.00"),
        lines=prices,
    )
    operate("register.bids.record", event="checked", by="heyutong", check_result="fail")
    operate("register.bids.record", event="checked", by="heyutong", check_result="pass")
    operate(
        "register.bids.record",
        event="quoted",
        by="linxiaolan",
        round_no=1,
        price=Decimal(880),
        quoted_by="zhouzimo",
    )
    operate(
        "register.bids.record", event="delivered", received_at="2026-06-18T15:00:00+08:00", receipt_file=[]
    )
    operate("register.bids.record", event="submitted")
    operate("register.bids.record", event="opened", own_decrypted=True, competitor_lines=[])

    found = row(engine, bid)
    assert (found["status"], found["confirmed_by"], found["checked_by"]) == ("opened", "zhengkai", "heyutong")
    assert (found["checks_failed"], found["lines"][0]["quoted_price"]) == (1, Decimal("880.00"))
    assert [(one["round"], one["by"], one["reviewed_by"]) for one in found["quote_rounds"]] == [
        (1, "zhouzimo", "linxiaolan")
    ]
    assert of_tender(engine, tender)["status"] == "opened"


def test_an_event_out_of_order_is_refused(operate: Any, bid: str) -> None:
    for event in ("made", "opened", "result"):
        with pytest.raises(OperationRefused) as error:
            operate("register.bids.record", event=event, result="won", submission="paper")
        assert error.value.facts["reason"] == "row_in_other_state"
    with pytest.raises(OperationRefused):
        operate("register.bids.record", event="sold")


def test_the_same_call_twice_changes_the_row_once(engine: Engine, operate: Any, bid: str) -> None:
    confirm(operate)
    operate("register.bids.record", event="approved", approvals=[])
    for _ in range(2):
        operate("register.bids.record", key="1:9", event="checked", check_result="fail")
    assert row(engine, bid)["checks_failed"] == 1


def test_the_result_is_told_to_who_follows_the_deposit(
    engine: Engine, operate: Any, tender: str, bid: str
) -> None:
    confirm(operate)
    for event in ("approved", "submitted"):
        operate("register.bids.record", event=event)
    operate("register.bids.record", event="result", result="lost", loss_reason="price")

    assert (row(engine, bid)["result"], of_tender(engine, tender)["status"]) == ("lost", "lost")


def test_withdrawing_keeps_the_number_and_frees_the_place(
    engine: Engine, operate: Any, tender: str, bid: str
) -> None:
    confirm(operate)
    operate("register.bids.withdraw", reason="不再投标")

    assert (row(engine, bid)["status"], row(engine, bid)["withdraw_reason"]) == ("withdrawn", "不再投标")
    assert of_tender(engine, tender)["status"] == "abandoned"
    other = operate("register.bids.open", case=2, tender=tender)["bid_no"]
    confirm(operate, case=2)
    assert row(engine, other)["bidder_entity"] == "self"


def away(operate: Any, *persons: str, case: int = 2, **known: Any) -> dict[str, Any]:
    told = operate("register.bids.kept_away", case=case, persons=list(persons), **known)["kept_away"]
    return {person: facts["reason"] for person, facts in told.items()}


def test_who_prepared_one_bidders_bid_is_kept_from_the_others(operate: Any, tender: str, bid: str) -> None:
    confirm(operate, by="zhengkai")
    assert away(operate, "zhouzimo", "zhengkai", "heyutong", tender=tender) == {
        "zhouzimo": "works_for_another_bidder",
        "zhengkai": "works_for_another_bidder",
    }
    assert away(operate, "zhouzimo", "zhengkai", case=1) == {}


def test_a_bid_of_the_same_bidder_keeps_nobody_away(operate: Any, tender: str, bid: str) -> None:
    confirm(operate)
    operate("register.bids.withdraw", reason="不再投标")
    operate("register.bids.open", case=2, by="heyutong", tender=tender)
    confirm(operate, case=2, by="heyutong")
    assert away(operate, "zhouzimo") == {}


def test_what_was_never_bid_for_keeps_nobody_away(operate: Any, tender: str, bid: str) -> None:
    operate("register.bids.record", event="declined", reason="注册证不符")
    assert away(operate, "zhouzimo", tender=tender) == {}


def asked(operate: Any, what: str, by: str = "heyutong", **values: Any) -> str | None:
    try:
        operate(f"register.bids.{what}", by=by, **values)
    except OperationRefused as refused:
        return str(refused.facts["reason"])
    return None


def test_a_package_has_one_bid_of_ours_and_one_of_an_agent(operate: Any, tender: str, bid: str) -> None:
    confirm(operate)
    other = operate("register.bids.open", case=2, by="heyutong", tender=tender)["bid_no"]
    of_other = {"bid_no": other, "lines": [{"product": "QL-1004"}]}

    assert asked(operate, "check_bidder", bidder_entity="self", **of_other) == "bidder_bids_already"
    assert asked(operate, "check_bidder", bidder_entity="agent", agent="A01", **of_other) is None
    same = {**of_other, "lines": [LINE]}
    assert (
        asked(operate, "check_bidder", bidder_entity="agent", agent="A01", **same) == "product_bids_already"
    )


def test_a_tender_is_chosen_while_it_is_open_and_by_who_works_for_nobody_else(
    operate: Any, tender: str, bid: str, clock: Any
) -> None:
    assert asked(operate, "check_tender", by="zhouzimo", tender=tender) == "works_for_another_bidder"
    assert asked(operate, "check_tender", by="zhouzimo", tender=tender, bid_no=bid) is None
    assert asked(operate, "check_tender", tender=tender) is None
    clock.move_to("2026-06-19T01:30:00+00:00")
    assert asked(operate, "check_tender", tender=tender) == "tender_deadline_over"


def test_an_award_notice_is_told_and_is_not_before_the_opening(
    engine: Engine, operate: Any, bid: str, clock: Any
) -> None:
    confirm(operate)
    for event in ("approved", "submitted"):
        operate("register.bids.record", event=event)
    clock.move_to("2026-07-01T01:00:00+00:00")
    assert act(engine, "award_notice", bid, award_notice_on="2026-06-25", result="won") == [
        ("award_notice", bid, {"award_notice_on": "2026-06-25", "result": "won"})
    ]
    with pytest.raises(InvalidInput):
        act(engine, "award_notice", bid, award_notice_on="2026-06-18")
    with pytest.raises(InvalidInput):
        act(engine, "award_notice", bid, award_notice_on="2026-07-02")


def test_after_the_deadline_only_the_general_manager_withdraws(
    engine: Engine, operate: Any, bid: str, clock: Any
) -> None:
    letter: dict[str, Any] = {
        "withdrawn_on": "2026-06-20",
        "withdraw_reason": "报价有误",
        "withdraw_letter": [],
    }
    clock.move_to("2026-06-20T01:00:00+00:00")
    with pytest.raises(PermissionDenied):
        act(engine, "withdraw", bid, roles="sales_assistant", **letter)
    assert act(engine, "withdraw", bid, by="guzhiyuan", roles="general_manager", **letter) == [
        ("bid_withdrawn", bid, {"withdrawn_on": "2026-06-20"})
    ]
