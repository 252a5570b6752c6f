from __future__ import annotations

import io
import re

import pytest

from tests.support import models


@pytest.fixture
def case(company):
    return company.start("P")


@pytest.fixture
def key(company, case):
    return company.task(case, "Ask")["key"]


def test_a_case_is_started_and_its_page_opens(browser_of):
    lin = browser_of("linxiaolan")
    assert "P" in lin.get("/processes").text
    started = lin.post("/processes/P/start")

    assert started.status_code == 303
    assert started.location.startswith("/instances/")
    assert "填写申请" in lin.get(started.location).text


def test_what_a_process_belongs_to_stands_in_the_list_of_what_can_be_started(company, browser_of):
    company.draw(models.task("a"), "s>a a>e", "Q", category="合同")

    assert "<small>合同 · " in browser_of("linxiaolan").get("/processes").text


def test_a_process_that_i_may_not_start_does_not_exist_for_me(browser_of):
    assert browser_of("mahuifang").get("/processes/P/start").status_code == 404


def test_a_group_task_is_claimed_from_the_list_and_put_back(browser_of, key):
    zhou = browser_of("zhouzimo")
    assert "填写申请" in zhou.get("/inbox?scope=groups").text
    assert "填写申请" not in zhou.get("/inbox").text

    assert zhou.post("/inbox/claim", {"t": [str(key)]}).location == "/inbox"
    assert "填写申请" in zhou.get("/inbox").text

    zhou.post(f"/tasks/{key}/release")
    assert "填写申请" not in zhou.get("/inbox").text


def test_an_empty_required_field_is_told_at_the_field_and_nothing_is_lost(browser_of, key):
    zhou = browser_of("zhouzimo")
    zhou.post(f"/tasks/{key}/claim")
    page = zhou.get(f"/tasks/{key}")
    answer = zhou.post(f"/tasks/{key}", {"revision": revision(page.text), "note": ""})

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text


def test_a_completed_task_goes_to_the_next_person_and_says_so(browser_of, key):
    zhou = browser_of("zhouzimo")
    zhou.post(f"/tasks/{key}/claim")
    page = zhou.get(f"/tasks/{key}")
    done = zhou.post(f"/tasks/{key}", {"revision": revision(page.text), "note": "齐了"})

    assert (done.status_code, done.location) == (303, "/inbox")
    assert "「填写申请」已提交，现在由 许静 办「核对」。" in zhou.get("/inbox").text
    assert "填写申请" in zhou.get("/inbox?scope=done").text
    assert "核对" in browser_of("xujing").get("/inbox").text


def test_the_second_person_is_told_who_was_faster_and_keeps_what_was_typed(browser_of, key):
    first, second = browser_of("zhouzimo"), browser_of("zhouzimo")
    first.post(f"/tasks/{key}/claim")
    seen = revision(first.get(f"/tasks/{key}").text)
    second.get(f"/tasks/{key}")
    first.post(f"/tasks/{key}", {"revision": seen, "note": "先到"})
    late = second.post(f"/tasks/{key}", {"revision": seen, "note": "后到的话"})

    assert late.status_code == 409
    assert "周子墨" in late.text
    assert "后到的话" in late.text


def test_a_double_click_completes_once_and_gives_the_first_answer(browser_of, company, key):
    zhou = browser_of("zhouzimo")
    zhou.post(f"/tasks/{key}/claim")
    form = {"revision": revision(zhou.get(f"/tasks/{key}").text), "note": "一次", "idempotency_key": "abc"}
    first, second = zhou.post(f"/tasks/{key}", form), zhou.post(f"/tasks/{key}", form)

    assert (first.status_code, second.status_code) == (303, 303)


def test_a_draft_is_kept_and_shown_again(browser_of, key):
    zhou = browser_of("zhouzimo")
    zhou.post(f"/tasks/{key}/claim")
    saved = zhou.post(f"/tasks/{key}/draft", {"note": "写到一半"}, headers={"X-Requested-With": "fetch"})

    assert saved.json["saved"] == "09:00"
    assert "写到一半" in zhou.get(f"/tasks/{key}").text


def test_a_comment_is_shown_as_text(browser_of, key):
    zhou = browser_of("zhouzimo")
    zhou.post(f"/tasks/{key}/comments", {"text": "<script>alert(1)</script>"})

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in zhou.get(f"/tasks/{key}").text


def test_a_file_is_attached_and_comes_back_as_a_download_only(browser_of, key):
    zhou = browser_of("zhouzimo")
    file = (io.BytesIO(b"%PDF-1.4\n%%EOF\n"), "合同 扫描.pdf")
    zhou.post(f"/tasks/{key}/attachments", {"file": file}, content_type="multipart/form-data")
    address = re.search(r'href="(/files/\d+)"', zhou.get(f"/tasks/{key}").text)[1]
    got = zhou.get(address)

    assert got.data == b"%PDF-1.4\n%%EOF\n"
    assert got.headers["Content-Disposition"].endswith(
        "filename*=UTF-8''%E5%90%88%E5%90%8C%20%E6%89%AB%E6%8F%8F.pdf"
    )
    assert got.headers["Content-Disposition"].startswith("attachment; ")
    assert browser_of("mahuifang").get(address).status_code == 404


def test_nobody_sees_a_case_he_has_no_part_in(browser_of, case, key):
    stranger = browser_of("mahuifang")

    assert stranger.get(f"/tasks/{key}").status_code == 404
    assert stranger.get(f"/inbox/peek/{key}").status_code == 404
    assert stranger.get(f"/instances/{case}").status_code == 404
    assert stranger.post(f"/tasks/{key}/claim").status_code == 404
    assert stranger.post(f"/tasks/{key}/comments", {"text": "x"}).status_code == 404


def revision(page: str) -> str:
    found = re.search(r'name="revision" value="(\d+)"', page)
    assert found is not None
    return found[1]
