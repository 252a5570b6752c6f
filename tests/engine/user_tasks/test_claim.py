"""An open task is one person's at a time, and who comes second is told who was faster."""

from __future__ import annotations

import pytest

from engine.execution.tables import HISTORY, USER_TASK_CANDIDATE
from engine.kernel.errors import AlreadyClaimed, NotFound, OperationRefused, PermissionDenied, TaskNotOpen
from engine.processes.cancel import CancelCase
from engine.user_tasks.claim import ClaimTask
from engine.user_tasks.inbox import inbox
from engine.user_tasks.release import ReleaseTask
from tests.support.models import task


@pytest.fixture
def instance(company):
    company.draw(task("a") + task("b", assignee="=starter"), "s>a a>b b>e")
    return company.start()


def listed(company, who, scope):
    with company.engine.read() as reader:
        return [row.element_id for row in inbox(reader, company.actor(who), scope=scope).rows]


def test_a_claimed_task_is_mine_and_no_longer_the_groups(company, instance):
    key = company.task(instance, "a")["key"]
    assert company.claim(instance, "a", "zhouzimo") == {"task_key": key, "instance_key": instance}

    assert listed(company, "zhouzimo", "mine") == ["a"]
    assert listed(company, "zhouzimo", "groups") == listed(company, "linxiaolan", "groups") == []
    assert company.task(instance, "a")["revision"] == 2
    assert company.rows(HISTORY, kind="task_claimed")[0]["actor"] == "zhouzimo"


def test_the_second_claimant_is_told_who_was_faster(company, instance):
    company.claim(instance, "a", "zhouzimo")

    with pytest.raises(AlreadyClaimed) as refused:
        company.claim(instance, "a", "linxiaolan")

    assert refused.value.facts == {"task_key": company.task(instance, "a")["key"], "by": "zhouzimo"}


def test_claiming_what_is_mine_already_changes_nothing(company, instance):
    company.claim(instance, "a", "zhouzimo")
    company.claim(instance, "a", "zhouzimo")

    assert company.task(instance, "a")["revision"] == 2
    assert len(company.rows(HISTORY, kind="task_claimed")) == 1


def test_an_assigned_task_is_nobody_elses(company, instance):
    company.complete(instance, "a", "zhouzimo")

    with pytest.raises(AlreadyClaimed):
        company.claim(instance, "b", "zhouzimo")


def test_a_task_that_was_done_says_by_whom_and_when(company, instance):
    company.complete(instance, "a", "zhouzimo")

    with pytest.raises(TaskNotOpen) as refused:
        company.claim(instance, "a", "linxiaolan")

    facts = refused.value.facts
    assert (facts["state"], facts["by"], facts["at"]) == ("completed", "zhouzimo", company.clock.now())


def test_a_task_of_a_cancelled_case_says_so(company, instance):
    company.execute(CancelCase(instance, "not needed"), "linxiaolan")

    with pytest.raises(TaskNotOpen) as refused:
        company.claim(instance, "a", "linxiaolan")
    assert refused.value.facts["state"] == "canceled"


def test_an_unknown_task_is_not_found(company):
    with pytest.raises(NotFound):
        company.execute(ClaimTask(7), "zhouzimo")


def test_a_released_task_is_the_groups_again(company, instance):
    company.claim(instance, "a", "zhouzimo")
    company.execute(ReleaseTask(company.task(instance, "a")["key"]), "zhouzimo")

    assert listed(company, "linxiaolan", "groups") == listed(company, "zhouzimo", "groups") == ["a"]
    assert company.task(instance, "a")["assignee"] is None
    company.complete(instance, "a", "linxiaolan")


def test_only_the_person_who_has_a_task_releases_it(company, instance):
    company.claim(instance, "a", "zhouzimo")

    with pytest.raises(PermissionDenied):
        company.execute(ReleaseTask(company.task(instance, "a")["key"]), "linxiaolan")


def test_a_task_that_the_model_gave_to_one_person_cannot_be_released_to_nobody(company, instance):
    company.complete(instance, "a", "zhouzimo")

    with pytest.raises(OperationRefused) as refused:
        company.execute(ReleaseTask(company.task(instance, "b")["key"]), "linxiaolan")
    assert refused.value.facts == {"reason": "task_has_no_candidates"}


def test_a_completed_task_is_in_no_group_any_more(company, instance):
    company.complete(instance, "a", "zhouzimo")

    assert company.rows(USER_TASK_CANDIDATE) == []
