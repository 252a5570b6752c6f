"""Boundary events: timers are handed out and told when they fire; errors rise to who catches them."""

from __future__ import annotations

import pytest

from engine.bpmn.effects import IncidentRaised, Left, TimerSet
from tests.engine.bpmn.kit import boundary, element, error, mapping, model, service, timer, user

TASKS = user("a") + user("b") + user("z")


def overdue(run):
    return run(
        model(
            TASKS
            + boundary("t", "a", timer("Duration", "P3D"))
            + boundary("w", "a", timer("Cycle", "R3/PT1H"), interrupting=False),
            "s>a a>e t>z z>e w>b b>e",
        )
    )


def test_timers_are_handed_out_with_their_host_and_value(run):
    r = overdue(run)
    assert [(t.event_id, t.kind, t.value, t.interrupting, t.key == r.key("a")) for t in r.of(TimerSet)] == [
        ("t", "duration", "P3D", True, True),
        ("w", "cycle", "R3/PT1H", False, True),
    ]


def test_a_reminder_leaves_the_task_open_each_time(run):
    assert overdue(run).fire("w").fire("w").fire("w").open == ["a", "b", "b", "b"]


def test_a_deadline_takes_the_task_away_and_comes_only_once(run):
    r = overdue(run).fire("w")
    key = r.key("a")
    assert r.fire("t").open == ["b", "z"]
    assert ("a", "terminated") in [(left.element_id, left.how) for left in r.of(Left)]
    assert key not in r.waits
    assert r.do("trigger", key, "t") is False
    assert r.do("trigger", key, "w") is False


def test_a_timer_after_completion_is_too_late(run):
    r = overdue(run)
    key = r.key("a")
    r.complete("a")
    assert r.do("trigger", key, "t") is False


def test_an_event_that_is_not_on_the_element_is_refused(run):
    r = run(model(TASKS + boundary("t", "a", timer("Duration", "P3D")), "s>a a>b b>e t>z z>e")).complete("a")
    assert r.do("trigger", r.key("b"), "t") is False
    assert r.do("trigger", r.key("b"), "nothing") is False


def test_a_timer_sees_the_input_mapping_and_may_be_an_expression(run):
    host = user("a", extensions=mapping(("input", '="PT" + string(hours) + "H"', "wait")))
    r = run(
        model(host + user("z") + boundary("t", "a", timer("Duration", "=wait")), "s>a a>e t>z z>e"), hours=5
    )
    assert r.of(TimerSet)[0].value == "PT5H"


@pytest.mark.parametrize("value", ["", "-PT1H", "P", "PT", "1h", 5, None])
def test_a_wrong_duration_is_an_incident_and_nothing_is_opened(run, value):
    r = run(model(TASKS + boundary("t", "a", timer("Duration", "=wait")), "s>a a>b b>e t>z z>e"), wait=value)
    assert [incident.code for incident in r.of(IncidentRaised)] == ["timer_invalid"]
    assert r.waits == {}
    r.do("set_variables", 1, {"wait": "PT1H"})
    r.do("retry", r.key("a"))
    assert r.of(TimerSet)[0].value == "PT1H"


def test_an_intermediate_timer_waits_and_goes_on(run):
    wait = element("intermediateCatchEvent", "t", timer("Date", "2026-12-01T09:00:00+08:00"))
    r = run(model(wait + user("z"), "s>t t>z z>e"))
    assert r.open == ["t"]
    assert r.of(TimerSet)[0].kind == "date"
    assert r.fire("t").open == ["z"]


def test_a_job_error_goes_to_the_boundary_that_names_its_code(run):
    m = model(
        service("a")
        + boundary("any", "a", error(""))
        + boundary("bad", "a", error())
        + user("y")
        + user("z"),
        "s>a a>e any>y y>e bad>z z>e",
    )
    r = run(m)
    r.do("throw_error", r.key("a"), "BAD", {"why": "no"})
    assert (r.open, r.vars()) == (["z"], {"why": "no"})
    r = run(m)
    r.do("throw_error", r.key("a"), "OTHER")
    assert r.open == ["y"]


def test_an_error_that_nothing_catches_is_an_incident_on_the_job(run):
    r = run(model(service("a") + boundary("bad", "a", error()) + user("z"), "s>a a>e bad>z z>e"))
    r.do("throw_error", r.key("a"), "OTHER")
    assert [(i.element_id, i.code) for i in r.of(IncidentRaised)] == [("a", "error_not_caught")]
    assert r.open == ["a"]


def test_the_variables_of_an_event_pass_its_output_mapping(run):
    out = mapping(("output", "=why", "reason"))
    r = run(
        model(service("a") + boundary("bad", "a", error(), extensions=out) + user("z"), "s>a a>e bad>z z>e")
    )
    r.do("throw_error", r.key("a"), "BAD", {"why": "no", "junk": 1})
    assert r.vars() == {"reason": "no"}


def test_a_fault_in_the_mapping_of_an_event_keeps_what_it_brought(run):
    out = mapping(("output", "=required(rate) * why", "cost"))
    r = run(
        model(service("a") + boundary("bad", "a", error(), extensions=out) + user("z"), "s>a a>e bad>z z>e")
    )
    r.do("throw_error", r.key("a"), "BAD", {"why": 3})
    assert r.open == ["bad"]
    r.do("set_variables", 1, {"rate": 2})
    r.do("retry", r.key("bad"))
    assert (r.open, r.vars()) == (["z"], {"rate": 2, "cost": 6})
