"""Numbers and cursors that nobody was given: a plain refusal on every door, never a fault of ours."""

from __future__ import annotations

import base64

import pytest

HUGE = "9" * 40
DOORS = (
    "/tasks/{}",
    "/instances/{}",
    "/files/{}",
    "/inbox/peek/{}",
    "/registers/employees/{}",
    "/admin/incidents/{}",
)


def cursor(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@pytest.mark.parametrize("number", [HUGE, str(2**63), "9" * 5_000])
def test_a_number_beyond_every_key_names_nothing(browser_of, number):
    he = browser_of("hewen")

    assert {door: he.get(door.format(number)).status_code for door in DOORS} == dict.fromkeys(DOORS, 404)
    actions = ("claim", "release", "comments", "draft", "form", "attachments")
    sent = {action: he.post(f"/tasks/{number}/{action}", {"text": "x"}).status_code for action in actions}
    assert sent == dict.fromkeys(actions, 404)


def test_numbers_in_a_list_of_ticks_are_passed_over(browser_of):
    lin = browser_of("linxiaolan")

    for number in (HUGE, str(2**63), "9" * 5_000, "²"):
        assert lin.post("/inbox/claim", {"t": number}).status_code == 303
        assert lin.post("/notices/read", {"key": number}).status_code == 303
        assert lin.get("/notices", query_string={"before": number[:19]}).status_code == 200


FORGED = (
    cursor('["\\ud800","1"]'),
    cursor('["a\\u0000","1"]'),
    cursor("[" * 20_000),
    cursor(HUGE),
    cursor(f'["{HUGE}"]'),
    base64.urlsafe_b64encode(HUGE.encode()).decode(),
    base64.urlsafe_b64encode(b"a\x00").decode(),
)


@pytest.mark.parametrize("page", ["/inbox?", "/inbox?scope=done&", "/instances?"])
def test_a_forged_cursor_is_refused(browser_of, page):
    lin = browser_of("linxiaolan")

    assert {forged: lin.get(f"{page}cursor={forged}").status_code for forged in FORGED} == dict.fromkeys(
        FORGED, 422
    )


def test_an_instant_without_a_zone_or_beyond_time_is_no_cursor(browser_of):
    lin = browser_of("linxiaolan")

    for moment in ("2026-01-01T00:00:00", "9999-12-31T23:59:59-23:59", "x"):
        forged = cursor(f'["{moment}","1"]')
        assert lin.get(f"/inbox?scope=done&cursor={forged}").status_code == 422


def test_registers_refuse_them_too(browser_of):
    lin = browser_of("linxiaolan")
    answers = {lin.get(f"/registers/employees?cursor={forged}").status_code for forged in FORGED}

    assert answers <= {200, 422}
