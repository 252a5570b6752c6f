"""A tender is entered once, with dates that follow one another; what the agency sends later moves them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from engine.bootstrap import Engine
from engine.kernel.errors import InvalidInput, OperationRefused
from engine.registers.tenders import queries
from engine.registers.tenders.write import write
from tests.engine.registers.bidding import NOTICE, neighbours
from tests.engine.registers.conftest import step_of


@pytest.fixture(autouse=True)
def _neighbours(engine: Engine) -> None:
    neighbours(engine)


def enter(engine: Engine, by: str = "zhouzimo", key: int | None = None, **values: Any) -> int:
    with step_of(engine, by) as step:
        return write(step, key, (NOTICE if key is None else {}) | values)


def row(engine: Engine, key: int) -> Mapping[str, Any]:
    with engine.read() as reader:
        found = queries.REGISTER.one(reader, key)
    assert found is not None
    return found


def refused(engine: Engine, **values: Any) -> dict[str, list[str]]:
    with pytest.raises(InvalidInput) as error:
        enter(engine, **values)
    return {name: [one.code for one in found] for name, found in error.value.facts["fields"].items()}


def act(engine: Engine, name: str, key: int, by: str = "zhouzimo", **values: Any) -> list[Any]:
    action = next(one for one in queries.REGISTER.actions if one.name == name)
    with step_of(engine, by) as step:
        action.run(step, key, values)
        return [(said.name, said.correlation_key, dict(said.variables)) for said in step.announcements]


def test_a_tender_takes_the_next_number_and_its_dates(engine: Engine) -> None:
    found = row(engine, enter(engine))

    assert found["tender_internal_no"].startswith("TB-2026-")
    assert (found["status"], found["bid_deadline"]) == ("captured", datetime(2026, 6, 19, 1, 30, tzinfo=UTC))
    assert found["question_deadline"] == date(2026, 6, 9)
    assert found["deposit_required"] == Decimal(20_000)


def test_the_same_notice_is_entered_once_and_it_is_said_when_and_by_whom(engine: Engine) -> None:
    first = row(engine, enter(engine, by="heyutong"))
    with pytest.raises(InvalidInput) as error:
        enter(engine)
    [problem] = error.value.facts["fields"]["tender_no"]

    assert problem.code == "tender_entered_already"
    number = first["tender_internal_no"]
    assert problem.facts == {"date": date(2026, 5, 20), "user": "heyutong", "number": number}
    assert row(engine, enter(engine, package_no="3"))["tender_internal_no"] > number


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"doc_sale_from": "2026-05-17"}, "doc_sale_from", "date_must_not_be_before"),
        ({"doc_sale_to": "2026-05-17"}, "doc_sale_to", "date_must_not_be_before"),
        ({"doc_sale_to": "2026-06-19"}, "bid_deadline", "date_must_be_after"),
        ({"deposit_deadline": "2026-06-20"}, "bid_deadline", "date_must_not_be_before"),
        ({"opening_at": "2026-06-19T09:00:00+08:00"}, "opening_at", "opening_before_deadline"),
        ({"budget_or_estimate": 0}, "budget_or_estimate", "number_must_be_positive"),
        ({"title": ""}, "title", "required"),
        ({"legal_regime": "none"}, "legal_regime", "option_unknown"),
        ({"agency": "AG-9"}, "agency", "row_not_there"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    engine: Engine, values: dict[str, Any], field: str, code: str
) -> None:
    assert refused(engine, **values) == {field: [code]}


def test_people_do_not_give_numbers_or_states(engine: Engine) -> None:
    found = row(engine, enter(engine, tender_internal_no="TB-1999-0001", status="won"))

    assert found["status"] == "captured"
    assert found["tender_internal_no"] != "TB-1999-0001"


def test_a_diagram_is_told_the_tender_as_variables(engine: Engine, operate: Any) -> None:
    number = row(engine, enter(engine))["tender_internal_no"]
    told = operate("register.tenders.facts", tender=number)

    assert (told["legal_regime"], told["deposit_required"]) == ("bidding_law", Decimal(20_000))
    assert (told["bid_deadline"], told["bid_validity_to"]) == ("2026-06-19T09:30:00+08:00", "2026-09-17")
    assert (told["agency_name"], told["territory"]) == ("滨江省采购中心(演示)", "320000")
    assert set(operate("register.tenders.facts").values()) == {None}
    with pytest.raises(OperationRefused):
        operate("register.tenders.facts", tender="TB-1999-0001")


def test_what_an_assessment_wrote_is_put_back(engine: Engine, operate: Any) -> None:
    key = enter(engine)
    number = row(engine, key)["tender_internal_no"]
    said = {"tender": number, "legal_regime": "gov_procurement", "deposit_required": Decimal(15_000)}
    told = operate("register.tenders.assess", **said)

    assert (row(engine, key)["legal_regime"], row(engine, key)["deposit_required"]) == (
        "gov_procurement",
        Decimal(15_000),
    )
    operate("register.tenders.restore", **said, before=told["before"])
    assert (row(engine, key)["legal_regime"], row(engine, key)["deposit_required"]) == (
        "bidding_law",
        Decimal(20_000),
    )


def test_a_moved_deadline_moves_the_opening_and_is_told(engine: Engine) -> None:
    key = enter(engine)
    number = row(engine, key)["tender_internal_no"]
    new = "2026-06-30T09:30:00+08:00"
    said = act(
        engine, "move_deadline", key, addendum_on="2026-05-20", summary="截止顺延", new_bid_deadline=new
    )

    found = row(engine, key)
    assert found["bid_deadline"] == found["opening_at"] == datetime(2026, 6, 30, 1, 30, tzinfo=UTC)
    assert found["question_deadline"] == date(2026, 6, 20)
    assert [line["summary"] for line in found["addenda"]] == ["截止顺延"]
    assert said == [
        ("addendum", number, {"addendum_on": "2026-05-20", "summary": "截止顺延", "new_bid_deadline": new}),
        ("tender_deadline_moved", number, {"bid_validity_to": "2026-09-28"}),
    ]


def test_an_addendum_without_dates_moves_nothing(engine: Engine) -> None:
    key = enter(engine)
    said = act(engine, "addendum", key, addendum_on="2026-05-20", summary="增加售后要求")

    assert [name for name, *_ in said] == ["addendum"]
    assert row(engine, key)["bid_deadline"] == datetime(2026, 6, 19, 1, 30, tzinfo=UTC)


def test_the_case_that_hears_of_the_same_addendum_enters_it_once(engine: Engine, operate: Any) -> None:
    key = enter(engine)
    number = row(engine, key)["tender_internal_no"]
    act(engine, "addendum", key, addendum_on="2026-05-20", summary="增加售后要求")
    told = operate(
        "register.tenders.apply_addendum", tender=number, addendum_on="2026-05-20", summary="增加售后要求"
    )

    assert told["bid_deadline"] == "2026-06-19T09:30:00+08:00"
    assert len(row(engine, key)["addenda"]) == 1


def test_a_terminated_tender_is_told_and_stays_so(engine: Engine, operate: Any) -> None:
    key = enter(engine)
    number = row(engine, key)["tender_internal_no"]
    assert act(engine, "terminate", key, terminated_on="2026-05-20") == [
        ("tender_terminated", number, {"terminated_on": "2026-05-20"})
    ]
    operate("register.tenders.follow", tender=number, states=["preparing"])

    assert row(engine, key)["status"] == "terminated"
    with pytest.raises(InvalidInput):
        act(engine, "terminate", key, terminated_on="2026-05-21")


def test_a_bid_is_begun_by_a_message_and_not_after_the_deadline(engine: Engine, clock: Any) -> None:
    key = enter(engine)
    number = row(engine, key)["tender_internal_no"]
    assert act(engine, "start_bid", key) == [
        ("tender_captured", number, {"tender": number, "starter": "zhouzimo"})
    ]
    clock.move_to(datetime(2026, 6, 19, 1, 30, tzinfo=UTC))
    with pytest.raises(OperationRefused) as error:
        act(engine, "start_bid", key)
    assert error.value.facts["reason"] == "tender_deadline_over"


def test_of_several_bids_the_one_that_came_furthest_says_how_the_tender_stands(
    engine: Engine, operate: Any
) -> None:
    number = row(engine, enter(engine))["tender_internal_no"]

    def follows(*states: str) -> str:
        return str(operate("register.tenders.follow", tender=number, states=list(states))["status"])

    assert follows() == "captured"
    assert follows("abandoned", "assessing") == "assessing"
    assert follows("lost", "opened") == "opened"
    assert follows("lost", "won") == "won"
    assert follows("abandoned", "lost") == "lost"
