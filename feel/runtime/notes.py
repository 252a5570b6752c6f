"""Why a value became null: warnings as Camunda's engine gives them, taken while an expression runs.

The closures of an expression know nothing of this. For a run with warnings they are built once more, each
inside one that keeps its last value; where a construct gives null, its rule looks at what its parts gave.

Codes: no_variable, no_entry, no_property, no_function, wrong_arguments, no_result, not_comparable,
invalid_type, not_boolean, no_list, out_of_range, duplicate_key.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from feel.builtins import BUILTINS
from feel.builtins.registry import choose, choose_named
from feel.grammar import nodes
from feel.grammar.nodes import Node
from feel.runtime.build import Run, build, watched
from feel.runtime.scope import Scope
from feel.values import Function, Range, type_name

MOST = 100
# These give null as an ordinary answer.
_MAY_BE_NULL = frozenset(
    ("get value", "get or else", "assert", "fromAi", "min", "max", "not", "and", "or", "all", "any")
)


@dataclass(frozen=True, slots=True)
class FeelWarning:
    """One cause of a null: code, 0-based offset, 1-based line and column, facts (names, types)."""

    code: str
    position: int
    line: int
    column: int
    facts: dict[str, Any]


class Notes:
    """What one run has given so far: the last value of every node, and the warnings in order, each once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.values: dict[int, Any] = {}
        self.warnings: list[FeelWarning] = []
        self._known: set[tuple[str, int]] = set()

    def of(self, node: Node) -> Any:
        """The last value of a node, null before it has one."""
        return self.values.get(id(node))

    def kind(self, node: Node) -> str:
        """The type of a node's last value."""
        return type_name(self.of(node))

    def warn(self, code: str, position: int, **facts: Any) -> None:
        """Add one warning; a loop gives it once."""
        if (code, position) in self._known or len(self.warnings) >= MOST:
            return
        self._known.add((code, position))
        before = self.text[:position]
        line, column = before.count("\n") + 1, position - (before.rfind("\n") + 1) + 1
        self.warnings.append(FeelWarning(code, position, line, column, facts))


def build_noting(tree: Node) -> Run:
    """The closure of a tree that takes notes into `scope.meter.notes`."""
    with watched(_noting):
        return build(tree)


def _noting(node: Node, run: Run) -> Run:
    rule = _RULES.get(type(node))
    always = isinstance(node, nodes.If)
    key = id(node)

    def noting(scope: Scope) -> Any:
        value = run(scope)
        notes = scope.meter.notes
        notes.values[key] = value
        if rule is not None and (value is None or always):
            rule(node, notes, scope)
        return value

    return noting


def _name(node: nodes.Name, notes: Notes, scope: Scope) -> None:
    if node.name != "?" and not scope.has(node.name):
        notes.warn("no_variable", node.pos, name=node.name)


def _path(node: nodes.Path, notes: Notes, _scope: Scope) -> None:
    base = notes.of(node.value)
    if isinstance(base, dict):
        if node.name not in base:
            notes.warn("no_entry", node.pos, key=node.name, known=list(base)[:10])
    elif base is None:
        notes.warn("no_entry", node.pos, key=node.name, known=[])
    else:
        notes.warn("no_property", node.pos, property=node.name, type=type_name(base))


def _compare(node: nodes.Compare, notes: Notes, _scope: Scope) -> None:
    types = [notes.kind(node.left), notes.kind(node.right)]
    notes.warn("not_comparable", node.pos, operator=node.operator, types=types)


def _between(node: nodes.Between, notes: Notes, _scope: Scope) -> None:
    types = [notes.kind(part) for part in (node.value, node.low, node.high)]
    notes.warn("not_comparable", node.pos, operator="between", types=types)


def _in(node: nodes.In, notes: Notes, _scope: Scope) -> None:
    types = [notes.kind(part) for part in (node.value, *node.tests)]
    notes.warn("not_comparable", node.pos, operator="in", types=types)


