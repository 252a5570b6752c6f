from __future__ import annotations

import pytest

from webapp.security.headers import CONTENT_SECURITY_POLICY


def test_a_post_without_the_token_of_the_session_changes_nothing(browser_of):
    lin = browser_of("linxiaolan")
    answer = lin.client.post("/processes/P/start", data={"csrf_token": "0" * 64})

    assert answer.status_code == 403
    assert "没有执行" in answer.text


def test_the_token_of_another_session_is_refused(browser_of):
    zhou, lin = browser_of("zhouzimo"), browser_of("linxiaolan")
    answer = lin.client.post("/processes/P/start", data={"csrf_token": zhou.token})

    assert answer.status_code == 403


def test_a_post_from_another_site_is_refused_even_with_the_token(browser_of):
    lin = browser_of("linxiaolan")
    assert lin.post("/notices/read", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_the_login_form_needs_its_token_too(browser):
    answer = browser.client.post("/login", data={"username": "linxiaolan", "password": "x"})

    assert answer.status_code == 403


def test_every_answer_carries_the_headers(browser):
    for path in ("/login", "/healthz", "/nothing-here", "/static/neiqin.css"):
        headers = browser.get(path).headers
        assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_pages_are_not_stored_and_say_their_request_id(browser):
    answer = browser.get("/nothing-here")

    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Request-Id"] in answer.text


def test_an_unknown_host_name_is_refused(browser):
    assert browser.client.get("/login", base_url="http://evil.example").status_code == 400


@pytest.mark.parametrize("path", ["/inbox?q=a%00b", "/inbox?q=%ED%A0%80"])
def test_characters_that_no_store_takes_are_refused_or_replaced(browser_of, path):
    assert browser_of("linxiaolan").get(path).status_code in {200, 400}


def test_nul_in_a_field_is_refused(browser_of):
    assert browser_of("linxiaolan").post("/processes/P/start", {"note": "a\x00b"}).status_code == 400


def test_the_administration_is_closed_to_a_clerk(browser_of):
    assert browser_of("linxiaolan").get("/admin").status_code == 403
    assert browser_of("hewen").get("/admin").status_code == 200


def test_a_person_with_a_given_password_must_choose_an_own_one(company, browser):
    from engine.organisation.commands.set_password import SetPassword

    company.engine.execute(SetPassword("zhouzimo", "given-by-the-admin"), company.actor("hewen"))
    assert browser.sign_in("zhouzimo", "given-by-the-admin").location == "/password"
    assert browser.get("/inbox").location == "/password"

    browser.get("/password")
    new = {"old_password": "given-by-the-admin", "password": "my-own-password", "again": "my-own-password"}
    assert browser.post("/password", new).location == "/inbox"
    assert browser.get("/inbox").status_code == 200
