"""The register of seal uses follows what happens to a request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from engine.bootstrap import Engine
from engine.kernel.actor import Actor
from engine.kernel.clock import FixedClock
from engine.kernel.errors import OperationRefused
from engine.register_rows.write import WriteRegisterRow
from engine.registers.seal_uses.queries import REGISTER
from engine.registers.seals.queries import REGISTER as SEALS
from tests.engine.registers.conftest import Operate

OPEN, RECORD = "register.seal_uses.open", "register.seal_uses.record"
REQUEST = {
    "applicant": "zhouzimo",
    "doc_type": "sales_contract",
    "title": "产品购销合同",
    "counterpart": "槿禾医疗(演示)有限公司",
    "file": [{"name": "合同.pdf", "sha256": "ab" * 32}],
    "copies": 2,
    "seals": ["contract"],
    "cross_page": True,
    "out_of_office": False,
}
OUTSIDE = {"out_of_office": True, "back_by": "2026-05-22T17:30:00+08:00", "taken_by": ["heyutong", "shilei"]}
TAKE = {"event": "taking", "taking_result": "confirmed"}
SEALED = {"event": "sealing", "seal_result": "sealed", "file_matches": True, "impressions_made": 4}


def only_row(engine: Engine) -> Mapping[str, Any]:
    with engine.read() as reader:
        (row,) = REGISTER.list(reader, {}).rows
        return row


def status(engine: Engine, kind: str) -> str:
    with engine.read() as reader:
        found: str = SEALS.list(reader, {"kind": kind}).rows[0]["status"]
        return found


def test_the_first_submit_takes_a_number_and_a_later_one_keeps_it(engine: Engine, operate: Operate) -> None:
    opened = operate(OPEN, **REQUEST)
    operate(RECORD, seal_use_key=opened["seal_use_key"], event="sent_back", approvals=[])

    again = operate(OPEN, **REQUEST | {"title": "修订"})

    assert opened["seal_use_no"] == again["seal_use_no"] == again["business_key"] == "YY-2026-0001"
    row = only_row(engine)
    assert (row["state"], row["revision_no"], row["title"]) == ("requested", 2, "修订")
    assert row["file_sha256"] == "ab" * 32
    assert operate(OPEN, case=2, **REQUEST)["seal_use_no"] == "YY-2026-0002"


def test_the_same_call_again_changes_nothing(engine: Engine, operate: Operate) -> None:
    key = operate(OPEN, **REQUEST)["seal_use_key"]
    operate(RECORD, key="1:7", seal_use_key=key, event="sent_back")

    again = operate(RECORD, key="1:7", seal_use_key=key, event="sent_back")

    assert again["revision_no"] == only_row(engine)["revision_no"] == 2


def test_an_approved_request_names_the_keepers_of_its_seals(operate: Operate) -> None:
    key = operate(OPEN, **REQUEST)["seal_use_key"]

    approved = operate(RECORD, seal_use_key=key, event="approved", approvals=[{"approver": "sunlixing"}])

    assert approved["keepers"] == ["mahuifang", "yujia"]


def test_sealing_keeps_who_and_when(engine: Engine, operate: Operate, clock: FixedClock) -> None:
    key = operate(OPEN, **REQUEST)["seal_use_key"]
    operate(RECORD, seal_use_key=key, event="approved")
    clock.move_to("2026-05-20T02:15:00+00:00")

    sealed = operate(RECORD, by="mahuifang", seal_use_key=key, **SEALED)

    assert (sealed["sealed_by"], sealed["used_at"]) == ("mahuifang", "2026-05-20T10:15:00+08:00")
    assert only_row(engine)["updated_by"] == "mahuifang"


def hand_out(operate: Operate, *takers: str, case: int = 1) -> str:
    """A request whose seal is out; these takers have confirmed it. Returns the row's key."""
    key: str = operate(OPEN, case=case, **REQUEST | OUTSIDE)["seal_use_key"]
    operate(RECORD, seal_use_key=key, event="approved")
    operate(RECORD, by="mahuifang", seal_use_key=key, event="handed_out")
    for taker in takers:
        operate(RECORD, by=taker, seal_use_key=key, **TAKE)
    return key


