"""A process says which number its cases are known by, and who may open them besides those who take part."""

from __future__ import annotations

import pytest

from engine.execution.ports import Operation
from engine.execution.tables import PROCESS_INSTANCE, USER_TASK
from engine.execution.visibility import may_see, takes_part
from engine.processes.view import my_cases
from engine.user_tasks.inbox import inbox
from tests.engine.bpmn import kit
from tests.support.models import field, form, start_with_form, task

NUMBERED = kit.script("fill", '="HT-7"', "order_no")


def number(company, instance):
    return company.rows(PROCESS_INSTANCE, key=instance)[0]["business_key"]


def numbers_of_tasks(company):
    return {row["element_id"]: row["business_key"] for row in company.rows(USER_TASK)}


def test_a_case_is_known_by_the_number_that_the_process_names(company):
    start = start_with_form("P.start")
    forms = [form("P.start", field("order_no"))]
    company.draw(start + task("a"), "s>a a>e", forms=forms, businessKey="=order_no")
    instance = company.start(order_no="HT-7")

    assert number(company, instance) == "HT-7"
    assert numbers_of_tasks(company) == {"a": "HT-7"}


def test_inbox_and_list_of_cases_find_the_case_by_its_number(company):
    company.draw(NUMBERED + task("a"), "s>fill fill>a a>e", businessKey="=order_no")
    instance = company.start()

    with company.engine.read() as reader:
        found, _ = my_cases(reader, company.actor("linxiaolan"), search="t-7")
        assert [row["key"] for row in found] == [instance]
        assert my_cases(reader, company.actor("linxiaolan"), search="HT-8")[0] == []
        rows = inbox(reader, company.actor("zhouzimo"), scope="groups", search="ht-7").rows
        assert [(row.instance_key, row.business_key) for row in rows] == [(instance, "HT-7")]


def test_a_number_that_comes_later_is_given_to_the_open_tasks_and_the_called_parts(company):
    company.draw(task("x"), "s>x x>e", "part", startableBy="")
    body = kit.gateway("parallel", "fork") + kit.call("call", "part") + task("a") + NUMBERED + task("b")
    company.draw(body, "s>fork fork>call fork>a a>fill fill>b call>e", businessKey="=order_no")
    instance = company.start()
    assert numbers_of_tasks(company) == {"x": None, "a": None}
    company.complete(instance, "a", "zhouzimo")

    assert {row["business_key"] for row in company.rows(PROCESS_INSTANCE)} == {"HT-7"}
    assert numbers_of_tasks(company) == {"x": "HT-7", "a": None, "b": "HT-7"}
    company.complete(instance, "x", "zhouzimo")


def test_a_number_stays_whatever_becomes_of_its_variable(company):
    again = kit.script("again", '="HT-8"', "order_no")
    company.draw(NUMBERED + task("a") + again, "s>fill fill>a a>again again>e", businessKey="=order_no")
    instance = company.start()
    company.complete(instance, "a", "zhouzimo")

    assert number(company, instance) == "HT-7"


def test_the_number_of_an_operation_is_given_to_the_open_tasks_too(company):
    company.offer(Operation("test.open", lambda _step, _call: {"business_key": "YY-1"}, irreversible=True))
    body = kit.gateway("parallel", "fork") + task("a") + task("b") + kit.service("open", "test.open")
    company.draw(body, "s>fork fork>a fork>b b>open open>e a>e")
    instance = company.start()
    company.complete(instance, "b", "zhouzimo")

    assert numbers_of_tasks(company)["a"] == "YY-1"


@pytest.mark.parametrize("value", ["=absent", "=[1, 2]", "=true", '="  "'])
def test_what_is_no_number_gives_none(company, value):
    company.draw(task("a"), "s>a a>e", businessKey=value)

    assert number(company, company.start()) is None


def sees(company, who, instance):
    with company.engine.read() as reader:
        actor = company.actor(who)
        return may_see(reader.connection, actor, instance), takes_part(reader.connection, actor, instance)


@pytest.mark.parametrize("value", ["legal_reviewer, wanglei", '=["legal_reviewer", "wanglei"]'])
def test_roles_and_persons_that_the_process_names_may_open_its_cases_as_onlookers(company, value):
    company.draw(task("a"), "s>a a>e", visibleTo=value)
    instance = company.start()

    assert sees(company, "xujing", instance) == (True, False)
    assert sees(company, "wanglei", instance) == (True, False)
    assert sees(company, "mahuifang", instance) == (False, False)


def test_without_the_property_nobody_else_may(company):
    company.draw(task("a"), "s>a a>e")

    assert sees(company, "xujing", company.start()) == (False, False)


def test_who_may_open_a_case_follows_its_variables_and_stays_when_it_has_ended(company):
    company.draw(
        task("a") + kit.script("fill", '="xujing"', "lawyer") + task("b"),
        "s>a a>fill fill>b b>e",
        visibleTo="=[lawyer]",
    )
    instance = company.start()
    assert not sees(company, "xujing", instance)[0]
    company.complete(instance, "a", "zhouzimo")
    assert sees(company, "xujing", instance)[0]
    company.complete(instance, "b", "zhouzimo")

    assert company.state(instance) == "completed"
    assert sees(company, "xujing", instance)[0]


def test_a_called_part_is_opened_by_those_of_the_whole_case_alone(company):
    company.draw(task("x"), "s>x x>e", "part", startableBy="", visibleTo="mahuifang")
    company.draw(kit.call("call", "part"), "s>call call>e", visibleTo="xujing")
    instance = company.start()
    part = company.task(instance, "x")["instance_key"]

    assert sees(company, "xujing", part)[0]
    assert not sees(company, "mahuifang", instance)[0]
    assert not sees(company, "mahuifang", part)[0]
