"""The tree of an expression. Frozen; `pos` is the 0-based offset of the construct in the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Node:
    """Anything that has a value."""

    pos: int


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A number, text, boolean, null or `@"..."`."""

    value: Any


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A variable; `?` is the tested value of a unary test."""

    name: str


@dataclass(frozen=True, slots=True)
class ListLiteral(Node):
    """`[a, b]`."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class ContextLiteral(Node):
    """`{a: 1, b: a + 1}`; an entry sees the ones before it."""

    entries: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class RangeLiteral(Node):
    """`[a..b]`, `(a..b)`, `]a..b[`."""

    start: Node
    end: Node
    start_included: bool
    end_included: bool


@dataclass(frozen=True, slots=True)
class Prefix(Node):
    """`< 5` without a left side: a test of the input, and elsewhere a range."""

    operator: str
    operand: Node


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """`a < b`."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Between(Node):
    """`a between b and c`."""

    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class In(Node):
    """`a in (tests)`."""

    value: Node
    tests: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Type:
    """A type: its name, and the parts of list<T>, range<T>, context<a: T>, function<A> -> R."""

    name: str
    parts: tuple[tuple[str, Type], ...] = ()


@dataclass(frozen=True, slots=True)
class InstanceOf(Node):
    """`a instance of T`."""

    value: Node
    type: Type


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """A chain of one precedence, from left to right: first, then (operator, node, pos of operator)."""

    first: Node
    rest: tuple[tuple[str, Node, int], ...]


@dataclass(frozen=True, slots=True)
class Negate(Node):
    """`-a`."""

    operand: Node


@dataclass(frozen=True, slots=True)
class And(Node):
    """`a and b and c`."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or(Node):
    """`a or b or c`."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class If(Node):
    """`if c then a else if d then b else e`: all branches in one node, so that a long ladder is not deep."""

    branches: tuple[tuple[Node, Node], ...]
    otherwise: Node


@dataclass(frozen=True, slots=True)
class Iterator:
    """`name in domain` or `name in domain..end`."""

    name: str
    domain: Node
    end: Node | None = None


@dataclass(frozen=True, slots=True)
class For(Node):
    """`for x in xs, y in 1..3 return ...`."""

    iterators: tuple[Iterator, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Quantified(Node):
    """`some x in xs satisfies ...`, `every ...`."""

    every: bool
    iterators: tuple[Iterator, ...]
    condition: Node


@dataclass(frozen=True, slots=True)
class Path(Node):
    """`a.b`."""

    value: Node
    name: str


@dataclass(frozen=True, slots=True)
class Filter(Node):
    """`a[condition or index]`."""

    value: Node
    condition: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    """`f(a, b)` or `f(x: a, y: b)`; `names` is empty for positional arguments."""

    callee: Node
    arguments: tuple[Node, ...]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FunctionLiteral(Node):
    """`function(a, b: number) body`; `types` has one entry a parameter, None without a type, or is empty."""

    parameters: tuple[str, ...]
    body: Node
    types: tuple[Type | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Tests(Node):
    """Unary tests: `-` is no items and not negated."""

    items: tuple[Node, ...]
    negated: bool = False
    anything: bool = False