def test_a_seal_that_is_out_comes_back_in_its_condition(engine: Engine, operate: Operate) -> None:
    key = hand_out(operate, "heyutong", "shilei")
    assert status(engine, "contract") == "out"
    operate(RECORD, by="heyutong", seal_use_key=key, **SEALED)

    operate(
        RECORD, by="mahuifang", seal_use_key=key, event="returned", condition="damaged", condition_note="裂"
    )

    assert status(engine, "contract") == "damaged"
    row = only_row(engine)
    assert (row["handed_out_by"], row["keeper"], row["returned_to"]) == ("mahuifang", "heyutong", "mahuifang")


@pytest.mark.parametrize("condition", ["sealed", "handed_out"])
def test_a_seal_that_is_out_cannot_be_used_for_another_paper(operate: Operate, condition: str) -> None:
    hand_out(operate)
    second = operate(OPEN, case=2, **REQUEST)["seal_use_key"]
    operate(RECORD, seal_use_key=second, event="approved")

    with pytest.raises(OperationRefused) as refused:
        operate(
            RECORD,
            by="yujia",
            seal_use_key=second,
            **(SEALED if condition == "sealed" else {"event": condition}),
        )

    facts = refused.value.facts
    assert facts["reason"] == "seal_out"
    assert (facts["seal"]["zh-Hans"], facts["seal_code"]) == ("合同专用章", "S-02")
    assert (facts["held_by"], facts["number"]) == (["heyutong", "shilei"], "YY-2026-0001")
    assert facts["back_by"].isoformat() == "2026-05-22T09:30:00+00:00"


def test_the_seals_register_says_who_has_a_seal_and_forgets_it_at_the_return(
    engine: Engine, operate: Operate
) -> None:
    def custody() -> tuple[Any, ...]:
        with engine.read() as reader:
            row = SEALS.list(reader, {"kind": "contract"}).rows[0]
        return row["held_by"], row["out_for"], row["back_by"] is not None, row["out_since"] is not None

    key = hand_out(operate, "heyutong", "shilei")
    assert custody() == (["heyutong", "shilei"], "YY-2026-0001", True, True)

    operate(RECORD, by="heyutong", seal_use_key=key, **SEALED)
    operate(RECORD, by="mahuifang", seal_use_key=key, event="returned", condition="intact")

    assert custody() == (None, None, False, False)


def test_each_taker_confirms_for_himself_and_the_register_says_when(
    engine: Engine, operate: Operate, clock: FixedClock
) -> None:
    key = hand_out(operate, "heyutong")
    clock.move_to("2026-05-20T02:15:00+00:00")

    operate(RECORD, by="shilei", seal_use_key=key, **TAKE)

    row = only_row(engine)
    assert row["confirmed_by"] == ["heyutong", "shilei"]
    assert [at.isoformat() for at in row["confirmed_at"]] == [
        "2026-05-20T09:00:00+08:00",
        "2026-05-20T10:15:00+08:00",
    ]


@pytest.mark.parametrize("who", ["heyutong", "mahuifang", "zhouzimo"])
def test_nobody_confirms_twice_or_for_another(operate: Operate, who: str) -> None:
    key = hand_out(operate, "heyutong")

    with pytest.raises(OperationRefused) as refused:
        operate(RECORD, by=who, seal_use_key=key, **TAKE)

    assert refused.value.facts["reason"] == "not_a_taker"


def test_outside_nothing_is_sealed_before_both_have_confirmed(operate: Operate) -> None:
    key = hand_out(operate, "heyutong")

    with pytest.raises(OperationRefused) as refused:
        operate(RECORD, by="heyutong", seal_use_key=key, **SEALED)

    assert refused.value.facts == {
        "reason": "takers_not_confirmed",
        "number": "YY-2026-0001",
        "held_by": ["shilei"],
    }


