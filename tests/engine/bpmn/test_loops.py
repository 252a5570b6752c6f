"""The standard loop repeats an activity while its condition holds, at most as often as it says."""

from __future__ import annotations

import pytest

from engine.bpmn.effects import Continue, Entered, IncidentRaised
from tests.engine.bpmn.kit import (
    Run,
    boundary,
    loop,
    mapping,
    model,
    script,
    service,
    subprocess,
    timer,
    user,
)

Z = user("z")


def looping(inner: str, more: str = "", links: str = ""):
    return model(inner + Z + more, f"s>a a>z z>e {links}")


def test_it_is_done_once_and_then_again_while_the_condition_holds(run):
    r = run(looping(user("a", loop("=more"))))
    assert r.complete("a", more=True).complete("a", more=True).open == ["a"]
    assert r.complete("a", more=False).open == ["z"]
    assert [effect.element_id for effect in r.of(Entered)].count("a") == 4  # the loop and its three rounds


def test_tested_before_it_may_not_be_done_at_all(run):
    m = looping(user("a", loop("=loopCounter < most", before=True)))
    assert run(m, most=0).open == ["z"]
    r = run(m, most=2)
    assert r.complete("a").open == ["a"]
    assert r.complete("a").open == ["z"]


@pytest.mark.parametrize("condition", ["", "=true"])
def test_it_is_done_at_most_as_often_as_it_says(run, condition):
    r = run(looping(user("a", loop(condition, 3))))
    counters = []
    while r.open == ["a"]:
        counters.append(r.vars(r.key("a"))["loopCounter"])
        r.complete("a")
    assert (counters, r.open, r.vars()) == ([1, 2, 3], ["z"], {})


def test_a_subprocess_is_repeated_with_a_scope_of_its_own_each_round(run):
    own = mapping(("input", "=0", "tries"), ("output", "=loopCounter", "rounds"))
    inner = subprocess("a", user("t"), "a_s>t", loop("=loopCounter < 2"), own)
    r = run(looping(inner))
    assert r.complete("t", tries=9).vars(r.key("t"))["tries"] == 0
    assert r.complete("t").open == ["z"]
    assert r.vars() == {"rounds": 2}


def test_a_deadline_on_it_ends_all_rounds(run):
    late = boundary("late", "a", timer("Duration", "P1D")) + user("y")
    r = run(looping(user("a", loop("=true")), late, "late>y y>e")).complete("a")
    assert r.fire("late").open == ["y"]
    assert r.waits.keys() == {r.key("y")}


def test_a_fault_in_the_condition_is_an_incident_that_can_be_tried_again(run):
    r = run(
        looping(
            script("a", "=loopCounter", "n").replace(
                "</bpmn:scriptTask>", loop("=required(limit) > n") + "</bpmn:scriptTask>"
            )
        )
    )
    assert [i.element_id for i in r.of(IncidentRaised)] == ["a"]
    r.do("set_variables", 1, {"limit": 3})
    r.do("retry", r.key("a"))
    assert (r.open, r.vars()["n"]) == (["z"], 3)


def test_a_loop_that_never_waits_goes_on_in_steps_and_stops_at_ten_thousand_rounds():
    endless = script("a", "=1", "n").replace("</bpmn:scriptTask>", loop("=true") + "</bpmn:scriptTask>")
    r = Run(looping(endless), reload=False)
    steps = 0
    while r.log[-1] == Continue():
        r.do("go_on")
        r.log = r.log[-2:]
        steps += 1
    assert isinstance(r.log[-1], IncidentRaised)
    assert (r.log[-1].code, steps >= 10) == ("too_many_rounds", True)


def test_two_thousand_rounds_of_waiting_keep_the_state_small():
    r = Run(looping(user("a", loop("=true"))))
    r.complete("a")
    first = len(r.state)
    for _ in range(2_000):
        r.complete("a")
        r.log.clear()
    assert len(r.state) <= first + 16


def test_an_error_of_a_round_is_caught_on_its_border(run):
    from tests.engine.bpmn.kit import error

    more = boundary("bad", "a", error()) + user("y")
    r = run(looping(service("a", inner=loop("=true")), more, "bad>y y>e"))
    r.complete("a")
    r.do("throw_error", r.key("a"), "BAD")
    assert r.open == ["y"]
