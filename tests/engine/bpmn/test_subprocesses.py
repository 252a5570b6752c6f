"""Subprocesses are scopes of their own: errors leave them, terminate ends stay inside."""

from __future__ import annotations

from engine.bpmn.effects import Entered, IncidentRaised, WaitClosed
from tests.engine.bpmn.kit import boundary, element, error, gateway, mapping, model, subprocess, timer, user

TERMINATE = "<bpmn:terminateEventDefinition/>"


def two_branches(end: str, after: str, links: str):
    inner = (
        user("a")
        + user("b")
        + gateway("parallel", "pg")
        + element("endEvent", "e1")
        + element("endEvent", "e2", end)
    )
    return model(subprocess("sp", inner, "sp_s>pg pg>a pg>b a>e1 b>e2") + after, links)


def test_an_error_end_is_caught_outside_and_takes_the_sibling_away(run):
    r = run(
        two_branches(error(), boundary("x", "sp", error()) + user("z") + user("y"), "s>sp sp>y y>e x>z z>e")
    )
    assert r.open == ["a", "b"]
    assert r.complete("b").open == ["z"]
    assert r.complete("z").done
    assert r.waits == {}


def test_a_terminate_end_stays_inside_its_subprocess(run):
    assert run(two_branches(TERMINATE, user("y"), "s>sp sp>y y>e")).complete("b").open == ["y"]


def test_a_terminate_end_of_the_process_ends_it(run):
    m = model(
        user("a") + user("b") + gateway("parallel", "g") + element("endEvent", "t", TERMINATE),
        "s>g g>a g>b a>t b>e",
    )
    r = run(m).complete("a")
    assert r.done
    assert r.waits == {}


def test_an_error_passes_through_scopes_that_do_not_catch_it(run):
    inner = subprocess("in", user("a") + element("endEvent", "bad", error()), "in_s>a a>bad")
    inner += boundary("other", "in", error("Error_Worse")) + user("w")
    outer = subprocess("out", inner, "out_s>in other>w")
    r = run(model(outer + boundary("x", "out", error("")) + user("z"), "s>out out>e x>z z>e")).complete("a")
    assert r.open == ["z"]


def test_an_error_that_nothing_catches_is_an_incident_on_its_end(run):
    r = run(two_branches(error(), "", "s>sp sp>e")).complete("b")
    assert [(i.element_id, i.code) for i in r.of(IncidentRaised)] == [("e2", "error_not_caught")]
    assert r.open == ["a", "e2"]


def test_variables_of_a_subprocess_stay_local_when_mapped(run):
    inner = user("a", extensions=mapping(("input", "=n * 2", "local"), ("output", "=res", "out")))
    inner += element("endEvent", "e1")
    outside = mapping(("input", "=n", "n"), ("output", "=out", "final"))
    r = run(
        model(subprocess("sp", inner, "sp_s>a a>e1", extensions=outside) + user("z"), "s>sp sp>z z>e"),
        n=21,
        out="old",
    )
    assert r.vars(r.key("a"))["local"] == 42
    assert r.complete("a", res="R", junk=1).vars() == {"n": 21, "out": "R", "final": "R"}


def test_a_deadline_on_a_subprocess_closes_everything_inside(run):
    m = model(
        subprocess(
            "sp", user("a") + boundary("in", "a", timer("Duration", "PT1H"), False) + user("b"), "sp_s>a in>b"
        )
        + boundary("t", "sp", timer("Duration", "P1D"))
        + user("z"),
        "s>sp sp>e t>z z>e",
    )
    r = run(m).fire("in").fire("t")
    assert r.open == ["z"]
    assert len(r.of(WaitClosed)) == 3  # the task a with its timer, the task b, the timer of the subprocess
    assert list(r.waits) == [r.key("z")]


def test_a_fault_when_a_scope_ends_is_its_own_incident(run):
    outside = mapping(("output", "=required(t) + 1", "o"))
    r = run(
        model(subprocess("sp", user("a"), "sp_s>a", extensions=outside) + user("z"), "s>sp sp>z z>e")
    ).complete("a")
    assert [(i.element_id, i.code) for i in r.of(IncidentRaised)] == [("sp", "operation_refused")]
    assert [e.element_id for e in r.of(Entered)] == ["P", "s", "sp", "sp_s", "a"]
    r.do("set_variables", 1, {"t": 1})
    r.do("retry", r.key("sp"))
    assert (r.open, r.vars()["o"]) == (["z"], 2)