def test_after_one_declined_the_seal_comes_back_and_the_request_may_be_changed(
    engine: Engine, operate: Operate
) -> None:
    key = hand_out(operate, "heyutong")
    decline = {"event": "taking", "taking_result": "declined", "reason": "明天不在苏澄"}
    operate(RECORD, by="shilei", seal_use_key=key, **decline)
    assert (only_row(engine)["state"], status(engine, "contract")) == ("declined", "out")
    with pytest.raises(OperationRefused) as refused:
        operate("register.seal_uses.withdraw", reason="不再需要")
    assert refused.value.facts["reason"] == "seal_must_come_back"

    operate(RECORD, by="mahuifang", seal_use_key=key, event="returned", condition="intact")

    row = only_row(engine)
    assert (row["decline_reason"], status(engine, "contract")) == ("明天不在苏澄", "in_use")
    other = OUTSIDE | {"taken_by": ["heyutong", "wudi"]}
    assert operate(OPEN, **REQUEST | other)["revision_no"] == 2
    operate(RECORD, seal_use_key=key, event="approved")
    operate(RECORD, by="mahuifang", seal_use_key=key, event="handed_out")
    # Who confirmed the first time has to say it again.
    operate(RECORD, by="heyutong", seal_use_key=key, **TAKE)
    operate(RECORD, by="wudi", seal_use_key=key, **TAKE)
    operate(RECORD, by="wudi", seal_use_key=key, **SEALED)
    assert only_row(engine)["confirmed_by"] == ["heyutong", "wudi"]
    with pytest.raises(OperationRefused):
        operate("register.seal_uses.withdraw", reason="不再需要")


def test_a_seal_comes_back_from_the_use_that_it_went_out_for(engine: Engine, operate: Operate) -> None:
    second = {"seal_code": "S-12", "kind": "contract", "keeper": "mahuifang", "location": "分公司"}
    engine.execute(WriteRegisterRow("seals", values=second), Actor.system("seed"))
    first = hand_out(operate, "heyutong", "shilei")
    hand_out(operate, case=2)
    operate(RECORD, by="heyutong", seal_use_key=first, **SEALED)

    operate(RECORD, by="mahuifang", seal_use_key=first, event="returned", condition="intact")

    with engine.read() as reader:
        rows = SEALS.list(reader, {"kind": "contract"}).rows
    assert {row["seal_code"]: (row["status"], row["out_for"]) for row in rows} == {
        "S-02": ("in_use", None),
        "S-12": ("out", "YY-2026-0002"),
    }


def test_an_electronic_seal_is_used_while_the_physical_one_is_out(engine: Engine, operate: Operate) -> None:
    hand_out(operate)
    key = operate(OPEN, case=2, **REQUEST | {"medium": "electronic"})["seal_use_key"]
    operate(RECORD, seal_use_key=key, event="approved")

    operate(RECORD, by="mahuifang", seal_use_key=key, **SEALED | {"certificate_no": "CFCA-0001"})

    with engine.read() as reader:
        row = REGISTER.list(reader, {"medium": "electronic"}).rows[0]
    assert (row["state"], row["medium"], row["certificate_no"]) == ("sealed", "electronic", "CFCA-0001")


def test_differences_that_were_caught_are_counted(engine: Engine, operate: Operate) -> None:
    key = operate(OPEN, **REQUEST)["seal_use_key"]
    for _ in range(2):
        operate(RECORD, seal_use_key=key, event="approved")
        operate(RECORD, by="mahuifang", seal_use_key=key, event="sealing", seal_result="mismatch")
        operate(OPEN, **REQUEST)

    assert (only_row(engine)["differences"], only_row(engine)["revision_no"]) == (2, 3)


def test_a_missing_seal_is_void_once_the_police_and_the_public_know(engine: Engine, operate: Operate) -> None:
    key = hand_out(operate, "heyutong", "shilei")
    operate(RECORD, by="heyutong", seal_use_key=key, **SEALED)
    operate("register.seals.report_missing", by="mahuifang", seal_use_key=key, note="途中遗失")
    said = {
        "police_reported_at": "2026-05-21T10:00:00+08:00",
        "police_report_no": "苏公演示-001",
        "void_declared_on": "2026-05-22",
    }
    with pytest.raises(OperationRefused):
        operate("register.seal_uses.declare_void", by="xujing", seal_use_key=key, **said)

    done = operate(
        "register.seal_uses.declare_void", by="xujing", seal_use_key=key, **said, void_declared_in="演示日报"
    )

    assert done["void"] == ["S-02"]
    assert status(engine, "contract") == "void"
    operate(RECORD, by="mahuifang", seal_use_key=key, event="returned", condition="missing")
    assert status(engine, "contract") == "void"


def test_a_missing_seal_stays_missing_when_the_case_goes_on(engine: Engine, operate: Operate) -> None:
    key = hand_out(operate, "heyutong", "shilei")
    operate(RECORD, by="heyutong", seal_use_key=key, **SEALED)

    lost = operate("register.seals.report_missing", by="mahuifang", seal_use_key=key, note="途中遗失")
    operate(RECORD, by="mahuifang", seal_use_key=key, event="returned", condition="missing")

    assert lost["missing"] == ["S-02"]
    assert status(engine, "contract") == "missing"


