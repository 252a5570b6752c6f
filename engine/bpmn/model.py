"""One version of one process, built once and shared by all its instances and threads."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn import spiff
from engine.bpmn.behaviours import behaviour_of, body_of
from engine.bpmn.elements import ElementSpec
from engine.bpmn.graph import Node, Process


class Model:
    """Specs by element id (and `id#` for inner instances), and what can be known of the drawing beforehand.

    loop_closing   ids of the flows that close a loop: rounds are counted there
    reach          join id -> flow id -> elements from which a token can still come in by that flow
    """

    def __init__(self, process: Process) -> None:
        self.id = process.id
        self.process = process
        self.nodes = process.nodes
        self.container = spiff.new_process_spec(f"{process.id}$")
        self.specs: dict[str, ElementSpec] = {}
        for node in process.nodes.values():
            self._add(node)
        for flow in process.flows.values():
            self.specs[flow.source].connect(self.specs[flow.target])
        self.loop_closing = _loop_closing(process)
        self.reach = {
            node.id: _reach(process, node) for node in process.nodes.values() if self.specs[node.id].is_join
        }

    def _add(self, node: Node) -> None:
        listeners = [self.nodes[inside].starts[0] for inside in node.event_subprocesses]
        if not node.is_repeated:
            self.specs[node.id] = ElementSpec(self.container, node, behaviour_of(node), listeners)
            return
        body, inner = body_of(node)
        self.specs[node.id] = ElementSpec(self.container, node, body)
        self.specs[f"{node.id}#"] = ElementSpec(self.container, node, inner, listeners, is_inner=True)


def _ways_on(process: Process, node_id: str) -> Iterator[tuple[str, str]]:
    """(flow, target) out of the element and out of the events on its boundary."""
    node = process.nodes[node_id]
    for source in (node, *(process.nodes[name] for name in node.boundaries)):
        for flow in source.ways:
            yield flow.id, flow.target


def _loop_closing(process: Process) -> frozenset[str]:
    """Flows that lead back to an element still on the way; no recursion, since drawings may be long."""
    on_way, done, closing = 1, 2, set()
    state: dict[str, int] = {}
    # Elements without a way in come first, so that a loop is cut where it returns and not where it begins.
    order = sorted(process.nodes.values(), key=lambda node: bool(node.incoming))
    for first in order:
        if first.id in state:
            continue
        state[first.id] = on_way
        path = [(first.id, _ways_on(process, first.id))]
        while path:
            at, ways = path[-1]
            step = next(ways, None)
            if step is None:
                state[at] = done
                path.pop()
            elif state.get(step[1]) == on_way:
                closing.add(step[0])
            elif step[1] not in state:
                state[step[1]] = on_way
                path.append((step[1], _ways_on(process, step[1])))
    return frozenset(closing)


def _reach(process: Process, join: Node) -> dict[str, frozenset[str]]:
    """Per flow into the join: the elements from which a token can come in by it, not passing the join."""
    reach: dict[str, frozenset[str]] = {}
    for flow in join.incoming:
        seen: set[str] = set()
        todo = [flow.source]
        while todo:
            at = todo.pop()
            if at in seen or at == join.id:
                continue
            seen.add(at)
            node = process.nodes[at]
            todo.extend(before.source for before in node.incoming)
            todo.extend(node.linked_from)
            if node.attached_to:
                todo.append(node.attached_to)
        reach[flow.id] = frozenset(seen)
    return reach
