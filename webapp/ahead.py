"""去路: which people's steps the model says come next.

A guess from the drawing, without evaluating any condition.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping

from engine.bpmn.graph import Node
from engine.bpmn.model import Model

MOST = 4
PEOPLE = frozenset({"userTask", "manualTask", "callActivity"})


def next_steps(model: Model, marks: Mapping[str, str]) -> list[Node]:
    """The nearest user tasks and called processes after the elements marked `now`, nearest first, then the
    end.

    The default flow of a gateway is followed first. A flow that closes a loop leads back and not ahead, so it
    is
    not followed.
    """
    nodes = model.process.nodes
    live = [nodes[id] for id, mark in marks.items() if mark in {"now", "error"} and id in nodes]
    seen = {node.id for node in live}
    found: list[Node] = []
    ends: list[Node] = []
    queue = deque(_after(model, live))
    while queue and len(found) < MOST:
        node = queue.popleft()
        if node.id in seen:
            continue
        seen.add(node.id)
        if node.kind in PEOPLE:
            found.append(node)
        elif node.kind == "endEvent" and node.scope == model.process.id:
            ends.append(node)
        queue.extend(_after(model, [node]))
    return found or ends[-1:]


def _after(model: Model, nodes: Iterable[Node]) -> list[Node]:
    known = model.process.nodes
    following: list[Node] = []
    for node in nodes:
        if node.id == model.process.id:
            continue
        onward = [flow for flow in node.outgoing if flow.id not in model.loop_closing]
        following += [known[flow.target] for flow in sorted(onward, key=lambda flow: flow.id != node.default)]
        if node.kind == "subProcess":
            following += [known[start] for start in node.starts]
        elif node.kind == "endEvent" and node.scope != model.process.id:
            following += _after(model, [known[node.scope]])
    return following
