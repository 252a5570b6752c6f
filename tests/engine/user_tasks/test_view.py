"""What the task page shows, and what this person may do there."""

from __future__ import annotations

import pytest

from engine.kernel.errors import NotFound
from engine.user_tasks.view import task_view
from tests.support.models import field, form, task

FORM = form("P.a", field("subject"))


@pytest.fixture
def instance(company):
    company.draw(task("a", form="P.a"), "s>a a>e", forms=[FORM])
    return company.start()


def shown(company, instance, who):
    with company.engine.read() as reader:
        return task_view(reader, company.actor(who), company.task(instance, "a")["key"])


def test_a_candidate_may_claim_and_nothing_else(company, instance):
    view = shown(company, instance, "zhouzimo")

    assert view.may == {"claim", "comment"}
    assert view.form.form.id == "P.a"
    assert view.values["starter"] == "linxiaolan"


def test_who_has_it_may_complete_and_release(company, instance):
    company.claim(instance, "a", "zhouzimo")

    assert shown(company, instance, "zhouzimo").may == {"complete", "release", "comment"}
    assert shown(company, instance, "linxiaolan").may == {"comment"}


def test_a_done_task_shows_what_was_typed_and_by_whom(company, instance):
    company.complete(instance, "a", "zhouzimo", subject="合同")

    view = shown(company, instance, "linxiaolan")
    assert (view.values["subject"], view.ended_by, view.may) == ("合同", "zhouzimo", {"comment"})


def test_a_stranger_finds_nothing(company, instance):
    with pytest.raises(NotFound):
        shown(company, instance, "wanglei")
