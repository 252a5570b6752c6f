"""What somebody typed survives the browser, the network and a colleague who was faster."""

from __future__ import annotations

from tests.acceptance import seal_journey
from tests.acceptance.desk import Office, log_in

COMMENT = "条款已核对，同意用印"


def test_the_second_window_reads_who_was_faster_and_keeps_its_text(office: Office) -> None:
    title = "两个窗口里的检验报告"
    seal_journey.ask(office.seat("zhouzimo"), title)
    first = office.seat("sunlixing")
    path = first.open_task(seal_journey.APPROVE, title)
    second = first.another_window()
    second.go(path)
    second.fill({"审批结论": "同意", "意见": COMMENT})
    first.complete({"审批结论": "同意"})

    answer = second.submit()

    assert answer.status == 409
    conflict = second.text("[data-focus]")
    assert "孙立行" in conflict
    assert "办完" in conflict
    assert "没有丢" in conflict
    assert second.shown("意见") == COMMENT


def test_a_draft_survives_closing_the_browser(office: Office) -> None:
    title = "写到一半的检验报告"
    yesterday = office.seat("zhouzimo")
    path = seal_journey.begin(yesterday, title)
    yesterday.fill({"用途及事由": "写到这里先停一停", "份数": "3"})
    yesterday.page.locator("[data-draft]", has_text="草稿已存").wait_for()
    yesterday.context.close()

    today = office.strange_desk("zhouzimo")
    log_in(today)
    assert any(title in row and "草稿" in row for row in today.rows())
    today.go(path)
    assert today.shown("用途及事由") == "写到这里先停一停"
    assert today.shown("份数") == "3"
