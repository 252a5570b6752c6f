"""The variables that an expression needs, so that lint can tell of a misspelt one."""

from __future__ import annotations

import pytest
from hypothesis import given

import feel
from feel.grammar.nodes import Node
from feel.help import did_you_mean, names
from feel.printing import print_expression
from tests.feel.trees import TREES


def read(text: str) -> list[str]:
    return [".".join(use.path) for use in names(text) if not use.called]


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("amount > limit", ["amount", "limit"]),
        ("order.customer.name", ["order.customer.name"]),
        ("lines[qty > least].price", ["lines.price", "qty", "least"]),
        ("lines[item.qty > 1]", ["lines", "lines.qty"]),
        ("for l in order.lines return l.qty * rate", ["order.lines", "order.lines.qty", "rate"]),
        ("some x in 1..n satisfies x > y", ["n", "y"]),
        ("every x in xs, y in x.parts satisfies y.ok", ["xs", "xs.parts", "xs.parts.ok"]),
        ("for i in xs return partial[-1]", ["xs"]),
        ("function(a) a + b", ["b"]),
        ("{a: order, b: a.total, c: d}", ["order", "order.total", "d"]),
        ("sum(lines.price)", ["lines.price"]),
        ("a + a", ["a", "a"]),
        ("(if a then b else c).d", ["a", "b", "c"]),
        ("item", ["item"]),
        ("1 + 2", []),
    ],
)
def test_a_use_names_the_variable_and_the_members_that_are_read(text: str, paths: list[str]) -> None:
    assert read(text) == paths


def test_a_use_has_its_place_in_the_text() -> None:
    assert [use.position for use in names("a and order.ok")] == [0, 6]


def test_a_name_in_a_filter_may_be_a_member_of_its_items() -> None:
    of_lines = {use.path: use.member_of for use in names("lines[qty > least]")}

    assert of_lines == {("lines",): None, ("qty",): ("lines",), ("least",): ("lines",)}


def test_functions_are_told_apart_and_local_ones_are_left_out() -> None:
    uses = names("{f: function(x) x, a: f(1), b: holders(a), c: sum(b)}")

    assert [use.path for use in uses if use.called] == [("holders",), ("sum",)]


def test_a_cell_of_a_decision_table_reads_names_too() -> None:
    assert [use.path for use in names(feel.parse_unary_tests("? > limit, other"))] == [("limit",), ("other",)]


def test_a_misspelt_variable_is_found_and_the_right_one_named() -> None:
    known = {"contract_amount", "copies"}
    uses = names("contract_amuont > 100 and copies > 1")
    unknown = [use.path[0] for use in uses if use.path[0] not in known]

    assert [did_you_mean(word, known) for word in unknown] == [("contract_amount",)]


@given(TREES)
def test_no_free_variable_is_forgotten(tree: Node) -> None:
    expression = feel.parse(print_expression(tree))

    first_parts = {use.path[0] for use in names(expression) if not use.called}

    assert expression.names - {"item", "partial"} == first_parts - {"item", "partial"}
