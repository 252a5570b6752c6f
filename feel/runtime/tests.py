"""Unary tests: `in`, and the cells of a decision table."""

from __future__ import annotations

from typing import Any

from feel import compare
from feel.errors import FeelError
from feel.grammar import nodes
from feel.grammar.nodes import Node
from feel.grammar.shape import children
from feel.limits import Meter
from feel.runtime.build import Run, build, builds, placed
from feel.runtime.scope import Scope
from feel.values import Range


@builds(nodes.In)
def is_in(node: nodes.In) -> Run:
    """`value in test` or `value in (tests)`."""
    value, tests = build(node.value), [test(item) for item in node.tests]
    if len(node.tests) == 1 and isinstance(node.tests[0], nodes.Name) and node.tests[0].name == "?":
        # `"a" in ?` looks into the tested list; every other `?` in a test is the value on the left.
        return lambda scope: member(value(scope), scope.get("?"), scope.meter)

    def run(scope: Scope) -> Any:
        try:
            return any_of(tests, scope.below({"?": value(scope)}))
        except FeelError as error:
            raise placed(error, node.pos) from error.__cause__

    return run


@builds(nodes.Tests)
def unary_tests(node: nodes.Tests) -> Run:
    """All tests of a cell; the tested value is `?`."""
    if node.anything:
        return lambda _scope: True
    tests = [test(item) for item in node.items]

    def run(scope: Scope) -> Any:
        result = any_of(tests, scope)
        return (None if result is None else not result) if node.negated else result

    return run


def any_of(tests: list[Run], scope: Scope) -> bool | None:
    """Three-valued or over tests."""
    result: bool | None = False
    for one in tests:
        value = one(scope)
        if value is True:
            return True
        if value is None:
            result = None
    return result


def test(node: Node) -> Run:
    """One test of the value `?`."""
    if isinstance(node, nodes.Prefix):
        return _comparison(node)
    run = build(node)
    if _reads_input(node):
        return lambda scope: _truth(run(scope))
    plain = isinstance(node, nodes.Literal)
    named = isinstance(node, nodes.Name | nodes.Path | nodes.Filter)

    def check(scope: Scope) -> bool | None:
        value, tested = run(scope), scope.get("?")
        if isinstance(value, bool) and not plain and not (named and isinstance(tested, bool)):
            # A condition that does not look at the input, such as `today() > limit`, decides by itself;
            # only where the input is false too, the two are equal.
            return value or tested is False
        return member(tested, value, scope.meter)

    return check


def _truth(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _reads_input(node: Node) -> bool:
    return (isinstance(node, nodes.Name) and node.name == "?") or any(map(_reads_input, children(node)))


def _comparison(node: nodes.Prefix) -> Run:
    operand, operator = build(node.operand), node.operator

    def run(scope: Scope) -> bool | None:
        tested, value = scope.get("?"), operand(scope)
        if operator not in ("=", "!="):
            return compare.holds(operator, tested, value)
        same = compare.equal(tested, value, scope.meter)
        return None if same is None else same is (operator == "=")

    return run


def member(tested: Any, value: Any, meter: Meter) -> bool | None:
    """Whether the tested value equals `value`, is an item of it, or lies in it."""
    if isinstance(value, Range) and not isinstance(tested, Range):
        return compare.contains(value, tested)
    if isinstance(value, list):
        return _in_list(tested, value, meter)
    return compare.equal(tested, value, meter)


def _in_list(tested: Any, items: list[Any], meter: Meter) -> bool | None:
    if isinstance(tested, list) and compare.same(tested, items, meter):
        return True
    meter.walk(2 * len(items))
    for item in items:
        if isinstance(item, Range) and not isinstance(tested, Range):
            if compare.contains(item, tested) is True:
                return True
        elif compare.same(tested, item, meter):
            return True
    return False
