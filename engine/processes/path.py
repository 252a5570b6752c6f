"""Which flows of the drawing a case went along, read from the element instances that it left behind."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator

from engine.bpmn.graph import Flow, Node, Process

# Of their flows a token takes one; of all others it takes each that leads to what was entered.
_CHOOSING = frozenset({"exclusiveGateway", "eventBasedGateway"})


def flows_taken(process: Process, entered: Iterable[tuple[int, str]], completed: set[int]) -> frozenset[str]:
    """Ids of flows.

    entered     token key and element id of every element instance; keys grow in the order of entering
    completed   keys of those that were left by completing
    """
    keys: dict[str, list[int]] = defaultdict(list)
    for key, element in sorted(entered):
        keys[element].append(key)
    return frozenset(
        flow.id
        for node in process.nodes.values()
        for left in (key for key in keys[node.id] if key in completed)
        for flow in _taken_from(node, left, keys)
    )


def _taken_from(node: Node, left: int, keys: dict[str, list[int]]) -> Iterator[Flow]:
    led_on = [flow for flow in node.outgoing if keys[flow.target]]
    if node.kind in _CHOOSING and len(led_on) > 1:
        next_entered = {flow.id: _first_after(left, keys[flow.target]) for flow in led_on}
        soonest = min(next_entered.values())
        # A join that an earlier branch had entered has no later key: then nothing tells the flows apart.
        led_on = [flow for flow in led_on if next_entered[flow.id] == soonest]
    return iter(led_on)


def _first_after(key: int, sorted_keys: list[int]) -> float:
    place = bisect_right(sorted_keys, key)
    return sorted_keys[place] if place < len(sorted_keys) else float("inf")
