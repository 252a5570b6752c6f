"""The drawing colours the way that was gone, not every way between places that were seen."""

from __future__ import annotations

import pytest

from engine.bpmn.model import Model
from engine.processes.path import flows_taken
from tests.engine.bpmn import kit

GATEWAY = kit.gateway("exclusive", "g", default="g_b")
DETOUR = kit.model(GATEWAY + kit.user("a") + kit.user("b"), "s>g g>b g>a?x a>b b>e")
LOOP = kit.model(GATEWAY + kit.user("a") + kit.user("b"), "s>a a>g g>a?x g>b b>e")


def taken(model: Model, *entered: str, live: int = 0) -> set[str]:
    """Element instances in the order of entering, of which the last `live` have not been left."""
    rows = list(enumerate(entered, 2))
    return set(flows_taken(model.process, rows, {key for key, _ in rows[: len(rows) - live]}))


def test_the_short_way_is_not_coloured_when_the_long_one_ended_at_the_same_place() -> None:
    assert taken(DETOUR, "s", "g", "a", "b", live=1) == {"s_g", "g_a", "a_b"}
    assert taken(DETOUR, "s", "g", "b", live=1) == {"s_g", "g_b"}


def test_each_round_of_a_loop_has_gone_its_own_way() -> None:
    assert taken(LOOP, "s", "a", "g", "a", live=1) == {"s_a", "a_g", "g_a"}
    assert taken(LOOP, "s", "a", "g", "a", "g", "b", live=1) == {"s_a", "a_g", "g_a", "g_b"}


@pytest.mark.parametrize("live", [0, 1])
def test_a_parallel_gateway_has_gone_all_its_ways(live: int) -> None:
    fork = kit.model(
        kit.gateway("parallel", "f", "j") + kit.user("a") + kit.user("b"), "s>f f>a f>b a>j b>j j>e"
    )

    assert taken(fork, "s", "f", "a", "b", live=live) == {"s_f", "f_a", "f_b"}
