"""Trees for property tests."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from feel.grammar import nodes
from feel.grammar.nodes import Node, Type
from feel.values import YearsMonths

PLAIN = st.sampled_from(["a", "b", "amount", "金额", "_x", "$y"])
NAMES = PLAIN | st.sampled_from(["Monthly Salary", "order-id", "if", "external", "date", "a.b", "not", "and"])
FUNCTIONS = st.sampled_from(
    ["sum", "date and time", "get or else", "years and months duration", "my host", "and", "not", "if", "f"]
)
NUMBERS = st.decimals(min_value=0, max_value=10**20, allow_nan=False, allow_infinity=False).map(
    lambda number: abs(Decimal(number))
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
ZONES: st.SearchStrategy[dt.tzinfo | None] = st.none() | st.sampled_from(
    [dt.UTC, dt.timezone(dt.timedelta(hours=8)), ZoneInfo("Asia/Tokyo"), ZoneInfo("Europe/Paris")]
)
TEMPORALS: st.SearchStrategy[Any] = (
    st.dates()
    | st.times(timezones=ZONES).map(lambda value: value.replace(fold=0))
    | st.datetimes(timezones=ZONES).map(lambda value: value.replace(fold=0))
    | st.timedeltas()
    | st.integers(-20_000, 20_000).map(YearsMonths)
)
LITERALS = (st.none() | st.booleans() | NUMBERS | TEXTS | TEMPORALS).map(
    lambda value: nodes.Literal(0, value)
)
SIMPLE_TYPES = st.sampled_from(["number", "string", "date and time", "Any", "t-1"]).map(Type)
TYPES = st.recursive(
    SIMPLE_TYPES,
    lambda inner: (
        st.builds(lambda part: Type("list", (("", part),)), inner)
        | st.builds(lambda key, part: Type("context", ((key, part),)), NAMES, inner)
        | st.builds(lambda one, two: Type("function", (("", one), ("->", two))), inner, inner)
    ),
    max_leaves=3,
)


def _chain(first: Node, rest: list[tuple[str, Node]]) -> Node:
    return nodes.Arithmetic(0, first, tuple((operator, node, 0) for operator, node in rest))


def _conditional(branches: list[tuple[Node, Node]], otherwise: Node) -> Node:
    return nodes.If(0, tuple(branches), otherwise)


def _inside(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    here = st.just(0)
    iterators = st.lists(
        st.builds(nodes.Iterator, NAMES, inner, st.none() | inner), min_size=1, max_size=2
    ).map(tuple)
    sums = st.lists(st.tuples(st.sampled_from("+-"), inner), min_size=1, max_size=2)
    products = st.lists(st.tuples(st.sampled_from("*/"), inner), min_size=1, max_size=2)
    powers = st.lists(st.tuples(st.just("**"), inner), min_size=1, max_size=2)
    entries = st.lists(st.tuples(NAMES | TEXTS, inner), max_size=3).map(tuple)
    callee = FUNCTIONS.map(lambda name: nodes.Name(0, name)) | inner
    arguments = st.lists(inner, max_size=3).map(tuple)
    named = st.lists(
        st.tuples(st.sampled_from(["a", "start position", "x-y"]), inner), min_size=1, max_size=2
    )
    return st.one_of(
        st.builds(nodes.ListLiteral, here, arguments),
        st.builds(nodes.ContextLiteral, here, entries),
        st.builds(nodes.RangeLiteral, here, inner, inner, st.booleans(), st.booleans()),
        st.builds(nodes.Prefix, here, st.sampled_from(["<", "<=", ">", ">=", "=", "!="]), inner),
        st.builds(nodes.Compare, here, st.sampled_from(["<", "<=", ">", ">=", "=", "!="]), inner, inner),
        st.builds(nodes.Between, here, inner, inner, inner),
        st.builds(nodes.In, here, inner, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(nodes.InstanceOf, here, inner, TYPES),
        st.builds(_chain, inner, sums),
        st.builds(_chain, inner, products),
        st.builds(_chain, inner, powers),
        st.builds(nodes.Negate, here, inner),
        st.builds(nodes.And, here, several),
        st.builds(nodes.Or, here, several),
        st.builds(
            _conditional,
            st.lists(st.tuples(inner, inner), min_size=1, max_size=2),
            inner,
        ),
        st.builds(nodes.For, here, iterators, inner),
        st.builds(nodes.Quantified, here, st.booleans(), iterators, inner),
        st.builds(nodes.Path, here, inner, NAMES | st.just("time offset")),
        st.builds(nodes.Filter, here, inner, inner),
        st.builds(nodes.Call, here, callee, arguments),
        st.builds(
            lambda target, pairs: nodes.Call(
                0, target, tuple(value for _, value in pairs), tuple(name for name, _ in pairs)
            ),
            callee,
            named,
        ),
        st.builds(nodes.FunctionLiteral, here, st.lists(NAMES, max_size=2).map(tuple), inner),
    )


TREES: st.SearchStrategy[Node] = st.recursive(
    LITERALS | NAMES.map(lambda name: nodes.Name(0, name)), _inside, max_leaves=9
)
