"""Literals, names, lists, contexts, ranges."""

from __future__ import annotations

from typing import Any

from feel import compare
from feel.grammar import nodes
from feel.runtime.build import Run, build, builds
from feel.runtime.scope import Scope
from feel.values import Range


@builds(nodes.Literal)
def literal(node: nodes.Literal) -> Run:
    """The value itself."""
    value = node.value
    return lambda _scope: value


@builds(nodes.Name)
def name(node: nodes.Name) -> Run:
    """A variable. A builtin's name without a call is no value: `count` is null where nothing is called so."""
    word = node.name
    return lambda scope: scope.get(word)


@builds(nodes.ListLiteral)
def list_literal(node: nodes.ListLiteral) -> Run:
    """A new list."""
    runs = [build(item) for item in node.items]

    def run(scope: Scope) -> Any:
        scope.meter.take(8 * len(runs))
        return [item(scope) for item in runs]

    return run


@builds(nodes.ContextLiteral)
def context_literal(node: nodes.ContextLiteral) -> Run:
    """A new context; each entry sees the ones before it."""
    runs = [(key, build(value)) for key, value in node.entries]
    if len({key for key, _ in runs}) < len(runs):
        # The specification gives a context with a key twice no value.
        return lambda _scope: None

    def run(scope: Scope) -> Any:
        scope.meter.take(48 * len(runs))
        values: dict[str, Any] = {}
        inner = scope.below(values)
        for key, value in runs:
            values[key] = value(inner)
        # The scope keeps `values` for the functions in it; what leaves must not change with it.
        return dict(values)

    return run


@builds(nodes.RangeLiteral)
def range_literal(node: nodes.RangeLiteral) -> Run:
    """A range; null when its ends have no order."""
    start, end = build(node.start), build(node.end)
    if isinstance(node.start, nodes.Literal) and isinstance(node.end, nodes.Literal):
        constant = _range(node, node.start.value, node.end.value)
        return lambda _scope: constant
    return lambda scope: _range(node, start(scope), end(scope))


def _range(node: nodes.RangeLiteral, low: Any, high: Any) -> Range | None:
    if low is not None and high is not None and compare.order(low, high) is None:
        return None
    return Range(low, high, node.start_included, node.end_included)


@builds(nodes.Prefix)
def prefix(node: nodes.Prefix) -> Run:
    """`> 5` as a value is the range above five, `!= 5` everything but five."""
    operand = build(node.operand)

    def run(scope: Scope) -> Any:
        value = operand(scope)
        if value is None:
            return None
        if node.operator in ("=", "!="):
            included = node.operator == "="
            return Range(value, value, included, included, node.operator)
        included = node.operator in ("<=", ">=")
        if node.operator.startswith("<"):
            return Range(None, value, False, included, node.operator)
        return Range(value, None, included, False, node.operator)

    return run
