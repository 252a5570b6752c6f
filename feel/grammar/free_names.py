"""Which names an expression takes from outside."""

from __future__ import annotations

from dataclasses import dataclass, field

from feel.grammar import nodes
from feel.grammar.nodes import Node
from feel.grammar.shape import children


@dataclass(slots=True)
class FreeNames:
    """What a text takes from outside.

    certain    variables that the expression reads
    possible   names in a filter, which may be properties of its items instead
    functions  names that are called
    """

    certain: set[str] = field(default_factory=set)
    possible: set[str] = field(default_factory=set)
    functions: set[str] = field(default_factory=set)


def free_names(tree: Node) -> FreeNames:
    """Collect over the whole tree; names that the text itself binds are left out."""
    found = FreeNames()
    _visit(tree, frozenset(("?", "item", "partial")), False, found)
    return found


def _visit(node: Node, bound: frozenset[str], in_filter: bool, found: FreeNames) -> None:
    if isinstance(node, nodes.Name):
        if node.name not in bound:
            (found.possible if in_filter else found.certain).add(node.name)
    elif isinstance(node, nodes.For | nodes.Quantified):
        _visit_loop(node, bound, in_filter, found)
    elif isinstance(node, nodes.FunctionLiteral):
        _visit(node.body, bound | frozenset(node.parameters), in_filter, found)
    elif isinstance(node, nodes.ContextLiteral):
        for key, value in node.entries:
            _visit(value, bound, in_filter, found)
            bound = bound | {key}
    elif isinstance(node, nodes.Filter):
        _visit(node.value, bound, in_filter, found)
        _visit(node.condition, bound, True, found)
    elif isinstance(node, nodes.Call) and isinstance(node.callee, nodes.Name):
        if node.callee.name not in bound:
            found.functions.add(node.callee.name)
        for argument in node.arguments:
            _visit(argument, bound, in_filter, found)
    else:
        for child in children(node):
            _visit(child, bound, in_filter, found)


def _visit_loop(
    node: nodes.For | nodes.Quantified, bound: frozenset[str], in_filter: bool, found: FreeNames
) -> None:
    for iterator in node.iterators:
        _visit(iterator.domain, bound, in_filter, found)
        if iterator.end is not None:
            _visit(iterator.end, bound, in_filter, found)
        bound = bound | {iterator.name}
    _visit(node.body if isinstance(node, nodes.For) else node.condition, bound, in_filter, found)
