from __future__ import annotations

import pytest


@pytest.fixture
def case(company):
    return company.start("P")


def test_whom_a_comment_opens_the_case_to_is_said(browser_of, case):
    lin = browser_of("linxiaolan")
    answer = lin.post(f"/instances/{case}/comments", {"text": "@wanglei 请看"})

    assert answer.status_code == 303
    assert "王磊 现在能看到这个案件" in lin.get(f"/instances/{case}").text
    assert browser_of("wanglei").get(f"/instances/{case}").status_code == 200


def test_a_comment_that_is_refused_comes_back_with_what_was_typed(browser_of, case):
    browser_of("linxiaolan").post(f"/instances/{case}/comments", {"text": "@wanglei 请看"})
    wang = browser_of("wanglei")
    answer = wang.post(f"/instances/{case}/comments", {"text": "@mahuifang 第 3 页"})

    assert answer.status_code == 422
    assert "马会芳 看不到这个案件" in answer.text
    assert ">@mahuifang 第 3 页</textarea>" in answer.text
    assert browser_of("mahuifang").get(f"/instances/{case}").status_code == 404
