"""What every test may ask for: a database of each kind, a browser, Word, the models of others.

def test_something(database_url): ...       runs on an empty SQLite and an empty PostgreSQL
def test_something(database_from): ...      the same, filled by database_from(fill), fill(url)
def test_something(sqlite_url): ...         SQLite alone;  postgres_url: PostgreSQL alone
def test_something(conformance): ...        path of the conformance models
def test_something(chromium): ...           a Playwright browser;  soffice: path of LibreOffice
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.support import databases, needs, postgres, run, source

# The same examples on every run: a red test is then the change's fault and not the dice's.
settings.register_profile("house", derandomize=True, database=None, deadline=None)
settings.load_profile("house")


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        run.begin()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        if postgres.given_server():
            databases.drop_all_of_run()
        run.end()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for fixture in getattr(item, "fixturenames", ()):
            if fixture in needs.MARK_OF_FIXTURE:
                item.add_marker(needs.MARK_OF_FIXTURE[fixture])


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    for mark in needs.NEEDS:
        if item.get_closest_marker(mark):
            needs.insist(mark)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    long = source.long_modules(source.WARN_LINES)
    if long:
        terminalreporter.section("modules that grow long")
        for path, lines in long:
            terminalreporter.write_line(f"{lines:5} lines  {path}")


@pytest.fixture(scope="session")
def postgres_server() -> str:
    """Address of the run's PostgreSQL server."""
    return run.server()


@pytest.fixture
def make_databases(tmp_path: Path) -> Iterator[Callable[[str], databases.Databases]]:
    made: list[databases.Databases] = []

    def make(kind: str) -> databases.Databases:
        made.append(databases.Databases(kind, tmp_path))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_kind(request: pytest.FixtureRequest) -> str:
    kind: str = request.param
    return kind


@pytest.fixture
def database_url(database_kind: str, make_databases: Callable[[str], databases.Databases]) -> str:
    return make_databases(database_kind).empty()


@pytest.fixture
def database_from(
    database_kind: str, make_databases: Callable[[str], databases.Databases]
) -> Callable[[databases.Fill], str]:
    return make_databases(database_kind).copy_of


@pytest.fixture
def sqlite_url(make_databases: Callable[[str], databases.Databases]) -> str:
    return make_databases("sqlite").empty()


@pytest.fixture
def postgres_url(make_databases: Callable[[str], databases.Databases]) -> str:
    return make_databases("postgresql").empty()


@pytest.fixture(scope="session")
def conformance() -> Path:
    return needs.CONFORMANCE


@pytest.fixture(scope="session")
def soffice() -> str:
    path = needs.soffice_path()
    assert path is not None
    return path


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # Root has no sandbox, and a container's /dev/shm is too small for a page.
        browser = playwright.chromium.launch(
            executable_path=needs.chromium_path(), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()
