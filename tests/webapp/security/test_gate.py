"""What the gate lets in before anybody is known, and what it writes down."""

from __future__ import annotations

import io
import json
import logging

import pytest

from webapp import logs

SIXTY_KB = 64 * 1024


def test_a_stranger_sends_no_more_than_a_login_form_needs(browser):
    browser.get("/login")
    form = browser.post("/login", {"username": "x", "password": "y" * (SIXTY_KB + 1)})
    answers = []
    for path in ("/login", "/inbox/claim"):
        file = {"file": (io.BytesIO(b"x" * 200_000), "a.bin")}
        answers.append(browser.post(path, file, content_type="multipart/form-data").status_code)

    assert form.status_code == 413
    assert answers == [413, 413]


def test_a_colleague_may_still_send_more(browser_of):
    lin = browser_of("linxiaolan")

    assert lin.post("/notices/read", {"text": "y" * (SIXTY_KB + 1)}).status_code == 303


@pytest.mark.parametrize("place", ["?q=%00", "?%00=1", "?x=1&y=%00"])
def test_nul_in_an_address_is_refused_whatever_the_method(browser_of, place):
    lin = browser_of("linxiaolan")

    assert lin.get(f"/inbox{place}").status_code == 400
    assert lin.post(f"/registers/employees/export{place}").status_code == 400


def test_nul_in_the_name_of_a_field_is_refused(browser_of):
    assert browser_of("linxiaolan").post("/notices/read", {"a\x00": "x"}).status_code == 400


@pytest.mark.parametrize("wish", ["zh;q=²", "en;q=1.²", "zh;q=" + "9" * 400, ";q=.", ",,;"])
def test_a_strange_wish_for_a_language_is_no_fault(browser, wish):
    assert browser.get("/login", headers={"Accept-Language": wish}).status_code == 200


def test_credentials_that_a_browser_keeps_are_no_use_to_another_site(demo_app):
    client = demo_app.test_client()
    answer = client.post(
        "/v2/clock/reset",
        auth=("hewen", "a-long-enough-password"),
        headers={"Sec-Fetch-Site": "cross-site"},
    )

    assert answer.status_code == 403


def test_a_body_of_brackets_is_unreadable_and_no_fault(demo_app):
    answer = demo_app.test_client().put(
        "/v2/clock",
        data="[" * 60_000,
        auth=("hewen", "a-long-enough-password"),
        content_type="application/json",
    )

    assert answer.status_code == 400


def test_refusals_are_written_down_even_when_little_is(browser_of, caplog):
    lin = browser_of("linxiaolan")
    logging.getLogger("neiqin.security").setLevel(logging.INFO)
    with caplog.at_level(logging.INFO, "neiqin.security"):
        lin.get("/admin")
        lin.client.post("/notices/read")

    assert [(one.code, one.user) for one in caplog.records if one.message == "refused"] == [
        ("role_needed", "linxiaolan"),
        ("csrf", "linxiaolan"),
    ]


def test_the_record_of_security_is_never_switched_off_with_the_rest():
    root = logging.getLogger()
    before = (root.handlers[:], root.level)
    try:
        logs.configure("ERROR")
        assert logging.getLogger("neiqin.security").isEnabledFor(logging.INFO)
        assert not logging.getLogger("neiqin.access").isEnabledFor(logging.INFO)
    finally:
        root.handlers[:], root.level = before


@pytest.mark.parametrize("sign", ["\n", "\r", "\x1b[2J", "\x85", "\x9b2J", "\u2028", "\u2029", "\ud800"])
def test_no_sign_of_a_text_begins_a_line_or_steers_a_terminal(sign):
    record = logging.makeLogRecord({"msg": f"a{sign}b", "user": f"c{sign}d"})
    line = logs.JsonLines().format(record)

    assert len(line.splitlines()) == 1
    assert line.encode().isascii()
    assert json.loads(line)["user"] == f"c{sign}d"


@pytest.mark.parametrize(("language", "words"), [("zh-CN", "请先登录"), ("en", "Sign in first")])
def test_a_stranger_reads_the_limit_that_was_met(browser, language, words):
    browser.get("/login")
    sent = {"username": "x", "password": "y" * (SIXTY_KB + 1)}
    answer = browser.post("/login", sent, headers={"Accept-Language": language})

    assert answer.status_code == 413
    assert "64 KB" in answer.text
    assert words in answer.text
    assert "100 MB" not in answer.text


def test_a_colleague_reads_the_limit_of_files_or_of_typed_text(app, browser_of):
    lin = browser_of("linxiaolan")
    app.config["MAX_FORM_MEMORY_SIZE"] = 200 * 1024
    typed = {"text": "y" * (200 * 1024 + 1)}
    text = lin.post("/notices/read", typed, content_type="multipart/form-data")
    app.config["MAX_CONTENT_LENGTH"] = 300 * 1024
    file = {"file": (io.BytesIO(b"x" * (300 * 1024 + 1)), "a.bin")}
    files = lin.post("/notices/read", file, content_type="multipart/form-data")
    plain = lin.post("/notices/read", {"text": "y" * (250 * 1024)})

    assert (text.status_code, files.status_code, plain.status_code) == (413, 413, 413)
    assert "200 KB" in plain.text
    assert "200 KB" in text.text
    assert "300 KB" in files.text
