"""Walking a tree without knowing its constructs: children, size, depth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from feel import limits
from feel.errors import FeelBudgetError
from feel.grammar import nodes
from feel.grammar.nodes import Node

TREE_DEPTH = 100


def children(node: Node | nodes.Iterator) -> Iterator[Node]:
    """The nodes directly below."""
    for part in fields(node):
        yield from _nodes_in(getattr(node, part.name))


def _nodes_in(value: Any) -> Iterator[Node]:
    if isinstance(value, Node):
        yield value
    elif isinstance(value, nodes.Iterator):
        yield from children(value)
    elif isinstance(value, tuple):
        for item in value:
            yield from _nodes_in(item)


def measure(tree: Node) -> tuple[int, int]:
    """Number of nodes and depth; without recursion, because a chain of paths may be very long."""
    size = depth = 0
    open_nodes = [(tree, 1)]
    while open_nodes:
        node, level = open_nodes.pop()
        size += 1
        depth = max(depth, level)
        open_nodes.extend((child, level + 1) for child in children(node))
    return size, depth


def check_shape(tree: Node) -> None:
    """Refuse a tree that is deeper than the evaluator may go down."""
    if measure(tree)[1] > TREE_DEPTH:
        raise FeelBudgetError("depth", limits.DEPTH, tree.pos)
