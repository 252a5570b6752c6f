"""Who is kept away from a task is so by every door, and leaves nothing typed behind."""

from __future__ import annotations

import pytest

from engine.execution.tables import USER_TASK
from tests.engine.bpmn import kit
from tests.support import models

OPINION = "同意，照此办理"


@pytest.fixture
def case(company) -> int:
    """Ask and Check are open together; who asked may not check."""
    note = models.field("note", label="意见")
    body = (
        kit.gateway("parallel", "fork")
        + models.task("Ask", title="申请")
        + models.task("Check", form="check", title="核对", mustDifferFrom="Ask")
    )
    company.draw(body, "s>fork fork>Ask fork>Check Ask>e Check>e", "Q", forms=[models.form("check", note)])
    return company.start("Q", "linxiaolan")


def test_a_person_kept_away_leaves_no_draft_for_the_next(company, browser_of, case):
    company.claim(case, "Check", "zhouzimo")
    check = company.task(case, "Check")["key"]
    zhou, lin = browser_of("zhouzimo"), browser_of("linxiaolan")
    zhou.post(f"/tasks/{check}/draft", {"note": OPINION})
    company.complete(case, "Ask", "zhouzimo")
    lin.post(f"/tasks/{check}/claim")
    page = lin.get(f"/tasks/{check}").text

    assert 'name="note"' in page
    assert OPINION not in page


def test_no_door_leads_back(company, browser_of, case):
    company.complete(case, "Ask", "zhouzimo")
    task = company.task(case, "Check")
    zhou = browser_of("zhouzimo")
    doors = {
        "": {"revision": str(task["revision"]), "note": OPINION},
        "/claim": {},
        "/draft": {"note": OPINION},
        "/release": {},
    }

    assert {
        d: zhou.post(f"/tasks/{task['key']}{d}", sent).status_code for d, sent in doors.items()
    } == dict.fromkeys(doors, 403)
    zhou.post("/inbox/claim", {"t": str(task["key"])})
    (row,) = company.rows(USER_TASK, key=task["key"])
    assert (row["assignee"], row["state"], row["draft"]) == (None, "created", None)
