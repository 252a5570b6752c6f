"""Which rules of a table match: cells are understood once, and each column rules out what it can.

A set of rules is an int with a bit for each rule. Cells that hold plain values are found by one look into a
mapping, comparisons with constants are closures, and only what is left is evaluated as FEEL, once for all
rules of a column with the same text.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import feel
from engine.decisions.frame import Frame
from feel import compare
from feel.grammar import nodes
from feel.grammar.shape import children

#: Three-valued, as a unary test: null where value and constant have no type in common.
Check = Callable[[Any], bool | None]
#: Builtins whose value is not the same each time.
_CHANGING = frozenset({"now", "today", "random number", "random"})
_PLAIN = (str, Decimal, bool, type(None))
#: Values that hold others: a test of one may look inside, which is left to FEEL.
_COMPOUND = (list, dict, feel.Range, feel.Function)
#: Comparing single values costs nothing that has to be counted.
_METER = feel.Meter(feel.Budget())
_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_Cell = tuple[feel.UnaryTests, int, str]


@dataclass(slots=True)
class Column:
    """The cells of one input column.

    always   rules whose cell takes everything
    equal    rules by a plain value that a cell names, with the type: 1 is not true
    checks   comparisons with constants, each with its rules
    tests    what is left to FEEL
    known    the tests behind `equal` and `checks`, for values that hold others
    """

    always: int = 0
    equal: dict[tuple[type, Any], int] = field(default_factory=dict)
    checks: list[tuple[Check, int]] = field(default_factory=list)
    tests: list[_Cell] = field(default_factory=list)
    known: list[_Cell] = field(default_factory=list)

    def hits(self, value: Any, alive: int, frame: Frame) -> int:
        """Those of the rules `alive` whose cell the value passes."""
        found = self.always
        kind = type(value)
        tests = self.tests
        if kind in _COMPOUND:
            tests = self.known + tests
        else:
            if kind in _PLAIN:
                found |= self.equal.get((kind, value), 0)
            for check, rules in self.checks:
                if rules & alive and check(value) is True:
                    found |= rules
        wanted = [(test, rules, cell) for test, rules, cell in tests if rules & alive]
        if wanted:
            for rules in frame.passing(wanted, value):
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
    elif not tree.negated and all(_is_plain(one) for one in tree.items):
        column.known.append((tests, rules, cell))
        for one in tree.items:
            value = one.value  # type: ignore[attr-defined]
            key = (type(value), value)
            column.equal[key] = column.equal.get(key, 0) | rules
    else:
        _sort_check(column, tree, (tests, rules, cell))


def _sort_check(column: Column, tree: nodes.Tests, cell: _Cell) -> None:
    checks = [_check(item) for item in tree.items]
    known = [check for check in checks if check is not None]
    if len(known) < len(checks):
        column.tests.append(cell)
        return
    column.known.append(cell)
    check = known[0] if len(known) == 1 else _any_of(known)
    column.checks.append((_negated(check) if tree.negated else check, cell[1]))


def _is_plain(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Literal) and type(node.value) in _PLAIN


def _check(node: nodes.Node) -> Check | None:
    """A test as a closure, where it compares with a constant."""
    if isinstance(node, nodes.Prefix):
        known, limit = _constant(node.operand)
        return _comparison(node.operator, limit) if known and type(limit) not in _COMPOUND else None
    if isinstance(node, nodes.RangeLiteral):
        _, span = _constant(node)
        return _within(span) if isinstance(span, feel.Range) else None
    if isinstance(node, nodes.Literal) and type(node.value) not in _COMPOUND:
        constant = node.value
        return lambda value: compare.equal(value, constant, _METER)
    return None


def _comparison(sign: str, limit: Any) -> Check:
    if sign not in _OPERATORS:
        wanted = sign == "="
        return lambda value: None if (same := compare.equal(value, limit, _METER)) is None else same is wanted
    if type(limit) is not Decimal:
        return lambda value: compare.holds(sign, value, limit)
    holds = _OPERATORS[sign]
    return lambda value: holds(value, limit) if type(value) is Decimal else None


def _within(span: feel.Range) -> Check:
    low, high = span.start, span.end
    if type(low) is not Decimal or type(high) is not Decimal:
        return lambda value: compare.contains(span, value)
    above, below = (
        _OPERATORS[">=" if span.start_included else ">"],
        _OPERATORS["<=" if span.end_included else "<"],
    )
    return lambda value: above(value, low) and below(value, high) if type(value) is Decimal else None


def _any_of(checks: Sequence[Check]) -> Check:
    def check(value: Any) -> bool | None:
        result: bool | None = False
        for one in checks:
            answer = one(value)
            if answer is True:
                return True
            if answer is None:
                result = None
        return result

    return check


def _negated(check: Check) -> Check:
    return lambda value: None if (answer := check(value)) is None else not answer


def _reads_a_name(node: nodes.Node) -> bool:
    """Whether a variable, the tested value `?`, or a name that the text binds itself is read."""
    if isinstance(node, nodes.Call) and isinstance(node.callee, nodes.Name):
        return any(map(_reads_a_name, node.arguments))
    return isinstance(node, nodes.Name) or any(map(_reads_a_name, children(node)))


def _constant(node: nodes.Node) -> tuple[bool, Any]:
    """Whether a text has the same value each time, and that value."""
    if isinstance(node, nodes.Literal):
        return True, node.value
    expression = feel.Expression("", node)
    changing = expression.functions & _CHANGING or not expression.functions <= feel.BUILTIN_NAMES
    if changing or _reads_a_name(node):
        return False, None
    try:
        return True, expression.evaluate({})
    except feel.FeelError:
        return False, None
