"""A value that became null can say why."""

from __future__ import annotations

from typing import Any

import pytest

import feel


@pytest.mark.parametrize(
    ("text", "lookup", "code", "position", "facts"),
    [
        ("amount > 5", {}, "no_variable", 0, {"name": "amount"}),
        ("order.total", {"order": {"sum": 1}}, "no_entry", 5, {"key": "total", "known": ["sum"]}),
        ('"a".b', {}, "no_property", 3, {"property": "b", "type": "string"}),
        ('1 + "a"', {}, "invalid_type", 2, {"operator": "+", "types": ["number", "string"]}),
        ('-"a"', {}, "invalid_type", 0, {"operator": "-", "types": ["string"]}),
        ('1 < "a"', {}, "not_comparable", 2, {"operator": "<", "types": ["number", "string"]}),
        ('true and "a"', {}, "not_boolean", 9, {"type": "string"}),
        ('if "a" then 1 else 2', {}, "not_boolean", 3, {"type": "string"}),
        ("for x in 5 return x", {}, "no_list", 9, {"type": "number"}),
        ("[1, 2][3]", {}, "out_of_range", 6, {"index": 3, "size": 2}),
        ("nothing(1)", {}, "no_function", 7, {"name": "nothing"}),
        ("substring(1)", {}, "wrong_arguments", 9, {"function": "substring", "types": ["number"]}),
        ('date("2026-02-30")', {}, "no_result", 4, {"function": "date"}),
        ("{a: 1, a: 2}", {}, "duplicate_key", 0, {}),
    ],
)
def test_each_cause_of_null_has_a_code_a_place_and_facts(
    text: str, lookup: dict[str, Any], code: str, position: int, facts: dict[str, Any]
) -> None:
    value, warnings = feel.parse(text).evaluate_with_warnings(lookup)

    assert value == feel.evaluate(text, lookup)
    assert (code, position, facts) in [(one.code, one.position, one.facts) for one in warnings]


def test_a_null_that_the_caller_has_is_no_cause() -> None:
    assert feel.parse("amount").evaluate_with_warnings({"amount": None}) == (None, ())


def test_a_loop_warns_once() -> None:
    _, warnings = feel.parse("for x in xs return x.y").evaluate_with_warnings({"xs": [{"z": 1}, {"z": 2}]})

    assert [(one.code, one.line, one.column) for one in warnings] == [("no_entry", 1, 21)]


def test_the_tests_of_a_cell_warn_too() -> None:
    answer, warnings = feel.parse_unary_tests("< limit").test_with_warnings(5, {})

    assert answer is None
    assert [one.code for one in warnings] == ["no_variable"]
