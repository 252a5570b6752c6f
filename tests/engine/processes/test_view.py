"""What the page of a case shows: its state, its parts, where it stands, and what this reader may do."""

from __future__ import annotations

import pytest

from engine.kernel.errors import NotFound, PermissionDenied
from engine.processes import view
from engine.processes.incidents import open_incidents
from tests.engine.bpmn import kit
from tests.support.models import task


@pytest.fixture
def instance(company):
    company.draw(task("x"), "s>x x>e", "part", startableBy="")
    body = task("a") + task("b") + task("skipped") + kit.gateway("exclusive", "which", default="which_b")
    company.draw(
        body + kit.call("call", "part"), "s>a a>which which>b which>skipped?1~=~2 b>call skipped>call call>e"
    )
    instance = company.start()
    company.complete(instance, "a", "zhouzimo")
    return instance


def shown(company, who, instance):
    with company.engine.read() as reader:
        return view.case_view(reader, company.actor(who), instance)


def test_marks_say_what_is_done_and_where_it_stands(company, instance):
    marks = shown(company, "linxiaolan", instance).marks

    assert (marks["a"], marks["which"], marks["b"]) == ("done", "done", "now")
    assert "skipped" not in marks
    assert "e" not in marks


def test_flows_that_were_gone_along_are_known_for_the_drawing(company, instance):
    assert shown(company, "linxiaolan", instance).taken >= {"s_a", "a_which", "which_b"}


def test_open_tasks_of_parts_are_shown_on_the_case(company, instance):
    company.complete(instance, "b", "zhouzimo")
    case = shown(company, "linxiaolan", instance)

    assert [row["element_id"] for row in case.open_tasks] == ["x"]
    assert [row["process_id"] for row in case.parts] == ["P", "part"]
    assert case.marks["call"] == "now"


def test_an_incident_marks_its_element(company):
    company.draw(task("a", "invoice_clerk"), "s>a a>e")
    instance = company.start()
    case = shown(company, "linxiaolan", instance)

    assert case.marks["a"] == "error"
    assert [row["code"] for row in case.incidents] == ["nobody_may_do_it"]


def test_an_ended_case_is_done_everywhere(company):
    company.draw(task("a"), "s>a a>e")
    instance = company.start()
    company.complete(instance, "a", "zhouzimo")

    assert {shown(company, "linxiaolan", instance).marks[element] for element in ("s", "a", "e")} == {"done"}


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("linxiaolan", {"comment", "attach", "cancel"}),
        ("zhouzimo", {"comment", "attach"}),
        ("hewen", {"comment", "attach", "cancel", "repair"}),
    ],
)
def test_what_a_reader_may_do(company, instance, who, may):
    assert shown(company, who, instance).may == may


def test_the_button_to_cancel_is_gone_after_the_point_of_no_return(company):
    company.draw(task("a", pointOfNoReturn="true") + task("b"), "s>a a>b b>e")
    instance = company.start()
    company.complete(instance, "a", "zhouzimo")

    assert "cancel" not in shown(company, "linxiaolan", instance).may
    assert "cancel" in shown(company, "hewen", instance).may


def test_a_stranger_finds_no_case(company, instance):
    with pytest.raises(NotFound):
        shown(company, "wanglei", instance)


def test_operators_and_nobody_else_see_all_open_incidents(company):
    company.draw(task("a", "invoice_clerk"), "s>a a>e", title='="开票"')
    first, second = company.start(), company.start()
    with company.engine.read() as reader:
        found = open_incidents(reader, company.actor("hewen"))
        assert [(row["instance_key"], row["title"]) for row in found] == [(second, "开票"), (first, "开票")]
        with pytest.raises(PermissionDenied):
            open_incidents(reader, company.actor("linxiaolan"))
