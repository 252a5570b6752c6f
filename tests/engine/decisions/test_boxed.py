"""Boxed expressions give what the same text in FEEL gives."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from engine.decisions import evaluate_decision
from tests.engine.decisions.models import decision, knowledge, literal, model


def boxed(logic: str) -> object:
    return evaluate_decision(model(decision("d", logic)), "d", {})


def entry(name: str, logic: str) -> str:
    variable = f'<variable name="{name}"/>' if name else ""
    return f"<contextEntry>{variable}{logic}</contextEntry>"


def loop(kind: str, domain: str, body: str) -> object:
    inside = "return" if kind == "for" else "satisfies"
    parts = f"<in>{literal(domain)}</in><{inside}>{literal(body)}</{inside}>"
    return boxed(f'<{kind} iteratorVariable="x">{parts}</{kind}>')


def test_an_entry_sees_the_ones_before_it() -> None:
    first, second = entry("a b", literal("2")), entry("c", literal("a b + 1"))

    assert boxed(f"<context>{first}{second}</context>") == {"a b": 2, "c": 3}
    assert boxed(f"<context>{first}{entry('', literal('a b * 3'))}</context>") == 6


def test_a_name_twice_in_a_context_is_null() -> None:
    assert boxed(f"<context>{entry('a', literal('1'))}{entry('a', literal('2'))}</context>") is None


def test_a_function_in_a_context_may_call_itself() -> None:
    body = literal("if n < 2 then 1 else n * f(n - 1)")
    function = f'<functionDefinition><formalParameter name="n"/>{body}</functionDefinition>'

    assert boxed(f"<context>{entry('f', function)}{entry('', literal('f(5)'))}</context>") == 120


def test_lists_and_relations() -> None:
    row = f"<row>{literal('1')}{literal('2')}</row>"

    assert boxed(f"<list>{literal('1')}<list>{literal('2')}</list></list>") == [1, [2]]
    assert boxed(f'<relation><column name="a"/><column name="b c"/>{row}</relation>') == [{"a": 1, "b c": 2}]


@pytest.mark.parametrize(
    ("kind", "domain", "body", "value"),
    [
        ("for", "[1, 2]", "x + 1", [2, 3]),
        ("for", "[1..3]", "x", [1, 2, 3]),
        ("for", "[1, 2, 3]", "count(partial)", [0, 1, 2]),
        ("for", "[]", "x", []),
        ("for", "5", "x", None),
        ("for", "null", "x", None),
        ("some", "[1, 2]", "x > 1", True),
        ("some", "[1, 2]", "x > 2", False),
        ("some", "[]", "true", False),
        ("some", "5", "true", None),
        ("some", "[1, 2]", 'if x = 1 then true else "a"', None),
        ("every", "[1, 2]", "x > 0", True),
        ("every", "[1, 2]", "x > 1", False),
        ("every", "[]", "false", True),
        ("every", "[1, 2]", "null", None),
    ],
)
def test_iterators(kind: str, domain: str, body: str, value: Any) -> None:
    assert loop(kind, domain, body) == value


@pytest.mark.parametrize(
    ("domain", "match", "value"),
    [
        ("[1, 2, 3]", "item > 1", [2, 3]),
        ("[{a: 1}, {a: 2}]", "a > 1", [{"a": Decimal(2)}]),
        ("[{a: 1}, {a: 2}]", "item.a > 1", [{"a": Decimal(2)}]),
        ("[{item: 1}, {item: 2}]", "item > 1", [{"item": Decimal(2)}]),
        ("[1, 2, 3]", "2", None),
        ("[1, 2, 3]", 'if item = 2 then true else "a"', None),
        ("[1, 2]", '"a"', None),
        ("[1, null, 3]", "item > 1", [3]),
        ("5", "true", [5]),
        ("null", "true", None),
    ],
)
def test_filters(domain: str, match: str, value: Any) -> None:
    assert boxed(f"<filter><in>{literal(domain)}</in><match>{literal(match)}</match></filter>") == value


@pytest.mark.parametrize(("condition", "value"), [("true", 1), ("false", 2), ("null", 2), ('"a"', 2)])
def test_a_condition_that_is_not_true_takes_the_other_branch(condition: str, value: int) -> None:
    branches = f"<if>{literal(condition)}</if><then>{literal('1')}</then><else>{literal('2')}</else>"

    assert boxed(f"<conditional>{branches}</conditional>") == value


def bound(*names: str) -> str:
    return "".join(
        f'<binding><parameter name="{name}"/>{literal(str(place))}</binding>'
        for place, name in enumerate(names, 1)
    )


@pytest.mark.parametrize(
    ("callee", "bindings", "value"),
    [
        ("f", bound("a", "b c"), -1),
        ("f", bound("b c", "a"), 1),
        ("f", bound("a"), None),
        ("f", bound("a", "b c", "d"), None),
        ("f", bound("a", "d"), None),
        ("g", bound("a"), None),
        ("max", bound("list"), 1),
        ("function(a, b c) a * 10", bound("b c", "a"), 20),
    ],
)
def test_an_invocation_binds_by_name(callee: str, bindings: str, value: Any) -> None:
    function = knowledge("f", {"a": "", "b c": ""}, literal("a - b c"))
    logic = f"<invocation>{literal(callee)}{bindings}</invocation>"

    assert evaluate_decision(model(function, decision("d", logic, "knowledge:f")), "d", {}) == value


def test_a_boxed_function_is_called() -> None:
    function = f'<functionDefinition><formalParameter name="a"/>{literal("a + 1")}</functionDefinition>'

    assert boxed(f"<invocation>{function}{bound('a')}</invocation>") == 2
