"""A person chooses language and theme once; every machine and every letter follows."""

from __future__ import annotations

import pytest

from engine.jobs import outbox
from engine.kernel.errors import InvalidInput, PermissionDenied
from engine.organisation.commands.keep_preferences import KeepPreferences
from tests.support import models
from tests.webapp.conftest import Browser


def head(browser):
    return browser.get("/inbox").text.split("<head>")[0]


def test_another_machine_shows_what_was_chosen_on_the_first(app, browser_of):
    lin = browser_of("linxiaolan")
    lin.post("/preferences", {"language": "zh-Hant", "theme": "dark"})
    other = Browser(app)
    other.sign_in("linxiaolan")

    assert 'lang="zh-Hant"' in head(other)
    assert 'data-theme="dark"' in head(other)


def test_a_colleague_at_the_same_browser_reads_an_own_choice(browser_of):
    lin = browser_of("linxiaolan")
    lin.post("/preferences", {"language": "en", "theme": "dark"})
    chen = browser_of("chenjing")
    chen.post("/preferences", {"language": "zh-Hant", "theme": "light"})
    lin.post("/logout")
    lin.sign_in("chenjing")

    assert 'lang="zh-Hant"' in head(lin)
    assert 'data-theme="light"' in head(lin)


def test_what_is_chosen_on_the_login_page_is_kept_for_whoever_has_chosen_nothing(app, browser):
    browser.get("/login")
    browser.post("/preferences", {"language": "en"})
    browser.sign_in("linxiaolan")
    other = Browser(app)
    other.sign_in("linxiaolan")
    assert 'lang="en"' in head(other)

    third = Browser(app)
    third.get("/login")
    third.post("/preferences", {"language": "zh-Hant"})
    third.sign_in("linxiaolan")
    assert 'lang="en"' in head(third)


def test_the_machines_own_theme_can_be_chosen_again(browser_of):
    lin = browser_of("linxiaolan")
    lin.post("/preferences", {"theme": "dark"})
    lin.post("/preferences", {"theme": "auto"})

    assert "data-theme" not in head(lin)


@pytest.mark.parametrize(
    ("language", "subject"), [(None, "新待办"), ("zh-Hant", "新待辦"), ("en", "New task")]
)
def test_letters_come_in_the_language_of_their_reader(company, browser_of, language, subject):
    if language:
        browser_of("xujing").post("/preferences", {"language": language})
    company.draw(models.task("Look", assignee="xujing", title="看一看"), "s>Look Look>e", "Q")
    company.start("Q")
    sent = []
    outbox.send_due(company.engine, type("Post", (), {"send": lambda _self, one: sent.append(one)})())

    assert subject in sent[0].message.subject


def test_nobody_chooses_for_another(company):
    with pytest.raises(PermissionDenied):
        company.execute(KeepPreferences("linxiaolan", "en"), "hewen")


def test_only_what_there_is_can_be_chosen(company):
    with pytest.raises(InvalidInput):
        company.execute(KeepPreferences("linxiaolan", "fr"), "linxiaolan")
