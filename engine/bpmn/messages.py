"""Which messages a process sends, which it waits for and what starts it, as far as the drawing says."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.graph import MESSAGE, SENDING, SIGNAL, Node, Process

# What stands for a name that an expression gives, which nobody knows before it is evaluated.
ANY = ""
_CATCHING = frozenset({"startEvent", "intermediateCatchEvent", "boundaryEvent", "receiveTask"})


def thrown(process: Process) -> Iterator[tuple[Node, str]]:
    """(element, message name) of what is sent as a message and not left to a worker."""
    for node in process.nodes.values():
        if node.kind in SENDING and node.job is None:
            yield from _named(node)


def caught(process: Process) -> frozenset[str]:
    """Names of the messages that the process waits for."""
    nodes = (node for node in process.nodes.values() if node.kind in _CATCHING)
    return frozenset(name for node in nodes for _, name in _named(node))


def begun_by(process: Process) -> Iterator[tuple[str, str, str]]:
    """(start event, `message` or `signal`, name) of what starts the process."""
    for name in process.root.starts:
        event = process.nodes[name].event
        if event is not None and event.kind in (MESSAGE, SIGNAL) and isinstance(event.name, str):
            yield name, event.kind, event.name


def _named(node: Node) -> Iterator[tuple[Node, str]]:
    if node.event is not None and node.event.kind == MESSAGE and node.event.name is not None:
        yield node, node.event.name if isinstance(node.event.name, str) else ANY