def _range(node: nodes.RangeLiteral, notes: Notes, _scope: Scope) -> None:
    notes.warn(
        "not_comparable", node.pos, operator="..", types=[notes.kind(node.start), notes.kind(node.end)]
    )


def _arithmetic(node: nodes.Arithmetic, notes: Notes, _scope: Scope) -> None:
    types = [notes.kind(node.first), *(notes.kind(right) for _, right, _ in node.rest)]
    operator, _, position = node.rest[0]
    zero = any(operator == "/" and notes.of(right) == 0 for operator, right, _ in node.rest)
    if zero and set(types) == {"number"}:
        notes.warn("invalid_type", position, operator="/", types=types, divisor=Decimal(0))
    else:
        notes.warn("invalid_type", position, operator=operator, types=types)


def _negate(node: nodes.Negate, notes: Notes, _scope: Scope) -> None:
    notes.warn("invalid_type", node.pos, operator="-", types=[notes.kind(node.operand)])


def _logic(node: nodes.And | nodes.Or, notes: Notes, _scope: Scope) -> None:
    for item in node.items:
        if not isinstance(notes.of(item), bool):
            notes.warn("not_boolean", item.pos, type=notes.kind(item))


def _if(node: nodes.If, notes: Notes, _scope: Scope) -> None:
    for condition, _ in node.branches:
        value = notes.of(condition)
        if not isinstance(value, bool):
            notes.warn("not_boolean", condition.pos, type=type_name(value))
        elif value:
            return


def _loop(node: nodes.For | nodes.Quantified, notes: Notes, _scope: Scope) -> None:
    for iterator in node.iterators:
        value = notes.of(iterator.domain)
        if iterator.end is None and not isinstance(value, list | Range):
            notes.warn("no_list", iterator.domain.pos, type=type_name(value))
            return
        if iterator.end is not None and not isinstance(notes.of(iterator.end), Decimal):
            notes.warn(
                "invalid_type",
                iterator.domain.pos,
                operator="..",
                types=[type_name(value), notes.kind(iterator.end)],
            )
            return


def _filter(node: nodes.Filter, notes: Notes, _scope: Scope) -> None:
    base, index = notes.of(node.value), notes.of(node.condition)
    if base is None:
        notes.warn("no_list", node.pos, type="Null")
        return
    if isinstance(node.condition, nodes.Literal):
        index = node.condition.value
    size = len(base) if isinstance(base, list) else 1
    if isinstance(index, Decimal) and (not int(index) or abs(int(index)) > size):
        notes.warn("out_of_range", node.pos, index=index, size=size)


def _call(node: nodes.Call, notes: Notes, scope: Scope) -> None:
    if not isinstance(node.callee, nodes.Name):
        return
    word, values = node.callee.name, [notes.of(argument) for argument in node.arguments]
    if isinstance(scope.get(word), Function) or scope.host(word) is not None:
        return
    overloads = BUILTINS.get(word)
    if overloads is None:
        notes.warn("no_function", node.pos, name=word)
        return
    chosen = choose_named(overloads, node.names, values) if node.names else choose(overloads, values)
    if chosen is None:
        notes.warn("wrong_arguments", node.pos, function=word, types=[type_name(value) for value in values])
    elif word not in _MAY_BE_NULL:
        notes.warn("no_result", node.pos, function=word)


def _context(node: nodes.ContextLiteral, notes: Notes, _scope: Scope) -> None:
    notes.warn("duplicate_key", node.pos)


_Rule = Callable[[Any, Notes, Scope], None]
_RULES: dict[type[Node], _Rule] = {
    nodes.Name: _name,
    nodes.Path: _path,
    nodes.Compare: _compare,
    nodes.Between: _between,
    nodes.In: _in,
    nodes.RangeLiteral: _range,
    nodes.Arithmetic: _arithmetic,
    nodes.Negate: _negate,
    nodes.And: _logic,
    nodes.Or: _logic,
    nodes.If: _if,
    nodes.For: _loop,
    nodes.Quantified: _loop,
    nodes.Filter: _filter,
    nodes.Call: _call,
    nodes.ContextLiteral: _context,
}
