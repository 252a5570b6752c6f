"""What may come next is told as what it is: sure, perhaps, or not at all."""

from __future__ import annotations

from tests.engine.bpmn import kit
from webapp.ahead import next_steps


def coming(body: str, links: str) -> list[tuple[str, bool]]:
    """Id and whether it is the usual way, of what may come after the task `a`."""
    steps = next_steps(kit.model(kit.user("a") + body, "s>a " + links), {"a": "now"})
    return [(one.node.id, one.usual) for one in steps]


CHOICE = kit.gateway("exclusive", "g", default="g_b")


def test_the_usual_way_comes_and_the_others_perhaps() -> None:
    body = CHOICE + kit.user("b") + kit.user("c")

    assert coming(body, "a>g g>b g>c?x b>e c>e") == [("b", True), ("c", False)]


def test_where_the_people_decide_how_it_ends_no_end_is_foretold() -> None:
    refused = kit.element("endEvent", "b")

    assert coming(CHOICE + refused, "a>g g>b g>e?x") == []


def test_a_single_end_is_told() -> None:
    assert coming("", "a>e") == [("e", True)]


def test_what_lies_behind_a_link_comes_too() -> None:
    def link(kind: str, name: str) -> str:
        return kit.element(kind, name, '<bpmn:linkEventDefinition name="on"/>')

    body = link("intermediateThrowEvent", "out") + link("intermediateCatchEvent", "in") + kit.user("b")

    assert coming(body, "a>out in>b b>e") == [("b", True)]
