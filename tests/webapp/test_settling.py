"""The form settled anew for what is typed: parts for the page, nothing kept, for those who may."""

from __future__ import annotations

from urllib.parse import quote

import pytest


@pytest.fixture
def key(company):
    return company.task(company.start("P"), "Ask")["key"]


@pytest.fixture
def zhou(browser_of, key):
    person = browser_of("zhouzimo")
    person.post(f"/tasks/{key}/claim")
    person.get(f"/tasks/{key}")
    return person


def settled(person, key, changed="", **values):
    headers = {"X-Changed": quote(changed)} if changed else {}
    return person.post(f"/tasks/{key}/form", values, headers=headers)


def test_the_whole_form_comes_for_a_page_that_names_no_change(zhou, key):
    answer = settled(zhou, key, note="写到一半")

    assert answer.status_code == 200
    assert "写到一半" in answer.text


def test_a_change_that_concerns_nothing_brings_nothing(zhou, key):
    answer = settled(zhou, key, "note", note="写到一半")

    assert answer.status_code == 200
    assert "写到一半" not in answer.text


def test_nothing_is_kept_of_what_was_settled(zhou, key):
    settled(zhou, key, note="写到一半")

    assert "写到一半" not in zhou.get(f"/tasks/{key}").text


def test_without_the_token_of_the_page_nothing_is_settled(zhou, key):
    assert zhou.client.post(f"/tasks/{key}/form", data={"note": "x"}).status_code in (400, 403)


def test_a_stranger_gets_no_form(browser_of, key):
    assert settled(browser_of("mahuifang"), key).status_code == 404
