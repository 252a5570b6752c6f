"""A seal that leaves the office: who takes it says so himself, and nobody else can have it meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.acceptance import seal_journey
from tests.acceptance.desk import Office
from tests.acceptance.house import House

TAKERS = ["何雨桐", "石磊"]


@pytest.fixture(scope="module")
def own_office(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A house of its own, whose quality seal is out for a while."""
    house = House(tmp_path_factory.mktemp("outside"))
    office = Office(house, chromium)
    yield office
    assert office.close() == []
    assert house.close() == 0


def approved(office: Office, title: str, user: str, **more: Any) -> None:
    seal_journey.ask(office.seat(user), title, **more)
    seal_journey.approve(office.seat("sunlixing"), title)


def test_a_seal_that_is_out_is_refused_at_the_field_with_who_has_it(own_office: Office) -> None:
    out, inside = "外带的检验报告", "留在办公室的检验报告"
    keeper = own_office.seat("mahuifang")
    approved(own_office, out, "zhouzimo", **seal_journey.outside("2026-05-22T17:30", TAKERS))
    approved(own_office, inside, "linxiaolan")
    seal_journey.hand_out(keeper, out)

    keeper.open_task(seal_journey.SEAL, inside)
    keeper.fill(seal_journey.sealed())
    answer = keeper.submit()

    assert answer.status == 422
    said = keeper.error("用印结果")
    assert all(word in said for word in ("质量管理专用章", *TAKERS, "YY-2026-", "5/22 17:30"))
    assert said in keeper.text("[data-focus]")
    assert keeper.shown("实际盖印数") == "4"
    assert seal_journey.SCAN.name in keeper.field("用印件影像").inner_text()

    # One declines: the keeper takes the seal back, and the same form then goes through.
    taker = own_office.seat("shilei")
    taker.open_task(seal_journey.TAKE, out)
    taker.fill({"是否领取": "不领取", "不领取原因": "没空"})
    assert taker.submit().status == 422
    assert "5 个字" in taker.error("不领取原因")
    taker.complete({"不领取原因": "明天不在苏澄"})
    assert own_office.seat("heyutong").has_task(seal_journey.TAKE, out) is None
    keeper.open_task(seal_journey.RETURN, out)
    keeper.complete({"归还时间": "2026-05-20T09:00", "印章状态": "完好"})
    applicant = own_office.seat("zhouzimo")
    applicant.open_task(seal_journey.REQUEST, out)
    assert "石磊未领取印章：明天不在苏澄" in applicant.text("main")
    keeper.open_task(seal_journey.SEAL, inside)
    keeper.complete(seal_journey.sealed())


def test_the_history_says_how_the_approval_ended_and_the_fixed_file_is_lent(own_office: Office) -> None:
    title = "有据可查的检验报告"
    keeper = own_office.seat("mahuifang")
    approved(own_office, title, "zhouzimo")

    keeper.open_task(seal_journey.SEAL, title)

    thread = keeper.text(".thread")
    assert "逐级审批：审批通过" in thread
    assert "孙立行 办结" not in thread
    link = keeper.field("用印文件").locator("a[href^='/files/']")
    answer = keeper.get(str(link.get_attribute("href")))
    assert (answer.status, bytes(answer.body())) == (200, seal_journey.REPORT.content)
