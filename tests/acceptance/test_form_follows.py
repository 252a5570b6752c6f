"""A form follows what is typed: the server settles it, the page changes where it must and stays elsewhere."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, Request

from tests.acceptance import seal_journey
from tests.acceptance.desk import SUBMIT, Desk, Office

REASON = "送客户签约"


def settlings(page: Page) -> list[Request]:
    """Every request that settles the form, from now on."""
    seen: list[Request] = []
    page.on("request", lambda asked: seen.append(asked) if re.search(r"/form$", asked.url) else None)
    return seen


def tick(desk: Desk, label: str) -> Any:
    return desk.field(label).locator("input[type=checkbox]").first


def test_a_tick_shows_what_depends_on_it_and_nothing_else_moves(office: Office) -> None:
    applicant = office.seat("zhouzimo")
    seal_journey.begin(applicant, "外带的检验报告")
    asked = settlings(applicant.page)
    applicant.fill({"用途及事由": REASON})
    applicant.page.wait_for_timeout(700)
    assert asked == [], "nothing depends on the reason"
    applicant.page.evaluate("window.sameReason = document.querySelector('textarea')")

    box = tick(applicant, "外带")
    box.focus()
    with applicant.page.expect_response(re.compile(r"/form$")) as answered:
        applicant.page.keyboard.press("Space")

    applicant.field("外带原因").wait_for()
    assert answered.value.status == 200
    assert len(asked) == 1
    assert "用途及事由" not in answered.value.text(), "only what depends on the tick is sent"
    assert applicant.page.evaluate("document.activeElement.type") == "checkbox"
    assert applicant.page.evaluate("window.sameReason.isConnected") is True
    assert applicant.shown("用途及事由") == REASON
    told = applicant.page.locator("[data-settled]")
    assert told.get_attribute("role") == "status"
    assert "外带原因" in (told.text_content() or "")

    with applicant.page.expect_response(re.compile(r"/form$")):
        applicant.page.keyboard.press("Space")
    applicant.field("外带原因").wait_for(state="detached")
    assert "已隐藏" in (told.text_content() or "")


def test_a_reason_is_asked_for_as_soon_as_it_is_needed(office: Office) -> None:
    title = "要退回的检验报告"
    seal_journey.ask(office.seat("zhouzimo"), title)
    approver = office.seat("sunlixing")
    approver.open_task(seal_journey.APPROVE, title)
    field = approver.field("意见")
    assert field.locator(".req").count() == 0
    field.locator("textarea, input").first.fill("先写一句")

    approver.fill({"审批结论": "退回"})
    field.locator(".req").first.wait_for(state="attached")

    assert approver.shown("意见") == "先写一句"
    assert field.locator("textarea, input").first.get_attribute("aria-required") == "true"


def test_typing_goes_on_while_the_server_answers(office: Office) -> None:
    title = "边写边变的检验报告"
    seal_journey.ask(office.seat("zhouzimo"), title)
    approver = office.seat("sunlixing")
    approver.open_task(seal_journey.APPROVE, title)

    def slowly(route: Any) -> None:
        approver.page.wait_for_timeout(600)
        route.continue_()

    approver.page.route(re.compile(r"/form$"), slowly)
    approver.fill({"审批结论": "退回"})
    words = approver.field("意见").locator("textarea, input").first
    words.focus()
    approver.page.keyboard.type("写到一半", delay=20)
    approver.field("意见").locator(".req").first.wait_for(state="attached")
    approver.page.keyboard.type("继续", delay=20)

    assert approver.shown("意见") == "写到一半继续"


def test_without_script_the_form_is_settled_when_it_is_sent(office: Office) -> None:
    path = seal_journey.begin(office.seat("zhouzimo"), "没有脚本的检验报告")
    plain = office.seat("zhouzimo", java_script_enabled=False)
    plain.page.goto(plain.house.base + path)
    plain.fill(seal_journey.details())
    tick(plain, "外带").check()
    with plain.navigating() as sent:
        plain.page.locator(SUBMIT).click()

    assert sent.value.status == 422
    assert plain.field("外带原因").is_visible()
    assert plain.error("外带原因")
    assert plain.shown("份数") == "2"
