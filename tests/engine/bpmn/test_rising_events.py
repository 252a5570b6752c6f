"""Errors and escalations rise to the nearest scope that catches them; links lead on within one."""

from __future__ import annotations

import pytest

from engine.bpmn import tokens
from engine.bpmn.effects import ErrorThrown, EscalationThrown, IncidentRaised, Left
from tests.engine.bpmn.event_kit import catch, end, escalation, event_subprocess, link, throw
from tests.engine.bpmn.kit import (
    boundary,
    call,
    error,
    gateway,
    mapping,
    model,
    multi,
    script,
    service,
    subprocess,
    user,
)

Z, Y = user("z"), user("y")


def inside(definition: str, extensions: str = "") -> str:
    """A subprocess in a subprocess, which ends with this event."""
    inner = subprocess("in", end("x", definition, extensions), "in_s>x")
    return subprocess("out", inner + user("after"), "out_s>in in>after")


def test_an_error_end_event_rises_through_subprocesses_to_who_names_its_code(run):
    body = inside(error()) + boundary("all", "in", error("Error_Worse")) + Z + Y
    body = body.replace(boundary("all", "in", error("Error_Worse")), "")
    r = run(
        model(
            body + boundary("bad", "out", error()) + boundary("any", "out", error("")),
            "s>out out>e bad>z z>e any>y y>e",
        )
    )
    assert r.open == ["z"]
    assert ("out", "terminated") in [(left.element_id, left.how) for left in r.of(Left)]


def test_what_catches_all_comes_after_what_names_the_code_and_before_the_scope_around(run):
    inner = subprocess("in", end("x", error()), "in_s>x") + boundary("any", "in", error("")) + user("near")
    body = subprocess("out", inner, "out_s>in any>near") + boundary("bad", "out", error()) + Z
    assert run(model(body, "s>out out>e bad>z z>e")).open == ["near"]


def test_an_error_without_a_code_of_its_catcher_catches_all(run):
    after = '<bpmn:error id="Error_Codeless" name="any"/>'
    body = service("a") + boundary("any", "a", '<bpmn:errorEventDefinition errorRef="Error_Codeless"/>') + Z
    from engine.bpmn.dialect import read_bpmn
    from engine.bpmn.model import Model
    from tests.engine.bpmn.kit import END, START, xml

    drawn = read_bpmn(xml(START + END + body, "s>a a>e any>z z>e", after=after), "d.bpmn").processes["P"]
    r = run(Model(drawn))
    r.do("throw_error", r.key("a"), "WHATEVER")
    assert r.open == ["z"]


def test_an_error_event_carries_its_input_mapping_and_nothing_else(run):
    body = inside(error(), mapping(("input", "=why + 1", "reason"))) + boundary("bad", "out", error()) + Z
    r = run(model(body, "s>out out>e bad>z z>e"), why=1)
    assert r.vars() == {"why": 1, "reason": 2}


def test_an_error_that_nothing_catches_stands_where_it_was_thrown(run):
    r = run(
        model(inside(error()) + boundary("bad", "out", error("Error_Worse")) + Z, "s>out out>e bad>z z>e")
    )
    assert [(i.element_id, i.code, i.facts) for i in r.of(IncidentRaised)] == [
        ("x", "error_not_caught", {"error_code": "BAD"})
    ]


def test_an_error_in_a_called_process_is_thrown_at_its_call(run):
    child = run(model(inside(error()), "s>out out>e"), called=True)
    [thrown] = child.of(ErrorThrown)
    assert (thrown.code, thrown.element_id, child.open) == ("BAD", "x", ["x"])
    caller = run(model(call("c", "P") + boundary("bad", "c", error()) + Z, "s>c c>e bad>z z>e"))
    assert caller.do("catch_error", caller.key("c"), "BAD", {"reason": 1})
    assert (caller.open, caller.vars()) == (["z"], {"reason": 1})


def test_an_error_that_no_caller_catches_stands_where_it_was_thrown_and_is_thrown_again(run):
    caller = run(model(call("c", "P"), "s>c c>e"))
    assert caller.do("catch_error", caller.key("c"), "BAD", {}) is False
    child = run(model(inside(error()), "s>out out>e"), called=True)
    child.do("fail", child.key("x"), "error_not_caught", {"error_code": "BAD"})
    assert [i.element_id for i in child.of(IncidentRaised)] == ["x"]
    child.do("retry", child.key("x"))
    assert len(child.of(ErrorThrown)) == 2


def test_one_error_ends_all_inner_instances_of_a_list(run):
    inner = user("t") + gateway("exclusive", "g") + end("x", error()) + end("ok")
    body = subprocess("m", inner, "m_s>t t>g g>x?bad g>ok?not(bad)", multi("=[1, 2, 3]", "i"))
    r = run(model(body + boundary("bad", "m", error()) + Z, "s>m m>e bad>z z>e"))
    assert r.complete("t", bad=False).complete("t", bad=True).open == ["z"]


def test_an_escalation_goes_to_the_border_and_the_part_goes_on(run):
    body = subprocess("sub", throw("up", escalation()) + user("t"), "sub_s>up up>t")
    r = run(model(body + boundary("late", "sub", escalation(), False) + Z, "s>sub sub>e late>z z>e"))
    assert r.open == ["t", "z"]
    assert r.complete("t").complete("z").done


def test_an_interrupting_escalation_takes_the_part_away(run):
    body = subprocess("sub", throw("up", escalation()) + user("t"), "sub_s>up up>t")
    r = run(model(body + boundary("late", "sub", escalation()) + Z, "s>sub sub>e late>z z>e"))
    assert r.open == ["z"]
    assert [left.how for left in r.of(Left) if left.element_id == "up"] == ["terminated"]


