"""A missing variable, a value of the wrong type, one that is too large, a loop without end: each is an
incident on its own case that names the element. Whoever did the step before is done; other cases go on.
"""

from __future__ import annotations

import pytest

from engine.execution.tables import INCIDENT, JOB
from engine.jobs.workers import work_due
from engine.kernel.errors import ProcessFault
from engine.processes.startable import startable
from tests.engine.bpmn import kit
from tests.support.models import catch, message_definition, process, task, throw

LINKS = "s>go go>x x>z z>e"
THOUSAND = "for i in 1..1000 return i"
LONG = '=string join(for i in 1..1800 return string(i * 7919), "")'


def awaited(key: str) -> tuple[str, str]:
    return catch("x", "m_in"), message_definition("in", key, "m_in")


def sent(key: str) -> tuple[str, str]:
    return throw("x", "m_in", key), message_definition("in", "=1", "m_in")


def wait(kind: str, value: str) -> str:
    return kit.element("intermediateCatchEvent", "x", kit.timer(kind, value))


def mapped(expression: str) -> str:
    return task("x", more=kit.mapping(("input", expression, "k")))


def priority(text: str) -> str:
    return f'<zeebe:priorityDefinition priority="=&quot;{text}&quot;"/>'


# What happens -> (the element `x`, what stands beside the process, the code of the incident). `nothing` is a
# variable that no case has.
BAD: dict[str, tuple[str, str, str]] = {
    "no key of an awaited message": (*awaited("=nothing"), "correlation_key_missing"),
    "no key of a sent message": (*sent("=nothing"), "correlation_key_missing"),
    "no list to repeat over": (task("x", inner=kit.multi("=nothing", "one")), "", "collection_not_a_list"),
    "no duration": (wait("Duration", "=nothing"), "", "timer_invalid"),
    "no date": (wait("Date", "=nothing"), "", "timer_invalid"),
    "no process to call": (kit.call("x", "=nothing"), "", "process_id_not_text"),
    "no decision": (kit.rule("x", "=nothing", "r"), "", "decision_id_not_text"),
    "no form": (task("x", form="=nothing"), "", "form_not_deployed"),
    "no candidates": (task("x", "=nothing"), "", "nobody_may_do_it"),
    "a list as the key": (*awaited("=[1]"), "correlation_key_missing"),
    "a number as the list": (task("x", inner=kit.multi("=7", "one")), "", "collection_not_a_list"),
    "a number as the duration": (wait("Duration", "=7"), "", "timer_invalid"),
    "a word as the date": (wait("Date", '="soon"'), "", "timer_invalid"),
    "a list as the process": (kit.call("x", "=[1]"), "", "process_id_not_text"),
    "a number as the assignee": (task("x", assignee="=17"), "", "assignee_not_text"),
    "a list as the due date": (task("x", due="=[1]"), "", "due_date_not_readable"),
    "a year beyond every calendar": (task("x", due='="99999-01-01"'), "", "due_date_not_readable"),
    "a timer beyond every calendar": (wait("Duration", '="P99999Y"'), "", "timer_refused"),
    "a long key": (*awaited(LONG), "key_not_usable"),
    "a long key of a sent message": (*sent(LONG), "key_not_usable"),
    "a priority that is none": (task("x", more=priority("NaN")), "", "priority_not_a_number"),
    "a long type of a job": (kit.service("x", LONG), "", "job_type_not_text"),
    "a long assignee": (task("x", assignee=LONG), "", "assignee_unknown"),
    "a text beyond the limit": (
        mapped('=string join(for i in 1..5000 return "12345", "")'), "", "expression_failed",
    ),
    "a list beyond the limit": (mapped("=for i in 1..99999999 return i"), "", "expression_failed"),
    "a number beyond the limit": (mapped("=10 ** 40"), "", "expression_failed"),
    "lists within lists": (mapped(f"=for a in 1..900 return ({THOUSAND})"), "", "expression_failed"),
    "a value that grows in variables": (
        kit.script("x", "=for i in 1..5000 return big", "k"), "", "expression_failed",
    ),
    "a function to be kept": (mapped("=function(n) n + 1"), "", "value_not_storable"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_value_is_an_incident_at_its_element_and_holds_nobody_up(company, name):
    body, beside, code = BAD[name]
    company.draw(task("go") + task("z"), "s>go go>z z>e", "Good")
    drawn = process(task("go") + body + task("z"), LINKS, after=beside)
    company.deploy(("P/process.bpmn", drawn))
    other, bad = company.start("Good"), company.start(who="system:seed", values={"big": "x" * 900})

    company.complete(bad, "go", "zhouzimo")

    assert [(one["instance_key"], one["element_id"], one["code"]) for one in company.incidents()] == [
        (bad, "x", code)
    ]
    company.complete(other, "go", "zhouzimo")
    company.complete(other, "z", "zhouzimo")
    assert (company.state(other), company.state(bad)) == ("completed", "active")
    company.start()
    assert company.count(INCIDENT) == 1


def test_a_name_of_a_candidate_that_no_index_takes_is_nobodys(company):
    more = priority("1e999999999")
    company.draw(task("x", f'=["sales_assistant", {LONG[1:]}]', more=more), "s>x x>e")
    [row] = [company.task(company.start(), "x")]

    assert (row["candidate_groups"], row["priority"]) == (["sales_assistant"], 100)


@pytest.mark.parametrize("title", ["=10 ** 40", "=for i in 1..99999999 return i", "=function(n) n"])
def test_a_title_that_cannot_be_said_keeps_no_case_from_beginning(company, title):
    company.draw(task("x"), "s>x x>e", title=title)

    assert company.open(company.start()) == ["x"]


def test_a_process_that_cannot_say_who_may_start_it_hides_no_other(company):
    company.draw(task("x"), "s>x x>e", "Q", startableBy="=for i in 1..99999999 return i")
    company.draw(task("x"), "s>x x>e")

    with company.engine.read() as reader:
        assert [one.id for one in startable(reader, company.actor("linxiaolan"))] == ["P"]


@pytest.mark.parametrize("value", ["=function(n) n", "=for i in 1..5000 return big"])
def test_a_result_that_cannot_be_kept_refuses_the_completion_and_is_told(company, value):
    company.draw(task("x", more=kit.mapping(("output", value, "k"))), "s>x x>e")
    instance = company.start(who="system:seed", values={"big": "x" * 900})

    with pytest.raises(ProcessFault):
        company.complete(instance, "x", "zhouzimo")
    assert company.open(instance) == ["x"]
    assert [one["element_id"] for one in company.incidents(instance)] == ["x"]


def test_a_condition_over_a_missing_variable_is_an_incident_at_the_gateway(company):
    body = task("go") + kit.gateway("exclusive", "x") + task("y") + task("z")
    company.draw(body, "s>go go>x x>y?nothing~>~1 x>z?nothing~<=~1 y>e z>e")
    instance = company.start()
    company.complete(instance, "go", "zhouzimo")

    assert [(one["element_id"], one["code"]) for one in company.incidents(instance)] == [
        ("x", "no_flow_matches")
    ]


def test_others_work_on_between_two_steps_of_a_loop_without_end(company):
    loop = kit.script("count", "=if n = null then 1 else n + 1", "n") + kit.gateway("exclusive", "x")
    company.draw(loop + task("y"), "s>count count>x x>count?n~>~0 x>y?n~=~0 y>e", "Loop")
    company.draw(task("go"), "s>go go>e")
    endless, other = company.start("Loop"), company.start()

    rounds = 0
    while work_due(company.engine, "one", most=1):
        rounds += 1
        company.complete(company.start(), "go", "zhouzimo")

    assert 0 < rounds < 60
    assert [one["instance_key"] for one in company.incidents()] == [endless]
    assert company.incidents()[0]["element_id"] in {"count", "x"}
    company.complete(other, "go", "zhouzimo")
    assert [row["state"] for row in company.rows(JOB) if row["state"] == "created"] == []
