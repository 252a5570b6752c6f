"""Arithmetic, comparison and three-valued logic."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from feel import arithmetic, compare
from feel.errors import FeelError
from feel.grammar import nodes
from feel.runtime.build import Run, build, builds, placed
from feel.runtime.scope import Scope


@builds(nodes.Arithmetic)
def chain(node: nodes.Arithmetic) -> Run:
    """A chain of one precedence, from left to right."""
    first = build(node.first)
    rest = [(arithmetic.OPERATIONS[operator], build(right), pos) for operator, right, pos in node.rest]

    def run(scope: Scope) -> Any:
        value = first(scope)
        for operation, right, pos in rest:
            try:
                value = operation(value, right(scope), scope.meter)
            except FeelError as error:
                raise placed(error, pos) from error.__cause__
        return value

    return run


@builds(nodes.Negate)
def negate(node: nodes.Negate) -> Run:
    """`-a` of numbers and durations."""
    operand = build(node.operand)
    return lambda scope: arithmetic.negated(operand(scope))


@builds(nodes.Compare)
def comparison(node: nodes.Compare) -> Run:
    """`=`, `!=` and the order operators."""
    left, right, operator = build(node.left), build(node.right), node.operator
    if operator in ("=", "!="):
        return _equality(left, right, operator == "=", node.pos)
    return _ordering(left, right, operator)


def _equality(left: Run, right: Run, wanted: bool, pos: int) -> Run:
    def run(scope: Scope) -> Any:
        one, other = left(scope), right(scope)
        kind = type(one)
        if kind is type(other) and (kind is str or kind is Decimal):
            return (one == other) is wanted
        try:
            result = compare.equal(one, other, scope.meter)
        except FeelError as error:
            raise placed(error, pos) from None
        return None if result is None else result is wanted

    return run


def _ordering(left: Run, right: Run, operator: str) -> Run:
    plain = _PLAIN[operator]

    def run(scope: Scope) -> Any:
        one, other = left(scope), right(scope)
        kind = type(one)
        if kind is type(other) and (kind is Decimal or kind is str):
            return plain(one, other)
        return compare.holds(operator, one, other)

    return run


_PLAIN: dict[str, Any] = {
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
}


@builds(nodes.Between)
def between(node: nodes.Between) -> Run:
    """`a between low and high`, both ends included."""
    value, low, high = build(node.value), build(node.low), build(node.high)

    def run(scope: Scope) -> Any:
        middle = value(scope)
        return both(compare.holds(">=", middle, low(scope)), compare.holds("<=", middle, high(scope)))

    return run


def both(one: bool | None, other: bool | None) -> bool | None:
    """Three-valued and."""
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


@builds(nodes.And)
def conjunction(node: nodes.And) -> Run:
    """False as soon as one is false; what is no boolean counts as null."""
    runs = [build(item) for item in node.items]

    def run(scope: Scope) -> Any:
        result: bool | None = True
        for item in runs:
            value = item(scope)
            if value is False:
                return False
            if value is not True:
                result = None
        return result

    return run


@builds(nodes.Or)
def disjunction(node: nodes.Or) -> Run:
    """True as soon as one is true; what is no boolean counts as null."""
    runs = [build(item) for item in node.items]

    def run(scope: Scope) -> Any:
        result: bool | None = False
        for item in runs:
            value = item(scope)
            if value is True:
                return True
            if value is not False:
                result = None
        return result

    return run