def test_an_escalation_end_event_ends_its_branch_and_is_heard(run):
    body = subprocess("sub", end("up", escalation()), "sub_s>up") + boundary(
        "all", "sub", escalation(""), False
    )
    assert run(model(body + Z + Y, "s>sub sub>y y>e all>z z>e")).open == ["y", "z"]


def test_an_escalation_that_nothing_catches_is_no_incident(run):
    r = run(model(throw("up", escalation()) + Z, "s>up up>z z>e"))
    assert (r.open, r.of(IncidentRaised)) == (["z"], [])


def test_the_code_of_a_thrown_escalation_may_be_an_expression(run):
    body = subprocess("sub", throw("up", escalation("Escalation_Lost")), "sub_s>up")
    body += (
        boundary("late", "sub", escalation(), False) + boundary("all", "sub", escalation(""), False) + Z + Y
    )
    links = "s>sub sub>e late>z z>e all>y y>e"
    assert run(model(body, links), code="LATE").open == ["z"]
    assert run(model(body, links), code="OTHER").open == ["y"]
    r = run(model(body, links), code=7)
    assert [(i.element_id, i.code) for i in r.of(IncidentRaised)] == [("up", "event_code_not_text")]


def test_in_a_called_process_the_callers_are_asked_before_it_goes_on(run):
    child = run(model(throw("up", escalation()) + user("t"), "s>up up>t t>e"), called=True)
    [thrown] = child.of(EscalationThrown)
    assert (child.open, thrown.code) == (["up"], "LATE")
    child.do("answer", thrown.key)
    assert child.open == ["t"]


@pytest.mark.parametrize(
    ("interrupting", "answer", "left"), [(False, "passed", ["c", "z"]), (True, "interrupted", ["z"])]
)
def test_a_call_catches_what_its_process_escalates(run, interrupting, answer, left):
    r = run(
        model(call("c", "P") + boundary("late", "c", escalation(), interrupting) + Z, "s>c c>e late>z z>e")
    )
    assert r.do("escalate", r.key("c"), "LATE", {}) == answer
    assert r.open == left
    r = run(model(call("c", "P"), "s>c c>e"))
    assert r.do("escalate", r.key("c"), "LATE", {}) == ""


def test_an_event_subprocess_hears_escalations_of_its_scope_before_the_border_does(run):
    inner = (
        throw("up", escalation()) + user("t") + event_subprocess("h", escalation(), user("n"), "h_s>n", False)
    )
    body = subprocess("sub", inner, "sub_s>up up>t") + boundary("late", "sub", escalation(), False) + Z
    assert run(model(body, "s>sub sub>e late>z z>e")).open == ["n", "t"]


def test_an_event_subprocess_does_not_catch_what_it_throws_itself(run):
    handler = event_subprocess("h", escalation(), throw("up2", escalation()), "h_s>up2", False)
    inner = throw("up", escalation()) + user("t") + handler
    body = subprocess("sub", inner, "sub_s>up up>t") + boundary("late", "sub", escalation(), False) + Z
    assert run(model(body, "s>sub sub>e late>z z>e")).open == ["t", "z"]


def test_links_lead_to_the_catch_event_of_their_name_in_the_same_scope(run):
    body = (
        gateway("parallel", "g") + throw("o1", link("A")) + throw("o2", link("A")) + catch("i", link("A")) + Z
    )
    body += subprocess("sub", throw("o3", link("A")) + catch("i3", link("A")) + Y, "sub_s>o3 i3>y")
    assert run(model(body, "s>g g>o1 g>o2 g>sub i>z z>e sub>e")).open == ["y", "z", "z"]


def test_rounds_through_a_link_are_counted_as_a_loop(run):
    body = throw("back", link("A")) + catch("again", link("A")) + gateway("exclusive", "m", "x") + Z
    body += script("n", "=if n = null then 1 else n + 1", "n")
    m = model(body, "s>m again>m m>n n>x x>back?n~<~most x>z?n~>=~most z>e")
    assert m.loop_closing == {"again_m"}
    r = run(m, most=50)
    assert (r.open, r.vars()["n"]) == (["z"], 50)


def test_rounds_through_an_error_are_counted_as_a_loop(run, monkeypatch):
    monkeypatch.setattr(tokens, "ROUNDS_WITHOUT_WAIT", 20)
    body = gateway("exclusive", "again") + subprocess("sub", end("x", error()), "sub_s>x")
    r = run(model(body + boundary("bad", "sub", error()), "s>again again>sub sub>e bad>again"))
    assert [(i.element_id, i.code) for i in r.of(IncidentRaised)] == [("again", "too_many_rounds")]


def test_rounds_through_an_error_begin_anew_where_somebody_was_waited_for(run, monkeypatch):
    monkeypatch.setattr(tokens, "ROUNDS_WITHOUT_WAIT", 5)
    body = gateway("exclusive", "again") + subprocess("sub", user("t") + end("x", error()), "sub_s>t t>x")
    r = run(model(body + boundary("bad", "sub", error()), "s>again again>sub sub>e bad>again"))
    for _ in range(10):
        r.complete("t")
    assert r.open == ["t"]


def test_none_events_map_variables_too(run):
    body = throw("t", "", mapping(("input", "=1", "one"), ("output", "=one + 1", "two"))) + Z
    r = run(model(body, "s>t t>z z>e"))
    assert r.vars() == {"two": 2}
    r = run(model(throw("t", "", mapping(("input", "=1", "one"))) + Z, "s>t t>z z>e"))
    assert r.vars() == {}
