"""去路: which people's steps the model says come next.

A guess from the drawing, without evaluating any condition.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping

from engine.bpmn.graph import Node, Process

MOST = 4
PEOPLE = frozenset({"userTask", "manualTask", "callActivity"})


def next_steps(process: Process, marks: Mapping[str, str]) -> list[Node]:
    """The nearest user tasks and called processes after the elements marked `now`, then the end; nearest
    first.

    The default flow of a gateway is followed first. What is done already is not "ahead", except through a
    loop.
    """
    live = [
        process.nodes[id] for id, mark in marks.items() if mark in {"now", "error"} and id in process.nodes
    ]
    seen = {node.id for node in live}
    found: list[Node] = []
    ends: list[Node] = []
    queue = deque(_after(process, live))
    while queue and len(found) < MOST:
        node = queue.popleft()
        if node.id in seen:
            continue
        seen.add(node.id)
        if node.kind in PEOPLE:
            found.append(node)
        elif node.kind == "endEvent" and node.scope == process.id:
            ends.append(node)
        queue.extend(_after(process, [node]))
    return found or ends[:1]


def _after(process: Process, nodes: Iterable[Node]) -> list[Node]:
    following: list[Node] = []
    for node in nodes:
        flows = sorted(node.outgoing, key=lambda flow: flow.id != node.default)
        following += [process.nodes[flow.target] for flow in flows]
        if node.kind == "subProcess":
            following += [process.nodes[start] for start in node.starts]
    return following
