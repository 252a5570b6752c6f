"""Gateways choose, split and join, also in loops."""

from __future__ import annotations

from engine.bpmn.effects import IncidentRaised
from tests.engine.bpmn.kit import gateway, model, script, user


def test_the_matching_flow_is_taken_else_the_default(run):
    m = model(
        user("a") + gateway("exclusive", "g", default="g_c") + user("b") + user("c"),
        "s>a a>g g>c g>b?n~>~3 b>e c>e",
    )
    assert run(m).complete("a", n=5).open == ["b"]
    assert run(m).complete("a", n=1).open == ["c"]


def test_no_matching_flow_is_an_incident_that_can_be_retried(run):
    r = run(model(gateway("exclusive", "g") + user("b") + user("c"), "s>g g>c?n=1 g>b?n=2 b>e c>e"), n=9)
    incident = r.of(IncidentRaised)[0]
    assert (incident.element_id, incident.code, incident.facts["flows"]) == (
        "g",
        "no_flow_matches",
        ["g_c", "g_b"],
    )
    r.do("set_variables", 1, {"n": 2})
    r.do("retry", incident.key)
    assert r.open == ["b"]


def test_a_parallel_join_waits_for_every_branch(run):
    m = model(
        gateway("parallel", "g", "j") + user("a") + user("b") + user("z"), "s>g g>a g>b a>j b>j j>z z>e"
    )
    r = run(m).complete("a")
    assert r.open == ["b", "j"]
    assert r.complete("b").open == ["z"]
    assert r.complete("z").done


def test_a_parallel_block_in_a_loop_joins_in_each_of_sixty_passes(run):
    m = model(
        gateway("exclusive", "x")
        + gateway("parallel", "g", "j")
        + gateway("exclusive", "y", default="y_e")
        + user("a")
        + user("b"),
        "s>x x>g g>a g>b a>j b>j j>y y>x?more y>e",
    )
    r = run(m, more=True)
    for _ in range(60):
        r.complete("a").complete("b")
    assert r.complete("b", more=False).complete("a").done


def test_branches_that_merge_without_a_join_go_on_as_two_tokens(run):
    m = model(
        gateway("parallel", "g") + gateway("exclusive", "x") + user("a") + user("b") + user("z"),
        "s>g g>a g>b a>x b>x x>z z>e",
    )
    r = run(m).complete("a").complete("b")
    assert r.open == ["z", "z"]
    assert r.complete("z").complete("z").done


def test_a_surplus_token_waits_at_the_join_and_is_named_when_nothing_can_follow(run):
    m = model(
        gateway("parallel", "g", "j") + gateway("exclusive", "x") + "".join(user(name) for name in "abcz"),
        "s>g g>a g>b g>c a>x b>x x>j c>j j>z z>e",
    )
    r = run(m).complete("a").complete("b")
    assert r.open == ["c", "j"]
    r.complete("c")
    assert r.open == ["j", "z"]
    assert [name for _, name in r.instance.stuck()] == ["j"]


def test_a_condition_that_is_not_true_is_not_taken(run):
    m = model(gateway("exclusive", "g", default="g_c") + user("b") + user("c"), "s>g g>b?n g>c b>e c>e")
    for value in (None, 1, "true", [True], False):
        assert run(m, n=value).open == ["c"]
    assert run(m, n=True).open == ["b"]


def test_both_branches_see_what_either_writes(run):
    m = model(
        gateway("parallel", "g", "j") + user("a") + user("b") + script("t", "=left + right", "sum"),
        "s>g g>a g>b a>j b>j j>t t>e",
    )
    assert run(m).complete("a", left=1).complete("b", right=2).vars()["sum"] == 3
