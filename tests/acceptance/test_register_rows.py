"""Rows of a register at a browser: entered, changed beside a colleague, imported, recorded on."""

from __future__ import annotations

import re

from tests.acceptance.desk import Desk, Office, Upload

ADMIN = "hewen"
HEAD = "印章编号,种类,保管人,存放地点\n"


def test_a_row_is_entered_and_changed_and_its_page_remembers(office: Office) -> None:
    admin = office.seat(ADMIN)
    admin.go("/registers/seals")
    with admin.navigating():
        admin.page.get_by_role("link", name="新增").click()
    assert admin.submit().status == 422
    assert admin.error("种类")

    said = admin.complete({"印章编号": "S-41", "种类": "部门章", "保管人": "马会芳", "存放地点": "一号柜"})
    assert "已登记" in said

    with admin.navigating():
        admin.page.get_by_role("link", name="修改").click()
    assert admin.shown("存放地点") == "一号柜"
    assert "已保存" in admin.complete({"存放地点": "二号柜"})
    history = admin.text(".thread")
    assert re.search(r"存放地点\s*一号柜\s*→\s*二号柜", history)
    assert "登记了这一行" in history


def test_the_second_of_two_windows_is_told_and_keeps_its_words(office: Office) -> None:
    first = office.seat(ADMIN)
    place = _place_of(first, "S-02")
    first.go(f"{place}/edit")
    second = first.another_window()
    second.go(f"{place}/edit")
    first.complete({"说明": "先到"})
    second.fill({"说明": "后到"})

    assert second.submit().status == 409
    assert second.shown("说明") == "后到"
    assert "贺文" in second.text("[data-focus]")
    assert "已保存" in second.complete({"说明": "后到"})


def test_a_file_is_tried_first_and_then_its_good_lines_are_entered(office: Office) -> None:
    admin = office.seat(ADMIN)
    lines = "S-51,部门章,余佳,一号柜\nS-52,蜡封,余佳,\nS-01,公章,马会芳,=1+1\n"
    admin.go("/registers/seals/import")
    admin.page.locator("#file").set_input_files([Upload("印章.csv", (HEAD + lines).encode()).as_payload()])
    assert admin.submit().status == 200
    assert "还没有写入" in admin.text(".actions")
    assert re.search(r"3\s*S-52.*不导入", admin.text(".table").replace("\n", " "))
    assert "data-row" not in admin.get("/registers/seals?q=S-51").text()

    with admin.navigating():
        admin.page.get_by_role("button", name="导入 1 行").click()

    assert "导入结果" in admin.text("h1")
    with admin.navigating():
        admin.page.get_by_role("link", name="S-51").click()
    assert "一号柜" in admin.text(".facts")


def test_a_fact_is_recorded_with_the_keyboard_alone(office: Office) -> None:
    """Whichever register offers its reader an action: what is recorded must ask for something first."""
    desk = office.seat("zhouzimo")
    desk.go("/registers")
    places = {one.get_attribute("href") for one in desk.page.locator(".tiles a").all()}
    offered = next(
        (path for place in sorted(filter(None, places)) if (path := _action_in(desk, place))), None
    )
    assert offered is not None, "no register offers an action"
    desk.go(offered)
    desk.page.keyboard.press("Tab")
    with desk.navigating() as info:
        desk.page.keyboard.press("Control+Enter")

    assert info.value.status == 422
    assert desk.page.locator("[data-focus]").count() == 1


def _action_in(desk: Desk, place: str) -> str | None:
    desk.go(place)
    rows = desk.page.locator("[data-row]")
    if rows.count() == 0:
        return None
    desk.go(str(rows.first.get_attribute("href")))
    actions = desk.page.locator(".actions a[href*='/actions/']")
    return str(actions.first.get_attribute("href")) if actions.count() else None


def _place_of(desk: Desk, code: str) -> str:
    desk.go(f"/registers/seals?q={code}")
    return str(desk.page.locator("[data-row]").first.get_attribute("href"))
