"""A called process is a case of its own below its caller: it ends upwards and is cancelled downwards."""

from __future__ import annotations

import pytest

from engine.execution.tables import HISTORY, PROCESS_INSTANCE, TIMER, USER_TASK
from engine.processes.cancel import CancelCase
from engine.user_tasks.claim import ClaimTask
from engine.user_tasks.complete import CompleteTask
from tests.engine.bpmn import kit
from tests.support.models import task


@pytest.fixture
def instance(company):
    """A caller whose part asks one person; then task `b`."""
    company.draw(
        task("a", inner="") + kit.script("fill", '="盖"', "stamp"),
        "s>a a>fill fill>e",
        "part",
        startableBy="",
    )
    company.draw(kit.call("call", "part") + task("b"), "s>call call>b b>e")
    return company.start()


def child_of(company, instance):
    return company.rows(PROCESS_INSTANCE, parent_key=instance)[-1]


def test_the_part_is_a_case_of_its_own_below_its_caller(company, instance):
    child = child_of(company, instance)

    assert (child["process_id"], child["root_key"], child["parent_element"]) == ("part", instance, "call")
    assert (child["started_by"], child["state"]) == ("linxiaolan", "active")
    assert company.rows(USER_TASK)[0]["instance_key"] == child["key"]


def test_when_the_part_ends_its_caller_goes_on_with_its_variables(company, instance):
    child = child_of(company, instance)["key"]
    company.complete(instance, "a", "zhouzimo")

    assert company.state(child) == "completed"
    assert company.open(instance) == ["b"]
    assert company.variables(instance)["stamp"] == "盖"


def test_a_completion_answers_with_the_state_of_the_whole_case(company, instance):
    done = company.complete(instance, "a", "zhouzimo")

    assert (done["state"], done["root_key"]) == ("active", instance)
    assert [row["name"] for row in done["waiting"]] == ["b"]


def test_a_cancelled_case_takes_its_parts_down(company, instance):
    child = child_of(company, instance)["key"]
    company.execute(CancelCase(instance, "customer left"), "linxiaolan")

    assert (company.state(instance), company.state(child)) == ("terminated", "terminated")
    assert company.open(instance) == []
    assert company.rows(USER_TASK)[0]["state"] == "canceled"
    assert company.rows(HISTORY, instance_key=child, kind="part_ended")


def test_cancelling_a_part_is_cancelling_its_whole_case(company, instance):
    child = child_of(company, instance)["key"]
    company.execute(CancelCase(child, "customer left"), "linxiaolan")

    assert company.state(instance) == "terminated"


def test_a_limit_on_the_call_takes_the_part_away(company):
    company.draw(task("a"), "s>a a>e", "part", startableBy="")
    late = kit.boundary("late", "call", kit.timer("Duration", "PT1H"))
    company.draw(kit.call("call", "part") + late + task("taken"), "s>call call>e late>taken")
    instance = company.start()
    company.clock.move_to("2026-05-20T02:00:01+00:00")
    company.fire()

    assert company.open(instance) == ["taken"]
    assert child_of(company, instance)["state"] == "terminated"


def test_an_error_of_the_part_is_caught_at_its_caller(company):
    company.draw(kit.element("endEvent", "bad", kit.error()) + task("a"), "s>a a>bad", "part", startableBy="")
    caught = kit.boundary("caught", "call", kit.error())
    company.draw(kit.call("call", "part") + caught + task("repair"), "s>call call>e caught>repair")
    instance = company.start()
    company.complete(instance, "a", "zhouzimo")

    assert company.open(instance) == ["repair"]
    assert child_of(company, instance)["state"] == "terminated"


def test_a_part_within_a_part_ends_all_the_way_up_in_one_step(company):
    company.draw(task("a"), "s>a a>e", "inner", startableBy="")
    company.draw(kit.call("call", "inner"), "s>call call>e", "outer", startableBy="")
    company.draw(kit.call("call", "outer") + task("b"), "s>call call>b b>e")
    instance = company.start()
    company.complete(instance, "a", "zhouzimo")

    assert company.open(instance) == ["b"]
    assert {row["root_key"] for row in company.rows(PROCESS_INSTANCE)} == {instance}


def test_a_part_that_never_waits_ends_in_the_step_that_called_it(company):
    company.draw(kit.script("fill", "=1 + 1", "two"), "s>fill fill>e", "part", startableBy="")
    company.draw(kit.call("call", "part") + task("b"), "s>call call>b b>e")
    instance = company.start()

    assert company.open(instance) == ["b"]
    assert company.variables(instance)["two"] == 2
    assert child_of(company, instance)["state"] == "completed"


def test_a_process_that_calls_itself_for_ever_is_an_incident(company):
    company.draw(kit.call("call", "P"), "s>call call>e")
    instance = company.start()

    assert [row["code"] for row in company.incidents()] == ["called_too_deep"]
    assert company.state(instance) == "active"


def test_a_process_that_is_not_deployed_is_an_incident(company):
    company.draw(
        kit.script("which", '="nowhere"', "which") + kit.call("call", "=which"), "s>which which>call call>e"
    )
    instance = company.start()

    [incident] = company.incidents(instance)
    assert (incident["code"], incident["facts"]) == ("called_process_not_deployed", {"process": "nowhere"})


def test_each_of_many_parts_goes_on_by_itself(company):
    company.draw(task("a"), "s>a a>e", "part", startableBy="")
    many = kit.call("call", "part", kit.multi("=[1, 2, 3]"))
    company.draw(many + task("b"), "s>call call>b b>e")
    instance = company.start()
    assert company.open(instance) == ["a", "a", "a"]

    for row in company.rows(USER_TASK):
        company.execute(ClaimTask(row["key"]), "zhouzimo")
        company.execute(CompleteTask(row["key"]), "zhouzimo")

    assert company.open(instance) == ["b"]


def test_timers_of_a_cancelled_part_never_fire(company):
    late = kit.boundary("late", "a", kit.timer("Duration", "PT1H"))
    company.draw(task("a") + late + task("taken"), "s>a a>e late>taken", "part", startableBy="")
    company.draw(kit.call("call", "part"), "s>call call>e")
    instance = company.start()
    company.execute(CancelCase(instance, "customer left"), "linxiaolan")

    assert [row["state"] for row in company.rows(TIMER)] == ["canceled"]


def test_calls_twenty_deep_all_finish(company):
    company.draw(task("t"), "s>t t>e", "D20")
    for depth in range(19, -1, -1):
        company.draw(kit.call("c", f"D{depth + 1}"), "s>c c>e", f"D{depth}")
    case = company.start("D0")
    assert company.open(case) == ["t"]
    company.complete(case, "t", "linxiaolan")
    rows = company.rows(PROCESS_INSTANCE)
    assert (len(rows), {row["state"] for row in rows}) == (21, {"completed"})
