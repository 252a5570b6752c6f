"""What each part of an expression gives."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

import feel
from feel.grammar.nodes import Node
from feel.help import explain
from feel.help.brief import brief
from feel.printing import print_expression
from tests.feel.trees import TREES

LINES = [{"qty": 1, "price": 5}, {"qty": 2, "price": 7}]


def told(text: str, **values: Any) -> dict[str, tuple[str, int]]:
    return {part.text: (part.shown, part.times) for part in explain(text, values).parts}


def test_every_part_of_a_condition_shows_its_value() -> None:
    assert told('(a + b) * c > 10 and status = "open"', a=2, b=3, c=4, status="open") == {
        '(a + b) * c > 10 and status = "open"': ("true", 1),
        "(a + b) * c > 10": ("true", 1),
        "(a + b) * c": ("20", 1),
        "a + b": ("5", 1),
        "a": ("2", 1),
        "b": ("3", 1),
        "c": ("4", 1),
        'status = "open"': ("true", 1),
        "status": ('"open"', 1),
    }


def test_what_was_not_evaluated_has_no_value() -> None:
    assert told("if a then b else c", a=True, b=1, c=2)["c"] == ("", 0)


def test_a_loop_shows_the_first_round_and_counts_them() -> None:
    parts = told("sum(for l in lines return l.qty * l.price)", lines=LINES)

    assert parts["l.qty * l.price"] == ("5", 2)
    assert parts["for l in lines return l.qty * l.price"] == ("[5, 14]", 1)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("lines[qty > 1].price", "lines[qty > 1]"),
        ('date and time("2026-01-01T10:00:00") > d', 'date and time("2026-01-01T10:00:00")'),
        ("x instance of list<number> and y", "x instance of list<number>"),
        ("x instance of date and time or y", "x instance of date and time"),
        (
            "f instance of function<list<a>> -> b and y",
            "f instance of function<list<a>> -> b",
        ),
        ("`order-id` + 1", "`order-id`"),
        ("a in ]1..5[", "]1..5["),
        ("a in (1, 2, b)", "a in (1, 2, b)"),
        ("-a + 2", "-a"),
        ("x.time offset = y", "x.time offset"),
        ("not(a = (1))", "a = (1)"),
        ("f(g(1), {k: [2]})", "{k: [2]}"),
    ],
)
def test_a_part_is_cut_out_of_the_text_where_it_stands(text: str, part: str) -> None:
    assert part in told(text)


def test_a_refusal_is_told_with_the_parts_until_then() -> None:
    explanation = explain("1 + a + now()", {"a": 2})

    assert explanation.error is not None
    assert (explanation.error.code, explanation.error.column) == ("no_clock", 12)
    assert {part.text: part.shown for part in explanation.parts}["a"] == "2"


def test_an_endless_expression_ends_with_its_budget() -> None:
    explanation = explain("(function(f) f(f))(function(f) f(f))", {})

    assert isinstance(explanation.error, feel.FeelBudgetError)


def test_a_long_expression_shows_its_first_parts() -> None:
    assert len(explain(" + ".join(f"a{number}" for number in range(300)), {}).parts) == 200


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("a" * 500, '"' + "a" * 118 + "…"),
        ([Decimal(number) for number in range(5_000)], "[0, 1, 2, 3, 4, 5, 6, 7, …]"),
        (dict.fromkeys("abcdefghijk", Decimal(1)), "{" + "".join(f"{key}: 1, " for key in "abcdefgh") + "…}"),
        ([[[[[[Decimal(1)]]]]]], "[[[[[…]]]]]"),
        (None, "null"),
        (True, "true"),
        (Decimal("1.50"), "1.5"),
    ],
)
def test_a_value_is_shown_briefly(value: Any, shown: str) -> None:
    assert brief(value) == shown


@given(TREES)
def test_an_explanation_gives_what_the_engine_gives(tree: Node) -> None:
    text = print_expression(tree)
    lookup = {"a": 1, "b": [1, {"a": 2}], "amount": "x", "金额": None}
    expected: Any = None
    with suppress(feel.FeelError):
        expected = feel.evaluate(text, lookup)

    explanation = explain(text, lookup)

    assert explanation.error is not None or explanation.shown == brief(expected)
    for part in explanation.parts:
        assert 0 <= part.start < part.end <= len(text)
