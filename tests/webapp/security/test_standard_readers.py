"""`std` in a form: who takes part and the desk read the field on every page, an onlooker on none."""

from __future__ import annotations

import pytest

from engine.processes.comment import AddComment
from tests.support import models

SECRET = "底价七百六十元"


@pytest.fixture
def case(company) -> int:
    floor = models.field("floor", see="std", label="底价")
    after = models.task("Ask", form="ask", title="填写申请") + models.task(
        "Check", assignee="xujing", form="see"
    )
    forms = [models.form("ask", floor), models.form("see", {**floor, "readonly": True})]
    company.draw(after, "s>Ask Ask>Check Check>e", "Q", forms=forms)
    instance = company.start("Q", "zhouzimo")
    company.complete(instance, "Ask", "zhouzimo", floor=SECRET)
    # Wang Lei of the warehouse is told, and so may open the case.
    company.execute(AddComment(instance, "@wanglei 请看"), "zhouzimo")
    return instance


def pages(company, case: int) -> list[str]:
    check = company.task(case, "Check")["key"]
    return [f"/instances/{case}", f"/tasks/{check}"]


@pytest.mark.parametrize("reader", ["zhouzimo", "xujing", "guzhiyuan", "caiyun"])
def test_who_takes_part_reads_the_field(company, browser_of, case, reader):
    browser = browser_of(reader)

    assert [SECRET in browser.get(page).text for page in pages(company, case)] == [True, True]


@pytest.mark.parametrize("onlooker", ["wanglei", "hewen"])
def test_an_onlooker_opens_the_pages_and_does_not(company, browser_of, case, onlooker):
    browser = browser_of(onlooker)
    found = [browser.get(page) for page in pages(company, case)]

    assert [answer.status_code for answer in found] == [200, 200]
    assert not any(SECRET in answer.text for answer in found)
