from __future__ import annotations

from base64 import b64encode

from engine.execution.commands.begin_demo import BeginDemo
from engine.organisation.commands.set_password import SetPassword
from tests.support.company import SEED
from tests.webapp.conftest import PASSWORD, Browser

AUTUMN = 1_790_000_000_000


def basic(user: str, password: str = PASSWORD) -> dict[str, str]:
    return {"Authorization": "Basic " + b64encode(f"{user}:{password}".encode()).decode()}


def test_production_refuses_to_move_the_clock(browser):
    answer = browser.client.put("/v2/clock", json={"timestamp": AUTUMN}, headers=basic("hewen"))

    assert (answer.status_code, answer.mimetype) == (403, "application/problem+json")
    assert browser.get("/clock").status_code == 403


def test_an_administrator_moves_the_clock_of_the_demo(demo_company, demo_app):
    demo_company.engine.execute(BeginDemo(demo_company.clock.now()), SEED)
    client = demo_app.test_client()
    answer = client.put("/v2/clock", json={"timestamp": AUTUMN}, headers=basic("hewen"))

    assert answer.status_code == 204
    assert int(demo_company.engine.clock.now().timestamp() * 1000) == AUTUMN
    assert client.post("/v2/clock/reset", headers=basic("hewen")).status_code == 204


def test_a_clerk_or_a_stranger_does_not(demo_app):
    client = demo_app.test_client()

    assert client.put("/v2/clock", json={"timestamp": 1}, headers=basic("linxiaolan")).status_code == 403
    assert client.put("/v2/clock", json={"timestamp": 1}, headers=basic("hewen", "wrong")).status_code == 401
    assert client.put("/v2/clock", json={"timestamp": 1}).status_code == 401


def test_a_time_that_is_no_number_is_refused(demo_app):
    for body in ({}, {"timestamp": "soon"}, {"timestamp": True}, {"timestamp": -1}, []):
        answer = demo_app.test_client().put("/v2/clock", json=body, headers=basic("hewen"))
        assert answer.status_code == 400


def test_the_page_moves_it_a_day(demo_company, demo_app):
    demo_company.engine.execute(BeginDemo(demo_company.clock.now()), SEED)
    hewen = Browser(demo_app)
    hewen.sign_in("hewen")
    before = demo_company.engine.clock.now()

    assert hewen.post("/clock", {"step": "day"}).status_code == 303
    assert (demo_company.engine.clock.now() - before).days == 1


def test_a_given_password_opens_no_interface_until_an_own_one_is_chosen(demo_company, demo_app):
    demo_company.engine.execute(SetPassword("hewen", PASSWORD, must_change=True), SEED)
    client = demo_app.test_client()
    answer = client.put("/v2/clock", json={"timestamp": 0}, headers=basic("hewen", PASSWORD))

    assert answer.status_code == 403
    assert answer.mimetype == "application/problem+json"
    assert answer.json["title"] == "password_must_change"
    assert "choose one" in answer.json["detail"] or "换成自己的" in answer.json["detail"]
