"""Return, withdraw and jump: tokens are put on elements and taken away."""

from __future__ import annotations

import pytest

from engine.bpmn.effects import Ended, TimerSet
from engine.bpmn.modify import ModificationRefused
from tests.engine.bpmn.event_kit import catch, event_subprocess, message
from tests.engine.bpmn.kit import (
    boundary,
    element,
    gateway,
    model,
    multi,
    script,
    subprocess,
    timer,
    user,
)


def block():
    return model(
        subprocess("sp", user("b") + user("c") + element("endEvent", "se"), "sp_s>b b>c c>se")
        + "".join(user(name) for name in "apqz")
        + gateway("parallel", "g", "j"),
        "s>a a>sp sp>g g>p g>q p>j q>j j>z z>e",
    )


def scope(r, name):
    return next(token.key for token in r.instance.tokens if token.element_id == name)


def test_back_out_of_a_subprocess(run):
    r = run(block()).complete("a").complete("b")
    r.do("modify", [("a", None)], [scope(r, "sp")])
    assert r.open == ["a"]
    assert list(r.waits) == [r.key("a")]


def test_into_a_subprocess_makes_its_scope(run):
    r = run(block())
    r.do("modify", [("c", None)], [r.key("a")])
    assert r.open == ["c"]
    assert r.complete("c").open == ["p", "q"]


def test_out_of_half_a_parallel_block_with_its_join(run):
    r = run(block()).complete("a").complete("b").complete("c").complete("p")
    r.do("modify", [("b", None)], [r.key("q"), r.key("j")])
    assert r.open == ["b"]
    for name in "bcpqz":
        r.complete(name)
    assert r.done


def test_a_branch_past_its_join_starves_the_join_which_is_named(run):
    m = model(
        gateway("parallel", "g", "j") + user("p") + user("q") + user("z"), "s>g g>p g>q p>j q>j j>z z>e"
    )
    r = run(m)
    r.do("modify", [("z", None)], [r.key("p")])
    assert r.instance.stuck() == []
    r.complete("q")
    assert [name for _, name in r.instance.stuck()] == ["j"]


def test_a_scope_that_runs_twice_must_be_named(run):
    inner = user("a") + user("b") + element("endEvent", "se")
    r = run(
        model(subprocess("sp", inner, "sp_s>a a>b b>se", multi("=[1, 2]", "i")) + user("z"), "s>sp sp>z z>e")
    )
    with pytest.raises(ModificationRefused) as refused:
        r.do("modify", [("b", None)])
    assert refused.value.facts["reason"] == "scope_runs_several_times"
    key = r.key("a")
    owner = next(token.parent_key for token in r.instance.tokens if token.key == key)
    r.do("modify", [("b", owner)], [key])
    assert r.open == ["a", "b"]
    assert r.complete("b").complete("a").complete("b").open == ["z"]


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("nothing", "unknown_element"),
        ("P", "unknown_element"),
        ("t", "boundary_event"),
        ("m", "scope_does_not_run"),
    ],
)
def test_what_cannot_be_done_without_doubt_is_refused(run, target, reason):
    body = user("a") + boundary("t", "a", timer("Duration", "P1D"))
    body += subprocess("sp", user("m"), "sp_s>m", multi("=[1]", "i"))
    r = run(model(body, "s>a a>sp sp>e t>e"))
    with pytest.raises(ModificationRefused) as refused:
        r.do("modify", [(target, None)])
    assert refused.value.facts["reason"] == reason


def test_a_scope_of_another_element_is_refused(run):
    r = run(block()).complete("a")
    with pytest.raises(ModificationRefused):
        r.do("modify", [("z", scope(r, "sp"))])


def test_leaving_closes_the_timers_and_returning_makes_new_ones(run):
    m = model(
        user("a") + boundary("t", "a", timer("Duration", "P3D")) + user("b") + user("z"),
        "s>a a>b b>e t>z z>e",
    )
    r = run(m)
    key = r.key("a")
    r.do("modify", [("b", None)], [key])
    assert key not in r.waits
    assert r.do("trigger", key, "t") is False
    r.do("modify", [("a", None)], [r.key("b")])
    assert len(r.of(TimerSet)) == 2


def test_taking_the_last_token_away_ends_the_scope(run):
    r = run(block()).complete("a")
    r.do("modify", (), [r.key("b")])
    assert r.open == ["p", "q"]


