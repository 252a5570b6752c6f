"""Multi-instance: one inner instance an item, results collected in the order of the items."""

from __future__ import annotations

import pytest

from engine.bpmn.effects import CallStarted, IncidentRaised, TaskOpened
from tests.engine.bpmn.kit import (
    boundary,
    call,
    element,
    error,
    mapping,
    model,
    multi,
    script,
    subprocess,
    timer,
    user,
)

BOTH = pytest.mark.parametrize("sequential", [False, True], ids=["parallel", "sequential"])


def vote(sequential: bool, until: str = "", extensions: str = ""):
    return model(
        user("a", multi("=people", "who", "votes", "=vote", until, sequential), extensions) + user("z"),
        "s>a a>z z>e",
    )


LOCAL_VOTE = mapping(("input", "=null", "vote"))


@BOTH
def test_every_item_has_its_turn_and_its_result(run, sequential):
    r = run(vote(sequential, extensions=LOCAL_VOTE), people=["p", "q", "r"])
    assert len(r.open) == (1 if sequential else 3)
    for answer in ("1", "2", "3"):
        assert r.vars(r.key("a"))["who"] == "pqr"[int(answer) - 1]
        assert r.vars(r.key("a"))["loopCounter"] == int(answer)
        r.complete("a", vote=answer)
    assert (r.open, r.vars()["votes"]) == (["z"], ["1", "2", "3"])


def test_results_keep_the_order_of_the_items_whoever_is_first(run):
    r = run(vote(False, extensions=LOCAL_VOTE), people=["p", "q", "r"])
    r.complete("a", 2, vote="3").complete("a", 0, vote="1").complete("a", vote="2")
    assert r.vars()["votes"] == ["1", "2", "3"]


@BOTH
def test_a_ratio_of_votes_ends_it_and_closes_the_rest(run, sequential):
    m = vote(sequential, "=numberOfCompletedInstances / numberOfInstances >= 0.5", LOCAL_VOTE)
    r = run(m, people=list("pqrs")).complete("a", vote="yes").complete("a", vote="yes")
    assert (r.open, r.vars()["votes"]) == (["z"], ["yes", "yes", None, None])
    assert list(r.waits) == [r.key("z")]


@BOTH
def test_one_veto_over_the_results_so_far_ends_it(run, sequential):
    m = vote(sequential, '=some v in votes satisfies v = "no"', LOCAL_VOTE)
    assert run(m, people=list("pqrs")).complete("a", vote="no").open == ["z"]
    assert run(m, people=list("pqrs")).complete("a", vote="yes").open != ["z"]


@BOTH
def test_an_empty_list_is_passed_with_an_empty_result(run, sequential):
    r = run(vote(sequential), people=[])
    assert (r.open, r.vars()["votes"]) == (["z"], [])


@BOTH
def test_the_counters_are_those_of_the_moment(run, sequential):
    condition = (
        "=numberOfInstances = 3 and numberOfCompletedInstances = 2 and numberOfTerminatedInstances = 0"
    )
    condition += f" and numberOfActiveInstances = {0 if sequential else 1}"
    r = run(vote(sequential, condition), people=list("pqr")).complete("a")
    assert "a" in r.open
    assert r.complete("a").open == ["z"]


def people_in_subprocess(sequential: bool = False):
    inner = user("a") + script("c", "=who + ans", "res") + element("endEvent", "end")
    return model(
        subprocess(
            "sp",
            inner,
            "sp_s>a a>c c>end",
            multi("=people", "who", "outs", "=res", sequential=sequential),
            mapping(("input", "=null", "res"), ("input", "=null", "ans")),
        )
        + boundary("t", "sp", timer("Duration", "P1D"))
        + user("z")
        + user("late"),
        "s>sp sp>z z>e t>late late>e",
    )


def test_a_subprocess_for_each_item_has_its_own_variables(run):
    r = run(people_in_subprocess(), people=["p", "q"])
    first, second = r.key("a", 0), r.key("a", 1)
    assert [r.vars(key)["who"] for key in (first, second)] == ["p", "q"]
    r.do("complete", second, {"ans": "2"})
    r.do("complete", first, {"ans": "1"})
    assert (r.open, r.vars()["outs"]) == (["z"], ["p1", "q2"])


def test_a_deadline_on_all_instances_takes_them_away(run):
    r = run(people_in_subprocess(), people=["p", "q"]).fire("t")
    assert r.open == ["late"]
    assert list(r.waits) == [r.key("late")]


@BOTH
def test_a_cancelled_instance_does_not_leave_the_rest_waiting(run, sequential):
    r = run(people_in_subprocess(sequential), people=["p", "q"])
    inner = [token.key for token in r.instance.tokens if token.element_id == "sp"][1]
    r.do("modify", (), [inner])
    r.complete("a", ans="9")
    assert r.open == ["z"]
    assert len(r.vars()["outs"]) == 2


def test_an_error_in_one_instance_ends_all(run):
    inner = user("a") + element("endEvent", "bad", error())
    m = model(
        subprocess("sp", inner, "sp_s>a a>bad", multi("=[1, 2, 3]", "i"))
        + boundary("x", "sp", error())
        + user("z"),
        "s>sp sp>e x>z z>e",
    )
    assert run(m).complete("a", 1).open == ["z"]


@BOTH
def test_a_call_for_each_item(run, sequential):
    m = model(
        call("c", "child", multi("=[1, 2]", "n", "got", "=n * 10", sequential=sequential)) + user("z"),
        "s>c c>z z>e",
    )
    r = run(m)
    assert [started.variables["n"] for started in r.of(CallStarted)] == ([1] if sequential else [1, 2])
    r.complete("c").complete("c")
    assert (r.open, r.vars()["got"]) == (["z"], [10, 20])


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (None, "collection_not_a_list"),
        ("text", "collection_not_a_list"),
        ([0] * 5_001, "collection_too_long"),
    ],
)
def test_what_is_no_reasonable_list_is_an_incident(run, value, code):
    r = run(vote(False), people=value)
    assert [incident.code for incident in r.of(IncidentRaised)] == [code]
    r.do("set_variables", 1, {"people": ["p"]})
    r.do("retry", r.key("a"))
    assert r.open == ["a"]
    assert len(r.of(TaskOpened)) == 1


def test_a_list_of_a_thousand_is_not_cut_by_the_limit_of_moves(run):
    r = run(vote(False), people=[1] * 1_200)
    assert len(r.of(TaskOpened)) == 1_200
