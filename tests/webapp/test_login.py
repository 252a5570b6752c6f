from __future__ import annotations

from datetime import timedelta

import pytest

from tests.webapp.conftest import PASSWORD, Browser
from webapp.security import next_url


def test_a_person_signs_in_and_comes_to_the_inbox(browser):
    answer = browser.sign_in("linxiaolan")

    assert (answer.status_code, answer.location) == (303, "/inbox")
    assert "林晓岚" in browser.get("/inbox").text


def test_the_page_that_was_asked_for_opens_after_signing_in(browser):
    asked = browser.get("/instances?q=x")

    assert asked.location == "/login?next=/instances%3Fq%3Dx"
    assert browser.sign_in("linxiaolan", next="/instances?q=x").location == "/instances?q=x"


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(browser):
    browser.get("/login")
    wrong = browser.post("/login", {"username": "linxiaolan", "password": "wrong"})
    unknown = browser.post("/login", {"username": "nobody", "password": "wrong"})

    assert (wrong.status_code, unknown.status_code) == (422, 422)
    assert "账号或密码不对" in wrong.text
    assert "账号或密码不对" in unknown.text


def test_the_fifth_wrong_password_locks_and_the_right_one_does_not_open(browser):
    browser.get("/login")
    for _ in range(5):
        browser.post("/login", {"username": "linxiaolan", "password": "wrong"})
    answer = browser.post("/login", {"username": "linxiaolan", "password": PASSWORD})

    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0


def test_the_old_cookie_opens_nothing_after_signing_out(app, browser):
    browser.sign_in("linxiaolan")
    cookie = browser.client.get_cookie("neiqin").value
    browser.post("/logout")

    thief = Browser(app)
    thief.client.set_cookie("neiqin", cookie)
    assert thief.get("/inbox").location == "/login?next=/inbox"


def test_every_login_gets_a_session_of_its_own(browser):
    browser.sign_in("linxiaolan")
    first = browser.client.get_cookie("neiqin").value
    browser.client.delete_cookie("neiqin")
    browser.sign_in("linxiaolan")

    assert browser.client.get_cookie("neiqin").value != first


@pytest.mark.parametrize("idle", [timedelta(minutes=30), timedelta(hours=12)])
def test_a_session_ends_when_it_is_idle_or_old(company, browser, idle):
    browser.sign_in("linxiaolan")
    company.clock.move_by(idle)

    assert browser.get("/inbox").status_code == 303


def test_the_cookie_is_secure_and_carries_the_host_prefix_over_https(app):
    answer = Browser(app).client.get("/login", base_url="https://localhost")

    assert answer.headers["Set-Cookie"].startswith("__Host-neiqin-visit=")
    assert "Secure" in answer.headers["Set-Cookie"]
    assert answer.headers["Strict-Transport-Security"]


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "/\tevil",
        "evil",
        "",
        None,
        "/login",
        "/\\/evil",
    ],
)
def test_only_a_path_of_ours_is_a_place_to_go_on_to(address):
    assert next_url.local(address) == "/inbox"


def test_a_path_of_ours_is_kept():
    assert next_url.local("/tasks/41?x=1") == "/tasks/41?x=1"
