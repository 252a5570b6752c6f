"""Large runs finish, and a step costs at their end what it cost at their beginning.

The cost of a step is counted in calls of this room's functions: no clock says the same twice.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest

from engine.bpmn.effects import Continue, Entered, IncidentRaised
from tests.engine.bpmn.event_kit import catch, message
from tests.engine.bpmn.kit import Run, gateway, model, multi, script, subprocess, timer, user

COUNT = script("n_", "=if n = null then 1 else n + 1", "n")


def calls_of(step: Callable[[], Any]) -> int:
    """How many functions of the token mover the step calls."""
    count = 0

    def see(frame: Any, event: str, _argument: Any) -> None:
        nonlocal count
        count += event == "call" and "/engine/bpmn/" in frame.f_code.co_filename

    before = sys.getprofile()
    sys.setprofile(see)
    try:
        step()
    finally:
        sys.setprofile(before)
    return count


def rounds(r: Run, step: Callable[[], Any], most: int) -> None:
    """Do the step so often; the second and the last cost the same."""
    step()
    second = calls_of(step)
    for _ in range(most - 3):
        step()
        r.log.clear()
    assert calls_of(step) == second


def test_two_thousand_rounds_of_a_loop():
    body = user("a") + COUNT + gateway("exclusive", "m", "x")
    r = Run(model(body + user("z"), "s>m m>a a>n_ n_>x x>m?n~<~2000 x>z?n~>=~2000 z>e"))
    rounds(r, lambda: r.complete("a"), 1_999)
    assert r.complete("a").open == ["z"]
    assert len(r.state) < 200


@pytest.mark.parametrize("kind", ["parallel", "inclusive"])
def test_five_hundred_rounds_through_a_block(kind):
    ways = "g>a g>b" if kind == "parallel" else "g>a?true g>b?n~>~0"
    body = (
        user("a") + user("b") + COUNT + gateway(kind, "g", "j") + gateway("exclusive", "m", "x") + user("z")
    )
    links = f"s>first first>m m>g {ways} a>j b>j j>n_ n_>x x>m?n~<~501 x>z?n~>=~501 z>e"
    r = Run(model(body + script("first", "=1", "n"), links))
    rounds(r, lambda: r.complete("a").complete("b"), 499)
    assert r.complete("b").complete("a").open == ["z"]
    assert len(r.state) < 300


def test_five_hundred_rounds_of_waiting_for_one_of_two_events():
    body = gateway("eventBased", "g") + catch("paid", message()) + catch("day", timer("Duration", "P1D"))
    r = Run(
        model(body + gateway("exclusive", "m") + user("z"), "s>m m>g g>paid g>day day>m paid>z z>e"),
        {"order": "1"},
    )
    rounds(r, lambda: r.fire("day"), 500)
    assert r.fire("paid").complete("z").done


def test_a_list_of_a_thousand_at_once():
    many = multi("=for i in 1..1000 return i", "i", "out", "=i * 2")
    r = Run(model(user("a", many) + user("z"), "s>a a>z z>e"), reload=False)
    assert len(r.open) == 1_000
    costs = [calls_of(lambda: r.instance.complete(min(r.waits), {}) or r.take()) for _ in range(3)]
    for _ in range(995):
        r.instance.complete(min(r.waits), {})
        r.take()
    # What is written of the live tokens grows less from step to step; the very last collects the results.
    assert calls_of(lambda: r.instance.complete(min(r.waits), {}) or r.take()) <= costs[1] <= costs[0]
    assert r.complete("a").open == ["z"]
    assert r.vars()["out"] == [2 * i for i in range(1, 1_001)]


def test_a_list_of_a_thousand_one_after_the_other():
    many = multi("=for i in 1..1000 return i", "i", "out", "=i", sequential=True)
    r = Run(model(user("a", many) + user("z"), "s>a a>z z>e"), reload=False)
    rounds(r, lambda: r.complete("a"), 999)
    assert r.complete("a").open == ["z"]
    assert len(r.vars()["out"]) == 1_000


def test_the_rest_of_a_thousand_is_taken_away_by_a_completion_condition():
    many = multi("=for i in 1..1000 return i", "i", "out", "=i", "=numberOfCompletedInstances >= 3")
    r = Run(model(user("a", many) + user("z"), "s>a a>z z>e"), reload=False)
    assert r.complete("a").complete("a", 500).complete("a").open == ["z"]
    assert [i for i in r.vars()["out"] if i is not None] == [1, 2, 502]
    assert r.waits.keys() == {r.key("z")}


def test_a_block_of_a_hundred_branches():
    names = [f"t{index}" for index in range(100)]
    links = "s>g j>z z>e " + " ".join(f"g>{name} {name}>j" for name in names)
    r = Run(model("".join(map(user, names)) + user("z") + gateway("parallel", "g", "j"), links))
    for name in reversed(names):
        assert "z" not in r.open
        r.complete(name)
    assert r.complete("z").done


def test_an_inclusive_block_of_a_hundred_branches_joins_those_that_were_opened():
    names = [f"t{index}" for index in range(100)]
    links = "s>g j>z z>e " + " ".join(f"g>{name}?n~>~{index} {name}>j" for index, name in enumerate(names))
    r = Run(model("".join(map(user, names)) + user("z") + gateway("inclusive", "g", "j"), links), {"n": 40})
    for name in names[:40]:
        r.complete(name)
    assert r.complete("z").done


def test_subprocesses_fifty_deep():
    inner = user("t")
    way = "t"
    for depth in range(50):
        name = f"sub{depth}"
        inner, way = subprocess(name, inner, f"{name}_s>{way}"), name
    r = Run(model(inner + user("z"), f"s>{way} {way}>z z>e"))
    assert r.complete("t").complete("z").done


def test_a_thousand_moves_without_a_wait_go_on_in_a_second_step():
    body = COUNT + gateway("exclusive", "m", "x") + user("z")
    r = Run(model(body, "s>m m>n_ n_>x x>m?n~<~2000 x>z?n~>=~2000 z>e"))
    steps = 1
    while r.log[-1] == Continue():
        r.do("go_on")
        steps += 1
    assert (r.open, steps, r.of(IncidentRaised)) == (["z"], 7, [])
    assert len([one for one in r.of(Entered) if one.element_id == "n_"]) == 2_000
