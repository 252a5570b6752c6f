"""Everything can be done without a mouse."""

from __future__ import annotations

from tests.acceptance import seal_journey
from tests.acceptance.desk import Desk, Office

MOST_TABS = 80


def test_an_approval_needs_no_mouse(office: Office) -> None:
    title = "只用键盘审批的检验报告"
    seal_journey.ask(office.seat("zhouzimo"), title)
    approver = office.strange_desk("sunlixing")
    keyboard = approver.page.keyboard

    approver.go("/login")
    keyboard.type("sunlixing")
    keyboard.press("Tab")
    keyboard.type(approver.house.logins["sunlixing"])
    with approver.navigating():
        keyboard.press("Enter")
    approver.page.locator("body[data-ready]").wait_for(state="attached")

    walk_to_row(approver, title)
    with approver.navigating():
        keyboard.press("o")
    approver.page.locator("body[data-ready]").wait_for(state="attached")
    walk_to(approver, "e => e.type === 'radio'")
    keyboard.press("Space")
    with approver.navigating() as done:
        keyboard.press("Control+Enter")

    assert done.value.status == 200
    assert "已提交" in approver.said()


def walk_to_row(person: Desk, title: str) -> None:
    """Goes down the list with j."""
    for _ in range(MOST_TABS):
        person.page.keyboard.press("j")
        if title in person.page.locator("tr:has([data-row][aria-current])").inner_text():
            return
    raise AssertionError(f"no row of {title} was reached")


def walk_to(person: Desk, wanted: str) -> None:
    """Goes on with Tab until the focus is on what is wanted, and can be seen."""
    for _ in range(MOST_TABS):
        person.page.keyboard.press("Tab")
        focus = person.page.locator(":focus")
        if focus.count() and focus.evaluate(wanted):
            return
    raise AssertionError("the focus never got there")
