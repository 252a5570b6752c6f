"""One printer per node class, and the brackets between them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from feel.builtins import BUILTINS
from feel.grammar import nodes
from feel.grammar.nodes import Node
from feel.printing import words as say

# What binds more loosely stands in brackets inside what binds more strongly.
LOOSE, OR, AND, COMPARISON, ADDITION, MULTIPLICATION, POWER, UNARY, POSTFIX = range(9)
_OPERATORS = {"+": ADDITION, "-": ADDITION, "*": MULTIPLICATION, "/": MULTIPLICATION, "**": POWER}
# `date and time(x)` is one call; these are the builtins with an operator word inside.
_WITH_OPERATOR = re.compile(
    "|".join(
        rf"\b{re.escape(name)}\(" for name in sorted(BUILTINS) if {"and", "or"} & set(name.split(" ")[1:-1])
    )
)
# After these a `[` closes an open range instead of opening a filter.
_CLOSES = re.compile(r"[=!]|(?:and|or|then|else|return|satisfies|in)\b")

N = TypeVar("N", bound=Node)
_Printed = tuple[str, int]
_PRINTERS: dict[type[Node], Callable[[Any], _Printed]] = {}


def print_expression(tree: Node) -> str:
    """The text of a tree: parsed again it gives the same tree, positions aside.

    Raises FeelError "unprintable" for a tree that no text means.
    """
    text = _text(tree)
    # The sign in front of a whole expression would be the attribute's.
    return f"({text})" if text.startswith("=") else text


def print_tests(tree: nodes.Tests) -> str:
    """The text of a decision table's cell."""
    if tree.anything:
        return "-"
    if tree.negated:
        return f"not({_list(tree.items)})"
    text = _list(tree.items)
    # A call of the function `not` that is the whole cell would be read as the negation of tests.
    only = tree.items[0] if len(tree.items) == 1 else None
    if isinstance(only, nodes.Call) and only.callee == nodes.Name(only.callee.pos, "not"):
        return f"({text})"
    return text


def _prints(kind: type[N]) -> Callable[[Callable[[N], _Printed]], Callable[[N], _Printed]]:
    def register(printer: Callable[[N], _Printed]) -> Callable[[N], _Printed]:
        _PRINTERS[kind] = printer
        return printer

    return register


def _print(node: Node) -> _Printed:
    printer = _PRINTERS.get(type(node))
    if printer is None:
        raise say.Unprintable(type(node).__name__)
    return printer(node)


def _text(node: Node) -> str:
    return _print(node)[0]


def _at(node: Node, least: int) -> str:
    """The text of a part, in brackets where it binds more loosely than `least`."""
    text, level = _print(node)
    return text if level >= least else f"({text})"


def _list(items: Iterable[Node]) -> str:
    return ", ".join(_text(item) for item in items)


@_prints(nodes.Literal)
def _literal(node: nodes.Literal) -> _Printed:
    return say.literal(node.value), POSTFIX


@_prints(nodes.Name)
def _name(node: nodes.Name) -> _Printed:
    return say.name(node.name), POSTFIX


@_prints(nodes.ListLiteral)
def _list_literal(node: nodes.ListLiteral) -> _Printed:
    return f"[{_list(node.items)}]", POSTFIX


@_prints(nodes.ContextLiteral)
def _context(node: nodes.ContextLiteral) -> _Printed:
    entries = [f"{say.key(key)}: {_text(value)}" for key, value in node.entries]
    return "{" + ", ".join(entries) + "}", POSTFIX


@_prints(nodes.RangeLiteral)
def _range(node: nodes.RangeLiteral) -> _Printed:
    opening, closing = "[" if node.start_included else "(", "]" if node.end_included else ")"
    return f"{opening}{_at(node.start, ADDITION)}..{_at(node.end, ADDITION)}{closing}", POSTFIX


@_prints(nodes.Prefix)
def _prefix(node: nodes.Prefix) -> _Printed:
    return f"{node.operator} {_at(node.operand, ADDITION)}", COMPARISON


@_prints(nodes.Compare)
def _compare(node: nodes.Compare) -> _Printed:
    return f"{_at(node.left, ADDITION)} {node.operator} {_at(node.right, ADDITION)}", COMPARISON


@_prints(nodes.Between)
def _between(node: nodes.Between) -> _Printed:
    low, high = _at(node.low, ADDITION), _at(node.high, ADDITION)
    return f"{_at(node.value, ADDITION)} between {low} and {high}", COMPARISON