@pytest.mark.parametrize(
    ("before", "event", "reason"),
    [
        ((), "sealing", "row_in_other_state"),
        ((), "handed_out", "row_in_other_state"),
        (("refused",), "approved", "row_in_other_state"),
        (("approved",), "approved", "row_in_other_state"),
        ((), "stolen", "event_unknown"),
    ],
)
def test_events_out_of_order_are_refused(
    operate: Operate, before: tuple[str, ...], event: str, reason: str
) -> None:
    key = operate(OPEN, **REQUEST)["seal_use_key"]
    for earlier in before:
        operate(RECORD, seal_use_key=key, event=earlier)

    with pytest.raises(OperationRefused) as refused:
        operate(RECORD, seal_use_key=key, **SEALED | {"event": event})

    assert refused.value.facts["reason"] == reason


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"title": None}, "input_missing"),
        ({"copies": "two"}, "input_wrong"),
        ({"seals": "contract"}, "input_wrong"),
        ({"seals": ["wax"]}, "seal_kind_unknown"),
        ({"out_of_office": True, "back_by": "soon"}, "input_wrong"),
    ],
)
def test_a_request_with_wrong_facts_is_refused_and_takes_no_number(
    engine: Engine, operate: Operate, wrong: dict[str, Any], reason: str
) -> None:
    with pytest.raises(OperationRefused) as refused:
        operate(OPEN, **REQUEST | wrong)

    assert refused.value.facts["reason"] == reason
    assert operate(OPEN, **REQUEST)["seal_use_no"] == "YY-2026-0001"


def test_a_paper_that_does_not_match_is_not_sealed(operate: Operate) -> None:
    key = operate(OPEN, **REQUEST)["seal_use_key"]
    operate(RECORD, seal_use_key=key, event="approved")

    with pytest.raises(OperationRefused) as refused:
        operate(RECORD, by="mahuifang", seal_use_key=key, **SEALED | {"file_matches": False})

    assert refused.value.facts["reason"] == "file_does_not_match"


def test_a_withdrawn_request_keeps_its_number(engine: Engine, operate: Operate) -> None:
    operate(OPEN, **REQUEST)

    operate("register.seal_uses.withdraw", reason="不再需要")

    assert only_row(engine)["state"] == "withdrawn"
    assert operate(OPEN, case=2, **REQUEST)["seal_use_no"] == "YY-2026-0002"
    with pytest.raises(OperationRefused):
        operate(OPEN, **REQUEST)


def test_a_sealed_request_cannot_be_withdrawn(operate: Operate) -> None:
    key = operate(OPEN, **REQUEST)["seal_use_key"]
    operate(RECORD, seal_use_key=key, event="approved")
    operate(RECORD, by="mahuifang", seal_use_key=key, **SEALED)

    with pytest.raises(OperationRefused):
        operate("register.seal_uses.withdraw", reason="不再需要")


def test_the_list_is_filtered_searched_and_paged(engine: Engine, operate: Operate) -> None:
    for case, (title, seals) in enumerate(
        [("甲合同", ["contract"]), ("乙授权书", ["company", "legal_rep"]), ("丙合同", ["contract"])]
    ):
        operate(OPEN, case=case, **REQUEST | {"title": title, "seals": seals})

    def numbers(filters: Mapping[str, str], search: str = "") -> list[str]:
        with engine.read() as reader:
            return [row["number"][-1] for row in REGISTER.list(reader, filters, search).rows]

    assert numbers({}) == ["3", "2", "1"]
    assert numbers({"seals": "legal_rep"}) == ["2"]
    assert numbers({"state": "requested", "out_of_office": "false"}, "合同") == ["3", "1"]
    assert numbers({}, "yy-2026 乙") == ["2"]
    assert numbers({}, "100%") == []
    with engine.read() as reader:
        first = REGISTER.list(reader, {}, "", None, 2)
        rest = REGISTER.list(reader, {}, "", first.next_cursor, 2)
        assert [row["number"][-1] for row in rest.rows] == ["1"]
        assert rest.next_cursor is None
        found = REGISTER.one(reader, rest.rows[0]["key"])
        assert found is not None
        assert found["title"] == "甲合同"
