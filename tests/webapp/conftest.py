"""The pages over a real engine: a small company, one process drawn for the tests, signed-in browsers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engine.organisation.commands.set_password import SetPassword
from tests.support import company as people
from tests.support import models
from webapp.app import create_app

PASSWORD = "a-long-enough-password"
TOKEN = re.compile(r'name="csrf_token" value="([0-9a-f]{64})"')


class Browser:
    """A client that carries cookies and sends the token of the page it last saw."""

    task: int  # the task that a test looks at, where it sets one

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()
        self.token = ""

    def get(self, path: str, **more: Any) -> TestResponse:
        answer = self.client.get(path, buffered=True, **more)
        found = TOKEN.search(answer.text) if answer.mimetype == "text/html" else None
        self.token = found[1] if found else self.token
        return answer

    def post(self, path: str, data: dict[str, Any] | None = None, **more: Any) -> TestResponse:
        return self.client.post(path, data={"csrf_token": self.token, **(data or {})}, **more)

    def sign_in(self, user: str, password: str = PASSWORD, **more: Any) -> TestResponse:
        self.get("/login")
        answer = self.post("/login", {"username": user, "password": password, **more})
        self.get("/preferences")
        return answer


@pytest.fixture
def company(make_databases: Callable[[str], Any], tmp_path: Path) -> Iterator[people.Company]:
    """Its people sign in with PASSWORD.

    Process P has the task Ask for the assistants, then Check for xujing.
    """
    made = people.Company(make_databases("sqlite").copy_of(_fill), tmp_path)
    yield made
    made.engine.close()


@pytest.fixture
def demo_company(make_databases: Callable[[str], Any], tmp_path: Path) -> Iterator[people.Company]:
    made = people.Company(make_databases("sqlite").copy_of(_fill), tmp_path, demo=True)
    yield made
    made.engine.close()


def _fill(url: str) -> None:
    people.fill(url)
    _give_passwords(url)


def _give_passwords(url: str) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        made = people.Company(url, Path(folder))
        for user in people.PEOPLE:
            made.engine.execute(SetPassword(user, PASSWORD, must_change=False), people.SEED)
        note = models.field("note", required=True, label="备注")
        body = models.task("Ask", form="ask", title="填写申请") + models.task(
            "Check", assignee="xujing", title="核对"
        )
        made.draw(body, "s>Ask Ask>Check Check>e", forms=[models.form("ask", note)])
        made.engine.close()


@pytest.fixture
def app(company: people.Company) -> Flask:
    return _app(company)


@pytest.fixture
def demo_app(demo_company: people.Company) -> Flask:
    return _app(demo_company)


def _app(company: people.Company) -> Flask:
    app = create_app(company.engine)
    app.testing = True
    # An error page is what the tests look at; the test client would raise instead of showing it.
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app


@pytest.fixture
def browser(app: Flask) -> Browser:
    """Nobody is signed in."""
    return Browser(app)


@pytest.fixture
def browser_of(app: Flask) -> Callable[[str], Browser]:
    """A browser in which this person is signed in."""

    def made(user: str) -> Browser:
        one = Browser(app)
        one.sign_in(user)
        return one

    return made
