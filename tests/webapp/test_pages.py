from __future__ import annotations

import pytest

from webapp import names

PAGES = [
    "/inbox",
    "/inbox?scope=groups",
    "/inbox?scope=done",
    "/processes",
    "/instances",
    "/notices",
    "/registers",
]
PAGES += ["/preferences", "/password"]


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_in_every_language(browser_of, path, language):
    lin = browser_of("linxiaolan")
    lin.post("/preferences", {"language": language})
    answer = lin.get(path)

    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.text


def test_all_templates_compile(app):
    for name in app.jinja_env.list_templates(extensions=["html"]):
        app.jinja_env.get_template(name)


def test_the_browser_chooses_the_language_until_the_person_does(browser):
    assert "Sign in" in browser.get("/login", headers={"Accept-Language": "en-GB,en;q=0.8"}).text
    assert "登入" in browser.get("/login", headers={"Accept-Language": "zh-TW"}).text
    assert "登录" in browser.get("/login", headers={"Accept-Language": "fr"}).text


def test_the_language_is_chosen_on_the_login_page(browser):
    browser.get("/login")
    answer = browser.post("/preferences", {"language": "zh-Hant", "next": "/login?next=/instances"})

    assert answer.location == "/login?next=/instances"
    assert "密碼" in browser.get("/login").text


def test_readyz_says_no_until_the_heart_beats(company, browser):
    from engine.execution.commands.housekeeping import BeatNode
    from engine.kernel.actor import Actor

    assert browser.get("/readyz").status_code == 503
    company.engine.execute(BeatNode("node"), Actor.system("heartbeat"))
    assert browser.get("/readyz").status_code == 200


def test_metrics_name_the_open_tasks(company, browser):
    company.start("P")

    assert "neiqin_open_tasks 1" in browser.get("/metrics").text


def test_an_unforeseen_fault_shows_a_number_and_no_trace(app, browser_of, monkeypatch):
    lin = browser_of("linxiaolan")
    monkeypatch.setitem(app.view_functions, "notices.listing", _broken(app.view_functions["notices.listing"]))
    answer = lin.get("/notices")

    assert answer.status_code == 500
    assert answer.headers["X-Request-Id"] in answer.text
    assert "secret detail" not in answer.text


def _broken(view):
    def fails() -> str:
        raise RuntimeError("secret detail")

    fails.policy = view.policy
    return fails


def test_a_wrong_address_leaves_a_person_the_menu_and_shows_a_stranger_none(browser, browser_of):
    lost = browser_of("linxiaolan").get("/nowhere")

    assert lost.status_code == 404
    assert 'href="/instances"' in lost.text
    assert 'href="/login"' not in lost.text
    assert 'href="/instances"' not in browser.get("/nowhere").text


def test_a_notice_names_its_task_in_the_language_of_its_reader(company, browser_of, monkeypatch):
    monkeypatch.setattr(names, "english", lambda _process_id: {"Check": "Look it over"})
    case = company.start("P")
    company.claim(case, "Ask", "linxiaolan")
    company.complete(case, "Ask", "linxiaolan", note="x")
    xu = browser_of("xujing")

    for language, shown in (("zh-Hans", "轮到您：核对"), ("en", "Your turn: Look it over")):
        xu.post("/preferences", {"language": language})
        assert shown in xu.get("/notices").text


def test_on_a_phone_the_last_tab_holds_the_rest_of_the_menu(browser_of):
    page = browser_of("linxiaolan").get("/inbox").text
    rest = page.split('class="menu__more"')[1].split("</div>")[0]

    assert 'href="/notices"' in rest
    assert 'href="/inbox?scope=done"' in rest
    assert 'href="/instances"' not in rest


def test_a_chosen_deadline_stays_chosen_and_can_be_cleared(browser_of):
    page = browser_of("linxiaolan").get("/inbox?due=today").text

    assert '<option value="today" selected>' in page
    assert 'href="/inbox?scope=mine"' in page.split('class="filters"')[1].split("</form>")[0]
