"""An inclusive gateway opens the ways whose conditions hold, and joins those that can still come."""

from __future__ import annotations

import pytest

from engine.bpmn.effects import Entered, IncidentRaised
from tests.engine.bpmn.event_kit import catch, link, throw
from tests.engine.bpmn.kit import (
    boundary,
    gateway,
    model,
    script,
    subprocess,
    timer,
    user,
)

ABC = "".join(map(user, "abc")) + user("z")
SPLIT = model(gateway("inclusive", "g", "j") + ABC, "s>g g>a?x~>~0 g>b?x~>~1 g>c?x~>~2 a>j b>j c>j j>z z>e")


@pytest.mark.parametrize(("x", "ways"), [(1, ["a"]), (2, ["a", "b"]), (3, ["a", "b", "c"])])
def test_every_way_whose_condition_holds_is_gone_and_the_join_waits_for_exactly_those(run, x, ways):
    r = run(SPLIT, x=x)
    assert r.open == ways
    for way in ways[:-1]:
        r.complete(way)
        assert "z" not in r.open
    assert r.complete(ways[-1]).open == ["z"]
    assert r.complete("z").done


def test_without_a_true_condition_the_default_is_gone_and_without_one_it_is_an_incident(run):
    links = "s>g g>a?x~>~0 g>b a>j b>j j>z z>e"
    with_default = model(
        gateway("inclusive", "g", default="g_b") + gateway("inclusive", "j") + ABC, links + " g>c?false c>j"
    )
    assert run(with_default, x=0).open == ["b"]
    r = run(SPLIT, x=0)
    assert [(i.element_id, i.code) for i in r.of(IncidentRaised)] == [("g", "no_flow_matches")]
    r.do("set_variables", 1, {"x": 2})
    r.do("retry", r.key("g"))
    assert r.open == ["a", "b"]


def test_a_branch_that_ends_elsewhere_is_waited_for_no_longer(run):
    links = "s>g g>a?true g>b?true a>x x>j?ok x>e2?not(ok) b>j j>z z>e"
    drawn = gateway("inclusive", "g", "j") + gateway("exclusive", "x") + ABC.replace(user("c"), "")
    r = run(model(drawn + '<bpmn:endEvent id="e2"/>', links)).complete("b")
    assert r.open == ["a", "j"]
    assert r.complete("a", ok=False).open == ["z"]


def test_a_deadline_that_takes_a_branch_away_frees_the_join(run):
    links = "s>g g>a?true g>b?true a>j b>j j>z z>e t>late late>e"
    drawn = gateway("inclusive", "g", "j") + ABC.replace(user("c"), "") + user("late")
    r = run(model(drawn + boundary("t", "a", timer("Duration", "PT1H")), links)).complete("b")
    assert r.open == ["a", "j"]
    assert r.fire("t").open == ["late", "z"]


def test_a_reminder_whose_way_leads_to_the_join_is_waited_for(run):
    links = "s>g g>a?true g>b?true a>j b>j t>late late>j j>z z>e"
    drawn = gateway("inclusive", "g", "j") + ABC.replace(user("c"), "") + user("late")
    r = run(model(drawn + boundary("t", "a", timer("Duration", "PT1H"), False), links)).fire("t")
    assert r.complete("a").complete("b").open == ["j", "late"]
    assert r.complete("late").open == ["z"]


def test_a_link_is_a_way_to_the_join(run):
    links = "s>g g>a?true g>b?true a>out into>c c>j b>j j>z z>e"
    drawn = gateway("inclusive", "g", "j") + ABC + throw("out", link("L")) + catch("into", link("L"))
    r = run(model(drawn, links)).complete("b")
    assert r.open == ["a", "j"]
    assert r.complete("a").open == ["c", "j"]
    assert r.complete("c").open == ["z"]


def test_in_a_loop_each_round_joins_its_own_ways(run):
    links = "s>m m>g g>a?n~>~0 g>b?n~>~1 a>j b>j j>n_ n_>x x>m?n~<~3 x>z?n~>=~3 z>e"
    drawn = (
        gateway("inclusive", "g", "j") + gateway("exclusive", "m", "x") + user("a") + user("b") + user("z")
    )
    r = run(model(drawn + script("n_", "=n + 1", "n"), links), n=1)
    assert r.open == ["a"]
    assert r.complete("a").open == ["a", "b"]
    assert r.complete("b").open == ["a", "j"]
    assert r.complete("a").open == ["z"]


def test_ways_that_cross_outside_of_any_block_are_joined_by_what_can_still_come(run):
    """a leads to the join directly or through c; b only through c: no block, no counting would do."""
    links = "s>g g>a?true g>b?true a>x x>j?short x>y?not(short) b>y y>c c>j j>z z>e"
    drawn = gateway("inclusive", "g", "j") + gateway("exclusive", "x", "y") + ABC
    r = run(model(drawn, links)).complete("a", short=True)
    assert r.open == ["b", "j"]
    assert r.complete("b").open == ["c", "j"]
    assert r.complete("c").open == ["z"]


def test_a_second_token_on_a_flow_stays_for_the_next_round(run):
    links = "s>p p>a p>b a>m b>m m>j p>c c>j j>z z>e"
    r = run(
        model(gateway("parallel", "p") + gateway("exclusive", "m") + gateway("inclusive", "j") + ABC, links)
    )
    assert r.complete("a").complete("b").open == ["c", "j"]
    assert r.complete("c").open == ["z", "z"]


def test_one_gateway_may_join_and_split(run):
    links = "s>p p>a p>b a>g b>g g>c?x~=~1 g>z?true c>e z>e"
    r = run(model(gateway("parallel", "p") + gateway("inclusive", "g") + ABC, links), x=1)
    assert r.complete("a").open == ["b", "g"]
    assert r.complete("b").open == ["c", "z"]
    assert len([entered for entered in r.of(Entered) if entered.element_id == "g"]) == 1


def test_joins_of_several_inner_instances_are_their_own(run):
    inner = gateway("inclusive", "g", "j") + user("a") + user("b") + user("c")
    r = run(
        model(
            subprocess("sub", inner, "sub_s>g g>a?true g>b?true a>j b>j j>c") + user("z"), "s>sub sub>z z>e"
        )
    )
    assert r.complete("a").complete("b").complete("c").open == ["z"]


def test_a_token_from_which_a_full_flow_can_be_reached_as_well_is_not_waited_for(run):
    """The exception of the standard, without which two tokens of one branch could block each other."""
    links = "s>p p>a p>b a>m b>m m>x x>j?short x>c?not(short) c>j j>z z>e"
    drawn = gateway("parallel", "p") + gateway("exclusive", "m", "x") + gateway("inclusive", "j") + ABC
    r = run(model(drawn, links)).complete("a", short=True)
    assert r.open == ["b", "z"]
    assert r.complete("b", short=False).complete("c").open == ["z", "z"]
