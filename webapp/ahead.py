"""去路: which people's steps the model says come next.

A guess from the drawing, without evaluating any condition.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.bpmn.graph import Node
from engine.bpmn.model import Model

MOST = 4
# A way off the usual one is shown, but not what lies off that in turn: nobody's next step is a mishap.
TURNS = 1
PEOPLE = frozenset({"userTask", "manualTask", "callActivity"})


@dataclass(frozen=True)
class Coming:
    """What may come. usual: on the way that the drawing calls the usual one; the rest comes perhaps."""

    node: Node
    usual: bool


def next_steps(model: Model, marks: Mapping[str, str]) -> list[Coming]:
    """The nearest user tasks and called processes after the elements marked `now`, nearest first; without
    any, the end, where there is only one.

    The default flow of a gateway is the usual way; at most `TURNS` of the others are taken on the way to a
    step. A flow that closes a loop leads back and not ahead, so it is not followed.
    """
    nodes = model.process.nodes
    live = [nodes[id] for id, mark in marks.items() if mark in {"now", "error"} and id in nodes]
    seen = {node.id: 0 for node in live}
    found: dict[str, Coming] = {}
    ends: dict[str, Coming] = {}
    queue = deque(_after(model, [(node, 0) for node in live]))
    while queue and len(found) < MOST:
        node, turns = queue.popleft()
        if node.kind == "endEvent" and node.scope == model.process.id:
            ends[node.id] = Coming(node, turns == 0)
        if turns > TURNS or turns >= seen.get(node.id, TURNS + 1):
            continue
        seen[node.id] = turns
        if node.kind in PEOPLE:
            found[node.id] = Coming(node, turns == 0)
        queue.extend(_after(model, [(node, turns)]))
    # Which of several ends it will be is what the people before it decide.
    return list(found.values()) or (list(ends.values()) if len(ends) == 1 else [])


def _after(model: Model, nodes: Iterable[tuple[Node, int]]) -> list[tuple[Node, int]]:
    """What follows, each with the turns off the usual way that led there."""
    known = model.process.nodes
    following: list[tuple[Node, int]] = []
    for node, turns in nodes:
        if node.kind == "endEvent" and node.scope not in (model.process.id, ""):
            following += _onward(model, known[node.scope], turns)
        elif node.kind == "subProcess" and node.starts:
            # Its end leads on.
            following += [(known[start], turns) for start in node.starts]
        elif node.id != model.process.id:
            following += _onward(model, node, turns)
    return following


def _onward(model: Model, node: Node, turns: int) -> list[tuple[Node, int]]:
    flows = [flow for flow in node.ways if flow.id not in model.loop_closing]
    flows.sort(key=lambda flow: flow.id != node.default)
    usual = node.default
    return [
        (model.process.nodes[flow.target], turns + (usual is not None and flow.id != usual)) for flow in flows
    ]
