"""Which rules of a table match: cells are understood once, and each column rules out what it can.

A set of rules is an int with a bit for each rule. Cells that hold plain values are found by one look into a
mapping, comparisons with constants are closures, and only what is left is evaluated as FEEL, once for all
rules of a column with the same text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import feel
from engine.decisions.frame import Frame
from feel import compare
from feel.grammar import nodes

Check = Callable[[Any], bool]
#: Builtins whose value is not the same each time.
_CHANGING = frozenset({"now", "today", "random number", "random"})
_PLAIN = (str, Decimal, bool, type(None))
_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "<": lambda value, limit: value < limit,
    "<=": lambda value, limit: value <= limit,
    ">": lambda value, limit: value > limit,
    ">=": lambda value, limit: value >= limit,
}


@dataclass(slots=True)
class Column:
    """The cells of one input column.

    always   rules whose cell takes everything
    equal    rules by a plain value that a cell names, with the type: 1 is not true
    checks   comparisons with constants, each with its rules; `checked` are their tests, for a range as value
    tests    everything else, as FEEL
    plain    the tests behind `equal`, for values that are not plain
    """

    always: int = 0
    equal: dict[tuple[type, Any], int] = field(default_factory=dict)
    checks: list[tuple[Check, int]] = field(default_factory=list)
    checked: list[tuple[feel.UnaryTests, int, str]] = field(default_factory=list)
    tests: list[tuple[feel.UnaryTests, int, str]] = field(default_factory=list)
    plain: list[tuple[feel.UnaryTests, int, str]] = field(default_factory=list)

    def hits(self, value: Any, alive: int, frame: Frame) -> int:
        """Those of the rules `alive` whose cell the value passes."""
        found = self.always
        kind = type(value)
        if kind in _PLAIN:
            found |= self.equal.get((kind, value), 0)
            tests = self.tests
        else:
            tests = self.tests + self.plain
        if kind is feel.Range:
            tests = tests + self.checked
        else:
            for check, rules in self.checks:
                if rules & alive and check(value):
                    found |= rules
        for test, rules, cell in tests:
            if rules & alive & ~found and frame.passes(test, value, cell):
                found |= rules
        return found & alive


def columns(rules: Sequence[tuple[Sequence[feel.UnaryTests], Sequence[str]]], count: int) -> list[Column]:
    """The columns of a table whose rules have these cells and cell ids."""
    return [
        _column([(tests[place], cells[place]) for tests, cells in rules if place < len(tests)])
        for place in range(count)
    ]


def _column(cells: list[tuple[feel.UnaryTests, str]]) -> Column:
    masks: dict[str, int] = {}
    first: dict[str, tuple[feel.UnaryTests, str]] = {}
    for place, (tests, cell) in enumerate(cells):
        first.setdefault(tests.text, (tests, cell))
        masks[tests.text] = masks.get(tests.text, 0) | 1 << place
    column = Column()
    for text, rules in masks.items():
        _sort(column, *first[text], rules)
    return column


def _sort(column: Column, tests: feel.UnaryTests, cell: str, rules: int) -> None:
    tree = tests.tree
    if not isinstance(tree, nodes.Tests):
        column.tests.append((tests, rules, cell))
    elif tree.anything:
        column.always |= rules
    elif not tree.negated and all(isinstance(one, nodes.Literal) and _is_plain(one) for one in tree.items):
        column.plain.append((tests, rules, cell))
        for one in tree.items:
            value = one.value  # type: ignore[attr-defined]
            key = (type(value), value)
            column.equal[key] = column.equal.get(key, 0) | rules
    else:
        check = None if tree.negated or len(tree.items) != 1 else _check(tree.items[0])
        if check is None:
            column.tests.append((tests, rules, cell))
        else:
            column.checks.append((check, rules))
            column.checked.append((tests, rules, cell))


def _is_plain(node: nodes.Literal) -> bool:
    return type(node.value) in _PLAIN


def _check(node: nodes.Node) -> Check | None:
    if isinstance(node, nodes.Prefix) and node.operator in _OPERATORS:
        limit = _constant(node.operand)
        return None if limit is None else _comparison(node.operator, limit)
    if isinstance(node, nodes.RangeLiteral):
        span = _constant(node)
        return _within(span) if isinstance(span, feel.Range) else None
    return None


def _comparison(operator: str, limit: Any) -> Check:
    if type(limit) is not Decimal:
        return lambda value: compare.holds(operator, value, limit) is True
    holds = _OPERATORS[operator]
    return lambda value: type(value) is Decimal and holds(value, limit) is True


def _within(span: feel.Range) -> Check:
    low, high = span.start, span.end
    if type(low) is not Decimal or type(high) is not Decimal:
        return lambda value: compare.contains(span, value) is True
    above = _OPERATORS[">=" if span.start_included else ">"]
    below = _OPERATORS["<=" if span.end_included else "<"]
    return lambda value: type(value) is Decimal and above(value, low) is True and below(value, high) is True


def _constant(node: nodes.Node) -> Any:
    """The value of a text that is the same each time; None where it is none."""
    if isinstance(node, nodes.Literal):
        return node.value
    expression = feel.Expression("", node)
    if expression.names or expression.functions & _CHANGING:
        return None
    if not expression.functions <= feel.BUILTIN_NAMES:
        return None
    try:
        return expression.evaluate({})
    except feel.FeelError:
        return None