@_prints(nodes.In)
def _in(node: nodes.In) -> _Printed:
    if len(node.tests) > 1:
        tests = f"({_list(node.tests)})"
    else:
        tests = _at(node.tests[0], COMPARISON)
        # A bracket right after `in` may begin a range or a list of tests, so it is made to hold all.
        if tests.startswith("(") and not isinstance(node.tests[0], nodes.RangeLiteral):
            tests = f"({tests})"
    return f"{_at(node.value, ADDITION)} in {tests}", COMPARISON


@_prints(nodes.InstanceOf)
def _instance(node: nodes.InstanceOf) -> _Printed:
    return f"{_at(node.value, ADDITION)} instance of {say.type_text(node.type)}", COMPARISON


@_prints(nodes.Arithmetic)
def _arithmetic(node: nodes.Arithmetic) -> _Printed:
    level = _OPERATORS[node.rest[0][0]]
    rest = "".join(f" {operator} {_at(right, level + 1)}" for operator, right, _ in node.rest)
    return _at(node.first, level + 1) + rest, level


@_prints(nodes.Negate)
def _negate(node: nodes.Negate) -> _Printed:
    return f"-{_at(node.operand, UNARY)}", UNARY


@_prints(nodes.And)
def _and(node: nodes.And) -> _Printed:
    return _joined(node.items, "and", COMPARISON), AND


@_prints(nodes.Or)
def _or(node: nodes.Or) -> _Printed:
    return _joined(node.items, "or", AND), OR


def _joined(items: tuple[Node, ...], word: str, least: int) -> str:
    text = _at(items[0], least)
    for item in items[1:]:
        right = _at(item, least)
        joined = f"{text} {word} {right}"
        apart = len(_WITH_OPERATOR.findall(text)) + len(_WITH_OPERATOR.findall(right))
        text = joined if len(_WITH_OPERATOR.findall(joined)) == apart else f"{text} {word} ({right})"
    return text


@_prints(nodes.If)
def _if(node: nodes.If) -> _Printed:
    parts = [f"if {_at(condition, OR)} then {_at(value, OR)} else " for condition, value in node.branches]
    return "".join(parts) + _at(node.otherwise, OR), LOOSE


def _iterators(iterators: tuple[nodes.Iterator, ...]) -> str:
    parts = []
    for one in iterators:
        end = "" if one.end is None else f"..{_at(one.end, ADDITION)}"
        parts.append(f"{say.name(one.name)} in {_at(one.domain, ADDITION)}{end}")
    return ", ".join(parts)


@_prints(nodes.For)
def _for(node: nodes.For) -> _Printed:
    return f"for {_iterators(node.iterators)} return {_at(node.body, OR)}", LOOSE


@_prints(nodes.Quantified)
def _quantified(node: nodes.Quantified) -> _Printed:
    word = "every" if node.every else "some"
    return f"{word} {_iterators(node.iterators)} satisfies {_at(node.condition, OR)}", LOOSE


@_prints(nodes.FunctionLiteral)
def _function(node: nodes.FunctionLiteral) -> _Printed:
    parameters = [
        say.key(name) + (f": {say.type_text(kind)}" if kind else "")
        for name, kind in zip(node.parameters, node.types or (None,) * len(node.parameters), strict=True)
    ]
    return f"function({', '.join(parameters)}) {_at(node.body, OR)}", LOOSE


@_prints(nodes.Path)
def _path(node: nodes.Path) -> _Printed:
    return f"{_at(node.value, POSTFIX)}.{say.property_name(node.name)}", POSTFIX


@_prints(nodes.Filter)
def _filter(node: nodes.Filter) -> _Printed:
    condition = _text(node.condition)
    if _CLOSES.match(condition):
        condition = f"({condition})"
    return f"{_at(node.value, POSTFIX)}[{condition}]", POSTFIX


@_prints(nodes.Call)
def _call(node: nodes.Call) -> _Printed:
    callee = node.callee
    target = say.callee(callee.name) if isinstance(callee, nodes.Name) else _at(callee, POSTFIX)
    names = [f"{say.parameter(name)}: " for name in node.names] or [""] * len(node.arguments)
    values = [_text(item) for item in node.arguments]
    return f"{target}({', '.join(map(''.join, zip(names, values, strict=True)))})", POSTFIX
