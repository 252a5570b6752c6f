"""A call activity asks for a child instance of its own and goes on with what the child brings back."""

from __future__ import annotations

import pytest

from engine.bpmn.effects import CallStarted, Ended, ErrorThrown, IncidentRaised
from tests.engine.bpmn.kit import boundary, call, element, error, mapping, model, user


@pytest.mark.parametrize("process", ["child", "=which"])
def test_all_variables_go_in_and_come_back(run, process):
    r = run(model(call("c", process) + user("z"), "s>c c>z z>e"), which="child", n=1)
    started = r.of(CallStarted)[0]
    assert (started.process_id, started.variables["n"]) == ("child", 1)
    r.complete("c", got="G")
    assert (r.open, r.vars()["got"]) == (["z"], "G")


def test_only_mapped_variables_go_in_when_drawn_so(run):
    drawn = call(
        "c",
        "child",
        attributes='propagateAllParentVariables="false"',
        extensions=mapping(("input", "=n + 1", "m")),
    )
    r = run(model(drawn, "s>c c>e"), n=1)
    assert r.of(CallStarted)[0].variables == {"m": 2}


def test_nothing_comes_back_when_drawn_so(run):
    r = run(
        model(call("c", "child", attributes='propagateAllChildVariables="false"') + user("z"), "s>c c>z z>e")
    )
    assert r.complete("c", got=1).vars() == {}


def test_an_output_mapping_picks_from_the_childs_variables(run):
    drawn = call(
        "c",
        "child",
        attributes='propagateAllChildVariables="false"',
        extensions=mapping(("output", "=got * 2", "twice")),
    )
    r = run(model(drawn + user("z"), "s>c c>z z>e"))
    assert r.complete("c", got=4, other=1).vars() == {"twice": 8}


def test_a_child_asks_its_callers_about_an_error_that_it_does_not_catch(run):
    child = run(
        model(user("ca") + element("endEvent", "bad", error()), "s>ca ca>bad", "C"), called=True
    ).complete("ca")
    assert child.log[-1] == ErrorThrown(child.key("bad"), "bad", "BAD", {})
    caller = run(model(call("c", "C") + boundary("x", "c", error()) + user("z"), "s>c c>e x>z z>e"))
    assert caller.do("catch_error", caller.key("c"), "BAD")
    assert caller.open == ["z"]


def test_a_process_that_is_not_deployed_is_an_incident(run):
    known: dict[str, object] = {}
    r = run(model(call("c", "child"), "s>c c>e"), resolve=known.get)
    assert [(i.code, i.facts) for i in r.of(IncidentRaised)] == [
        ("process_not_deployed", {"process_id": "child"})
    ]
    known["child"] = object()
    r.do("retry", r.key("c"))
    assert len(r.of(CallStarted)) == 1


def test_cancelling_the_caller_closes_the_call(run):
    r = run(model(call("c", "child"), "s>c c>e"))
    r.do("cancel")
    assert r.done
    assert r.waits == {}
    assert r.log[-1] == Ended("terminated")
