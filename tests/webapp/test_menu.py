"""The menu marks where the person stands, and nothing where that is in none of its lists."""

from __future__ import annotations

import re

import pytest

MARKED = re.compile(r'<a href="([^"]+)" aria-current="page"')


@pytest.fixture
def case(company):
    return company.start("P")


def marked(browser, path):
    return set(MARKED.findall(browser.get(path).text))


def test_my_own_case_stands_among_the_cases_i_started(browser_of, case):
    assert marked(browser_of("linxiaolan"), f"/instances/{case}") == {"/instances"}


def test_a_case_of_another_stands_in_no_list_of_mine(browser_of, case):
    assert marked(browser_of("zhouzimo"), f"/instances/{case}") == set()


def test_a_task_stands_in_the_list_where_it_is_found(company, browser_of, case):
    key = company.task(case, "Ask")["key"]
    zhou, lin = browser_of("zhouzimo"), browser_of("linxiaolan")
    assert marked(zhou, f"/tasks/{key}") == {"/inbox?scope=groups"}
    company.claim(case, "Ask", "zhouzimo")
    assert marked(zhou, f"/tasks/{key}") == {"/inbox"}
    assert marked(lin, f"/tasks/{key}") == set()
    company.complete(case, "Ask", "zhouzimo", note="x")
    assert marked(zhou, f"/tasks/{key}") == {"/inbox?scope=done"}


@pytest.mark.parametrize(
    "path", ["/inbox", "/inbox?scope=groups", "/inbox?scope=done", "/instances", "/notices"]
)
def test_a_list_marks_itself(browser_of, path):
    assert marked(browser_of("linxiaolan"), path) == {path}
