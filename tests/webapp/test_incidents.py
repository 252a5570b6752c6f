from __future__ import annotations

import re

import pytest

from tests.support import models


@pytest.fixture
def stopped(company):
    """A case that stopped at a step for somebody who is not there."""
    body = models.task("Sign", assignee="ghost", title="签字")
    company.draw(body, "s>Sign Sign>e", "Q")
    company.start("Q")
    return company


@pytest.mark.parametrize(
    ("language", "where", "why", "do"),
    [
        ("zh-Hans", "在哪里", "不在职或没有账号", "再按「重试」"),
        ("zh-Hant", "在哪裡", "不在職或沒有賬號", "再按「重試」"),
        ("en", "Where", "has left or has no account", "then press Retry"),
    ],
)
def test_an_incident_says_where_why_and_what_to_press(stopped, browser_of, language, where, why, do):
    operator = browser_of("hewen")
    operator.post("/preferences", {"language": language})
    page = operator.get(first_incident(operator)).text
    words, facts = page.split("<details", 1)

    assert where in words
    assert why in words
    assert do in words
    assert "签字" in words or "簽字" in words
    assert "assignee_unknown" not in words
    assert "ghost" in facts
    assert "assignee_unknown" in facts


def test_the_list_of_incidents_names_the_step_by_its_name(stopped, browser_of):
    page = browser_of("hewen").get("/admin").text

    assert "「签字」" in page
    assert ">Sign<" not in page


def first_incident(browser):
    return re.findall(r"/admin/incidents/\d+", browser.get("/admin").text)[0]
