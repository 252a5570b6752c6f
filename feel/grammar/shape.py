"""Walking a tree without knowing its constructs: children, size, depth."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from feel import limits
from feel.errors import FeelBudgetError
from feel.grammar import nodes
from feel.grammar.nodes import Node

TREE_DEPTH = 100

# Per class, the names of the fields that hold nodes; looked up for every node of every parsed text.
_PARTS: dict[type, tuple[str, ...]] = {}


def _parts_of(kind: type) -> tuple[str, ...]:
    found = tuple(
        part.name for part in fields(kind) if "Node" in str(part.type) or "Iterator" in str(part.type)
    )
    return _PARTS.setdefault(kind, found)


def children(node: Node | nodes.Iterator) -> list[Node]:
    """The nodes directly below."""
    kind = type(node)
    names = _PARTS.get(kind)
    found: list[Node] = []
    for name in _parts_of(kind) if names is None else names:
        part = getattr(node, name)
        if isinstance(part, Node):
            found.append(part)
        elif part is not None:
            _collect(part, found)
    return found


def _collect(parts: Iterable[Any], found: list[Node]) -> None:
    for part in parts:
        if isinstance(part, Node):
            found.append(part)
        elif isinstance(part, nodes.Iterator):
            found.extend(children(part))
        elif isinstance(part, tuple):
            _collect(part, found)


def measure(tree: Node) -> tuple[int, int]:
    """Number of nodes and depth; without recursion, because a chain of paths may be very long."""
    size = depth = 0
    open_nodes = [(tree, 1)]
    while open_nodes:
        node, level = open_nodes.pop()
        size += 1
        if level > depth:
            depth = level
        level += 1
        for child in children(node):
            open_nodes.append((child, level))
    return size, depth


def check_shape(tree: Node) -> None:
    """Refuse a tree that is deeper than the evaluator may go down."""
    if measure(tree)[1] > TREE_DEPTH:
        raise FeelBudgetError("depth", limits.DEPTH, tree.pos)
