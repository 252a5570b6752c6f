"""The register of seal uses follows what happens to a request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from engine.bootstrap import Engine
from engine.kernel.clock import FixedClock
from engine.kernel.errors import OperationRefused
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


def test_a_seal_that_is_out_comes_back_in_its_condition(engine: Engine, operate: Operate) -> None:
    key = operate(OPEN, **REQUEST | OUTSIDE)["seal_use_key"]
    operate(RECORD, seal_use_key=key, event="approved")
    operate(RECORD, by="mahuifang", seal_use_key=key, event="handed_out")
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
    first = operate(OPEN, **REQUEST | OUTSIDE)["seal_use_key"]
    operate(RECORD, seal_use_key=first, event="approved")
    operate(RECORD, by="mahuifang", seal_use_key=first, event="handed_out")
    second = operate(OPEN, case=2, **REQUEST)["seal_use_key"]
    operate(RECORD, seal_use_key=second, event="approved")

    with pytest.raises(OperationRefused) as refused:
        operate(
            RECORD,
            by="yujia",
            seal_use_key=second,
            **(SEALED if condition == "sealed" else {"event": condition}),
        )

    assert refused.value.facts == {"reason": "seal_not_available", "kind": "contract", "status": "out"}


def test_a_missing_seal_stays_missing_when_the_case_goes_on(engine: Engine, operate: Operate) -> None:
    key = operate(OPEN, **REQUEST | OUTSIDE)["seal_use_key"]
    operate(RECORD, seal_use_key=key, event="approved")
    operate(RECORD, by="mahuifang", seal_use_key=key, event="handed_out")
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
