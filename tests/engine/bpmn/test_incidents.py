"""A fault of the model stands still at its element and can be tried again; nothing half done remains."""

from __future__ import annotations

import pytest

import feel
from engine.bpmn.effects import Entered, IncidentRaised, JobCreated, Left, TaskOpened, TimerSet
from engine.kernel.errors import NotFound, OperationRefused, ProcessFault
from tests.engine.bpmn.kit import (
    boundary,
    element,
    gateway,
    mapping,
    model,
    multi,
    script,
    service,
    timer,
    user,
)

NEEDS_T = mapping(("input", "=required(t) + 1", "k"))


def test_a_fault_on_entering_opens_nothing_and_is_told_once_to_history(run):
    m = model(user("a", extensions=NEEDS_T) + boundary("b", "a", timer("Duration", "PT1H")), "s>a a>e b>e")
    r = run(m)
    assert r.of(TimerSet) == []
    assert r.of(TaskOpened) == []
    assert [(i.element_id, i.code, i.facts) for i in r.of(IncidentRaised)] == [
        ("a", "operation_refused", {"reason": "value_required"})
    ]
    r.do("retry", r.key("a"))
    assert len(r.of(IncidentRaised)) == 2
    r.do("set_variables", 1, {"t": 1})
    r.do("retry", r.key("a"))
    assert len(r.of(TaskOpened)) == len(r.of(TimerSet)) == 1
    assert [e.element_id for e in r.of(Entered)] == ["P", "s", "a"]
    assert r.vars(r.key("a"))["k"] == 2


def test_the_other_branch_goes_on_beside_an_incident(run):
    m = model(
        gateway("parallel", "g", "j") + script("a", "=required(t)", "x") + user("b") + user("z"),
        "s>g g>a g>b a>j b>j j>z z>e",
    )
    r = run(m).complete("b")
    assert r.open == ["a", "j"]
    r.do("set_variables", 1, {"t": 1})
    r.do("retry", r.key("a"))
    assert r.open == ["z"]


def test_cancelling_an_incident_is_told_to_history(run):
    r = run(model(user("a", extensions=NEEDS_T), "s>a a>e"))
    r.do("cancel")
    assert [(left.element_id, left.how) for left in r.of(Left)][1:] == [
        ("a", "terminated"),
        ("P", "terminated"),
    ]


def test_a_fault_in_the_output_mapping_refuses_the_completion(run):
    r = run(model(user("a", extensions=mapping(("output", "=required(x)", "y"))) + user("z"), "s>a a>z z>e"))
    with pytest.raises(OperationRefused):
        r.do("complete", r.key("a"), {})
    r.again()
    assert r.complete("a", x=1).open == ["z"]


def test_a_fault_in_the_completion_condition_leaves_the_vote_completable(run):
    m = model(user("a", multi("=[1, 2]", "i", "o", "=i", "=required(x) > 2")) + user("z"), "s>a a>z z>e")
    r = run(m)
    with pytest.raises(OperationRefused):
        r.do("complete", r.key("a"), {})
    r.again()
    r.do("set_variables", 1, {"x": 1})
    assert r.complete("a").complete("a").open == ["z"]
    assert r.vars()["o"] == [1, 2]


def test_a_failed_job_is_asked_for_again_and_its_timers_go_on(run):
    m = model(service("a") + boundary("t", "a", timer("Duration", "PT1H")) + user("z"), "s>a a>e t>z z>e")
    r = run(m)
    r.do("fail", r.key("a"), "no_connection", {"host": "x"})
    assert [(token.element_id, token.state) for token in r.instance.tokens][1:] == [("a", "incident")]
    r.do("retry", r.key("a"))
    assert len(r.of(JobCreated)) == 2
    assert len(r.of(TimerSet)) == 1
    assert [(token.element_id, token.state) for token in r.instance.tokens][1:] == [("a", "active")]
    r.do("fail", r.key("a"), "no_connection")
    assert r.fire("t").open == ["z"]


def test_a_timer_that_could_not_be_set_is_asked_for_again(run):
    wait = element("intermediateCatchEvent", "t", timer("Duration", "PT1H"))
    r = run(model(wait, "s>t t>e"))
    r.do("fail", r.key("t"), "no_calendar")
    r.do("retry", r.key("t"))
    assert len(r.of(TimerSet)) == 2
    assert r.fire("t").done


def test_a_fault_says_its_reason_as_its_code(run):
    r = run(model(user("a", extensions=mapping(("output", "=required(x)", "y"))), "s>a a>e"))
    with pytest.raises(ProcessFault) as refused:
        r.instance.evaluate(r.key("a"), feel.template("=now()"))
    assert refused.value.code == "expression_failed"
    assert refused.value.facts["expression"] == "=now()"


def test_a_failed_job_may_still_be_completed(run):
    r = run(model(service("a") + user("z"), "s>a a>z z>e"))
    r.do("fail", r.key("a"), "late")
    assert r.complete("a").open == ["z"]


def test_only_an_incident_can_be_retried(run):
    r = run(model(user("a"), "s>a a>e"))
    for key in (1, r.key("a"), 99):
        with pytest.raises(NotFound):
            r.do("retry", key)


def test_an_inner_instance_keeps_its_item_through_an_incident(run):
    m = model(user("a", multi("=[7]", "item"), NEEDS_T), "s>a a>e")
    r = run(m)
    r.do("set_variables", 1, {"t": 1})
    r.do("retry", r.key("a"))
    assert r.vars(r.key("a"))["item"] == 7
