"""Guessing names and passwords: the answers of a name that exists and of one that does not are the same."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from engine.execution.commands.begin_demo import BeginDemo
from engine.execution.tables import AUDIT
from tests.support.company import SEED
from webapp.security import limits

RIGHT = "a-long-enough-password"


def answers(browser, name: str, tries: int) -> list[tuple[int, str]]:
    """Status and the sentence of each try."""
    browser.get("/login")
    found = []
    for _ in range(tries):
        answer = browser.post("/login", {"username": name, "password": "wrong"})
        said = re.sub(r'value="[^"]*"|[0-9a-f]{16,}', "", answer.text)
        found.append((answer.status_code, said))
    return found


def test_a_name_that_nobody_has_is_locked_like_one_that_exists(browser):
    known, unknown = answers(browser, "linxiaolan", 7), answers(browser, "nobody.at.all", 7)

    assert [status for status, _ in known] == [422, 422, 422, 422, 429, 429, 429]
    assert known == unknown


def test_its_lock_ends_too(browser, company):
    answers(browser, "nobody", 5)
    company.clock.move_by(timedelta(minutes=16))

    assert [status for status, _ in answers(browser, "nobody", 5)] == [422, 422, 422, 422, 429]


def test_a_strangers_tries_fill_no_audit(browser, company):
    before = company.count(AUDIT)
    answers(browser, "nobody", 6)

    assert company.count(AUDIT) == before


def test_signing_in_rightly_uses_up_no_tries(app, browser, monkeypatch):
    monkeypatch.setattr(limits, "LOGIN", limits.Limit("login", 3, 900))

    assert {browser.sign_in("zhouzimo").status_code for _ in range(6)} == {303}
    wrong = [answers(browser, f"x{number}", 1)[0][0] for number in range(5)]
    assert wrong == [422, 422, 422, 429, 429]


def test_nor_does_the_api(demo_company, demo_app, monkeypatch):
    demo_company.engine.execute(BeginDemo(demo_company.clock.now()), SEED)
    monkeypatch.setattr(limits, "LOGIN", limits.Limit("login", 3, 900))
    client = demo_app.test_client()

    def move(password: str) -> int:
        body = {"timestamp": 1_780_000_000_000}
        return client.put("/v2/clock", json=body, auth=("hewen", password)).status_code

    assert [move(RIGHT) for _ in range(6)] == [204] * 6
    assert [move("wrong") for _ in range(4)] == [401, 401, 401, 429]
    assert move(RIGHT) == 429


@pytest.mark.parametrize("name", ["hewen", "nobody"])
def test_the_api_tells_nothing_of_names_either(demo_app, name):
    client = demo_app.test_client()
    statuses = [client.post("/v2/clock/reset", auth=(name, "wrong")).status_code for _ in range(7)]

    assert statuses == [401] * 7
