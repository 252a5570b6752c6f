"""How often a page asks the database. Not a matter of time: a question in a loop shows itself here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from tests.support.company import Company

_READS_AND_WRITES = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b", re.IGNORECASE)
INBOX, COMPLETION = 9, 27


@contextmanager
def _statements(company: Company) -> Iterator[list[str]]:
    """What the driver is given meanwhile, whichever way it comes there. SQLite alone tells it."""
    told: list[str] = []
    traced: list[Any] = []
    pool = company.engine.database.engine

    def listen(raw: Any, _record: Any, _proxy: Any) -> None:
        raw.set_trace_callback(told.append)
        traced.append(raw)

    event.listen(pool, "checkout", listen)
    try:
        yield told
    finally:
        event.remove(pool, "checkout", listen)
        for raw in traced:
            raw.set_trace_callback(None)
        told[:] = [one for one in told if _READS_AND_WRITES.match(one)]


@pytest.fixture
def cases(company: Company) -> list[int]:
    return [company.start("P") for _ in range(12)]


def test_the_inbox_asks_as_often_for_twelve_tasks_as_for_one(
    company: Company, browser_of: Callable[[str], Any], cases: list[int]
) -> None:
    zhou = browser_of("zhouzimo")
    zhou.post(f"/tasks/{company.task(cases[0], 'Ask')['key']}/claim")
    zhou.get("/inbox")
    with _statements(company) as few:
        assert "填写申请" in zhou.get("/inbox").text
    zhou.post("/inbox/claim", {"t": [str(company.task(case, "Ask")["key"]) for case in cases[1:]]})
    zhou.get("/inbox")
    with _statements(company) as many:
        assert zhou.get("/inbox").text.count("data-row") == 12

    assert len(few) == len(many), "\n".join(many)
    assert len(many) <= INBOX, "\n".join(many)


def test_completing_a_task_takes_few_statements_and_reads_the_task_once(
    company: Company, browser_of: Callable[[str], Any], cases: list[int]
) -> None:
    zhou = browser_of("zhouzimo")
    keys = [company.task(case, "Ask")["key"] for case in cases[:2]]
    for key in keys:
        zhou.post(f"/tasks/{key}/claim")
    page = zhou.get(f"/tasks/{keys[0]}").text
    found = re.search(r'name="revision" value="(\d+)"', page)
    assert found is not None
    typed = {"revision": found[1], "note": "齐了"}
    zhou.post(f"/tasks/{keys[0]}", typed)
    with _statements(company) as asked:
        done = zhou.post(f"/tasks/{keys[1]}", {**typed, "idempotency_key": "once"})

    assert done.status_code == 303
    assert len(asked) <= COMPLETION, "\n".join(asked)
    whole_rows = [one for one in asked if re.match(r'SELECT user_task\."key", .*\.draft\b', one)]
    assert len(whole_rows) == 1, "\n".join(asked)
