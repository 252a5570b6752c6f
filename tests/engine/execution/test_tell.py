"""Whom a task or a process names is told when it opens and when it ends, in the pages and by e-mail."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.execution.tables import NOTICE, OUTBOX, USER_TASK
from engine.processes.cancel import CancelCase
from engine.user_tasks.claim import ClaimTask
from engine.user_tasks.complete import CompleteTask
from tests.engine.bpmn import kit
from tests.support.models import task


def told(company, who="xujing"):
    kinds = [row["kind"] for row in company.rows(NOTICE, person=who)]
    mailed = [row["payload"]["kind"] for row in company.rows(OUTBOX) if row["payload"]["to"] == who]
    assert mailed == kinds
    return kinds


@pytest.mark.parametrize("value", ["xujing", "legal_reviewer", '=["xujing"]', "=[lawyer]"])
def test_who_is_named_is_told_when_the_task_opens_and_when_it_is_done(company, value):
    lawyer = kit.script("fill", '="xujing"', "lawyer")
    company.draw(lawyer + task("a", notify=value, title="审核"), "s>fill fill>a a>e")
    instance = company.start()
    assert told(company) == ["task_opened"]
    company.complete(instance, "a", "zhouzimo")

    assert told(company) == ["task_opened", "task_completed"]
    row = company.rows(NOTICE, person="xujing", kind="task_completed")[0]
    assert (row["facts"]["task"], row["facts"]["by"]) == ("审核", "zhouzimo")
    assert row["task_key"] == company.task(instance, "a")["key"]


def test_a_task_that_is_taken_away_is_told_as_such(company):
    late = kit.boundary("late", "a", kit.timer("Duration", "PT1H"))
    company.draw(task("a", notify="xujing") + late + task("b"), "s>a a>e late>b")
    company.start()
    company.clock.move_by(timedelta(hours=2))
    company.fire()

    assert told(company) == ["task_opened", "task_canceled"]


def test_each_round_of_a_multi_instance_is_told_once(company):
    rounds = task("a", notify="xujing", inner=kit.multi("=[1, 2]"))
    company.draw(rounds, "s>a a>e")
    company.start()
    assert told(company) == ["task_opened"] * 2
    for row in company.rows(USER_TASK):
        company.execute(ClaimTask(row["key"]), "zhouzimo")
        company.execute(CompleteTask(row["key"]), "zhouzimo")

    assert told(company) == ["task_opened"] * 2 + ["task_completed"] * 2


def test_nobody_is_told_of_what_he_does_himself(company):
    company.draw(task("a", notify="linxiaolan,zhouzimo"), "s>a a>e")
    instance = company.start()
    company.complete(instance, "a", "zhouzimo")

    assert told(company, "linxiaolan") == ["task_completed"]
    assert told(company, "zhouzimo") == ["task_opened"]


def test_a_name_that_nobody_bears_tells_nobody_and_holds_up_nothing(company):
    company.draw(task("a", notify="nobody_here"), "s>a a>e")

    assert company.open(company.start()) == ["a"]
    assert company.rows(NOTICE) == []


def test_the_end_of_a_case_is_told(company):
    company.draw(task("a"), "s>a a>e", notify="=[starter]", title='="用印 HT-7"')
    instance = company.start()
    company.complete(instance, "a", "zhouzimo")

    assert told(company, "linxiaolan") == ["case_ended"]
    assert company.rows(NOTICE, kind="case_ended")[0]["facts"]["title"] == "用印 HT-7"


def test_the_end_of_a_cancelled_case_is_told_to_others(company):
    company.draw(task("a"), "s>a a>e", notify="xujing,linxiaolan")
    company.execute(CancelCase(company.start(), "customer left"), "linxiaolan")

    assert told(company) == ["case_ended"]
    assert told(company, "linxiaolan") == []
