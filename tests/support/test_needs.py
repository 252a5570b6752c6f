from __future__ import annotations

import pytest

from tests.support import needs


@pytest.fixture
def bare_machine(monkeypatch):
    monkeypatch.setitem(needs.NEEDS, "browser", lambda: "Chromium is not installed.")


@pytest.mark.usefixtures("bare_machine")
def test_at_a_desk_a_test_that_lacks_something_is_skipped_with_the_reason(monkeypatch):
    monkeypatch.setenv("CI", "")

    with pytest.raises(pytest.skip.Exception, match="Chromium is not installed"):
        needs.insist("browser")


@pytest.mark.usefixtures("bare_machine")
def test_in_ci_a_test_that_lacks_something_fails(monkeypatch):
    monkeypatch.setenv("CI", "true")

    with pytest.raises(pytest.fail.Exception, match="CI must have it"):
        needs.insist("browser")


def test_every_need_is_a_declared_mark(pytestconfig):
    declared = {line.split(":")[0] for line in pytestconfig.getini("markers")}

    assert set(needs.NEEDS) <= declared