def test_a_cancelled_instance_leaves_nothing(run):
    r = run(block(), n=1).complete("a").complete("b")
    r.do("cancel")
    assert r.done
    assert r.waits == {}
    assert r.log[-1] == Ended("terminated")
    assert set(r.rows) == {(1, "n")}


def test_an_inner_instance_is_added_to_a_running_list_and_its_result_comes_last(run):
    r = run(model(user("a", multi("=[1, 2]", "it", "out", "=it")) + user("z"), "s>a a>z z>e"))
    body = next(token.key for token in r.instance.tokens if token.element_id == "a" and token.is_scope)
    r.do("modify", [("a", body, {"it": 3, "note": "late"})])
    assert r.open == ["a", "a", "a"]
    added = r.vars(r.key("a", 2))
    assert (added["it"], added["note"], added["loopCounter"]) == (3, "late", 3)
    assert r.complete("a").complete("a").open == ["a"]
    assert r.complete("a").open == ["z"]
    assert r.vars() == {"out": [1, 2, 3]}


def test_to_a_sequential_list_it_is_added_at_the_end(run):
    loop = multi("=[1, 2]", "it", "out", "=it", sequential=True)
    r = run(model(user("a", loop) + user("z"), "s>a a>z z>e"))
    body = next(token.key for token in r.instance.tokens if token.element_id == "a" and token.is_scope)
    r.do("modify", [("a", body, {"it": 3})])
    assert r.complete("a").complete("a").complete("a").open == ["z"]
    assert r.vars() == {"out": [1, 2, 3]}


def test_variables_of_a_modification_are_merged_from_the_scope(run):
    r = run(model(user("a") + user("b"), "s>a a>b b>e"), n=1)
    r.do("modify", [("b", None, {"n": 2})], [r.key("a")])
    assert (r.open, r.vars()) == (["b"], {"n": 2})


def test_a_token_may_be_put_on_an_event_gateway_and_behind_it(run):
    events = catch("m", message()) + catch("t", timer("Duration", "P1D"))
    drawn = gateway("eventBased", "g") + events + user("a") + user("z")
    r = run(model(drawn, "s>a a>g g>m g>t m>z t>z z>e"), order="1")
    r.do("modify", [("g", None)], [r.key("a")])
    assert r.awaited == ["m", "t"]
    r.do("modify", [("m", None)], [r.key("g")])
    assert (r.open, r.awaited) == (["m"], ["m"])
    assert r.fire("m").open == ["z"]


def test_a_token_put_into_an_event_subprocess_opens_it_beside_what_runs(run):
    handler = event_subprocess("h", message(), user("n"), "h_s>n")
    r = run(model(user("a") + handler, "s>a a>e"), order="1")
    r.do("modify", [("n", None)])
    assert (r.open, r.awaited) == (["a", "n"], ["h_s"])
    r.do("modify", [], [r.key("a")])
    assert r.complete("n").done


def test_taking_the_last_blocker_away_lets_an_inclusive_join_go_on(run):
    drawn = gateway("inclusive", "g", "j") + user("a") + user("b") + user("z")
    r = run(model(drawn, "s>g g>a?true g>b?true a>j b>j j>z z>e")).complete("a")
    assert r.open == ["b", "j"]
    r.do("modify", [], [r.key("b")])
    assert r.open == ["z"]


def test_joins_that_wait_for_each_other_are_told_as_stuck(run):
    """Two inclusive joins in one cycle, each with a token that could still reach the other."""
    drawn = gateway("parallel", "p") + gateway("inclusive", "j1", "j2") + user("a") + user("b")
    drawn += gateway("exclusive", "x1", "x2") + user("z")
    links = "s>p p>a p>b a>j1 b>j2 j1>x1 x1>j2?true x1>z?false j2>x2 x2>j1?true x2>z?false z>e"
    r = run(model(drawn, links)).complete("a")
    assert r.instance.stuck() == []
    r.complete("b")
    assert sorted(name for _, name in r.instance.stuck()) == ["j1", "j2"]


def test_an_interruption_takes_incidents_of_its_scope_away(run):
    handler = event_subprocess("h", message(), user("n"), "h_s>n")
    body = gateway("parallel", "g") + script("f", "=required(rate)", "x") + user("t") + handler
    r = run(model(subprocess("sub", body, "sub_s>g g>f g>t") + user("z"), "s>sub sub>z z>e"), order="1")
    assert r.open == ["f", "t"]
    assert r.fire("h_s").open == ["n"]
    assert r.complete("n").open == ["z"]
