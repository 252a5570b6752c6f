"""Paths and filters."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from feel import numbers
from feel.errors import FeelError
from feel.grammar import nodes
from feel.properties import property_of
from feel.runtime.build import Run, body_cost, build, builds, placed
from feel.runtime.scope import Scope
from feel.runtime.tests import member
from feel.values import Range


@builds(nodes.Path)
def path(node: nodes.Path) -> Run:
    """An entry of a context, of each context in a list, or a property of a temporal value or range."""
    value, word = build(node.value), node.name

    def run(scope: Scope) -> Any:
        base = value(scope)
        if type(base) is dict:
            return base.get(word)
        if type(base) is list:
            scope.meter.walk(len(base))
            return scope.meter.items([_entry(item, word) for item in base])
        return None if base is None else property_of(base, word)

    return run


def _entry(item: Any, word: str) -> Any:
    if isinstance(item, dict):
        return item.get(word)
    return None if item is None or isinstance(item, list) else property_of(item, word)


@builds(nodes.Filter)
def filtered(node: nodes.Filter) -> Run:
    """The item at an index (from 1, or from the end when negative), or the items that satisfy a condition."""
    value, condition, cost = build(node.value), build(node.condition), body_cost(node.condition)
    index = _literal_index(node.condition)

    def run(scope: Scope) -> Any:
        base = value(scope)
        if base is None:
            return None
        items = base if isinstance(base, list) else [base]
        if index is not None:
            return item_at(items, index)
        try:
            return _matching(items, condition, scope, cost)
        except FeelError as error:
            raise placed(error, node.pos) from error.__cause__

    return run


def _literal_index(node: nodes.Node) -> Decimal | None:
    return node.value if isinstance(node, nodes.Literal) and isinstance(node.value, Decimal) else None


def item_at(items: list[Any], index: Decimal) -> Any:
    """The item at a position, null outside the list."""
    place = numbers.whole(index)
    if not place or abs(place) > len(items):
        return None
    return items[place - 1 if place > 0 else place]


def _matching(items: list[Any], condition: Run, scope: Scope, cost: int) -> Any:
    found: list[Any] = []
    for place, item in enumerate(items):
        scope.meter.step(cost)
        result = condition(_item_scope(scope, item))
        if place == 0 and isinstance(result, Decimal):
            return item_at(items, result)
        if result is True or (isinstance(result, Range) and member(item, result, scope.meter)):
            found.append(item)
    if not items and isinstance(condition(scope.below({"item": None})), Decimal):
        return None
    return scope.meter.items(found)


def _item_scope(scope: Scope, item: Any) -> Scope:
    if isinstance(item, dict):
        return scope.below({"item": item, **item})
    return scope.below({"item": item})
